"""The rows of a table of tasks, each whole by itself: what pages, groups and 同上 left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cz.intake.columns import Columns, is_headings
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Row

_DITTO = ("同上", "〃", "″", "”", "同前")
_CHAPTER_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、．.]?")
_LONGEST_CHAPTER = 80  # characters of a row that only heads those below it


def whole_rows(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows, each with all that it says, but for 同上."""
    width = len(columns.roles)
    padded = [_padded(row, width) for row in rows]
    return _filled(_run_together(padded, columns), columns)


def _padded(row: Row, width: int) -> Row:
    """The row with a cell for each column at least."""
    missing = width - len(row.cells)
    return row._replace(cells=(*row.cells, *[""] * missing))


def without_ditto(row: Row, above: Sequence[str]) -> Row:
    """The row; what says 同上 is what the row above says."""
    cells = list(row.cells)
    for column, cell in enumerate(cells):
        if cell in _DITTO and column < len(above):
            cells[column] = above[column]
    return row._replace(cells=tuple(cells))


def _run_together(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows; what only goes on with the row above, as over a page, stands in that."""
    whole: list[Row] = []
    for row in rows:
        if whole and _goes_on(row, whole[-1], columns):
            whole[-1] = _with_rest(whole[-1], row)
        else:
            whole.append(row)
    return whole


def _with_rest(row: Row, rest: Row) -> Row:
    pairs = zip(row.cells, rest.cells, strict=True)
    cells = [_run_on(begun, cell) for begun, cell in pairs]
    return row._replace(cells=tuple(cells))


def _run_on(begun: str, cell: str) -> str:
    if cell in ("", begun):
        return begun
    if not begun:
        return cell
    return f"{begun}\n{cell}"


def _goes_on(row: Row, above: Row, columns: Columns) -> bool:
    """Whether a row without a number and a title only goes on with the row above."""
    if len(row.cells) != len(above.cells) or is_headings(row.cells):
        return False
    own = _own_cells(row)
    numbered = any(own[column] for column in columns.of("number"))
    if numbered or len(set(own)) < 2:
        return False
    contents = columns.of("content")
    if not _says(above, contents):
        return False
    who = columns.doers
    if _says(row, who) and not _says(row, contents):
        return True
    breaks_off = any(above.cells[column].endswith(("、", "，", ",")) for column in who)
    return "number" in columns.roles and breaks_off


def _own_cells(row: Row) -> list[str]:
    """The cells of a row; those that began in a row above are empty."""
    cells = list(row.cells)
    for column in row.carried:
        if column < len(cells):
            cells[column] = ""
    return cells


def _says(row: Row, columns: Sequence[int]) -> bool:
    """Whether a row says something in some of the columns."""
    return any(row.cells[column] for column in columns)


def _filled(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows; what groups them, and is written once only, stands in each of its group."""
    contents = sorted(columns.of("content"))
    behind_first = contents[1:] or contents
    who = columns.doers
    filled: list[Row] = []
    for row in rows:
        if filled and _says(row, behind_first) and _says(row, who):
            blank = _blank_before(row, contents)
            blank += [column for column in columns.of("chapter") if not row.cells[column]]
            row = _with_above(row, filled[-1], blank)
        filled.append(row)
    return filled


def _with_above(row: Row, above: Row, columns: Sequence[int]) -> Row:
    """The row, in some columns what the row above says."""
    cells = list(row.cells)
    for column in columns:
        cells[column] = above.cells[column]
    return row._replace(cells=tuple(cells), carried=row.carried.union(columns))


def _blank_before(row: Row, contents: Sequence[int]) -> list[int]:
    """The columns of content that are empty before the first that is not."""
    blank: list[int] = []
    for column in contents[:-1]:
        if row.cells[column]:
            break
        blank.append(column)
    return blank


def grouping(rows: Sequence[Row], columns: Columns) -> list[int]:
    """The first columns of content, where they only group rows: they span them."""
    groups: list[int] = []
    for column in sorted(columns.of("content"))[:-1]:
        carried = sum(column in row.carried for row in rows)
        if not rows or carried * 5 < len(rows):
            break
        groups.append(column)
    return groups


def chapter_title(row: Row, columns: Columns) -> str:
    """The title of a row that only heads those below it; "" of any other."""
    texts = [cell for cell in row.cells if cell]
    if len(texts) == 2 and _has_chapter_number(row, columns):
        number = row.cells[0].strip("、．.")
        return f"{number}、{texts[1]}"
    if len(set(texts)) != 1 or len(texts[0]) > _LONGEST_CHAPTER:
        return ""
    title = texts[0].replace("\n", "")
    spans_columns = len(texts) > 1 or len(row.cells) == 1
    if spans_columns or _heads_chapters(title):
        return title
    stands_first = bool(row.cells[0]) and columns.roles[0] != "content"
    if stands_first:
        return title
    return ""


def _has_chapter_number(row: Row, columns: Columns) -> bool:
    """Whether its number is one of chapters: 二 or （二）."""
    if columns.roles[0] != "number":
        return False
    return _CHAPTER_NUMBER.fullmatch(row.cells[0]) is not None


def _heads_chapters(title: str) -> bool:
    mark = mark_at(title)
    return mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS)
