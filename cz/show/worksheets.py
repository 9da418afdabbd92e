"""A Sheet as the worksheets of a workbook: what stands above each table, typed values, sizes.

Nothing here knows the library that writes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.show.sheet import Cell, Col, Facts, Line, Sheet, Table, Title, made, text_of
from cz.typography import printable, width

MOST_NOTES = 5  # lines above a table; more than that stand on a worksheet of their own
LONGEST_NAME = 31  # UTF-16 units of a worksheet's name
LONGEST_TEXT = 32_767  # UTF-16 units of a cell
_CUT = "……（太长，没有写完）"
_NO_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_QUIET = ("", "bold")  # styles of the lines that head a table

_FIGURES = frozenset("0123456789-")  # what anything but text begins with
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CN_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_MEASURED = re.compile(r"([0-9]{1,9})([\u4e00-\u9fff]{1,2})")  # 4天
_SHARE = re.compile(r"([0-9]{1,3})(\.[0-9]+)?%(（[^（）\"]{1,20}）)?")
_COUNT = re.compile(r"([0-9]{1,9})([^0-9（）\"%.\-/]{0,2})(（[0-9]+(?:\.[0-9]+)?%）)")


class Worksheet(NamedTuple):
    """``notes``: lines above the table, the first the heading; ``table``: None where there are
    lines only.
    """

    name: str
    notes: Sequence[str]
    table: Table | None


class Value(NamedTuple):
    """What a cell holds. ``shape``: the number format that shows it as ``text``, "" for text."""

    value: str | int | float | date
    shape: str
    text: str


DAY_SHAPE = "yyyy-mm-dd"
NUMBER_SHAPE = "General"


# --- which worksheets -------------------------------------------------------------------------


class _Section(NamedTuple):
    """What stands under one title, as far as its first table."""

    heading: str
    lines: list[str]
    table: Table | None


def worksheets(sheet: Sheet) -> list[Worksheet]:
    """One a table, under its title; ``records`` is the table where it is there.

    What stands under titles without a table comes last, on a worksheet of its own.
    """
    if sheet.records is not None:
        drafts = [Worksheet("", _heads_records(sheet), made(sheet.records))]
    else:
        drafts = _by_section(sheet)
    names: set[str] = set()
    whole = []
    for number, (heading, notes, table) in enumerate(drafts, 1):
        name = heading or "".join(notes[:1]).partition("　")[0]
        if table is not None and len(notes) > MOST_NOTES:
            whole.append(Worksheet(_named("说明", number, names), notes, None))
            notes = [notes[0], notes[-1]]
        whole.append(Worksheet(_named(name, number, names), notes, table))
    return whole


def _heads_records(sheet: Sheet) -> list[str]:
    """What heads the page, and what is counted below its table."""
    notes = [sheet.title] if sheet.title else []
    before_table = True
    for block in sheet.blocks:
        if isinstance(block, Title):
            break
        if isinstance(block, Table):
            before_table = False
        if not isinstance(block, Line) or not block.text.strip():
            continue
        if block.style in _QUIET or not before_table:
            notes.append(block.text.strip())
    return notes


def _by_section(sheet: Sheet) -> list[Worksheet]:
    """The first table has all that stands above it, the others the first line and their own."""
    sections = _sections(sheet)
    front = [sheet.title] if sheet.title else []
    if sections[0].table is None:
        front += sections[0].lines
        sections[0].lines.clear()
    elif not front and sections[0].lines:
        front.append(sections[0].lines.pop(0))
    drafts: list[Worksheet] = []
    for heading, lines, table in sections:
        above = front if not drafts else front[:1]
        if table is not None:
            notes = [*above, *([heading] if heading else []), *lines]
            drafts.append(Worksheet(heading, notes, table))
    text: list[str] = []
    for heading, lines, table in sections:
        if table is None and lines:
            text += [heading, *lines] if heading else lines
    if text:
        drafts.append(Worksheet("文字", [*front[:1], *text], None))
    if not drafts:
        drafts.append(Worksheet("", front, None))
    return drafts


def _sections(sheet: Sheet) -> list[_Section]:
    """At least one; lines below a table belong to it, and its title to those that follow."""
    sections = [_Section("", [], None)]
    for block in sheet.blocks:
        here = sections[-1]
        if isinstance(block, Title):
            sections.append(_Section(block.text.strip(), [], None))
        elif isinstance(block, Line):
            if block.text.strip():
                here.lines.append(block.text.strip())
        else:
            table = _facts_table(block) if isinstance(block, Facts) else block
            if here.table is None:
                sections[-1] = here._replace(table=table)
            else:
                sections.append(_Section(here.heading, [], table))
    return sections


def _facts_table(facts: Facts) -> Table:
    rows = [(name, text) for name, text in facts.pairs if text]
    return Table([Col("字段"), Col("内容", grow=True)], rows)


def _named(wanted: str, number: int, taken: set[str]) -> str:
    """A name that Excel allows and no other worksheet has."""
    plain = _NO_NAME.sub(" ", printable(wanted)).strip() or f"表{number}"
    name, again = shortened(plain, LONGEST_NAME).strip(), 1
    while name.casefold() in taken or name.casefold() == "history":
        again += 1
        name = f"{shortened(plain, LONGEST_NAME - 4).strip()} {again}"
    taken.add(name.casefold())
    return name


def shortened(text: str, units: int) -> str:
    """The beginning of ``text`` that takes at most so many units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


# --- what a cell holds ------------------------------------------------------------------------


def value_in(cell: str | Cell, *, numbers: bool) -> Value:
    """Dates, numbers and shares as such, their display as they were written; all else is text.

    ``numbers``: whether the column holds numbers. A share with its count, ``63.6%（14/22）``, is
    the share as a number, and the count stays beside it in the cell's display.
    """
    if isinstance(cell, Cell):
        if isinstance(cell.value, date):
            return Value(cell.value, DAY_SHAPE, cell.value.isoformat())
        if isinstance(cell.value, (int, float)):
            return Value(cell.value, NUMBER_SHAPE, str(cell.value))
    text = written_text(cell)
    figures = None
    if text[:1] in _FIGURES:
        figures = _dated(text) or _shared(text)
        if figures is None and numbers:
            figures = _numbered(text)
    return figures or text_value(text)


def written_text(cell: str | Cell) -> str:
    """What is written of a text: whole where the screen has it cut."""
    if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.value:
        return printable(cell.value)
    return printable(text_of(cell))


def text_value(text: str) -> Value:
    """Text as it stands, no longer than a cell may be."""
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        text = shortened(text, LONGEST_TEXT - len(_CUT)) + _CUT
    return Value(text, "", text)


def _dated(text: str) -> Value | None:
    match = _DAY.fullmatch(text) or _CN_DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return Value(read, DAY_SHAPE, read.isoformat()) if year >= 1901 else None


def _shared(text: str) -> Value | None:
    """``71.8%（135/188）`` and ``24项（40.7%）``: the first figure counts, the rest is display."""
    if match := _SHARE.fullmatch(text):
        whole, decimals, beside = match[1], match[2] or "", match[3] or ""
        shape = "0" + re.sub("[0-9]", "0", decimals) + "%" + _literal(beside)
        return Value(round(float(whole + decimals) / 100, 8), shape, text)
    if match := _COUNT.fullmatch(text):
        return Value(int(match[1]), "0" + _literal(match[2] + match[3]), text)
    return None


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _numbered(text: str) -> Value | None:
    if match := _MEASURED.fullmatch(text):
        return Value(int(match[1]), "0" + _literal(match[2]), text)
    if not _NUMBER.fullmatch(text):
        return None
    if "." in text:
        shape = "0." + "0" * len(text.partition(".")[2])
        return Value(float(text), shape, text)
    return Value(int(text), NUMBER_SHAPE, text)


# --- sizes ------------------------------------------------------------------------------------

NARROWEST, WIDEST = 6, 44  # columns of a terminal
KEPT = 8  # columns that a text is not narrowed beyond
TO_FILL = 10  # columns of a column that is filled in by hand
ROOM = 185  # columns of a terminal that a page on its side holds in print of 8 pt
BESIDE = 2  # columns of a cell's sides and the filter's arrow
JUDGED = 1_000  # rows that show how wide a column is


def column_widths(table: Table) -> list[int]:
    """By content, a Chinese character two columns; what is longer goes on in the next line.

    Where the table would be too wide to be read in print, its columns are such that the cells of
    each take about as many lines.
    """
    titles = [width(column.title) for column in table.columns]
    lengths = []
    for at in range(len(table.columns)):
        values = (value_in(row[at], numbers=False) for row in table.rows[:JUDGED])
        lengths.append(sorted(width(value.text) for value in values) or [0])
    most = [max(length[-1] or TO_FILL, NARROWEST) for length in lengths]
    sizes = [max(title, min(longest, WIDEST)) for title, longest in zip(titles, most, strict=True)]
    room = ROOM - BESIDE * len(sizes)
    if sum(sizes) > room:
        usual = [length[len(length) * 9 // 10] for length in lengths]
        sizes = [max(title, min(each, KEPT)) for title, each in zip(titles, most, strict=True)]
        while sum(sizes) < room:
            longest = max(range(len(sizes)), key=lambda at: usual[at] / sizes[at])
            sizes[longest] += 1
    return [size + BESIDE for size in sizes]


def lines_in(columns: int, size: int) -> int:
    """How many lines a text of so many columns takes in a column of ``size``.

    Rather one too many than one too few.
    """
    return 1 if columns < size else -(-columns // (size - 1))
