"""Tables that came as text: a cell a line, cells parted by blanks, or all of it in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cz.intake.cards import with_cards
from cz.intake.columns import WHO, Columns, columns_of
from cz.intake.deadlines import is_deadline
from cz.intake.flat_heads import (
    Heads,
    cells_of,
    heads_at,
    opened,
    parted_cells,
    repeats,
    row_number,
)
from cz.intake.flat_rows import Cell, is_signed, rows_of_cells, whole_names
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Block, Grid, Line, Row
from cz.intake.unit_names import is_like_unit, split_names


def tables_of_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables for those that came as one cell a line, or parted by blanks."""
    made: list[Block] = []
    number = 0
    blocks = with_cards(_without_bars(blocks))
    blocks = [each for block in blocks for each in opened(block)]
    while number < len(blocks):
        heads = heads_at(blocks, number)
        table = _table(blocks, number, heads) if heads.cells else None
        if table is None:
            made.append(blocks[number])
            number += 1
            continue
        made += table.blocks
        number = table.stop
    return _over_pages(made)


def _over_pages(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; a table that goes on in the next, which has no headings, is one with it."""
    whole: list[Block] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if isinstance(block, Grid) and isinstance(above, Grid) and _continues(above, block):
            whole[-1] = above._replace(rows=(*above.rows, *block.rows))
        else:
            whole.append(block)
    return whole


def _continues(above: Grid, grid: Grid) -> bool:
    widths = {len(row.cells) for row in (*above.rows[-1:], *grid.rows)}
    if len(widths) > 1 or any(columns_of(row.cells) for row in grid.rows[:3]):
        return False
    return any(columns_of(row.cells) for row in above.rows[:8])


class _Table(NamedTuple):
    """``blocks``: the table, and what is left of its last line. ``stop``: the block behind it."""

    blocks: list[Block]
    stop: int


def _table(blocks: Sequence[Block], number: int, heads: Heads) -> _Table | None:
    """The table whose headings begin with a block, None where no rows follow."""
    columns = columns_of(heads.cells)
    assert columns is not None
    start = number + heads.lines
    place = blocks[number].place
    left: list[Block] = []
    told = ""
    if _numbers_rows(blocks, start, columns, heads):
        rows, stop = _rows(blocks, start, heads)
    else:
        rows, stop, left = _unnumbered(blocks, start, columns, heads)
        told = "没有序号，按每格写的是单位、时限还是任务分行"
    if len(rows) < _fewest_rows(heads):
        return None
    grid = Grid((Row(tuple(heads.cells), place), *rows), f"{place}的表 ", told)
    return _Table([grid, *left], stop)


def _numbers_rows(blocks: Sequence[Block], start: int, columns: Columns, heads: Heads) -> bool:
    """Whether the rows have their numbers: a heading says so, and one is there."""
    if "number" not in columns.roles[: 1 if heads.blanks else 2]:
        return False
    return any(_first_word_number(block) for block in blocks[start : start + _SOON])


def _unnumbered(
    blocks: Sequence[Block], start: int, columns: Columns, heads: Heads
) -> tuple[list[Row], int, list[Block]]:
    """The rows, where the blocks go on behind them, and what is left of the last line of them."""
    cells: list[Cell] = []
    begins, width = start, len(columns.roles)
    for number in range(start, len(blocks)):
        block = blocks[number]
        if isinstance(block, Grid):
            break
        if repeats(block.text, heads):
            if not cells:
                break
            begins = number + heads.lines
        if number < begins:
            continue
        texts = parted_cells(block.text, width) if heads.blanks else [block.text]
        words = [Cell(text, block.place, number) for text in texts]
        cells += whole_names(words) if heads.blanks and len(texts) != width else words
    rows, taken = rows_of_cells(cells, columns, blanks=heads.blanks)
    if taken == len(cells):
        return rows, cells[-1].number + 1 if cells else start, []
    stop = cells[taken].number
    if taken and cells[taken - 1].number == stop:
        rest = [cell.text for cell in cells[taken:] if cell.number == stop]
        return rows, stop + 1, [Line(" ".join(rest), blocks[stop].place)]
    return rows, stop, []


def _fewest_rows(heads: Heads) -> int:
    """One row is enough below many headings, a line each: nothing else looks so."""
    return 1 if len(heads.cells) > 3 and not heads.blanks else 2


_FEWEST_BARS = 5  # lines that end in a bar, for the bars to part cells


def _without_bars(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, without the bar behind each cell of a table that has a cell a line: 序号 |"""
    cells = [_before_bar(block.text) if isinstance(block, Line) else None for block in blocks]
    if sum(cell is not None for cell in cells) < _FEWEST_BARS:
        return list(blocks)
    bare: list[Block] = []
    for block, cell in zip(blocks, cells, strict=True):
        if cell is None:
            bare.append(block)
        elif isinstance(block, Line) and cell:
            bare.append(block._replace(text=cell))
    return bare


def _before_bar(text: str) -> str | None:
    """What stands before the only bar of a line, which ends it; ``None`` for any other line."""
    text = text.rstrip()
    cell = text.rstrip("|｜")
    return None if cell == text or "|" in cell else cell.rstrip()


def _rows(blocks: Sequence[Block], start: int, heads: Heads) -> tuple[list[Row], int]:
    """The rows, and where the blocks go on behind them."""
    columns = columns_of(heads.cells)
    assert columns is not None
    at = columns.roles.index("number")
    expected = _first_number(blocks, start)
    rows: list[Row] = []
    cells: list[str] = []
    group = ""  # what stands before the number, of this row and those below
    place = ""
    number = start
    while number < len(blocks):
        block = blocks[number]
        if isinstance(block, Grid):
            break
        if (rows or cells) and repeats(block.text, heads):
            number += heads.lines
            continue
        words = cells_of(block.text, len(columns.roles)) if heads.blanks else [block.text]
        begins = _begins_row(words, cells, expected)
        whole = not cells or len(cells) >= len(columns.roles) - at
        if at > 0 and not begins and whole and _is_before(blocks, number, expected):
            rows += _row(cells, columns, place, at, group)
            cells, group = [], block.text
            number += 1
            continue
        if begins or _is_chapter(block.text, blocks, number, expected):
            rows += _row(cells, columns, place, at, group)
            cells, place = [], block.place
            if begins:
                expected = row_number(words[0]) + 1
            if not begins:
                rows.append(Row((block.text,) * len(columns.roles), block.place))
                number += 1
                continue
        elif not cells or _is_behind(blocks, number, cells, columns, expected):
            break
        cells += words
        number += 1
    rows += _row(cells, columns, place, at, group)
    return rows, number


def _is_behind(
    blocks: Sequence[Block], number: int, cells: Sequence[str], columns: Columns, expected: int
) -> bool:
    """Whether a line stands behind the table, whose last row is ``cells``."""
    block = blocks[number]
    ends = isinstance(block, Line) and _ends_table(block, cells, columns)
    return (ends or _is_signed(blocks, number)) and not _comes_soon(blocks, number, expected)


def _is_signed(blocks: Sequence[Block], number: int) -> bool:
    """Whether the document is signed there."""
    texts = [block.text for block in blocks[number : number + 2] if isinstance(block, Line)]
    return len(texts) == 2 and is_signed(*texts)


def _first_number(blocks: Sequence[Block], start: int) -> int:
    """The number of the first row; an extract need not begin with 1."""
    for block in blocks[start : start + _SOON]:
        number = _first_word_number(block)
        if number:
            return number
    return 1


def _first_word_number(block: Block | None) -> int:
    """The number that a line begins with, 0 where it begins with none."""
    words = cells_of(block.text, 0) if isinstance(block, Line) else []
    return row_number(words[0]) if words else 0


_SOON = 6  # lines


def _comes_soon(blocks: Sequence[Block], number: int, expected: int) -> bool:
    """Whether the number of the next row is among the next lines: the table has not ended."""
    return any(_is_before(blocks, place, expected) for place in range(number, number + _SOON))


def _is_before(blocks: Sequence[Block], number: int, expected: int) -> bool:
    """Whether the next line is the number of the next row."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    return isinstance(following, Line) and _is_next(row_number(following.text), expected)


def _begins_row(words: Sequence[str], cells: Sequence[str], expected: int) -> bool:
    number = row_number(words[0])
    whole = not cells or _names_somebody(cells)
    return number == expected or (whole and _is_next(number, expected))


_MOST_LEFT_OUT = 200  # numbers between two rows, where only somebody's own rows are there


def _is_next(number: int, expected: int) -> bool:
    return expected <= number <= expected + _MOST_LEFT_OUT


def _names_somebody(cells: Sequence[str]) -> bool:
    """Whether the last cells of a row are units: another number begins the next row."""
    if len(cells) < 3:
        return False
    names = split_names(cells[-1].rstrip("。；;"))
    return bool(names) and all(is_like_unit(named.name) for named in names)


def _is_chapter(text: str, blocks: Sequence[Block], number: int, expected: int) -> bool:
    """Whether a line heads the rows below it: the next that is no such line begins the next row."""
    if not _heads_rows(text):
        return False
    for following in blocks[number + 1 : number + 1 + _MOST_CHAPTERS]:
        if isinstance(following, Grid) or not _heads_rows(following.text):
            return _is_next(_first_word_number(following), expected)
    return False


_MOST_CHAPTERS = 20  # one after the other, of which only the last has rows


def _heads_rows(text: str) -> bool:
    mark = mark_at(text)
    high = mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS)
    return high and len(text) <= 60


def _ends_table(block: Line, cells: Sequence[str], columns: Columns) -> bool:
    """Whether a line behind a row that may be whole belongs to the text again."""
    mark = mark_at(block.text)
    heads = bool(block.level) or (mark is not None and mark.kind in (PART, CHINESE))
    says_more = bool(re.search(r"[：:。]", block.text)) and len(cells) >= len(columns.roles)
    return len(cells) >= 2 and (heads or says_more)


def _row(cells: Sequence[str], columns: Columns, place: str, at: int, group: str) -> list[Row]:
    """The cells as a row, those too many or too few by what they look like.

    ``at``: which column has its number; ``group``: the cell before that.
    """
    if not cells:
        return []
    before = [group] * at
    if len(before) + len(cells) == len(columns.roles):
        return [Row((*before, *cells), place)]
    rest = list(cells)
    number = rest.pop(0)
    rows: list[Row] = []
    contents = sorted(columns.of("content"))
    for words in _by_measure(rest):
        placed = [""] * len(columns.roles)
        placed[: len(before)] = before
        placed[at] = number
        goes_on = bool(rows) and len(words["content"]) < len(contents)
        above = [rows[-1].cells[contents[0]]] if goes_on else []
        _spread_contents(placed, columns, [*above, *words["content"]])
        _spread(placed, [column for role in WHO for column in columns.of(role)], words["who"], "、")
        _spread(placed, columns.of("due"), words["due"])
        rows.append(Row(tuple(placed), place, frozenset(contents[:1] if goes_on else ())))
    return rows


def _spread_contents(placed: list[str], columns: Columns, cells: Sequence[str]) -> None:
    """What is done, a column each.

    Where blanks within cells make more, it is what is longest; that stands below what is before it.
    """
    places = sorted([*columns.of("chapter"), *columns.of("content")])
    if len(cells) <= len(places):
        _spread(placed, places[-len(cells) :] if columns.of("chapter") else places, cells)
        return
    longest = max(range(len(cells)), key=lambda number: len(cells[number]))
    if len(places) > 1 and longest:
        placed[places[0]] = "".join(cells[:longest])
        cells, places = cells[longest:], places[1:2]
    _spread(placed, places, cells)


Words = dict[str, list[str]]  # the cells of a row by what they look like: content, who, due


def _by_measure(cells: Sequence[str]) -> list[Words]:
    """The cells of one number, parted where content comes again behind who does it.

    What names nobody, a remark at the end, is left out.
    """
    rows: list[Words] = [{"content": [], "who": [], "due": []}]
    for cell in cells:
        kind = _looks_like(cell, rows[-1])
        if kind == "content" and rows[-1]["who"]:
            rows.append({"content": [], "who": [], "due": []})
        rows[-1][kind].append(cell)
    for above, words in pairwise(rows):
        if words["due"] and not words["who"]:
            words["who"] = above["who"]  # one cell for both
    return [words for words in rows if words["who"]] or rows[:1]


def _looks_like(cell: str, words: Words) -> str:
    if is_deadline(cell):
        return "due"
    names = split_names(cell)
    if words["content"] and names and all(is_like_unit(named.name) for named in names):
        return "who"
    return "content"


def _spread(
    placed: list[str], columns: Sequence[int], cells: Sequence[str], joint: str = ""
) -> None:
    """One cell a column; the last takes all that are left."""
    for number, column in enumerate(columns):
        if number < len(columns) - 1:
            placed[column] = cells[number] if number < len(cells) else ""
        else:
            placed[column] = joint.join(cells[number:])
