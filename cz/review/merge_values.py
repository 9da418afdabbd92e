"""What three versions of a value come to. Nothing here knows how the values are written.

A mapping is merged by its keys. A list is merged by what names its items: their id (or number), or
else the item itself and which time it occurs, so that a list of names is a set whose order is kept.
``None`` stands for what is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from cz.edit.words import scalar
from cz.records.kinds import KINDS
from cz.tree import Map, Seq

Key = Hashable
Way = tuple[Key, ...]  # the keys from the top of the file
OURS, THEIRS = 0, 1

_NAMED_BY = {kind.section: kind.key for kind in KINDS.values() if not kind.single}
# Whose ids are the next number: two added under one id are two records, however much they have in common.
_NUMBERED = tuple(kind.section for kind in KINDS.values() if kind.numbered)


class Conflict(NamedTuple):
    """One fact on which both sides really differ.

    ``record`` is what the record is called (the section, where the section is one record),
    ``field`` the way to the value in it, ``""`` for the whole record. ``ours`` and ``theirs`` are
    what each side says, ``""`` where it deleted it. ``kind``: ``field`` (changed two ways),
    ``add/add`` (added with two values), ``edit/delete``.
    """

    record: str
    field: str
    ours: str
    theirs: str
    kind: str


class Three(NamedTuple):
    """One thing in the common ancestor and on both sides."""

    base: Any
    ours: Any
    theirs: Any


def merged(way: Way, values: Three, side: int, conflicts: list[Conflict]) -> Any:
    """The merged value. What is in conflict is taken from ``side`` and added to ``conflicts``."""
    base, ours, theirs = values
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if (ours is None and alike(theirs, base)) or (theirs is None and alike(ours, base)):
        return None
    name = inside(way, values)
    if name is None:
        conflicts.append(_conflict(way, values))
        return theirs if side == THEIRS else ours
    olds, mine, yours = (children(value, name) for value in values)
    found: dict[Any, Any] = {}
    open_questions = disputed(way, Three(olds, mine, yours))
    for key in in_order(olds, mine, yours):
        here = Three(olds.get(key), mine.get(key), yours.get(key))
        if key in open_questions:
            conflicts.append(_conflict((*way, key), here))
            value = here[1 + side]
        else:
            value = merged((*way, key), here, side, conflicts)
        if value is not None:
            found[key] = value
    return Map(found) if isinstance(ours, Map) or isinstance(theirs, Map) else Seq(found.values())


def inside(way: Way, values: Three) -> str | None:
    """Whether the two are merged by what they hold: the field that names a list's items, ``""`` for
    a mapping or a list of values, ``None`` where the value counts as one. A field left empty counts
    as holding nothing.
    """
    base, ours, theirs = values
    sides = [value for value in (ours, theirs) if value != ""]
    if base is None and len(way) == 2 and way[0] in _NUMBERED:
        return None
    if not sides or ours is None or theirs is None:
        return None
    if all(isinstance(value, Map) for value in sides):
        return ""
    if not all(isinstance(value, Seq) for value in sides):
        return None
    items = [item for value in (base, *sides) if isinstance(value, Seq) for item in value]
    if len(way) == 1 and way[0] in _NAMED_BY:
        name = _NAMED_BY[str(way[0])]
        old, my, your = (_nameless(value, name) for value in values)
        return name if old in (my, your) or my == your else None
    records = [item for item in items if isinstance(item, Map)]
    if (
        records
        and len(records) == len(items)
        and all(isinstance(item.get("id"), str) for item in records)
    ):
        return "id"
    return None if len(way) == 1 and records else ""


def disputed(way: Way, fields: Three) -> frozenset[Key]:
    """The dates of a finding on which the sides differ, where one opened again what the other says
    is put right or verified.

    ``fields`` are the three records' fields; taken one by one they would make a finding that nobody
    has verified so.
    """
    if len(way) != 2 or way[0] != "findings" or not fields.base:
        return frozenset()
    base, ours, theirs = fields
    for one, other in ((ours, theirs), (theirs, ours)):
        reopened = [
            entry
            for entry in one.get("reopened") or ()
            if entry not in (base.get("reopened") or ())
        ]
        if reopened and any(
            other.get(date) not in (base.get(date), one.get(date)) for date in _ENDS
        ):
            return frozenset(date for date in _ENDS if one.get(date) != other.get(date))
    return frozenset()


_ENDS = ("rectified", "verified")


def _nameless(value: Any, name: str) -> list[Any]:
    """The records that have no name: where both sides changed some, which is which cannot be
    told."""
    return (
        [item for item in value if isinstance(item, Map) and not isinstance(item.get(name), str)]
        if isinstance(value, Seq)
        else []
    )


def children(value: Any, name: str) -> dict[Any, Any]:
    """What a mapping or list holds, by key; nothing where it is neither."""
    if isinstance(value, Map):
        return dict(value)
    return dict(zip(keys_of(value, name), value, strict=True)) if isinstance(value, Seq) else {}


def doubled(root: Map) -> bool:
    """Whether two records of a section have one name, so that which is which cannot be told."""
    for section, value in root.items():
        if isinstance(value, Seq):
            name = _NAMED_BY.get(section, "id")
            named = [
                item[name]
                for item in value
                if isinstance(item, Map) and isinstance(item.get(name), str)
            ]
            if len(named) != len(set(named)):
                return True
    return False


def keys_of(items: Iterable[Any], name: str) -> list[Key]:
    found: list[Key] = []
    seen: dict[Key, int] = {}
    for item in items:
        named = item.get(name) if name and isinstance(item, Map) else None
        what: Key = ("named", named) if isinstance(named, str) else _frozen(item)
        seen[what] = seen.get(what, 0) + 1
        found.append((what, seen[what]))
    return found


def _frozen(value: Any) -> Key:
    if isinstance(value, Map):
        return ("map", frozenset((key, _frozen(child)) for key, child in value.items()))
    return ("list", tuple(map(_frozen, value))) if isinstance(value, Seq) else value


def alike(one: Any, other: Any) -> bool:
    """Equal but for order."""
    return bool(one == other or _unordered(one) == _unordered(other))


def _unordered(value: Any) -> Key:
    if isinstance(value, Map):
        return ("map", frozenset((key, _unordered(child)) for key, child in value.items()))
    if not isinstance(value, Seq):
        return value  # type: ignore[no-any-return]
    return ("list", frozenset(Counter(map(_unordered, value)).items()))


def in_order(base: Iterable[Key], ours: Iterable[Key], theirs: Iterable[Key]) -> list[Key]:
    """All keys of both sides: our order, or theirs where only they moved something.

    What only the other side has stands after what precedes it there; of two additions at one place
    ours is first.
    """
    olds, mine, yours = list(base), list(ours), list(theirs)
    both = set(olds) & set(mine) & set(yours)
    old, my, your = ([key for key in keys if key in both] for keys in (olds, mine, yours))
    moved = my == old and your != old
    found, other = (yours, mine) if moved else (mine, yours)
    found, known = list(found), set(found)
    new = set(mine) - set(olds) - set(yours)
    for number, key in enumerate(other):
        if key not in known:
            at = found.index(other[number - 1]) + 1 if number else 0
            while not moved and at < len(found) and found[at] in new:
                at += 1
            found.insert(at, key)
    return found


def written(value: Any) -> str:
    """A value on one line, as it may stand within brackets."""
    if isinstance(value, Map):
        return (
            "{"
            + ", ".join(
                f"{scalar(key, flow=True)}: {written(child)}" for key, child in value.items()
            )
            + "}"
        )
    return (
        "[" + ", ".join(map(written, value)) + "]"
        if isinstance(value, Seq)
        else scalar(value, flow=True)
    )


def _conflict(way: Way, values: Three) -> Conflict:
    base, ours, theirs = values
    named = len(way) > 1 and isinstance(way[1], tuple)
    record, fields = (_shown(way[1]), way[2:]) if named else (_shown(way[0]), way[1:])
    kind = (
        "edit/delete" if ours is None or theirs is None else "add/add" if base is None else "field"
    )
    return Conflict(record, ".".join(map(_shown, fields)), _said(ours), _said(theirs), kind)


def _shown(key: Key) -> str:
    """The name an item goes by; a key of a mapping is its own name."""
    while isinstance(key, tuple):
        key = key[1] if key[0] == "named" else key[0]
    return str(key)


def _said(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else written(value)


def without_empty(value: Any) -> Any:
    """For comparing: a field that holds nothing is no field."""
    if isinstance(value, Map):
        kept = {key: without_empty(child) for key, child in value.items()}
        return Map({key: child for key, child in kept.items() if child})
    return Seq(map(without_empty, value)) if isinstance(value, Seq) else value
