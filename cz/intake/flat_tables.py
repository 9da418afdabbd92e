"""Tables that came as text: a cell a line, cells parted by blanks, or all of it in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cz.intake.cards import with_cards
from cz.intake.columns import Columns, columns_of
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
from cz.intake.flat_rows import Cell, is_signed, lists_units, rows_of_cells, whole_names
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Block, Grid, Line, Row


def tables_of_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables for those that came as one cell a line, or parted by blanks."""
    made: list[Block] = []
    number = 0
    blocks = _opened(with_cards(_without_bars(blocks)))
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


def _opened(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; a line that holds a whole table as the lines of that."""
    lines: list[Block] = []
    for block in blocks:
        lines += opened(block)
    return lines


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
    """Whether a table has no headings, and as many columns as the one above, which has some."""
    widths = {len(row.cells) for row in (*above.rows[-1:], *grid.rows)}
    if len(widths) > 1 or _has_headings(grid.rows[:3]):
        return False
    return _has_headings(above.rows[:8])


def _has_headings(rows: Sequence[Row]) -> bool:
    return any(columns_of(row.cells) for row in rows)


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
    most_before = 0 if heads.blanks else 1
    if "number" not in columns.roles[: most_before + 1]:
        return False
    return any(_first_word_number(block) for block in blocks[start : start + _SOON])


def _unnumbered(
    blocks: Sequence[Block], start: int, columns: Columns, heads: Heads
) -> tuple[list[Row], int, list[Block]]:
    """The rows, where the blocks go on behind them, and what is left of the last line of them."""
    cells = _cells_from(blocks, start, columns, heads)
    rows, taken = rows_of_cells(cells, columns, blanks=heads.blanks)
    if not cells:
        return rows, start, []
    if taken == len(cells):
        return rows, cells[-1].number + 1, []
    stop = cells[taken].number
    if taken == 0 or cells[taken - 1].number != stop:
        return rows, stop, []
    rest = [cell.text for cell in cells[taken:] if cell.number == stop]
    return rows, stop + 1, [Line(" ".join(rest), blocks[stop].place)]


def _cells_from(blocks: Sequence[Block], start: int, columns: Columns, heads: Heads) -> list[Cell]:
    """All that may be cells of the table, without the headings that come again on a page."""
    cells: list[Cell] = []
    begins = start  # the block behind the last headings
    for number in range(start, len(blocks)):
        block = blocks[number]
        if isinstance(block, Grid):
            break
        if repeats(block.text, heads):
            if not cells:
                break
            begins = number + heads.lines
        if number >= begins:
            cells += _cells_in(block, number, columns, heads)
    return cells


def _cells_in(line: Line, number: int, columns: Columns, heads: Heads) -> list[Cell]:
    """The cells that a line holds; ``number``: of its block."""
    if not heads.blanks:
        return [Cell(line.text, line.place, number)]
    width = len(columns.roles)
    texts = parted_cells(line.text, width)
    words = [Cell(text, line.place, number) for text in texts]
    if len(words) == width:
        return words
    return whole_names(words)


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
    if cell == text or "|" in cell:
        return None
    return cell.rstrip()


def _rows(blocks: Sequence[Block], start: int, heads: Heads) -> tuple[list[Row], int]:
    """The rows, and where the blocks go on behind them."""
    columns = columns_of(heads.cells)
    assert columns is not None
    width = len(columns.roles)
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
        words = cells_of(block.text, width) if heads.blanks else [block.text]
        begins = _begins_row(words, cells, expected)
        is_whole = not cells or len(cells) >= width - at
        if at > 0 and not begins and is_whole and _is_before(blocks, number, expected):
            rows += _row(cells, columns, place, at, group)
            cells = []
            group = block.text
            number += 1
            continue
        if begins:
            rows += _row(cells, columns, place, at, group)
            cells = list(words)
            place = block.place
            expected = row_number(words[0]) + 1
        elif _is_chapter(block.text, blocks, number, expected):
            rows += _row(cells, columns, place, at, group)
            cells = []
            rows.append(Row((block.text,) * width, block.place))
        elif not cells or _is_behind(blocks, number, cells, columns, expected):
            break
        else:
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
    if not isinstance(block, Line):
        return 0
    words = cells_of(block.text, 0)
    if not words:
        return 0
    return row_number(words[0])


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
    if number == expected:
        return True
    return _is_next(number, expected) and (not cells or _names_somebody(cells))


_MOST_LEFT_OUT = 200  # numbers between two rows, where only somebody's own rows are there


def _is_next(number: int, expected: int) -> bool:
    return expected <= number <= expected + _MOST_LEFT_OUT


def _names_somebody(cells: Sequence[str]) -> bool:
    """Whether the last cells of a row are units: another number begins the next row."""
    return len(cells) >= 3 and lists_units(cells[-1].rstrip("。；;"))


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
    if len(text) > _LONGEST_HEAD:
        return False
    mark = mark_at(text)
    return mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS)


_LONGEST_HEAD = 60  # characters


def _ends_table(line: Line, cells: Sequence[str], columns: Columns) -> bool:
    """Whether a line behind a row that may be whole belongs to the text again."""
    if len(cells) < 2:
        return False
    if _is_heading(line):
        return True
    return len(cells) >= len(columns.roles) and _SENTENCE.search(line.text) is not None


_SENTENCE = re.compile(r"[：:。]")


def _is_heading(line: Line) -> bool:
    if line.level:
        return True
    mark = mark_at(line.text)
    return mark is not None and mark.kind in (PART, CHINESE)


def _row(cells: Sequence[str], columns: Columns, place: str, at: int, group: str) -> list[Row]:
    """The cells as a row, those too many or too few by what they look like.

    ``at``: which column has its number; ``group``: the cell before that.
    """
    if not cells:
        return []
    before = [group] * at
    if len(before) + len(cells) == len(columns.roles):
        return [Row((*before, *cells), place)]
    number, *others = cells
    rows: list[Row] = []
    contents = sorted(columns.of("content"))
    for words in _by_measure(others):
        texts = words["content"]
        carried: frozenset[int] = frozenset()
        if rows and len(texts) < len(contents):
            first = contents[0]
            texts = [rows[-1].cells[first], *texts]
            carried = frozenset({first})
        placed = [""] * len(columns.roles)
        placed[:at] = before
        placed[at] = number
        _spread_contents(placed, columns, texts)
        _spread(placed, columns.doers, words["who"], "、")
        _spread(placed, columns.of("due"), words["due"])
        rows.append(Row(tuple(placed), place, carried))
    return rows


def _spread_contents(placed: list[str], columns: Columns, cells: Sequence[str]) -> None:
    """What is done, a column each.

    Where blanks within cells make more, it is what is longest; that stands below what is before it.
    """
    chapters = columns.of("chapter")
    places = sorted([*chapters, *columns.of("content")])
    if len(cells) <= len(places):
        own = places[-len(cells) :] if chapters else places
        _spread(placed, own, cells)
        return
    longest = _longest(cells)
    if len(places) > 1 and longest:
        placed[places[0]] = "".join(cells[:longest])
        cells = cells[longest:]
        places = places[1:2]
    _spread(placed, places, cells)


def _longest(cells: Sequence[str]) -> int:
    """Which cell is the longest, the first of several."""
    return max(range(len(cells)), key=lambda number: len(cells[number]))


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
    if words["content"] and lists_units(cell):
        return "who"
    return "content"


def _spread(
    placed: list[str], columns: Sequence[int], cells: Sequence[str], joint: str = ""
) -> None:
    """One cell a column; the last takes all that are left."""
    for number, column in enumerate(columns):
        is_last = number == len(columns) - 1
        own = cells[number:] if is_last else cells[number : number + 1]
        placed[column] = joint.join(own)
