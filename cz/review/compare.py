"""What changed between two states of the plan, record by record.

Order, comments and formatting are not content and make no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cz.records import Bulletin, Campaign, Task, Unit
from cz.records.kinds import KINDS, Kind
from cz.review.altered import Altered, Change
from cz.review.fields import changes_of
from cz.whose import PresentNames, present_names

# The first of these that a record has names it, or tells what it belongs to.
_TITLES = ("name", "title", "problem", "matter", "spot", "file", "text")
_ABOUT = ("task", "indicator", "about")


def compare(old: Campaign, new: Campaign) -> list[Altered]:
    """Every record that differs, in the order of the files."""
    altered: list[Altered] = []
    present = present_names(new)
    for section, kind in KINDS.items():
        if not getattr(old, section) and not getattr(new, section):
            continue
        before, after = _records(old, kind), _records(new, kind)
        if kind.single and before and after:  # one record, whatever it is called
            before, after = {"": _only(before)}, {"": _only(after)}
        for name, record in after.items():
            was = _moved_from(record, before, after)
            if was:
                moved = tuple(_move(was, before.pop(was), record))
                altered.append(_altered(section, name, record, "changed", moved))
                continue
            if name not in before:
                altered.append(_altered(section, name, record, "added", _came_from(record)))
                continue
            changes = tuple(changes_of(before[name], record))
            if changes:
                altered.append(_altered(section, name, record, "changed", changes))
        for name, record in before.items():
            if name not in after:
                gone = _gone(record, present)
                altered.append(_altered(section, name, record, "deleted", (gone,)))
    return altered


def _moved_from(record: Any, before: dict[str, Any], after: dict[str, Any]) -> str:
    """The id that a task bore before it was moved to another chapter, "" where it was not."""
    if isinstance(record, Task) and record.id not in before:
        for id_ in reversed(record.former):
            if id_ in before and id_ not in after:
                return id_
    return ""


def _came_from(record: Any) -> tuple[Change, ...]:
    """What is said of a new record besides that it is new: a part of a task is no new work."""
    if isinstance(record, Task) and record.split_from:
        words = f"新增，分自 {record.split_from}"
        return (Change("split_from", 0, "", record.split_from, words),)
    return ()


def _move(was: str, old: Task, new: Task) -> Iterator[Change]:
    """A task that was moved is one task, with whatever else was changed in it."""
    words = f"移到第 {new.chapter} 板块，编号：{was} → {new.id}"
    yield Change("id", 0, was, new.id, words)
    yield from changes_of(old._replace(former=new.former), new)


def _gone(record: Any, present: PresentNames) -> Change:
    """A unit that another has taken in is not lost."""
    if isinstance(record, Unit) and present[record.name] != record.name:
        return Change("", 0, "", "", f"并入 {present[record.name]}", "")
    return Change("", 0, "", "", "删除", "删除")


def _records(campaign: Campaign, kind: Kind) -> dict[str, Any]:
    records = getattr(campaign, kind.section)
    if kind.single:
        records = () if records is None else (records,)
    return {str(getattr(record, kind.key)): record for record in records}


def _only(records: dict[str, Any]) -> Any:
    (record,) = records.values()
    return record


def _altered(
    section: str, name: str, record: Any, fate: str, changes: tuple[Change, ...]
) -> Altered:
    title = _first(record, _TITLES)
    if isinstance(record, Bulletin):
        title = f"{record.year}年第{record.number}期"
    return Altered(
        kind=section,
        id="" if KINDS[section].single else name,
        title=title,
        unit=_first(record, ("lead", "unit")),
        about=name if isinstance(record, Task) else _first(record, _ABOUT),
        fate=fate,
        changes=changes,
    )


def _first(record: Any, fields: tuple[str, ...]) -> str:
    """The first of these fields that says something."""
    for field in fields:
        text: str = getattr(record, field, "")
        if text:
            return text
    return ""
