"""Records that are added: in their place, in the file's style, nothing else touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from running import SIGNED, cz

TASKS = """\
plan: {title: 方案, today: 2026-07-10}
phases:
  - {number: 1, title: 夯实基础, start: 2026-01-01, end: 2026-12-31}
chapters:
  - {number: 1, title: 环境}   # 第一
  - {number: 3, title: 秩序}

tasks:
  # 环境
  - id: 1-1
    title: 清垃圾

  - id: 1-2
    title: 治污水   # 最后一项
    lead: 区文化局

  # 秩序
  - id: 3-1
    title: 停车
steps: []   # 还没有
"""
UNITS = """\
groups:
  - {id: g1, name: 环境组}
units:
  - {id: whj, name: 区文化局, kind: 政府部门, former: [区旅游办]}
  - {id: dhz, name: 东河镇, kind: 乡镇}
  # 末尾
"""
INDICATORS = """\
projects:
- id: x1
  title: 文化
- id: x2
  title: 卫生
indicators:
- id: i2-009
  title: 干净
  project: x2
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for name, text in (("tasks", TASKS), ("units", UNITS), ("indicators", INDICATORS)):
        (tmp_path / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "-c", "user.name=张三", "-c", "user.email=z@example.org", "commit", "-qm", "初")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def ran(plan: Path, *arguments: str) -> str:
    result = cz(*arguments, cwd=plan, **SIGNED)
    assert (result.code, result.err) == (0, "")
    return result.out


def held(plan: Path, stem: str) -> str:
    return (plan / "data" / f"{stem}.yaml").read_text(encoding="utf-8")


def test_a_task_goes_behind_those_of_its_chapter(plan: Path) -> None:
    asked = ("--chapter", "1", "--lead", "东河", "--unit", "区旅游办、东河镇", "--due", "9月30日")
    told = ran(plan, "add", "task", "治 #尘", *asked, "--group", "环境", "--commit")
    assert told.splitlines()[:-1] == [
        "1-3 治 #尘\u3000新任务（拟），第1阶段时限 2026-09-30（没有写年份，按 2026 年）",
        "  data/tasks.yaml:17",
        "  +   - id: 1-3",
        '  +     title: "治 #尘"',
        "  +     lead: 东河镇",
        "  +     units:",
        "  +       - 区文化局",
        "  +     group: 环境组",
        "  +     source: proposed",
        "  +     progress:",
        "  +       1: {due: 2026-09-30}",
    ]
    lines = "".join(f"{line[4:]}\n" for line in told.splitlines()[2:-1])
    assert held(plan, "tasks") == TASKS.replace("区文化局\n", f"区文化局\n\n{lines}")
    assert git(plan, "log", "-1", "--format=%s") == (
        "1-3 治 #尘 新任务（拟），第1阶段时限 2026-09-30\n"
    )
    assert "新增" in ran(plan, "log", "1-3")


def test_each_kind_in_its_place_and_style(plan: Path) -> None:
    ran(plan, "add", "chapter", "服务", "--id", "2", "--source", "plan")
    ran(plan, "add", "task", "办事", "--chapter", "2", "--source", "方案")
    ran(plan, "add", "phase", "提升", "--start", "2027-1-1", "--end", "2027-12-31", "--floor", "b")
    ran(plan, "add", "step", "动员", "--phase", "2", "--due", "长期")
    assert held(plan, "tasks") == (
        TASKS.replace(
            "2026-12-31}\n",
            "2026-12-31}\n  - {number: 2, title: 提升, floor: B, start: 2027-01-01, "
            "end: 2027-12-31, source: proposed}\n",
        )
        .replace("第一\n", "第一\n  - {number: 2, title: 服务, source: plan}\n")
        .replace("区文化局\n", "区文化局\n\n  - id: 2-1\n    title: 办事\n    source: plan\n")
        .replace(
            "steps: []   # 还没有\n",
            "steps:   # 还没有\n  - id: s2-1\n    phase: 2\n    title: 动员\n"
            "    source: proposed\n    progress:\n      2: {due: 长期}\n",
        )
    )
    ran(plan, "add", "unit", "东湖镇", "区文化集团")
    ran(plan, "add", "collective", "各镇", "--member", "东河镇、东湖镇")
    ran(plan, "add", "group", "秩序组")
    assert held(plan, "units") == (
        UNITS.replace(
            "环境组}\n", "环境组}\n  - {id: g2, name: 秩序组, source: proposed}\n"
        ).replace(
            "乡镇}\n",
            "乡镇}\n"
            "  - {id: dhz2, name: 东湖镇, kind: 乡镇, source: proposed}\n"
            "  - {id: qwhjt, name: 区文化集团, kind: 其他, source: proposed}\n",
        )
        + "\ncollectives:\n  - id: gz\n    name: 各镇\n    members:\n"
        "      - 东河镇\n      - 东湖镇\n    source: proposed\n"
    )
    ran(plan, "add", "block", "基础")
    ran(plan, "add", "project", "道德", "--block", "基础")
    ran(plan, "add", "indicator", "无烟头", "--project", "卫生", "--task", "1-1", "--unit", "各镇")
    ran(plan, "add", "indicator", "有书", "--project", "x1")
    assert held(plan, "indicators") == (
        INDICATORS.replace(
            "  title: 卫生\n",
            "  title: 卫生\n- id: x3\n  title: 道德\n  block: b1\n  source: proposed\n",
        ).replace(
            "indicators:\n",
            "indicators:\n- id: i1-01\n  project: x1\n  title: 有书\n  source: proposed\n",
        )
        + "- id: i2-010\n  project: x2\n  title: 无烟头\n  task: 1-1\n  unit: 各镇\n"
        "  source: proposed\n"
        "\nblocks:\n  - id: b1\n    title: 基础\n    source: proposed\n"
    )
    assert "错误 0 个" in ran(plan, "check")


def test_what_cannot_be_added_is_told(plan: Path) -> None:
    asked = {
        "task 清垃圾 --chapter 1": "第 1 板块里已经有“清垃圾”（1-1），没有改动。",
        "task 甲": "没有说是哪个板块的任务：请加 --chapter 板块。板块有：1 环境、3 秩序。",
        "task 甲 --chapter 2": "没有第 2 板块。板块有：1 环境、3 秩序。"
        "新的板块请先用 cz add chapter 加上。",
        "task 甲 --id 3-1": "编号 3-1 已经有了，没有改动。不写 --id，cz 会接着编。",
        "task 甲 --id 七": "“七”不能作任务的编号，应当像 1-5（板块号-序号）。",
        "task 甲 --chapter 1 --lead 区文化厅": "没有叫“区文化厅”的单位。最接近的有：区文化局（whj）。"
        "新的单位请先用 cz add unit 区文化厅 加上。",
        "step 甲 --phase 4": "没有第 4 阶段，没有改动。阶段有：1。"
        "新的阶段请先用 cz add phase 加上。",
        "unit 区旅游办": "“区旅游办”是区文化局（whj）的曾用名，没有改动。"
        "两个单位并成一个的，请用 cz unit merge。",
        "unit 甲局 甲局": "“甲局”写了两次，没有改动。",
        "chapter 甲 --id 3": "第 3 板块已经有了，没有改动。",
        "group 环境组": "已经有叫“环境组”的工作组（g1），没有改动。",
        "indicator 甲 --project 文明": "没有叫“文明”的测评项目，没有改动。"
        "测评项目有：x1 文化。新的请先用 cz add project 加上。",
        "phase 甲 --start 2027-2-1 --end 2027-1-1": "阶段的结束 2027-01-01 早于起始 2027-02-01，"
        "没有改动。",
    }
    told = {}
    for words in asked:
        result = cz("add", *words.split(), cwd=plan)
        assert (result.code, result.out) == (2, ""), words
        told[words] = result.err.removeprefix("cz：").rstrip("\n")
    assert told == asked
    assert git(plan, "status", "--short") == ""


def test_an_empty_plan_is_filled_by_adding_alone(tmp_path: Path) -> None:
    plan = tmp_path / "创城"
    cz("init", "创城", "--empty", cwd=tmp_path, **SIGNED)
    for words in (
        "chapter 生活环境",
        "unit 区委宣传部 区城市管理局 东河镇",
        "collective 各乡镇 --member 东河镇",
        "group 环境组",
        "task 治飞线 --chapter 1 --lead 城市管理局 --unit 各乡镇 --group 环境组 --due 长期",
        "step 动员",
        "project 生活环境",
        "indicator 无飞线 --project x1 --task 1-1",
    ):
        ran(plan, "add", *words.split())
    assert "错误 0 个，警告 0 个" in ran(plan, "check")
    assert "治飞线" in ran(plan, "status", "--unit", "东河镇")


def test_what_is_ours_is_counted_of_every_kind(plan: Path) -> None:
    ran(plan, "add", "chapter", "长效")
    ran(plan, "add", "step", "动员", "--phase", "1")
    told = ran(plan, "add", "unit", "区数据局")
    assert told.endswith("分任务给它，例如：cz assign 1-1 --add 区数据局。\n")
    assert "，和 区数据局 只差一个字，请核对\n" in ran(plan, "add", "unit", "区数剧局", "--dry-run")
    ran(plan, "add", "project", "秩序")
    checked = ran(plan, "check")
    assert "N601：尚有拟定内容：1 个板块（共 3 个），1 个步骤（共 1 个）。" in checked
    assert "N601：尚有拟定内容：1 个单位（共 3 个），0 个集体单位的成员。" in checked
    assert "N601：尚有拟定内容：1 个测评项目（共 3 个）。" in checked


def test_a_file_that_comes_into_being_is_to_be_added_to_git(plan: Path) -> None:
    add = ("finding", "add", "--unit", "东河镇", "--spot", "市场", "--problem")
    assert ran(plan, *add, "占道").endswith(
        "data/findings.yaml 还没有加进 git，提交时不会带上，别人看不到。"
        "请执行 git add data/findings.yaml，再提交。\n"
    )
    assert "git add" not in ran(plan, *add, "积水")
    (plan / "data" / "findings.yaml").unlink()
    assert "git add" not in ran(plan, *add, "占道", "--commit")
