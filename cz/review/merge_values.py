"""What three versions of a value come to. Nothing here knows how the values are written.

A mapping is merged by its keys. A list is merged by what names its items: their id (or number), or
else the item itself and which time it occurs, so that a list of names is a set whose order is kept.
``None`` stands for what is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from cz.edit.words import is_typed, scalar
from cz.records.kinds import KINDS
from cz.tree import Map, Seq

Key = Hashable
Way = tuple[Key, ...]  # the keys from the top of the file
OURS, THEIRS = 0, 1

_NAMED_BY = {kind.section: kind.key for kind in KINDS.values() if not kind.single}
_TOLD_APART_BY = {kind.section: kind.apart for kind in KINDS.values() if kind.apart}
# Of which two under one id are never merged field by field; one title may just be written anew.
_NEVER_ONE = tuple(section for section, fields in _TOLD_APART_BY.items() if len(fields) > 1)


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
    if _only_deleted(ours, theirs, base) or _only_deleted(theirs, ours, base):
        return None
    name = inside(way, values)
    if name is None:
        conflicts.append(_conflict(way, values))
        return theirs if side == THEIRS else ours
    olds, mine, yours = (children(value, name) for value in values)
    open_questions = disputed(way, Three(olds, mine, yours))
    kept: dict[Any, Any] = {}
    for key in in_order(olds, mine, yours):
        here = Three(olds.get(key), mine.get(key), yours.get(key))
        if key in open_questions:
            conflicts.append(_conflict((*way, key), here))
            value = here.theirs if side == THEIRS else here.ours
        else:
            value = merged((*way, key), here, side, conflicts)
        if value is not None:
            kept[key] = value
    if isinstance(ours, Map) or isinstance(theirs, Map):
        return Map(kept)
    return Seq(kept.values())


def _only_deleted(deleted: Any, other: Any, base: Any) -> bool:
    """Whether one side has taken it away and the other has done nothing to it."""
    return deleted is None and alike(other, base)


def inside(way: Way, values: Three) -> str | None:
    """Whether the two are merged by what they hold.

    The field that names a list's items, ``""`` for a mapping or a list of values, ``None`` where
    the value counts as one. A field left empty counts as holding nothing.
    """
    base, ours, theirs = values
    sides = [value for value in (ours, theirs) if value != ""]
    if len(way) == 2 and way[0] in _NEVER_ONE:
        section = str(way[0])
        if base is None or is_replaced(section, base, ours) or is_replaced(section, base, theirs):
            return None
    if not sides or ours is None or theirs is None:
        return None
    if all(isinstance(value, Map) for value in sides):
        return ""
    if not all(isinstance(value, Seq) for value in sides):
        return None
    if len(way) == 1 and way[0] in _NAMED_BY:
        name = _NAMED_BY[str(way[0])]
        old, my, your = (_nameless(value, name) for value in values)
        return name if old in (my, your) or my == your else None
    return _name_of_items(way, [base, *sides])


def is_replaced(section: str, before: Any, after: Any) -> bool:
    """Whether the id has been given to another matter: two of what tells it apart have changed."""
    if not isinstance(before, Map) or not isinstance(after, Map):
        return False
    changed = [field for field in _TOLD_APART_BY[section] if before.get(field) != after.get(field)]
    return len(changed) > 1


def is_same_matter(section: str, record: Map, other: Map) -> bool:
    """Whether two records tell of the same: equal in all that tells the section's apart."""
    return all(record.get(field) == other.get(field) for field in _TOLD_APART_BY[section])


def _name_of_items(way: Way, lists: list[Any]) -> str | None:
    """What names the items of lists that are not a section of known records."""
    items: list[Any] = []
    for value in lists:
        if isinstance(value, Seq):
            items += value
    records = [item for item in items if isinstance(item, Map)]
    if records and len(records) == len(items):
        ids = [record.get("id") for record in records]
        if all(isinstance(id_, str) for id_ in ids):
            return "id"
    return None if len(way) == 1 and records else ""


def disputed(way: Way, fields: Three) -> frozenset[Key]:
    """The dates of a finding that are for people to settle.

    Those on which the sides differ, where one opened again what the other says is put right or
    verified. ``fields`` are the three records' fields; taken one by one they would make a finding
    that nobody has verified so.
    """
    if len(way) != 2 or way[0] != "findings" or not fields.base:
        return frozenset()
    base, ours, theirs = fields
    if _reopened_against(base, ours, theirs) or _reopened_against(base, theirs, ours):
        return frozenset(date for date in _ENDS if ours.get(date) != theirs.get(date))
    return frozenset()


_ENDS = ("rectified", "verified")


def _reopened_against(base: Any, reopening: Any, other: Any) -> bool:
    """Whether one side opened the finding again, and the other set a date that this one has not."""
    before = base.get("reopened") or ()
    fresh = [entry for entry in reopening.get("reopened") or () if entry not in before]
    if not fresh:
        return False
    return any(other.get(date) not in (base.get(date), reopening.get(date)) for date in _ENDS)


def _nameless(value: Any, name: str) -> list[Any]:
    """The records that have no name: where both sides changed some, which is which cannot be
    told."""
    if not isinstance(value, Seq):
        return []
    records = [item for item in value if isinstance(item, Map)]
    return [record for record in records if not isinstance(record.get(name), str)]


def children(value: Any, name: str) -> dict[Any, Any]:
    """What a mapping or list holds, by key; nothing where it is neither."""
    if isinstance(value, Map):
        return dict(value)
    if isinstance(value, Seq):
        return dict(zip(keys_of(value, name), value, strict=True))
    return {}


def doubled(root: Map) -> bool:
    """Whether two records of a section have one name, so that which is which cannot be told."""
    for section, value in root.items():
        if isinstance(value, Seq):
            field = _NAMED_BY.get(section, "id")
            names = [record.get(field) for record in value if isinstance(record, Map)]
            names = [name for name in names if isinstance(name, str)]
            if len(names) != len(set(names)):
                return True
    return False


def keys_of(items: Iterable[Any], name: str) -> list[Key]:
    """What tells items of a list apart: their name or themselves, and which time that occurs."""
    keys: list[Key] = []
    times: Counter[Key] = Counter()
    for item in items:
        named = item.get(name) if name and isinstance(item, Map) else None
        what: Key = ("named", named) if isinstance(named, str) else _frozen(item)
        times[what] += 1
        keys.append((what, times[what]))
    return keys


def _frozen(value: Any) -> Key:
    if isinstance(value, Map):
        return "map", frozenset((key, _frozen(child)) for key, child in value.items())
    if isinstance(value, Seq):
        return "list", tuple(map(_frozen, value))
    plain: Key = value
    return plain


def alike(left: Any, right: Any) -> bool:
    """Equal but for order."""
    return bool(left == right or _unordered(left) == _unordered(right))


def _unordered(value: Any) -> Key:
    if isinstance(value, Map):
        return "map", frozenset((key, _unordered(child)) for key, child in value.items())
    if isinstance(value, Seq):
        times = Counter(map(_unordered, value))
        return "list", frozenset(times.items())
    plain: Key = value
    return plain


def in_order(base: Iterable[Key], ours: Iterable[Key], theirs: Iterable[Key]) -> list[Key]:
    """All keys of both sides: our order, or theirs where only they moved something.

    What only the other side has stands after what precedes it there; of two additions at one place
    ours is first.
    """
    olds, mine, yours = list(base), list(ours), list(theirs)
    shared = set(olds) & set(mine) & set(yours)
    old_order = [key for key in olds if key in shared]
    only_they_moved = [key for key in mine if key in shared] == old_order and [
        key for key in yours if key in shared
    ] != old_order
    leading, following = (yours, mine) if only_they_moved else (mine, yours)
    our_additions = set(mine) - set(olds) - set(yours)
    ordered, known = list(leading), set(leading)
    for number, key in enumerate(following):
        if key in known:
            continue
        at = ordered.index(following[number - 1]) + 1 if number else 0
        if not only_they_moved:
            while at < len(ordered) and ordered[at] in our_additions:
                at += 1
        ordered.insert(at, key)
    return ordered


def written(value: Any, key: str = "") -> str:
    """A value on one line, as it may stand within brackets, under ``key``."""
    if isinstance(value, Map):
        pairs = [
            f"{scalar(name, flow=True, typed=True)}: {written(child, name)}"
            for name, child in value.items()
        ]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Seq):
        return "[" + ", ".join(map(written, value)) + "]"
    return scalar(value, flow=True, typed=is_typed(key))


def _conflict(way: Way, values: Three) -> Conflict:
    base, ours, theirs = values
    is_record = len(way) > 1 and isinstance(way[1], tuple)
    record, fields = (way[1], way[2:]) if is_record else (way[0], way[1:])
    kind = "field"
    if ours is None or theirs is None:
        kind = "edit/delete"
    elif base is None:
        kind = "add/add"
    return Conflict(
        record=_name_of(record),
        field=".".join(map(_name_of, fields)),
        ours=_text(ours),
        theirs=_text(theirs),
        kind=kind,
    )


def _name_of(key: Key) -> str:
    """The name an item goes by; a key of a mapping is its own name."""
    while isinstance(key, tuple):
        key = key[1] if key[0] == "named" else key[0]
    return str(key)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else written(value)


def without_empty(value: Any) -> Any:
    """For comparing: a field that holds nothing is no field."""
    if isinstance(value, Map):
        kept = Map()
        for key, child in value.items():
            rest = without_empty(child)
            if rest:
                kept[key] = rest
        return kept
    if isinstance(value, Seq):
        return Seq(map(without_empty, value))
    return value
