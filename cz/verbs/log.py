"""``cz log``: who changed what and when, from the history of the plan's files.

Versions are compared record by record. A record is read once for each text it ever had, so that from one version to
the next only what changed is read and compared. What could not be read in a version is taken to be as it was before.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from cz import disk
from cz.git import Commit, Logged, Objects, Repository, Visit, cut_off, follow, history, leading_to, repository, resolve
from cz.load import FILES, load, load_sources
from cz.model import Campaign, Collective, Indicator, Plan, Step, Task, Unit
from cz.names import find_unit, narrow, normal_id
from cz.problem import Problem, Refusal, nearest
from cz.review.compare import FIELDS, SECTIONS, Altered, Change, compare
from cz.source import Source
from cz.tree import Tree, parse
from cz.verbs.past import named

Key = tuple[str, str]  # section, what names the record there
SINGLE = ("plan", "headquarters", "office")
EVERYTHING = "*"
_LISTED = ("units", "members", "redacted", "proposed", "updates")


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


class Version(NamedTuple):
    """One file's records. ``lost``: what those are called that could not be read; ``unknown``: of these, whose past is not known either."""

    records: Mapping[Key, Any]
    lost: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


class _Event(NamedTuple):
    """Records that a commit may have changed, with the versions before (one for each parent) and after."""

    logged: Logged
    keys: tuple[Key, ...]
    old: tuple[Mapping[Key, Any], ...]
    new: Mapping[Key, Any]
    whole: str


def log(folder: str, name: str | None = None, *, unit: str | None = None, since: str | None = None, field: str | None = None) -> Log:
    """All changes, or those of one record, or of all records that concern a unit. Raises Refusal."""
    if name is not None and unit is not None:
        raise Refusal("编号和 --unit 只能写一个。")
    fields = read_field(field) if field is not None else None
    repo = repository(folder)
    start = named(since) if since is not None else None
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
    "状态": ("status",), "时限": ("due",), "评级": ("rating",), "得分": ("score",), "进展": ("updates",), "责任单位": ("units", "unit"),
    "牵头": ("lead",), "progress": ("status", "due"), "ratings": ("rating",), "scores": ("score",), "note": ("updates",), "rate": ("rating",),
}  # fmt: skip


def read_field(text: str) -> frozenset[str]:
    """The fields, as compare calls them, that an English or Chinese name stands for. Raises Refusal with the nearest."""
    known = {word: set(fields) for word, fields in FIELD_WORDS.items()}
    for field, word in [*((field, field) for field in ("status", "due", "rating", "score", "updates")), *FIELDS.items()]:
        known.setdefault(word, set()).add(field)
        known.setdefault(field, set()).add(field)
    wanted = narrow(text).strip().lower()
    if wanted not in known:
        near = nearest(wanted, list(known)) or [word for word in known if set(word) & set(wanted) and not word.isascii()][:3]
        hint = f"最接近的有：{'、'.join(near)}。" if near else "常用的有：状态、时限、牵头单位、责任单位、评级、得分、进展。"
        raise Refusal(f"没有叫“{text}”的字段。{hint}", missing=text)
    return frozenset(known[wanted])


class _Past:
    """The history of the plan's three files, and every record that was ever in them."""

    def __init__(self, repo: Repository, folder: str, start: str | None) -> None:
        self.folder = folder
        self.paths = {stem: f"{repo.prefix}data/{stem}.yaml" for stem in FILES}
        self.commits = history(repo)
        self.inside = _range(repo, self.commits, start)
        self.visits = {stem: follow(self.commits, path) for stem, path in self.paths.items()}
        if not any(visit.blob or any(blob for _, blob in visit.before) for visits in self.visits.values() for visit in visits):
            raise Refusal("data 文件夹里的方案文件还没有提交过，没有历史可看。先执行 git add . 和 git commit 就有了。")
        self.objects = Objects(repo)
        self.versions = _Versions(self.objects)
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
        pending = Counter(parent for visit in visits if visit.logged.commit.sha in wanted for parent, _ in visit.before)
        done: dict[str, Version] = {}
        for visit in reversed(visits):
            sha = visit.logged.commit.sha
            if sha not in wanted:
                continue
            before = [done.get(parent, _NOTHING) for parent, _ in visit.before]
            if any(blob == visit.blob for _, blob in visit.before) and before[0] is not _NOTHING:
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
        keys += [key for key in old[0] if key not in now.records and all(key in records for records in old)]
        if unknown := {word for version in before for word in version.unknown}:
            keys = [key for key in keys if any(key in records for records in old) or not _among(unknown, key, now.records[key])]
        there = any(blob for _, blob in visit.before)
        kept = [{key: records[key] for key in keys if key in records} for records in (*old, now.records)]
        return _Event(visit.logged, tuple(keys), tuple(kept[:-1]), kept[-1], "" if there and visit.blob else stem)

    def _learn(self, keys: Iterable[Key], *versions: Mapping[Key, Any]) -> None:
        for key in keys:
            self.known.setdefault(key, []).extend(records[key] for records in versions if key in records)

    def _everything(self) -> None:
        """Learn also of what was there before the time asked for, and of what is not committed yet."""
        everyone = {one.commit.sha for one in self.commits}
        if self.inside != everyone:
            inside, unread = self.inside, dict(self.unread)
            self.inside = everyone
            self.read()
            self.inside, self.unread = inside, unread
        here = _by_key(load(self.folder).campaign)
        self._learn(here, here)

    def find(self, text: str) -> set[Key]:
        """The records of this id or name, of today or of the past. Raises Refusal with the nearest."""
        wanted = {normal_id(text), narrow(text).strip()}
        for again in (True, False):
            found = {key for key, records in self.known.items() if any(wanted & forms(key, one) for one in records)}
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
        ids = [name for section, name in self.known if name and section not in ("phases", "chapters")]
        near = nearest(normal_id(text), ids)
        names = [one.name for key, records in self.known.items() for one in records[-1:] if hasattr(one, "name")]
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
        names = {one.name for key, records in self.known.items() if key[1] == owner.id and key[0] in _PEOPLE for one in records} | {owner.name}
        lists = {
            visit.logged.commit.sha: visit.blob for visit in follow(self.commits, self.paths["units"], simplify=False)
        }
        found = []
        for event in events:
            shas = (event.logged.commit.sha, *event.logged.parents)
            through = {name for sha in shas for name in self._collectives(lists.get(sha, ""), names)} | names
            keys = tuple(key for key in event.keys if _concerns([records.get(key) for records in (*event.old, event.new)], through, names))
            if keys:
                found.append(event._replace(keys=keys))
        return found

    def _collectives(self, blob: str, names: set[str]) -> set[str]:
        """The collectives that a unit belonged to in a version of the list of units."""
        version = self.versions.of("units", blob)
        lists = [one for key, one in version.records.items() if key[0] == "collectives"]
        if version.lost:
            lists += [records[-1] for key, records in self.known.items() if key[0] == "collectives" and key not in version.records]
        return {one.name for one in lists if names.intersection(one.members)}

    def _people(self) -> Campaign:
        """Every unit and collective there ever was, as it was last."""
        found: dict[str, list[Any]] = {section: [] for section in _PEOPLE}
        for (section, _), records in self.known.items():
            if section in found:
                found[section].append(records[-1])
        return Campaign("", {}, Plan(), units=tuple(found["units"]), collectives=tuple(found["collectives"]))

    def unread_of(self, keys: set[Key] | None) -> tuple[Commit, ...]:
        """The versions asked for that could not be read in full; of some records, those where one of them is missing."""
        found = {commit.sha: commit for commit, carried in self.unread.values() if keys is None or keys.intersection(carried)}
        return tuple(found[one.commit.sha] for one in self.commits if one.commit.sha in found)


_PEOPLE = ("units", "collectives")
_NOTHING = Version({})


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
    word = SECTIONS[section][0]
    return {name or word, getattr(record, "name", "") or word} | ({f"第{name}{word}"} if section in ("phases", "chapters") else set())


def _among(words: Iterable[str], key: Key, record: Any) -> bool:
    return EVERYTHING in words or not forms(key, record).isdisjoint(words)


def _concerns(records: Sequence[Any], through: set[str], names: set[str]) -> bool:
    """Whether one of a record's states (``None``: not there) concerns the unit, or, of a collective, whether it came or went."""
    belongs = set()
    for one in records:
        if isinstance(one, Task | Step):
            if one.lead in through or not through.isdisjoint(one.units):
                return True
        elif isinstance(one, Indicator):
            if one.unit in through:
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
    behind = frozenset(word for version in before for word in version.unknown) if before else frozenset({EVERYTHING})
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
    found = [{(one.kind, one.id): one for one in compare(_campaign(keys, old), new)} for old in event.old]
    for key, first in found[0].items():
        each = [one[key] for one in found if key in one]
        if len(each) < len(found):
            continue
        altered = next((one for one in each if one.fate == "changed"), first)
        others = [{_mark(change) for change in one.changes} for one in each if one.fate == "changed" and one is not altered]
        changes = tuple(change for change in altered.changes if all(_mark(change) in other for other in others))
        if fields is not None:
            changes = tuple(change for change in changes if change.field in fields)
        if changes or (altered.fate == "added" and fields is None):
            yield Told(event.logged.commit, event.logged.time, altered._replace(changes=changes), event.whole)


def _mark(change: Change) -> tuple[object, ...]:
    """What makes changes against two parents the same: of a list the item, else the field."""
    return (change.field, change.phase, *((change.old, change.new) if change.field in _LISTED else ()))


def _campaign(keys: Iterable[Key], records: Mapping[Key, Any]) -> Campaign:
    """A plan that holds these records only."""
    fields: dict[str, Any] = {"plan": None}
    for key in keys:
        if key in records:
            section = key[0]
            fields[section] = records[key] if section in SINGLE else (*fields.get(section, ()), records[key])
    return Campaign("", {}, **fields)


def _by_key(campaign: Campaign, sections: Iterable[str] = SECTIONS) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for section in sections:
        held, name = getattr(campaign, section), SECTIONS[section][1]
        if section in SINGLE:
            if held is not None:
                found[section, ""] = held
        else:
            found.update(((section, str(getattr(record, name))), record) for record in held)
    return found


class _Piece(NamedTuple):
    """A record's text read by itself. ``sound``: it is YAML, so that it ends where the next one begins."""

    records: dict[Key, Any]
    lost: frozenset[str]
    sound: bool


class _Versions:
    """Versions of the files, each record's text read once."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._pieces: dict[tuple[str, str], _Piece] = {}
        self._near: dict[str, _Near] = {}  # the last text read of each file
        self._salvaged: dict[str, dict[Key, Any]] = {}
        self._last: dict[tuple[str, str], Version] = {}  # a few, for those who ask again soon

    def of(self, stem: str, blob: str) -> Version:
        found = self._last.get((stem, blob))
        if found is None:
            found = self._read(stem, blob) if blob else _NOTHING
            if len(self._last) > 8:
                del self._last[next(iter(self._last))]
            self._last[stem, blob] = found
        return found

    def _read(self, stem: str, blob: str) -> Version:
        stored = self._objects.read(blob)
        if stored is None or stored[0] != "blob":
            return Version({}, frozenset({EVERYTHING}))
        source = disk.decode(stored[1], "")
        if isinstance(source, Problem):
            return Version({}, frozenset({EVERYTHING}))
        text = source.text.replace("\r\n", "\n") if "\r" in source.text else source.text
        return self._pieced(stem, text) or self._entire(stem, text)

    def _pieced(self, stem: str, text: str) -> Version | None:
        """Read record by record; ``None`` where that would not be what the text says."""
        records = self._edited(stem, text)
        if records is not None:
            return Version(records)
        records, count = {}, 0
        lost: set[str] = set()
        cuts = list(_cut(text))
        for _, head, begin, end in cuts:
            read = self._piece(stem, head + text[begin:end])
            if not read.sound:
                return None
            records.update(read.records)
            count += len(read.records)
            lost |= read.lost
        if count == len(records) and not lost:  # every record stands in one piece
            self._near[stem] = _Near(text, [cut[2] for cut in cuts], [cut[:2] for cut in cuts], records)
        return Version(records, frozenset(lost)) if records or lost else None

    def _entire(self, stem: str, text: str) -> Version:
        """Read as a whole; a record that says what it said the last time is the same one."""
        records, lost = _records(stem, Source("", text))
        last = self._salvaged.get(stem, {})
        for key, record in records.items():
            before = last.get(key)
            if before is not None and before[:-1] == record[:-1]:  # all but where it stands
                records[key] = before
        self._salvaged[stem] = records
        return Version(records, lost)

    def _edited(self, stem: str, text: str) -> dict[Key, Any] | None:
        """The same where the text differs from the one read before only within the items of one list."""
        near = self._near.pop(stem, None)
        if near is None:
            return None
        same = _alike(near.text, text)
        begin = bisect_right(near.starts, same) - 1
        tail = _alike_at_end(near.text, text, same)
        end = bisect_left(near.starts, len(near.text) - tail)
        if begin < 0 or end >= len(near.starts) or len(set(near.kinds[begin:end])) != 1 or not near.kinds[begin][1]:
            return None
        indent, head = kind = near.kinds[begin]
        start, stop = near.starts[begin], near.starts[end]
        after = stop + len(text) - len(near.text)
        cuts = [found.start() for found in _items(indent).finditer(text, start, after)]
        if cuts[:1] != [start] or _TOP.search(text, start, after) or text[after - 1] != "\n":
            return None
        pieces = [self._piece(stem, head + text[one:two]) for one, two in zip(cuts, [*cuts[1:], after], strict=True)]
        if any(piece.lost or not piece.sound for piece in pieces):
            return None
        records = dict(near.records)
        old = [key for one, two in pairwise(near.starts[begin : end + 1]) for key in self._piece(stem, head + near.text[one:two]).records]
        new = {key: record for piece in pieces for key, record in piece.records.items()}
        for key in old:
            if key not in new:
                del records[key]
        records |= new
        if len(records) != len(near.records) - len(old) + sum(len(piece.records) for piece in pieces):
            return None
        moved = [one + after - stop for one in near.starts[end:]]
        starts, kinds = [*near.starts[:begin], *cuts, *moved], [*near.kinds[:begin], *[kind] * len(cuts), *near.kinds[end:]]
        self._near[stem] = _Near(text, starts, kinds, records)
        return records

    def _piece(self, stem: str, text: str) -> _Piece:
        found = self._pieces.get((stem, text))
        if found is None:
            found = self._pieces[stem, text] = _piece(stem, text)
        return found


class _Near(NamedTuple):
    """A text read in pieces: where each starts, how (the indent of its list's items, its heading), and all its records."""

    text: str
    starts: list[int]
    kinds: list[tuple[int, str]]
    records: dict[Key, Any]


_BLOCKS = (16384, 1024, 64, 8, 1)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    at, most = 0, min(len(one), len(other))
    for size in _BLOCKS:
        while at + size <= most and one[at : at + size] == other[at : at + size]:
            at += size
    return at


def _alike_at_end(one: str, other: str, beginning: int) -> int:
    """How many characters they end with alike, those of the alike beginning not counted again."""
    here, there = len(one), len(other)
    least = max(0, here - there) + beginning  # not below this in the first text
    for size in _BLOCKS:
        while here - size >= least and one[here - size : here] == other[there - size : there]:
            here -= size
            there -= size
    return len(one) - here


def _piece(stem: str, text: str) -> _Piece:
    """A section, or one with a single record of its list."""
    tree = parse(Source("", text))
    if not tree.whole or len(tree.root) != 1:
        return _Piece({}, frozenset(), False)
    return _Piece(*_records(stem, tree), True)


def _records(stem: str, given: Source | Tree) -> tuple[dict[Key, Any], frozenset[str]]:
    """(records, what those are called that cannot be read)."""
    loaded = load_sources("", {stem: given})
    written = loaded.campaign.plan != Plan()
    sections = [kind.section for kind in FILES[stem] if kind.section != "plan" or written]
    return _by_key(loaded.campaign, sections), frozenset(loaded.lost[stem])


_TOP = re.compile(r"^(?:[^ \n#-]|-(?![ \n])).*\n?", re.M)
_HEADING = re.compile(r"(\w[\w-]*): *(?:#.*)?\n?")
_FIRST = re.compile(r"^( *)(-[ \n]|[^ \n#])", re.M)


def _cut(text: str) -> Iterator[tuple[int, str, int, int]]:
    """The text in pieces: each section, and of a list each item: (indent of the dash, the section's heading, begin, end).

    Where each piece, under its heading, is YAML by itself, together they say what the whole text says: none reaches into
    the next.
    """
    tops = list(_TOP.finditer(text))
    if tops and tops[0][0].rstrip() == "---":
        del tops[0]
    if not tops or any(line[0] not in "#-" for line in text[: tops[0].start()].split("\n") if line.strip()):
        yield _NO_PIECES
        return
    seen = set()
    for top, stop in zip(tops, [*(after.start() for after in tops[1:]), len(text)], strict=True):
        heading = _HEADING.fullmatch(top[0])
        first = _FIRST.search(text, top.end(), stop)
        name = heading[1] if heading else top[0].partition(":")[0]
        if name in seen:
            yield _NO_PIECES
        seen.add(name)
        if heading is None or first is None or first[2] not in ("- ", "-\n"):
            yield 0, "", top.start(), stop
        else:
            indent = len(first[1])
            starts = [found.start() for found in _items(indent).finditer(text, first.start(), stop)]
            for begin, end in zip(starts, [*starts[1:], stop], strict=True):
                yield indent, f"{name}:\n", begin, end


_NO_PIECES = (0, "?", 0, 0)  # no YAML mapping: tells that the text cannot be read in pieces


@lru_cache
def _items(indent: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{{indent}}}-(?=[ \n])", re.M)
