"""The versions of the plan's files that git keeps, read record by record: each record's text once,
whatever the version.
"""

from __future__ import annotations

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
_Cut = tuple[int, str, int, int]  # the indent of the dash, the section's heading, begin, end


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
        self._near: dict[str, _Near] = {}  # the last text of each file that was read in pieces
        self._latest: dict[str, Mapping[Key, Any]] = {}  # the last records of each file
        self._last: dict[tuple[str, str], Version] = {}  # a few, for those who ask again soon

    def expect(self, stem: str, blobs: Iterable[str]) -> None:
        """Blobs that will be asked for, in this order, as far as that can be foreseen."""
        self._objects.expect(blob for blob in blobs if blob and (stem, blob) not in self._last)

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
        version = self._pieced(stem, text) or self._entire(stem, text)
        self._latest[stem] = version.records
        return version

    def _pieced(self, stem: str, text: str) -> Version | None:
        """Read record by record; ``None`` where that would not be what the text says."""
        records = self._edited(stem, text)
        if records is None and stem not in self._latest:
            records = self._in_one_go(stem, text)
        if records is not None:
            return Version(records)
        self._remember_pieces(stem)
        records = {}
        keys: list[Key] = []
        lost: set[str] = set()
        cuts = list(_cut(text))
        for _, head, begin, end in cuts:
            read = self._piece(stem, head + text[begin:end])
            if not read.sound:
                return None
            records.update(read.records)
            keys += read.records
            lost |= read.lost
        if len(keys) == len(records) == len(cuts) and not lost:
            self._near[stem] = _near(text, cuts, keys, records)
        return Version(records, frozenset(lost)) if records or lost else None

    def _in_one_go(self, stem: str, text: str) -> dict[Key, Any] | None:
        """The same where the file is in the plain style and every piece is one record."""
        tree = parse(Source("", text))
        if tree.problems or tree.root.node is not None:
            return None
        records, lost = _records(stem, tree)
        cuts = list(_cut(text))
        in_order = sorted(records, key=lambda key: records[key].node.line)
        if lost or len(cuts) != len(records):
            return None
        if not all(_holds(cut, key) for cut, key in zip(cuts, in_order, strict=True)):
            return None
        self._near[stem] = _near(text, cuts, in_order, records)
        return records

    def _as_before(self, stem: str, records: dict[Key, Any]) -> dict[Key, Any]:
        """A record that says what it said the last time is the same one."""
        last = self._latest.get(stem, {})
        for key, record in records.items():
            before = last.get(key)
            if before is not None and before[:-1] == record[:-1]:  # all but where it stands
                records[key] = before
        return records

    def _remember_pieces(self, stem: str) -> None:
        """What the pieces of the last text hold that was read in one go, or as changed."""
        near = self._near.pop(stem, None)
        if near is None:
            return
        bounds = pairwise([*near.starts, len(near.text)])
        for (begin, end), (_, head), key in zip(bounds, near.kinds, near.keys, strict=True):
            piece = _Piece({key: near.records[key]}, frozenset(), True)
            self._pieces.setdefault((stem, head + near.text[begin:end]), piece)

    def _entire(self, stem: str, text: str) -> Version:
        """Read as a whole."""
        records, lost = _records(stem, Source("", text))
        return Version(self._as_before(stem, records), lost)

    def _edited(self, stem: str, text: str) -> dict[Key, Any] | None:
        """The same where the text differs from the one read before only within a list's items."""
        near = self._near.get(stem)
        change = _changed_items(near, text) if near is not None else None
        if near is None or change is None:
            return None
        _, heading = change.kind
        fresh = self._between(stem, heading, text, [*change.starts, change.stop])
        if any(piece.lost or not piece.sound or len(piece.records) != 1 for piece in fresh):
            return None
        old = near.keys[change.first : change.after]
        new: dict[Key, Any] = {}
        for piece in fresh:
            new |= piece.records
        for key in old:
            if key in new and new[key][:-1] == near.records[key][:-1]:  # all but where it stands
                new[key] = near.records[key]
        records = dict(near.records)
        for key in old:
            if key not in new:
                del records[key]
        records |= new
        if len(records) != len(near.records) - len(old) + len(fresh):  # a name is given twice
            return None
        keys = [next(iter(piece.records)) for piece in fresh]
        self._near[stem] = _moved_on(near, change, text, keys, records)
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
    the record it is, and all the records.
    """

    text: str
    starts: list[int]
    kinds: list[tuple[int, str]]
    keys: list[Key]
    records: dict[Key, Any]


def _near(text: str, cuts: Sequence[_Cut], keys: list[Key], records: dict[Key, Any]) -> _Near:
    """``keys``: the record that each piece is."""
    return _Near(text, [cut[2] for cut in cuts], [cut[:2] for cut in cuts], keys, records)


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


def _moved_on(
    near: _Near, change: _ChangedItems, text: str, keys: list[Key], records: dict[Key, Any]
) -> _Near:
    """The text read last is now this one. ``keys``: of the items that changed."""
    first, after = change.first, change.after
    following = [start + change.by for start in near.starts[after:]]
    kinds = [change.kind] * len(change.starts)
    return _Near(
        text,
        [*near.starts[:first], *change.starts, *following],
        [*near.kinds[:first], *kinds, *near.kinds[after:]],
        [*near.keys[:first], *keys, *near.keys[after:]],
        records,
    )


def _holds(cut: _Cut, key: Key) -> bool:
    """Whether a piece may be this record, by the section it stands in."""
    _, heading, _, _ = cut
    return not heading or heading == f"{key[0]}:\n"


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


def _cut(text: str) -> Iterator[_Cut]:
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
