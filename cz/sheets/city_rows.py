"""The rows below the headings of a form from above: filled in already, empty, or its foot."""

from __future__ import annotations

import re
from typing import NamedTuple

from cz.sheets.city_head import KEYS, Grid, Head
from cz.tables import Area, Place, Table

_FOOT = re.compile(
    "(本页)?(合计|小计|总计|共计)|注[:：]|备注[:：]|说明[:：]|填[表报]|审核|审批|负责人|联系人|制表"
)


class Kept(NamedTuple):
    """A row that says which record it is of. ``number`` to ``last``: more than one where the cell
    that says so is merged.
    """

    number: int
    last: int
    id: str
    title: str


class Body(NamedTuple):
    """``kept``: rows that name a record; ``empty``: those in which nothing is filled in but their
    running number; ``last``: the last row of the table; ``below``: the first row of what stands
    under it, 0 where nothing does.
    """

    kept: tuple[Kept, ...]
    empty: tuple[int, ...]
    last: int
    below: int


def body_of(table: Table, head: Head, rows: tuple[int, ...], formulas: frozenset[Place]) -> Body:
    """``rows``: the numbers of all that are there, empty ones too; ``formulas``: where there are
    any, whose results make no row a filled one.
    """
    grid = Grid(table)
    kept: list[Kept] = []
    empty: list[int] = []
    last, below = head.last, 0
    for number in sorted({row for row in (*rows, *grid.cells) if row > head.last}):
        if kept and number <= kept[-1].last:
            continue
        is_no_row = _is_foot(grid, head, number) or _is_head(grid, head, number)
        named = None if is_no_row else _named(grid, head, number)
        if named is not None:
            kept.append(named)
            last, below = named.last, 0
        elif below == 0 and not is_no_row and _is_blank(grid, head, number, formulas):
            empty.append(number)
            last = number
        elif below == 0:
            below = number
    return Body(tuple(kept), tuple(empty), last, below)


def _is_head(grid: Grid, head: Head, number: int) -> bool:
    """Whether the headings stand there again, as on top of another page."""
    again = 0
    for column in head.columns:
        text = "".join(grid.text(Place(number, column.place)).split())
        again += bool(text) and column.title.endswith(text)
    return again > 1


def _named(grid: Grid, head: Head, number: int) -> Kept | None:
    keys = KEYS[head.kind]
    texts = {}
    last = number
    for key in keys:
        column = head.column(key)
        place = Place(number, column.place) if column else None
        texts[key] = grid.text(place) if place else ""
        area = grid.areas.get(place) if place else None
        if texts[key] and area is not None:
            last = max(last, area.bottom)
    if not any(texts.values()):
        return None
    return Kept(number, last, texts["id"], texts[keys[1]])


def _is_blank(grid: Grid, head: Head, number: int, formulas: frozenset[Place]) -> bool:
    """Whether nothing stands in it but a running number and formulas."""
    seq = head.column("seq")
    for column in range(grid.width):
        place = Place(number, column)
        is_running = seq is not None and column == seq.place
        if not is_running and place not in formulas and grid.text(place):
            return False
    return True


def _is_foot(grid: Grid, head: Head, number: int) -> bool:
    """A total, a note, who filled it in."""
    first = next(
        (text for column in range(grid.width) if (text := grid.text(Place(number, column)))), ""
    )
    return _FOOT.match("".join(first.split())) is not None


def area_at(table: Table, place: Place) -> Area | None:
    return next((area for area in table.merged if area.covers(place)), None)
