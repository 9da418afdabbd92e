"""Names that end alike and say so once: 水利、交通部门 are 水利部门 and 交通部门."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_VERB = r"(?!加强|推进|强化|做好|完善|支持|鼓励|协调|会同|各|有关|相关|其他|全[市区县省])"
# What a department is in charge of, without what it is called.
_FIELD = re.compile(
    rf"{_VERB}[\u4e00-\u9fff]{{1,8}}"
    r"(?<![局委办厅部署院会处科站所队组镇乡村县区市省州盟旗联协门])(?<!中心|公司|集团|政府|街道|银行|单位)"
)
_COMMON_FIELD = re.compile(
    r"[省市区县州]?(?:教育|财政|公安|民政|司法|水务|水利|商务|卫生|卫健|农业|审计|交通|环保|国土|规划|建设|住建"
    r"|统计|文化|体育|旅游|文旅|质监|工商|安监|应急|城管|发改|科技|工信|人社|医保|林业|民宗|信访|气象|税务|国税"
    r"|地税|粮食|物价|畜牧|渔业|海洋|园林|市政|房管|人防|市场监管|食药监|生态环境|自然资源|农业农村|交通运输|文广|质量技术监督|市容|电力|劳动|人力资源|住房城乡建设|发展改革|卫生健康|应急管理|城市管理)"
)
_PLACE = re.compile(
    rf"{_VERB}[\u4e00-\u9fff]{{2,3}}(?<![局委办厅部处所站联协会组团投司电水气通门区县市镇乡村社街道])"
)


class _Ending(NamedTuple):
    """``shared``: how the last name ends; ``before``: what stands for a name before it."""

    shared: re.Pattern[str]
    before: re.Pattern[str]


_ENDINGS = (
    _Ending(re.compile(r"(?<=..)部门$"), _FIELD),
    _Ending(re.compile(r"(?<=..)[局厅]$"), _COMMON_FIELD),
    _Ending(
        re.compile(
            r"(?<=..)(?<!开发)(?<![园社景新校小])(?:[区县市镇乡](?:人民政府|政府)?|街道(?:办事处)?)$"
        ),
        _PLACE,
    ),
)
_VAGUE = re.compile(r"^(?:各|有关|相关|其他|其它|全|所有|所在|所属|属地)|有关|相关|职能|主管")


def with_shared_endings(names: Sequence[str]) -> list[str]:
    """The names of one list, those before the last of its kind with the ending that it has."""
    made = list(names)
    for place, name in enumerate(names):
        ending = _shared_ending(name)
        if ending is None:
            continue
        shared = ending.shared.search(name)
        assert shared is not None
        before = place - 1
        while before >= 0 and ending.before.fullmatch(made[before]):
            made[before] += shared[0]
            before -= 1
    return made


def is_field(name: str) -> bool:
    """Whether it is only what a department is in charge of: 教育, 市公安."""
    return _COMMON_FIELD.fullmatch(name) is not None


def _shared_ending(name: str) -> _Ending | None:
    if _VAGUE.search(name):
        return None
    return next((ending for ending in _ENDINGS if ending.shared.search(name)), None)
