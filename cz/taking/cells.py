"""What single cells say: who, by when, whose words they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from cz.intake.cells import owners_in
from cz.intake.deadlines import last_day
from cz.letters import folded, narrow
from cz.records import Progress
from cz.records.fields import Bad
from cz.records.repeat import Repeat, read_repeat
from cz.sheets.dates import Unusable as Unsure
from cz.sheets.dates import refuse_unsure
from cz.tables import Value
from cz.taking.growing import Growing, Unusable
from cz.taking.reading import Given
from cz.typed.days import NoSuchDay, due_meant, next_year
from cz.typed.ids import normal_id
from cz.typed.titles import plain_title
from cz.words import OURS

_SOURCES = {"方案": "plan", "方案原文": "plan", "plan": "plan", "拟": "proposed"}
_SOURCES["proposed"] = "proposed"
_BETWEEN = re.compile("[、，,；;\n]")
_ISO = re.compile(r"20\d\d-\d\d-\d\d")
_UNDECIDED = ("未定", "待定")
_TELLS_TIME = re.compile("[0-9月旬]|季度|[上下]半年")
_YEAR = re.compile("[0-9]{4}")


class Said(NamedTuple):
    """A row's cells by field, without the mark of what is ours; ``ours``: the fields that bore it.

    ``source``: plan or proposed, as a column says it, "" where none does.
    """

    cells: Mapping[str, str]
    ours: frozenset[str]
    source: str

    def of(self, field: str) -> str:
        return self.cells.get(field, "")

    def source_under(self, name: str) -> str:
        """plan or proposed, as a column says it or the mark behind the record's name, "" where
        neither does. ``name``: the field of the name."""
        return self.source or ("proposed" if name in self.ours else "")

    def listed_as_ours(self, fields: Collection[str]) -> list[str]:
        """Which of a record's fields the column 拟定的字段 lists."""
        return [field for field in self.of("proposed").split("、") if field in fields]


def said_in(row: Given) -> Said:
    cells = {}
    ours = set()
    for field, text in row.said.items():
        if text.endswith(OURS):
            ours.add(field)
            text = text.removesuffix(OURS)
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


def due_in(text: str, raw: Value, today: date) -> Due:
    """The day by the rules of ``cz due``, else by those that plans are read with.

    Words that tell no time are kept as they are. Raises Unusable for a time that is no day.
    """
    if not text or text in _UNDECIDED:
        return Due()
    if isinstance(raw, date) or _ISO.fullmatch(text):
        return Due("", date.fromisoformat(text[:10]))
    try:
        refuse_unsure(text, today, "时限")
        day = read_repeat(text, today) or due_meant(text, today) or _by_plans(text, today)
    except Bad as bad:
        raise Unusable(f"时限“{text}”：{bad.message}{bad.advice}") from None
    except NoSuchDay:
        raise Unusable(f"时限“{text}”没有这一天") from None
    except Unsure as unsure:
        raise Unusable(unsure.words) from None
    if day is None and _TELLS_TIME.search(narrow(text)):
        raise Unusable(f"时限“{text[:40]}”算不出是哪一天，请写成 {today}、9月底 或 每月25日 这样")
    return Due(text, day)


def _by_plans(text: str, today: date) -> date | None:
    """三季度, 上半年, 年内: the last day, of this year where none is said, or the next one near."""
    day = last_day(text, today.year)
    if day is None or day >= today or _YEAR.search(narrow(text)):
        return day
    return next_year(day, today)


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
