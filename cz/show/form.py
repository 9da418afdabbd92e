"""A unit's form as a workbook: grey cells are locked, yellow ones are to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from cz.sheets.form import (
    COLUMNS,
    FIELDS,
    HINT,
    HINT_OF_DAY,
    HINT_OF_STATUS,
    REPORTED,
    Form,
    Matter,
)
from cz.sheets.headings import FIELD_OF, UNHEEDED
from cz.sheets.reading import fingerprint
from cz.supervise.table import MARK, REASON, plain_heading
from cz.tables import Value, text_of
from cz.typography import visible, width
from cz.verbs.sheet.judge import JudgedFile, JudgedTable
from cz.words import cn_date

HEAD = 2  # the row of the headings, counted from 0; above it the title and the instruction
MADE = datetime(2026, 1, 1)  # the same file for the same input
LONGEST = 32_767  # characters of a cell
_LINE = 15  # points of a line of the text
_TALLEST = 400  # points of a row; Excel takes 409
_FONT = {"font_name": "宋体", "font_size": 10}
_BOX = {"border": 1, "border_color": "#808080", "valign": "vcenter", "text_wrap": True}
_GREY = {"bg_color": "#EDEDED"}
_YELLOW = {"bg_color": "#FFF8CC", "locked": False}
_CENTRED = ("number", "kind", "id", "part", "due", "status", "day")
_EARLIEST = date(2015, 1, 1)  # of a day that the spreadsheet lets pass


class _Styles(NamedTuple):
    """``cells``: by field and whether it is open."""

    title: Any
    hint: Any
    head: Any
    cells: dict[tuple[str, bool], Any]


def form_bytes(form: Form) -> bytes:
    """The workbook; the same bytes whenever and wherever it is written."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(
        {
            "title": f"{form.unit}创建工作反馈表",
            "created": datetime.combine(form.day, time()),
        }
    )
    sheet = book.add_worksheet("反馈表")
    styles = _styles(book)
    _write_head(sheet, form, styles)
    for number, matter in enumerate(form.matters, 1):
        _write_matter(sheet, number, matter, styles)
    _set_up(sheet, form)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> _Styles:
    cells = {}
    for field in FIELDS:
        look = {**_FONT, **_BOX}
        if field in _CENTRED:
            look["align"] = "center"
        if field in ("due", "day"):
            look["num_format"] = "yyyy-m-d"
        elif field == "id":
            look["num_format"] = "@"  # 5-1 stays 5-1; longer text in such a cell is a row of #
        cells[field, False] = book.add_format({**look, **_GREY})
        cells[field, True] = book.add_format({**look, **_YELLOW})
    return _Styles(
        title=book.add_format({**_FONT, "bold": True, "font_size": 16}),
        hint=book.add_format({**_FONT, "valign": "vcenter"}),
        head=book.add_format({**_FONT, **_BOX, **_GREY, "bold": True, "align": "center"}),
        cells=cells,
    )


def _write_head(sheet: Any, form: Form, styles: _Styles) -> None:
    label = f"（{visible(form.label)}）" if form.label else ""
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{visible(form.unit)}创建工作反馈表{label}", styles.title)
    sheet.set_row(1, 20)
    sheet.write_string(1, 0, hint(form), styles.hint)
    sheet.set_row(HEAD, 30)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(HEAD, place, column.title, styles.head)


def hint(form: Form) -> str:
    """The one line of instruction, which also tells whose form it is."""
    hints = [HINT]
    if any("status" in matter.open for matter in form.matters):
        hints.append(HINT_OF_STATUS)
    elif any("day" in matter.open for matter in form.matters):
        hints.append(HINT_OF_DAY)
    return f"单位：{visible(form.unit)}　制表日期：{cn_date(form.day)}　{'；'.join(hints)}。"


def _write_matter(sheet: Any, number: int, matter: Matter, styles: _Styles) -> None:
    row = HEAD + number
    sheet.set_row(row, _height(matter))
    for place, field in enumerate(FIELDS):
        style = styles.cells[field, field in matter.open]
        value = number if field == "number" else getattr(matter, field, "")
        if isinstance(value, date):
            sheet.write_datetime(row, place, datetime.combine(value, time()), style)
        elif isinstance(value, int):
            sheet.write_number(row, place, value, style)
        elif value:
            sheet.write_string(row, place, harmless(value), style)
        else:
            sheet.write_blank(row, place, None, style)
    if "status" in matter.open:
        sheet.data_validation(row, FIELDS.index("status"), row, FIELDS.index("status"), _CHOICE)
    if "day" in matter.open:
        sheet.data_validation(row, FIELDS.index("day"), row, FIELDS.index("day"), _DAY)


_CHOICE = {
    "validate": "list",
    "source": list(REPORTED),
    "error_title": "状态",
    "error_message": f"请从下拉框里选：{'、'.join(REPORTED)}。",
}
_DAY = {
    "validate": "date",
    "criteria": "between",
    "minimum": _EARLIEST,
    "maximum": "=TODAY()",
    "error_title": "日期",
    "error_message": "请写办完的那一天，例如 2026-7-15；还没有办完的不填。",
}


def _height(matter: Matter) -> float:
    """Points that hold the longest of its texts."""
    lines = [
        _lines(getattr(matter, column.field), column.width)
        for column in COLUMNS
        if column.field in ("title", "part", "progress")
    ]
    return min(_LINE * max(2, *lines) + 4, _TALLEST)


def _lines(text: str, size: int) -> int:
    """How many a cell of such a width takes; a character of the default type is as wide as a
    column of a terminal."""
    room = size - 1
    return sum(max(1, -(-width(line) // room)) for line in text.split("\n"))


def _set_up(sheet: Any, form: Form) -> None:
    """Widths, what stays in sight, how it is printed, what may be done to it."""
    last = HEAD + len(form.matters)
    for place, column in enumerate(COLUMNS):
        hidden = {"hidden": column.field == "code"}
        sheet.set_column(place, place, column.width, None, hidden)
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.set_selection(HEAD + 1, FIELDS.index("progress"), HEAD + 1, FIELDS.index("progress"))
    sheet.protect("", _ALLOWED)


_ALLOWED = {
    "sort": True,
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
}


def harmless(text: str) -> str:
    """XlsxWriter takes a string that begins and ends so for markup of its own."""
    shown = visible(text)[:LONGEST]
    return f"{shown} " if shown.startswith("<r>") and shown.endswith("</r>") else shown


# --- what is returned -------------------------------------------------------------------------


def returned_bytes(file: JudgedFile) -> bytes:
    """The returned rows of a file, a worksheet a table: its columns as they were, then why."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "退回", "created": MADE})
        styles = _ReturnedStyles(book)
        for number, table in enumerate(file.tables, 1):
            if table.count("returned"):
                _write_returned(book.add_worksheet(f"退回{number}"), table, styles)
    return out.getvalue()


class _ReturnedStyles:
    def __init__(self, book: Any) -> None:
        look = {**_FONT, **_BOX}
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 14})
        self.hint = book.add_format(_FONT)
        self.head = book.add_format({**look, **_GREY, "bold": True, "align": "center"})
        self.text = book.add_format(look)
        self.id = book.add_format({**look, "num_format": "@"})
        self.day = book.add_format({**look, "num_format": "yyyy-m-d", "align": "left"})
        self.reason = book.add_format({**look, "font_color": "#C00000"})


def _write_returned(sheet: Any, table: JudgedTable, styles: _ReturnedStyles) -> None:
    titles = [*table.filled.titles, REASON, MARK]
    unit = f"单位：{visible(table.unit)}　" if table.unit else ""
    sheet.write_string(0, 0, f"退回 {table.count('returned')} 行", styles.title)
    sheet.write_string(1, 0, f"{unit}请照最后一列改好，发回来。", styles.hint)
    sheet.set_row(HEAD, 30)
    for place, title in enumerate(titles):
        sheet.write_string(HEAD, place, harmless(title), styles.head)
    codes = table.filled.where.get("code", ())
    hidden = {*codes, len(titles) - 1}
    widths = [0 if place in hidden else _width(title) for place, title in enumerate(titles)]
    returned = [verdict for verdict in table.verdicts if verdict.outcome == "returned"]
    ids = table.filled.where.get("id", ())
    for row, verdict in enumerate(returned, HEAD + 1):
        for place, value in enumerate(verdict.line.cells):
            _write_value(
                sheet, row, place, value, styles.id if place in ids else styles.text, styles
            )
        mark = fingerprint(verdict.line.cells) if verdict.stays else ""
        sheet.write_string(row, len(titles) - 2, harmless(verdict.reason), styles.reason)
        sheet.write_string(row, len(titles) - 1, mark, styles.id)
        sheet.set_row(row, _height_of([*verdict.line.cells, verdict.reason, mark], widths))
    for place, size in enumerate(widths):
        sheet.set_column(place, place, size or 10, None, {"hidden": not size})
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)


def _height_of(cells: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that hold the longest of the texts that are shown."""
    pairs = zip(cells, widths, strict=True)
    return min(
        _LINE * max(_lines(text_of(cell), size) for cell, size in pairs if size) + 4, _TALLEST
    )


def _write_value(
    sheet: Any, row: int, place: int, value: Value, style: Any, styles: _ReturnedStyles
) -> None:
    """As it came: a date is a date, a number a number."""
    if isinstance(value, date):
        day = value if isinstance(value, datetime) else datetime.combine(value, time())
        sheet.write_datetime(row, place, day.replace(tzinfo=None), styles.day)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, place, value, style)
    elif value != "":
        sheet.write_string(row, place, harmless(text_of(value)), style)
    else:
        sheet.write_blank(row, place, None, style)


_WIDTHS = {"title": 38, "progress": 40, "fix": 40, "problem": 38, "id": 11, "status": 9}


def _width(title: str) -> int:
    """As wide as what stands under such a heading."""
    word = plain_heading(title)
    if word == REASON:
        return 50
    return _WIDTHS.get(FIELD_OF.get(word, ""), 6 if word in UNHEEDED else 13)
