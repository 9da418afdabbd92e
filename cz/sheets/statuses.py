"""How far, in the words that units use: a closed list, and whatever else is returned."""

from __future__ import annotations

from cz.letters import folded
from cz.records import STATUSES

# What says that nothing is new.
UNCHANGED = frozenset(
    [
        "",
        "无",
        "暂无",
        "没有",
        "无变化",
        "没有变化",
        "同上",
        "同前",
        "同上月",
        "同上期",
        "-",
        "--",
        "—",
        "——",
        "/",
        "／",
        "〃",
    ]
)

_MEANT = {
    "todo": "未启动 未开始 尚未启动 尚未开始 未开展 尚未开展 待启动 没有启动 没有开始",
    "doing": (
        "推进中 正在推进 推进 进行中 正在进行 办理中 正在办理 实施中 正在实施 开展中 正在开展 "
        "持续推进 持续推进中 正在持续推进 有序推进 正在有序推进 序时推进 按计划推进"
    ),
    "blocked": "受阻 推进受阻 遇阻 推进困难",
    "done": "已完成 完成 全部完成 已全部完成 已经完成 完成了 已办结 办结 已经办结",
    "verified": "已复核 复核 已销号 销号 复核销号 已复核销号 已验收 验收通过 验收合格",
}
_STATUS_OF = {
    folded(word): status
    for status, words in _MEANT.items()
    for word in (status, STATUSES[status], *words.split())
}

# Of findings: whether it says that it is put right.
_PUT_RIGHT = frozenset(
    [
        "已整改",
        "整改完成",
        "已整改完成",
        "已完成整改",
        "整改到位",
        "已整改到位",
        "待复核",
        "已完成",
        "完成",
        "已办结",
        "办结",
    ]
)
_NOT_PUT_RIGHT = frozenset(
    [
        "待整改",
        "未整改",
        "整改中",
        "正在整改",
        "尚未整改",
        "未完成",
        "未办结",
        "推进中",
        "正在推进",
        "未启动",
    ]
)


def says_nothing(text: str) -> bool:
    """Whether a cell leaves all as it is: blank, 无, —, 同上."""
    return "".join(text.split()).rstrip("。.") in UNCHANGED


def status_meant(text: str) -> str:
    """A key of STATUSES, "" for what is not in the list."""
    return _STATUS_OF.get(folded(text), "")


def finding_state_meant(text: str) -> str:
    """``rectified``, ``open`` or ``verified``; "" for what is not in the list."""
    plain = "".join(folded(text).split())
    if plain in _PUT_RIGHT:
        return "rectified"
    if plain in _NOT_PUT_RIGHT:
        return "open"
    return "verified" if _STATUS_OF.get(plain) == "verified" else ""
