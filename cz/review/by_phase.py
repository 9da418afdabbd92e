"""What changed in what a record keeps by phase, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from cz.progress import is_step_back
from cz.records import CONDITION_STATES, STATUSES, UNMET, Progress
from cz.records.repeat import Repeat
from cz.review.altered import Change

Kept = TypeVar("Kept")


def _altered(
    was: Mapping[int, Kept], now: Mapping[int, Kept], nothing: Kept
) -> Iterator[tuple[int, Kept, Kept]]:
    """The phases of which something else is kept, with what was and what is."""
    for phase in sorted({*was, *now}):
        before, after = was.get(phase, nothing), now.get(phase, nothing)
        if before != after:
            yield phase, before, after


def progress(was: Mapping[int, Progress], now: Mapping[int, Progress]) -> Iterator[Change]:
    for phase, before, after in _altered(was, now, Progress()):
        if before.status != after.status:
            yield _status(phase, before.status, after.status)
        if before.due != after.due:
            yield _due(phase, before.due, after.due)


def _status(phase: int, old: str, new: str) -> Change:
    words = f"第{phase}阶段：{STATUSES[old]} → {STATUSES[new]}"
    alert = "退步" if is_step_back(old, new) else ""
    return Change("status", phase, old, new, words, alert)


def _due(phase: int, before: date | Repeat | None, after: date | Repeat | None) -> Change:
    old, new = str(before or ""), str(after or "")
    words = f"第{phase}阶段时限：{old or '未定'} → {new or '未定'}"
    return Change("due", phase, old, new, words, _looser(before, after))


def _looser(before: date | Repeat | None, after: date | Repeat | None) -> str:
    """What is asked for less strictly than before. 长期 asks for no day."""
    if not isinstance(before, Repeat) and not isinstance(after, Repeat):
        return later(before, after)
    if _asks_for_days(before) and not _asks_for_days(after):
        return "取消时限"
    return "推后起算" if _starts_later(before, after) else ""


def _asks_for_days(due: date | Repeat | None) -> bool:
    if isinstance(due, Repeat):
        return not due.is_long
    return due is not None


def _starts_later(before: date | Repeat | None, after: date | Repeat | None) -> bool:
    """Whether what comes again is asked for from a later day on than before."""
    if not isinstance(before, Repeat) or not isinstance(after, Repeat):
        return False
    if after.start is None:
        return False
    return before.start is None or before.start < after.start


def later(before: date | None, after: date | None) -> str:
    """How a deadline was put off, "" where it was not."""
    if before is None:
        return ""
    if after is None:
        return "取消时限"
    return f"推迟{(after - before).days}天" if after > before else ""


def ratings(was: Mapping[int, str], now: Mapping[int, str]) -> Iterator[Change]:
    """C is worse than A."""
    for phase, old, new in _altered(was, now, ""):
        words = f"第{phase}阶段评级：{old or '未评'} → {new or '未评'}"
        alert = ""
        if old and not new:
            alert = "撤销"
        elif old and new > old:
            alert = "变差"
        yield Change("rating", phase, old, new, words, alert)


def states(was: Mapping[int, str], now: Mapping[int, str]) -> Iterator[Change]:
    """Of a condition of the application."""
    for phase, old, new in _altered(was, now, ""):
        before = CONDITION_STATES.get(old, "待核实")
        after = CONDITION_STATES.get(new, "待核实")
        alert = ""
        if old and not new:
            alert = "撤销"
        elif new == UNMET:
            alert = "变差"
        yield Change("states", phase, old, new, f"第{phase}阶段：{before} → {after}", alert)


def scores(was: Mapping[int, float | None], now: Mapping[int, float | None]) -> Iterator[Change]:
    for phase, before, after in _altered(was, now, None):
        old, new = _score(before), _score(after)
        words = f"第{phase}阶段得分：{old or '未测'} → {new or '未测'}"
        alert = ""
        if after is None:
            alert = "撤销"
        elif before is not None and after < before:
            alert = "下降"
        yield Change("score", phase, old, new, words, alert)


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:g}"
