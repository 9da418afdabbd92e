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


def numbered(document: Any, levels: Sequence[tuple[str, str]], name: str = "90") -> str:
    """A numbering of the document with (kind of numbers, text) for each level; its id, ``name``."""
    part = document.part.numbering_part.element
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    part.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{written}</w:abstractNum>'
        ),
    )
    part.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'
        )
    )
    return name


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


# A handbook of standards as it is printed: chapter rows, merged cells, headings on every page.
HANDBOOK_HEAD = (
    ("编号", "测评项目", "测评内容", "测评", "", "", "责任", ""),
    ("", "", "", "标准", "方法", "材料要求", "单位", "联络员"),
)
HANDBOOK_MERGED = ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:H1")
HANDBOOK = (
    ("一、思想道德基础", "", "", "", "", "", "", ""),
    (
        "Ⅰ-1-①",
        "理想信念教育",
        "Ⅰ-1 理论武装",
        "有年度学习计划",
        "材料审核",
        "计划、记录",
        "区委宣传部",
        "张三",
    ),
    ("ⅰ－1－②", "", "", "学习档案齐全", "", "无", "区委宣传部", ""),
    ("Ⅰ-2", "", "Ⅰ-2 实践活动", "中小学校开展主题活动", "实地考察", "", "区教育局", "李四"),
    ("", "", "", "场馆免费开放", "", "", "区文化和旅游局", ""),
    ("编号", "测评项目", "测评内容", "标准", "方法", "材料要求", "单位", "联络员"),
    ("二、长效常态机制", "", "", "", "", "", "", ""),
    (
        "III-1-1",
        "领导机制",
        "Ⅲ-1 组织领导",
        "①有指挥部和办公室",
        "材料审核",
        "—",
        "区委办公室、区政府办公室",
        "",
    ),
    ("合计", "", "", "5 条", "", "", "", ""),
)
HANDBOOK_SPANS = ("A3:H3", "B4:B7", "C4:C5", "E4:E5", "A6:A7", "C6:C7", "A9:H9")


def handbook() -> bytes:
    """The handbook as a workbook of two sheets; the second goes on with a project of its own."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "文明城区"
    for row in (*HANDBOOK_HEAD, *HANDBOOK):
        first.append(row)
    for area in (*HANDBOOK_MERGED, *HANDBOOK_SPANS):
        first.merge_cells(area)
    second = book.create_sheet("续")
    second.append(("测评项目", "测评内容", "测评标准", "测评方法", "责任单位"))
    second.append(("领导机制", "经费保障", "创建经费列入预算", "材料审核", "区财政局"))
    book.create_sheet("封面")
    return saved(book)


def units_list() -> bytes:
    return workbook(
        (
            ("单位名称", "类别", "曾用名", "联络员", "电话"),
            ("区教育局", "政府部门", "", "张三", "0000"),
            ("区数据局", "政府部门", "", "李四", "0001"),
        )
    )
