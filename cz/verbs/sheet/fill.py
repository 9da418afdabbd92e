"""``cz sheet fill``: the form of somebody else answered from the plan, cell by cell, and proven."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from cz.filling.book import (
    Formats,
    formats_of,
    has_formulas,
    names_grown,
    recalculated,
    tables_grown,
)
from cz.filling.change import Added, Filled, change, style_at
from cz.filling.choices import Choices
from cz.filling.layout import Layout, Line, layout_of
from cz.filling.proof import Intended, prove
from cz.filling.zipped import replaced
from cz.problem import Refusal
from cz.records import Campaign
from cz.sheets.city_head import KEYS, Column, Head, find_head
from cz.sheets.city_rows import Body, Kept, area_at, body_of
from cz.sheets.dates import Unusable, read_cell
from cz.tables import (
    Area,
    Place,
    Sent,
    Table,
    Value,
    read_bytes,
    read_table_bytes,
    rows_named,
    text_of,
)
from cz.tables.archive import Archive
from cz.tables.unseen import main_part, sheet_parts
from cz.typography import width
from cz.verbs.sheet.fill_values import (
    Index,
    Record,
    in_words_of,
    plainly_same,
    records_of,
    too_long,
)
from cz.words import cn_date

LINE_HEIGHT = 14  # points that a line of a cell usually takes


class Asked(NamedTuple):
    """The command's options. ``over``: whether cells that say something else are written over."""

    sheet: str = ""
    unit: str | None = None
    phase: int | None = None
    over: bool = False


class Answer(NamedTuple):
    """One cell: what it held and holds now."""

    place: Place
    heading: str
    before: str
    after: str


class Left(NamedTuple):
    """Rows, or cells, that were not filled for one reason. ``cells``: with what they hold."""

    why: str
    rows: tuple[int, ...]
    cells: tuple[str, ...]


class Filling(NamedTuple):
    """``content``: the workbook filled in. ``rows``: how many rows were known, ``added`` at the
    end. ``head``: what was made of the headings. ``lacking``: how many records of the plan are in
    no row of the form. ``notes``: what changed besides the cells, and what to look at.
    """

    path: str
    sheet: str
    head: Head
    rows: int
    added: int
    answers: tuple[Answer, ...]
    same: int
    left: tuple[Left, ...]
    lacking: int
    notes: tuple[str, ...]
    content: bytes


def target_beside(path: str) -> str:
    """Where the filled form goes: 报表-已填.xlsx."""
    stem, ending = os.path.splitext(path)
    return f"{stem}-已填{ending}"


def fill(campaign: Campaign, path: str, today: date, asked: Asked) -> Filling:
    """Raises Refusal for what is no form that can be filled, with nothing written."""
    raw = read_bytes(path)
    sent = read_table_bytes(raw, path)
    if sent.kind != "xlsx":
        raise Refusal(
            f"{path} 不是 .xlsx 文件（里面是 {sent.kind}），cz 只填 .xlsx。"
            "请用 Excel 或 WPS 打开它，另存为 .xlsx 再填。"
        )
    table, head = _chosen(sent, path, asked.sheet)
    form = _Form(raw, path, table, head)
    records = records_of(campaign, head.kind, today, unit=asked.unit, phase=asked.phase)
    rows, added = _matched(form, records, asked)
    desk = _Desk(form, asked.over)
    for row in rows:
        desk.answer(row)
    return _filled(form, desk, rows, added, records)


def _chosen(sent: Sent, path: str, asked: str) -> tuple[Table, Head]:
    """Raises Refusal."""
    tables = [table for table in sent.tables if not table.hidden]
    if asked:
        tables = [table for table in sent.tables if table.name == asked]
        if not tables:
            known = "、".join(table.name for table in sent.tables)
            raise Refusal(f"{path} 里没有叫“{asked}”的工作表。有的是：{known}。")
    headed = [(table, head) for table in tables if (head := find_head(table))]
    if not headed:
        raise Refusal(
            f"{path} 的前 15 行里没有认出表头。"
            "表头里要有编号或任务（问题清单要有编号或存在问题），和要填的列，"
            "例如 进展情况、完成情况、存在问题。"
        )
    if len(headed) > 1:
        names = [table.name for table, _ in headed]
        raise Refusal(
            f"{path} 里有 {len(headed)} 张表都认得出表头：{'、'.join(names)}。"
            f"请用 --sheet 写明填哪一张，例如 --sheet {names[0]}。"
        )
    return headed[0]


class _Form:
    """The form, as it was sent. Raises Refusal where its XML is written as nobody writes it."""

    def __init__(self, raw: bytes, path: str, table: Table, head: Head) -> None:
        self.raw, self.path, self.table, self.head = raw, path, table, head
        self.archive = Archive(raw, path)
        sheets = sheet_parts(self.archive)
        self.place = next(place for place, each in enumerate(sheets) if each.name == table.name)
        self.part = sheets[self.place].part
        self.parts = {each.name: each.part for each in sheets if each.part}
        self.xml = self.archive.part(self.part)
        self.layout: Layout = layout_of(self.xml, path)
        self.formats: Formats = formats_of(self.archive)
        self.lines: dict[int, Line] = {line.number: line for line in self.layout.lines}
        cells = [cell for line in self.layout.lines for cell in line.cells]
        formulas = frozenset(cell.place for cell in cells if cell.formula)
        self.body: Body = body_of(table, head, tuple(self.lines), formulas)
        self.cells = {row.number: row.cells for row in table.rows}

    def value(self, place: Place) -> Value:
        cells = self.cells.get(place.row, ())
        return cells[place.column] if place.column < len(cells) else ""

    def style(self, place: Place) -> str:
        return style_at(self.layout, self.lines.get(place.row), place.column)


class _Row(NamedTuple):
    """A row of the form and what it is answered with. ``kept``: as it named its record, None of
    one that was empty. ``like``: the row whose formats a new one takes, 0 of one that is there.
    ``why``: why no record can be told.
    """

    number: int
    record: Record | None
    kept: Kept | None = None
    like: int = 0
    why: str = ""
    running: int = 0


def _matched(
    form: _Form, records: Sequence[Record], asked: Asked
) -> tuple[list[_Row], list[Added]]:
    """Raises Refusal where an empty form has no room."""
    if form.body.kept:
        index = Index(records)
        rows = []
        for kept in form.body.kept:
            meant = index.meant(kept)
            rows.append(_Row(kept.number, meant.record, kept, why=meant.why))
        return rows, []
    listed = [record for record in records if record.listed]
    if not listed:
        whose = asked.unit or "方案"
        raise Refusal(f"{form.path} 是空表，{whose}里没有可填的。什么也没有写。")
    return _laid_out(form, listed)


def _laid_out(form: _Form, listed: Sequence[Record]) -> tuple[list[_Row], list[Added]]:
    """Into the empty rows, then into new ones below."""
    body = form.body
    lacking = len(listed) - len(body.empty)
    if lacking > 0:
        _refuse_no_room(form, len(listed), lacking)
    last = body.empty[-1] if body.empty else 0
    numbers = [*body.empty, *range(body.last + 1, body.last + 1 + max(0, lacking))]
    rows = []
    added = []
    for running, (number, record) in enumerate(zip(numbers, listed, strict=False), 1):
        is_new = number > body.last and last > 0
        if is_new:
            added.append(Added(number, last))
        rows.append(_Row(number, record, like=last if is_new else 0, running=running))
    return rows, added


def _refuse_no_room(form: _Form, wanted: int, lacking: int) -> None:
    """Raises Refusal where rows cannot be added below the table."""
    body = form.body
    if body.below:
        raise Refusal(
            f"{form.path} 只有 {len(body.empty)} 个空行，要填 {wanted} 行；"
            f"表下面第 {body.below} 行还有内容，没有往下加行，什么也没有写。"
            f"请在第 {body.below} 行上面插入 {lacking} 行再填。"
        )
    last = body.empty[-1] if body.empty else 0
    merged = [area for area in form.table.merged if area.top <= last <= area.bottom]
    if merged:
        raise Refusal(
            f"{form.path} 只有 {len(body.empty)} 个空行，要填 {wanted} 行；最后一行有合并的单元格"
            f"（{merged[0]}），没有往下加行，什么也没有写。请在表里插入 {lacking} 行再填。"
        )


class _Desk:
    """Where the answers are put together."""

    def __init__(self, form: _Form, over: bool) -> None:
        self.form, self.over = form, over
        self.values: dict[Place, Filled] = {}
        self.answers: list[Answer] = []
        self.same = 0
        self.keys = KEYS[form.head.kind]
        self.left: dict[str, list[int]] = {}
        self.left_cells: dict[str, list[str]] = {}
        self.choices = Choices(form.layout.choices, form.raw, form.path)

    def leave(self, why: str, row: int, cell: str = "") -> None:
        self.left.setdefault(why, []).append(row)
        if cell:
            self.left_cells.setdefault(why, []).append(cell)

    def answer(self, row: _Row) -> None:
        if row.record is None:
            self.leave(f"认不出是哪一条：{row.why}", row.number)
            return
        for column in self.form.head.columns:
            place = Place(row.number, column.place)
            if column.field == "seq":
                self._number(row, column, place)
                continue
            if column.field in self.keys and self._seen(row, place) != "":
                continue  # by it the row is known
            value = row.record.values.get(column.field)
            if value is None:
                if self._seen(row, place) == "":
                    self.leave(f"台账里没有{column.word}", row.number)
                continue
            self._answer(row, column, place, self._as_offered(row, column, place, value))

    def _number(self, row: _Row, column: Column, place: Place) -> None:
        """The running number of a row that was empty, unless a formula counts."""
        if not row.running or self._seen(row, place) != "":
            return
        if not self._obstacle(row, column, place, row.running):
            self._put(place, column, row.running, "")

    def _as_offered(self, row: _Row, column: Column, place: Place, value: Filled) -> Filled:
        """A status in the words of the form's own list, where it has one."""
        offered = self._offered(row, place)
        if column.field == "status" and offered and isinstance(value, str):
            return in_words_of(offered, value) or value
        return value

    def _offered(self, row: _Row, place: Place) -> tuple[str, ...]:
        return self.choices.at(Place(row.like or row.number, place.column))

    def _seen(self, row: _Row, place: Place) -> Value:
        return "" if row.like else self.form.value(place)

    def _answer(self, row: _Row, column: Column, place: Place, value: Filled) -> None:
        why = self._obstacle(row, column, place, value)
        if why:
            self.leave(why, place.row, str(place))
            return
        there = self._seen(row, place)
        if self._says_so(there, value):
            self.same += 1
        elif there != "" and not self.over:
            cell = f"{place}（{_short(text_of(there))}）"
            self.leave(f"{column.word}已经填了别的", place.row, cell)
        else:
            self._put(place, column, value, text_of(there))

    def _obstacle(self, row: _Row, column: Column, place: Place, value: Filled) -> str:
        """Why this cell is not to be filled, whatever it holds; "" where it may be."""
        line = self.form.lines.get(row.like or row.number)
        if line is not None and any(
            cell.formula and cell.place.column == place.column for cell in line.cells
        ):
            return f"{column.word}是公式"
        area = None if row.like else area_at(self.form.table, place)
        if area is not None and not _fits(area, row, place):
            return f"{column.word}是合并的单元格（{area}），和任务不是一行对一行"
        if too_long(value):
            return f"{column.word}太长，一格放不下"
        offered = self._offered(row, place)
        if offered and _shown(value) not in offered:
            return f"{column.word}的下拉列表里没有“{_short(_shown(value))}”"
        return ""

    def _says_so(self, there: Value, value: Filled) -> bool:
        if isinstance(value, date):
            if isinstance(there, datetime):
                return there.date() == value
            if isinstance(there, date):
                return there == value
            try:
                return read_cell(text_of(there), value, "") == value
            except Unusable:
                return False
        return plainly_same(text_of(there), _shown(value))

    def _put(self, place: Place, column: Column, value: Filled, before: str) -> None:
        if isinstance(value, date) and not self._shows_dates(place):
            value = cn_date(value)
        self.values[place] = value
        self.answers.append(Answer(place, column.word, before, _shown(value)))

    def _shows_dates(self, place: Place) -> bool:
        style = self.form.style(place)
        if place.row not in self.form.lines and self.form.body.empty:
            style = self.form.style(Place(self.form.body.empty[-1], place.column))
        return style in self.form.formats.dates


def _fits(area: Area, row: _Row, place: Place) -> bool:
    """Whether a merged cell is this record's alone."""
    if (area.top, area.left) != (place.row, place.column):
        return False
    last = row.kept.last if row.kept else row.number
    return area.bottom <= last


def _shown(value: Filled) -> str:
    return cn_date(value) if isinstance(value, date) else str(value)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"{plain[:16]}…" if len(plain) > 16 else plain


def _filled(
    form: _Form,
    desk: _Desk,
    rows: Sequence[_Row],
    added: Sequence[Added],
    records: Sequence[Record],
) -> Filling:
    known = [row for row in rows if row.record is not None]
    content = form.raw
    notes: list[str] = []
    if desk.values:
        content, notes = _written(form, desk.values, added)
        notes += _cut_off(form, desk.values, rows)
    named = {row.record.id for row in rows if row.record is not None}
    return Filling(
        path=form.path,
        sheet=form.table.name,
        head=form.head,
        rows=len(known),
        added=sum(row.number > form.body.last for row in rows),
        answers=tuple(desk.answers),
        same=desk.same,
        left=tuple(
            Left(why, tuple(rows), tuple(desk.left_cells.get(why, ())))
            for why, rows in desk.left.items()
        ),
        lacking=sum(record.listed and record.id not in named for record in records),
        notes=(*notes, *_besides(form, added)),
        content=content,
    )


def _written(
    form: _Form, values: Mapping[Place, Filled], added: Sequence[Added]
) -> tuple[bytes, list[str]]:
    """The workbook with these cells, proven, and what else was changed in it. Raises Refusal."""
    changed = change(form.xml, form.layout, values, added, from_1904=form.formats.from_1904)
    others, notes = _other_parts(form, added)
    content = replaced(form.raw, {form.part: changed.xml, **others}, form.path)
    intended = Intended(form.table.name, form.part, values, added, changed.grown, others)
    prove(form.raw, content, intended, form.path)
    return content, notes


def _other_parts(form: _Form, added: Sequence[Added]) -> tuple[dict[str, bytes], list[str]]:
    """Parts beside the sheet that must follow: where it prints, and what has to be worked out."""
    book = main_part(form.archive)
    before = after = form.archive.part(book)
    notes = []
    others: dict[str, bytes] = {}
    if added:
        last, new = added[0].like, added[-1].number
        after = names_grown(after, form.place, last, new)
        if after != before:
            notes.append(f"打印区域、筛选范围跟着延到第 {new} 行（{book}）。")
        tables = tables_grown(form.archive, form.part, last, new)
        others |= tables
        if tables:
            notes.append(f"表格样式的范围跟着延到第 {new} 行（{'、'.join(tables)}）。")
    if has_formulas(form.archive, form.parts):
        counted = recalculated(after)
        if counted != after:
            notes.append(f"有公式：已设为打开时重新计算（{book}）。")
        after = counted
    if after != before:
        others[book] = after
    return others, notes


def _cut_off(form: _Form, values: Mapping[Place, Filled], rows: Sequence[_Row]) -> list[str]:
    """Told where a row's height is fixed and not all of a text will be seen."""
    likes = {row.number: row.like or row.number for row in rows}
    cut = set()
    for place, value in values.items():
        line = form.lines.get(likes.get(place.row, place.row))
        if line is None or not line.fixed_height or not isinstance(value, str):
            continue
        area = area_at(form.table, place)
        last = area.right if area else place.column
        lines = -(-width(value) // max(1, int(form.layout.width(place.column, last))))
        if lines > max(1, line.fixed_height // LINE_HEIGHT):
            cut.add(place.row)
    if not cut:
        return []
    return [f"行高是固定的，有 {len(cut)} 行字多，会显示不全，请调行高（{rows_named(cut)}）。"]


def _besides(form: _Form, added: Sequence[Added]) -> Iterator[str]:
    if any(name.startswith("_xmlsignatures/") for name in form.archive.names):
        yield "文件有数字签名，填了以后签名就不作数了。"
    if form.table.protected:
        yield "这张表设了保护，填好后仍是保护的；要改请先在 Excel、WPS 里撤销保护。"
    if added:
        line = form.lines[added[0].like]
        columns = [cell for cell in line.cells if cell.formula]
        if columns:
            names = "、".join(str(cell.place).rstrip("0123456789") for cell in columns)
            yield f"新加的行没有带公式（{names} 列），请从上一行往下拖。"
