"""Where a table that came as text begins: its headings, a line each or together in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.columns import LONGEST_HEADING, WHO, columns_of, role_of
from cz.intake.headings import DIGITS, mark_at
from cz.intake.paragraphs import Block, Grid, Line

_MOST_COLUMNS = 12
_SHORTEST_TABLE = 30  # characters of a line with a whole table in it
_LONGEST_LINE = 200_000  # characters; more are no plan's


class Heads(NamedTuple):
    """Headings of a table in lines: ``lines`` they take, ``blanks``: its cells part at blanks."""

    cells: list[str]
    lines: int = 0
    blanks: bool = False


def heads_at(blocks: Sequence[Block], number: int) -> Heads:
    """The headings that begin with this block; none where ``cells`` is empty."""
    block = blocks[number]
    if isinstance(block, Grid):
        return Heads([])
    if len(block.text) < 120:
        words = words_of(block.text)
        if _are_heads(words):
            return Heads(words, 1, blanks=True)
    cells = _run_of_headings(blocks, number)
    if _TITLE.search(block.text) and len(cells) > 3 and columns_of(cells[1:]):
        return Heads([])  # 任务清单, the title of the table below
    if len(cells) >= 3 and columns_of(cells):
        return Heads(cells, len(cells))
    return Heads([])


_TITLE = re.compile(r"(?:清单|分工|分解|台账|要点|计划|安排)$")


def repeats(text: str, heads: Heads) -> bool:
    """Whether a line begins the same headings again, as on the next page."""
    if heads.blanks:
        return len(text) < 120 and words_of(text) == heads.cells
    return text == heads.cells[0]


def _are_heads(words: Sequence[str]) -> bool:
    """Whether the words are the headings of a table; two are where one says who: 责任单位."""
    if len(words) < 2 or not all(map(role_of, words)) or not columns_of(words):
        return False
    return len(words) > 2 or words[1] not in ("单位", "部门")


def words_of(text: str) -> list[str]:
    """What blanks part; 工 作 任 务, set so for looks, is one."""
    words: list[str] = []
    letters: list[str] = []
    for word in text.split():
        if len(word) == 1 and not word.isascii():
            letters.append(word)
            continue
        words += [*_of_letters("".join(letters)), word]
        letters = []
    return [*words, *_of_letters("".join(letters))]


def _of_letters(text: str) -> list[str]:
    """The headings that letters set apart make up: 责任单位, 完成时限; else all of them as one."""
    if role_of(text) or not text:
        return [text] if text else []
    words: list[str] = []
    start = 0
    while start < len(text):
        stops = range(min(len(text), start + LONGEST_HEADING), start + 1, -1)
        stop = next((stop for stop in stops if role_of(text[start:stop])), 0)
        if not stop:
            return [text]
        words.append(text[start:stop])
        start = stop
    return words


def opened(block: Block) -> list[Block]:
    """A line that has a table in it, or its headings behind other text, as lines.

    A table that numbers its rows has a cell a line then, another its headings in one, all its
    cells in the next.
    """
    if isinstance(block, Grid) or not _SHORTEST_TABLE <= len(block.text) < _LONGEST_LINE:
        return [block]
    words = words_of(block.text)
    start, stop = _headings_in(words)
    if not stop or (stop == len(words) and not start):
        return [block]
    heads, rest = words[start:stop], words[stop:]
    lines = [" ".join(words[:start])] if start else []
    if any(role_of(head) == "number" for head in heads) and rest:
        lines += [*heads, *rest]
    else:
        lines += filter(None, [" ".join(heads), " ".join(rest)])
    return [block._replace(text=text) for text in lines]


def _headings_in(words: Sequence[str]) -> tuple[int, int]:
    """Where headings begin and end among the words of a line; (0, 0) where none are."""
    start = 0
    while start < len(words):
        stop = start
        while stop < min(len(words), start + _MOST_COLUMNS) and role_of(words[stop]):
            stop += 1
        if stop - start > 1 and _are_heads(words[start:stop]):
            return start, stop
        start = max(stop, start + 1)
    return 0, 0


def _run_of_headings(blocks: Sequence[Block], number: int) -> list[str]:
    """Headings, a line each.

    In a table with a number a row they may say anything, up to the first number; what stands before
    that number when a heading does, as 发展目标 under 分类, is a cell.
    """
    cells: list[str] = []
    for following in blocks[number : number + _MOST_COLUMNS]:
        if isinstance(following, Grid):
            break
        if not role_of(following.text):
            break
        cells.append(following.text)
    stop = number + len(cells)
    if any(role_of(cell) == "number" for cell in cells[:2]):
        while stop < min(len(blocks), number + _MOST_COLUMNS) and _may_head(blocks[stop]):
            stop += 1
        first = blocks[stop] if stop < len(blocks) else None
        if isinstance(first, Line) and row_number(first.text):
            cells = [each.text for each in blocks[number:stop] if isinstance(each, Line)]
            before = 0 if role_of(cells[0]) == "number" else 1
            if before and role_of(cells[-1]) not in (*WHO, "due"):
                cells = cells[:-before]
    return cells


_NUMBER = re.compile(r"(?P<number>[0-9]{1,3})[.．、]*", re.ASCII)


def row_number(text: str) -> int:
    """The number of a row that a line or a word is, 0 where it is none."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match["number"]) if match else 0


def parted_cells(text: str, columns: int) -> list[str]:
    """The cells of a line of a table: parted by wide blanks where these make up ``columns``."""
    wide = [cell for cell in _WIDE.split(text.strip()) if cell]
    return wide if len(wide) == columns else text.split()


def cells_of(text: str, columns: int) -> list[str]:
    """The same; a number glued to the first of them, 1.修路, is a cell of its own."""
    cells = parted_cells(text, columns)
    mark = mark_at(cells[0]) if cells else None
    if mark is not None and mark.kind == DIGITS and mark.end < len(cells[0]):
        return [mark.label, cells[0][mark.end :], *cells[1:]]
    return cells


_WIDE = re.compile(r"\s{2,}|[\t　]")


def _may_head(block: Block) -> bool:
    return (
        isinstance(block, Line)
        and len(block.text) <= LONGEST_HEADING
        and not re.search(r"[。；，、]", block.text)
        and not row_number(block.text)
    )
