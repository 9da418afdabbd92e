"""Why a deadline, a rating or who does what was changed: kept in the record, told with the change.

A reason is told once: behind the change that it explains, or by itself where that is not among the
changes (of several in a row only the first and the last value are compared).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cz.records.fields import ADJUSTED
from cz.records.plan import Adjustment
from cz.review.altered import Change

SOURCES = {"plan": "方案", "proposed": "拟"}
_NOTHING = {"due": "未定", "rating": "未评"}


def adjustment_words(adjustment: Adjustment) -> str:
    """``第2阶段时限：2026-06-30 → 2026-09-30``, ``责任单位：加入 区教育局``."""
    field, was, now = adjustment.field, adjustment.was, adjustment.now
    phase = f"第{adjustment.phase}阶段" if adjustment.phase else ""
    word = f"{phase}{ADJUSTED[field]}"
    if field == "units" and not (was and now):
        return f"{word}：加入 {now}" if now else f"{word}：去掉 {was}"
    nothing = _NOTHING.get(field, "无")
    return f"{word}：{_said(field, was) or nothing} → {_said(field, now) or nothing}"


def _said(field: str, value: str) -> str:
    return SOURCES.get(value, value) if field == "source" else value


def adjustment_text(adjustment: Adjustment) -> str:
    """The day, what was changed and why."""
    return f"{adjustment.date} {adjustment_words(adjustment)}（{adjustment.reason}）"


def with_reasons(changes: Iterable[Change], given: Iterable[Adjustment]) -> Iterator[Change]:
    """The changes, each with the reason given for it; then the reasons for others."""
    left = list(given)
    for change in changes:
        adjustment = next((each for each in left if _explains(each, change)), None)
        if adjustment is not None:
            left.remove(adjustment)
            change = change._replace(words=f"{change.words}（原因：{adjustment.reason}）")
        yield change
    for adjustment in left:
        text = adjustment_text(adjustment)
        yield Change("changes", adjustment.phase, "", text, f"调整：{text}")


def without_reasons(taken: Iterable[Adjustment]) -> Iterator[Change]:
    """Reasons that are on record no more."""
    for adjustment in taken:
        text = adjustment_text(adjustment)
        yield Change("changes", adjustment.phase, text, "", f"删去调整：{text}", "删去记录")


def _explains(adjustment: Adjustment, change: Any) -> bool:
    told = (change.field, change.phase, change.old, change.new)
    return told == (adjustment.field, adjustment.phase, adjustment.was, adjustment.now)
