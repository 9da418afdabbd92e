"""``cz import``: tables of offices into a plan that stands, every row accounted for."""

from __future__ import annotations

import csv
import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cz.load import load
from cz.records import Campaign
from cz.taking.cells import due_in
from cz.taking.codes import code_ahead, id_of, read_code
from cz.taking.growing import Unusable
from cz.taking.near import nearest_name
from tests.documents import handbook, word, workbook
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, git

TASKS = """\
plan:
  title: 小方案
  phase: 1
phases:
  - {number: 1, title: 打实基础}
chapters:
  - number: 1
    title: 环境
  - number: 2
    title: 秩序
tasks:
  - id: 1-1
    title: 清扫背街小巷
    lead: 甲局   # 方案第三页
    units:
      - 乙局
      - 丙镇
    progress:
      1: {status: doing, due: 2026-06-30}
    updates:
      - {date: 2026-05-01, phase: 1, unit: 甲局, note: 已印发方案}
  - id: 1-2
    title: 增设果皮箱
    lead: 甲局
  - id: 2-1
    title: 整治乱停车
    lead: 乙局
  - id: 2-2
    title: 宣传发动
  - id: 1-3
    title: 宣传发动
steps: []
requirements: []
"""
UNITS = """\
groups:
  - id: g1
    name: 环境组
units:
  - id: jj
    name: 甲局
    kind: 政府部门
  - id: yj
    name: 乙局
    kind: 政府部门
    former:
      - 旧乙局
  - id: bz
    name: 丙镇
    kind: 乡镇
collectives: []
"""
INDICATORS = "systems: []\nblocks: []\nprojects: []\nindicators: []\n"
PLAN = {"tasks": TASKS, "units": UNITS, "indicators": INDICATORS}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    (folder / "data").mkdir(parents=True)
    for stem, text in PLAN.items():
        (folder / "data" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "开始")
    return folder


def empty_plan(folder: Path) -> Path:
    assert cz("init", str(folder), "--empty", **SIGNED).code == 0
    return folder


def records(folder: Path, *sections: str) -> list[object]:
    """All that the records say, but for where they stand."""
    campaign: Campaign = load(str(folder)).campaign
    return [record[:-1] for section in sections for record in getattr(campaign, section)]


def changed_lines(folder: Path) -> list[str]:
    diff = git(folder, "diff", "-U0", "--", "data").splitlines()
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_the_188_standards_exported_and_imported_come_out_the_same(tmp_path: Path) -> None:
    folder = empty_plan(tmp_path / "新")
    exported = ("list", "--plan", str(ROOT), "--columns", "全部", "-o")
    cz(*exported, str(tmp_path / "测评标准.xlsx"), "--kind", "indicator")
    started = time.perf_counter()
    ran = cz("import", "../测评标准.xlsx", cwd=folder)
    assert ran.code == 0
    assert "188 行 = 新增 188 + 改动 0 + 没有变化 0 + 退回 0" in ran.out
    assert time.perf_counter() - started < 3
    above = ("blocks", "projects", "indicators")
    assert records(folder, *above) == records(ROOT, *above)
    assert "错误 0 个" in cz("check", cwd=folder).out
    # the tables of tasks and units fill in what the standards only name; then nothing is new
    cz(*exported, str(tmp_path / "任务.xlsx"))
    cz(*exported, str(tmp_path / "单位.xlsx"), "--kind", "unit")
    names = [f"../{name}.xlsx" for name in ("测评标准", "任务", "单位")]
    assert cz("import", *names, cwd=folder).code == 0
    assert records(folder, *above) == records(ROOT, *above)
    ours, theirs = load(str(folder)).campaign, load(str(ROOT)).campaign
    for task, wanted in zip(ours.tasks, theirs.tasks, strict=True):
        fields = ("id", "title", "text", "lead", "units", "group", "page")
        assert [getattr(task, field) for field in fields] == [
            getattr(wanted, field) for field in fields
        ]
    assert {unit[:5] for unit in ours.units} == {
        unit._replace(id=now.id)[:5]
        for unit in theirs.units
        for now in ours.units
        if now.name == unit.name
    }
    again = cz("import", *names, cwd=folder)
    assert again.out.splitlines()[-1] == (
        "合计：3 个文件，317 行 = 新增 0 + 改动 0 + 没有变化 317 + 退回 0。"
    )


# The columns of a list that a plan cannot take in: the import says so, see docs/import.md.
_LEFT_OUT = ("分工原文", "原文不全")
_TABLES = {"单位": "unit", "任务": "task", "测评标准": "indicator"}


def export(plan: Path, folder: Path, ending: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, kind in _TABLES.items():
        asked = ("--kind", kind, "--columns", "全部", "-o", str(folder / f"{name}.{ending}"))
        assert cz("list", "--plan", str(plan), *asked).code == 0


def exported_cells(folder: Path) -> dict[str, list[dict[str, str]]]:
    """What the three tables say, without the columns that are not taken."""
    cells = {}
    for name in _TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column in _LEFT_OUT:
                row.pop(column, None)
        cells[name] = rows
    return cells


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_plan_goes_into_another_by_its_three_tables(tmp_path: Path, ending: str) -> None:
    folder = empty_plan(tmp_path / "新")
    for form in {"csv", ending}:
        export(ROOT, tmp_path / "前", form)
    names = [f"../前/{name}.{ending}" for name in _TABLES]
    ran = cz("import", *names, cwd=folder)
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if " 行 = " in line or "没有取" in line] == [
        f"../前/单位.{ending}　单位：70 行 = 新增 70 + 改动 0 + 没有变化 0 + 退回 0",
        f"../前/任务.{ending}　任务：59 行 = 新增 59 + 改动 0 + 没有变化 0 + 退回 0",
        "  没有取的列（方案里没有地方记）：状态、原文不全、分工原文；进展请用 cz sheet take",
        f"../前/测评标准.{ending}　测评标准：188 行 = 新增 188 + 改动 0 + 没有变化 0 + 退回 0",
        "  没有取的列（方案里没有地方记）：阶段、任务状态；进展请用 cz sheet take",
        "合计：3 个文件，317 行 = 新增 317 + 改动 0 + 没有变化 0 + 退回 0。",
    ]
    export(folder, tmp_path / "后", "csv")
    assert exported_cells(tmp_path / "后") == exported_cells(tmp_path / "前")
    assert "没有变化 317 + 退回 0。" in cz("import", *names, cwd=folder).out


MARKED_UNITS = """\
单位,类别,成员
区民政局（拟）,政府部门,
区财政局（拟）,政府部门,
区税务局,政府部门,
区商务局,政府部门,
各街道,集体单位,城东街道、城西街道（拟）
"""
MARKED_TASKS = """\
编号,板块,任务,牵头单位,责任单位,工作组
1-1,1 环境,清扫背街小巷,区财政局（拟）,区税务局、区商务局,环境组
1-2,1 环境,增设果皮箱,区税务局,区民政局、各街道（拟）,环境组（拟）
1-3,1 环境,整治乱停车（拟）,区商务局（拟）,区税务局（拟）,环境组（拟）
"""


def test_names_marked_as_proposed_come_in_without_the_mark_and_are_proposed(
    tmp_path: Path,
) -> None:
    folder = empty_plan(tmp_path / "新")
    (folder / "单位.csv").write_text(MARKED_UNITS, encoding="utf-8")
    (folder / "任务.csv").write_text(MARKED_TASKS, encoding="utf-8")
    ran = cz("import", "单位.csv", "任务.csv", cwd=folder)
    assert (
        ran.out
        == """\
单位.csv　单位：5 行 = 新增 5 + 改动 0 + 没有变化 0 + 退回 0
  新增 第 2 行　qmzj 区民政局
  新增 第 3 行　qczj 区财政局
  新增 第 4 行　qswj 区税务局
  新增 第 5 行　qswj2 区商务局
  新增 第 6 行　gjd 各街道
任务.csv　任务：3 行 = 新增 3 + 改动 0 + 没有变化 0 + 退回 0
  新增 第 2 行　1-1 清扫背街小巷
  新增 第 3 行　1-2 增设果皮箱
  新增 第 4 行　1-3 整治乱停车
新建工作组 1 个：g1 环境组
新建板块 1 个：1 环境
新建单位 2 个（拟，类别和编号是推断的，请核对）：城东街道（cdjd）、城西街道（cxjd）
合计：2 个文件，8 行 = 新增 8 + 改动 0 + 没有变化 0 + 退回 0。
"""
    )
    campaign = load(str(folder)).campaign
    assert {unit.name: unit.source for unit in campaign.units} == {
        "区民政局": "proposed",
        "区财政局": "proposed",
        "区税务局": "plan",
        "区商务局": "plan",
        "城东街道": "proposed",
        "城西街道": "proposed",
    }
    assert [(each.source, each.proposed) for each in campaign.collectives] == [
        ("plan", ("members",))
    ]
    assert [(task.title, task.source, task.proposed) for task in campaign.tasks] == [
        ("清扫背街小巷", "plan", ("lead",)),
        ("增设果皮箱", "plan", ("units", "group")),
        ("整治乱停车", "proposed", ()),
    ]
    # what a row changes in a task that stands, and marks, is proposed too
    (folder / "任务.csv").write_text(
        "编号,任务,牵头单位,责任单位\n1-2,增设果皮箱,区商务局（拟）,区税务局\n", encoding="utf-8"
    )
    assert cz("import", "任务.csv", cwd=folder).code == 0
    changed = load(str(folder)).campaign.tasks[1]
    assert (changed.lead, changed.units) == ("区商务局", ("区税务局",))
    assert changed.proposed == ("group", "lead")


def test_what_comes_again_comes_back_as_it_went_out(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path / "plan")
    cz("due", "7-3", "2026年8月起每月25日", cwd=folder)
    cz("due", "7-1", "长期", cwd=folder)
    before = (folder / "data/tasks.yaml").read_text(encoding="utf-8")
    for name, columns in (("一", "全部"), ("二", "id,title,due,repeat"), ("三", "id,title,due")):
        assert cz("list", "--columns", columns, "-o", f"../{name}.xlsx", cwd=folder).code == 0
        told = cz("import", f"../{name}.xlsx", cwd=folder).out
        assert "59 行 = 新增 0 + 改动 0 + 没有变化 59 + 退回 0" in told
    cz("report", "--template", "任务分解表", "-o", "../表.docx", cwd=folder)
    assert "新增 0 + 改动 0" in cz("import", "../表.docx", cwd=folder).out
    assert (folder / "data/tasks.yaml").read_text(encoding="utf-8") == before


def test_the_report_of_tasks_comes_in_as_it_went_out(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path / "plan")
    for ending, unit in (("xlsx", ()), ("docx", ("--unit", "区教育局"))):
        cz("report", "--template", "任务分解表", *unit, "-o", f"../表.{ending}", cwd=folder)
        ran = cz("import", f"../表.{ending}", "--dry-run", cwd=folder)
        assert re.search(r"：(\d+) 行 = 新增 0 \+ 改动 0 \+ 没有变化 \1 \+ 退回 0", ran.out)


def test_the_handbook_as_it_is_printed(tmp_path: Path) -> None:
    folder = empty_plan(tmp_path / "新")
    (tmp_path / "手册.xlsx").write_bytes(handbook())
    ran = cz("import", "../手册.xlsx", "--commit", cwd=folder, **SIGNED)
    commit = git(folder, "log", "-1", "--format=%H")[:8]
    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.out
        == f"""\
../手册.xlsx　测评标准：6 行 = 新增 6 + 改动 0 + 没有变化 0 + 退回 0
  新增 “文明城区”第 4 行　i1-1-1 有年度学习计划
  新增 “文明城区”第 5 行　i1-1-2 学习档案齐全
  新增 “文明城区”第 6 行　i1-2-1 中小学校开展主题活动
  新增 “文明城区”第 7 行　i1-2-2 场馆免费开放
  新增 “文明城区”第 10 行　i3-1-1 有指挥部和办公室
  新增 “续”第 2 行　i2-01 创建经费列入预算
  没有取的列（方案里没有地方记）：联络员；人请用 cz who change
  板块标题、合计行、重复的表头、表尾等 4 行不算
  注意 1 行：一条标准只记一个责任单位，表里写了几个：“文明城区”第 10 行（记 区委办公室，没有记 区政府办公室）
新建版块 2 个：b1 思想道德基础、b2 长效常态机制
新建测评项目 2 个：x1 理想信念教育、x2 领导机制
新建单位 6 个（拟，类别和编号是推断的，请核对）：区委宣传部（qwxcb）、区教育局（qjyj）、区文化和旅游局（qwhhlyj）、区委办公室（qwbgs）、区政府办公室（qzfbgs）、区财政局（qczj）
已提交 {commit}。
"""
    )
    campaign = load(str(folder)).campaign
    assert [(each.id, each.title, each.block, each.source) for each in campaign.projects] == [
        ("x1", "理想信念教育", "b1", "plan"),
        ("x2", "领导机制", "b2", "plan"),
    ]
    assert [(each[:6], each.unit, each.source) for each in campaign.indicators] == [
        (tuple(fields.split("|")), unit, "plan")
        for fields, unit in (
            ("i1-1-1|有年度学习计划|x1|Ⅰ-1 理论武装|材料审核|计划、记录", "区委宣传部"),
            ("i1-1-2|学习档案齐全|x1|Ⅰ-1 理论武装|材料审核|", "区委宣传部"),
            ("i1-2-1|中小学校开展主题活动|x1|Ⅰ-2 实践活动|实地考察|", "区教育局"),
            ("i1-2-2|场馆免费开放|x1|Ⅰ-2 实践活动||", "区文化和旅游局"),
            ("i3-1-1|有指挥部和办公室|x2|Ⅲ-1 组织领导|材料审核|", "区委办公室"),
            ("i2-01|创建经费列入预算|x2|经费保障|材料审核|", "区财政局"),
        )
    ]
    again = cz("import", "../手册.xlsx", cwd=folder)
    assert "6 行 = 新增 0 + 改动 0 + 没有变化 6 + 退回 0" in again.out
    assert changed_lines(folder) == []


CODES = [
    ("Ⅲ-1-①", "i3-1-1"),
    ("ⅲ－1－①", "i3-1-1"),
    ("III—1—(1)", "i3-1-1"),
    ("Ⅲ－１①", "i3-1-1"),
    ("Ⅳ-12-⑪", "i4-12-11"),
    ("二-3-2", "i2-3-2"),
    ("XI.2.3", "i11-2-3"),
]


def test_codes_of_the_handbook() -> None:
    assert [id_of(read_code(text)) for text, _ in CODES] == [id_ for _, id_ in CODES]
    assert [read_code(text) for text in ("党建", "", "i1-01", "2026年")] == [()] * 4
    assert code_ahead("①有规划") == ((1,), "有规划")
    assert code_ahead("1.有规划") == ((), "1.有规划")


def test_what_stands_is_compared_and_what_a_cell_leaves_blank_stays(plan: Path) -> None:
    rows = (
        (
            "序号",
            "编号",
            "板块",
            "任务",
            "任务要求",
            "牵头单位",
            "责任单位",
            "完成时限",
            "进展情况",
        ),
        ("1", "1-1", "环境", "清扫背街小巷", "", "", "旧乙局、丁局", "2026年9月底前", "已办"),
        ("2", "", "", "增设果皮箱", "每百米一个。", "丙镇", "", "/", ""),
        ("3", "", "秩序", "宣传发动", "", "乙局", "", "", ""),
        ("4", "2-1", "", "治理乱停车", "", "", "", "", ""),
        ("5", "", "", "规范养犬", "", "甲局", "各社区", "长期", ""),
        ("6", "1-2", "环境", "绿化养护", "", "", "", "", ""),
        ("7", "1-1", "环境", "清扫背街小巷", "", "丙镇", "", "", ""),
    )
    (plan / "任务.xlsx").write_bytes(workbook(rows))
    ran = cz("import", "任务.xlsx", cwd=plan)
    assert (ran.code, ran.err) == (1, "")
    assert (
        ran.out
        == """\
任务.xlsx　任务：7 行 = 新增 1 + 改动 4 + 没有变化 0 + 退回 2 → 任务-退回.xlsx
  改动 第 2 行　1-1 清扫背街小巷　方案所列时限：未定 → 2026年9月底前；责任单位：加入 丁局；责任单位：去掉 丙镇；第1阶段时限：2026-06-30 → 2026-09-30
  改动 第 3 行　1-2 增设果皮箱　任务要求：无 → 每百米一个。；牵头单位：甲局 → 丙镇
  改动 第 4 行　2-2 宣传发动　牵头单位：无 → 乙局
  改动 第 5 行　2-1 治理乱停车　标题：整治乱停车 → 治理乱停车
  退回 第 7 行　绿化养护　编号 1-2 在方案里是“增设果皮箱”，看不准说的是哪一项
  退回 第 8 行　清扫背街小巷　和任务.xlsx第 2 行说的是同一条（1-1），写的不一样：牵头单位：甲局 → 丙镇
  新增 第 6 行　2-3 规范养犬
  没有取的列（方案里没有地方记）：进展情况；进展请用 cz sheet take
新建单位 2 个（拟，类别和编号是推断的，请核对）：丁局（dj）、各社区（gsq）
退回的行照最后一列改好，再执行 cz import 任务-退回.xlsx
"""
    )
    assert changed_lines(plan) == [
        "-      - 丙镇",
        "+      - 丁局",
        "-      1: {status: doing, due: 2026-06-30}",
        "+      1: {status: doing, due: 2026-09-30}",
        "+    due: 2026年9月底前",
        "-    lead: 甲局",
        "+    lead: 丙镇",
        "+    text: 每百米一个。",
        "-    title: 整治乱停车",
        "+    title: 治理乱停车",
        "+    lead: 乙局",
        "+  - id: 2-3",
        "+    title: 规范养犬",
        "+    due: 长期",
        "+    lead: 甲局",
        "+    units:",
        "+      - 各社区",
        "+    source: plan",
        "+    progress:",
        "+      1: {due: 长期}",
        "+  - id: dj",
        "+    name: 丁局",
        "+    kind: 政府部门",
        "+    source: proposed",
        "-collectives: []",
        "+collectives:",
        "+  - id: gsq",
        "+    name: 各社区",
        "+    source: proposed",
    ]
    # what was returned is mended and taken; the file that was taken says nothing new
    back = load_workbook(plan / "任务-退回.xlsx").active
    assert back.cell(4, 10).value.startswith("编号 1-2 在方案里是“增设果皮箱”")
    book = load_workbook(plan / "任务-退回.xlsx")
    book.active.cell(4, 2).value = "1-9"
    book.active.delete_rows(5)
    book.save(plan / "任务-退回.xlsx")
    ran = cz("import", "任务-退回.xlsx", cwd=plan)
    assert (
        ran.out
        == """\
任务-退回.xlsx　任务：1 行 = 新增 1 + 改动 0 + 没有变化 0 + 退回 0
  新增 第 4 行　1-9 绿化养护
"""
    )
    told = json.loads(cz("import", "任务.xlsx", "--returned", "退回", "--json", cwd=plan).out)
    assert told["files"][0]["returned_to"] == "退回/任务-退回.xlsx"
    assert (plan / "退回" / "任务-退回.xlsx").exists()
    counts = ("rows", "added", "changed", "unchanged", "returned")
    assert [told[name] for name in counts] == [7, 0, 0, 5, 2]


def test_a_word_table_of_tasks_in_groups_into_an_empty_plan(tmp_path: Path) -> None:
    folder = empty_plan(tmp_path / "新")
    rows = (
        ("序号", "重点任务", "具体举措", "牵头单位", "责任单位", "完成时限"),
        ("1", "整治市容", "清扫街巷。每周一次大扫除。", "城管局", "各街道", "2026年9月底前"),
        ("2", "", "修补破损路面", "住建局", "", "长期坚持"),
        ("二、文明交通", "", "", "", "", ""),
        ("3", "规范停车", "划设停车泊位", "公安分局", "", ""),
    )
    (tmp_path / "任务.docx").write_bytes(word(["任务表"], rows, ("1,1:2,1", "3,0:3,5")))
    for added, unchanged in ((3, 0), (0, 3)):
        ran = cz("import", "../任务.docx", cwd=folder)
        told = f"3 行 = 新增 {added} + 改动 0 + 没有变化 {unchanged} + 退回 0"
        assert (ran.code, told in ran.out) == (0, True)
    text = (folder / "data" / "tasks.yaml").read_text(encoding="utf-8")
    assert (
        text[text.index("\nchapters:") : text.index("\nsteps:")]
        == """
chapters:
  - number: 1
    title: 整治市容
    source: plan
  - number: 2
    title: 文明交通
    source: plan

tasks:
  - id: 1-1
    title: 清扫街巷
    text: 每周一次大扫除。
    due: 2026年9月底前
    lead: 城管局
    units:
      - 各街道
    source: plan
    progress:
      1: {due: 2026-09-30}
  - id: 1-2
    title: 修补破损路面
    due: 长期坚持
    lead: 住建局
    source: plan
    progress:
      1: {due: 长期坚持}
  - id: 2-1
    title: 规范停车
    text: 划设停车泊位
    lead: 公安分局
    source: plan
"""
    )


LEADS_AND_HELPS = (
    ("序号", "板块", "工作任务", "责任分工", "", "完成时限"),
    ("", "", "", "牵头单位", "配合单位", ""),
    ("1", "市容", "整治占道", "城管局", "公安分局", "2026年6月"),
    ("2", "", "清理小广告", "水务局", "各街道", "长期"),
)
LEADS_UNDER_UNITS = (("序号", "板块", "工作任务", "责任单位", "", "完成时限"), *LEADS_AND_HELPS[1:])
LEADERS_AND_UNITS = (
    ("序号", "板块", "工作任务", "责任单位", "", "", "完成时限"),
    ("", "", "", "责任领导", "单位", "联系人", ""),
    ("1", "市容", "整治占道", "张三", "城管局、公安分局", "王五", "2026年6月"),
    ("2", "", "清理小广告", "李四", "水务局、各街道", "赵六", "长期"),
)


@pytest.mark.parametrize("above", [(), ("任务分解表",), ("任务分解表", "填报单位：城管局")])
@pytest.mark.parametrize(
    ("table", "unused", "who"),
    [
        (LEADS_AND_HELPS, "", ("城管局", ("公安分局",), "水务局", ("各街道",))),
        (LEADS_UNDER_UNITS, "", ("城管局", ("公安分局",), "水务局", ("各街道",))),
        (
            LEADERS_AND_UNITS,
            "  没有取的列（方案里没有地方记）：责任领导、联系人；人请用 cz who change\n",
            ("", ("城管局", "公安分局"), "", ("水务局", "各街道")),
        ),
    ],
)
def test_headings_over_two_rows_below_the_title_of_the_table(
    tmp_path: Path,
    above: tuple[str, ...],
    table: tuple[tuple[str, ...], ...],
    unused: str,
    who: tuple[object, ...],
) -> None:
    folder = empty_plan(tmp_path / "新")
    rows = [*((line,) for line in above), *table]
    last = chr(ord("A") + len(table[0]) - 1)
    titles = [f"A{number}:{last}{number}" for number in range(1, len(above) + 1)]
    head = len(above) + 1
    group = f"D{head}:{chr(ord(last) - 1)}{head}"
    (tmp_path / "任务.xlsx").write_bytes(workbook(rows, [*titles, group]))
    ran = cz("import", "../任务.xlsx", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (
        0,
        "../任务.xlsx　任务：2 行 = 新增 2 + 改动 0 + 没有变化 0 + 退回 0\n"
        f"  新增 第 {head + 2} 行　1-1 整治占道\n"
        f"  新增 第 {head + 3} 行　1-2 清理小广告\n"
        f"{unused}"
        "新建板块 1 个：1 市容\n"
        "新建单位 4 个（拟，类别和编号是推断的，请核对）："
        "城管局（cgj）、公安分局（gafj）、水务局（swj）、各街道（gjd）\n",
        "",
    )
    first, second = load(str(folder)).campaign.tasks
    assert (first.lead, first.units, second.lead, second.units) == who


def test_short_forms_and_rows_that_only_name_an_id(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path / "plan")
    (tmp_path / "分工.csv").write_text(
        "编号,任务,牵头单位,责任单位,完成时限\n"
        "7-3,,城管局,各街道、区住房和城乡建设局,2026年8月底\n"
        "7-4,,镇,,\n"
        "99-1,,区教育局,,\n",
        encoding="utf-8",
    )
    ran = cz("import", "../分工.csv", "--dry-run", cwd=folder)
    assert ran.out.splitlines() == [
        "../分工.csv　任务：3 行 = 新增 0 + 改动 1 + 没有变化 0 + 退回 2（会写进 ../分工-退回.xlsx）",
        "  改动 第 2 行　7-3 强化城市管理　方案所列时限：未定 → 2026年8月底；"
        "责任单位：去掉 区公安分局、区交警大队、区市场监督管理局、各乡镇党委和政府；"
        "第2阶段时限：2026-07-20 → 2026-08-31",
        "  退回 第 3 行　（没有认出）　认不出“镇”是哪个单位",
        "  退回 第 4 行　（没有认出）　没有写任务名称，也没有写方案里的编号",
        "按简称认的单位 2 个，请核对：城管局 即 区城市管理局、各街道 即 各街道党工委和办事处",
        "（试运行，文件未动）",
    ]


def test_lists_of_units_from_a_contact_list_in_gbk(plan: Path) -> None:
    rows = [
        ["全区创建工作联络员名单"],
        ["序号", "单位名称", "简称", "类别", "曾用名", "联络员", "电话"],
        ["一、区直部门"],
        ["1", "旧乙局", "", "", "", "张三", "0000"],
        ["2", "甲管理局", "", "政府", "甲局", "李四", ""],
        ["3", "丁街道办事处", "丁街道", "街道", "", "", ""],
        ["4", "", "", "街道", "", "王五", ""],
        ["填表人：赵六"],
    ]
    with open(plan / "通讯录.csv", "w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    ran = cz("import", "通讯录.csv", "--as", "单位", "--commit", cwd=plan, **SIGNED)
    assert ran.out.splitlines()[:-2] == [
        "通讯录.csv　单位：4 行 = 新增 1 + 改动 2 + 没有变化 0 + 退回 1 → 通讯录-退回.xlsx",
        "  改动 第 4 行　yj 旧乙局　联络员：无 → 张三",
        "  改动 第 5 行　jj 甲管理局　联络员：无 → 李四；名称：甲局 → 甲管理局；曾用名：加入 甲局",
        "  退回 第 7 行　（没有认出）　没有写单位名称",
        "  新增 第 6 行　djdbsc 丁街道办事处",
        "  没有取的列（方案里没有地方记）：简称、电话；"
        "电话写进方案就一直留在 git 历史里，要登记的用 cz who change 的 --phone",
        "  板块标题、合计行、重复的表头、表尾等 2 行不算",
        "新建人员 2 个：w1 张三、w2 李四",
    ]
    assert git(plan, "log", "-1", "--format=%s").strip() == ("导入 通讯录.csv：单位新增 1、改动 2")
    assert git(plan, "show", "--format=", "--name-only").split() == [
        "data/people.yaml",
        "data/units.yaml",
    ]
    assert (plan / "data" / "people.yaml").read_text(encoding="utf-8").partition("people:\n")[
        2
    ] == (
        "  - id: w1\n    name: 张三\n    role: 联络员\n    unit: 乙局\n"
        "  - id: w2\n    name: 李四\n    role: 联络员\n    unit: 甲管理局\n"
    )
    # the same again says nothing new; another name is told, and whoever is there stays
    rows[3][5] = "周七"
    rows[4][5] = "王 小 二（副局长）、赵六"
    with open(plan / "通讯录.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:5])
    ran = cz("import", "通讯录.csv", "--as", "单位", cwd=plan)
    assert [line for line in ran.out.splitlines() if "联络员" in line or "=" in line] == [
        "通讯录.csv　单位：2 行 = 新增 0 + 改动 0 + 没有变化 2 + 退回 0",
        "  注意 1 行：联络员和名单里的不一样，没有改；换人用 cz who change："
        "第 4 行（乙局：名单里是 张三，表里是 周七）",
        "  注意 1 行：认不出联络员的姓名，没有取：第 5 行（甲管理局：王 小 二（副局长）、赵六）",
    ]


def test_what_is_no_table_of_ours_is_told(plan: Path) -> None:
    (plan / "督查.csv").write_text("点位,责任单位,存在问题\n甲路,甲局,有垃圾\n", encoding="utf-8")
    (plan / "别的.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (plan / "任务.docx").write_bytes(
        word(
            ["任务分解表"],
            (("任务", "责任单位"), ("修补路面", "甲局、乙局"), ("疏浚河道", "")),
        )
    )
    ran = cz("import", "督查.csv", "别的.csv", "任务.docx", "没有.xlsx", cwd=plan)
    assert ran.code == 1
    assert (
        ran.out
        == """\
督查.csv　没有认出的表：0 行 = 新增 0 + 改动 0 + 没有变化 0 + 退回 0
  没有取的表（2 行）：这是督查问题表，请用 cz finding import
别的.csv　没有认出的表：0 行 = 新增 0 + 改动 0 + 没有变化 0 + 退回 0
  没有取的表（2 行）：前 10 行里没有认出表头。任务表要有任务和责任单位，单位名单要有单位名称，测评标准表要有测评标准和测评内容；列名不一样的，请加 --as 任务、--as 单位 或 --as 测评标准
任务.docx　任务：2 行 = 新增 0 + 改动 0 + 没有变化 0 + 退回 2 → 任务-退回.xlsx
  退回 第 2 行　修补路面　没有写编号，也没有写板块，不知道放在哪个板块
  退回 第 3 行　疏浚河道　没有写编号，也没有写板块，不知道放在哪个板块
没有.xlsx：没有取。没有“没有.xlsx”这个文件。请核对文件名和所在的文件夹。
合计：4 个文件，2 行 = 新增 0 + 改动 0 + 没有变化 0 + 退回 2。
退回的行照最后一列改好，再执行 cz import 任务-退回.xlsx
"""
    )
    assert changed_lines(plan) == []
    wrong = cz("import", "别的.csv", "--as", "指标", cwd=plan)
    assert (wrong.code, wrong.err) == (
        2,
        "cz：没有“指标”这种表。--as 可用的有：tasks（任务）、units（单位）、standards（测评标准）。\n",
    )


def test_the_time_grows_as_the_table_does(plan: Path) -> None:
    taken = []
    for rows in (300, 3000):
        lines = ["序号,板块,任务,牵头单位,责任单位"]
        lines += [
            f"{row},{'环境' if row % 100 == 0 else ''},第{row}项{row * 7919 % rows}整治,甲局,乙局、丙镇"
            for row in range(rows)
        ]
        (plan / "多.csv").write_text("\n".join(lines), encoding="utf-8")
        started = time.perf_counter()
        ran = cz("import", "多.csv", "--dry-run", cwd=plan)
        taken.append(time.perf_counter() - started)
        assert f"{rows} 行 = 新增 {rows} + " in ran.out
    assert taken[1] < 30 * taken[0]


def test_a_name_one_character_off_is_a_slip_until_it_is_said_to_be_new(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path / "plan")
    (tmp_path / "任务.csv").write_text(
        "板块,任务,牵头单位\n"
        "切实加强国民教育,开设家长学校,区教育据\n"  # one character off; so is 区水务局 of 区税务局
        "打造文明校园,评选文明班级,区数据局\n",
        encoding="utf-8",
    )
    chapters = [chapter.title for chapter in load(str(folder)).campaign.chapters]
    slip = chapters[4][:-1] + "据"
    text = (tmp_path / "任务.csv").read_text(encoding="utf-8")
    text += f"{slip},开展家访,区教育局\n"
    (tmp_path / "任务.csv").write_text(text, encoding="utf-8")
    ran = cz("import", "../任务.csv", cwd=folder)
    assert ran.out.splitlines() == [
        "../任务.csv　任务：3 行 = 新增 1 + 改动 0 + 没有变化 0 + 退回 2 → ../任务-退回.xlsx",
        "  退回 第 2 行　开设家长学校　方案里没有单位“区教育据”，有只差一个字的“区教育局”；"
        "写错了的请改，确实是另一个的，改好别的再加 --new 取",
        f"  退回 第 4 行　开展家访　方案里没有板块“{slip}”，有只差一个字的“{chapters[4]}”；"
        "写错了的请改，确实是另一个的，改好别的再加 --new 取",
        "  新增 第 3 行　11-1 评选文明班级",
        "新建板块 1 个：11 打造文明校园",
        "新建单位 1 个（拟，类别和编号是推断的，请核对）：区数据局（qsjj）",
        "退回的行照最后一列改好，再执行 cz import ../任务-退回.xlsx",
    ]
    ran = cz("import", "../任务-退回.xlsx", "--new", cwd=folder)
    assert ran.out.splitlines()[-2:] == [
        f"新建板块 2 个：12 切实加强国民教育、13 {slip}",
        "新建单位 1 个（拟，类别和编号是推断的，请核对）：区教育据（qjyj2）",
    ]


SLIPS = [
    ("区教育据", "区教育局"),
    ("区教局育", "区教育局"),
    ("区城市管局", "区城市管理局"),
    ("区妇连", "区妇联"),
    ("区文联", ""),  # 区妇联 is of three characters and sounds otherwise
    ("城东街道", ""),
    ("第二小学", ""),
    ("市教育局", ""),
    ("妇连", ""),
]


@pytest.mark.parametrize(("name", "near"), SLIPS)
def test_slips(name: str, near: str) -> None:
    known = ["妇联", "区妇联", "区教育局", "区城市管理局", "城西街道", "第一小学"]
    assert nearest_name(name, known) == near


def test_lists_of_units_say_of_two_that_they_are_two(plan: Path) -> None:
    (plan / "单位.csv").write_text(
        "单位名称,类别\n区水务局,政府部门\n区税务局,政府部门\n", encoding="utf-8"
    )
    (plan / "任务.csv").write_text("编号,任务,牵头单位\n1-9,治水,区水务据\n", encoding="utf-8")
    ran = cz("import", "单位.csv", "任务.csv", cwd=plan)
    assert "2 行 = 新增 2" in ran.out
    assert "方案里没有单位“区水务据”，有只差一个字的“区水务局”" in ran.out
    (plan / "单位.csv").write_text("单位名称,类别\n区说务局,政府部门\n", encoding="utf-8")
    assert "退回 1" in cz("import", "单位.csv", cwd=plan).out


DUES = [
    ("9月底", "2026-09-30"),
    ("９月３０日前", "2026-09-30"),
    ("年底前", "2026-12-31"),
    ("三季度", "2026-09-30"),
    ("8月中旬", "2026-08-20"),
    ("8月起每月25日", "2026年8月起每月25日"),
    ("每季度末", "每季度末"),
    ("2月30日", "退回：时限“2月30日”没有这一天"),
    (
        "9.1",
        "退回：时限“9.1”可能是9月1日，也可能是9月10日（表格软件会去掉末尾的 0），"
        "请写成 2026-07-15 这样",
    ),
    ("每月", "退回：时限“每月”算不出是哪一天，请写成 2026-07-15、9月底 或 每月25日 这样"),
    (
        "印发后10个工作日",
        "退回：时限“印发后10个工作日”算不出是哪一天，请写成 2026-07-15、9月底 或 每月25日 这样",
    ),
    ("结合实际推进", "照写"),
]


@pytest.mark.parametrize(("written", "meant"), DUES, ids=[written for written, _ in DUES])
def test_deadlines_in_a_table(written: str, meant: str) -> None:
    assert read_due(written) == meant


def read_due(written: str) -> str:
    try:
        due = due_in(written, written, date(2026, 7, 15))
    except Unusable as reason:
        return f"退回：{reason.words}"
    return str(due.day or "照写")


def test_a_deadline_without_its_year_is_told(plan: Path) -> None:
    text = "编号,任务,时限\n1-1,清扫背街小巷,9月底\n1-2,增设果皮箱,2月30日\n"
    (plan / "任务.csv").write_text(text, encoding="utf-8")
    ran = cz("import", "任务.csv", "--dry-run", cwd=plan, CZ_TODAY="2026-07-15")
    assert ran.out.splitlines()[1:-1] == [
        "  改动 第 2 行　1-1 清扫背街小巷　方案所列时限：未定 → 9月底；"
        "第1阶段时限：2026-06-30 → 2026-09-30",
        "  退回 第 3 行　增设果皮箱　时限“2月30日”没有这一天",
        "  注意 1 行：时限没有写年份，请核对：第 2 行（9月底 即 2026-09-30）",
    ]
