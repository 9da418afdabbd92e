"""A table as it was sent: its rows with what merged cells and rows of a chapter say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cz.sheets.reading import Filled, Line, Unread
from cz.supervise.table import MARK, REASON, SPARE, TOTAL, clean, plain_heading
from cz.tables import Place, Sent, Table, Value, besides, column_name, text_of
from cz.taking.headings import (
    SORTS,
    STANDARDS,
    TASKS,
    UNITS,
    Head,
    elsewhere,
    find_head,
    is_heading,
)

# What a blank cell repeats from the row above, from the widest to the narrowest.
_CARRIED = {STANDARDS: ("block", "project", "content"), TASKS: ("chapter",), UNITS: ("kind",)}
_NO_NAME = re.compile(r"(?:sheet|工作表|表)?\s*\d*", re.IGNORECASE)
_NOTHING = ("无", "—", "——", "-", "--", "/", "／", "\\", "－")
_FOOT = re.compile(
    "(填报人|填表人|制表人|审核人|审批人|填报日期|填报时间|填报单位|制表单位|注|备注|说明|填表说明)"
    "(?:[(（][^)）]*[)）])?\\s*[:：]"
)
_SERIAL = ("序号",)
_CHINESE_LINE_END = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])")


class Given(NamedTuple):
    """A row as text by field; ``shared``: the fields whose cell is merged with other rows'."""

    line: Line
    said: Mapping[str, str]
    raw: Mapping[str, Value]
    shared: frozenset[str] = frozenset()


class SortedTable(NamedTuple):
    """A table of one sort. ``filled``: its columns and rows, as they go back if they have to."""

    sort: str
    filled: Filled
    rows: tuple[Given, ...]


def tables_of(sent: Sent, asked: str, path: str) -> list[SortedTable | Unread]:
    """``asked``: one of SORTS, "" where the headings are to tell. Hidden sheets are not read."""
    tables: list[SortedTable | Unread] = []
    for table in sent.tables:
        if not table.rows:
            continue
        if table.hidden:
            tables.append(Unread(table.name, "这一页是隐藏的，没有取", len(table.rows)))
            continue
        head = find_head(table.rows, asked)
        words = "" if asked else elsewhere(table.rows)
        if words or head is None:
            tables.append(Unread(table.name, words or _no_head(asked), len(table.rows)))
        else:
            tables.append(_Reader(table, head).table(besides(sent, table)))
    return tables


def _no_head(asked: str) -> str:
    if asked:
        return f"前 10 行里没有认出{SORTS[asked]}表的表头，要有的列见 docs/import.md"
    return (
        "前 10 行里没有认出表头。任务表要有任务和责任单位，单位名单要有单位名称，"
        "测评标准表要有测评标准和测评内容；列名不一样的，请加 --as 任务、--as 单位 或 --as 测评标准"
    )


class _Reader:
    """Goes down the rows of one table, keeping in mind what holds for those below."""

    def __init__(self, table: Table, head: Head) -> None:
        self.name, self.head = table.name, head
        kept = [
            column
            for column, title in enumerate(head.titles)
            if title and plain_heading(title) not in (REASON, MARK, SPARE)
        ]
        self.columns = kept
        self.ours = any(plain_heading(title) == REASON for title in head.titles)
        self.rows = [[*map(_cell, row.cells)] for row in table.rows]
        self.numbers = [row.number for row in table.rows]
        self.joined = _fill_merged(table, self.rows, self.numbers, head.below)
        self.tops = _tops(table)
        self.wide = {(area.top, area.left) for area in table.merged if area.right > area.left}
        self.unread = _unread_cells(table)
        self.field_at = {
            column: field for field, columns in head.where.items() for column in columns
        }
        self.context = _context_field(head)
        self.under = _sheet_says(table.name, head)
        self.last: dict[str, str] = {}

    def table(self, told: Sequence[str]) -> SortedTable:
        """``told``: what stands in it besides its values."""
        given: list[Given] = []
        skipped = 0
        unused: dict[int, str] = {}
        for place in range(self.head.below, len(self.rows)):
            cells = self.rows[place]
            if self._says_nothing(cells):
                skipped += 1
                continue
            heading = self._chapter(place)
            if heading:
                self.under, self.last = heading, {}
                skipped += 1
                continue
            given.append(self._given(place))
            for column in self._unused(cells):
                unused.setdefault(column, self._title(column))
        titles = [self.head.titles[column] for column in self.columns]
        where = {
            field: tuple(self.columns.index(column) for column in columns)
            for field, columns in self.head.where.items()
        }
        if self.context:
            where = {**where, self.context: (len(titles),)}
            titles.append(_CONTEXT_TITLES[self.context])
        filled = Filled(
            name=self.name,
            titles=tuple(titles),
            where=where,
            lines=tuple(row.line for row in given),
            skipped=skipped,
            unused=tuple(unused[column] for column in sorted(unused)),
            ours=self.ours,
            besides=tuple(sentence.rstrip("。") for sentence in told),
        )
        return SortedTable(self.head.sort, filled, tuple(given))

    def _title(self, column: int) -> str:
        titles = self.head.titles
        title = " ".join(titles[column].split()) if column < len(titles) else ""
        return title or f"{column_name(column)} 列（没有表头）"

    def _unused(self, cells: Sequence[Value]) -> Iterable[int]:
        """The columns that hold something here and mean nothing to us."""
        for column, value in enumerate(cells):
            if value in ("", "未评", *_NOTHING) or column in self.field_at:
                continue
            heading = plain_heading(self._title(column))
            if heading not in (*_SERIAL, REASON, MARK, SPARE):
                yield column

    def _says_nothing(self, cells: Sequence[Value]) -> bool:
        """Whether it is a total, the headings once more, a foot, or only numbered."""
        said = [text_of(cell) for cell in cells if cell != ""]
        if not said:
            return True
        first = "".join(said[0].split())
        if all(text.strip("()（）").isdigit() for text in said):
            return True
        if _FOOT.match(first):
            return True
        if TOTAL.match(first):
            return len(said) < 4
        headings = sum(is_heading(self.head.sort, text) for text in said)
        return headings >= 2 and headings * 3 >= len(said) * 2

    def _chapter(self, place: int) -> str:
        """What a row heads that holds only that, "" of any other."""
        said = {column: cell for column, cell in enumerate(self.rows[place]) if cell != ""}
        if len(said) != 1:
            return ""
        column = next(iter(said))
        spans = (self.numbers[place], column) in self.wide
        main = self.head.where.get("title", self.head.where.get("name", ()))
        if spans or (column not in main and column == 0):
            return text_of(said[column])
        return ""

    def _given(self, place: int) -> Given:
        cells = self.rows[place]
        cells += [""] * (len(self.head.titles) - len(cells))
        raw = {
            field: next((cells[column] for column in columns if cells[column] != ""), "")
            for field, columns in self.head.where.items()
        }
        said = {
            field: "\n".join(text for column in columns if (text := _text(cells[column])))
            for field, columns in self.head.where.items()
        }
        joined = {
            self.field_at[column]
            for column in self.joined.get(place, ())
            if column in self.field_at
        }
        repeated = self._repeat(said, joined)
        for field in repeated:
            cells[self.head.where[field][0]] = said[field]
        kept = [cells[column] for column in self.columns]
        if self.context:
            said[self.context] = self.under
            kept.append(self.under)
        number = self.numbers[place]
        line = Line(number, tuple(kept), self._fault(number))
        shared = joined | {self.field_at.get(column, "") for column in self.tops.get(number, ())}
        return Given(line, said, raw, frozenset(shared))

    def _fault(self, number: int) -> str:
        """Why the row cannot be taken, "" where it can: a cell of it shows no value."""
        for place, words in self.unread.get(number, ()):
            if place.column in self.field_at:
                return f"“{self._title(place.column)}”（原表 {place}）是{words}，请写上结果"
        return ""

    def _repeat(self, said: dict[str, str], joined: set[str]) -> list[str]:
        """Fill in what the row above says and this one leaves blank; which fields these are.

        What is narrower is repeated only as long as what is wider stays the same.
        """
        repeated = []
        same = True
        for field in _CARRIED[self.head.sort]:
            if field not in self.head.where:
                continue
            if said[field] and said[field] != self.last.get(field) and field not in joined:
                same = False
            if not said[field] and same and field in self.last:
                said[field] = self.last[field]
                repeated.append(field)
            self.last[field] = said[field]
        return [field for field in repeated if said[field]]


_CONTEXT_TITLES = {"chapter": "板块", "block": "测评版块", "project": "测评项目", "kind": "类别"}


def _context_field(head: Head) -> str:
    """What rows that only head those below them tell: the widest that no column holds."""
    if head.sort == STANDARDS and "project" not in head.where:
        return "project"
    wanted = {STANDARDS: "block", TASKS: "chapter", UNITS: "kind"}[head.sort]
    return "" if wanted in head.where else wanted


def _sheet_says(name: str, head: Head) -> str:
    """What the name of a sheet says of its rows where standards stand under no project."""
    if _context_field(head) == "project" and not _NO_NAME.fullmatch(name):
        return name
    return ""


def _cell(value: Value) -> Value:
    return clean(value) if isinstance(value, str) and value else value


def _fill_merged(
    table: Table, rows: list[list[Value]], numbers: Sequence[int], below: int
) -> dict[int, list[int]]:
    """Write what stands in cells merged over several rows into each of these rows.

    By the place of a row: the columns whose cell began above.
    """
    place_of = {number: place for place, number in enumerate(numbers)}
    joined: dict[int, list[int]] = {}
    for area in table.merged:
        top = place_of.get(area.top)
        if top is None or top < below or area.bottom == area.top or area.left >= len(rows[top]):
            continue
        value = rows[top][area.left]
        for number in range(area.top + 1, min(area.bottom, table.height) + 1):
            place = place_of.get(number)
            if place is None or value == "":
                continue
            rows[place] += [""] * (area.left + 1 - len(rows[place]))
            rows[place][area.left] = value
            joined.setdefault(place, []).append(area.left)
    return joined


def _tops(table: Table) -> dict[int, list[int]]:
    """By the number of a row: the columns whose cell goes on in rows below."""
    tops: dict[int, list[int]] = {}
    for area in table.merged:
        if area.bottom > area.top:
            tops.setdefault(area.top, []).append(area.left)
    return tops


def _unread_cells(table: Table) -> dict[int, list[tuple[Place, str]]]:
    """By the number of a row: its cells that hold a formula without a value, or a fault."""
    cells: dict[int, list[tuple[Place, str]]] = {}
    for place in table.uncounted:
        cells.setdefault(place.row, []).append((place, "公式，文件里没有算出来的值"))
    for place, fault in table.faults.items():
        cells.setdefault(place.row, []).append((place, fault))
    return cells


def _text(value: Value) -> str:
    """A cell in one line; what says that there is nothing is nothing."""
    text = one_line(text_of(value))
    return "" if text in _NOTHING else text


def one_line(text: str) -> str:
    """Lines of Chinese go together without a blank, others with one."""
    return re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", text).replace(
        "\n", " "
    )
