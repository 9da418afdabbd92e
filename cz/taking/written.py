"""Records as they are written into the plan's files, and what is put where one changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cz.edit import Change, Drop, Put, Relist
from cz.edit.changes import Field
from cz.records import Progress
from cz.records.repeat import Repeat
from cz.taking.growing import Changed
from cz.tree import Map


def record_fields(record: Any) -> Mapping[str, Field]:
    """Every field that says something, and whose words they are."""
    fields: dict[str, Field] = {}
    for name in record._fields[:-1]:  # all but where it stands
        value = getattr(record, name)
        if name == "source" or value != record._field_defaults.get(name):
            fields[name] = _field(value)
    return fields


def _field(value: Any) -> Field:
    if isinstance(value, Mapping):
        return {str(phase): _progress(progress) for phase, progress in value.items()}
    return value if isinstance(value, tuple) else str(value)


def _progress(progress: Progress) -> dict[str, str]:
    fields = {} if progress.status == "todo" else {"status": progress.status}
    return fields | ({"due": _day(progress.due)} if progress.due else {})


def _day(day: date | Repeat | None) -> str:
    return str(day or "")


def puts(pair: Changed) -> Iterator[Change]:
    """One change for each field that differs."""
    for name in pair.new._fields[:-1]:
        old, new = getattr(pair.old, name), getattr(pair.new, name)
        if old == new:
            continue
        if name == "progress":
            yield from _put_days(pair, old, new)
        elif isinstance(new, tuple):
            gone = tuple(place for place, item in enumerate(old) if item not in new)
            more = tuple(item for item in new if item not in old)
            yield Relist(pair.old.node, (name,), more, gone)
        elif new == "":
            yield Drop(pair.old.node, (name,))
        else:
            yield Put(pair.old.node, (name,), str(new))


def _put_days(
    pair: Changed, old: Mapping[int, Progress], new: Mapping[int, Progress]
) -> Iterator[Put]:
    """Only the day of a phase: how far it is stays."""
    there = pair.old.node.get("progress")
    for phase, progress in new.items():
        if old.get(phase) == progress:
            continue
        if isinstance(there, Map) and isinstance(there.get(str(phase)), Map):
            yield Put(pair.old.node, ("progress", str(phase), "due"), _day(progress.due))
        else:
            yield Put(pair.old.node, ("progress", str(phase)), {"due": _day(progress.due)})
