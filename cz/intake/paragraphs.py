"""A document as it was read: its lines and tables in their order, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from cz.problem import Refusal

MOST_CHARACTERS = 2_000_000  # of text in all the documents of one plan
MOST_CELLS = 500_000


class Line(NamedTuple):
    """One paragraph, or one line of a text file.

    ``place``: where it stands, in words: 第 12 行. ``level``: of a heading that the file marks as
    one, from 1; 0 of any other.
    """

    text: str
    place: str
    level: int = 0


class Row(NamedTuple):
    """``cells``: a cell that spans columns stands in each of them, one that spans rows in each row.

    ``carried``: the columns whose cell began in a row above.
    """

    cells: tuple[str, ...]
    place: str
    carried: frozenset[int] = frozenset()


class Grid(NamedTuple):
    """A table. ``place``: 表 2. ``told``: how its rows were told, where that is a guess."""

    rows: tuple[Row, ...]
    place: str
    told: str = ""


Block = Line | Grid


class Document(NamedTuple):
    """``name``: the file's name. ``notes``: text beside the text: footnotes, boxes, comments."""

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[Line, ...] = ()


def bounded(blocks: list[Block], path: str) -> tuple[Block, ...]:
    """The blocks, where they are no more than a plan can be. Raises Refusal."""
    characters = cells = 0
    for block in blocks:
        if isinstance(block, Line):
            characters += len(block.text)
            continue
        for row in block.rows:
            cells += len(row.cells)
            characters += sum(map(len, row.cells))
    if characters > MOST_CHARACTERS or cells > MOST_CELLS:
        raise Refusal(f"{path} 太大，不像一份方案。请只留下方案的正文和任务表再导入。")
    return tuple(blocks)


class Span(NamedTuple):
    """A cell as a file has it, with how many columns and rows it takes."""

    text: str
    columns: int = 1
    rows: int = 1


_MOST_COLUMNS = 60


def laid_out(rows: list[list[Span]], place: str) -> Grid:
    """A table of cells that may span columns and rows."""
    hanging: dict[int, tuple[str, int]] = {}  # by column: its text and how many rows it still takes
    made = []
    for number, spans in enumerate(rows, 1):
        cells: list[str] = []
        carried: set[int] = set()
        waiting = list(spans)
        while waiting or len(cells) in hanging:
            column = len(cells)
            if column >= _MOST_COLUMNS:
                break
            if column in hanging:
                text, left = hanging.pop(column)
                cells.append(text)
                carried.add(column)
                if left > 1:
                    hanging[column] = (text, left - 1)
                continue
            span = waiting.pop(0)
            for _ in range(max(1, min(span.columns, _MOST_COLUMNS))):
                if span.rows > 1:
                    hanging[len(cells)] = (span.text, span.rows - 1)
                cells.append(span.text)
        made.append(Row(tuple(cells), f"{place}第 {number} 行", frozenset(carried)))
    return Grid(tuple(made), place)
