"""What single cells say: who, by when, whose words they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from cz.intake.cells import owners_in
from cz.intake.deadlines import last_day
from cz.letters import folded
from cz.records import Progress
from cz.records.fields import Bad
from cz.records.repeat import Repeat, read_repeat
from cz.tables import Value
from cz.taking.growing import Growing, Unusable
from cz.taking.reading import Given
from cz.typed.ids import normal_id
from cz.typed.titles import plain_title

_OURS = "（拟）"  # ends what a list of ours prints and the plan does not say
_SOURCES = {"方案": "plan", "方案原文": "plan", "plan": "plan", "拟": "proposed"}
_SOURCES["proposed"] = "proposed"
_BETWEEN = re.compile("[、，,；;\n]")
_ISO = re.compile(r"20\d\d-\d\d-\d\d")
_UNDECIDED = ("未定", "待定")


class Said(NamedTuple):
    """A row's cells by field, without the mark of what is ours; ``ours``: the fields that bore it.

    ``source``: plan or proposed, as a column says it, "" where none does.
    """

    cells: Mapping[str, str]
    ours: frozenset[str]
    source: str

    def of(self, field: str) -> str:
        return self.cells.get(field, "")


def said_in(row: Given) -> Said:
    cells = {}
    ours = set()
    for field, text in row.said.items():
        if text.endswith(_OURS):
            ours.add(field)
            text = text.removesuffix(_OURS)
        cells[field] = text
    source = _SOURCES.get(normal_id(cells.get("source", "")), "")
    return Said(cells, frozenset(ours), source)


def is_same(text: str, other: str) -> bool:
    """Whether two texts differ in blanks, forms of signs or the last full stop at most."""
    return plain_title(text) == plain_title(other)


def is_alike(name: str, other: str) -> bool:
    """Whether one of two names may be the other, written anew: half of their characters agree."""
    one, two = plain_title(name), plain_title(other)
    return one in two or two in one or SequenceMatcher(None, one, two).ratio() >= 0.5


class Who(NamedTuple):
    """``lead`` "" and ``units`` () where nothing is said of them."""

    lead: str = ""
    units: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.lead, *self.units) if self.lead else self.units


def who_in(growing: Growing, cell: str, role: str) -> Who:
    """Whom a cell names, as the plan calls them. ``role``: lead or units, by the heading.

    Raises Unusable where nobody can be made out.
    """
    if not cell:
        return Who()
    pieces = [piece.strip() for piece in _BETWEEN.split(cell) if piece.strip()]
    if growing.owner(cell):
        pieces = [cell]
    if all(growing.owner(piece) for piece in pieces):
        names = _present(growing, pieces)
        return Who(names[0], names[1:]) if role == "lead" else Who("", names)
    owners = owners_in(cell, role, growing.known)
    leads, units = _present(growing, owners.leads), _present(growing, owners.units)
    if not leads and not units:
        raise Unusable(f"认不出“{cell[:40]}”是哪个单位")
    others = [name for name in (*leads[1:], *units) if name not in leads[:1]]
    return Who(leads[0] if leads else "", tuple(dict.fromkeys(others)))


def _present(growing: Growing, names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(growing.named(name) for name in names))


class Due(NamedTuple):
    """``written``: as the plan's text has it, "" of a bare date. ``day``: what it comes to, None
    where no day follows from it."""

    written: str = ""
    day: date | Repeat | None = None


def due_in(text: str, raw: Value) -> Due:
    if not text or text in _UNDECIDED:
        return Due()
    if isinstance(raw, date) or _ISO.fullmatch(text):
        return Due("", date.fromisoformat(text[:10]))
    try:
        repeat = read_repeat(text)
    except Bad:
        repeat = None
    return Due(text, repeat or last_day(text))


def with_due(
    progress: Mapping[int, Progress], phase: int, day: date | Repeat
) -> Mapping[int, Progress]:
    there = progress.get(phase, Progress())
    return {**progress, phase: there._replace(due=day)}


def group_in(growing: Growing, text: str) -> str:
    """The name of the work group meant, "" where there is none."""
    for group in growing.records["groups"].values():
        if folded(text) in (folded(group.name), group.id):
            return str(group.name)
    return ""
