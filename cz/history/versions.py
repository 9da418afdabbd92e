"""The versions of the plan's files that git keeps, read record by record: each record's text once,
whatever the version.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from cz import disk
from cz.git.run import Objects
from cz.load import load_sources
from cz.problem import Problem
from cz.records import UNTITLED, Campaign, Rules
from cz.records.kinds import FILES, KINDS, OPTIONAL
from cz.source import Source
from cz.tree import Tree, parse

Key = tuple[str, str]  # section, what names the record there
EVERYTHING = "*"


class Version(NamedTuple):
    """One file's records.

    ``lost``: what those are called that could not be read; ``unknown``: of these, whose past is not
    known either.
    """

    records: Mapping[Key, Any]
    lost: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


NOTHING = Version({})


def by_key(campaign: Campaign, sections: Iterable[str] = KINDS) -> dict[Key, Any]:
    """The records of a plan, those of these sections."""
    records: dict[Key, Any] = {}
    for section in sections:
        held, name = getattr(campaign, section), KINDS[section].key
        if not KINDS[section].single:
            records.update(((section, str(getattr(record, name))), record) for record in held)
        elif held is not None:
            records[section, ""] = held
    return records


class _Piece(NamedTuple):
    """A record's text read by itself.

    ``sound``: it is YAML, so that it ends where the next one begins.
    """

    records: dict[Key, Any]
    lost: frozenset[str]
    sound: bool


class Versions:
    """Versions of the files, each record's text read once."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._pieces: dict[tuple[str, str], _Piece] = {}
        self._near: dict[str, _Near] = {}  # the last text read of each file
        self._salvaged: dict[str, dict[Key, Any]] = {}
        self._last: dict[tuple[str, str], Version] = {}  # a few, for those who ask again soon

    def of(self, stem: str, blob: str) -> Version:
        version = self._last.get((stem, blob))
        if version is None:
            version = self._read(stem, blob) if blob else NOTHING
            if len(self._last) > 8:
                del self._last[next(iter(self._last))]
            self._last[stem, blob] = version
        return version

    def _read(self, stem: str, blob: str) -> Version:
        stored = self._objects.read(blob)
        if stored is None or stored[0] != "blob":
            return Version({}, frozenset({EVERYTHING}))
        source = disk.decode(stored[1], "", blank=stem in OPTIONAL)
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
            self._near[stem] = _Near(
                text, [cut[2] for cut in cuts], [cut[:2] for cut in cuts], records
            )
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
        """The same where the text differs from the one read before only within a list's items."""
        near = self._near.pop(stem, None)
        change = _changed_items(near, text) if near is not None else None
        if near is None or change is None:
            return None
        _, heading = change.kind
        fresh = self._between(stem, heading, text, [*change.starts, change.stop])
        if any(piece.lost or not piece.sound for piece in fresh):
            return None
        bounds = near.starts[change.first : change.after + 1]
        old: list[Key] = []
        for piece in self._between(stem, heading, near.text, bounds):
            old += piece.records
        new: dict[Key, Any] = {}
        for piece in fresh:
            new |= piece.records
        records = dict(near.records)
        for key in old:
            if key not in new:
                del records[key]
        records |= new
        count = len(near.records) - len(old) + sum(len(piece.records) for piece in fresh)
        if len(records) != count:  # a name is given twice
            return None
        self._near[stem] = _moved_on(near, change, text, records)
        return records

    def _between(self, stem: str, heading: str, text: str, bounds: Sequence[int]) -> list[_Piece]:
        """What stands between each two of the bounds, read under its heading."""
        return [self._piece(stem, heading + text[begin:end]) for begin, end in pairwise(bounds)]

    def _piece(self, stem: str, text: str) -> _Piece:
        piece = self._pieces.get((stem, text))
        if piece is None:
            piece = self._pieces[stem, text] = _piece(stem, text)
        return piece


class _Near(NamedTuple):
    """A text read in pieces: where each starts, how (the indent of its list's items, its heading),
    and all its records.
    """

    text: str
    starts: list[int]
    kinds: list[tuple[int, str]]
    records: dict[Key, Any]


class _ChangedItems(NamedTuple):
    """The items of one list within which a text differs from the one read before.

    Of the old text's pieces ``first`` up to ``after`` give way to items that start at ``starts``,
    the last ending at ``stop``; ``by``: how many characters what follows has moved.
    """

    kind: tuple[int, str]
    first: int
    after: int
    starts: list[int]
    stop: int
    by: int


def _changed_items(near: _Near, text: str) -> _ChangedItems | None:
    """``None`` where the texts differ by more than items of one list."""
    same = _alike(near.text, text)
    first = bisect_right(near.starts, same) - 1
    tail = _alike_at_end(near.text, text, same)
    after = bisect_left(near.starts, len(near.text) - tail)
    if first < 0 or after >= len(near.starts) or len(set(near.kinds[first:after])) != 1:
        return None
    kind = indent, heading = near.kinds[first]
    if not heading:
        return None
    start = near.starts[first]
    by = len(text) - len(near.text)
    stop = near.starts[after] + by
    starts = [dash.start() for dash in _items(indent).finditer(text, start, stop)]
    if starts[:1] != [start] or _TOP.search(text, start, stop) or text[stop - 1] != "\n":
        return None
    return _ChangedItems(kind, first, after, starts, stop, by)


def _moved_on(near: _Near, change: _ChangedItems, text: str, records: dict[Key, Any]) -> _Near:
    """The text read last is now this one."""
    following = [start + change.by for start in near.starts[change.after :]]
    kinds = [change.kind] * len(change.starts)
    return _Near(
        text,
        [*near.starts[: change.first], *change.starts, *following],
        [*near.kinds[: change.first], *kinds, *near.kinds[change.after :]],
        records,
    )


_BLOCKS = (16384, 1024, 64, 8, 1)


def _alike(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    at, most = 0, min(len(left), len(right))
    for size in _BLOCKS:
        while at + size <= most and left[at : at + size] == right[at : at + size]:
            at += size
    return at


def _alike_at_end(left: str, right: str, beginning: int) -> int:
    """How many characters they end with alike, those of the alike beginning not counted again."""
    here, there = len(left), len(right)
    least = max(0, here - there) + beginning  # not below this in the first text
    for size in _BLOCKS:
        while here - size >= least and left[here - size : here] == right[there - size : there]:
            here -= size
            there -= size
    return len(left) - here


def _piece(stem: str, text: str) -> _Piece:
    """A section, or one with a single record of its list."""
    tree = parse(Source("", text))
    if not tree.whole or len(tree.root) != 1:
        return _Piece({}, frozenset(), False)
    return _Piece(*_records(stem, tree), True)


def _records(stem: str, given: Source | Tree) -> tuple[dict[Key, Any], frozenset[str]]:
    """(records, what those are called that cannot be read)."""
    loaded = load_sources("", {stem: given})
    sections = [
        kind.section
        for kind in FILES[stem]
        if getattr(loaded.campaign, kind.section) != _UNWRITTEN.get(kind.section)
    ]
    return by_key(loaded.campaign, sections), frozenset(loaded.lost[stem])


_UNWRITTEN: Mapping[str, Any] = {
    "plan": UNTITLED,
    "rules": Rules(),
}  # what a plan has whose files do not say


_TOP = re.compile(r"^(?:[^ \n#-]|-(?![ \n])).*\n?", re.M)
_HEADING = re.compile(r"(\w[\w-]*): *(?:#.*)?\n?")
_FIRST = re.compile(r"^( *)(-[ \n]|[^ \n#])", re.M)


def _cut(text: str) -> Iterator[tuple[int, str, int, int]]:
    """The text in pieces: each section, and of a list each item: (indent of the dash, the section's
    heading, begin, end).

    Where each piece, under its heading, is YAML by itself, together they say what the whole text
    says: none reaches into the next.
    """
    tops = list(_TOP.finditer(text))
    if tops and tops[0][0].rstrip() == "---":
        del tops[0]
    if not tops or any(
        line[0] not in "#-" for line in text[: tops[0].start()].split("\n") if line.strip()
    ):
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
            starts = [dash.start() for dash in _items(indent).finditer(text, first.start(), stop)]
            for begin, end in zip(starts, [*starts[1:], stop], strict=True):
                yield indent, f"{name}:\n", begin, end


_NO_PIECES = (0, "?", 0, 0)  # no YAML mapping: tells that the text cannot be read in pieces


@lru_cache
def _items(indent: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{{indent}}}-(?=[ \n])", re.M)
