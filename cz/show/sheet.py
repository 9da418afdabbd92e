"""What a command has to show, as a value: lines, facts and tables, and the data behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple


class Line(NamedTuple):
    """A paragraph.

    ``style``: a colour or weight on a terminal; words that have a colour need none.
    """

    text: str = ""
    style: str = ""


class Title(NamedTuple):
    """A heading, with an empty line before it."""

    text: str


class Facts(NamedTuple):
    """Names and what they say, in two columns; those that say nothing are left out."""

    pairs: Sequence[tuple[str, str]]


class Col(NamedTuple):
    """``grow``: takes what room is left, cut with … where there is too little.

    ``right``: numbers. ``choices``: what a spreadsheet offers where it is filled in by hand.
    """

    title: str
    grow: bool = False
    right: bool = False
    choices: tuple[str, ...] = ()


class Cell(NamedTuple):
    """``text`` as people read it, ``value`` as a spreadsheet wants it.

    A date, a number, whole text.
    """

    text: str
    value: str | int | float | date


class Table(NamedTuple):
    """``whole``: growing columns go on in the next line, where they would be cut."""

    columns: Sequence[Col]
    rows: Sequence[Sequence[str | Cell]]
    whole: bool = False


Block = Line | Title | Facts | Table


class Sheet(NamedTuple):
    """What a reading command returns.

    ``data``: the same for a program; its fields may be added to, never removed or renamed.
    ``records``: the table for a spreadsheet, where it is not simply those shown.
    Either may be a function that makes it, called only where it is asked for.
    ``title``: what a file of it is headed with, where the first line shown does not say it.
    """

    blocks: Sequence[Block]
    data: Any
    records: Table | Callable[[], Table] | None = None
    title: str = ""


def card_sheet(blocks: Sequence[Block], data: Any) -> Sheet:
    """Where nothing shown is a table, the facts are that for a spreadsheet."""
    if any(isinstance(block, Table) for block in blocks):
        return Sheet(blocks, data)
    rows: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, Facts):
            rows += [(name, text) for name, text in block.pairs if text]
    return Sheet(blocks, data, Table([Col("字段"), Col("内容")], rows))


def made(part: Any) -> Any:
    return part() if callable(part) else part


def text_of(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def value_of(cell: str | Cell) -> str:
    return str(cell.value) if isinstance(cell, Cell) else cell
