"""``cz log``: who changed what and when, from the history of the plan's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cz.git import Commit, repository
from cz.history.find_records import concerning, find
from cz.history.record_history import RecordHistory, Touch
from cz.history.versions import Key
from cz.letters import folded
from cz.problem import Refusal, nearest
from cz.records import Campaign
from cz.records.kinds import KINDS
from cz.review.altered import Altered, Change
from cz.review.compare import compare

# Fields whose every item is a change of its own.
_LISTED = (
    "units",
    "members",
    "redacted",
    "proposed",
    "former",
    "merged",
    "helpers",
    "updates",
    "changes",
    "extended",
    "reopened",
    "reassigned",
    "ranking",
)


class Entry(NamedTuple):
    """What one commit did to one record. ``time``: ISO 8601.

    ``whole``: the file that came into being or went away with it, or "".
    """

    commit: Commit
    time: str
    record: Altered
    whole: str = ""


class Log(NamedTuple):
    """``entries`` newest first.

    ``cut``: where a shallow clone's history begins; ``unread``: versions not read in full;
    ``narrowed``: not everything was asked for.
    """

    entries: tuple[Entry, ...]
    cut: tuple[Commit, ...]
    unread: tuple[Commit, ...]
    narrowed: bool


def log(
    folder: str,
    name: str | None = None,
    *,
    unit: str | None = None,
    since: str | None = None,
    field: str | None = None,
) -> Log:
    """All changes, or those of one record, or of all records that concern a unit.

    Raises Refusal.
    """
    if name is not None and unit is not None:
        raise Refusal("编号和 --unit 只能写一个。")
    fields = read_field(field) if field is not None else None
    repo = repository(folder)
    history = RecordHistory(repo, folder, since)
    try:
        touches = history.touches()
        keys = find(history, name) if name is not None else None
        if unit is not None:
            touches = concerning(history, unit, touches)
        entries: list[Entry] = []
        for touch in touches:
            wanted = [key for key in touch.keys if keys is None or key in keys]
            entries += _entries(touch, wanted, fields)
        order = {logged.commit.sha: place for place, logged in enumerate(history.commits)}
        entries.sort(key=lambda entry: order[entry.commit.sha])
        unread = history.unread(keys)
    finally:
        history.close()
    return Log(tuple(entries), tuple(history.cut), unread, narrowed=bool(name or unit or field))


# What people ask for that is not simply a field's name or word, as compare calls the fields.
_ALSO: dict[str, tuple[str, ...]] = {
    "状态": ("status",),
    "时限": ("due",),
    "评级": ("rating",),
    "得分": ("score",),
    "进展": ("updates",),
    "责任单位": ("units", "unit"),
    "牵头": ("lead",),
    "progress": ("status", "due"),
    "ratings": ("rating",),
    "scores": ("score",),
    "note": ("updates",),
    "rate": ("rating",),
}


def read_field(text: str) -> frozenset[str]:
    """The fields, as compare calls them, that an English or Chinese name stands for.

    Raises Refusal with the nearest.
    """
    known = _known_fields()
    wanted = folded(text)
    if wanted in known:
        return frozenset(known[wanted])
    near = nearest(wanted, list(known))
    if not near:
        chinese = [word for word in known if not word.isascii()]
        near = [word for word in chinese if set(word) & set(wanted)][:3]
    hint = "常用的有：状态、时限、牵头单位、责任单位、评级、得分、进展。"
    if near:
        hint = f"最接近的有：{'、'.join(near)}。"
    raise Refusal(f"没有叫“{text}”的字段。{hint}", missing=text)


def _known_fields() -> dict[str, set[str]]:
    """Every word a field goes by, and the fields it stands for."""
    known = {word: set(fields) for word, fields in _ALSO.items()}
    for field in ("status", "due", "rating", "score", "updates"):
        known.setdefault(field, set()).add(field)
    for kind in KINDS.values():
        for field, word in kind.words.items():
            known.setdefault(word, set()).add(field)
            known.setdefault(field, set()).add(field)
    return known


def _entries(touch: Touch, keys: Sequence[Key], fields: frozenset[str] | None) -> Iterator[Entry]:
    """What the commit did to these records: what is so compared with each of its parents."""
    if not keys:
        return
    new = _only(keys, touch.new)
    compared = []
    for old in touch.old:
        differing = compare(_only(keys, old), new)
        compared.append({(altered.kind, altered.id): altered for altered in differing})
    for key in compared[0]:
        against_each = [records[key] for records in compared if key in records]
        if len(against_each) < len(compared):
            continue
        altered = _in_all(against_each)
        if fields is not None:
            changes = tuple(change for change in altered.changes if change.field in fields)
            altered = altered._replace(changes=changes)
        if altered.changes or (altered.fate == "added" and fields is None):
            logged = touch.logged
            yield Entry(logged.commit, logged.time, altered, touch.whole)


def _in_all(against_each: Sequence[Altered]) -> Altered:
    """What is so compared with every parent; a record that one of them has was changed, not
    added."""
    changed = [altered for altered in against_each if altered.fate == "changed"]
    if not changed:
        return against_each[0]
    first, *others = changed
    changes = first.changes
    for other in others:
        marks = {_mark(change) for change in other.changes}
        changes = tuple(change for change in changes if _mark(change) in marks)
    return first._replace(changes=changes)


def _mark(change: Change) -> tuple[object, ...]:
    """What makes changes against two parents the same: of a list the item, else the field."""
    if change.field in _LISTED:
        return change.field, change.phase, change.old, change.new
    return change.field, change.phase


def _only(keys: Iterable[Key], records: Mapping[Key, Any]) -> Campaign:
    """A plan that holds these records only."""
    held: dict[str, list[Any]] = {}
    for key in keys:
        if key in records:
            held.setdefault(key[0], []).append(records[key])
    sections: dict[str, Any] = {"plan": None}
    for section, listed in held.items():
        sections[section] = listed[0] if KINDS[section].single else tuple(listed)
    return Campaign("", {}, **sections)
