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


_LONGEST_PART = 8  # of a word that may be the rest of the one before
_LONGEST_PARTED = 12  # of the one before
_LONGEST_PLACE = 4  # of a place that a unit's name begins with: 县交通
_LONGEST_HEAD = 60  # of what heads rows


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
    if len(text) <= _LONGEST_LIST and _names_doers(text):
        return _DOERS
    return _CONTENT


def _names_doers(text: str) -> bool:
    """Whether a cell names units and says nothing else: 市教育局、各区, 市发改委牵头落实."""
    bare = text.rstrip("。；; ")
    if not bare or mark_at(text) is not None or _WORK.match(text):
        return False
    if lists_units(bare):
        return True
    return "。" not in bare and _SAYS_SO.search(text) is not None and _says_who(bare)


def lists_units(text: str) -> bool:
    """Whether a text is a list of units and nothing else."""
    names = split_names(text)
    return bool(names) and all(is_like_unit(named.name) for named in names)


def _says_who(text: str) -> bool:
    """Whether a clause begins with a unit and names nothing else: 市发改委牵头落实."""
    clause = read_clause(text, frozenset())
    if clause is None or not clause.names_somebody:
        return False
    listed = (*clause.leads, *clause.units)
    return text.startswith(listed[0]) and all(map(is_like_unit, listed))


_PART_OF_NAME = ("督查室", "办公室", "管委会", "办事处", "人民政府", "政府", "管理局")
_ENDS_IN_VERB = re.compile(r"(?:制定|完成|出台|建成|印发|启动|投用|实现)$")


_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:印发)?")


def is_signed(text: str, following: str) -> bool:
    """Whether a line is whose document it is, above its day."""
    return _DAY.fullmatch(following) is not None and kind_of(text) == _DOERS


def whole_names(cells: Sequence[Cell]) -> list[Cell]:
    """The words; 县交通 运输局, which the width of a column parted, is one."""
    whole: list[Cell] = []
    following_texts = [*(cell.text for cell in cells[1:]), ""]
    for cell, following in zip(cells, following_texts, strict=False):
        if whole and _goes_on(whole[-1].text, cell.text, following):
            together = f"{whole[-1].text}{cell.text}"
            whole[-1] = whole[-1]._replace(text=together)
        else:
            whole.append(cell)
    return whole


def _goes_on(before: str, text: str, following: str) -> bool:
    """Whether a word belongs to the one before: a list, a name or what is done by a day."""
    kind = kind_of(text)
    if before.endswith(("、", "，")) and len(before) < _LONGEST_LIST:
        listed = before.rstrip("、，")
        return kind == _DOERS and kind_of(listed) == _DOERS
    if len(before) > _LONGEST_PARTED or len(text) > _LONGEST_PART:
        return False
    kind_before = kind_of(before)
    if text in _PART_OF_NAME:
        return kind_before == _DOERS and is_like_unit(f"{before}{text}")
    if _is_place(before) and kind_before == _CONTENT:
        return kind == _DOERS and is_like_unit(f"{before}{text}")
    if kind_before != _DUE or not _ENDS_IN_VERB.search(before):
        return False
    return kind == _CONTENT and len(following) > len(text) * 2


def _is_place(text: str) -> bool:
    return text[0] in "省市区县" and len(text) <= _LONGEST_PLACE


def _counted(cells: Sequence[Cell], columns: Columns) -> tuple[list[Row], int]:
    """The rows where every one has a cell for each column."""
    width = len(columns.roles)
    rows: list[Row] = []
    start = 0
    while start + width <= len(cells):
        first = cells[start]
        stop = start + width
        if _is_row(cells[start:stop], columns):
            texts = tuple(cell.text for cell in cells[start:stop])
            rows.append(Row(texts, first.place))
            start = stop
            continue
        below = cells[start + 1 : stop + 1]
        if not _heads_rows(first.text) or not _is_row(below, columns):
            break
        rows.append(_chapter(first, columns))
        start += 1
    return rows, start


def _is_row(cells: Sequence[Cell], columns: Columns) -> bool:
    """Whether cells, one a column, say what their columns are for."""
    if len(cells) < len(columns.roles):
        return False
    for cell, role in zip(cells, columns.roles, strict=False):
        if not _may_stand(cell.text, role):
            return False
    return True


def _may_stand(text: str, role: str) -> bool:
    """Whether a column of that role may hold a cell."""
    if role == "due" and _may_be_due(text):
        return True
    return kind_of(text) in _KINDS_OF.get(role, _ANY)


def _may_be_due(text: str) -> bool:
    return len(text) <= _LONGEST_DUE and _TELLS_TIME.search(text) is not None


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
        if _begins_row(kind, row, order):
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


_KIND_OF = {
    **dict.fromkeys(WHO, _DOERS),
    "due": _DUE,
    "content": _CONTENT,
    "chapter": _CONTENT,
}


def _order(columns: Columns) -> list[str]:
    """The kinds of cells in the order of the columns, each where it comes first."""
    kinds = [_KIND_OF[role] for role in columns.roles if role in _KIND_OF]
    return list(dict.fromkeys(kinds))


def _kind_within(text: str, row: Kinds, order: Sequence[str]) -> str:
    """What a cell says, behind those that its row has already."""
    kind = kind_of(text)
    if kind == _NOTHING:
        return kind
    if kind not in order:
        return _CONTENT
    if kind == _DOERS and not row and order[0] == _CONTENT:
        return _CONTENT  # 新城小学, the first cell of a row of what is done
    if kind == _CONTENT and _DUE in order and _is_due_behind(text, row):
        return _DUE
    return kind


def _is_due_behind(text: str, row: Kinds) -> bool:
    """Whether a cell that may be content is until when, as it stands behind who does it."""
    if len(text) > _LONGEST_DUE or not _names_somebody(row):
        return False
    last_kind, _ = row[-1]
    return last_kind != _DUE and begins_as_deadline(text)


def _begins_row(kind: str, row: Kinds, order: Sequence[str]) -> bool:
    """Whether a cell stands before the last one of the row, in the order of the columns."""
    kinds = [kind_in_row for kind_in_row, _ in row if kind_in_row != _NOTHING]
    if kind == _NOTHING or not kinds:
        return False
    place = order.index(kind)
    last_place = order.index(kinds[-1])
    if place == last_place:
        return kind == _DUE
    return place < last_place


def _names_somebody(row: Kinds) -> bool:
    return any(kind == _DOERS for kind, _ in row)


def _is_whole(row: Kinds, columns: Columns, *, blanks: bool) -> bool:
    """Whether the cells may be one row: they name somebody, and are of no text behind the table."""
    contents = [cell.text for kind, cell in row if kind == _CONTENT]
    if not contents or not _names_somebody(row):
        return False
    if blanks:
        return True
    more = contents[: -_width(columns)]
    return all(map(_heads_rows, more)) or all(map(_is_item, contents[1:]))


def _width(columns: Columns) -> int:
    """How many columns say what is done."""
    return len(columns.of("content")) + len(columns.of("chapter"))


_HIGH = (PART, CHINESE, CHINESE_IN_BRACKETS)  # marks of what may head rows


def _is_item(text: str) -> bool:
    mark = mark_at(text)
    return mark is not None and mark.kind not in _HIGH


def _heads_rows(text: str) -> bool:
    if len(text) > _LONGEST_HEAD or "。" in text:
        return False
    mark = mark_at(text)
    return mark is not None and mark.kind in _HIGH


def _chapter(cell: Cell, columns: Columns) -> Row:
    return Row((cell.text,) * len(columns.roles), cell.place)


def _placed(row: Kinds, columns: Columns, above: Sequence[Row]) -> list[Row]:
    """The cells of a row in their columns, behind the rows that only head it."""
    rows: list[Row] = []
    contents = [cell for kind, cell in row if kind == _CONTENT]
    others = [(kind, cell.text) for kind, cell in row if kind != _CONTENT]
    while len(contents) > _width(columns) and _heads_rows(contents[0].text):
        head = contents.pop(0)
        rows.append(_chapter(head, columns))
    places = sorted([*columns.of("chapter"), *columns.of("content")])
    texts = [cell.text for cell in contents]
    placed, carried = _contents(texts, places, above)
    placed |= _others(others, columns)
    cells = tuple(placed.get(column, "") for column in range(len(columns.roles)))
    rows.append(Row(cells, contents[0].place, frozenset(carried)))
    return rows


def _contents(
    texts: Sequence[str], places: Sequence[int], above: Sequence[Row]
) -> tuple[dict[int, str], Sequence[int]]:
    """By column what is done; those too few are carried from above, those too many together.

    And the columns that are carried.
    """
    missing = max(0, len(places) - len(texts)) if above else 0
    carried = places[:missing]
    *own, last = places[missing:]
    placed = {column: above[-1].cells[column] for column in carried}
    placed |= dict(zip(own, texts, strict=False))
    placed[last] = " ".join(texts[len(own) :])
    return placed, carried


_COLUMNS_OF = {_DOERS: WHO, _DUE: ("due",), _NOTHING: (*WHO, "due")}


def _others(cells: Sequence[tuple[str, str]], columns: Columns) -> dict[int, str]:
    """By column who does it and until when; more names than columns stand in the last."""
    placed: dict[int, str] = {}
    last = -1
    for kind, text in cells:
        wanted = _columns_for(kind, columns)
        free = [column for column in wanted if column > last]
        if free:
            last = free[0]
            placed[last] = text
        elif wanted and kind != _NOTHING:
            end = wanted[-1]
            before = placed.get(end, "")
            placed[end] = f"{before}、{text}" if before else text
    return placed


def _columns_for(kind: str, columns: Columns) -> list[int]:
    """The columns that may hold a cell of that kind, from left to right."""
    wanted: list[int] = []
    for role in _COLUMNS_OF[kind]:
        wanted += columns.of(role)
    return sorted(wanted)
