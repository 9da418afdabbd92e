"""``cz sheet take``: what careless clerks do to a form, and that every row is accounted for."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from PIL import Image

from tests.running import SIGNED, cz, git
from tests.test_tables import old_workbook, record

TASKS = """\
plan: {title: 小方案, today: 2026-07-15}
phases:
  - {number: 1, title: 打实基础, start: 2025-01-01, end: 2025-12-31}
  - {number: 2, title: 攻坚克难, start: 2026-01-01, end: 2026-12-31}
chapters:
  - {number: 1, title: 环境}
  - {number: 5, title: 秩序}
tasks:
  - id: 1-1
    title: 清扫背街小巷
    lead: 甲局
    units: [各镇]
    progress:
      2: {status: doing, due: 2026-09-30}
    updates:
      - {date: 2026-07-01, phase: 2, unit: 甲局, note: 已印发方案}
  - id: 1-2
    title: 增加果皮箱
    lead: 甲局
    progress:
      2: {status: todo}
  - id: 1-3
    title: 修剪行道树
    lead: 乙局
    units: [甲局]
  - id: 5-1
    title: 整治乱停车
    lead: 甲局
  - id: 5-2
    title: 规范广告牌
    lead: 乙局
  - id: 5-3
    title: 宣传发动
    lead: 甲局
  - id: 5-4
    title: 宣传发动
    lead: 乙局
steps:
  - {id: s2-1, title: 召开推进会, phase: 2, lead: 甲局}
"""
UNITS = """\
units:
  - {id: jj, name: 甲局, kind: 政府部门}
  - {id: yj, name: 乙局, kind: 政府部门}
  - {id: bz, name: 丙镇, kind: 乡镇}
collectives:
  - {id: gz, name: 各镇, members: [丙镇]}
"""
FINDINGS = """\
findings:
  - {id: f260706-1, date: 2026-07-06, spot: 东街, unit: 甲局, problem: 垃圾未清, due: 2026-07-13}
  - {id: f260706-2, date: 2026-07-06, spot: 西街, unit: 甲局, problem: 路灯不亮, due: 2026-07-20}
  - {id: f260706-3, date: 2026-07-06, spot: 南街, unit: 丙镇, problem: 占道经营, due: 2026-07-20}
"""
INDICATORS = """\
indicators:
  - {id: i1-01, title: 街巷整洁, project: x1, task: 1-1, unit: 甲局, material: 现场照片}
systems:
  - {id: city, name: 文明城市}
blocks:
  - {id: b1, title: 环境}
projects:
  - {id: x1, title: 环境, block: b1}
"""
OWN = ("1-1", "1-2", "5-1", "5-3", "1-3", "s2-1", "f260706-1", "f260706-2", "i1-01")
COLUMN = {"number": 1, "id": 3, "title": 4, "status": 7, "words": 8, "day": 9, "files": 10}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    (folder / "data").mkdir(parents=True)
    texts = {
        "tasks": TASKS,
        "units": UNITS,
        "findings": FINDINGS,
        "indicators": INDICATORS,
        "supervision": "rules: {days: 7}\n",
    }
    for stem, text in texts.items():
        (folder / "data" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "start")
    return folder


class Form:
    """A unit's form as it lies before a clerk."""

    def __init__(self, plan: Path, unit: str = "甲局") -> None:
        self.plan, self.path = plan, plan / f"{unit}.xlsx"
        ran = cz("sheet", "make", "--unit", unit, "-o", str(self.path), "--force", cwd=plan)
        assert (ran.code, ran.err) == (0, "")
        self.book = load_workbook(self.path)
        self.sheet: Any = self.book.active

    def row(self, id_: str) -> int:
        for cells in self.sheet.iter_rows(min_row=4):
            if cells[2].value == id_:
                return int(cells[0].row)
        raise AssertionError(id_)

    def put(self, id_: str, **fields: Any) -> None:
        row = self.row(id_)
        for field, value in fields.items():
            self.sheet.cell(row, COLUMN[field]).value = value

    def save(self, name: str = "") -> str:
        path = self.plan / name if name else self.path
        self.book.save(path)
        return path.name


def result(plan: Path, *words: str) -> dict[str, Any]:
    """What became of it, having checked that every row is accounted for."""
    ran = cz("sheet", "take", *words, "--json", cwd=plan, **SIGNED)
    assert ran.out, ran.err
    told: dict[str, Any] = json.loads(ran.out)
    for counts in (told, *told["files"]):
        assert counts["rows"] == counts["taken"] + counts["unchanged"] + counts["returned"]
    assert ran.code == (
        1 if told["returned"] or any(f["fault"] or f["unread"] for f in told["files"]) else 0
    )
    return told


def rows(told: dict[str, Any], wanted: str) -> dict[str, str]:
    """The rows that were taken, or returned, by the id: in what words."""
    return {
        str(row["id"]): row["words"] or row["reason"]
        for file in told["files"]
        for table in file["tables"]
        for row in table["results"]
        if row["result"] == wanted
    }


def changed(plan: Path) -> list[str]:
    """The lines that git says were added."""
    shown = git(plan, "diff", "-U0", "--", "data")
    return [line[1:].strip() for line in shown.splitlines() if re.match(r"\+(?!\+)", line)]


# --- a form filled in as it should be ---------------------------------------------------------


def test_a_form_that_comes_back_as_it_was_changes_nothing(plan: Path) -> None:
    form = Form(plan)
    ids = [cells[2].value for cells in form.sheet.iter_rows(min_row=4)]
    assert sorted(ids) == sorted(OWN)
    told = result(plan, form.save())
    assert (told["rows"], told["unchanged"]) == (len(OWN), len(OWN))
    assert changed(plan) == []


def test_what_is_filled_in_is_recorded_with_the_unit_and_the_day(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", status="已完成", words="全部清扫一遍", day=datetime(2026, 7, 10))
    form.put("1-2", status="推进中")
    form.put("1-3", words="已配合修剪两条街")
    form.put("s2-1", status="受阻", words="场地没有落实")
    form.put("f260706-1", words="已清运", day=datetime(2026, 7, 12))
    ran = cz("sheet", "take", form.save(), cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "甲局.xlsx　甲局（2026年7月15日的表）：9 行 = 取走 5 + 没有变化 4 + 退回 0\n"
        "  取走 第 4 行　1-1 清扫背街小巷　第2阶段：推进中 → 已完成，记进展：全部清扫一遍（甲局，2026-07-10）\n"
        "  取走 第 5 行　1-2 增加果皮箱　第2阶段：未启动 → 推进中（甲局，2026-07-15）\n"
        "  取走 第 8 行　1-3 修剪行道树　记进展：已配合修剪两条街（甲局，2026-07-15）\n"
        "  取走 第 9 行　s2-1 召开推进会　第2阶段：未启动 → 受阻，记进展：场地没有落实（甲局，2026-07-15）\n"
        "  取走 第 10 行　f260706-1 东街　报整改 2026-07-12（按时），整改情况：已清运\n"
    )
    assert changed(plan) == [
        "- {id: f260706-1, date: 2026-07-06, spot: 东街, unit: 甲局, problem: 垃圾未清, due: 2026-07-13, fix: 已清运, rectified: 2026-07-12}",
        "2: {status: done, due: 2026-09-30}",
        "- {date: 2026-07-10, phase: 2, unit: 甲局, status: done, note: 全部清扫一遍}",
        "2: {status: doing}",
        "updates:",
        "- {date: 2026-07-15, phase: 2, unit: 甲局, status: doing}",
        "updates:",
        "- {date: 2026-07-15, phase: 2, unit: 甲局, note: 已配合修剪两条街}",
        "- {id: s2-1, title: 召开推进会, phase: 2, lead: 甲局, progress: {2: {status: blocked}}, updates: [{date: 2026-07-15, phase: 2, unit: 甲局, status: blocked, note: 场地没有落实}]}",
    ]
    assert cz("check", cwd=plan).code == 0


def test_nothing_is_taken_twice(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", status="已完成", words="全部清扫一遍", day=datetime(2026, 7, 10))
    form.put("1-3", words="已配合")
    form.put("f260706-1", words="已清运", day=datetime(2026, 7, 12))
    name = form.save()
    assert result(plan, name)["taken"] == 3
    git(plan, "commit", "-qam", "取")
    again = result(plan, name)
    assert (again["taken"], again["unchanged"], again["returned"]) == (0, len(OWN), 0)
    assert changed(plan) == []


def test_a_dry_run_says_the_same_and_writes_nothing(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    form.put("1-2", status="√")
    name = form.save()
    before = sorted(plan.iterdir())
    dry = cz("sheet", "take", name, "--dry-run", cwd=plan)
    assert (sorted(plan.iterdir()), changed(plan)) == (before, [])
    assert dry.out.endswith("（试运行，文件未动）\n")
    wet = cz("sheet", "take", name, cwd=plan)
    assert dry.out.splitlines()[1:3] == wet.out.splitlines()[1:3]


def test_one_commit_holds_it_all(plan: Path) -> None:
    form, other = Form(plan), Form(plan, "丙镇")
    form.put("1-1", words="清扫一遍")
    form.put("f260706-1", words="已清运", day=datetime(2026, 7, 12))
    other.put("1-1", words="本镇清扫一遍")
    told = result(plan, form.save(), other.save(), "--commit")
    assert told["commit"]
    assert git(plan, "show", "--format=%s", "--name-only").split("\n")[:4] == [
        "1-1、f260706-1：改动 3 处",
        "",
        "data/findings.yaml",
        "data/tasks.yaml",
    ]
    assert changed(plan) == []


def test_several_units_report_on_one_task(plan: Path) -> None:
    """Each says what it has done; neither makes the other's form an old one."""
    form, other = Form(plan), Form(plan, "丙镇")
    form.put("1-1", words="清扫一遍", status="已完成")
    other.put("1-1", words="本镇清扫一遍")
    told = result(plan, other.save(), form.save())
    assert (told["taken"], told["returned"]) == (2, 0)
    assert "- {date: 2026-07-15, phase: 2, unit: 丙镇, note: 本镇清扫一遍}" in changed(plan)


# --- how a row is known -----------------------------------------------------------------------


def moved(form: Form, order: Sequence[int], name: str = "工作表1") -> str:
    """The form with its columns in another order (from 1), on a sheet of another name."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name
    for row in form.sheet.iter_rows():
        sheet.append([row[place - 1].value for place in order])
    book.save(form.path)
    return form.path.name


def test_columns_may_be_moved_and_the_sheet_renamed(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    told = result(plan, moved(form, [8, 11, 3, 9, 7, 4, 1]))
    assert (told["rows"], told["unchanged"]) == (9, 8)
    assert list(rows(told, "taken")) == ["1-1"]


def test_rows_above_the_headings_and_between_the_rows_do_not_matter(plan: Path) -> None:
    form = Form(plan)
    form.put("1-2", status="推进中")
    form.sheet.insert_rows(6, 2)
    form.sheet.insert_rows(1, 4)
    told = result(plan, form.save())
    assert (told["rows"], rows(told, "taken").keys()) == (9, {"1-2"})


def test_deleted_rows_are_named(plan: Path) -> None:
    form = Form(plan)
    form.sheet.delete_rows(form.row("1-2"))
    form.sheet.delete_rows(form.row("f260706-2"))
    ran = cz("sheet", "take", form.save(), cwd=plan)
    assert "  表里少了 2 项（1-2、f260706-2），多半是删去了，没有改动\n" in ran.out


def test_rows_of_ones_own_are_returned(plan: Path) -> None:
    form = Form(plan)
    form.sheet.append([10, "任务", None, "新装路灯", None, None, "已完成", "装好了"])
    form.sheet.append([11, None, None, None, None, None, None, "又做了一件"])
    told = result(plan, form.save())
    assert (told["rows"], told["returned"]) == (11, 2)
    reasons = [row["reason"] for row in told["files"][0]["tables"][0]["results"]]
    assert reasons == [
        "没有叫“新装路灯”的任务或步骤；请加一列编号",
        "没有编号，也没有任务名称，不知道说的是哪一项",
    ]


@pytest.mark.soak(every=4)
@pytest.mark.parametrize(
    "written",
    [
        datetime(2026, 5, 1),
        date(2026, 5, 1),
        46143,
        "5月1日",
        "５－１",
        "5—1",
        "5/1",
        "2026/5/1",
        "1-May",
        " 5-1 ",
        "05-01",
    ],
)
def test_an_id_that_became_a_date_is_undone(plan: Path, written: Any) -> None:
    form = Form(plan)
    form.put("5-1", words="已划线", id=written)
    told = result(plan, form.save())
    assert rows(told, "taken") == {"5-1": "记进展：已划线（甲局，2026-07-15）"}


@pytest.mark.parametrize("written", [datetime(2026, 5, 1), "5月1日", "５－１", "5-1"])
def test_the_same_without_the_hidden_column(plan: Path, written: Any) -> None:
    form = Form(plan)
    form.put("5-1", words="已划线", id=written)
    form.sheet.delete_cols(11)
    told = result(plan, form.save())
    assert rows(told, "taken") == {"5-1": "记进展：已划线（甲局，2026-07-15）"}


def test_a_row_whose_number_and_code_differ_is_returned(plan: Path) -> None:
    """As when only some of the columns were sorted."""
    form = Form(plan)
    form.put("1-1", words="清扫一遍", id="1-2")
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "None": "编号写的是 1-2，这一行的对照码却是 1-1 的（多半是只排了几列的序，或粘贴错了行），请核对"
    }


def test_a_row_whose_title_is_another_records_is_returned(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍", title="增加果皮箱")
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "None": "事项写的是“增加果皮箱”（1-2），这一行的对照码却是 1-1 的，请核对"
    }


def test_doubled_rows_that_differ_are_both_returned_those_alike_count_once(plan: Path) -> None:
    form = Form(plan)
    row = form.row("1-1")
    for words in ("清扫一遍", "清扫两遍"):
        form.sheet.append([cell.value for cell in form.sheet[row]])
        form.sheet.cell(form.sheet.max_row, COLUMN["words"]).value = words
    twice = form.row("1-2")
    form.put("1-2", status="推进中")
    form.sheet.append([cell.value for cell in form.sheet[twice]])
    told = result(plan, form.save())
    assert (told["rows"], told["taken"], told["returned"]) == (12, 1, 3)
    assert rows(told, "returned") == {"1-1": "第 4、13、14 行都是 1-1，写的不一样，请只留一行"}


def test_a_row_that_the_office_changed_since_is_returned(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    form.put("f260706-1", words="已清运", day=datetime(2026, 7, 12))
    name = form.save()
    cz("set", "1-1", "blocked", cwd=plan)
    cz("finding", "rectify", "f260706-1", "--date", "2026-07-08", cwd=plan)
    cz("finding", "reopen", "f260706-1", "--reason", "没有清完", "--date", "2026-07-09", cwd=plan)
    told = result(plan, name)
    assert rows(told, "returned") == {
        "1-1": "7月15日发出这张表以后，这一行又有改动（现在是：受阻，进展“已印发方案”），请核对后再报",
        "f260706-1": "7月15日发出这张表以后，这个问题又有改动，请核对后再报",
    }


def test_an_older_form_is_told_from_the_newer(plan: Path) -> None:
    old = Form(plan)
    old.put("1-2", words="选址")
    cz("sheet", "make", "--unit", "甲局", "-o", "新.xlsx", "--today", "2026-07-20", cwd=plan)
    ran = cz("sheet", "take", old.save("旧.xlsx"), "新.xlsx", "--today", "2026-07-20", cwd=plan)
    assert "旧.xlsx　甲局（2026年7月15日的表）：9 行 = 取走 1 + 没有变化 8 + 退回 0\n" in ran.out
    assert "  这个单位还交了 2026年7月20日的表，这一份是旧的，请核对\n" in ran.out
    assert "合计：2 个文件，18 行 = 取走 1 + 没有变化 17 + 退回 0。\n" in ran.out


# --- whose it is ------------------------------------------------------------------------------


def test_rows_of_another_units_form_are_returned(plan: Path) -> None:
    form, other = Form(plan), Form(plan, "丙镇")
    other.put("f260706-3", words="已劝离", day=datetime(2026, 7, 12))
    form.sheet.append([cell.value for cell in other.sheet[other.row("f260706-3")]])
    told = result(plan, form.save())
    assert rows(told, "returned") == {"None": "这一行是发给丙镇的，不是甲局的，没有记"}


def test_another_units_whole_form_is_returned_where_the_unit_is_named(plan: Path) -> None:
    other = Form(plan, "丙镇")
    told = result(plan, other.save(), "--by", "甲局")
    assert told["returned"] == told["rows"] == 2
    assert set(rows(told, "returned").values()) == {"这是丙镇的表，--by 写的是甲局，没有记"}


def test_a_unit_reports_only_what_is_its_own(plan: Path) -> None:
    form = Form(plan)
    form.sheet.delete_cols(11)
    form.put("1-1", id="5-2", title=None, words="拆了两块")
    form.put("f260706-1", id="f260706-3", title=None, words="已清", day="7月12日")
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "5-2": "5-2 不是甲局牵头或负责的（牵头单位：乙局），没有记",
        "f260706-3": "f260706-3 是丙镇的问题，不是甲局的，没有记",
    }
    assert changed(plan) == []


def test_who_only_shares_in_a_task_does_not_set_its_state(plan: Path) -> None:
    form = Form(plan)
    form.put("1-3", status="已完成", words="做完了")
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "1-3": "状态由牵头单位（乙局）报，现在是“未启动”，写的是“已完成”；本单位只报进展情况，请把状态改回去"
    }


OWN_TABLE = [
    ["序号", "任务", "进展情况", "完成时限"],
    [1, "清扫背街小巷", "清扫一遍", "2026-09-30"],
    [2, "（二）增加果皮箱。", "已选址", "12月底"],
    [3, "宣传发动", "已开会", None],
    [4, "5-1 整治乱停车", "无", None],
    [5, "清扫背街", "又清扫", None],
    ["合计", None, "4 项", None],
    ["填报人：张三", None, None, None],
]


def own_table(plan: Path, table: Sequence[Sequence[Any]], name: str = "自制.xlsx") -> str:
    book = Workbook()
    for row in table:
        book.active.append(row)
    book.save(plan / name)
    return name


def test_a_table_of_the_units_own_is_known_by_its_titles(plan: Path) -> None:
    ran = cz("sheet", "take", own_table(plan, OWN_TABLE), "--by", "甲局", cwd=plan)
    assert ran.out == (
        "自制.xlsx　甲局：5 行 = 取走 3 + 没有变化 1 + 退回 1 → 自制-退回.xlsx\n"
        "  取走 第 2 行　1-1 清扫背街小巷　记进展：清扫一遍（甲局，2026-07-15）\n"
        "  取走 第 3 行　1-2 增加果皮箱　记进展：已选址（甲局，2026-07-15）\n"
        "  取走 第 4 行　5-3 宣传发动　记进展：已开会（甲局，2026-07-15）\n"
        "  退回 第 6 行　（没有认出）　没有叫“清扫背街”的任务或步骤，最接近的有：1-1 清扫背街小巷；请加一列编号\n"
        "  合计行、重复的表头、表尾等 2 行没有算\n"
        "退回的行请单位改好，再执行 cz sheet take 自制-退回.xlsx --by 甲局\n"
    )


def test_headings_over_two_rows_below_the_title_of_the_table(plan: Path) -> None:
    table = [
        ["任务进展表", None, None, None],
        ["序号", "工作任务", "进展情况", None],
        [None, None, "状态", "工作进展"],
        [1, "清扫背街小巷", "已完成", "清扫一遍"],
    ]
    ran = cz("sheet", "take", own_table(plan, table), "--by", "甲局", cwd=plan)
    assert (ran.code, ran.out, ran.err) == (
        0,
        "自制.xlsx　甲局：1 行 = 取走 1 + 没有变化 0 + 退回 0\n"
        "  取走 第 4 行　1-1 清扫背街小巷　"
        "第2阶段：推进中 → 已完成，记进展：清扫一遍（甲局，2026-07-15）\n",
        "",
    )


def test_a_table_that_does_not_say_whose_it_is_asks(plan: Path) -> None:
    told = result(plan, own_table(plan, OWN_TABLE))
    assert "看不出是哪个单位报的，请加 --by 单位，再取一次" in rows(told, "returned").values()
    assert told["taken"] == 0
    named = [["填报单位（盖章）：甲局"], *OWN_TABLE]
    assert result(plan, own_table(plan, named, "署名.xlsx"))["taken"] == 3


def test_a_title_that_several_tasks_have_is_returned_with_all_of_them(plan: Path) -> None:
    told = result(
        plan, own_table(plan, [["任务名称", "进展情况"], ["宣传发动", "已开会"]]), "--by", "丙镇"
    )
    assert list(rows(told, "returned").values()) == [
        "叫“宣传发动”的有好几项：5-3（甲局）、5-4（乙局），请加一列编号写明"
    ]


def test_a_number_and_a_title_that_do_not_go_together_are_returned(plan: Path) -> None:
    table = [
        ["编号", "工作任务", "完成情况"],
        ["1-2", "清扫背街小巷", "清扫一遍"],
        ["1-1", "清扫小巷", "清扫一遍"],
    ]
    told = result(plan, own_table(plan, table), "--by", "甲局")
    assert list(rows(told, "taken")) == ["1-1"]
    assert list(rows(told, "returned").values()) == [
        "编号 1-2 是“增加果皮箱”，写的任务却是“清扫背街小巷”（1-1），请核对"
    ]


def test_another_deadline_than_the_plans_is_said_and_not_taken(plan: Path) -> None:
    table = [["编号", "进展情况", "完成时限"], ["1-1", "清扫一遍", "2026年8月31日"]]
    ran = cz("sheet", "take", own_table(plan, table), "--by", "甲局", cwd=plan)
    assert "  注意 第 2 行：1-1 的时限写的是 2026-08-31，方案里是 2026-09-30，没有改\n" in ran.out


def test_a_list_of_findings_that_was_filled_in_is_taken_by_their_numbers(plan: Path) -> None:
    table = [
        ["编号", "点位", "存在问题", "整改时限", "整改情况", "整改日期"],
        ["f260706-1", "东街", "垃圾未清", "2026-7-13", "已清运", "7月12日"],
        ["f260706-2", "西街", "路灯不亮", "2026-7-20", "正在采购", None],
        ["f260706-3", "北街", "占道经营", "2026-7-20", "已劝离", "7月12日"],
    ]
    told = result(plan, own_table(plan, table, "整改清单.xlsx"))
    assert rows(told, "taken") == {"f260706-1": "报整改 2026-07-12（按时），整改情况：已清运"}
    assert rows(told, "returned") == {
        "f260706-2": "整改情况“正在采购”是还没有整改到位，没有记",
        "f260706-3": "编号是 f260706-3，可是点位在台账里是“南街”，请核对编号",
    }


# --- what stands in the cells -----------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["推进中", "正在推进", "进行中", "持续推进", " 推进中 ", "doing", "在推进"]
)
def test_states_have_a_closed_list_of_other_words(plan: Path, word: str) -> None:
    form = Form(plan)
    form.put("1-2", status=word)
    told = result(plan, form.save())
    assert (told["taken"], told["returned"]) == ((0, 1) if word == "在推进" else (1, 0))


@pytest.mark.parametrize("word", ["√", 2, "已完成（待验收）", "是", "基本完成", "50%", True])
def test_any_other_state_is_returned(plan: Path, word: Any) -> None:
    form = Form(plan)
    form.put("1-2", status=word)
    told = result(plan, form.save())
    assert re.fullmatch(
        "状态“.*”看不懂，请写未启动、推进中、受阻、已完成里的一个，别的话写在进展情况里",
        rows(told, "returned")["1-2"],
    )
    assert changed(plan) == []


@pytest.mark.parametrize("word", ["已复核", "复核", "已销号", "verified", "已验收"])
def test_a_unit_never_sets_what_is_the_offices(plan: Path, word: str) -> None:
    form = Form(plan)
    form.put("1-2", status=word)
    form.put("f260706-1", status=word)
    form.put("f260706-2", status=word, words="已换灯", day=datetime(2026, 7, 12))
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "1-2": f"状态“{word}”要由创城办复核后定，单位最多报到“已完成”",
        "f260706-2": f"状态“{word}”要由创城办复核后定，单位请填整改情况和整改日期",
        "f260706-1": f"状态“{word}”要由创城办复核后定，单位请填整改情况和整改日期",
    }
    assert changed(plan) == []


def test_what_is_verified_or_done_is_not_put_back(plan: Path) -> None:
    cz("set", "1-1", "verified", cwd=plan)
    cz("set", "1-2", "done", cwd=plan)
    git(plan, "commit", "-qam", "复核")
    table = [
        ["编号", "状态", "进展情况"],
        ["1-1", "推进中", "又做了"],
        ["1-2", "推进中", "还差一点"],
        ["5-1", "未启动", None],
    ]
    told = result(plan, own_table(plan, table), "--by", "甲局")
    assert rows(told, "returned") == {
        "1-1": "已经复核，单位不能再改；有出入的请告诉创城办",
        "1-2": "已记为“已完成”，写的是“推进中”，退回去的请告诉创城办",
    }
    assert changed(plan) == []


DATES = {
    datetime(2026, 7, 3): "2026-07-03",
    46206: "2026-07-03",
    "46206": "2026-07-03",
    "２０２６－７－３": "2026-07-03",
    "7月3日": "2026-07-03",
    "2026年7月3日": "2026-07-03",
    "2026.7.3": "2026-07-03",
    "2026/7/3": "2026-07-03",
    20260703: "2026-07-03",
    "7.13": "2026-07-13",
}


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("written", DATES, ids=str)
def test_days_however_they_are_written(plan: Path, written: Any) -> None:
    form = Form(plan)
    form.put("1-2", status="已完成", day=written)
    told = result(plan, form.save())
    assert rows(told, "taken") == {"1-2": f"第2阶段：未启动 → 已完成（甲局，{DATES[written]}）"}


NO_DATES = {
    7.1: "可能是7月1日，也可能是7月10日",
    "7.1": "可能是7月1日，也可能是7月10日",
    "昨天": "看不懂",
    "2026-7-32": "没有这一天",
    "上周五": "看不懂",
    "7月底": "看不懂",
    datetime(2026, 7, 16): "（2026-07-16）晚于今天（2026-07-15）",
    "8月1日": "（2026-08-01）晚于今天（2026-07-15）",
    datetime(1926, 7, 3): "（1926-07-03）太早，多半是年份写错了",
    datetime(2025, 7, 3): "早于第2阶段开始（2026-01-01），请核对年份",
    12: "看不懂",
    True: "看不懂",
}


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("written", NO_DATES, ids=str)
def test_days_that_are_none_are_returned(plan: Path, written: Any) -> None:
    form = Form(plan)
    form.put("1-2", status="已完成", day=written)
    form.put("f260706-1", words="已清运", day=written)
    told = result(plan, form.save())
    assert NO_DATES[written] in rows(told, "returned")["1-2"]
    assert set(rows(told, "returned")) == {"1-2", "f260706-1"}
    assert changed(plan) == []


def test_a_day_and_a_state_that_contradict_each_other_are_returned(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", day=datetime(2026, 7, 10))
    form.put("f260706-1", words="已清运", day=datetime(2026, 7, 10), status="整改中")
    form.put("f260706-2", status="已整改")
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "1-1": "填了完成日期（2026-07-10），状态却是“推进中”：办完的请把状态写成“已完成”，没有办完的请把日期删去",
        "f260706-1": "填了整改日期（2026-07-10），状态却是“整改中”：改好了的请把状态写成“已整改”，没有改好的请把日期删去",
        "f260706-2": "状态写了“已整改”，没有写整改日期，没有记；请填上整改日期",
    }


@pytest.mark.parametrize("word", ["", "无", "—", "——", "同上", "/", "暂无", "无变化", None])
def test_what_says_nothing_changes_nothing(plan: Path, word: Any) -> None:
    form = Form(plan)
    for id_ in ("1-1", "1-2", "f260706-1"):
        form.put(id_, status=word, words=word, day=word, files=word)
    told = result(plan, form.save())
    assert (told["unchanged"], changed(plan)) == (9, [])


def test_totals_and_headings_again_are_no_rows(plan: Path) -> None:
    form = Form(plan)
    form.sheet.append(["合计", None, None, "9 项", None, None, None, "完成 3 项"])
    form.sheet.append([cell.value for cell in form.sheet[3]])
    form.sheet.append(["小计：9 项"])
    form.sheet.append([12])
    ran = cz("sheet", "take", form.save(), cwd=plan)
    assert ran.out == (
        "甲局.xlsx　甲局（2026年7月15日的表）：9 行 = 取走 0 + 没有变化 9 + 退回 0\n"
        "  合计行、重复的表头、表尾等 4 行没有算\n"
    )


def test_cells_merged_over_rows_are_returned_for_all_of_them(plan: Path) -> None:
    form = Form(plan)
    first = form.row("1-1")
    form.put("1-1", words="都清扫了")
    form.sheet.merge_cells(start_row=first, end_row=first + 2, start_column=8, end_column=8)
    told = result(plan, form.save())
    assert set(rows(told, "returned")) == {"1-1", "1-2", "5-1"}
    assert set(rows(told, "returned").values()) == {
        "原表第 4～6 行的“进展（整改）情况”合并成了一格（H4:H6），分不清说的是哪一行，请逐行填写"
    }


def test_a_formula_without_its_value_is_returned_and_not_lost(plan: Path) -> None:
    """openpyxl writes a formula and no value, as many programs do."""
    form = Form(plan)
    form.put("1-1", words='="清扫"&3&"遍"')
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "1-1": "“进展（整改）情况”（原表 H4）是公式，文件里没有算出来的值，请写上结果"
    }


def test_what_the_form_made_unusable_stays_returned_until_it_is_changed(plan: Path) -> None:
    """In what we returned neither the merge nor the formula is to be seen any more."""
    form = Form(plan)
    first = form.row("1-1")
    form.put("1-1", words="都清扫了")
    form.sheet.merge_cells(start_row=first, end_row=first + 2, start_column=8, end_column=8)
    form.put("f260706-1", words='="清扫"&3&"遍"')
    path = form.save()
    told = result(plan, path)
    first_reasons = rows(told, "returned")
    assert set(first_reasons) == {"1-1", "1-2", "5-1", "f260706-1"}
    again = result(plan, "甲局-退回.xlsx")
    assert rows(again, "returned") == first_reasons
    assert (again["taken"], changed(plan), again["files"][0].get("missing", [])) == (0, [], [])
    book = load_workbook(plan / "甲局-退回.xlsx")
    sheet: Any = book.active
    for row in sheet.iter_rows(min_row=4):
        if row[2].value == "1-1":
            row[7].value = "东街清扫了"
    book.save(plan / "甲局-退回.xlsx")
    mended = result(plan, "甲局-退回.xlsx")
    assert set(rows(mended, "taken")) == {"1-1"}
    assert set(rows(mended, "returned")) == {"1-2", "5-1", "f260706-1"}


def test_merged_text_stands_in_every_row_that_is_returned(plan: Path) -> None:
    form = Form(plan)
    first = form.row("1-1")
    form.put("1-1", words="都清扫了")
    form.sheet.merge_cells(start_row=first, end_row=first + 2, start_column=8, end_column=8)
    result(plan, form.save())
    sheet: Any = load_workbook(plan / "甲局-退回.xlsx").active
    assert [row[7].value for row in sheet.iter_rows(min_row=4)] == ["都清扫了"] * 3


def test_what_another_table_contradicts_stays_returned_until_it_is_changed(plan: Path) -> None:
    """Tables of the unit's own, which bear no marks of what was sent."""
    for name, words in (("一.xlsx", "清扫一遍"), ("二.xlsx", "清扫两遍")):
        own_table(plan, [["编号", "进展情况"], ["1-1", words]], name)
    told = result(plan, "一.xlsx", "二.xlsx", "--by", "甲局")
    reasons = {"1-1": "和一.xlsx 第 2 行说的是同一项（1-1），写的不一样，已经记了那一行"}
    assert (told["taken"], rows(told, "returned")) == (1, reasons)
    again = result(plan, "二-退回.xlsx", "--by", "甲局")
    assert (again["taken"], rows(again, "returned")) == (0, reasons)
    book = load_workbook(plan / "二-退回.xlsx")
    book.active.cell(4, 2).value = "又清扫一遍"
    book.save(plan / "二-退回.xlsx")
    assert result(plan, "二-退回.xlsx", "--by", "甲局")["taken"] == 1


def test_files_in_which_nothing_is_new_are_counted_in_one_line(plan: Path) -> None:
    folder = plan / "收回"
    folder.mkdir()
    for unit in ("甲局", "乙局", "丙镇"):
        form = Form(plan, unit)
        if unit == "甲局":
            form.put("1-1", words="清扫一遍")
        form.book.save(folder / f"{unit}.xlsx")
    ran = cz("sheet", "take", "收回", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "收回/甲局.xlsx　甲局（2026年7月15日的表）：9 行 = 取走 1 + 没有变化 8 + 退回 0\n"
        "  取走 第 4 行　1-1 清扫背街小巷　记进展：清扫一遍（甲局，2026-07-15）\n"
        "另有 2 个文件没有变化（5 行）。\n"
        "合计：3 个文件，14 行 = 取走 1 + 没有变化 13 + 退回 0。\n"
    )
    named = [file["path"] for file in result(plan, "收回")["files"]]
    assert named == ["收回/丙镇.xlsx", "收回/乙局.xlsx", "收回/甲局.xlsx"]


@pytest.mark.parametrize("tick", ["√", "✓", "是", "1", "OK"])
def test_a_tick_is_no_progress(plan: Path, tick: str) -> None:
    form = Form(plan)
    form.put("1-1", words=tick)
    assert rows(result(plan, form.save()), "returned") == {
        "1-1": f"“{tick}”看不出做了什么，请用一句话写明进展"
    }


def test_comments_are_said(plan: Path) -> None:
    form = Form(plan)
    form.sheet.cell(form.row("1-1"), 8).comment = Comment("等领导定", "张三")
    ran = cz("sheet", "take", form.save(), cwd=plan)
    assert "  注意 第 4 行：H4 的批注“等领导定”没有取\n" in ran.out


def test_files_that_are_named_and_not_there_are_said_with_what_to_do(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", files="清扫后.jpg、方案.pdf")
    form.put("i1-01", files="东街.jpg")
    (plan / "清扫后.jpg").write_bytes(b"x")
    cz("evidence", "add", "1-1", "清扫后.jpg", cwd=plan)
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "材料")
    ran = cz("sheet", "take", form.save(), cwd=plan)
    assert ran.out == (
        "甲局.xlsx　甲局（2026年7月15日的表）：9 行 = 取走 0 + 没有变化 8 + 退回 1 → 甲局-退回.xlsx\n"
        "  退回 第 12 行　i1-01　材料“东街.jpg”没有找到，请把文件和表一起交来\n"
        "  注意 第 4 行：材料“方案.pdf”没有找到，请把文件和表一起交来；放进方案文件夹再取一次，或用 cz evidence add 1-1 文件 登记\n"
        "退回的行请单位改好，再执行 cz sheet take 甲局-退回.xlsx\n"
    )


def test_files_that_lie_in_the_plans_folder_are_recorded(plan: Path) -> None:
    """Beside the sheet, in the plan's folder itself, or where evidence is kept."""
    back = plan / "收回"
    back.mkdir()
    (plan / "佐证材料").mkdir()
    (back / "2026-07-10东街.jpg").write_bytes(b"1")
    (plan / "佐证材料" / "清扫后.jpg").write_bytes(b"2")
    (plan / "台账.xlsx").write_bytes(b"3")
    form = Form(plan)
    form.put("i1-01", files="2026-07-10东街.jpg")
    form.put("1-1", words="清扫一遍", files="清扫后.jpg；台账.xlsx")
    form.book.save(back / "甲局.xlsx")
    told = result(plan, "收回")
    assert rows(told, "taken") == {
        "1-1": "记进展：清扫一遍（甲局，2026-07-15）；登记材料 清扫后.jpg（e1，图片）、台账.xlsx（e2，数据表格）",
        "i1-01": "登记材料 2026-07-10东街.jpg（e3，图片）",
    }
    recorded = (plan / "data" / "evidence.yaml").read_text(encoding="utf-8")
    assert re.findall("(?:about|file): (.*)", recorded) == [
        "1-1",
        "佐证材料/清扫后.jpg",
        "1-1",
        "台账.xlsx",
        "i1-01",
        "收回/2026-07-10东街.jpg",
    ]
    again = result(plan, "收回/甲局.xlsx")
    assert (again["taken"], again["unchanged"]) == (0, 9)
    assert cz("check", cwd=plan).code == 0


def test_a_file_outside_the_plans_folder_is_not_reached_for(plan: Path) -> None:
    (plan.parent / "外面.jpg").write_bytes(b"x")
    form = Form(plan)
    form.put("i1-01", files="../外面.jpg")
    told = result(plan, form.save())
    assert rows(told, "returned") == {"i1-01": "材料“../外面.jpg”没有找到，请把文件和表一起交来"}


def test_evidence_of_an_indicator_is_its_own_units_to_give(plan: Path) -> None:
    (plan / "东街.jpg").write_bytes(b"x")
    table = [["编号", "佐证材料"], ["i1-01", "东街.jpg"]]
    told = result(plan, own_table(plan, table), "--by", "乙局")
    assert rows(told, "returned") == {"i1-01": "i1-01 的材料不由乙局提供，没有记"}


# --- what is returned -------------------------------------------------------------------------


def test_what_is_refused_comes_back_with_its_reasons_and_can_be_mended(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    form.put("1-2", status="√", words="已选址")
    form.put("5-1", status="已完成", day="昨天", id=datetime(2026, 5, 1))
    name = form.save()
    told = result(plan, name)
    assert (told["taken"], told["returned"]) == (1, 2)
    assert told["files"][0]["returned_to"] == "甲局-退回.xlsx"
    back = load_workbook(plan / "甲局-退回.xlsx")
    sheet: Any = back.active
    assert [cell.value for cell in sheet[3]] == [*HEADS, "退回原因", "退回标记"]
    assert sheet.column_dimensions["K"].hidden
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[2] for row in found] == ["1-2", datetime(2026, 5, 1)]
    assert [row[7] for row in found] == ["已选址", None]
    assert found[0][-2].startswith("状态“√”看不懂")
    sheet.cell(4, COLUMN["status"]).value = "推进中"
    sheet.cell(5, COLUMN["day"]).value = datetime(2026, 7, 14)
    back.save(plan / "甲局-退回.xlsx")
    mended = result(plan, "甲局-退回.xlsx")
    assert (mended["rows"], mended["taken"]) == (2, 2)
    assert result(plan, "甲局-退回.xlsx")["unchanged"] == 2


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


def test_of_a_folder_what_was_taken_before_is_not_taken_again(plan: Path) -> None:
    folder = plan / "收回"
    folder.mkdir()
    form = Form(plan)
    form.put("1-2", status="√")
    form.book.save(folder / "甲局.xlsx")
    (folder / "~$甲局.xlsx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("x", encoding="utf-8")
    assert result(plan, "收回")["returned"] == 1
    ran = cz("sheet", "take", "收回", cwd=plan)
    assert "收回/甲局-退回.xlsx" in ran.out
    assert "收回/甲局.xlsx：旁边有后来退回的，这一份以前取过，没有再取。\n" in ran.out


def test_rows_that_somebody_mended_are_not_overwritten(plan: Path) -> None:
    form = Form(plan)
    form.put("1-2", status="√")
    name = form.save()
    result(plan, name)
    back = load_workbook(plan / "甲局-退回.xlsx")
    back.active.cell(4, COLUMN["status"]).value = "推进中"
    back.save(plan / "甲局-退回.xlsx")
    before = (plan / "甲局-退回.xlsx").read_bytes()
    ran = cz("sheet", "take", name, cwd=plan)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "cz：甲局-退回.xlsx 里还有 1 行改过、没有取（第 4 行），覆盖了就没有了。"
        "请先取它，或给它改名，或用 --returned 写到别的文件夹。什么也没有改动。\n"
    )
    assert (plan / "甲局-退回.xlsx").read_bytes() == before
    assert result(plan, name, "--returned", "别处")["returned"] == 1
    assert (plan / "别处" / "甲局-退回.xlsx").exists()


def test_a_file_of_somebody_elses_is_not_overwritten(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    form.put("1-2", status="√")
    name = form.save()
    own_table(plan, [["甲", "乙"], [1, 2]], "甲局-退回.xlsx")
    ran = cz("sheet", "take", name, cwd=plan)
    assert (ran.code, ran.out) == (2, "")
    assert "已经有了，不是 cz 写的退回文件，没有覆盖" in ran.err
    assert changed(plan) == []


# --- other kinds of files ---------------------------------------------------------------------


def as_csv(form: Form, name: str, encoding: str) -> str:
    with open(form.plan / name, "w", encoding=encoding, newline="", errors="replace") as file:
        writer = csv.writer(file)
        for row in form.sheet.iter_rows(values_only=True):
            writer.writerow([shown_in_csv(value) for value in row])
    return name


def shown_in_csv(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day}"
    return value


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_form_saved_as_csv(plan: Path, encoding: str) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍，已验收\n共三条街", status="已完成", day=datetime(2026, 7, 10))
    form.put("5-1", words="已划线", id="5月1日")
    told = result(plan, as_csv(form, "甲局.csv", encoding))
    assert (told["rows"], told["unchanged"]) == (9, 7)
    assert rows(told, "taken") == {
        "1-1": "第2阶段：推进中 → 已完成，记进展：清扫一遍，已验收共三条街（甲局，2026-07-10）",
        "5-1": "记进展：已划线（甲局，2026-07-15）",
    }


def test_a_table_in_a_word_file(plan: Path) -> None:
    document = Document()
    document.add_paragraph("关于创建工作进展的报告")
    table = document.add_table(rows=3, cols=3)
    texts = [
        ["编号", "任务", "进展情况"],
        ["1-1", "清扫背街小巷", "清扫一遍"],
        ["5-2", "规范广告牌", "拆了"],
    ]
    for row, cells in enumerate(texts):
        for place, text in enumerate(cells):
            table.cell(row, place).text = text
    document.save(str(plan / "报告.docx"))
    told = result(plan, "报告.docx", "--by", "甲局")
    assert list(rows(told, "taken")) == ["1-1"]
    assert list(rows(told, "returned")) == ["5-2"]


def test_what_cannot_be_read_is_said_and_the_rest_is_taken(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    (plan / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (plan / "空.csv").write_bytes(b"")
    own_table(plan, [["姓名", "电话"], ["张三", 1]], "通讯录.xlsx")
    ran = cz("sheet", "take", "坏.xlsx", "空.csv", "通讯录.xlsx", form.save(), cwd=plan)
    assert ran.code == 1
    assert "坏.xlsx：没有取。" in ran.out
    assert "空.csv：没有取。" in ran.out
    assert "通讯录.xlsx　没有认出的表：0 行" in ran.out
    assert "前 10 行里没有认出表头" in ran.out
    assert "取走 第 4 行　1-1" in ran.out
    assert "合计：4 个文件，9 行 = 取走 1 + 没有变化 8 + 退回 0。\n" in ran.out


def test_what_a_unit_is_told_names_no_commands_of_the_office(plan: Path) -> None:
    form = Form(plan)
    form.put("f260706-1", words="已清运")
    told = result(plan, form.save())
    assert rows(told, "returned") == {
        "f260706-1": "填了进展情况“已清运”，没有写整改日期，没有记；请填上"
    }


# --- pictures, headings, files of old ---------------------------------------------------------


def test_a_picture_in_a_cell_is_said_and_is_no_answer(plan: Path) -> None:
    """WPS shows a picture in a cell by a function that no other program knows."""
    form = Form(plan)
    form.put("1-1", words='=_xlfn.DISPIMG("ID_AB",1)')
    form.put("1-2", files='=_xlfn.DISPIMG("ID_AC",1)', status="推进中")
    path = plan / form.save()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/cellimages.xml", "<a/>")
    ran = cz("sheet", "take", path.name, cwd=plan)
    where = "（在文件的 xl/cellimages.xml 里）"
    assert (
        f"退回 第 4 行　1-1　“进展（整改）情况”（H4）里是图片{where}，没有取；请写成文字\n"
        in ran.out
    )
    assert f"  注意 第 5 行：“佐证材料”（J5）里是图片{where}，没有取\n" in ran.out
    assert "取走 第 5 行　1-2" in ran.out


def test_a_pasted_picture_is_said(plan: Path, tmp_path: Path) -> None:
    picture = Image.new("RGB", (4, 4))
    picture.save(tmp_path / "a.png")
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    form.sheet.add_image(Picture(str(tmp_path / "a.png")), "H4")
    form.sheet.add_image(Picture(str(tmp_path / "a.png")), "A40")
    ran = cz("sheet", "take", form.save(), cwd=plan)
    assert "取走 第 4 行　1-1" in ran.out
    assert "  注意 第 4 行：“进展（整改）情况”（H4）里是图片，没有取\n" in ran.out
    assert "  表格各行以外的图片没有取（第 40 行）\n" in ran.out


def test_headings_over_two_rows_and_as_low_as_the_tenth(plan: Path) -> None:
    table: list[list[Any]] = [["说明"]] * 8
    table += [
        ["编号", "整改", None],
        [None, "情况", "日期"],
        ["f260706-1", "已清运", "7月12日"],
    ]
    told = result(plan, own_table(plan, table))
    assert list(rows(told, "taken")) == ["f260706-1"]
    low = [["说明"]] * 11 + [["编号", "进展情况"], ["1-1", "清扫一遍"]]
    assert result(plan, own_table(plan, low, "低.xlsx"))["files"][0]["unread"]


def test_two_columns_of_one_kind_are_not_guessed_at(plan: Path) -> None:
    table = [["编号", "状态", "完成状态"], ["1-1", "已完成", "推进中"]]
    told = result(plan, own_table(plan, table), "--by", "甲局")
    assert told["files"][0]["unread"][0]["reason"] == (
        "有两列都像是状态：B 列“状态”、C 列“完成状态”。请把不用的一列删去，或改个别的列名。"
    )


def test_several_columns_of_progress_are_put_together(plan: Path) -> None:
    table = [
        ["编号", "工作进展", "完成情况"],
        ["1-1", "清扫一遍", "正在推进"],
        ["1-2", "选址", "选址"],
    ]
    told = result(plan, own_table(plan, table), "--by", "甲局")
    assert rows(told, "taken") == {
        "1-1": "记进展：清扫一遍；正在推进（甲局，2026-07-15）",
        "1-2": "记进展：选址（甲局，2026-07-15）",
    }


def test_where_there_is_no_column_for_it_words_that_are_a_state_are_one(plan: Path) -> None:
    table = [
        ["编号", "完成情况", "完成日期"],
        ["1-1", "已完成", "7月10日"],
        ["1-3", "已完成", None],
    ]
    told = result(plan, own_table(plan, table), "--by", "甲局")
    assert rows(told, "taken") == {
        "1-1": "第2阶段：推进中 → 已完成，记进展：已完成（甲局，2026-07-10）",
        "1-3": "记进展：已完成（甲局，2026-07-15）",
    }


def test_a_workbook_of_old_with_days_as_numbers(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍", status="已完成", day=datetime(2026, 7, 3))
    records = []
    for row in form.sheet.iter_rows():
        for cell in row:
            at = pack("<HHH", cell.row - 1, cell.column - 1, 0)
            if isinstance(cell.value, datetime):
                days = (cell.value - datetime(1899, 12, 30)).days
                records.append(record(0x0203, at + pack("<d", days)))
            elif isinstance(cell.value, int):
                records.append(record(0x0203, at + pack("<d", cell.value)))
            elif cell.value:
                text = cell.value.encode("utf-16-le")
                records.append(record(0x0204, at + pack("<HB", len(text) // 2, 1) + text))
    (plan / "甲局.xls").write_bytes(old_workbook(*records))
    told = result(plan, "甲局.xls")
    assert (told["rows"], told["unchanged"]) == (9, 8)
    assert rows(told, "taken") == {
        "1-1": "第2阶段：推进中 → 已完成，记进展：清扫一遍（甲局，2026-07-03）"
    }


def test_a_record_with_an_error_takes_nothing_and_the_others_do(plan: Path) -> None:
    form = Form(plan)
    form.put("1-1", words="清扫一遍")
    form.put("1-2", words="选址")
    name = form.save()
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8").replace("units: [各镇]", "units: [没有的单位]")
    tasks.write_text(text, encoding="utf-8")
    told = result(plan, name)
    assert list(rows(told, "taken")) == ["1-2"]
    assert re.fullmatch(
        "方案里这条记录有错误（.*没有的单位.*），记不进去，请创城办先用 cz check 改正",
        rows(told, "returned")["1-1"],
    )


def test_a_form_of_an_earlier_phase_is_returned(plan: Path) -> None:
    form = Form(plan)
    form.put("1-2", words="选址")
    name = form.save()
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    later = "  - {number: 3, title: 巩固, start: 2027-01-01, end: 2027-12-31}\nchapters:"
    tasks.write_text(text.replace("chapters:", later), encoding="utf-8")
    told = result(plan, name, "--today", "2027-01-10")
    assert rows(told, "returned") == {"1-2": "这张表是第2阶段的，现在是第3阶段，请用新表报"}
    assert result(plan, name, "--today", "2026-12-31")["taken"] == 1


def test_returned_rows_of_one_file_may_go_into_a_file_that_is_named(plan: Path) -> None:
    form = Form(plan)
    form.put("1-2", status="√")
    name = form.save()
    told = result(plan, name, "--returned", "给甲局.xlsx")
    assert told["files"][0]["returned_to"] == "给甲局.xlsx"
    assert (plan / "给甲局.xlsx").is_file()
    ran = cz("sheet", "take", name, "给甲局.xlsx", "--returned", "都在.xlsx", cwd=plan)
    assert (ran.code, ran.err) == (
        2,
        "cz：--returned 都在.xlsx 是一个文件，要取的有 2 个。"
        "每个文件的退回另成一个工作簿，请写文件夹。\n",
    )


def test_a_row_that_was_left_as_sent_is_unchanged_whatever_changed_since(plan: Path) -> None:
    """The lead and the office go on while the form lies with the unit."""
    form, other = Form(plan), Form(plan, "丙镇")
    other.put("1-1", words="本镇清扫一遍")
    cz("set", "1-1", "done", "--by", "甲局", "--note", "办完了", cwd=plan)
    cz("set", "1-2", "blocked", cwd=plan)
    cz("note", "1-3", "已会商", "--by", "乙局", cwd=plan)
    git(plan, "commit", "-qam", "记")
    told = result(plan, form.save(), other.save())
    assert (told["taken"], told["returned"]) == (1, 0)
    assert rows(told, "taken") == {"1-1": "记进展：本镇清扫一遍（丙镇，2026-07-15）"}
