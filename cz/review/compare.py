"""What changed between two states of the plan, record by record.

Order, comments and formatting are not content and make no change.
"""

from __future__ import annotations

from typing import Any

from cz.records import Bulletin, Campaign, Task, Unit
from cz.records.kinds import KINDS, Kind
from cz.review.altered import Altered, Change
from cz.review.fields import changes_of
from cz.whose import PresentNames, present_names

# The first of these that a record has names it, or tells what it belongs to.
_TITLES = ("name", "title", "problem", "matter", "spot", "file")
_ABOUT = ("task", "indicator", "about")


def compare(old: Campaign, new: Campaign) -> list[Altered]:
    """Every record that differs, in the order of the files."""
    altered: list[Altered] = []
    present = present_names(new)
    for section, kind in KINDS.items():
        before, after = _records(old, kind), _records(new, kind)
        if kind.single and before and after:  # one record, whatever it is called
            before, after = {"": _only(before)}, {"": _only(after)}
        for name, record in after.items():
            if name not in before:
                altered.append(_altered(section, name, record, "added", ()))
                continue
            changes = tuple(changes_of(before[name], record))
            if changes:
                altered.append(_altered(section, name, record, "changed", changes))
        for name, record in before.items():
            if name not in after:
                gone = _gone(record, present)
                altered.append(_altered(section, name, record, "deleted", (gone,)))
    return altered


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
