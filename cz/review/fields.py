"""What changed in one record, field by field, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from cz.records import (
    Finding,
    Phase,
    Task,
    Window,
    Withdrawal,
)
from cz.records.fields import private_of
from cz.records.judge import Judge
from cz.records.kinds import lists_names, word_of
from cz.review import by_phase, listed
from cz.review.altered import Change
from cz.review.by_phase import later
from cz.review.listed import day_text, without
from cz.review.reasons import SOURCES, with_reasons, without_reasons

_NAMING = ("node", "id", "number")  # not what a record says
_TARGETS = ("a_share", "minors", "floor")  # of a phase
_LONGEST = 60  # characters of a value that are shown

_OF_FIELD: dict[str, Callable[[Any, Any], Iterator[Change]]] = {
    "progress": by_phase.progress,
    "ratings": by_phase.ratings,
    "states": by_phase.states,
    "scores": by_phase.scores,
    "updates": listed.updates,
    "options": listed.options,
    "ranking": listed.ranking,
}
_OF_ENTRIES = ("extended", "reopened", "reassigned", "reviews", "skipped")


def changes_of(old: Any, new: Any) -> Iterator[Change]:
    """The changes of a record that both states hold."""
    if old[:-1] == new[:-1]:  # all but where they stand
        return
    changes = _changes_by_field(old, new)
    reasons_before, reasons = getattr(old, "changes", ()), getattr(new, "changes", ())
    if reasons_before == reasons:
        yield from changes
        return
    yield from with_reasons(changes, without(reasons, reasons_before))
    yield from without_reasons(without(reasons_before, reasons))


def _changes_by_field(old: Any, new: Any) -> Iterator[Change]:
    for field in new._fields:
        was, now = getattr(old, field), getattr(new, field)
        if field not in (*_NAMING, "changes") and was != now:
            yield from _changes_of_field(field, old, new)


def _changes_of_field(field: str, old: Any, new: Any) -> Iterator[Change]:
    was, now = getattr(old, field), getattr(new, field)
    if field in _OF_FIELD:
        yield from _OF_FIELD[field](was, now)
    elif lists_names(new, field):
        yield from listed.names(new, field, was, now)
    elif field in _OF_ENTRIES:
        yield from listed.entries(field, was, now)
    else:
        change = _plain(new, field, was, now)
        if isinstance(old, Finding) and _undone(field, old, new):
            change = change._replace(alert="")  # said, and why, with what undid it
        yield change


def _plain(record: Any, field: str, was: Any, now: Any) -> Change:
    word = word_of(record, field)
    if field in private_of(record.__class__):
        return Change(field, 0, "", "", f"{word}有改动")
    old, new = _text(was), _text(now)
    alert = _alert(record, field, was, now)
    shown_old, shown_new = old, new
    if field == "source":
        shown_old, shown_new = SOURCES.get(old, old), SOURCES.get(new, new)
    if max(len(shown_old), len(shown_new)) > _LONGEST:
        return Change(field, 0, old, new, f"{word}有改动", alert)
    nothing = "未定" if field == "due" else "无"
    words = f"{word}：{shown_old or nothing} → {shown_new or nothing}"
    return Change(field, 0, old, new, words, alert)


def _alert(record: Any, field: str, was: Any, now: Any) -> str:
    if isinstance(record, Phase) and field in _TARGETS:
        return "目标降低" if _is_lower(field, was, now) else ""
    if field == "due" and isinstance(record, Task):
        return ""  # as the plan writes it; what counts is in progress
    if field == "due" or (isinstance(record, Phase) and field == "end"):
        return later(was, now)
    if field == "withdrawn":
        return "撤回" if now else "恢复"
    if field in ("rectified", "verified", "answered", "done"):
        return "撤销" if was and not now else ""
    return ""


def _is_lower(field: str, was: Any, now: Any) -> bool:
    """Whether a target is easier to reach: gone, a lower figure, or a floor of B made C."""
    if now is None or now == "":
        return True
    if field == "floor" and was:
        return bool(now > was)
    return was is not None and was != "" and bool(now < was)


def _undone(field: str, old: Finding, new: Finding) -> bool:
    """Whether a new entry of what was reopened says that it undid this date."""
    if field not in ("rectified", "verified"):
        return False
    undone = getattr(old, field)
    return any(getattr(entry, field) == undone for entry in without(new.reopened, old.reopened))


def _text(value: Any) -> str:
    if value is None or value == 0:
        return ""
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        classes = [_of_mapping(name, said) for name, said in value.items()]
        return "、".join(classes)
    if isinstance(value, Withdrawal):
        return f"{value.date}，{value.reason}"
    if isinstance(value, Judge):
        return str(value)
    if isinstance(value, Window):
        return f"{value.start} 至 {value.end}"
    if isinstance(value, tuple) and value and hasattr(value[0], "_fields"):
        return "；".join(map(_text, value))
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        pairs = zip(value._fields, value, strict=True)
        return "，".join(f"{name} {part}" for name, part in pairs)
    if isinstance(value, tuple):
        return "、".join(value)
    return str(value)


def _of_mapping(key: Any, said: Any) -> str:
    """A class of units with its kinds; what is kept by phase, with its phase."""
    if isinstance(said, str):
        return f"第{key}阶段 {said}"
    return f"{key}（{'、'.join(said)}）"
