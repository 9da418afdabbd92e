"""The tables of a report as a Sheet, for a spreadsheet; its text stays with Word and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.report.blocks import Block, Grid, Heading, first_heading, text_of
from cz.show.sheet import Block as SheetBlock
from cz.show.sheet import Col, Line, Sheet, Table, Title

SECTION = "分项"  # the column that says under which heading a row stood


class _Placed(NamedTuple):
    heading: str
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
        first = alike[0]
        shown.append(Title(first.heading))
        if len(alike) == 1:
            shown += [Line(text) for text in first.lines]
        shown.append(_table(titles, alike))
    return Sheet(shown, None, title=f"{first_heading(blocks)}　{day}")


def _placed(blocks: Sequence[Block]) -> list[_Placed]:
    placed: list[_Placed] = []
    heading, lines = "", list[str]()
    for block in blocks:
        if isinstance(block, Grid):
            placed.append(_Placed(heading, lines, block))
            lines = []
        elif isinstance(block, Heading):
            lines = []
            if block.level > 1:
                heading = text_of(block.runs)
        elif not block.part and (heading or not block.quoted):
            lines.append(text_of(block.runs))
    return placed


def _table(titles: Sequence[str], alike: Sequence[_Placed]) -> Table:
    grid = alike[0].grid
    columns = [
        Col(title, right=side == "right") for title, side in zip(titles, grid.sides, strict=True)
    ]
    rows = []
    for placed in alike:
        above = [placed.heading] if len(alike) > 1 else []
        rows += [[*above, *map(text_of, row)] for row in placed.grid.rows]
    if len(alike) > 1:
        columns.insert(0, Col(SECTION))
    return Table(columns, rows)
