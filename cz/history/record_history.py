"""Every record that was ever in the plan's files, and which commit may have changed it.

Versions are compared record by record. A record is read once for each text it ever had, so that
from one version to the next only what changed is read and compared. What could not be read in a
version is taken to be as it was before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cz.git import Commit, Repository, resolve
from cz.git.file_history import FileState, Logged, cut_off, follow, history
from cz.git.repo import leading_to
from cz.git.run import Objects
from cz.history.past import day_meant
from cz.history.versions import EVERYTHING, NOTHING, Key, Version, Versions, by_key
from cz.load import load
from cz.problem import Refusal
from cz.records.kinds import FILES, KINDS


class Touch(NamedTuple):
    """Records of one file that a commit may have changed.

    ``old``: them in the versions before, one for each parent; ``new``: them in the version after.
    ``whole``: the file's stem where it came into being or went away with the commit, else "".
    """

    logged: Logged
    keys: tuple[Key, ...]
    old: tuple[Mapping[Key, Any], ...]
    new: Mapping[Key, Any]
    whole: str


class _Unread(NamedTuple):
    """A version not read in full, and the records taken to be as they were before."""

    commit: Commit
    carried: list[Key]


class RecordHistory:
    """The history of the plan's files, and every record that was ever in them.

    ``cut``: where a shallow clone's history begins; ``known``: each record in all its states, those
    read so far. Its git process ends with ``close``.
    """

    def __init__(self, repo: Repository, folder: str, start: str | None) -> None:
        """``start``: the day or revision from which on is asked. Raises Refusal."""
        self._folder = folder
        self._paths = {stem: f"{repo.prefix}data/{stem}.yaml" for stem in FILES}
        self.commits = history(repo)
        self._asked = _asked_for(repo, self.commits, start)
        touched = {file.path for logged in self.commits for file in logged.touched}
        self._states: dict[str, list[FileState]] = {}
        for stem, path in self._paths.items():
            self._states[stem] = follow(self.commits, path) if path in touched else []
        if not any(map(_was_there, self._states.values())):
            raise Refusal(
                "data 文件夹里的方案文件还没有提交过，没有历史可看。"
                "请在方案文件夹里依次执行 git add data 和 git commit -m 建立方案，以后就有了。"
            )
        self._objects = Objects(repo.top)
        self._versions = Versions(self._objects)
        boundary = cut_off(self.commits, self._objects)
        self._roots = {logged.commit.sha for logged in boundary}
        self.cut = [logged.commit for logged in boundary if logged.commit.sha in self._asked]
        self.known: dict[Key, list[Any]] = {}
        self._unread: dict[tuple[str, str], _Unread] = {}

    @property
    def is_shallow(self) -> bool:
        return bool(self._roots)

    def close(self) -> None:
        self._objects.__exit__()

    def touches(self) -> list[Touch]:
        """What the commits asked for may have changed, file by file, oldest first."""
        touches: list[Touch] = []
        for stem, states in self._states.items():
            touches += self._touches_of(stem, states)
        return touches

    def learn_everything(self) -> None:
        """Know also what was there before the time asked for, and what is not committed yet."""
        everyone = {logged.commit.sha for logged in self.commits}
        if self._asked != everyone:
            asked, unread = self._asked, dict(self._unread)
            self._asked = everyone
            self.touches()
            self._asked, self._unread = asked, unread
        here = by_key(load(self._folder).campaign)
        self._learn(here, [here])

    def unread(self, keys: set[Key] | None) -> tuple[Commit, ...]:
        """The versions asked for that could not be read in full, newest first.

        Of some records (``keys``), those where one of them is missing.
        """
        shas = set()
        for unread in self._unread.values():
            if keys is None or keys.intersection(unread.carried):
                shas.add(unread.commit.sha)
        return tuple(logged.commit for logged in self.commits if logged.commit.sha in shas)

    def units_lists(self) -> dict[str, str]:
        """The list of units (its blob) that every commit holds."""
        states = follow(self.commits, self._paths["units"], simplify=False)
        return {state.logged.commit.sha: state.blob for state in states}

    def version(self, stem: str, blob: str) -> Version:
        return self._versions.of(stem, blob)

    def _touches_of(self, stem: str, states: Sequence[FileState]) -> Iterator[Touch]:
        wanted = self._wanted(stem, states)
        needed = [state for state in states if state.logged.commit.sha in wanted]
        children_left: Counter[str] = Counter()
        for state in needed:
            children_left.update(parent for parent, _ in state.before)
        read: dict[str, Version] = {}
        self._versions.expect(stem, [state.blob for state in reversed(needed) if _is_new(state)])
        for state in reversed(needed):
            sha = state.logged.commit.sha
            before = [read.get(parent, NOTHING) for parent, _ in state.before]
            same = any(blob == state.blob for _, blob in state.before)
            if same and before[0] is not NOTHING:
                now = before[0]
            else:
                now, carried = _carried(self._versions.of(stem, state.blob), before)
                if now.lost and sha in self._asked:
                    self._unread[sha, stem] = _Unread(state.logged.commit, carried)
                touch = _touch(stem, state, before, now)
                self._learn(touch.keys, [*touch.old, touch.new])
                if sha in self._asked and sha not in self._roots and touch.keys:
                    yield touch
            read[sha] = now
            for parent, _ in state.before:
                children_left[parent] -= 1
                if not children_left[parent]:
                    read.pop(parent, None)

    def _wanted(self, stem: str, states: Sequence[FileState]) -> set[str]:
        """The commits whose version must be read.

        Those asked for, those before them, and behind a broken one the sound one.
        """
        wanted: set[str] = set()
        for state in states:
            sha = state.logged.commit.sha
            if sha in self._asked:
                wanted.add(sha)
                wanted.update(parent for parent, _ in state.before)
            elif sha in wanted and self._versions.of(stem, state.blob).lost:
                wanted.update(parent for parent, _ in state.before)
        return wanted

    def _learn(self, keys: Iterable[Key], versions: Sequence[Mapping[Key, Any]]) -> None:
        for key in keys:
            states = self.known.setdefault(key, [])
            states += [records[key] for records in versions if key in records]


def _is_new(state: FileState) -> bool:
    """Whether the file is not as it was in a version before."""
    return all(blob != state.blob for _, blob in state.before)


def _asked_for(repo: Repository, commits: Sequence[Logged], start: str | None) -> set[str]:
    """The commits from a day (the author's) on, or all that a revision does not have."""
    if start is None:
        return {logged.commit.sha for logged in commits}
    first = day_meant(repo, start)
    if first is not None:
        return {logged.commit.sha for logged in commits if logged.commit.day >= first}
    older = leading_to(repo, resolve(repo, start).sha)
    return {logged.commit.sha for logged in commits if logged.commit.sha not in older}


def _was_there(states: Iterable[FileState]) -> bool:
    """Whether the file was ever committed."""
    blobs: list[str] = []
    for state in states:
        blobs += [state.blob, *(blob for _, blob in state.before)]
    return any(blobs)


def _touch(stem: str, state: FileState, before: Sequence[Version], now: Version) -> Touch:
    old = tuple(version.records for version in before) or ({},)
    keys = _differing(old, now.records)
    unknown = {word for version in before for word in version.unknown}
    if unknown:
        keys = [key for key in keys if _has_a_past(key, old, now, unknown)]
    kept = []
    for records in (*old, now.records):
        kept.append({key: records[key] for key in keys if key in records})
    was_there = any(blob for _, blob in state.before)
    return Touch(
        logged=state.logged,
        keys=tuple(keys),
        old=tuple(kept[:-1]),
        new=kept[-1],
        whole="" if was_there and state.blob else stem,
    )


def _differing(old: Sequence[Mapping[Key, Any]], new: Mapping[Key, Any]) -> list[Key]:
    """The records that are the same in none of the versions before, then those that all of them had
    and are gone.
    """
    first, *others = old
    keys = [key for key, record in new.items() if first.get(key) is not record]
    for records in others:
        keys = [key for key in keys if records.get(key) is not new[key]]
    for key in first:
        if key not in new and all(key in records for records in others):
            keys.append(key)
    return keys


def _has_a_past(
    key: Key, old: Sequence[Mapping[Key, Any]], now: Version, unknown: Iterable[str]
) -> bool:
    """Whether it is known what the record was before: else what it did cannot be said."""
    if any(key in records for records in old):
        return True
    return not _is_among(unknown, key, now.records[key])


def _carried(now: Version, before: Sequence[Version]) -> tuple[Version, list[Key]]:
    """What could not be read, taken to be as it was in the versions before; also which records
    these are.
    """
    if not now.lost:
        return now, []
    records = dict(now.records)
    carried = []
    for version in before:
        for key, record in version.records.items():
            if key not in records and _is_among(now.lost, key, record):
                records[key] = record
                carried.append(key)
    return Version(records, now.lost, _unknown(now.lost, before)), carried


def _unknown(lost: frozenset[str], before: Sequence[Version]) -> frozenset[str]:
    """Of what was lost, that whose past is not known either."""
    behind = {word for version in before for word in version.unknown}
    if not before or EVERYTHING in behind:
        return lost
    return frozenset(behind) if EVERYTHING in lost else lost & behind


def names_of(key: Key, record: Any) -> set[str]:
    """What a record is called."""
    section, name = key
    word = KINDS[section].word
    names = {name or word, getattr(record, "name", "") or word}
    if section in ("phases", "chapters"):
        names.add(f"第{name}{word}")
    return names


def _is_among(words: Iterable[str], key: Key, record: Any) -> bool:
    return EVERYTHING in words or not names_of(key, record).isdisjoint(words)
