"""The records that are meant, among all that ever were: of an id or name, or of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cz.history.record_history import RecordHistory, Touch, names_of
from cz.history.versions import Key
from cz.letters import folded
from cz.names import find_unit
from cz.problem import Refusal, nearest
from cz.records import UNTITLED, Campaign, Collective, Step, Task, Unit
from cz.typed.ids import normal_id
from cz.typed.titles import plain_title
from cz.whose import former_of

_OWNERS = ("units", "collectives")
_TITLED = ("tasks", "steps", "indicators")
_NUMBERED_ONLY = ("phases", "chapters")  # their keys are no ids


def find(history: RecordHistory, text: str) -> set[Key]:
    """The records of this id or name, of today or of the past.

    Raises Refusal with the nearest, its ``missing`` being the text.
    """
    keys = _called(history, text)
    if not keys:
        history.learn_everything()
        keys = _called(history, text)
    if keys:
        return _with_moved(history, keys)
    try:
        owner = find_unit(_owners(history), text)
    except Refusal as refusal:
        if not refusal.missing:
            raise
        titled = _titled(history, text)
        if not titled:
            raise _no_record(history, text) from None
        return _with_moved(history, titled)
    return {key for key, records in history.known.items() if owner in records}


def _titled(history: RecordHistory, text: str) -> set[Key]:
    """What ever was called so, or, where nothing was, the one with this as a part of its title.

    Raises Refusal where several could be meant.
    """
    wanted = plain_title(text)
    exact, partly = set(), set()
    for key, records in history.known.items():
        titles = {plain_title(record.title) for record in records if key[0] in _TITLED}
        if wanted in titles:
            exact.add(key)
        elif len(wanted) > 1 and any(wanted in title for title in titles):
            partly.add(key)
    found = exact or partly
    if len(found) > 1:
        some = "、".join(
            f"{id_} {history.known[section, id_][-1].title}" for section, id_ in sorted(found)
        )
        raise Refusal(f"“{text}”可以指好几条记录：{some}。请写编号。")
    return found


def _with_moved(history: RecordHistory, keys: set[Key]) -> set[Key]:
    """With the ids that a task bore before it was moved to another chapter, or bears since."""
    moved = []
    for key, records in history.known.items():
        former = {("tasks", id_) for record in records for id_ in _former_ids(record)}
        if former:
            moved.append({key, *former})
    found = set(keys)
    for _ in moved:  # a task may have been moved several times
        for group in moved:
            if found & group:
                found |= group
    return found


def _former_ids(record: Any) -> tuple[str, ...]:
    return record.former if isinstance(record, Task) else ()


def _called(history: RecordHistory, text: str) -> set[Key]:
    wanted = {normal_id(text), folded(text)}
    keys = set()
    for key, records in history.known.items():
        if any(_is_called(record, key, wanted) for record in records):
            keys.add(key)
    return keys


def _is_called(record: Any, key: Key, wanted: set[str]) -> bool:
    return any(folded(name) in wanted for name in names_of(key, record))


def _no_record(history: RecordHistory, text: str) -> Refusal:
    ids = [name for section, name in history.known if name and section not in _NUMBERED_ONLY]
    near = nearest(normal_id(text), ids)
    if not near:
        last = [records[-1] for records in history.known.values() if records]
        names = [record.name for record in last if hasattr(record, "name")]
        near = nearest(folded(text), names)
    hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    older = "这是浅克隆，更早的历史不在这里。" if history.is_shallow else ""
    return Refusal(f"没有编号或名称为“{text}”的记录，历史里也没有。{hint}{older}", missing=text)


def concerning(history: RecordHistory, text: str, touches: Sequence[Touch]) -> list[Touch]:
    """The touches, each with only the records that the unit leads, shares in or answers for, and
    its own.

    Raises Refusal.
    """
    try:
        owner = find_unit(_owners(history), text)
    except Refusal:
        history.learn_everything()
        owner = find_unit(_owners(history), text)
    names = _names_ever(history, owner)
    lists = history.units_lists()
    chosen = []
    for touch in touches:
        through = set(names)
        for sha in (touch.logged.commit.sha, *touch.logged.parents):
            through |= _collectives(history, lists.get(sha, ""), names)
        keys = []
        for key in touch.keys:
            states = [records.get(key) for records in (*touch.old, touch.new)]
            if _concerns(states, through, names):
                keys.append(key)
        if keys:
            chosen.append(touch._replace(keys=tuple(keys)))
    return chosen


def _names_ever(history: RecordHistory, owner: Any) -> set[str]:
    """What a unit or collective is and was called."""
    names: set[str] = set()
    for (section, id_), records in history.known.items():
        if section in _OWNERS and id_ == owner.id:
            for record in (*records, owner):
                names.update((record.name, *former_of(record)))
    return names


def _collectives(history: RecordHistory, blob: str, names: set[str]) -> set[str]:
    """The collectives that a unit belonged to in a version of the list of units."""
    version = history.version("units", blob)
    collectives = [record for key, record in version.records.items() if key[0] == "collectives"]
    if version.lost:
        for key, records in history.known.items():
            if key[0] == "collectives" and key not in version.records:
                collectives.append(records[-1])
    joined = [each for each in collectives if names.intersection(each.members)]
    return {collective.name for collective in joined}


def _owners(history: RecordHistory) -> Campaign:
    """Every unit and collective there ever was, as it was last."""
    last: dict[str, list[Any]] = {section: [] for section in _OWNERS}
    for (section, _), records in history.known.items():
        if section in last:
            last[section].append(records[-1])
    units, collectives = tuple(last["units"]), tuple(last["collectives"])
    return Campaign("", {}, UNTITLED, units=units, collectives=collectives)


def _concerns(states: Sequence[Any], through: set[str], names: set[str]) -> bool:
    """Whether one of a record's states (``None``: not there) concerns the unit.

    Of a collective: whether the unit came or went. ``through``: also the names of its collectives.
    """
    belongs = set()
    for record in states:
        if isinstance(record, Task | Step):
            if record.lead in through or not through.isdisjoint(record.units):
                return True
        elif hasattr(record, "unit"):
            helpers = getattr(record, "helpers", ())
            if record.unit in through or not through.isdisjoint(helpers):
                return True
        elif isinstance(record, Unit | Collective) and record.name in names:
            return True
        belongs.add(isinstance(record, Collective) and not names.isdisjoint(record.members))
    return len(belongs) > 1
