"""What a section is about, by its title: aims, steps, requirements, groups; else tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cz.intake.entries import title_of
from cz.intake.outline import Node

_PREFACE = re.compile(
    r"指导思想|基本原则|工作原则|总体要求|总体思路|工作思路|(?:总体|工作|主要|发展|行动|创建|具体|建设|预期|改革|阶段)?目标"
    r"|背景|适用范围|编制依据|工作依据|附则|总则|组织机构|组织领导|指导原则|目标任务|现状|基础|形势|意义"
)
_REQUIREMENTS = re.compile(
    r"(?:工作|有关|相关|几点|组织|纪律|推进)?(?:要求|保障|实施|领导)|(?:组织|保障|工作|实施|政策|支撑)+(?:保障|措施|实施|机制|领导)"
    r"|(?:加强|强化|落实|健全|完善)(?:组织|工作)?(?:保障|领导|实施|组织领导|组织实施|组织保障)(?:措施|工作)?"
    r"|(?:狠抓|抓好|切实加强|严格)(?:组织|工作|责任)?(?:保障|领导|督查|考核|落实)"
    r"|(?:加强|强化|健全)(?:组织领导|组织保障)[，,、].{0,16}"
)
_STEPS = re.compile(
    r"(?:实施|工作|方法|推进|时间|活动|创建|行动|整治|阶段|进度)+(?:步骤|阶段|安排|进度|计划)|步骤(?:安排|和时间|与时间)"
)
_GROUP = re.compile(r"[\u4e00-\u9fff“”×、]{2,24}?(?:工作组|专班|专项组|组)(?=[：:。（(，]|$)")


def is_group(node: Node) -> bool:
    """Whether an item is one of the groups that do the work: （一）宣传教育组."""
    return bool(_GROUP.match(node.text)) and not re.match(
        r"(?:成立|组建|建立|健全|设立)", node.text
    )


_CLOSING = re.compile(r"负责(?:政策)?解释|之日起(?:施行|实施|执行)")
_LONGEST_CLOSING = 80  # characters


def _is_closing(node: Node) -> bool:
    """Whether it says who explains the document and from when it is in force."""
    return len(node.text) <= _LONGEST_CLOSING and _CLOSING.search(node.text) is not None


def is_preface(node: Node) -> bool:
    title = title_of(node.text).text
    return bool(_PREFACE.fullmatch(title)) or is_group(node) or _is_closing(node)


def is_other(node: Node) -> bool:
    title = title_of(node.text).text
    return _is_closing(node) or bool(
        _PREFACE.fullmatch(title) or _REQUIREMENTS.fullmatch(title) or _STEPS.fullmatch(title)
    )


_REGULATION = re.compile(r"制定本(?:规定|办法|条例|细则|规则|制度|规程|章程)")


def is_regulation(nodes: Iterable[Node]) -> bool:
    """Whether a document gives rules, and so no tasks: 为规范值班工作，制定本规定。"""
    return any(_REGULATION.search(node.text) for node in nodes)


_NO_PLAN = re.compile(r"(?:总结|讲话|致辞|述职报告|情况汇报)$")


_SPOKEN = re.compile(r"(?:各位)?(?:领导|代表)?[，、]?同志们[：:！!，,]")
_LONGEST_NAME = 50  # characters of a line that is what a document is called


# News of a meeting; minutes say what was decided.
_REPORTED = re.compile(r"会议(?:要求|强调|指出)[，,：:]")
_DECIDES = re.compile(r"议定|制定本|印发|如下")


def is_told(lines: Sequence[str]) -> bool:
    """Whether a document tells of what was done, or is spoken: 工作总结, 同志们：, 会议强调，

    ``lines``: those before the first number.
    """
    head = "".join(lines)
    if _REPORTED.search(head) and "召开" in head and not _DECIDES.search(head):
        return True
    return any(
        _SPOKEN.fullmatch(line) or (len(line) <= _LONGEST_NAME and _NO_PLAN.search(line))
        for line in lines
    )


def is_about_requirements(node: Node) -> bool:
    return bool(_REQUIREMENTS.fullmatch(title_of(node.text).text))


def is_about_steps(node: Node) -> bool:
    title = title_of(node.text).text
    return len(title) < 16 and bool(_STEPS.search(title))


def is_about_phases(node: Node) -> bool:
    """Whether it tells when things are done; 工作安排 may well list tasks."""
    return is_about_steps(node) and bool(re.search(r"步骤|阶段", title_of(node.text).text))
