"""Files of plans, made for the tests: Word with its own numbering and tables, workbooks, pages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

Rows = Sequence[Sequence[str]]

PLAN = """\
滨海区创建全国文明城区实施方案
为做好创建工作，制定本方案。
一、重点任务
（一）整治背街小巷。修补破损路面，清理乱堆乱放。（牵头单位：区城市管理局；责任单位：各街道）
（二）规范交通秩序。治理乱停乱放。（牵头单位：公安分局；责任单位：区交通运输局）
"""
TASKS = (
    ("序号", "重点任务", "牵头单位", "责任单位", "完成时限"),
    ("1", "开展志愿服务", "团区委", "区民政局、各街道", "2026年6月底前"),
    ("2", "宣传公益广告", "区委宣传部", "区融媒体中心", "长期坚持"),
)


def word_plan() -> bytes:
    return word(PLAN.splitlines())


def workbook_plan() -> bytes:
    return workbook(TASKS)


def word(paragraphs: Sequence[str], table: Rows = (), merged: Sequence[str] = ()) -> bytes:
    """A Word file: paragraphs, then a table; ``merged``: areas of it such as "1,0:3,0"."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        add_table(document, table, merged)
    return saved(document)


def add_table(document: Any, rows: Rows, merged: Sequence[str] = ()) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for area in merged:
        (top, left), (bottom, right) = (
            tuple(map(int, corner.split(","))) for corner in area.split(":")
        )
        table.cell(top, left).merge(table.cell(bottom, right))
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def numbered(document: Any, levels: Sequence[tuple[str, str]]) -> str:
    """A numbering of the document with (kind of numbers, text) for each level; its id."""
    part = document.part.numbering_part.element
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    part.insert(
        0,
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{written}</w:abstractNum>'),
    )
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    return "90"


def number(paragraph: Any, numbering: str, depth: int) -> None:
    """Have Word write the paragraph's number."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().set(qn("w:val"), str(depth))
    properties.get_or_add_numId().set(qn("w:val"), numbering)


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def workbook(rows: Rows, merged: Sequence[str] = (), title: str = "") -> bytes:
    """``merged``: areas as a spreadsheet names them; ``title``: a row above the headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
