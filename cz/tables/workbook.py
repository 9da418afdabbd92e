"""Workbooks: .xlsx, .xlsm, .xls and .ods through calamine, the only module that imports it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from cz.problem import Refusal
from cz.tables import open_document
from cz.tables.archive import LARGEST_PART, Archive, broken, locked
from cz.tables.sent import MOST_CELLS, Area, Place, Row, Sent, Table, Value
from cz.tables.unseen import Unseen, beside, sheet_parts, unseen

_TEXTS = "xl/sharedStrings.xml"
_PICTURE = "DISPIMG("  # the function by which WPS shows a picture in a cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


class _Sheet(NamedTuple):
    """``merged``: None where calamine tells."""

    name: str
    hidden: bool
    unseen: Unseen
    merged: tuple[Area, ...] | None = None


def read_xlsx(raw: bytes, archive: Archive) -> Sent:
    """Raises Refusal."""
    sheets = []
    for sheet in sheet_parts(archive):
        if not sheet.part:
            continue
        seen = unseen(archive, sheet.part)
        _refuse_sprawl(seen, sheet.name, archive.shown)
        pictures, comments = beside(archive, sheet.part)
        seen = seen._replace(pictures=seen.pictures | pictures, comments=comments)
        sheets.append(_Sheet(sheet.name, sheet.hidden, seen))
    if _TEXTS in archive:
        archive.bound(_TEXTS, LARGEST_PART)
    if len({sheet.name.casefold() for sheet in sheets}) < len(sheets):
        raise broken(archive.shown)  # by its name calamine would give the first of them twice
    has_texts = _holds(archive, _TEXTS, _PICTURE.encode())
    with _opened(raw, archive.shown) as book:
        tables = tuple(_table(book, sheet, has_texts) for sheet in sheets)
    parts = tuple(name for name in archive.names if name.lower().endswith("cellimages.xml"))
    return Sent("xlsx", tables, parts)


def read_ods(raw: bytes, archive: Archive) -> Sent:
    """Raises Refusal."""
    sheets = []
    for sheet in open_document.sheets(archive):
        _refuse_sprawl(sheet.unseen, sheet.name, archive.shown)
        sheets.append(_Sheet(sheet.name, sheet.hidden, sheet.unseen, sheet.merged))
    has_texts = _holds(archive, "content.xml", _PICTURE.encode())
    with _opened(raw, archive.shown) as book:
        return Sent("ods", tuple(_table(book, sheet, has_texts) for sheet in sheets))


def read_xls(raw: bytes, seen: Sequence[Unseen], shown: str) -> Sent:
    """``seen``: one for each of its sheets. Raises Refusal."""
    for number, each in enumerate(seen, 1):
        _refuse_sprawl(each, f"第{number}张", shown)
    with _opened(raw, shown) as book:
        from python_calamine import SheetVisibleEnum

        kinds = book.sheets_metadata
        if len(kinds) != len(seen):
            raise broken(shown)
        sheets = [
            _Sheet(kind.name, kind.visible != SheetVisibleEnum.Visible, each)
            for kind, each in zip(kinds, seen, strict=True)
        ]
        has_texts = _PICTURE.encode() in raw or _PICTURE.encode("utf-16-le") in raw
        return Sent("xls", tuple(_table(book, sheet, has_texts) for sheet in sheets))


def _holds(archive: Archive, part: str, text: bytes) -> bool:
    """Whether a text stands in a part of the zip, if there is such a part."""
    if part not in archive:
        return False
    before = b""
    for piece in archive.pieces(part):
        if text in before + piece:
            return True
        before = piece[-len(text) :]
    return False


def _refuse_sprawl(seen: Unseen, name: str, shown: str) -> None:
    """Raises Refusal where the sheet would not fit into memory, empty as most of it is."""
    if seen.height * seen.width > MOST_CELLS:
        raise Refusal(
            f"{shown} 的工作表“{name}”占了 {seen.height} 行 × {seen.width} 列，太大，没有读。"
            "多半是最后一行或最后一列误填了内容；请按 Ctrl+End 找到它，删去后另存。"
        )


@contextmanager
def _opened(raw: bytes, shown: str) -> Iterator[CalamineWorkbook]:
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise Refusal(
            f"{shown} 没有读：python-calamine 装了却用不了（{error}）。"
            "请执行 pip install --force-reinstall python-calamine，或另存为 CSV 再执行。",
            exit_code=1,
        ) from None
    try:
        with _silent_panics(), calamine.CalamineWorkbook.from_filelike(BytesIO(raw)) as book:
            yield book
    except calamine.PasswordError:
        raise locked(shown) from None
    except (calamine.CalamineError, OSError, ValueError):
        raise broken(shown) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how Rust says that it did not foresee this
            raise
        raise broken(shown) from None


@contextmanager
def _silent_panics() -> Iterator[None]:
    """What Rust prints of a panic goes nowhere: the user is told in a sentence."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _table(book: CalamineWorkbook, sheet: _Sheet, has_texts: bool) -> Table:
    """``has_texts``: whether formulas of pictures stand in the file as texts."""
    values = book.get_sheet_by_name(sheet.name)
    rows = _rows(values)
    seen = sheet.unseen
    pictures = seen.pictures
    if has_texts or pictures:
        pictures |= _blank_pictures(rows)
    merged = sheet.merged
    if merged is None:
        merged = tuple(
            Area(top + 1, left, bottom + 1, right)
            for (top, left), (bottom, right) in values.merged_cell_ranges or ()
        )
    return Table(
        name=sheet.name,
        rows=tuple(rows),
        height=rows[-1].number if rows else 0,
        merged=merged,
        hidden=sheet.hidden,
        hidden_rows=seen.hidden_rows,
        hidden_columns=seen.hidden_columns,
        protected=seen.protected,
        uncounted=seen.uncounted,
        faults=seen.faults,
        pictures=pictures,
        comments=seen.comments,
    )


def _rows(sheet: CalamineSheet) -> list[Row]:
    """Those that hold anything."""
    if sheet.start is None:
        return []
    before: tuple[Value, ...] = ("",) * sheet.start[1]
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if cells.count("") < len(cells):
            rows.append(Row(number, (*before, *cells)))
    return rows


def _blank_pictures(rows: list[Row]) -> frozenset[Place]:
    """Take out the formulas that stand for a picture, and say where they stood."""
    pictures: set[Place] = set()
    for place, row in enumerate(rows):
        columns = [
            column
            for column, value in enumerate(row.cells)
            if isinstance(value, str) and value.startswith("=") and _PICTURE in value.upper()
        ]
        if columns:
            pictures.update(Place(row.number, column) for column in columns)
            cells = tuple(
                "" if column in columns else value for column, value in enumerate(row.cells)
            )
            rows[place] = row._replace(cells=cells)
    return frozenset(pictures)
