"""How wide the columns of a paper's tables are.

By their content; tables under the same headings are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cz.report.blocks import Grid, Runs, text_of
from cz.typography import width

CHARACTER = 90  # a column of a terminal at 9 pt: half a Chinese character
BESIDE_FIGURES = 45  # what Word leaves between Chinese characters and figures or letters
FORM_CHARACTER = 140  # the same at 14 pt, where something is filled in by hand
SLACK = 190  # the cell's margins, and room so that 16（88.9%） never breaks
WHOLE = (16, 12)  # columns of a cell that is not broken, the looser the better
JUDGED = 50  # rows of a table that show which widths make it shortest
WHOLE_TITLE = 6  # columns of a heading that is not broken
BROKEN_TITLE = 8  # columns that a longer one is broken to at most
NARROWEST = 10  # columns that a longer text is broken to
LONGEST_WORD = 24  # columns of a word that is not broken
FILLED_IN = {"由单位填写": 20, "现场填写": 24}  # what a heading says, and columns to write in
STEP = 60  # by which a column is widened
MARGINS = 120  # left and right of a cell

_BESIDE = re.compile(r"(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])")
_NEVER_BROKEN = re.compile(r"[0-9]{4}年[0-9]+月[0-9]+日|[0-9]+（[0-9.]+%）")
Titles = tuple[Runs, ...]


class Rooms(NamedTuple):
    """How wide a table may be, in twentieths of a point: on an upright page, on one turned."""

    upright: int
    turned: int


def column_widths(grids: Iterable[Grid], rooms: Rooms) -> dict[Titles, list[int]]:
    """By a table's headings, in twentieths of a point; together more than ``rooms.upright`` only
    where they must be.
    """
    by_titles: dict[Titles, list[Grid]] = {}
    for grid in grids:
        by_titles.setdefault(grid.titles, []).append(grid)
    return {titles: _widths(alike, rooms) for titles, alike in by_titles.items()}


def lines_of(row: Sequence[Runs], widths: Sequence[int]) -> int:
    """About how many lines the row's longest cell takes."""
    return max(
        width(text_of(runs)) * CHARACTER // max(room - MARGINS, CHARACTER) + 1
        for runs, room in zip(row, widths, strict=True)
    )


def _widths(grids: Sequence[Grid], rooms: Rooms) -> list[int]:
    titles = grids[0].titles
    if grids[0].part == "表单" and len(titles) > 1:
        labels = [width(text_of(row[0])) for grid in grids for row in grid.rows]
        label = min(max(labels, default=0) * FORM_CHARACTER + SLACK, rooms.upright * 2 // 5)
        rest = (rooms.upright - label) // (len(titles) - 1)
        return [label, *[rest] * (len(titles) - 1)]
    columns = []
    for at, title in enumerate(titles):
        texts = [text_of(row[at]) for grid in grids for row in grid.rows]
        columns.append((text_of(title), texts))
    wanted = [_wanted(title, texts) for title, texts in columns]
    fitting: list[list[int]] = []
    for room in rooms:
        for whole in WHOLE:
            least = [_least(title, texts, whole) for title, texts in columns]
            if sum(least) <= room:
                fitting.append(_shared(wanted, least, room))
                fitting.append(_levelled(columns, wanted, least, room))
        if fitting:
            rows = [row for grid in grids for row in grid.rows[:JUDGED]]
            return min(fitting, key=lambda each: sum(lines_of(row, each) for row in rows))
    return [each * rooms.turned // sum(least) for each in least]


def _length(text: str) -> int:
    """Of a text on one line, in twentieths of a point."""
    return width(text) * CHARACTER + len(_BESIDE.findall(text)) * BESIDE_FIGURES


def _wanted(title: str, texts: Sequence[str]) -> int:
    """What the longest cell takes on one line."""
    return max(map(_length, [title, *texts])) + SLACK


def _least(title: str, texts: Sequence[str], whole: int) -> int:
    """What it takes at least: short cells whole, longer ones broken, no number in two."""
    columns = width(title)
    if columns > WHOLE_TITLE:
        columns = min((columns + 3) // 4 * 2, BROKEN_TITLE)
    columns = next((room for word, room in FILLED_IN.items() if word in title), columns)
    least = columns * CHARACTER
    for text in texts:
        if width(text) <= whole or _NEVER_BROKEN.fullmatch(text):
            least = max(least, _length(text))
        else:
            longest = max(map(len, re.findall(r"[!-~]+", text)), default=0)
            least = max(least, max(NARROWEST, min(longest, LONGEST_WORD)) * CHARACTER)
    return least + SLACK


def _levelled(
    columns: Sequence[tuple[str, Sequence[str]]],
    wanted: Sequence[int],
    least: Sequence[int],
    room: int,
) -> list[int]:
    """All of the room: each its least, the rest so that the longer cells take as many lines.

    Longer: all but one cell in ten of the column are shorter.
    """
    usual = []
    for _, texts in columns:
        lengths = sorted(map(_length, texts)) or [0]
        usual.append(lengths[len(lengths) * 9 // 10])
    widths = list(least)
    for _ in range((room - sum(least)) // STEP):
        wanting = [at for at, want in enumerate(wanted) if widths[at] < want]
        if not wanting:
            break
        highest = max(wanting, key=lambda at: usual[at] / (widths[at] - MARGINS))
        widths[highest] += STEP
    return _shared(wanted, widths, room)


def _shared(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """All of the room: each its least, the rest by what each wants beside."""
    spare = room - sum(least)
    more = [max(want - each, 0) for want, each in zip(wanted, least, strict=True)]
    total = sum(more)
    if total == 0:
        return [each + spare // len(least) for each in least]
    return [each + spare * extra // total for each, extra in zip(least, more, strict=True)]
