"""Workbooks: every reading command and report with a table, read back by two other programs."""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from cz.cli.commands import COMMANDS, SUBCOMMANDS
from cz.cli.group import function_of
from cz.forms import FORMS, PACKAGES, form_named, refuse_missing
from cz.problem import Refusal
from cz.report.blocks import blocks
from cz.show.grids import tables_sheet
from cz.show.sheet import Cell, Col, Facts, Line, Sheet, Table, Title
from cz.show.worksheets import value_in, worksheets
from cz.show.xlsx import workbook_of
from tests.running import MIDWAY, cz, repository
from tests.test_files import READERS

REPORTS = {
    "阶段报告": ["--phase", "2"],
    "单位清单": ["--unit", "区教育局"],
    "任务分解表": [],
    "简报": [],
    "督查通报": ["--issue", "3"],
    "排名通报": ["--issue", "3"],
    "整改清单": [],
    "材料目录": [],
    "荣誉称号一览表": [],
    "成员名单": [],
    "通讯录": [],
    "申报自查报告": [],
    "会议材料": [],
    "模拟测评通报": ["--round", "m2026-2"],
    "会议纪要": [],
    "查漏补缺清单": [],
}


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(data: bytes, name: str | None = None) -> list[list[Any]]:
    book = opened(data)
    worksheet = book[name] if name else book.worksheets[0]
    return [list(row) for row in worksheet.iter_rows(values_only=True)]


def sound(data: bytes) -> None:
    """What every workbook of ours is: filtered, frozen, printable, no formula, no link."""
    book = opened(data)
    others = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert others.sheet_names == book.sheetnames
    for worksheet in book:
        assert len(worksheet.title) <= 31
        assert worksheet.page_setup.paperSize == 9
        assert worksheet.page_setup.fitToHeight == 0
        assert worksheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert not worksheet._hyperlinks
        for row in worksheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
        if worksheet.auto_filter.ref is None:
            continue
        top = int(worksheet.freeze_panes.removeprefix("A")) - 1
        assert worksheet.print_title_rows == f"${top}:${top}"
        assert worksheet.auto_filter.ref.startswith(f"A{top}:")
        rows = others.get_sheet_by_name(worksheet.title).to_python(skip_empty_area=False)
        assert len(rows) == worksheet.max_row


def test_no_command_with_a_table_is_left_out() -> None:
    """Whoever has --csv has -o, and is tried below."""
    with_table = set()
    for name in COMMANDS:
        for action in SUBCOMMANDS.get(name, [""]):
            command = f"{name} {action}".strip()
            options = inspect.signature(function_of(command)).parameters
            if "csv" in options:
                assert "output" in options, command
                with_table.add(command)
    assert with_table == set(TABLES)


TABLES = {**READERS, "remind": ["remind"], "trend": ["trend"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("xlsx") / "plan")


@pytest.fixture(autouse=True)
def _nothing_is_left(folder: Path) -> Iterator[None]:
    yield
    for file in folder.glob("[出又].*"):
        file.unlink()


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("name", TABLES)
def test_every_reading_command(name: str, folder: Path) -> None:
    piped = cz(*TABLES[name], cwd=folder)
    ran = cz(*TABLES[name], "-o", "出.xlsx", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (piped.code, "已写入 出.xlsx。\n", piped.err)
    written = (folder / "出.xlsx").read_bytes()
    sound(written)
    cz(*TABLES[name], "-o", "又.XLSX", cwd=folder)
    assert (folder / "又.XLSX").read_bytes() == written


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("name", READERS)
def test_every_reading_command_as_markdown(name: str, folder: Path) -> None:
    ran = cz(*READERS[name], "-o", "出.md", cwd=folder)
    assert ran.out == "已写入 出.md。\n"
    assert (folder / "出.md").read_text(encoding="utf-8").strip()


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("template", REPORTS)
def test_every_report(template: str, folder: Path) -> None:
    asked = ["report", "--template", template, *REPORTS[template]]
    assert cz(*asked, "-o", "出.xlsx", cwd=folder).out == "已写入 出.xlsx。\n"
    written = (folder / "出.xlsx").read_bytes()
    sound(written)
    again = cz(*asked, "-o", "出.xlsx", cwd=folder)
    assert (again.code, again.out) == (2, "")
    assert cz(*asked, "-o", "出.xlsx", "--force", cwd=folder).code == 0
    assert (folder / "出.xlsx").read_bytes() == written
    assert cz(*asked, "-o", "出.csv", cwd=folder).out == "已写入 出.csv。\n"
    assert (folder / "出.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_report_without_a_table(tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "话.md.j2").write_text("# 题\n\n只有话。\n", encoding="utf-8")
    ran = cz("report", "--template", "话", "-o", "话.xlsx", cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert "这份报告里没有表格，写不成 Excel 文件。请写成 .docx 或 .md。\n" in ran.err
    assert not (folder / "话.xlsx").exists()


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refusal) as told:
        refuse_missing("读 Excel 文件", ["python-calamine"], "不装也可以先另存为 .csv")
    assert told.value.message == (
        "读 Excel 文件要用 python-calamine，现在没有装。"
        "请执行 pip install python-calamine，再来一次；不装也可以先另存为 .csv。"
    )
    assert told.value.exit_code == 1


def test_the_table_of_forms_names_packages_that_there_are() -> None:
    for form in FORMS.values():
        assert set(form.packages) <= set(PACKAGES)
        assert form_named(f"a/b{form.ending.upper()}") == next(
            name for name, each in FORMS.items() if each is form
        )
    assert form_named("a.xls") == ""


def test_two_ways_of_saying_the_form_that_differ(tmp_path: Path) -> None:
    ran = cz("agenda", "--ics", "a.ics", "-o", str(tmp_path / "b.xlsx"), cwd=MIDWAY)
    assert (ran.code, ran.err) == (2, "cz：--ics 不能和 -o 同用。\n")
    ran = cz("list", "--csv", "-o", str(tmp_path / "b.xlsx"), cwd=MIDWAY)
    assert "表格是 CSV 文本，文件名要以 .csv 结尾，找到的是 " in ran.err


# --- what a cell holds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "numbers", "value", "shape"),
    [
        ("5-1", True, "5-1", ""),
        ("2026-07-15", False, date(2026, 7, 15), "yyyy-mm-dd"),
        ("2026年7月5日", False, date(2026, 7, 5), "yyyy-mm-dd"),
        ("2026年2月30日", False, "2026年2月30日", ""),
        ("7月5日", False, "7月5日", ""),
        (Cell("7月5日", date(2026, 7, 5)), False, date(2026, 7, 5), "yyyy-mm-dd"),
        (Cell("未定", ""), False, "未定", ""),
        (Cell("甲……", "甲乙丙"), False, "甲乙丙", ""),
        ("12", False, "12", ""),
        ("12", True, 12, "General"),
        ("82.5", True, 82.5, "0.0"),
        ("0012345678901234567890", True, "0012345678901234567890", ""),
        ("63.6%（14/22）", False, 0.636, '0.0%"（14/22）"'),
        ("100%", True, 1.0, "0%"),
        ("24（40.7%）", False, 24, '0"（40.7%）"'),
        ("24项（40.7%）", True, 24, '0"项（40.7%）"'),
        ("=1+1", True, "=1+1", ""),
        ("a\x07b\r\n", False, "a␇b␍␊", ""),
        ("\ud800", False, "�", ""),
        ("", True, "", ""),
    ],
)
def test_a_value(cell: str | Cell, numbers: bool, value: object, shape: str) -> None:
    got = value_in(cell, numbers=numbers)
    assert (got.value, got.shape) == (value, shape)


HOSTILE = [
    '=HYPERLINK("http://x","点")',
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1}",
    "http://example.org/",
    "mailto:a@b",
    "internal:Sheet1!A1",
    "<r><t>注入</t></r>",
    "<r></c></row></sheetData><!--</r>",
    "_x0041_",
    "  前后空格  ",
    "长" * 40_000,
    "😀" * 20_000,
    "00123",
    "1e5",
    "TRUE",
    "#REF!",
]


@pytest.mark.parametrize("big", [False, True])
def test_text_stays_text(big: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if big:
        monkeypatch.setattr("cz.show.xlsx.MANY", 3)
    table = Table([Col("甲"), Col("乙", right=True)], [[text, text] for text in HOSTILE])
    data = workbook_of(Sheet([Title("=1+1"), Line("@网址 http://example.org"), table], None))
    sound(data)
    read = cells(data)
    assert read[0][0] == "=1+1"
    assert read[1][0] == "@网址 http://example.org"
    for text, row in zip(HOSTILE, read[3:], strict=True):
        shown = row[0]
        assert isinstance(shown, str)
        if len(text) > 30_000 or text.startswith("😀"):
            assert len(shown.encode("utf-16-le")) <= 2 * 32_767
            assert shown.endswith("……（太长，没有写完）")
            assert text.startswith(shown.removesuffix("……（太长，没有写完）"))
        else:
            # openpyxl leaves the escape in a string that stands in its cell; Excel undoes it.
            assert shown.replace("_x005F_", "_").rstrip() == text.rstrip()


def test_ids_do_not_turn_into_dates() -> None:
    book = opened(workbook_of(Sheet([Table([Col("编号")], [["5-1"], ["10-8"]])], None)))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.number_format, cell.data_type) == ("5-1", "@", "s")


def test_words_of_states_have_their_colour_and_stay_words() -> None:
    table = Table([Col("状态")], [["受阻"], ["绿"], ["逾期5天"], ["受阻路段"]])
    worksheet = opened(workbook_of(Sheet([table], None))).worksheets[0]
    shown = [
        (cell.value, cell.font.color.rgb if cell.font.color else None) for cell in worksheet["A"]
    ]
    assert shown[1:4] == [("受阻", "FFC00000"), ("绿", "FF2E7D32"), ("逾期5天", "FFC00000")]
    assert shown[4][1] not in ("FFC00000", "FF2E7D32")


# --- which worksheets -------------------------------------------------------------------------

TABLE = Table([Col("编号")], [["1-1"]])


def parts(sheet: Sheet) -> list[tuple[str, list[str], bool]]:
    return [(part.name, list(part.notes), part.table is not None) for part in worksheets(sheet)]


def test_each_table_has_a_worksheet_under_its_title() -> None:
    sheet = Sheet(
        [
            Line("某区", "bold"),
            Line("截至7月15日"),
            Line(),
            Title("单位 4 个"),
            TABLE,
            Line("共 4 个"),
            Title("任务 2 项"),
            TABLE,
            Title("说明"),
            Line("甲"),
        ],
        None,
    )
    assert parts(sheet) == [
        ("单位 4 个", ["某区", "截至7月15日", "单位 4 个", "共 4 个"], True),
        ("任务 2 项", ["某区", "任务 2 项"], True),
        ("文字", ["某区", "说明", "甲"], False),
    ]


def test_records_are_the_table_where_they_are_there() -> None:
    sheet = Sheet(
        [
            Line("某区", "bold"),
            Line("已逾期 3 项，不在下表", "red"),
            TABLE,
            Line("共 1 项", "bright_black"),
        ],
        None,
        Table([Col("编号"), Col("全文")], [["1-1", "甲"]]),
        title="任务",
    )
    assert parts(sheet) == [("任务", ["任务", "某区", "共 1 项"], True)]


def test_many_lines_do_not_push_the_table_down() -> None:
    lines = [Line(f"第{number}句") for number in range(8)]
    assert parts(Sheet([*lines, TABLE], None)) == [
        ("说明", [f"第{number}句" for number in range(8)], False),
        ("第0句", ["第0句", "第7句"], True),
    ]


def test_facts_are_a_table() -> None:
    sheet = Sheet([Line("1-5　甲", "bold"), Facts([("状态", "受阻"), ("时限", "")])], None)
    (part,) = worksheets(sheet)
    assert part.table is not None
    assert part.table.rows == [("状态", "受阻")]


def test_names_of_worksheets_are_such_as_excel_takes() -> None:
    titles = ["甲/乙:丙?*[丁]\\'", "很" * 40, "很" * 40, "", "History", "😀" * 20]
    blocks = []
    for title in titles:
        blocks += [Title(title), TABLE]
    names = opened(workbook_of(Sheet(blocks, None))).sheetnames
    assert len(names) == len(set(map(str.casefold, names))) == len(titles)
    for name in names:
        assert len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
    assert "history" not in [name.casefold() for name in names]


def test_many_rows_are_written_row_by_row() -> None:
    rows = [[f"{at}-1", Cell("7月5日", date(2026, 7, 5))] for at in range(6_000)]
    data = workbook_of(Sheet([Table([Col("编号"), Col("时限")], rows)], None))
    read = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert read[1] == ["0-1", date(2026, 7, 5)] or read[1] == ["0-1", datetime(2026, 7, 5)]
    assert len(read) == 6_001
    assert workbook_of(Sheet([Table([Col("编号"), Col("时限")], rows)], None)) == data


# --- the tables of reports --------------------------------------------------------------------

REPORT = """# 排名

> 报送：指挥部　数据截至：2026年7月15日

说明一句。

## 一、排名

### （一）部门

| 名次 | 单位 | 比率 |
| --: | :-- | --: |
| 1 | 甲局 | 66.7%（2/3） |

### （二）乡镇

镇和乡。

| 名次 | 单位 | 比率 |
| --: | :-- | --: |
| 1 | 乙镇 | 100.0% |

## 二、问题

共 1 个：

| 编号 | 时限 | 逾期 |
| :-- | :-- | --: |
| f260701-3 | 2026年7月3日 | 12天 |

结束语。
"""


def test_tables_of_a_report_stand_under_their_headings() -> None:
    sheet = tables_sheet(blocks(REPORT), "截至2026年7月15日")
    title = "排名　截至2026年7月15日"
    assert parts(sheet) == [
        ("一、排名", [title, "一、排名"], True),
        ("二、问题", [title, "二、问题", "共 1 个："], True),
    ]
    read = cells(workbook_of(sheet), "一、排名")
    assert read[2:] == [
        ["分项", "名次", "单位", "比率"],
        ["（一）部门", 1, "甲局", 0.667],
        ["（二）乡镇", 1, "乙镇", 1],
    ]
    read = cells(workbook_of(sheet), "二、问题")
    assert read[4] == ["f260701-3", datetime(2026, 7, 3), 12]
    book = opened(workbook_of(sheet))
    assert book["一、排名"]["D4"].number_format == '0.0%"（2/3）"'
    assert book["二、问题"]["C5"].number_format == '0"天"'


def test_tables_without_a_heading_are_known_by_the_line_above() -> None:
    table = "| 编号 |\n| :-- |\n| f1 |\n"
    sheet = tables_sheet(blocks(f"# 清单\n\n待整改1个：\n\n{table}\n待复核1个：\n\n{table}"), "今")
    assert cells(workbook_of(sheet))[1:] == [
        ["分项", "编号"],
        ["待整改1个", "f1"],
        ["待复核1个", "f1"],
    ]


def test_the_task_table_has_what_offices_ask_for(tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    cz("report", "--template", "任务分解表", "-o", "表.xlsx", cwd=folder)
    data = (folder / "表.xlsx").read_bytes()
    head, first = cells(data)[3:5]
    assert head == [
        *("序号", "指标编号", "测评项目", "测评内容", "测评标准", "测评方法", "材料要求"),
        *("牵头单位", "责任单位", "责任人", "完成时限", "完成情况", "最近进展"),
    ]
    assert first[:2] == [1, "i1-01"]
    assert first[9:] == [
        "演示人员047",
        datetime(2026, 3, 31),
        "已复核",
        "2026年3月26日，区委宣传部：学习记录和签到表已归档",
    ]
    worksheet = opened(data).worksheets[0]
    assert worksheet.page_setup.orientation == "landscape"
    widths = [worksheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLM"]
    assert 150 < sum(widths) < 200


def test_many_kinds_of_display_fall_back_to_text() -> None:
    """Excel calls a file damaged that has more of them than it takes."""
    rows = [[f"{at % 90 + 1}.0%（{at}/999）"] for at in range(400)]
    data = workbook_of(Sheet([Table([Col("比率", right=True)], rows)], None))
    shapes = {cell.number_format for cell in opened(data).worksheets[0]["A"]}
    assert 100 < len(shapes) < 160
    assert [row[0] for row in cells(data)[-2:]] == [rows[-2][0], rows[-1][0]]
