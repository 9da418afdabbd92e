"""What becomes of every row of a table: added, changed, unchanged or returned with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cz.records import Person
from cz.records.kinds import KINDS
from cz.sheets.reading import Line
from cz.taking.growing import Changed, Growing, Unusable, section_of
from cz.taking.reading import Given

_LISTED = re.compile(r"(?P<what>[^：]+：(?:加入|去掉) )(?P<name>.+)", re.DOTALL)


class Remark(NamedTuple):
    """What of a row is not taken as it stands. ``kind`` says it of all such rows at once."""

    kind: str
    text: str


class Taken(NamedTuple):
    """What a row comes to. ``pairs``: what it adds and changes, its own record last.

    ``remarks``: what of it is not taken.
    """

    about: str
    name: str
    pairs: tuple[Changed, ...]
    remarks: tuple[Remark, ...] = ()


class Verdict(NamedTuple):
    """What became of a row. ``outcome``: added, changed, unchanged or returned.

    ``about``: the id of its record, "" where none is known. ``words``: what changes.
    ``reason``: why it is returned.
    """

    line: Line
    outcome: str
    about: str = ""
    name: str = ""
    words: tuple[str, ...] = ()
    reason: str = ""
    remarks: tuple[Remark, ...] = ()


class Rows:
    """Judges rows one after the other; ``seen``: where a record was said already."""

    def __init__(self, growing: Growing) -> None:
        self.growing = growing
        self.seen: dict[tuple[str, Any], str] = {}

    def judge(self, row: Given, taken: Taken, place: str) -> Verdict:
        """``place``: where the row stands, in words. Raises Unusable."""
        own = taken.pairs[-1]
        for pair in taken.pairs:
            self._refuse_contradiction(pair)
        words: list[str] = []
        for pair in taken.pairs:
            self._put(pair, place)
            words += _words(pair, is_own=pair is own)
        is_added = own.old is None
        outcome = "changed" if words else "unchanged"
        return Verdict(
            line=row.line,
            outcome="added" if is_added else outcome,
            about=taken.about,
            name=taken.name,
            words=tuple(words),
            remarks=taken.remarks,
        )

    def _refuse_contradiction(self, pair: Changed) -> None:
        """Raises Unusable where a row before says something else of the same record."""
        key = _key(pair.new)
        if pair.old is not None and key in self.seen and pair.new[:-1] != pair.old[:-1]:
            words = "，".join(_words(pair, is_own=True))
            raise Unusable(f"和{self.seen[key]}说的是同一条（{key[1]}），写的不一样：{words}")

    def _put(self, pair: Changed, place: str) -> None:
        if pair.old is None or pair.new[:-1] != pair.old[:-1]:
            self.growing.put(pair.new)
        self.seen.setdefault(_key(pair.new), place)
        self.growing.places.setdefault(_key(pair.new), place)


def _key(record: Any) -> tuple[str, Any]:
    section = section_of(record)
    return section, getattr(record, KINDS[section].key)


def _words(pair: Changed, *, is_own: bool) -> Iterator[str]:
    """What changes, as ``cz diff`` says it; what joins a list, or leaves it, stands
    in one line."""
    if pair.old is None:
        if isinstance(pair.new, Person):
            yield f"{pair.new.role}：无 → {pair.new.name}"
        return
    section, key = _key(pair.new)
    head = "" if is_own else f"{KINDS[section].word} {key}："
    before = ""
    words: list[str] = []
    for change in pair.changes():
        listed = _LISTED.fullmatch(change)
        if listed and listed["what"] == before:
            words[-1] += f"、{listed['name']}"
        else:
            words.append(change)
        before = listed["what"] if listed else ""
    for change in words:
        yield f"{head}{change}"


def returned(row: Given, reason: str) -> Verdict:
    """Under the name that the row itself gives."""
    name = row.said.get("title") or row.said.get("name", "")
    return Verdict(row.line, "returned", name=name, reason=reason.rstrip("。"))


def counted(verdicts: Sequence[Verdict], outcome: str) -> int:
    return sum(verdict.outcome == outcome for verdict in verdicts)
