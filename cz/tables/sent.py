"""What was sent: a file's tables, row by row, and what is in them besides values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

# What a cell holds; "" where it is empty.
Value = str | int | float | bool | date | datetime | time | timedelta

MOST_CELLS = 10_000_000  # from the first to the last that is filled in, empty ones counted too


class Place(NamedTuple):
    """``row`` as a spreadsheet counts, from 1; ``column`` the place in ``Row.cells``, from 0."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{column_name(self.column)}{self.row}"


class Area(NamedTuple):
    """Cells merged into one, both corners belong to it; counted as ``Place`` is."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, place: Place) -> bool:
        return self.top <= place.row <= self.bottom and self.left <= place.column <= self.right

    def __str__(self) -> str:
        return f"{Place(self.top, self.left)}:{Place(self.bottom, self.right)}"


class Row(NamedTuple):
    """``number`` as a spreadsheet counts, from 1. ``cells`` from column A, at least as far as any
    is filled in; of merged ones only the first holds the value.
    """

    number: int
    cells: tuple[Value, ...]


class Table(NamedTuple):
    """One sheet of a workbook, one table of a Word file or a page, or a whole CSV.

    ``name``: the sheet's, "" where it has none. ``rows``: those in which anything is filled in;
    ``height``: the number of the last row that the file tells of. ``hidden``: the whole sheet is.
    ``protected``: the sheet's cells are locked. ``uncounted``: formulas of which the file keeps no
    value, so that the cell reads as empty. ``faults``: #REF! and the like, which read as empty.
    ``pictures``: cells that hold one, or over which one lies. ``comments``: what is noted at a
    cell.
    """

    name: str
    rows: tuple[Row, ...]
    height: int
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    protected: bool = False
    uncounted: frozenset[Place] = frozenset()
    faults: Mapping[Place, str] = {}
    pictures: frozenset[Place] = frozenset()
    comments: Mapping[Place, str] = {}


class Sent(NamedTuple):
    """``kind``: what the file is, whatever its name says: xlsx, xls, ods, csv, docx or html.

    ``picture_parts``: the parts of the zip that hold WPS's pictures in cells (xl/cellimages.xml).
    """

    kind: str
    tables: tuple[Table, ...]
    picture_parts: tuple[str, ...] = ()


def column_name(column: int) -> str:
    """A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def column_number(name: str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def text_of(value: Value) -> str:
    """As it is read: 3, 72.5, 2026-07-13, 2026-07-13 08:30; a number to 15 digits, as Excel has."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


def _number(value: int | float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.15g}"
