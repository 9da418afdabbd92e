"""cz sheet fill: the form of somebody else is answered, and nothing else in it changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as Styled
from PIL import Image

from cz.filling.change import longer
from cz.filling.zipped import replaced
from cz.sheets.city_head import INDICATORS, OF_TASKS
from cz.tables import read_table_bytes
from tests.plans import UNITS
from tests.running import ROOT, Ran, cz

TODAY = "2026-07-15"
TASKS = """\
plan:
  title: 方案
chapters:
  - number: 1
    title: 理想信念
phases:
  - number: 1
    title: 打实基础
    start: 2026-01-01
    end: 2026-12-31
tasks:
  - id: 1-1
    title: 清理楼道
    lead: 区教育局
    units: [东河镇, 区交通局]
    progress:
      1: {status: doing, due: 2026-07-31}
    updates:
      - {date: 2026-07-01, phase: 1, unit: 东河镇, note: 已清理 12 栋}
  - id: 1-2
    title: 规范停车
    lead: 区交通局
    progress:
      1: {status: done, due: 2026-06-30}
    updates:
      - {date: 2026-06-28, phase: 1, unit: 区交通局, status: done, note: 已划线}
  - id: 1-3
    title: 宣传引导
"""
FINDINGS = """\
findings:
  - id: f260701-1
    date: 2026-07-01
    spot: 东河小学
    unit: 区教育局
    problem: 楼道堆物
    due: 2026-07-10
    task: 1-1
  - id: f260701-2
    date: 2026-07-01
    spot: 东河大街
    unit: 东河镇
    problem: 小广告
    due: 2026-07-10
    task: 1-1
    fix: 已铲除
    rectified: 2026-07-05
    verified: 2026-07-06
"""


STANDARDS = (
    "projects:\n  - id: x1\n    title: 项目\nindicators:\n  - id: i1-01\n    project: x1\n"
    "    title: 标准\n    task: 1-1\n    ratings: {1: B}\n"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    texts = {"tasks": TASKS, "units": UNITS, "findings": FINDINGS, "indicators": STANDARDS}
    for stem, text in texts.items():
        (data / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def fill(folder: Path, form: bytes | None = None, *options: str, name: str = "市表.xlsx") -> Ran:
    if form is not None:
        (folder / name).write_bytes(form)
    return cz("sheet", "fill", name, *options, "--today", TODAY, cwd=folder)


HEAD = ["序号", "编号", "任务名称", "牵头单位", "完成时限", "进展情况", "完成情况"]


def book(rows: list[list[object]], change: Callable[[Any], None] | None = None) -> bytes:
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "表"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells_of(raw: bytes, sheet: str = "表") -> dict[str, object]:
    """What openpyxl reads, by reference; formulas as their text."""
    return {
        cell.coordinate: cell.value
        for row in load_workbook(io.BytesIO(raw))[sheet]
        for cell in row
        if cell.value is not None
    }


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: bytes, after: bytes) -> list[str]:
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    return [name for name in old if old[name] != new[name]]


SHEET = "xl/worksheets/sheet1.xml"

# --- the whole of it
# --------------------------------------------------------------------------------------------------


def test_rows_known_by_number_or_title_are_filled_and_all_else_stays(plan: Path) -> None:
    form = book(
        [
            ["全市任务进展表"],
            HEAD,
            [1, "1-1", "清理楼道"],
            [2, None, "规范停车", None, None, "去年办结"],
            [3, None, "别处的任务"],
            [4, "1-3", None, "区教育局"],
            ["合计"],
        ]
    )
    ran = fill(plan, form)
    assert ran == (
        0,
        "表：认出 3 行，填了 10 格 → 市表-已填.xlsx\n"
        "表头在第 2 行：序号、编号、任务名称、牵头单位、完成时限、进展情况、完成情况。\n"
        "没有填 1 处，进展情况已经填了别的：F4（去年办结）\n"
        "没有填 1 处，认不出是哪一条：“别处的任务”在台账里没有：第 5 行\n"
        "没有填 1 处，台账里没有完成时限：第 6 行\n"
        "没有填 1 处，台账里没有进展情况：第 6 行\n",
        "",
    )
    after = (plan / "市表-已填.xlsx").read_bytes()
    assert (plan / "市表.xlsx").read_bytes() == form
    assert changed_parts(form, after) == [SHEET]
    assert cells_of(after) == cells_of(form) | {
        "D3": "区教育局",
        "E3": "2026年7月31日",
        "F3": "2026年7月1日，东河镇：已清理 12 栋",
        "G3": "推进中",
        "B4": "1-2",
        "D4": "区交通局",
        "E4": "2026年6月30日",
        "G4": "已完成",
        "C6": "宣传引导",
        "G6": "未启动",
    }


def test_what_it_would_fill_is_told_cell_by_cell(plan: Path) -> None:
    form = book([HEAD, [1, "1-1", None, None, None, None, "未启动"]])
    ran = fill(plan, form, "--dry-run", "--over")
    assert ran.out == (
        "表：认出 1 行，会填 5 格 → 市表-已填.xlsx\n"
        "表头在第 1 行：序号、编号、任务名称、牵头单位、完成时限、进展情况、完成情况。\n"
        "  C2　任务　清理楼道\n"
        "  D2　牵头单位　区教育局\n"
        "  E2　完成时限　2026年7月31日\n"
        "  F2　进展情况　2026年7月1日，东河镇：已清理 12 栋\n"
        "  G2　完成情况　“未启动”→推进中\n"
        "另有 2 条任务表里没有，没有加行。\n"
        "（试运行，没有写文件）\n"
    )
    assert not (plan / "市表-已填.xlsx").exists()


def test_problems_of_a_task_are_told_with_their_numbers(plan: Path) -> None:
    form = book([["编号", "任务", "存在问题", "整改情况"], ["1-1"], ["1-2"]])
    ran = fill(plan, form)
    assert "没有填 1 处，台账里没有存在问题：第 3 行" in ran.out
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert cells["C2"] == "没有销号的问题1个：东河小学：楼道堆物"
    assert cells["D2"] == "共2个问题，待整改1个、已销号1个，其中逾期1个"


def test_a_form_of_findings_is_filled_with_those_not_struck_off(plan: Path) -> None:
    form = book(
        [["序号", "点位", "存在问题", "责任单位", "整改时限", "整改情况", "整改日期"], [], []]
    )
    assert fill(plan, form).out.startswith("表：认出 1 行，其中新加 1 行，填了 5 格")
    assert cells_of((plan / "市表-已填.xlsx").read_bytes()) | {} == cells_of(form) | {
        "A2": 1,
        "B2": "东河小学",
        "C2": "楼道堆物",
        "D2": "区教育局",
        "E2": "2026年7月10日",
    }


def test_findings_are_known_by_number_or_by_what_is_wrong(plan: Path) -> None:
    form = book(
        [
            ["问题编号", "存在问题", "整改情况", "整改日期", "状态"],
            ["f260701-2"],
            [None, "东河小学：楼道堆物"],
            [None, "没有这样的问题"],
        ]
    )
    out = fill(plan, form).out
    assert "认不出是哪一条：“没有这样的问题”在台账里没有：第 4 行" in out
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert {key: cells[key] for key in ("B2", "C2", "D2", "E2", "A3", "E3")} == {
        "B2": "小广告",
        "C2": "已铲除",
        "D2": "2026年7月5日",
        "E2": "已销号",
        "A3": "f260701-1",
        "E3": "待整改",
    }


def test_a_form_of_standards_is_filled_with_what_their_tasks_say(plan: Path) -> None:
    form = book(
        [
            ["序号", "测评项目", "测评标准", "牵头单位", "完成情况", "评级"],
            [1, None, "标准"],
            [2, None, "别的标准"],
        ]
    )
    out = fill(plan, form).out
    assert "认不出是哪一条：“别的标准”在台账里没有：第 3 行" in out
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert {key: cells.get(key) for key in ("B2", "D2", "E2", "F2")} == {
        "B2": "项目",
        "D2": "区教育局",
        "E2": "推进中",
        "F2": "B类",
    }


def test_an_id_and_a_title_that_do_not_agree_are_left(plan: Path) -> None:
    out = fill(plan, book([HEAD, [1, "1-2", "清理楼道"]])).out
    assert "认不出是哪一条：编号 1-2 是“规范停车”，表里是“清理楼道”：第 2 行" in out
    out = fill(plan, book([HEAD, [1, "1-1", "市里的别的任务"]])).out
    assert "认不出是哪一条：编号 1-1 是“清理楼道”，表里是“市里的别的任务”：第 2 行" in out
    assert not (plan / "市表-已填.xlsx").exists()
    assert "认出 1 行" in fill(plan, book([HEAD, [1, "1-1", "清理楼道杂物"]])).out


def test_a_number_that_a_spreadsheet_took_for_a_date_is_known(plan: Path) -> None:
    assert "认出 1 行" in fill(plan, book([HEAD, [1, date(2026, 1, 2)]])).out
    assert cells_of((plan / "市表-已填.xlsx").read_bytes())["C2"] == "规范停车"


def test_the_number_of_a_list_is_no_part_of_the_title(plan: Path) -> None:
    fill(plan, book([HEAD, [1, None, "（五）清理楼道"], [2, None, "3.规范停车"]]))
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert (cells["B2"], cells["B3"]) == ("1-1", "1-2")


def test_the_leads_own_words_go_before_later_ones_of_others(plan: Path) -> None:
    """Where the lead said nothing, others speak: 1-1 has 东河镇's."""
    later = "{date: 2026-07-10, phase: 1, unit: 东河镇, note: 开课5次}"
    tasks = TASKS.replace("note: 已划线}\n", f"note: 已划线}}\n      - {later}\n")
    (plan / "data" / "tasks.yaml").write_text(tasks, encoding="utf-8")
    fill(plan, book([HEAD, [1, "1-1"], [2, "1-2"]]))
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert cells["F2"] == "2026年7月1日，东河镇：已清理 12 栋"
    assert cells["F3"] == "2026年6月28日，区交通局：已划线"


def test_a_status_is_told_in_the_words_of_the_forms_own_list(plan: Path) -> None:
    def change(sheet: Any) -> None:
        valid = DataValidation(type="list", formula1='"未开始,进行中,已办结"')
        valid.add("G2:G4")
        sheet.add_data_validation(valid)

    fill(plan, book([HEAD, [1, "1-1"], [2, "1-2"], [3, "1-3"]], change))
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert [cells[key] for key in ("G2", "G3", "G4")] == ["进行中", "已办结", "未开始"]


def test_only_what_a_unit_leads_or_shares_in(plan: Path) -> None:
    form = book([HEAD, [1, "1-1"], [2, "1-2"]])
    out = fill(plan, form, "--unit", "东河镇").out
    assert "认出 1 行" in out
    assert "“1-2”在台账里没有：第 3 行" in out


# --- headings
# --------------------------------------------------------------------------------------------------


def test_headings_of_two_rows_with_merged_cells(plan: Path) -> None:
    def change(sheet: Any) -> None:
        for area in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
            sheet.merge_cells(area)

    form = book(
        [
            ["全市任务表"],
            ["任务名称", "责任落实", None, "推进", None],
            [None, "牵头单位", "责任单位", "情况", "打分"],
            ["清理楼道"],
        ],
        change,
    )
    out = fill(plan, form).out
    assert "表头在第 2～3 行：任务名称、责任落实牵头单位、责任落实责任单位、推进情况。" in out
    assert "不认得、没有填的列：推进打分。" in out
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert cells["B4"] == "区教育局"
    assert cells["C4"] == "东河镇、区交通局"
    assert cells["D4"] == "2026年7月1日，东河镇：已清理 12 栋"


def test_two_columns_that_ask_for_the_same_are_not_filled(plan: Path) -> None:
    def change(sheet: Any) -> None:
        for area in ("A1:A2", "B1:B2"):
            sheet.merge_cells(area)

    form = book(
        [
            ["编号", "牵头单位", "上半年", "下半年"],
            [None, None, "进展情况", "进展情况"],
            ["1-1"],
        ],
        change,
    )
    out = fill(plan, form).out
    assert "分不清填哪一列、没有填的：上半年进展情况、下半年进展情况。" in out
    assert cells_of((plan / "市表-已填.xlsx").read_bytes()) == cells_of(form) | {"B3": "区教育局"}


def test_headings_again_totals_and_notes_between_the_rows_hide_none(plan: Path) -> None:
    form = book(
        [
            HEAD,
            [1, "1-1"],
            ["小计"],
            HEAD,
            [2, "1-2"],
            [None, None, None, "注意"],
            [3, "1-3"],
            ["填表人：张三"],
        ]
    )
    out = fill(plan, form).out
    assert out.startswith("表：认出 3 行")
    assert "认不出" not in out


def test_what_has_no_headings_is_no_form(plan: Path) -> None:
    ran = fill(plan, book([["姓名", "电话"], ["张三", "1"]]))
    assert ran.code == 2
    assert ran.err.startswith("cz：市表.xlsx 的前 15 行里没有认出表头。")


# --- where it may not write
# --------------------------------------------------------------------------------------------------


def test_formulas_lists_and_merged_answers_are_left_and_told(plan: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D2"] = "=B2"
        sheet.merge_cells("E2:E3")
        for formula, area in (('"是,否"', "G2:G3"), ("列表!$A$1:$A$2", "F2:F3")):
            valid = DataValidation(type="list", formula1=formula)
            valid.add(area)
            sheet.add_data_validation(valid)
        other = sheet.parent.create_sheet("列表")
        other["A1"], other["A2"] = "有进展", "无进展"

    form = book([HEAD, [1, "1-1", "清理楼道"], [2, "1-2", "规范停车", "区交通局"]], change)
    ran = fill(plan, form)
    assert ran.out.splitlines()[2:] == [
        "没有填 1 处，牵头单位是公式：D2",
        "没有填 2 处，完成时限是合并的单元格（E2:E3），和任务不是一行对一行：E2、E3",
        "没有填 1 处，进展情况的下拉列表里没有“2026年7月1日，东河镇：已清…”：F2",
        "没有填 1 处，完成情况的下拉列表里没有“推进中”：G2",
        "没有填 1 处，进展情况的下拉列表里没有“2026年6月28日，区交通局：…”：F3",
        "没有填 1 处，完成情况的下拉列表里没有“已完成”：G3",
        "另有 1 条任务表里没有，没有加行。",
    ]
    assert not (plan / "市表-已填.xlsx").exists()


def test_an_answer_merged_like_its_task_is_filled(plan: Path) -> None:
    def change(sheet: Any) -> None:
        for column in "ABCDEFG":
            sheet.merge_cells(f"{column}2:{column}4")

    form = book([HEAD, [1, "1-1", "清理楼道"]], change)
    assert "认出 1 行" in fill(plan, form).out
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert cells["F2"] == "2026年7月1日，东河镇：已清理 12 栋"


def test_rows_are_not_added_where_something_stands_below(plan: Path) -> None:
    ran = fill(plan, book([HEAD, [], ["合计"]], lambda sheet: sheet.row_dimensions))
    assert ran == (
        2,
        "",
        "cz：市表.xlsx 只有 0 个空行，要填 3 行；表下面第 3 行还有内容，没有往下加行，什么也没有写。"
        "请在第 3 行上面插入 3 行再填。\n",
    )


@pytest.mark.parametrize(
    "name,raw,said",
    [
        ("表.csv", "编号,任务,进展情况\n".encode(), "表.csv 不是 .xlsx 文件（里面是 csv）"),
        ("表.xlsx", b"PK\x03\x04", "表.xlsx 已损坏"),
        ("无.xlsx", None, "没有“无.xlsx”这个文件"),
    ],
)
def test_what_cannot_be_filled(plan: Path, name: str, raw: bytes | None, said: str) -> None:
    ran = fill(plan, raw, "-o", "出.xlsx", name=name)
    assert ran.code == 2
    assert ran.err.startswith(f"cz：{said}")


def test_the_form_itself_and_other_files_are_not_written_over(plan: Path) -> None:
    form = book([HEAD, [1, "1-1"]])
    assert fill(plan, form).code == 0
    assert fill(plan, form).err.startswith("cz：市表-已填.xlsx 已经有了，没有覆盖")
    assert fill(plan, form, "--force").code == 0
    assert fill(plan, form, "-o", "市表.xlsx").err.startswith("cz：市表.xlsx 已经有了，没有覆盖")
    assert (plan / "市表.xlsx").read_bytes() == form
    assert fill(plan, form, "-o", "出.xls").err.startswith("cz：填好的表是 Excel 工作簿，")


# --- an empty form
# --------------------------------------------------------------------------------------------------


def test_rows_are_added_below_and_what_reaches_over_the_table_grows(plan: Path) -> None:
    def change(sheet: Any) -> None:
        for column in range(1, 8):
            sheet.cell(2, column).fill = PatternFill("solid", fgColor="FFEECC")
        sheet["E2"].number_format = "yyyy-mm-dd"
        sheet["D2"] = None
        sheet.row_dimensions[2].height = 33
        sheet.auto_filter.ref = "A1:G2"
        sheet.print_area = "A1:G2"
        sheet.conditional_formatting.add(
            "G2", CellIsRule(operator="equal", formula=['"受阻"'], fill=PatternFill("solid"))
        )
        valid = DataValidation(type="list", formula1='"未启动,推进中,受阻,已完成"')
        valid.add("G2:G2")
        sheet.add_data_validation(valid)

    form = book([HEAD, []], change)
    ran = fill(plan, form)
    assert ran.out.splitlines() == [
        "表：认出 3 行，其中新加 2 行，填了 18 格 → 市表-已填.xlsx",
        "表头在第 1 行：序号、编号、任务名称、牵头单位、完成时限、进展情况、完成情况。",
        "没有填 1 处，台账里没有牵头单位：第 4 行",
        "没有填 1 处，台账里没有完成时限：第 4 行",
        "没有填 1 处，台账里没有进展情况：第 4 行",
        "打印区域、筛选范围跟着延到第 4 行（xl/workbook.xml）。",
        "行高是固定的，有 2 行字多，会显示不全，请调行高（第 2、3 行）。",
    ]
    after = (plan / "市表-已填.xlsx").read_bytes()
    assert changed_parts(form, after) == [SHEET, "xl/workbook.xml"]
    sheet = load_workbook(io.BytesIO(after))["表"]
    assert [[cell.value for cell in row] for row in sheet["A2:C4"]] == [
        [1, "1-1", "清理楼道"],
        [2, "1-2", "规范停车"],
        [3, "1-3", "宣传引导"],
    ]
    assert sheet["E3"].value.date() == date(2026, 6, 30)
    assert sheet["E3"].number_format == "yyyy-mm-dd"
    assert sheet["G4"].fill.fgColor.rgb == "00FFEECC"
    assert sheet.row_dimensions[4].height == 33
    assert sheet.auto_filter.ref == "A1:G4"
    assert sheet.print_area == "'表'!$A$1:$G$4"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["G2:G4"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["G2:G4"]


def test_results_of_formulas_and_running_numbers_leave_a_row_empty(plan: Path) -> None:
    path = plan / "市表.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("表")
    sheet.write_row(0, 0, [*HEAD, "得分"])
    for row in range(1, 4):
        sheet.write(row, 0, row)
        sheet.write_formula(row, 7, f'=IF(G{row + 1}="已完成",1,0)', None, 0)
    sheet.write(4, 0, "合计")
    made.close()
    assert fill(plan).out.startswith("表：认出 3 行，填了 15 格")
    table = read_table_bytes((plan / "市表-已填.xlsx").read_bytes(), "表").tables[0]
    assert [row.cells[:3] for row in table.rows[1:]] == [
        (1, "1-1", "清理楼道"),
        (2, "1-2", "规范停车"),
        (3, "1-3", "宣传引导"),
        ("合计", "", ""),
    ]


def test_a_running_number_that_a_formula_counts_stays(plan: Path) -> None:
    form = book([HEAD, ["=ROW()-1"], ["=ROW()-1"], ["=ROW()-1"]])
    assert fill(plan, form).out.startswith("表：认出 3 行，填了 15 格")
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert [cells[f"A{row}"] for row in (2, 3, 4)] == ["=ROW()-1"] * 3
    assert cells["B4"] == "1-3"


def test_rows_too_low_for_what_they_hold_are_told(plan: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[2].height = 28
        sheet.column_dimensions["F"].width = 10

    out = fill(plan, book([HEAD, [1, "1-1"], [2, "1-2"]], change)).out
    assert "行高是固定的，有 1 行字多，会显示不全，请调行高（第 2 行）。" in out


def test_a_styled_table_grows_with_its_rows(plan: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.add_table(Styled(displayName="T", ref="A1:G2"))
        sheet["A2"].number_format = "0"

    form = book([HEAD, []], change)
    out = fill(plan, form).out
    assert "表格样式的范围跟着延到第 4 行（xl/tables/table1.xml）。" in out
    after = (plan / "市表-已填.xlsx").read_bytes()
    assert load_workbook(io.BytesIO(after))["表"].tables["T"].ref == "A1:G4"


@pytest.mark.parametrize(
    "ranges,after",
    [
        ("A1:G2", "A1:G5"),
        ("$A$1:$G$2", "$A$1:$G$5"),
        ("G2", "G2:G5"),
        ("A1:A3", "A1:A3"),
        ("A1:A2 C2 D1", "A1:A5 C2:C5 D1"),
    ],
)
def test_ranges_that_end_in_the_last_row_reach_further(ranges: str, after: str) -> None:
    assert longer(ranges, 2, 5) == after


# --- what a form may hold besides: part by part the same
# --------------------------------------------------------------------------------------------------


def furnished(folder: Path, *, from_1904: bool = False) -> bytes:
    """Pictures, a chart, sparklines, bars, notes, a text box, rich text, formulas with a value."""
    Image.new("RGB", (8, 8), "red").save(folder / "a.png")
    path = folder / "f.xlsx"
    made = xlsxwriter.Workbook(str(path), {"date_1904": from_1904})
    sheet = made.add_worksheet("表")
    bold, day = made.add_format({"bold": True}), made.add_format({"num_format": "m月d日"})
    sheet.merge_range("A1:G1", "全市任务进展表", bold)
    sheet.write_row("A2", HEAD)
    for row, id_ in ((2, "1-1"), (3, "1-2")):
        sheet.write_row(row, 0, [row - 1, id_])
        sheet.write_blank(row, 4, None, day)
    sheet.write_rich_string("C3", "清理", bold, "楼道")
    sheet.write_formula("H3", "=LEN(F3)", None, 7)
    sheet.write_formula("H4", '=IF(G4="","",1)', None, "")
    sheet.insert_image("J2", str(folder / "a.png"))
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=表!$H$3:$H$4"})
    sheet.insert_chart("J8", chart)
    sheet.add_sparkline("I3", {"range": "表!H3:H4"})
    sheet.conditional_format("H3:H4", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment("C2", "请按市方案填")
    sheet.insert_textbox("J20", "填表说明")
    sheet.set_header("&C&G", {"image_center": str(folder / "a.png")})
    sheet.protect()
    made.add_worksheet("说明").write("A1", "=表!H3")
    made.close()
    return path.read_bytes()


@pytest.mark.parametrize("from_1904", [False, True])
def test_everything_that_a_form_may_hold_stays_as_it_was(plan: Path, from_1904: bool) -> None:
    form = furnished(plan, from_1904=from_1904)
    ran = fill(plan, form)
    assert "这张表设了保护，填好后仍是保护的" in ran.out
    after = (plan / "市表-已填.xlsx").read_bytes()
    assert changed_parts(form, after) == [SHEET]
    old, new = parts(form)[SHEET], parts(after)[SHEET]
    for kept in (b"<f>LEN(F3)</f><v>7</v>", b"sparkline", b"dataBar", b"legacyDrawingHF"):
        assert kept in new
    assert old[old.index(b"</sheetData>") :] == new[new.index(b"</sheetData>") :]
    table = read_table_bytes(after, "表").tables[0]
    assert table.rows[2].cells[4] == date(2026, 7, 31)
    assert table.rows[2].cells[2] == "清理楼道"


def test_formulas_are_worked_out_again_when_the_form_is_opened(plan: Path) -> None:
    form = furnished(plan)
    plain = repacked(
        form, {"xl/workbook.xml": lambda data: data.replace(b' fullCalcOnLoad="1"', b"")}
    )
    ran = fill(plan, plain)
    assert "有公式：已设为打开时重新计算（xl/workbook.xml）。" in ran.out
    after = (plan / "市表-已填.xlsx").read_bytes()
    assert sorted(changed_parts(plain, after)) == ["xl/workbook.xml", SHEET]
    assert parts(after)["xl/workbook.xml"] == parts(form)["xl/workbook.xml"]


def repacked(raw: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts(raw).items():
            new.writestr(name, changes[name](data) if name in changes else data)
    return out.getvalue()


def test_a_sheet_whose_names_have_a_prefix_is_filled(plan: Path) -> None:
    def prefixed(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)([a-z])", rb"<\1x:\2", data, flags=re.IGNORECASE)
        return data.replace(b"xmlns=", b"xmlns:x=")

    form = repacked(book([HEAD, [1, "1-1"]]), {SHEET: prefixed})
    assert "认出 1 行" in fill(plan, form).out
    assert cells_of((plan / "市表-已填.xlsx").read_bytes())["D2"] == "区教育局"


def test_empty_cells_written_in_any_way_are_filled(plan: Path) -> None:
    """As LibreOffice, Excel and hand-made writers put them, next to others that stay."""
    empty = (
        b'<c r="D2" s="0"/><c r="E2"></c><c r="F2" t="n" s="0" /><c r="G2"/><c r="H2"><v>7</v></c>'
    )
    form = repacked(
        book([HEAD, [1, "1-1", "清理楼道"]]),
        {SHEET: lambda data: data.replace(b"</row></sheetData>", empty + b"</row></sheetData>")},
    )
    assert "填了 4 格" in fill(plan, form).out
    cells = cells_of((plan / "市表-已填.xlsx").read_bytes())
    assert [cells[f"{column}2"] for column in "CDEFGH"] == [
        "清理楼道",
        "区教育局",
        "2026年7月31日",
        "2026年7月1日，东河镇：已清理 12 栋",
        "推进中",
        7,
    ]


def test_a_sheet_without_numbers_of_rows_is_refused(plan: Path) -> None:
    form = repacked(
        book([HEAD, [1, "1-1"]]), {SHEET: lambda data: data.replace(b'<row r="2"', b"<row")}
    )
    ran = fill(plan, form)
    assert ran.code == 2
    assert "里的工作表写法少见，填了怕改动别处，没有填" in ran.err


# --- the zip
# --------------------------------------------------------------------------------------------------


@given(
    st.lists(st.binary(max_size=200), min_size=1, max_size=6),
    st.integers(0, 5),
    st.binary(max_size=200),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_one_part_of_a_zip_is_replaced_and_the_bytes_of_the_others_stay(
    contents: list[bytes], which: int, new: bytes, deflated: bool
) -> None:
    method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for number, data in enumerate(contents):
            archive.writestr(f"部件{number}.xml", data)
        archive.comment = b"remark"
    name = f"部件{which % len(contents)}.xml"
    after = replaced(out.getvalue(), {name: new}, "表")
    assert parts(after) == parts(out.getvalue()) | {name: new}
    assert zipfile.ZipFile(io.BytesIO(after)).comment == b"remark"


class Pipe(io.RawIOBase):
    """As a server writes a zip that it sends on: no going back, sizes follow the parts."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def test_a_zip_that_was_written_as_it_was_sent_is_filled(plan: Path) -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as sent:
        for name, data in parts(book([HEAD, [1, "1-1"]])).items():
            sent.writestr(name, data)
    form = bytes(pipe.data)
    assert "填了 5 格" in fill(plan, form).out
    assert changed_parts(form, (plan / "市表-已填.xlsx").read_bytes()) == [SHEET]


# --- any form
# --------------------------------------------------------------------------------------------------

_TEXT = st.text(st.sampled_from("甲乙<>&\"' _x0041_\n1"), max_size=8)


@given(
    order=st.permutations(["编号", "任务名称", "牵头单位", "进展情况", "完成时限", "备注"]),
    above=st.integers(0, 4),
    ids=st.lists(st.sampled_from(["1-1", "1-2", "1-3", "9-9", ""]), min_size=1, max_size=6),
    filled=st.lists(st.one_of(st.none(), _TEXT, st.integers(0, 9)), max_size=12),
    formula=st.integers(0, 20),
    extra=_TEXT,
    styled=st.lists(st.integers(0, 60), max_size=10),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_of_any_form_only_empty_cells_of_known_rows_change(
    plan: Path,
    order: list[str],
    above: int,
    ids: list[str],
    filled: list[object],
    formula: int,
    extra: str,
    styled: list[int],
) -> None:
    def change(sheet: Any) -> None:
        for number in styled:
            cell = sheet.cell(above + 2 + number % len(ids), 1 + number % 7)
            cell.number_format = "yyyy-mm-dd" if number % 2 else "0.0"
        for number, value in enumerate(filled):
            row, column = above + 2 + number % len(ids), 1 + number * 5 % 6
            if order[column - 1] not in ("编号", "任务名称"):
                sheet.cell(row, column, value)
        if formula < 6 and order[formula] not in ("编号", "任务名称"):
            sheet.cell(above + 2, formula + 1, "=1+1")
        sheet.cell(above + 2, 8, extra)

    rows: list[list[object]] = [["标题"] for _ in range(above)]
    rows.append([*order])
    for id_ in ids:
        rows.append([id_ if heading == "编号" else None for heading in order])
    form = book(rows, change)
    ran = fill(plan, form, "--force")
    target = plan / "市表-已填.xlsx"
    if ran.code or "没有写" in ran.out:
        return
    before, after = cells_of(form), cells_of(target.read_bytes())
    assert {key: after[key] for key in before} == before
    assert set(changed_parts(form, target.read_bytes())) <= {SHEET, "xl/workbook.xml"}
    values = {"区教育局", "区交通局", "清理楼道", "规范停车", "宣传引导"}
    for key in after.keys() - before.keys():
        column = order[ord(key[0]) - ord("A")]
        assert column != "备注"
        if column in ("牵头单位", "任务名称"):
            assert after[key] in values
    target.unlink()


def test_the_headings_that_are_known_are_the_ones_in_the_docs() -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"(?m)^\| (.+) \| (.+) \|$", text))
    for field, words in (INDICATORS | OF_TASKS).items():
        if field != "seq":
            assert told[words[0]] == "、".join(words)
    assert told["指标编号"] == "、".join(INDICATORS["id"])
    assert told["测评标准"] == "、".join(INDICATORS["title"])
