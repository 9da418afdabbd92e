"""Rows of a table that came as text and numbers none of them: told by what its cells say.

A cell is who does it, when it is due, or what is done. Where one comes again that stands before
the last in the order of the columns, a row begins. What groups rows stands once: a row that has
fewer cells of content has the first of them from the row above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cz.intake.clause_text import read_clause
from cz.intake.columns import WHO, Columns
from cz.intake.deadlines import begins_as_deadline, is_deadline
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Row
from cz.intake.unit_names import is_like_unit, split_names

_CONTENT, _DOERS, _DUE, _NOTHING = "content", "who", "due", "nothing"
_BLANK_CELLS = ("无", "—", "——", "-", "--", "/", "／", "暂无", "同上")
_LONGEST_LIST = 200  # characters of a cell that names units
_LONGEST_DUE = 24  # of one that says until when, and what is done by then
_MOST_WORDS = 60  # of one row, where blanks part them


class Cell(NamedTuple):
    """``number``: of the block that it stands in."""

    text: str
    place: str
    number: int


Kinds = list[tuple[str, Cell]]  # the cells of one row, each with its kind


def rows_of_cells(
    cells: Sequence[Cell], columns: Columns, *, blanks: bool
) -> tuple[list[Row], int]:
    """The rows, and how many of the cells they take; the text goes on behind those.

    ``blanks``: the cells are words, of which several may make up one cell.
    """
    counted, by_count = _counted(cells, columns)
    measured, by_kind = _measured(cells, columns, blanks=blanks)
    if len(counted) > 1 and by_count >= by_kind:
        return counted, by_count
    return measured, by_kind


_WORK = re.compile(
    r"新建|扩建|改建|建设|改造|推进|推动|实施|开展|完善|加强|提升|打造|创建|建成|修建|整治|落实|组织|举办"
    r"|培育|引进|升级|优化|启动|完成|制定|出台|建立|健全|深化|规范|强化|做好|抓好|支持|鼓励|清理|治理"
)
_SAYS_SO = re.compile(r"(?:牵头|负责|配合|落实|实施|承办|主办)[。；;]?$")


def kind_of(text: str) -> str:
    """What a cell says, by itself."""
    if text in _BLANK_CELLS:
        return _NOTHING
    if is_deadline(text):
        return _DUE
    return _DOERS if len(text) <= _LONGEST_LIST and _names_doers(text) else _CONTENT


def _names_doers(text: str) -> bool:
    """Whether a cell names units and says nothing else: 市教育局、各区, 市发改委牵头落实."""
    bare = text.rstrip("。；; ")
    if not bare or mark_at(text) is not None or _WORK.match(text):
        return False
    names = split_names(bare)
    if names and all(is_like_unit(named.name) for named in names):
        return True
    if not _SAYS_SO.search(text) or "。" in bare:
        return False
    clause = read_clause(bare, frozenset())
    if clause is None or not clause.names_somebody:
        return False
    listed = (*clause.leads, *clause.units)
    return bare.startswith(listed[0]) and all(map(is_like_unit, listed))


_PART_OF_NAME = ("督查室", "办公室", "管委会", "办事处", "人民政府", "政府", "管理局")
_ENDS_IN_VERB = re.compile(r"(?:制定|完成|出台|建成|印发|启动|投用|实现)$")


_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:印发)?")


def is_signed(text: str, following: str) -> bool:
    """Whether a line is whose document it is, above its day."""
    return _DAY.fullmatch(following) is not None and kind_of(text) == _DOERS


def whole_names(cells: Sequence[Cell]) -> list[Cell]:
    """The words; 县交通 运输局, which the width of a column parted, is one."""
    whole: list[Cell] = []
    for number, cell in enumerate(cells):
        following = cells[number + 1].text if number + 1 < len(cells) else ""
        if whole and _goes_on(whole[-1].text, cell.text, following):
            whole[-1] = whole[-1]._replace(text=f"{whole[-1].text}{cell.text}")
        else:
            whole.append(cell)
    return whole


def _goes_on(before: str, text: str, following: str) -> bool:
    """Whether a word belongs to the one before: a list, a name or what is done by a day."""
    kind = kind_of(text)
    if before.endswith(("、", "，")) and len(before) < _LONGEST_LIST:
        return kind == _DOERS and kind_of(before.rstrip("、，")) == _DOERS
    if len(before) > 12 or len(text) > 8:
        return False
    kind_before = kind_of(before)
    if text in _PART_OF_NAME:
        return kind_before == _DOERS and is_like_unit(f"{before}{text}")
    if before[0] in "省市区县" and len(before) < 5 and kind_before == _CONTENT:
        return kind == _DOERS and is_like_unit(f"{before}{text}")
    if kind_before != _DUE or not _ENDS_IN_VERB.search(before):
        return False
    return kind == _CONTENT and len(following) > len(text) * 2


def _counted(cells: Sequence[Cell], columns: Columns) -> tuple[list[Row], int]:
    """The rows where every one has a cell for each column."""
    width = len(columns.roles)
    rows: list[Row] = []
    start = 0
    while start + width <= len(cells):
        if _is_row(cells[start : start + width], columns):
            texts = tuple(cell.text for cell in cells[start : start + width])
            rows.append(Row(texts, cells[start].place))
            start += width
            continue
        below = cells[start + 1 : start + 1 + width]
        if not _heads_rows(cells[start].text) or not _is_row(below, columns):
            break
        rows.append(_chapter(cells[start], columns))
        start += 1
    return rows, start


def _is_row(cells: Sequence[Cell], columns: Columns) -> bool:
    """Whether cells, one a column, say what their columns are for."""
    if len(cells) < len(columns.roles):
        return False
    for cell, role in zip(cells, columns.roles, strict=False):
        may_be = role == "due" and len(cell.text) <= _LONGEST_DUE and _TELLS_TIME.search(cell.text)
        if not may_be and kind_of(cell.text) not in _KINDS_OF.get(role, _ANY):
            return False
    return True


_TELLS_TIME = re.compile(r"[前底内末]$|\d\s?[年月日]|季度|长期|持续|完成")


_ANY = (_CONTENT, _DOERS, _DUE, _NOTHING)
_KINDS_OF = dict.fromkeys(WHO, (_DOERS, _NOTHING))
_KINDS_OF |= {"due": (_DUE, _NOTHING), "content": (_CONTENT, _DOERS)}


def _measured(cells: Sequence[Cell], columns: Columns, *, blanks: bool) -> tuple[list[Row], int]:
    """The rows by the kinds of their cells, up to the last that names somebody."""
    order = _order(columns)
    rows: list[Row] = []
    taken = 0
    row: Kinds = []
    stop = _signed_at(cells)
    for number, cell in enumerate(cells[:stop]):
        kind = _kind_within(cell.text, row, order)
        if row and _begins_row(kind, row, order):
            if not _is_whole(row, columns, blanks=blanks):
                return rows, taken
            rows += _placed(row, columns, rows[-1:])
            taken = number
            row = []
        row.append((kind, cell))
        if len(row) > _MOST_WORDS:
            return rows, taken
    if _is_whole(row, columns, blanks=blanks):
        rows += _placed(row, columns, rows[-1:])
        taken = stop
    return rows, taken


def _signed_at(cells: Sequence[Cell]) -> int:
    """Where the document is signed, behind all its cells where it is not."""
    for number, (cell, following) in enumerate(pairwise(cells)):
        if is_signed(cell.text, following.text):
            return number
    return len(cells)


def _order(columns: Columns) -> list[str]:
    """The kinds of cells in the order of the columns, each where it comes first."""
    of_roles = dict.fromkeys(WHO, _DOERS) | {"due": _DUE}
    of_roles |= dict.fromkeys(("content", "chapter"), _CONTENT)
    kinds = [of_roles[role] for role in columns.roles if role in of_roles]
    return list(dict.fromkeys(kinds))


def _kind_within(text: str, row: Kinds, order: Sequence[str]) -> str:
    """What a cell says, behind those that its row has already."""
    kind = kind_of(text)
    if kind not in (*order, _NOTHING):
        return _CONTENT
    if kind == _DOERS and not row and order[0] == _CONTENT:
        return _CONTENT  # 新城小学, the first cell of a row of what is done
    if kind == _CONTENT and _DUE in order and len(text) <= _LONGEST_DUE:
        behind = _names_somebody(row) and row[-1][0] != _DUE
        return _DUE if behind and begins_as_deadline(text) else _CONTENT
    return kind


def _begins_row(kind: str, row: Kinds, order: Sequence[str]) -> bool:
    """Whether a cell stands before the last one of the row, in the order of the columns."""
    told = [each for each, _ in row if each != _NOTHING]
    if kind == _NOTHING or not told:
        return False
    place, last = order.index(kind), order.index(told[-1])
    return place < last or (place == last and kind == _DUE)


def _names_somebody(row: Kinds) -> bool:
    return any(kind == _DOERS for kind, _ in row)


def _is_whole(row: Kinds, columns: Columns, *, blanks: bool) -> bool:
    """Whether the cells may be one row: they name somebody, and are of no text behind the table."""
    contents = [cell.text for kind, cell in row if kind == _CONTENT]
    if not contents or not _names_somebody(row):
        return False
    more = contents[: -_width(columns)]
    if blanks or not more:
        return True
    heads = [text for text in more if _heads_rows(text)]
    return len(heads) == len(more) or all(_is_item(text) for text in contents[1:])


def _width(columns: Columns) -> int:
    """How many columns say what is done."""
    return len(columns.of("content")) + len(columns.of("chapter"))


def _is_item(text: str) -> bool:
    mark = mark_at(text)
    return mark is not None and mark.kind not in (PART, CHINESE, CHINESE_IN_BRACKETS)


def _heads_rows(text: str) -> bool:
    mark = mark_at(text)
    high = mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS)
    return high and len(text) <= 60 and "。" not in text


def _chapter(cell: Cell, columns: Columns) -> Row:
    return Row((cell.text,) * len(columns.roles), cell.place)


def _placed(row: Kinds, columns: Columns, above: Sequence[Row]) -> list[Row]:
    """The cells of a row in their columns, behind the rows that only head it."""
    rows: list[Row] = []
    contents = [cell for kind, cell in row if kind == _CONTENT]
    others = [(kind, cell.text) for kind, cell in row if kind != _CONTENT]
    while len(contents) > _width(columns) and _heads_rows(contents[0].text):
        rows.append(_chapter(contents.pop(0), columns))
    places = sorted([*columns.of("chapter"), *columns.of("content")])
    texts = [cell.text for cell in contents]
    placed, carried = _contents(texts, places, above)
    placed |= _others(others, columns)
    cells = tuple(placed.get(column, "") for column in range(len(columns.roles)))
    return [*rows, Row(cells, contents[0].place, frozenset(carried))]


def _contents(
    texts: Sequence[str], places: Sequence[int], above: Sequence[Row]
) -> tuple[dict[int, str], list[int]]:
    """By column what is done; those too few are carried from above, those too many together."""
    carried: list[int] = []
    if len(texts) < len(places) and above:
        carried = list(places[: len(places) - len(texts)])
    own = places[len(carried) :]
    placed = {column: above[-1].cells[column] for column in carried}
    placed |= dict(zip(own[:-1], texts, strict=False))
    placed[own[-1]] = " ".join(texts[len(own) - 1 :])
    return placed, carried


_COLUMNS_OF = {_DOERS: WHO, _DUE: ("due",), _NOTHING: (*WHO, "due")}


def _others(cells: Sequence[tuple[str, str]], columns: Columns) -> dict[int, str]:
    """By column who does it and until when; more names than columns stand in the last."""
    placed: dict[int, str] = {}
    last = -1
    for kind, text in cells:
        wanted = [column for role in _COLUMNS_OF[kind] for column in columns.of(role)]
        free = [column for column in sorted(wanted) if column > last]
        if free:
            last = free[0]
            placed[last] = text
        elif wanted and kind != _NOTHING:
            end = max(wanted)
            before = placed.get(end, "")
            placed[end] = f"{before}、{text}" if before else text
    return placed
