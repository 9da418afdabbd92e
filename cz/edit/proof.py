"""Whether a text says what the changes ask for, and nothing else."""

from collections.abc import Sequence
from typing import Any

from cz.edit.append import filled
from cz.edit.changes import Append, Change, Drop, Item, Put, Relist, Remove
from cz.tree import Map, Seq, Tree


def is_proven(old: Tree, fresh: Tree, changes: Sequence[Change]) -> bool:
    """Whether the text as read again says what the changes ask for and nothing else.

    Of a text that was not whole only its problems can be compared, and that is not enough where
    records were added.
    """
    if fresh.problems != old.problems and len(fresh.problems) > len(old.problems):
        return False
    if not old.whole and not any(isinstance(change, Append) for change in changes):
        return True
    return fresh.whole and _same(fresh.root, _expected(old.root, changes))


def _expected(root: Map, changes: Sequence[Change]) -> Map:
    """What the new text has to say. Only the records touched are copied."""
    touched: dict[int, Any] = {}
    for change in changes:
        if not isinstance(change, Append | Remove):
            _apply(touched.setdefault(id(change.record), _copy(change.record)), change)
    expected: Map = _swapped(root, touched)
    moved = [change for change in changes if isinstance(change, Append | Remove)]
    for section in {change.section for change in moved}:
        expected[section] = _listed(
            expected.get(section) or (),
            root.get(section) or (),
            [change for change in moved if change.section == section],
        )
    return expected


def _listed(items: Sequence[Any], old: Sequence[Any], changes: Sequence[Append | Remove]) -> Seq:
    """A section's records once some are added and some removed.

    ``items``: with what else was asked of them; ``old``: as they were, in the same order.
    """
    gone = [change.record for change in changes if isinstance(change, Remove)]
    added = [change for change in changes if isinstance(change, Append)]
    listed = Seq()
    for change in added:
        if change.first and change.behind is None:
            listed += map(filled, change.records)
    for item, was in zip(items, old, strict=True):
        if not any(was is record for record in gone):
            listed.append(item)
        for change in added:
            if change.behind is was:
                listed += map(filled, change.records)
    for change in added:
        if change.behind is None and not change.first:
            listed += map(filled, change.records)
    return listed


def _swapped(value: Any, touched: dict[int, Any]) -> Any:
    if id(value) in touched:
        return touched[id(value)]
    if isinstance(value, Map) and value.line >= 0:
        return Map({key: _swapped(child, touched) for key, child in value.items()})
    if isinstance(value, Seq) and any(id(child) in touched for child in value):
        return Seq(touched.get(id(child), child) for child in value)
    return value


def _copy(value: Any) -> Any:
    if isinstance(value, Map):
        return Map({key: _copy(child) for key, child in value.items()})
    return Seq(_copy(child) for child in value) if isinstance(value, Seq) else value


def _apply(record: Map, change: Put | Relist | Drop) -> None:
    if isinstance(change, Put):
        _apply_put(record, change)
    elif isinstance(change, Relist):
        _apply_relist(record, change)
    else:
        record.pop(str(change.path[0]), None)


def _apply_put(record: Map, change: Put) -> None:
    *way, last = change.path
    for place, step in enumerate(way):
        if isinstance(record, Seq):
            record = record[int(step)]
            continue
        into_list = isinstance(change.path[place + 1], int)
        if not isinstance(record.get(str(step)), Seq if into_list else Map):
            record[str(step)] = Map()
        record = record[str(step)]
    record[str(last)] = change.value if isinstance(change.value, str) else _mapped(change.value)


def _mapped(item: Item) -> Map:
    return Map(
        {key: value if isinstance(value, str) else Seq(value) for key, value in item.items()}
    )


def _apply_relist(record: Map, change: Relist) -> None:
    name = str(change.path[0])
    listed = record.get(name) or ()
    items = [item for place, item in enumerate(listed) if place not in change.remove]
    items.extend(value if isinstance(value, str) else _mapped(value) for value in change.add)
    if items:
        record[name] = Seq(items)
    else:
        record.pop(name, None)


def _same(fresh: Any, wanted: Any) -> bool:
    """Equal, an emptied flow list counting as no list."""
    if fresh == wanted:
        return True
    if isinstance(fresh, Map) and isinstance(wanted, Map):
        keys = fresh.keys() | wanted.keys()
        return all(_same(fresh.get(key, Seq()), wanted.get(key, Seq())) for key in keys)
    if isinstance(fresh, Seq) and isinstance(wanted, Seq):
        return len(fresh) == len(wanted) and all(map(_same, fresh, wanted))
    return False


def holds(change: Change) -> bool:
    """Whether what the change asks for is there already."""
    if isinstance(change, Append):
        return not change.records
    if isinstance(change, Drop):
        return _get(change.record, change.path) is None
    return isinstance(change, Put) and _get(change.record, change.path) == change.value


def _get(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if isinstance(value, Seq) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = value.get(str(step)) if isinstance(value, Map) else None
    return value
