"""A Sheet as an Excel workbook, ready to filter and to print. The only import of XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter

from cz.show.colours import style_of
from cz.show.sheet import Cell, Sheet, Table
from cz.show.worksheets import (
    DAY_SHAPE,
    NUMBER_SHAPE,
    Value,
    Worksheet,
    column_widths,
    lines_in,
    text_value,
    value_in,
    worksheets,
)
from cz.typography import printable, width

FONT, SIZE = "宋体", 10
LINE = 13.5  # points of a line of text
TALLEST = 400.0  # points of a row; Excel allows 409
PORTRAIT = 92  # columns of a terminal that an upright A4 page holds
MANY = 5_000  # rows from which on a row is written and forgotten
MADE = datetime(2026, 1, 1)  # the same file for the same input
A4 = 9
MOST_MET = 20_000  # cells that are kept, for most come again
MOST_SHAPES = 150  # kinds of display; Excel allows some 200
LONGEST_AS_TEXT = 255  # characters of a cell whose kind is text

COLOURS = {
    "bright_black": "595959",
    "cyan": "1F6E8C",
    "green": "2E7D32",
    "bold green": "2E7D32",
    "yellow": "9C6500",
    "red": "C00000",
    "bold red": "C00000",
}


def workbook_of(sheet: Sheet) -> bytes:
    """The same bytes for the same input."""
    parts = worksheets(sheet)
    rows = sum(len(part.table.rows) for part in parts if part.table)
    out = io.BytesIO()
    options = {
        "constant_memory": rows > MANY,
        "in_memory": rows <= MANY,
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": printable(sheet.title)[:255], "created": MADE})
        book.set_size(2000, 1200)
        styles = Styles(book)
        for part in parts:
            _write(book.add_worksheet(part.name), part, styles)
    return out.getvalue()


class Drawn(NamedTuple):
    """A cell as it is written. ``columns``: of a terminal that it takes on one line."""

    value: Value
    style: Any
    columns: int


class Styles:
    """The formats of a workbook, each made once, and the cells that were met of late."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._shapes = {"", DAY_SHAPE, NUMBER_SHAPE}
        self._met: dict[tuple[str | Cell, bool], Drawn] = {}

    def drawn(self, cell: str | Cell, *, right: bool) -> Drawn:
        met = self._met.get((cell, right))
        if met is None:
            if len(self._met) >= MOST_MET:
                self._met.clear()
            value = self.displayable(value_in(cell, numbers=right))
            met = Drawn(value, self.cell(value, right=right), width(value.text))
            self._met[cell, right] = met
        return met

    def get(self, **properties: Any) -> Any:
        wanted = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def heading(self) -> Any:
        return self.get(bold=True, font_size=14, text_wrap=True, quote_prefix=True)

    def note(self) -> Any:
        return self.get(text_wrap=True, quote_prefix=True)

    def title(self) -> Any:
        return self.get(bold=True, border=1, bg_color="#E7E6E6", align="center", text_wrap=True)

    def displayable(self, value: Value) -> Value:
        """The value, or its text where Excel takes no more kinds of display."""
        if value.shape not in self._shapes and len(self._shapes) >= MOST_SHAPES:
            return text_value(value.text)
        self._shapes.add(value.shape)
        return value

    def cell(self, value: Value, *, right: bool) -> Any:
        properties: dict[str, Any] = {"border": 1}
        if value.shape:
            properties["num_format"] = value.shape
        else:
            properties["text_wrap"] = True
        if isinstance(value.value, str) and value.value:
            # As text, 5-1 stays 5-1 when somebody edits the cell; longer text in such a cell
            # is a row of # in older Excels.
            short = len(value.value) <= LONGEST_AS_TEXT
            properties.update({"num_format": "@"} if short else {"quote_prefix": True})
        if value.shape == DAY_SHAPE:
            properties["align"] = "center"
        elif right:
            properties.update(align="right", indent=1)
        style = style_of(value.text)
        if style:
            properties.update(font_color=f"#{COLOURS[style]}", bold="bold" in style)
        return self.get(**properties)


def put(worksheet: Any, row: int, column: int, value: Value, style: Any) -> None:
    """Text is written as text, whatever it looks like."""
    if isinstance(value.value, date):
        worksheet.write_datetime(row, column, datetime(*value.value.timetuple()[:3]), style)
    elif isinstance(value.value, (int, float)):
        worksheet.write_number(row, column, value.value, style)
    elif value.value:
        worksheet.write_string(row, column, harmless(value.value), style)
    else:
        worksheet.write_blank(row, column, None, style)


def harmless(text: str) -> str:
    """XlsxWriter takes a string that begins and ends so for markup of its own."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _write(worksheet: Any, part: Worksheet, styles: Styles) -> None:
    table = part.table
    sizes = column_widths(table) if table else [PORTRAIT]
    for at, size in enumerate(sizes):
        worksheet.set_column(at, at, size)
    _set_up_page(worksheet, sizes)
    for row, text in enumerate(part.notes):
        _put_note(worksheet, row, text, sizes, styles.note() if row else styles.heading())
    if table is None:
        return
    top = len(part.notes)
    _put_titles(worksheet, top, table, sizes, styles)
    last = top + len(table.rows)
    worksheet.freeze_panes(top + 1, 0)
    worksheet.repeat_rows(top)
    worksheet.autofilter(top, 0, last, len(table.columns) - 1)
    _offer_choices(worksheet, table, top + 1, last)
    for at, cells in enumerate(table.rows, top + 1):
        _put_row(worksheet, at, cells, table, sizes, styles)


def _offer_choices(worksheet: Any, table: Table, first: int, last: int) -> None:
    """A list to choose from, in columns that are filled in by hand; other text is let pass."""
    for at, column in enumerate(table.columns):
        if column.choices and last >= first:
            offered = {"validate": "list", "source": list(column.choices), "show_error": False}
            worksheet.data_validation(first, at, last, at, offered)


def _set_up_page(worksheet: Any, sizes: Sequence[int]) -> None:
    worksheet.set_paper(A4)
    if sum(sizes) > PORTRAIT:
        worksheet.set_landscape()
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.fit_to_pages(1, 0)
    worksheet.center_horizontally()
    worksheet.set_footer("&C第 &P 页，共 &N 页")


def _put_note(worksheet: Any, row: int, text: str, sizes: Sequence[int], style: Any) -> None:
    """Across the whole table, so that it neither widens a column nor runs out of the page."""
    shown = harmless(printable(text))
    room = sum(sizes)
    size = width(shown) * (1.4 if row == 0 else 1)
    lines = int(size / (room - 2)) + 1
    worksheet.set_row(row, min(lines * (LINE if row else 20.0) + 4, TALLEST))
    if len(sizes) > 1:
        worksheet.merge_range(row, 0, row, len(sizes) - 1, "", style)
    worksheet.write_string(row, 0, shown, style)


def _put_titles(
    worksheet: Any, row: int, table: Table, sizes: Sequence[int], styles: Styles
) -> None:
    titles = [printable(column.title) for column in table.columns]
    lines = max(map(lines_in, map(width, titles), sizes))
    worksheet.set_row(row, lines * LINE + 6)
    for at, title in enumerate(titles):
        worksheet.write_string(row, at, harmless(title), styles.title())


def _put_row(
    worksheet: Any,
    row: int,
    cells: Sequence[Any],
    table: Table,
    sizes: Sequence[int],
    styles: Styles,
) -> None:
    drawn = [
        styles.drawn(cell, right=column.right)
        for cell, column in zip(cells, table.columns, strict=True)
    ]
    lines = max(lines_in(cell.columns, size) for cell, size in zip(drawn, sizes, strict=True))
    worksheet.set_row(row, min(lines * LINE + 4, TALLEST))
    for at, (value, style, _) in enumerate(drawn):
        put(worksheet, row, at, value, style)
