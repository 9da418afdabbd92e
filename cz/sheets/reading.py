"""A table that came back: its headings, its rows, and what makes a row unusable as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from cz.sheets.headings import (
    ANSWERS,
    FIELD_OF,
    HEADINGS,
    UNHEEDED,
    Head,
    find_head,
    is_ours_returned,
    likeliest,
)
from cz.sheets.ids import looks_like_id
from cz.supervise.table import MARK, REASON, REMARKS, SPARE, TOTAL, clean, plain_heading
from cz.tables import Area, Place, Row, Table, Value, column_name, rows_named, text_of

_UNIT = re.compile(
    r"(?:填报|报送|上报|报告|责任|牵头)?单位(?:名称)?(?:[(（][^)）]*[)）])?\s*[:：]\s*([^\s\u3000,，;；]+)"
)
_FOOT = re.compile(
    "(填报人|填表人|制表人|审核人|审批人|负责人|分管领导|主要领导|联系人|联系电话|填报日期|填报时间|报送时间"
    "|填报单位|报送单位|单位|注|备注|说明|填表说明)(?:[(（][^)）]*[)）])?\\s*[:：]"
)
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_MAY_BE_SEVERAL = ("progress", "title")  # columns that may be there twice


class Line(NamedTuple):
    """A row. ``number`` as a spreadsheet counts; ``cells`` of the columns that have a heading.

    ``fault``: why it cannot be taken whatever it says, "" where it can. ``over``: what stands right
    of the last heading. ``remarks``: what is in it besides and is not taken.
    """

    number: int
    cells: tuple[Value, ...]
    fault: str = ""
    over: str = ""
    remarks: tuple[str, ...] = ()


class Filled(NamedTuple):
    """A table as it was filled in.

    ``where``: the places of each field's columns. ``lines``: the rows that say something;
    ``skipped`` counts totals, headings again, the foot. ``unit``: as printed above or below the
    table, "" where it is not. ``unused``: headings that mean nothing to us. ``ours``: it is what
    we returned. ``besides``: what else stands in it and is not taken.
    """

    name: str
    titles: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]]
    lines: tuple[Line, ...]
    skipped: int = 0
    unit: str = ""
    unused: tuple[str, ...] = ()
    ours: bool = False
    besides: tuple[str, ...] = ()


class Unread(NamedTuple):
    """A table that cannot be taken, and why. ``rows``: how many of it say anything."""

    name: str
    reason: str
    rows: int


def read_filled(table: Table, picture_parts: Sequence[str]) -> Filled | Unread:
    """``picture_parts``: where WPS keeps the pictures of the workbook's cells."""
    head = find_head(table.rows)
    if head is None:
        looks = likeliest(table.rows)
        most_like = f"最像的是{looks}。" if looks else ""
        return Unread(
            table.name,
            f"前 10 行里没有认出表头。{most_like}要有编号或任务名称，和进展情况、状态、整改情况、"
            "日期里的一列。",
            len(table.rows),
        )
    columns = _columns(head)
    twice = _twice(head, columns)
    if twice:
        return Unread(table.name, twice, len(table.rows) - head.below)
    places = {place: number for number, place in enumerate(columns)}
    where: dict[str, tuple[int, ...]] = {}
    for place, number in places.items():
        field = FIELD_OF.get(plain_heading(head.titles[place]))
        if field:
            where[field] = (*where.get(field, ()), number)
    number_place = _number_place(head)
    if "id" not in where and number_place is not None:
        where["id"] = (places[number_place],)
    look = _Look(table, head, columns, where, picture_parts)
    lines: list[Line] = []
    skipped = 0
    unit = _printed_unit(table.rows[: head.below])
    for row in table.rows[head.below :]:
        line = look.line(row)
        if line is None:
            continue
        if _is_no_row(line, where):
            skipped += 1
            unit = unit or _printed_unit([row])
        else:
            lines.append(line)
    return Filled(
        name=table.name,
        titles=tuple(head.titles[place] for place in columns),
        where=where,
        lines=tuple(lines),
        skipped=skipped,
        unit=unit,
        unused=_unused(head, columns, lines),
        ours=is_ours_returned(head.titles),
        besides=_besides(table, {line.number for line in lines}),
    )


def _besides(table: Table, numbers: set[int]) -> tuple[str, ...]:
    """Pictures and comments that lie on none of these rows, and rows that are hidden."""
    told = []
    for word, places in (("图片", table.pictures), ("批注", table.comments)):
        outside = {place.row for place in places if place.row not in numbers}
        if outside:
            told.append(f"表格各行以外的{word}没有取（{rows_named(outside)}）")
    hidden = numbers & table.hidden_rows
    if hidden:
        told.append(f"有 {len(hidden)} 行是隐藏的，一样取（{rows_named(hidden)}）")
    return tuple(told)


def _columns(head: Head) -> list[int]:
    """The columns that are kept: those with a heading, but for what we added when returning."""
    return [
        place
        for place, title in enumerate(head.titles)
        if title and plain_heading(title) not in (REASON, MARK, SPARE)
    ]


def _twice(head: Head, columns: Iterable[int]) -> str:
    """Why two columns are headed as the same field, "" where none are."""
    first_of: dict[str, int] = {}
    for place in columns:
        field = FIELD_OF.get(plain_heading(head.titles[place]))
        if field is None or field in _MAY_BE_SEVERAL:
            continue
        if field in first_of:
            first = first_of[field]
            return (
                f"有两列都像是{HEADINGS[field][0]}：{column_name(first)} 列“{head.titles[first]}”、"
                f"{column_name(place)} 列“{head.titles[place]}”。"
                "请把不用的一列删去，或改个别的列名。"
            )
        first_of[field] = place
    return ""


def _number_place(head: Head) -> int | None:
    """The column 序号, which in many tables holds our ids."""
    words = [plain_heading(title) for title in head.titles]
    return words.index("序号") if "序号" in words else None


def _printed_unit(rows: Iterable[Row]) -> str:
    for row in rows:
        for cell in row.cells:
            if isinstance(cell, str) and (printed := _UNIT.search(cell)):
                return printed[1]
    return ""


class _Joined(NamedTuple):
    """Cells of several rows that were made one, and what it holds."""

    area: Area
    value: Value


class _Look:
    """What is looked at of every row of one table."""

    def __init__(
        self,
        table: Table,
        head: Head,
        columns: Sequence[int],
        where: Mapping[str, tuple[int, ...]],
        picture_parts: Sequence[str],
    ) -> None:
        self.table, self.head, self.columns = table, head, columns
        self.parts = f"（在文件的 {'、'.join(picture_parts)} 里）" if picture_parts else ""
        self.asked = {
            columns[number]: field for field, places in where.items() for number in places
        }
        answers = {place for place, field in self.asked.items() if field in ANSWERS}
        self.merged = _merged_answers(table, answers)
        self.comments: dict[int, list[str]] = {}
        for at, words in table.comments.items():
            remark = f"{at} 的批注“{' '.join(words.split())[:40]}”没有取"
            self.comments.setdefault(at.row, []).append(remark)
        headings = [plain_heading(title) for title in head.titles]
        self.reason = headings.index(REASON) if REASON in headings else None
        self.mark = headings.index(MARK) if MARK in headings else None
        told = [*table.uncounted, *table.faults, *table.pictures, *table.comments]
        self.told_rows = {place.row for place in told}

    def line(self, row: Row) -> Line | None:
        """``None`` where no column with a heading says anything, and nothing is beyond them."""
        cells = self._cells(row)
        over = self._over(row)
        if not over and all(cell == "" for cell in cells) and row.number not in self.told_rows:
            return None
        fault = ""
        remarks: list[str] = []
        if row.number in self.told_rows:
            fault, remarks = self._oddities(row)
        if joined := self.merged.get(row.number):
            fault = fault or self._of_merged(joined[0].area)
            cells = self._spread(cells, joined)
        fault = fault or self._still_returned(row, cells)
        return Line(row.number, cells, fault, over, tuple(remarks))

    def _still_returned(self, row: Row, cells: Sequence[Value]) -> str:
        """Why the row was returned, where nobody has changed it since; "" for another.

        What made it unusable, a formula or cells that were one, is no longer in what we returned.
        """
        if self.reason is None or self.mark is None:
            return ""
        if text_of(_value_at(row.cells, self.mark)) != fingerprint(cells):
            return ""
        return text_of(_value_at(row.cells, self.reason))

    def _cells(self, row: Row) -> tuple[Value, ...]:
        there = row.cells
        lacking = len(self.head.titles) - len(there)
        if lacking > 0:
            there = (*there, *[""] * lacking)
        cells = [there[place] for place in self.columns]
        return tuple([clean(cell) if isinstance(cell, str) and cell else cell for cell in cells])

    def _over(self, row: Row) -> str:
        if len(row.cells) <= len(self.head.titles):
            return ""
        beyond = row.cells[len(self.head.titles) :]
        return " ".join(text for cell in beyond if (text := text_of(cell).strip()))

    def _oddities(self, row: Row) -> tuple[str, list[str]]:
        """(why the row cannot be taken, what is in it and not taken)."""
        fault = ""
        remarks: list[str] = []
        for place in self.columns:
            at = Place(row.number, place)
            title = self.head.titles[place]
            field = self.asked.get(place, "")
            if at in self.table.uncounted and field:
                fault = fault or (f"“{title}”（原表 {at}）是公式，文件里没有算出来的值，请写上结果")
            if at in self.table.faults and field:
                fault = fault or f"“{title}”（原表 {at}）是 {self.table.faults[at]}，请写上结果"
            if at in self.table.pictures:
                remark = f"“{title}”（{at}）里是图片{self.parts}，没有取"
                if field in ANSWERS and field != "files" and _is_blank(row, place):
                    fault = fault or f"{remark}；请写成文字"
                else:
                    remarks.append(remark)
        remarks += self.comments.get(row.number, [])
        return fault, remarks

    def _spread(self, cells: Sequence[Value], joined: Iterable[_Joined]) -> tuple[Value, ...]:
        """With what a merged answer says, which only its first row holds, in every row of it."""
        spread = list(cells)
        for area, value in joined:
            if self.asked.get(area.left) in ANSWERS:
                spread[self.columns.index(area.left)] = value
        return tuple(spread)

    def _of_merged(self, area: Area) -> str:
        title = self.head.titles[area.left] if area.left < len(self.head.titles) else ""
        return (
            f"原表第 {area.top}～{area.bottom} 行的“{title}”合并成了一格（{area}），"
            "分不清说的是哪一行，请逐行填写"
        )


def fingerprint(cells: Sequence[Value]) -> str:
    """By which it is known whether anybody has changed the cells of a row."""
    texts = ["".join(text_of(cell).split()) for cell in cells]
    return sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()[:16]


def _merged_answers(table: Table, answers: set[int]) -> dict[int, list[_Joined]]:
    """The rows whose answers were made one cell with those of others, each with those cells.

    One that holds nothing says nothing of any row.
    """
    joined = [area for area in table.merged if _joins_answers(area, answers)]
    filled = {row.number: row.cells for row in table.rows} if joined else {}
    merged: dict[int, list[_Joined]] = {}
    for area in joined:
        value = _value_at(filled.get(area.top, ()), area.left)
        if value == "":
            continue
        if isinstance(value, str):
            value = clean(value)
        for number in range(area.top, min(area.bottom, table.height) + 1):
            merged.setdefault(number, []).append(_Joined(area, value))
    return merged


def _joins_answers(area: Area, answers: set[int]) -> bool:
    """Whether cells of several rows that are to be filled in were made one."""
    return area.bottom > area.top and any(area.left <= place <= area.right for place in answers)


def _value_at(cells: Sequence[Value], place: int) -> Value:
    return cells[place] if place < len(cells) else ""


def _is_blank(row: Row, place: int) -> bool:
    text = text_of(_value_at(row.cells, place)).strip()
    return not text or bool(_PICTURE.match(text))


def _is_no_row(line: Line, where: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether it is a total, the headings once more, the foot, or a row that is only numbered."""
    said = [cell for cell in line.cells if cell != ""]
    if not said:
        return not line.fault and not line.over
    first = said[0]
    if len(said) == 1 and text_of(first).strip().isdigit() and not line.fault and not line.over:
        place = line.cells.index(first)
        return not any(place in places for places in where.values())
    if not isinstance(first, str):
        return False
    word = "".join(first.split())
    if _FOOT.match(word):
        return True
    if TOTAL.match(word):
        return not _says_which(line, where)
    return _is_heading(word) and _repeats(said)


def _is_heading(text: str) -> bool:
    word = plain_heading(text)
    return word in FIELD_OF or word in UNHEEDED


def _says_which(line: Line, where: Mapping[str, tuple[int, ...]]) -> bool:
    places = (*where.get("code", ()), *where.get("id", ()))
    return any(looks_like_id(line.cells[place]) for place in places)


def _repeats(said: Sequence[Value]) -> bool:
    return all(isinstance(cell, str) and _is_heading(cell) for cell in said)


def _unused(head: Head, columns: Sequence[int], lines: Sequence[Line]) -> tuple[str, ...]:
    """Headings that mean nothing to us; remarks only where one is filled in."""
    unused = []
    for number, place in enumerate(columns):
        word = plain_heading(head.titles[place])
        if word in FIELD_OF or word in UNHEEDED:
            continue
        if word not in REMARKS or any(line.cells[number] != "" for line in lines):
            unused.append(head.titles[place])
    return tuple(unused)
