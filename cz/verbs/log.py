"""``cz log``: who changed what and when, from the history of the plan's files.

Versions are compared record by record. A record is read once for each text it ever had, so that from one version to
the next only what changed is read and compared. What could not be read in a version is taken to be as it was before.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.git import (
    Commit,
    Logged,
    Objects,
    Repository,
    Visit,
    cut_off,
    follow,
    history,
    leading_to,
    repository,
    resolve,
)
from cz.history.past import revision
from cz.history.versions import EVERYTHING, NOTHING, Key, Version, Versions, by_key
from cz.load import load
from cz.names import find_unit, narrow, normal_id
from cz.problem import Refusal, nearest
from cz.records import UNTITLED, Campaign, Collective, Step, Task, Unit
from cz.records.kinds import FILES, KINDS
from cz.review.compare import Altered, Change, compare
from cz.whose import former_of

_LISTED = (
    "units",
    "members",
    "redacted",
    "proposed",
    "former",
    "helpers",
    "updates",
    "extended",
    "reopened",
    "ranking",
)


class Told(NamedTuple):
    """What one commit did to one record. ``whole``: the file that came into being or went away with it, or ""."""

    commit: Commit
    time: str
    record: Altered
    whole: str = ""


class Log(NamedTuple):
    """``told`` newest first. ``cut``: where a shallow clone's history begins; ``unread``: versions not read in full."""

    told: tuple[Told, ...]
    cut: tuple[Commit, ...]
    unread: tuple[Commit, ...]
    narrowed: bool


class _Event(NamedTuple):
    """Records that a commit may have changed, with the versions before (one for each parent) and after."""

    logged: Logged
    keys: tuple[Key, ...]
    old: tuple[Mapping[Key, Any], ...]
    new: Mapping[Key, Any]
    whole: str


def log(
    folder: str,
    name: str | None = None,
    *,
    unit: str | None = None,
    since: str | None = None,
    field: str | None = None,
) -> Log:
    """All changes, or those of one record, or of all records that concern a unit. Raises Refusal."""
    if name is not None and unit is not None:
        raise Refusal("编号和 --unit 只能写一个。")
    fields = read_field(field) if field is not None else None
    repo = repository(folder)
    start = revision(since) if since is not None else None
    past = _Past(repo, folder, start)
    try:
        events = past.read()
        keys = past.find(name) if name is not None else None
        chosen = past.concerning(unit, events) if unit is not None else events
        told: list[Told] = []
        for event in chosen:
            wanted = event.keys if keys is None else [key for key in event.keys if key in keys]
            told += _told(event, wanted, fields)
        order = {one.commit.sha: place for place, one in enumerate(past.commits)}
        told.sort(key=lambda one: order[one.commit.sha])
        unread = past.unread_of(keys)
    finally:
        past.close()
    return Log(tuple(told), tuple(past.cut), unread, narrowed=bool(name or unit or field))


FIELD_WORDS: dict[str, tuple[str, ...]] = {
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
    """The fields, as compare calls them, that an English or Chinese name stands for. Raises Refusal with the nearest."""
    known = {word: set(fields) for word, fields in FIELD_WORDS.items()}
    words = [(field, field) for field in ("status", "due", "rating", "score", "updates")]
    for kind in KINDS.values():
        words += kind.words.items()
    for field, word in words:
        known.setdefault(word, set()).add(field)
        known.setdefault(field, set()).add(field)
    wanted = narrow(text).strip().lower()
    if wanted not in known:
        near = (
            nearest(wanted, list(known))
            or [word for word in known if set(word) & set(wanted) and not word.isascii()][:3]
        )
        hint = (
            f"最接近的有：{'、'.join(near)}。"
            if near
            else "常用的有：状态、时限、牵头单位、责任单位、评级、得分、进展。"
        )
        raise Refusal(f"没有叫“{text}”的字段。{hint}", missing=text)
    return frozenset(known[wanted])


class _Past:
    """The history of the plan's files, and every record that was ever in them."""

    def __init__(self, repo: Repository, folder: str, start: str | None) -> None:
        self.folder = folder
        self.paths = {stem: f"{repo.prefix}data/{stem}.yaml" for stem in FILES}
        self.commits = history(repo)
        self.inside = _range(repo, self.commits, start)
        self.visits = {stem: follow(self.commits, path) for stem, path in self.paths.items()}
        if not any(
            visit.blob or any(blob for _, blob in visit.before)
            for visits in self.visits.values()
            for visit in visits
        ):
            raise Refusal(
                "data 文件夹里的方案文件还没有提交过，没有历史可看。先执行 git add . 和 git commit 就有了。"
            )
        self.objects = Objects(repo)
        self.versions = Versions(self.objects)
        boundary = cut_off(self.commits, self.objects)
        self.roots = {one.commit.sha for one in boundary}
        self.cut = [one.commit for one in boundary if one.commit.sha in self.inside]
        self.known: dict[Key, list[Any]] = {}
        self.unread: dict[str, tuple[Commit, list[Key]]] = {}

    def close(self) -> None:
        self.objects.__exit__()

    def read(self) -> list[_Event]:
        return [event for stem, visits in self.visits.items() for event in self._file(stem, visits)]

    def _file(self, stem: str, visits: Sequence[Visit]) -> Iterator[_Event]:
        """What may have changed in one file, oldest first."""
        wanted = self._wanted(stem, visits)
        pending = Counter(
            parent
            for visit in visits
            if visit.logged.commit.sha in wanted
            for parent, _ in visit.before
        )
        done: dict[str, Version] = {}
        for visit in reversed(visits):
            sha = visit.logged.commit.sha
            if sha not in wanted:
                continue
            before = [done.get(parent, NOTHING) for parent, _ in visit.before]
            if any(blob == visit.blob for _, blob in visit.before) and before[0] is not NOTHING:
                now = before[0]
            else:
                now, carried = _carry(self.versions.of(stem, visit.blob), before)
                if now.lost and sha in self.inside:
                    self.unread[f"{sha} {stem}"] = (visit.logged.commit, carried)
                event = self._event(stem, visit, before, now)
                self._learn(event.keys, *event.old, event.new)
                if sha in self.inside and sha not in self.roots and event.keys:
                    yield event
            done[sha] = now
            for parent, _ in visit.before:
                pending[parent] -= 1
                if not pending[parent]:
                    done.pop(parent, None)

    def _wanted(self, stem: str, visits: Sequence[Visit]) -> set[str]:
        """The commits whose version must be read: those asked for, those before them, and behind a broken one the sound one."""
        wanted: set[str] = set()
        for visit in visits:
            sha = visit.logged.commit.sha
            if sha in self.inside:
                wanted |= {sha, *(parent for parent, _ in visit.before)}
            elif sha in wanted and self.versions.of(stem, visit.blob).lost:
                wanted.update(parent for parent, _ in visit.before)
        return wanted

    def _event(self, stem: str, visit: Visit, before: Sequence[Version], now: Version) -> _Event:
        old = tuple(version.records for version in before) or ({},)
        keys = [key for key, record in now.records.items() if old[0].get(key) is not record]
        for records in old[1:]:
            keys = [key for key in keys if records.get(key) is not now.records[key]]
        keys += [
            key
            for key in old[0]
            if key not in now.records and all(key in records for records in old)
        ]
        if unknown := {word for version in before for word in version.unknown}:
            keys = [
                key
                for key in keys
                if any(key in records for records in old)
                or not _among(unknown, key, now.records[key])
            ]
        there = any(blob for _, blob in visit.before)
        kept = [
            {key: records[key] for key in keys if key in records} for records in (*old, now.records)
        ]
        return _Event(
            visit.logged,
            tuple(keys),
            tuple(kept[:-1]),
            kept[-1],
            "" if there and visit.blob else stem,
        )

    def _learn(self, keys: Iterable[Key], *versions: Mapping[Key, Any]) -> None:
        for key in keys:
            self.known.setdefault(key, []).extend(
                records[key] for records in versions if key in records
            )

    def _everything(self) -> None:
        """Learn also of what was there before the time asked for, and of what is not committed yet."""
        everyone = {one.commit.sha for one in self.commits}
        if self.inside != everyone:
            inside, unread = self.inside, dict(self.unread)
            self.inside = everyone
            self.read()
            self.inside, self.unread = inside, unread
        here = by_key(load(self.folder).campaign)
        self._learn(here, here)

    def find(self, text: str) -> set[Key]:
        """The records of this id or name, of today or of the past. Raises Refusal with the nearest."""
        wanted = {normal_id(text), narrow(text).strip()}
        for again in (True, False):
            found = {
                key
                for key, records in self.known.items()
                if any(wanted & forms(key, one) for one in records)
            }
            if found:
                return found
            if again:
                self._everything()
        try:
            owner = find_unit(self._people(), text)
        except Refusal as refusal:
            if not refusal.missing:
                raise
        else:
            return {key for key, records in self.known.items() if owner in records}
        ids = [
            name for section, name in self.known if name and section not in ("phases", "chapters")
        ]
        near = nearest(normal_id(text), ids)
        names = [
            one.name
            for key, records in self.known.items()
            for one in records[-1:]
            if hasattr(one, "name")
        ]
        near = near or nearest(narrow(text).strip(), names)
        hint = f"最接近的有：{'、'.join(near)}。" if near else ""
        older = "这是浅克隆，更早的历史不在这里。" if self.roots else ""
        raise Refusal(f"没有编号或名称为“{text}”的记录，历史里也没有。{hint}{older}", missing=text)

    def concerning(self, text: str, events: Sequence[_Event]) -> list[_Event]:
        """The events, each with only the records that the unit leads, shares in or answers for, and its own. Raises Refusal."""
        try:
            owner = find_unit(self._people(), text)
        except Refusal:
            self._everything()
            owner = find_unit(self._people(), text)
        own = [
            one
            for key, records in self.known.items()
            if key[1] == owner.id and key[0] in _PEOPLE
            for one in (*records, owner)
        ]
        names = {name for one in own for name in (one.name, *former_of(one))}
        lists = {
            visit.logged.commit.sha: visit.blob
            for visit in follow(self.commits, self.paths["units"], simplify=False)
        }
        found = []
        for event in events:
            shas = (event.logged.commit.sha, *event.logged.parents)
            through = {
                name for sha in shas for name in self._collectives(lists.get(sha, ""), names)
            } | names
            keys = tuple(
                key
                for key in event.keys
                if _concerns(
                    [records.get(key) for records in (*event.old, event.new)], through, names
                )
            )
            if keys:
                found.append(event._replace(keys=keys))
        return found

    def _collectives(self, blob: str, names: set[str]) -> set[str]:
        """The collectives that a unit belonged to in a version of the list of units."""
        version = self.versions.of("units", blob)
        lists = [one for key, one in version.records.items() if key[0] == "collectives"]
        if version.lost:
            lists += [
                records[-1]
                for key, records in self.known.items()
                if key[0] == "collectives" and key not in version.records
            ]
        return {one.name for one in lists if names.intersection(one.members)}

    def _people(self) -> Campaign:
        """Every unit and collective there ever was, as it was last."""
        found: dict[str, list[Any]] = {section: [] for section in _PEOPLE}
        for (section, _), records in self.known.items():
            if section in found:
                found[section].append(records[-1])
        return Campaign(
            "", {}, UNTITLED, units=tuple(found["units"]), collectives=tuple(found["collectives"])
        )

    def unread_of(self, keys: set[Key] | None) -> tuple[Commit, ...]:
        """The versions asked for that could not be read in full; of some records, those where one of them is missing."""
        found = {
            commit.sha: commit
            for commit, carried in self.unread.values()
            if keys is None or keys.intersection(carried)
        }
        return tuple(found[one.commit.sha] for one in self.commits if one.commit.sha in found)


_PEOPLE = ("units", "collectives")


def _range(repo: Repository, commits: Sequence[Logged], start: str | None) -> set[str]:
    """The commits to tell of: by the author's day, or all that a revision does not have."""
    if start is None:
        return {one.commit.sha for one in commits}
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", start):
        first = date.fromisoformat(start)
        return {one.commit.sha for one in commits if one.commit.day >= first}
    older = leading_to(repo, resolve(repo, start).sha)
    return {one.commit.sha for one in commits if one.commit.sha not in older}


def forms(key: Key, record: Any) -> set[str]:
    """What a record is called."""
    section, name = key
    word = KINDS[section].word
    return {name or word, getattr(record, "name", "") or word} | (
        {f"第{name}{word}"} if section in ("phases", "chapters") else set()
    )


def _among(words: Iterable[str], key: Key, record: Any) -> bool:
    return EVERYTHING in words or not forms(key, record).isdisjoint(words)


def _concerns(records: Sequence[Any], through: set[str], names: set[str]) -> bool:
    """Whether one of a record's states (``None``: not there) concerns the unit, or, of a collective, whether it came or went."""
    belongs = set()
    for one in records:
        if isinstance(one, Task | Step):
            if one.lead in through or not through.isdisjoint(one.units):
                return True
        elif hasattr(one, "unit"):
            if one.unit in through or not through.isdisjoint(getattr(one, "helpers", ())):
                return True
        elif isinstance(one, Unit | Collective) and one.name in names:
            return True
        belongs.add(isinstance(one, Collective) and not names.isdisjoint(one.members))
    return len(belongs) > 1


def _carry(now: Version, before: Sequence[Version]) -> tuple[Version, list[Key]]:
    """What could not be read, taken to be as it was in the versions before; also says which records these are."""
    if not now.lost:
        return now, []
    records = dict(now.records)
    carried = []
    for version in before:
        for key, record in version.records.items():
            if key not in records and _among(now.lost, key, record):
                records[key] = record
                carried.append(key)
    behind = (
        frozenset(word for version in before for word in version.unknown)
        if before
        else frozenset({EVERYTHING})
    )
    if EVERYTHING in behind or not before:
        unknown = now.lost
    else:
        unknown = behind if EVERYTHING in now.lost else behind & now.lost
    return Version(records, now.lost, unknown), carried


def _told(event: _Event, keys: Sequence[Key], fields: frozenset[str] | None) -> Iterator[Told]:
    """What the commit did to these records: what is so compared with each of its parents."""
    if not keys:
        return
    new = _campaign(keys, event.new)
    found = [
        {(one.kind, one.id): one for one in compare(_campaign(keys, old), new)} for old in event.old
    ]
    for key, first in found[0].items():
        each = [one[key] for one in found if key in one]
        if len(each) < len(found):
            continue
        altered = next((one for one in each if one.fate == "changed"), first)
        others = [
            {_mark(change) for change in one.changes}
            for one in each
            if one.fate == "changed" and one is not altered
        ]
        changes = tuple(
            change for change in altered.changes if all(_mark(change) in other for other in others)
        )
        if fields is not None:
            changes = tuple(change for change in changes if change.field in fields)
        if changes or (altered.fate == "added" and fields is None):
            yield Told(
                event.logged.commit,
                event.logged.time,
                altered._replace(changes=changes),
                event.whole,
            )


def _mark(change: Change) -> tuple[object, ...]:
    """What makes changes against two parents the same: of a list the item, else the field."""
    return (
        change.field,
        change.phase,
        *((change.old, change.new) if change.field in _LISTED else ()),
    )


def _campaign(keys: Iterable[Key], records: Mapping[Key, Any]) -> Campaign:
    """A plan that holds these records only."""
    held: dict[str, list[Any]] = {}
    for key in keys:
        if key in records:
            held.setdefault(key[0], []).append(records[key])
    fields: dict[str, Any] = {
        section: found[0] if KINDS[section].single else tuple(found)
        for section, found in held.items()
    }
    return Campaign("", {}, **{"plan": None} | fields)
