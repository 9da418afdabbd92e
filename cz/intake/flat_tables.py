"""Tables that came as text: a cell a line, cells parted by blanks, or all of it in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.deadlines import is_deadline
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Block, Grid, Line, Row
from cz.intake.task_tables import WHO, Columns, columns_of, role_of
from cz.intake.unit_names import is_like_unit, split_names


def tables_of_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables for those that came as one cell a line, or parted by blanks."""
    made: list[Block] = []
    number = tables = 0
    blocks = [each for block in blocks for each in _opened(block)]
    while number < len(blocks):
        heads = _heads(blocks, number)
        if not heads.cells:
            made.append(blocks[number])
            number += 1
            continue
        rows, stop = _rows(blocks, number + heads.lines, heads)
        if len(rows) < 2:
            made.append(blocks[number])
            number += 1
            continue
        tables += 1
        place = _place(blocks[number])
        made.append(Grid((Row(tuple(heads.cells), place), *rows), f"{place}的表 "))
        number = stop
    return made


_MOST_COLUMNS = 12
_LONG = 100  # characters; a line with a whole table in it is longer


def _opened(block: Block) -> list[Block]:
    """A line that has a whole table in it, headings and all, as one cell a line."""
    if isinstance(block, Grid) or len(block.text) < _LONG:
        return [block]
    words = block.text.split()
    for start in range(len(words)):
        stop = start
        while stop < min(len(words), start + _MOST_COLUMNS) and role_of(words[stop]):
            stop += 1
        if stop - start >= 3 and columns_of(words[start:stop]) and stop < len(words):
            before = " ".join(words[:start])
            lines = [before] if before else []
            return [block._replace(text=text) for text in [*lines, *words[start:]]]
    return [block]


class _Heads(NamedTuple):
    """Headings of a table in lines: ``lines`` they take, ``blanks``: its cells part at blanks."""

    cells: list[str]
    lines: int = 0
    blanks: bool = False


def _place(block: Block) -> str:
    return block.place


def _heads(blocks: Sequence[Block], number: int) -> _Heads:
    block = blocks[number]
    if isinstance(block, Grid):
        return _Heads([])
    words = block.text.split()
    if len(words) >= 3 and len(block.text) < 120 and columns_of(words) and all(map(role_of, words)):
        return _Heads(words, 1, blanks=True)
    cells = []
    for following in blocks[number : number + 12]:
        if isinstance(following, Grid) or not role_of(following.text):
            break
        cells.append(following.text)
    if len(cells) >= 3 and columns_of(cells):
        return _Heads(cells, len(cells))
    return _Heads([])


def _rows(blocks: Sequence[Block], start: int, heads: _Heads) -> tuple[list[Row], int]:
    """The rows, and where the blocks go on behind them."""
    columns = columns_of(heads.cells)
    assert columns is not None
    numbered = columns.roles[0] == "number"
    rows: list[Row] = []
    cells: list[str] = []
    place = ""
    expected = 1
    number = start
    while number < len(blocks):
        block = blocks[number]
        if isinstance(block, Grid):
            break
        words = block.text.split() if heads.blanks else [block.text]
        begins = _begins_row(words, cells, columns, expected, numbered=numbered)
        if begins or (numbered and _is_chapter(block.text, blocks, number, expected)):
            rows += _row(cells, columns, place)
            cells, place = [], block.place
            expected += begins
            if not begins:
                rows.append(Row((block.text,) * len(columns.roles), block.place))
                number += 1
                continue
        elif not cells or _ends_table(block, cells, columns):
            break
        cells += words
        number += 1
    rows += _row(cells, columns, place)
    return rows, number


def _begins_row(
    words: Sequence[str], cells: Sequence[str], columns: Columns, expected: int, *, numbered: bool
) -> bool:
    if numbered:
        return words[0].strip("．.、") == str(expected)
    return not cells or len(cells) >= len(columns.roles)


def _is_chapter(text: str, blocks: Sequence[Block], number: int, expected: int) -> bool:
    """Whether a line heads the rows below it: the next begins the next row."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    mark = mark_at(text)
    if mark is None or mark.kind not in (PART, CHINESE, CHINESE_IN_BRACKETS) or len(text) > 60:
        return False
    return isinstance(following, Line) and following.text.split()[0].strip("．.、") == str(expected)


def _ends_table(block: Line, cells: Sequence[str], columns: Columns) -> bool:
    """Whether a line behind a row that may be whole belongs to the text again."""
    mark = mark_at(block.text)
    heads = bool(block.level) or (mark is not None and mark.kind in (PART, CHINESE))
    says_more = bool(re.search(r"[：:。]", block.text)) and len(cells) >= len(columns.roles)
    return len(cells) >= 2 and (heads or says_more)


def _row(cells: Sequence[str], columns: Columns, place: str) -> list[Row]:
    """The cells as a row, those too many or too few by what they look like."""
    if not cells:
        return []
    if len(cells) == len(columns.roles):
        return [Row(tuple(cells), place)]
    rest = list(cells)
    number = rest.pop(0) if columns.roles[0] == "number" else ""
    rows: list[Row] = []
    contents = columns.of("content")
    for words in _by_measure(rest):
        placed = [""] * len(columns.roles)
        placed[0] = number
        goes_on = bool(rows) and len(words["content"]) < len(contents)
        above = [rows[-1].cells[contents[0]]] if goes_on else []
        _spread(placed, contents, [*above, *words["content"]])
        _spread(placed, [column for role in WHO for column in columns.of(role)], words["who"], "、")
        _spread(placed, columns.of("due"), words["due"])
        rows.append(Row(tuple(placed), place, frozenset(contents[:1] if goes_on else ())))
    return rows


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
