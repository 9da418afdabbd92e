"""What units report, in their words; the words themselves are in cz.typed."""

from __future__ import annotations

from cz.typed.words import finding_state_meant

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


def says_nothing(text: str) -> bool:
    """Whether a cell leaves all as it is: blank, 无, —, 同上."""
    return "".join(text.split()).rstrip("。.") in UNCHANGED


def reported_state(text: str) -> str:
    """``rectified``, ``open`` or ``verified`` of a finding; "" for what no unit reports."""
    state = finding_state_meant(text)
    return state if state in ("rectified", "open", "verified") else ""
