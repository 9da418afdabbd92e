"""``cz sheet make``: what each unit is sent, cell by cell, as a clerk's spreadsheet shows it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.running import MIDWAY, copy_of, cz

HEADS = [
    "序号",
    "种类",
    "编号",
    "事项",
    "职责",
    "完成时限",
    "状态",
    "进展（整改）情况",
    "完成（整改）日期",
    "佐证材料",
    "对照码",
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return copy_of(MIDWAY, tmp_path / "plan")


def made(plan: Path, unit: str) -> Any:
    """The worksheet of a unit's form."""
    name = f"{unit}.xlsx"
    ran = cz("sheet", "make", "--unit", unit, "-o", name, cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    return load_workbook(plan / name).active


def rows(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]


def row_of(sheet: Any, id_: str) -> dict[str, Any]:
    for cells in sheet.iter_rows(min_row=4):
        if cells[2].value == id_:
            return dict(zip(HEADS, cells, strict=True))
    raise AssertionError(id_)


def test_a_form_has_all_that_a_unit_has_to_report(plan: Path) -> None:
    sheet = made(plan, "区教育局")
    assert [cell.value for cell in sheet[3]] == HEADS
    kinds = [row[1] for row in rows(sheet)]
    assert list(dict.fromkeys(kinds)) == ["任务", "问题", "材料"]
    assert [row[0] for row in rows(sheet)] == list(range(1, len(kinds) + 1))
    shown = cz("list", "unit:区教育局", "--csv", cwd=plan).out
    unfinished = [
        line for line in shown.splitlines()[1:] if "已完成" not in line and "已复核" not in line
    ]
    assert kinds.count("任务") == len(unfinished)
    findings = cz("finding", "list", "--unit", "区教育局", "--state", "open", "--csv", cwd=plan).out
    assert kinds.count("问题") == len(findings.splitlines()) - 1
    lacking = [row for row in rows(sheet) if row[1] == "材料"]
    assert len(lacking) == 9
    assert all("（缺" in row[3] for row in lacking)


def test_what_is_known_is_filled_in(plan: Path) -> None:
    cz("note", "6-3", "方案已印发", "--by", "区教育局", cwd=plan)
    row = row_of(made(plan, "区教育局"), "6-3")
    assert row["职责"].value == "牵头"
    assert row["状态"].value == "推进中"
    assert row["完成时限"].value == datetime(2026, 7, 25)
    assert row["完成时限"].number_format == "yyyy-m-d"
    assert row["进展（整改）情况"].value == "方案已印发"
    assert row["完成（整改）日期"].value is None


def test_ids_are_text_and_the_code_is_hidden(plan: Path) -> None:
    sheet = made(plan, "区教育局")
    row = row_of(sheet, "6-3")
    assert (row["编号"].data_type, row["编号"].number_format) == ("s", "@")
    assert row["对照码"].value.startswith("区教育局|6-3|2|20260715|doing|")
    assert sheet.column_dimensions["K"].hidden


def test_what_is_to_be_filled_in_is_open_and_yellow_the_rest_locked_and_grey(plan: Path) -> None:
    sheet = made(plan, "区教育局")
    led, shared = row_of(sheet, "6-3"), row_of(sheet, "5-8")
    assert open_fields(led) == ["状态", "进展（整改）情况", "完成（整改）日期", "佐证材料"]
    assert shared["职责"].value == "责任"
    assert open_fields(shared) == ["进展（整改）情况", "佐证材料"]
    for cells in sheet.iter_rows(min_row=4):
        for cell in cells:
            colour = "FFEDEDED" if cell.protection.locked else "FFFFF8CC"
            assert cell.fill.fgColor.rgb == colour, cell


def open_fields(row: dict[str, Any]) -> list[str]:
    return [head for head, cell in row.items() if not cell.protection.locked]


def test_a_finding_is_answered_by_what_was_done_and_when(plan: Path) -> None:
    sheet = made(plan, "石桥乡")
    finding = next(row for row in rows(sheet) if row[1] == "问题")
    row = row_of(sheet, finding[2])
    assert open_fields(row) == ["进展（整改）情况", "完成（整改）日期", "佐证材料"]
    assert row["状态"].value == "待整改"
    assert "：" in row["事项"].value


def test_a_finding_that_was_sent_back_says_why(plan: Path) -> None:
    before = next(row[2] for row in rows(made(plan, "石桥乡")) if row[1] == "问题")
    cz("finding", "rectify", before, "--fix", "已清", cwd=plan)
    cz("finding", "reopen", before, "--reason", "仍有堆物", cwd=plan)
    (plan / "石桥乡.xlsx").unlink()
    assert "（2026-07-15 退回：仍有堆物）" in row_of(made(plan, "石桥乡"), before)["事项"].value


def test_protection_has_no_password_and_lets_sort_filter_and_widen(plan: Path) -> None:
    protection = made(plan, "区教育局").protection
    assert protection.sheet
    assert protection.password is None
    # False: that it is not forbidden
    assert [protection.sort, protection.autoFilter, protection.formatColumns] == [False] * 3
    assert protection.formatCells


def test_lists_are_short_enough_and_dates_are_checked(plan: Path) -> None:
    rules = made(plan, "区教育局").data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "date"}
    for rule in rules:
        if rule.type == "list":
            assert rule.formula1 == '"未启动,推进中,受阻,已完成"'
            assert len(rule.formula1) <= 255
        else:
            assert rule.formula2 == "TODAY()"


def test_it_prints_on_a4_across_with_its_headings(plan: Path) -> None:
    sheet = made(plan, "区教育局")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToHeight) == 0  # as many pages as it takes, one wide
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:K{sheet.max_row}"
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))


def test_there_is_one_line_of_instruction_and_it_says_whose_the_form_is(plan: Path) -> None:
    sheet = made(plan, "区教育局")
    assert sheet["A1"].value == "区教育局创建工作反馈表（演示数据）"
    assert sheet["A2"].value == (
        "单位：区教育局　制表日期：2026年7月15日　"
        "请只填黄色格，没有变化的不用动；办完的，状态选“已完成”并填日期。"
    )
    assert [cell.value for cell in sheet[1]][1:] == [None] * 10


def test_who_has_no_state_to_set_is_not_told_to_choose_one(small: Path) -> None:
    ran = cz("sheet", "make", "--unit", "丙镇", "-o", "丙镇.xlsx", cwd=small)
    assert (ran.code, ran.err) == (0, "")
    sheet: Any = load_workbook(small / "丙镇.xlsx").active
    assert sheet["A2"].value.endswith("　请只填黄色格，没有变化的不用动。")


def test_the_same_plan_gives_the_same_bytes(plan: Path, tmp_path: Path) -> None:
    sums = []
    for name in ("甲", "乙"):
        cz("sheet", "make", "--unit", "区教育局", "-o", str(tmp_path / f"{name}.xlsx"), cwd=plan)
        sums.append(sha256((tmp_path / f"{name}.xlsx").read_bytes()).hexdigest())
    assert sums[0] == sums[1]


def test_all_units_get_one_each_and_those_with_nothing_are_named(plan: Path) -> None:
    ran = cz("sheet", "make", "--all", "-o", "反馈表", "--phase", "3", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    names = sorted(path.stem for path in (plan / "反馈表").iterdir())
    assert f"已写入 反馈表：{len(names)} 个单位，共 " in ran.out
    assert "区直属机关工委" in names
    units = cz("list", "--kind", "unit", "--csv", cwd=plan).out
    assert len(units.splitlines()) - 1 >= len(names)


NOTHING = """\
plan: {title: 小方案, today: 2026-07-15}
phases:
  - {number: 1, title: 打实基础}
chapters:
  - {number: 1, title: 环境}
tasks:
  - {id: 1-1, title: 清扫, lead: 甲局, units: [各镇]}
  - {id: 1-2, title: 绿化, lead: 乙局, progress: {1: {status: done}}}
"""
UNITS = """\
units:
  - {id: jj, name: 甲局, kind: 政府部门}
  - {id: yj, name: 乙局, kind: 政府部门}
  - {id: bz, name: 丙镇, kind: 乡镇}
collectives:
  - {id: gz, name: 各镇, members: [丙镇]}
  - {id: gx, name: 各校}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    data = tmp_path / "small" / "data"
    data.mkdir(parents=True)
    (data / "tasks.yaml").write_text(NOTHING, encoding="utf-8")
    (data / "units.yaml").write_text(UNITS, encoding="utf-8")
    (data / "indicators.yaml").write_text("indicators: []\n", encoding="utf-8")
    return data.parent


def test_a_unit_with_nothing_to_report_is_named_and_not_written(small: Path) -> None:
    ran = cz("sheet", "make", "--all", "-o", "表", cwd=small)
    assert ran.out == (
        "已写入 表：2 个单位，共 2 行。\n没有要报的：乙局、各校，共 2 个单位，没有写。\n"
    )
    assert sorted(path.name for path in (small / "表").iterdir()) == ["丙镇.xlsx", "甲局.xlsx"]
    alone = cz("sheet", "make", "--unit", "乙局", "-o", "乙局.xlsx", cwd=small)
    assert alone.err == "cz：乙局没有要报的任务、问题和材料，没有写。\n"
    assert not (small / "乙局.xlsx").exists()


def test_a_member_of_a_collective_says_through_which(small: Path) -> None:
    row = row_of(made(small, "丙镇"), "1-1")
    assert row["职责"].value == "责任（各镇）"
    assert open_fields(row) == ["进展（整改）情况", "佐证材料"]


def test_refusals(plan: Path) -> None:
    refused = {
        ("--unit", "区教育局"): "cz：请用 -o 写明写到哪里，例如 -o 柳溪镇.xlsx。\n",
        ("--all",): "cz：请用 -o 写明写到哪里，例如 -o 反馈表0715。\n",
        ("-o", "表"): "cz：请写明给哪个单位，例如 cz sheet make 柳溪镇，或写 --all 给所有单位。\n",
        ("--unit", "区教育局", "--all", "-o", "表"): "cz：--unit、--all 只能选一个。\n",
        ("--unit", "各乡镇党委和政府", "-o", "表"): (
            "cz：“各乡镇党委和政府”是集体单位，这里要写明一个单位。"
            "它的成员有：东河镇、青石镇、柳溪镇、石桥乡、枫林乡。\n"
        ),
        ("--unit", "区教育局", "-o", "表.csv"): (
            "cz：反馈表是 Excel 工作簿，文件名要以 .xlsx 结尾，找到的是 表.csv。"
            "所有单位的，请用 --all -o 文件夹。\n"
        ),
        ("--all", "-o", "表.xlsx"): (
            "cz：表.xlsx 是文件的名字，这里要写几个文件，-o 要写文件夹，例如 -o 表。\n"
        ),
    }
    for words, message in refused.items():
        ran = cz("sheet", "make", *words, cwd=plan)
        assert (ran.code, ran.out, ran.err) == (2, "", message), words
    assert not [path for path in plan.iterdir() if path.name.startswith("表")]


def test_nothing_of_anybodys_is_overwritten(plan: Path) -> None:
    made(plan, "区教育局")
    again = cz("sheet", "make", "--unit", "区教育局", "-o", "区教育局.xlsx", cwd=plan)
    assert again.code == 2
    assert "已经有了，没有覆盖" in again.err
    forced = cz("sheet", "make", "--unit", "区教育局", "-o", "区教育局.xlsx", "--force", cwd=plan)
    assert forced.code == 0
    folder = plan / "表"
    folder.mkdir()
    (folder / "旧.xlsx").write_bytes(b"x")
    ran = cz("sheet", "make", "--all", "-o", "表", cwd=plan)
    assert "里已经有文件，没有写" in ran.err
    assert [path.name for path in folder.iterdir()] == ["旧.xlsx"]


def test_a_single_unit_may_go_into_a_folder(plan: Path) -> None:
    ran = cz("sheet", "make", "--unit", "区教育局", "-o", "表", cwd=plan)
    assert ran.code == 0
    assert [path.name for path in (plan / "表").iterdir()] == ["区教育局.xlsx"]
