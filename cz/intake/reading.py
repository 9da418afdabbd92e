"""The files of a plan as documents, each by what is in it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cz.intake.paragraphs import Block, Document, Grid, Line, Span, bounded, laid_out
from cz.intake.text_file import decoded, html_document, text_document
from cz.problem import Refusal
from cz.tables import Sent, Table, read_bytes, text_of
from cz.tables.page import is_page
from cz.tables.read import read_table_bytes
from cz.tables.sent import Area

_TABLES = (".xlsx", ".xls", ".xlsm", ".et", ".ods", ".csv", ".tsv")
_OLD = (".doc", ".wps", ".rtf", ".dot")
_ZIP, _PDF = b"PK", b"%PDF"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
_HEADINGS = ("序号", "任务", "重点任务", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限")


def documents(paths: Sequence[str]) -> tuple[Document, ...]:
    """Raises Refusal for a file that cannot be read, or is no document."""
    return tuple(document(path) for path in paths)


def document(path: str) -> Document:
    ending = os.path.splitext(path)[1].lower()
    if ending in _OLD:
        raise Refusal(
            f"{path} 是旧格式的 {ending} 文件。请用 Word 或 WPS 打开，另存为 .docx 再导入。"
        )
    raw = read_bytes(path)
    name = os.path.basename(path)
    if raw.startswith(_PDF):
        raise Refusal(f"{path} 是 PDF。请要来原来的 Word 文件，或把文字复制到 .txt 里再导入。")
    if raw.startswith(_PICTURES):
        raise Refusal(f"{path} 是图片，认不出里面的字。请要来原来的 Word 文件。")
    if ending in _TABLES or (raw.startswith(_ZIP) and ending != ".docx"):
        return _of_tables(read_table_bytes(raw, path, _HEADINGS), path, name)
    if raw.startswith(_ZIP):
        from cz.intake.word_file import word_document

        return word_document(raw, path, name)
    if b"\0" in raw[:4000] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refusal(
            f"{path} 不是 cz 能读的文件。方案可以是 Word（.docx）、文本、Markdown、网页，"
            "任务表可以是 Excel（.xlsx）或 CSV。"
        )
    text = decoded(raw)
    if ending in (".html", ".htm", ".mht") or is_page(raw):
        return html_document(text, path, name)
    return text_document(text, path, name)


def _of_tables(sent: Sent, path: str, name: str) -> Document:
    """A workbook's sheets as tables; a row above the headings that only says a title as a line."""
    blocks: list[Block] = []
    for number, table in enumerate(sent.tables, 1):
        if table.hidden or not table.rows:
            continue
        where = f"工作表“{table.name}”" if table.name else f"表 {number} "
        blocks += _of_table(table, where)
    return Document(name, bounded(blocks, path))


def _of_table(table: Table, where: str) -> list[Block]:
    spans = [_spans(table, row.number, [text_of(cell) for cell in row.cells]) for row in table.rows]
    grid = laid_out(spans, where)
    numbers = [row.number for row in table.rows]
    rows = [
        row._replace(place=f"{where}第 {number} 行")
        for row, number in zip(grid.rows, numbers, strict=True)
    ]
    lines: list[Block] = []
    while rows and len(set(filter(None, rows[0].cells))) == 1:
        text = next(filter(None, rows[0].cells))
        lines += [Line(each, rows[0].place) for each in text.split("\n") if each.strip()]
        rows.pop(0)
    return [*lines, Grid(tuple(rows), where)] if rows else lines


def _spans(table: Table, number: int, cells: Sequence[str]) -> list[Span]:
    """The cells of a row, those that others take in by merging left out."""
    areas = [area for area in table.merged if area.top <= number <= area.bottom]
    spans = []
    for column, text in enumerate(cells):
        area = next((each for each in areas if each.left <= column <= each.right), None)
        if area is None:
            spans.append(Span(text))
        elif area.top == number and area.left == column:
            spans.append(Span(text, _width(area, len(cells)), area.bottom - area.top + 1))
    return spans


def _width(area: Area, columns: int) -> int:
    return min(area.right, columns - 1) - area.left + 1
