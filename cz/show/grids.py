"""The tables of a report as a Sheet, for a spreadsheet; its text stays with Word and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.report.blocks import Block, Grid, Heading, first_heading, text_of
from cz.show.sheet import Block as SheetBlock
from cz.show.sheet import Col, Line, Sheet, Table, Title

SECTION = "分项"  # the column that says under which heading a row stood


class _Placed(NamedTuple):
    """``headings``: those it stands under, the nearest last."""

    headings: list[str]
    lines: list[str]
    grid: Grid


def tables_sheet(blocks: Sequence[Block], day: str) -> Sheet:
    """Each table under its heading, with the text between the two.

    Tables under the same headings of columns are one table, with a column that says which is which.
    ``day``: as of which day, in words; it heads every worksheet, so the note under the title that
    says it, and to whom the report goes, is left out.
    """
    by_titles: dict[tuple[str, ...], list[_Placed]] = {}
    for placed in _placed(blocks):
        titles = tuple(map(text_of, placed.grid.titles))
        by_titles.setdefault(titles, []).append(placed)
    shown: list[SheetBlock] = []
    for titles, alike in by_titles.items():
        if heading := _heading_of_all(alike):
            shown.append(Title(heading))
        if len(alike) == 1:
            shown += [Line(text) for text in alike[0].lines]
        shown.append(_table(titles, alike))
    return Sheet(shown, None, title=f"{first_heading(blocks)}　{day}")


def _placed(blocks: Sequence[Block]) -> list[_Placed]:
    placed: list[_Placed] = []
    headings: list[Heading] = []
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            above = [text_of(heading.runs) for heading in headings]
            placed.append(_Placed(above, lines, block))
            lines = []
        elif isinstance(block, Heading):
            lines = []
            headings = [heading for heading in headings if heading.level < block.level]
            if block.level > 1:
                headings.append(block)
        elif not block.part and (headings or not block.quoted):
            lines.append(text_of(block.runs))
    return placed


def _heading_of_all(alike: Sequence[_Placed]) -> str:
    """The nearest heading that all of them stand under, "" where there is none."""
    common = ""
    for headings in zip(*(placed.headings for placed in alike), strict=False):
        if len(set(headings)) > 1:
            break
        common = headings[0]
    return common


def _section(placed: _Placed) -> str:
    """The nearest heading, else the line above the table."""
    if placed.headings:
        return placed.headings[-1]
    return placed.lines[-1].removesuffix("：") if placed.lines else ""


def _table(titles: Sequence[str], alike: Sequence[_Placed]) -> Table:
    grid = alike[0].grid
    columns = [
        Col(title, right=side == "right") for title, side in zip(titles, grid.sides, strict=True)
    ]
    rows = []
    for placed in alike:
        above = [_section(placed)] if len(alike) > 1 else []
        rows += [[*above, *map(text_of, row)] for row in placed.grid.rows]
    if len(alike) > 1:
        columns.insert(0, Col(SECTION))
    return Table(columns, rows)
