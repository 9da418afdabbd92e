"""Tables that somebody sent: what is read of each kind of file, and what is refused."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from struct import pack
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from cz.problem import Refusal
from cz.tables import Area, Place, Row, Sent, Table, column_name, read, text_of
from cz.tables.archive import Archive
from cz.tables.read import read_table_bytes
from cz.tables.unseen import _closely, _quickly

CELLS = [["编号", "任务", "时限"], ["t1", "清理楼道", date(2026, 7, 1)], ["t2", "", 3.5]]
HEADINGS = ("编号", "任务", "时限", "进展")


def xlsx(change: Callable[[Any, Workbook], None] | None = None) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "表"
    for row in CELLS:
        sheet.append(row)
    if change:
        change(sheet, book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts_changed(raw: bytes, **changes: Callable[[bytes], bytes] | bytes) -> bytes:
    """The zip with parts changed or added; in their names _ stands for / and . for what ends it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            change = changes.pop(name, None)
            data = old.read(name)
            new.writestr(name, change(data) if callable(change) else change or data)
        for name, data_of in changes.items():
            assert isinstance(data_of, bytes)
            new.writestr(name, data_of)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet_changed(raw: bytes, old: bytes, new: bytes) -> bytes:
    def change(data: bytes) -> bytes:
        assert old in data, data
        return data.replace(old, new)

    return parts_changed(raw, **{SHEET: change})


def only(sent: Sent) -> Table:
    assert len(sent.tables) == 1
    return sent.tables[0]


def refused(raw: bytes, name: str = "表") -> str:
    with pytest.raises(Refusal) as caught:
        read_table_bytes(raw, name, HEADINGS)
    return caught.value.message


# --- values and where they stand
# --------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_with_the_numbers_of_its_rows_and_the_types_of_its_cells() -> None:
    def change(sheet: Any, book: Workbook) -> None:
        sheet["B7"] = datetime(2026, 7, 1, 8, 30)
        sheet["C7"] = True
        sheet["D7"] = time(8, 30)
        sheet["E7"] = "007"

    sent = read_table_bytes(xlsx(change), "表.xlsx")
    assert sent.kind == "xlsx"
    assert only(sent) == Table(
        name="表",
        rows=(
            Row(1, ("编号", "任务", "时限", "", "")),
            Row(2, ("t1", "清理楼道", date(2026, 7, 1), "", "")),
            Row(3, ("t2", "", 3.5, "", "")),
            Row(7, ("", datetime(2026, 7, 1, 8, 30), True, time(8, 30), "007")),
        ),
        height=7,
    )


def test_columns_count_from_a_where_the_first_ones_are_empty() -> None:
    def change(sheet: Any, book: Workbook) -> None:
        sheet.insert_cols(1, 2)

    table = only(read_table_bytes(xlsx(change), "表.xlsx"))
    assert table.rows[1] == Row(2, ("", "", "t1", "清理楼道", date(2026, 7, 1)))


@pytest.mark.parametrize(
    "value,text",
    [
        ("甲", "甲"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (72.5, "72.5"),
        (12345678901234567890, "12345678901234567890"),
        (True, "TRUE"),
        (date(2026, 7, 1), "2026-07-01"),
        (datetime(2026, 7, 1), "2026-07-01"),
        (datetime(2026, 7, 1, 8, 30), "2026-07-01 08:30"),
        (time(8, 30), "08:30"),
    ],
)
def test_a_value_as_it_is_read(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_columns_have_the_names_that_spreadsheets_give_them() -> None:
    assert [column_name(place) for place in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert str(Place(5, 2)) == "C5"
    assert str(Area(1, 0, 2, 3)) == "A1:D2"
    assert Area(1, 0, 2, 3).covers(Place(2, 3))
    assert not Area(1, 0, 2, 3).covers(Place(3, 3))


def test_merged_and_hidden_cells_comments_and_protection_are_told() -> None:
    def change(sheet: Any, book: Workbook) -> None:
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.protection.enable()
        sheet["A2"].comment = Comment("请核对", "审核")
        book.create_sheet("列表").sheet_state = "hidden"

    sent = read_table_bytes(xlsx(change), "表.xlsx")
    table, other = sent.tables
    assert table.merged == (Area(2, 1, 3, 1),)
    assert table.hidden_rows == {3}
    assert table.hidden_columns == {1}
    assert table.protected
    assert table.comments == {Place(2, 0): "请核对"}
    assert not table.hidden
    assert (other.name, other.hidden, other.rows) == ("列表", True, ())


def test_formulas_without_a_value_and_faults_are_told_of_cells_that_read_as_empty() -> None:
    def change(sheet: Any, book: Workbook) -> None:
        sheet["A4"] = "=A3"
        sheet["B4"] = "#REF!"
        sheet["C4"] = "x"

    table = only(read_table_bytes(xlsx(change), "表.xlsx"))
    assert table.rows[-1] == Row(4, ("", "", "x"))
    assert table.uncounted == {Place(4, 0)}
    assert table.faults == {Place(4, 1): "#REF!"}
    kept = sheet_changed(xlsx(change), b"<f>A3</f><v></v>", b"<f>A3</f><v>7</v>")
    assert only(read_table_bytes(kept, "表.xlsx")).uncounted == set()
    assert only(read_table_bytes(kept, "表.xlsx")).rows[-1].cells[0] == 7


def test_pictures_of_wps_in_cells_are_told_and_their_formulas_are_no_values() -> None:
    def change(sheet: Any, book: Workbook) -> None:
        sheet["C3"] = '=_xlfn.DISPIMG("ID_AB",1)'
        sheet["C2"] = '=DISPIMG("ID_AC",1)'
        sheet["C2"].data_type = "s"

    raw = parts_changed(xlsx(change), **{"xl/cellimages.xml": b"<a/>"})
    sent = read_table_bytes(raw, "表.xlsx")
    assert only(sent).pictures == {Place(3, 2), Place(2, 2)}
    assert only(sent).rows[1].cells == ("t1", "清理楼道", "")
    assert sent.picture_parts == ("xl/cellimages.xml",)


def test_pictures_that_lie_on_a_sheet_are_told_by_their_upper_left_cell(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    from PIL import Image

    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    book = xlsxwriter.Workbook(str(tmp_path / "表.xlsx"))
    sheet = book.add_worksheet()
    sheet.write("A1", "照片")
    sheet.insert_image("B5", str(tmp_path / "a.png"))
    book.close()
    assert only(read(str(tmp_path / "表.xlsx"))).pictures == {Place(5, 1)}


# --- searched as bytes, or gone through: the same
# --------------------------------------------------------------------------------------------------

_CELL = st.one_of(
    st.none(),
    st.integers(-5, 5),
    st.text("甲a<>&\"'=! ", max_size=6),
    st.sampled_from(["=A1", '=IF(A1>1,"<x>","")', "#N/A", "#REF!", '=DISPIMG("x",1)']),
)


@given(st.lists(st.lists(_CELL, max_size=5), min_size=1, max_size=6), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_both_ways_of_looking_find_the_same(rows: list[list[object]], hidden: int) -> None:
    book = Workbook()
    sheet: Any = book.active
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 2):
            sheet.cell(number, column, value)
    sheet.row_dimensions[1 + hidden % 9].hidden = hidden % 3 == 0
    sheet.column_dimensions["C"].hidden = hidden % 2 == 0
    out = io.BytesIO()
    book.save(out)
    archive = Archive(out.getvalue(), "表.xlsx")
    quickly = _quickly(archive, SHEET)
    closely = _closely(archive, SHEET)
    if quickly is None:
        return
    reach = {"height": quickly.height, "width": quickly.width}
    assert quickly == closely._replace(**reach)
    assert quickly.height >= closely.height  # a cell that is there, though empty, may count
    assert quickly.width >= closely.width


@pytest.mark.parametrize(
    "old,new",
    [
        (b'<c r="A1"', b"<c r='A1'"),
        (b'<c r="A1"', b'<c\nr="A1"'),
        (b"<sheetData>", b'<sheetData><!-- <c r="XFD1048576"><v>1</v></c> -->'),
        (b'<row r="1">', b"<row>"),
    ],
)
def test_what_is_written_in_another_way_is_gone_through(old: bytes, new: bytes) -> None:
    raw = sheet_changed(xlsx(), old, new)
    found = read_table_bytes(raw, "表.xlsx")
    assert [row.cells for row in only(found).rows] == [tuple(row) for row in CELLS]


def test_names_with_a_prefix_are_read_as_well() -> None:
    def change(data: bytes) -> bytes:
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"is", b"t"):
            data = data.replace(b"<" + name + b" ", b"<x:" + name + b" ")
            data = data.replace(b"<" + name + b">", b"<x:" + name + b">")
            data = data.replace(b"</" + name + b">", b"</x:" + name + b">")
        return data.replace(b"xmlns=", b"xmlns:x=")

    raw = parts_changed(xlsx(), **{SHEET: change})
    assert [row.cells for row in only(read_table_bytes(raw, "表.xlsx")).rows] == [
        tuple(row) for row in CELLS
    ]


# --- far and large
# --------------------------------------------------------------------------------------------------


def test_a_sheet_formatted_down_to_the_last_row_has_only_its_rows() -> None:
    raw = sheet_changed(
        xlsx(),
        b"</sheetData>",
        b'<row r="1048576" s="1" customFormat="1"><c r="XFD1048576" s="1"/></row></sheetData>',
    )
    assert only(read_table_bytes(raw, "表.xlsx")).height == 3


def test_a_cell_filled_in_far_away_is_refused_before_memory_is_taken() -> None:
    raw = sheet_changed(
        xlsx(),
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    assert refused(raw, "表.xlsx") == (
        "表.xlsx 的工作表“表”占了 1048576 行 × 16384 列，太大，没有读。"
        "多半是最后一行或最后一列误填了内容；请按 Ctrl+End 找到它，删去后另存。"
    )


def test_a_zip_that_unfolds_without_end_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
        new.open("xl/a.xml", "w") as part,
    ):
        for _ in range(513):
            part.write(bytes(2**20))
    assert refused(out.getvalue(), "表.xlsx") == (
        "表.xlsx 解开有 513 MB、1 个部件，不像是正常的表格，没有读。请核对文件。"
    )


@pytest.mark.parametrize("place", [b"xfd1048576", b"XFD0001048576", b"A0", b"1A", b""])
def test_a_cell_at_no_place_is_refused_before_memory_is_taken(place: bytes) -> None:
    cell = b'<row><c r="' + place + b'"><v>1</v></c></row></sheetData>'
    assert refused(sheet_changed(xlsx(), b"</sheetData>", cell), "表.xlsx").startswith(
        "表.xlsx 已损坏，读不出来"
    )


def test_a_part_or_a_cell_of_many_megabytes_is_refused() -> None:
    shared = b"<sst><si><t>" + bytes(65 * 2**20) + b"</t></si></sst>"
    assert refused(parts_changed(xlsx(), **{"xl/sharedStrings.xml": shared}), "表.xlsx") == (
        "表.xlsx 里的 xl/sharedStrings.xml 解开超过 64 MB，不像是正常的表格，没有读。请核对文件。"
    )
    cell = b'<row><c r="A4" t="inlineStr"><is><t>' + b"x" * (20 * 2**20) + b"</t></is></c></row>"
    long_text = sheet_changed(xlsx(), b"</sheetData>", cell + b"</sheetData>")
    assert "已损坏" in refused(long_text, "表.xlsx")


def test_a_sheet_in_an_encoding_that_would_read_as_empty_is_refused() -> None:
    def change(data: bytes) -> bytes:
        return data.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert "已损坏" in refused(parts_changed(xlsx(), **{SHEET: change}), "表.xlsx")


def test_two_sheets_of_one_name_are_refused() -> None:
    def second(sheet: Any, book: Workbook) -> None:
        book.create_sheet("另一张")

    raw = parts_changed(
        xlsx(second),
        **{"xl/workbook.xml": lambda data: data.replace("另一张".encode(), "表".encode())},
    )
    assert "已损坏" in refused(raw, "表.xlsx")


def word_file(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        body = f'<w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'
        new.writestr("word/document.xml", body)
    return out.getvalue()


@pytest.mark.parametrize("name", ["w:sdt", "w:p", "w:tbl"])
def test_a_word_file_nested_deep_is_told_in_one_sentence(name: str) -> None:
    deep = f"<{name}>" * 3000 + f"</{name}>" * 3000
    raw = word_file(f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>")
    assert refused(raw, "表.docx") == (
        "表.docx 里的内容一层套一层，太深，读不下去。请另存成普通的表格再执行。"
    )


def test_a_word_table_of_spans_without_end_is_refused() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr><w:p/></w:tc>'
    raw = word_file(f"<w:tbl><w:tr>{cell * 300}</w:tr></w:tbl>")
    assert refused(raw, "表.docx").startswith("表.docx 已损坏，读不出来")


def test_entities_are_not_unfolded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "cccc">]><worksheet>&b;</worksheet>'
    assert "已损坏" in refused(parts_changed(xlsx(), **{SHEET: bomb}), "表.xlsx")
    book = b'<!DOCTYPE a [<!ENTITY b "cccc">]><workbook>&b;</workbook>'
    assert "已损坏" in refused(parts_changed(xlsx(), **{"xl/workbook.xml": book}), "表.xlsx")


# --- other kinds of file, by what is in them
# --------------------------------------------------------------------------------------------------


def test_a_name_that_says_another_kind_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "表.xls").write_bytes(xlsx())
    (tmp_path / "表.xlsx").write_bytes("编号,任务\nt1,甲\n".encode("gbk"))
    assert read(str(tmp_path / "表.xls")).kind == "xlsx"
    sent = read(str(tmp_path / "表.xlsx"), HEADINGS)
    assert (sent.kind, only(sent).rows[1]) == ("csv", Row(2, ("t1", "甲")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_in_every_encoding_and_with_every_sign(encoding: str, sign: str) -> None:
    text = f'编号{sign}任务\r\nt1{sign}"甲\n乙"\r\n\r\nt2{sign}\r\n'
    sent = read_table_bytes(text.encode(encoding), "表.csv", HEADINGS)
    assert only(sent) == Table(
        "", (Row(1, ("编号", "任务")), Row(2, ("t1", "甲\n乙")), Row(4, ("t2", ""))), 4
    )


PAGE = """\
<html><head><meta charset="gb2312"></head><body><table border=1>
<tr><td colspan=2>表</td><td>照片</td></tr>
<tr><td rowspan=2>甲<br>乙</td><td>丙 &amp; 丁</td><td><img src=a.png></td></tr>
<tr><td>戊<td>己</table></body></html>
"""


def test_a_page_that_a_web_system_named_xls_is_read() -> None:
    sent = read_table_bytes(PAGE.encode("gbk"), "表.xls")
    assert sent.kind == "html"
    assert only(sent) == Table(
        name="",
        rows=(
            Row(1, ("表", "", "照片")),
            Row(2, ("甲\n乙", "丙 & 丁", "")),
            Row(3, ("", "戊", "己")),
        ),
        height=3,
        merged=(Area(1, 0, 1, 1), Area(2, 0, 3, 0)),
        pictures=frozenset({Place(2, 2)}),
    )


def test_tables_of_a_word_file_with_merged_cells_and_changes_accepted(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("前言")
    table = paper.add_table(4, 3)
    for row, texts in zip(table.rows, [["编号", "进展", ""], ["1", "甲", "乙"]], strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    paragraph = table.cell(2, 1).paragraphs[0]
    for name, text_tag, words in (("w:ins", "w:t", "新"), ("w:del", "w:delText", "旧")):
        change, run, text = OxmlElement(name), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paper.add_table(1, 1).cell(0, 0).text = "另一张"
    path = str(tmp_path / "表.docx")
    paper.save(path)
    sent = read(path)
    assert sent.kind == "docx"
    assert sent.tables[0] == Table(
        name="",
        rows=(Row(1, ("编号", "进展", "")), Row(2, ("1", "甲", "乙")), Row(3, ("", "新", ""))),
        height=4,
        merged=(Area(1, 1, 1, 2), Area(2, 0, 3, 0)),
    )
    assert sent.tables[1].rows == (Row(1, ("另一张",)),)


OPEN_DOCUMENT = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>
<office:spreadsheet><table:table table:name="表"><table:table-column
 table:number-columns-repeated="2"/>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">
<text:p>编号</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row table:number-rows-repeated="ROWS" table:visibility="collapse">
<table:table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row><table:table-cell/><table:table-cell office:value-type="date"
 office:date-value="2026-07-01"><office:annotation><text:p>请核对</text:p></office:annotation>
<text:p>7月1日</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>
</office:body></office:document-content>
"""


def open_document(rows: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr(
            "content.xml",
            OPEN_DOCUMENT.replace("ROWS", str(rows)).replace("\n", " ").replace("> <", "><"),
        )
        new.writestr("META-INF/manifest.xml", "<a/>")
    return out.getvalue()


def test_an_open_document_is_read_with_what_is_merged_hidden_and_noted() -> None:
    sent = read_table_bytes(open_document(2), "表.ods")
    assert sent.kind == "ods"
    assert only(sent) == Table(
        name="表",
        rows=(Row(1, ("编号", "")), Row(4, ("", date(2026, 7, 1)))),
        height=4,
        merged=(Area(1, 0, 1, 1),),
        hidden_rows=frozenset({2, 3}),
        comments={Place(4, 1): "请核对"},
    )
    assert "太大" in refused(open_document(10**9 - 1), "表.ods")


def biff(*records: bytes) -> bytes:
    """An .xls of the oldest kind that is still read: its records in a compound file."""
    stream = b"".join(records).ljust(4096, b"\0")
    sectors = len(stream) // 512
    following = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = pack(f"<{len(following)}I", *following).ljust(512, b"\xff")

    def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
        text = name.encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + pack("<IQ", start, size)
        )

    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry("Workbook", 2, 2, len(stream))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + pack(
            "<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
        )
        + pack("<109I", 0, *[0xFFFFFFFF] * 108)
    )
    return head + table + folder.ljust(512, b"\0") + stream


def record(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


_BEGIN_BOOK = record(0x0809, pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
_BEGIN_SHEET = record(0x0809, pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
_END = record(0x0A)


def old_workbook(*sheet: bytes) -> bytes:
    name = record(0x85, pack("<IBBBB", 0, 0, 0, 2, 0) + b"ab")
    at = len(_BEGIN_BOOK) + len(name) + len(_END)
    name = record(0x85, pack("<IBBBB", at, 0, 0, 2, 0) + b"ab")
    return biff(_BEGIN_BOOK, name, _END, _BEGIN_SHEET, *sheet, _END)


def test_an_old_workbook_is_read() -> None:
    raw = old_workbook(
        record(0x0208, pack("<HHHHHHHH", 1, 0, 1, 255, 0, 0, 0x20, 0)),
        record(0x0203, pack("<HHHd", 0, 1, 0, 3.5)),
        record(0x0205, pack("<HHHBB", 1, 0, 0, 0x2A, 1)),
        record(0x12, pack("<H", 1)),
    )
    sent = read_table_bytes(raw, "表.xls")
    assert sent.kind == "xls"
    assert only(sent) == Table(
        name="ab",
        rows=(Row(1, ("", 3.5)),),
        height=1,
        hidden_rows=frozenset({2}),
        protected=True,
        faults={Place(2, 0): "#N/A"},
    )


def test_an_old_workbook_of_two_far_corners_is_refused_before_memory_is_taken() -> None:
    raw = old_workbook(
        record(0x0203, pack("<HHHd", 0, 0, 0, 1)), record(0x0203, pack("<HHHd", 65535, 255, 0, 1))
    )
    assert "占了 65536 行 × 256 列，太大" in refused(raw, "表.xls")


def test_an_old_workbook_with_a_password_is_told() -> None:
    raw = biff(_BEGIN_BOOK, record(0x2F, bytes(6)), _END)
    assert refused(raw, "表.xls").startswith("表.xls 设了打开密码，cz 读不了。")


def test_what_the_reader_did_not_foresee_is_told_in_one_sentence(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert refused(old_workbook(record(0xE5, pack("<H", 50))), "表.xls").startswith(
        "表.xls 已损坏，读不出来"
    )
    assert capfd.readouterr() == ("", "")


# --- refused, in one sentence
# --------------------------------------------------------------------------------------------------


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("表.xlsx", xlsx())
    return out.getvalue()


@pytest.mark.parametrize(
    "raw,message",
    [
        (b"", "表 是空的，里面没有表。"),
        (b"PK\x03\x04junk", "表 已损坏，读不出来"),
        (xlsx()[:3000], "表 已损坏，读不出来"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", "表 已损坏，读不出来"),
        (other_zip(), "表 是压缩包或别的文件，不是表格。请解开后，把里面的表格文件交给 cz。"),
        (b"%PDF-1.7", "表 是 PDF，读不出表格。"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "表 是存成网页或 XML 的表格"),
        (b"\xff" * 50 + b"\0\xfe", "表 的编码认不出来。"),
        ('编号,任务\nt1,"甲\n'.encode(), "表 从第 2 行起引号没有配成对，读不下去。"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(raw: bytes, message: str) -> None:
    assert refused(raw).startswith(message)


def test_a_file_that_is_not_there_or_is_no_plain_file(tmp_path: Path) -> None:
    for path, message in (
        (str(tmp_path / "无.xlsx"), "没有“"),
        (str(tmp_path), f"{tmp_path} 是文件夹。请写明是哪个表格文件。"),
        ("/dev/null", "/dev/null 不是普通文件。请写明是哪个表格文件。"),
    ):
        with pytest.raises(Refusal) as caught:
            read(path)
        assert caught.value.message.startswith(message)


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert refused(xlsx(), "表.xlsx") == (
        "读 Excel、WPS 表格要用 python-calamine，现在没有装。请执行 pip install python-calamine，"
        "再来一次；不装也可以另存为 CSV（.csv）。"
    )


def test_a_library_that_is_there_and_cannot_be_loaded_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python_calamine.py").write_text("raise ImportError('DLL load failed')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "python_calamine", raising=False)
    assert refused(xlsx(), "表.xlsx").startswith("表.xlsx 没有读：python-calamine 装了却用不了（")
