"""cz remind, cz silent, cz agenda.

Who owes what and when, on small plans with every rule in them.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cz.typography import width
from cz.write.files import names_for
from tests.running import bare, cz, environment, on_terminal

TASKS = """\
plan:
  title: 创建方案
  today: 2026-07-15
phases:
  - {number: 1, title: 打实基础, start: 2026-01-01, end: 2026-12-31}
  - {number: 2, title: 提升水平, start: 2027-01-01, end: 2027-12-31}
chapters:
  - {number: 1, title: 思想道德}
tasks:
  - id: 1-1
    title: 正好七天
    lead: 区教育局
    units: [区交通局]
    progress:
      1: {status: doing, due: 2026-07-22}
  - id: 1-2
    title: 乡镇的任务
    lead: 各乡镇党委和政府
    progress:
      1: {status: todo, due: 2026-07-17}
  - id: 1-3
    title: 七天前报过的
    lead: 区教育局
    progress:
      1: {status: doing, due: 2026-07-10}
    updates:
      - {date: 2026-07-08, phase: 1, note: 别人记的}
  - id: 1-4
    title: 八天前报过的
    lead: 区教育局
    progress:
      1: {status: blocked, due: 2026-07-10}
    updates:
      - {date: 2026-07-07, phase: 1, unit: 区教育局}
  - id: 1-5
    title: 今天到期的
    lead: 区教育局
    progress:
      1: {status: doing, due: 2026-07-15}
    updates:
      - {date: 2026-07-14, phase: 2, note: 别的阶段}
      - {date: 2026-07-16, phase: 1, note: 还没有到的一天}
  - id: 1-6
    title: 还早的
    lead: 区教育局
    progress:
      1: {status: todo, due: 2026-07-30}
  - id: 1-7
    title: 办完的
    lead: 区教育局
    progress:
      1: {status: done, due: 2026-07-01}
      2: {status: todo, due: 2027-01-04}
  - id: 1-8
    title: 没有时限的
    lead: 区交通局
    progress:
      1: {status: doing}
steps:
  - id: s1-1
    title: 自查
    phase: 1
    lead: 区教育局
    progress:
      1: {status: doing, due: 2026-07-18}
    updates:
      - {date: 2026-07-14, phase: 1}
  - id: s2-1
    title: 下一阶段的
    phase: 2
    lead: 区教育局
    progress:
      2: {status: todo, due: 2027-07-16}
"""
UNITS = """\
units:
  - {id: qjyj, name: 区教育局, kind: 政府部门}
  - {id: qjtj, name: 区交通局, kind: 政府部门}
  - {id: dhz, name: 东河镇, kind: 乡镇}
  - {id: lxz, name: 柳溪镇, kind: 乡镇, former: [柳树乡]}
collectives:
  - {id: gxz, name: 各乡镇党委和政府, members: [东河镇, 柳溪镇]}
"""
FINDINGS = """\
findings:
  - {id: f260706-1, date: 2026-07-06, spot: 柳溪农贸市场, unit: 柳树乡, problem: 摊位占道，通道堆放杂物。, due: 2026-07-13}
  - {id: f260706-2, date: 2026-07-06, spot: 镇区, unit: 柳溪镇, helpers: [区教育局, 各乡镇党委和政府], problem: PROBLEM, due: 2026-07-18}
  - {id: f260706-3, date: 2026-07-06, unit: 柳溪镇, problem: 已改的, due: 2026-07-08, rectified: 2026-07-14}
  - {id: f260706-4, date: 2026-07-06, unit: 柳溪镇, problem: 没有交办的}
  - {id: f260706-5, date: 2026-07-06, unit: 东河镇, problem: 明天才报的, due: 2026-07-14, rectified: 2026-07-16}
  - {id: f260720-1, date: 2026-07-20, unit: 东河镇, problem: 还没有查到的, due: 2026-07-21}
"""
SUPERVISION = """\
bulletins:
  - {id: t2026-1, start: 2026-06-01, end: 2026-06-05, as_of: 2026-06-10}
  - {id: t2026-2, start: 2026-07-01, end: 2026-07-03, as_of: 2026-07-05}
orders:
  - {id: d2026-1, date: 2026-07-08, unit: 柳溪镇, about: f260706-1, color: 蓝, matter: 换成了橙色的, due: 2026-07-10}
  - {id: d2026-2, date: 2026-07-11, unit: 柳树乡, about: f260706-1, color: 橙, matter: 市场占道逾期未改。, due: 2026-07-12}
  - {id: d2026-3, date: 2026-07-10, unit: 东河镇, about: 1-2, color: 蓝, matter: 回复了的, due: 2026-07-13, answered: 2026-07-13}
  - {id: d2026-4, date: 2026-07-10, unit: 东河镇, about: f260706-5, color: 蓝, matter: 时限还早的, due: 2026-08-30}
  - {id: d2026-5, date: 2026-07-10, unit: 区教育局, about: 1-4, color: 蓝}
  - {id: d2026-6, date: 2026-07-16, unit: 区教育局, about: 1-3, color: 蓝, matter: 明天才发的, due: 2026-07-18}
  - {id: d2026-7, date: 2026-06-10, unit: 东河镇, about: t2026-1, color: 蓝, matter: 末位，后来又是末位, due: 2026-06-13}
  - {id: d2026-8, date: 2026-07-05, unit: 东河镇, about: t2026-2, color: 橙, matter: 末位, due: 2026-07-08, answered: 2026-07-08}
"""


def made(
    folder: Path, tasks: str = TASKS, units: str = UNITS, problem: str = "沟渠淤塞", **more: str
) -> Path:
    """A plan of one's own; the other files by their names."""
    files = {
        "indicators": "systems: []\n",
        "findings": FINDINGS.replace("PROBLEM", problem),
        "supervision": SUPERVISION,
        **more,
    }
    (folder / "data").mkdir(parents=True)
    for name, text in {"tasks": tasks, "units": units, **files}.items():
        if text:
            (folder / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return made(tmp_path)


# --- remind ---------------------------------------------------------------------------------------
# -------------------

SCHOOLS = """\
【创城办催办】区教育局：截至2026年7月15日，有4项需抓紧办理（其中1项已逾期）。
1. 任务 1-4 八天前报过的，时限7月10日，已逾期5天
2. 督办单（蓝）2026年第5号：关于 1-4，请尽快回复
3. 任务 1-5 今天到期的，时限7月15日，今天到期
4. 任务 1-1 正好七天，时限7月22日，还有7天
协办1项，请配合责任单位：
协办 问题 f260706-2 镇区：沟渠淤塞，整改时限7月18日，还有3天（责任单位：柳溪镇）
办结后请报创城办。
"""
DONGHE = """\
【创城办催办】东河镇：截至2026年7月15日，有3项需抓紧办理（其中1项已逾期）。
1. 问题 f260706-5：明天才报的，整改时限7月14日，已逾期1天
2. 任务 1-2 乡镇的任务，时限7月17日，还有2天
3. 督办单（蓝）2026年第4号：时限还早的，8月30日前回复，还有46天
协办1项，请配合责任单位：
协办 问题 f260706-2 镇区：沟渠淤塞，整改时限7月18日，还有3天（责任单位：柳溪镇）
办结后请报创城办。
"""
LIUXI = """\
【创城办催办】柳溪镇：截至2026年7月15日，有4项需抓紧办理（其中2项已逾期）。
1. 督办单（橙）2026年第2号：市场占道逾期未改，7月12日前回复，已逾期3天
2. 问题 f260706-1 柳溪农贸市场：摊位占道，通道堆放杂物，整改时限7月13日，已逾期2天
3. 任务 1-2 乡镇的任务，时限7月17日，还有2天
4. 问题 f260706-2 镇区：沟渠淤塞，整改时限7月18日，还有3天
办结后请报创城办。
"""


def test_every_unit_that_owes_something(plan: Path) -> None:
    whole = f"区教育局\n{SCHOOLS}\n东河镇\n{DONGHE}\n柳溪镇\n{LIUXI}\n3 个单位，共 11 项。\n"
    assert cz("remind", cwd=plan) == (0, whole, "")
    assert cz("remind", "--all", cwd=plan) == (0, whole, "")


@pytest.mark.parametrize(
    ("unit", "text"), [("区教育局", SCHOOLS), ("dhz", DONGHE), ("柳溪", LIUXI), ("柳树乡", LIUXI)]
)
def test_one_unit_ready_to_paste(plan: Path, unit: str, text: str) -> None:
    assert cz("remind", "--unit", unit, cwd=plan) == (0, text, "")


def test_on_a_terminal_it_is_pasted_as_well(plan: Path) -> None:
    assert on_terminal("remind", "--unit", "柳溪镇", columns=40, cwd=plan) == LIUXI


def test_a_unit_that_owes_nothing(plan: Path) -> None:
    assert cz("remind", "--unit", "区交通局", cwd=plan) == (
        0,
        "",
        "cz：区交通局没有需要催办的事项。\n",
    )
    assert cz("remind", "--unit", "区交通局", "-o", "a.txt", cwd=plan) == (
        0,
        "",
        "cz：区交通局没有需要催办的事项。\n",
    )
    assert not (plan / "a.txt").exists()
    assert cz("remind", "--today", "2026-01-05", "--all", "-o", "催办", cwd=plan) == (
        0,
        "",
        "cz：没有需要催办的事项。\n",
    )
    assert not (plan / "催办").exists()


def test_what_only_assists_is_not_reminded(tmp_path: Path) -> None:
    plan = made(tmp_path, tasks=TASKS.replace("lead: 区教育局", "lead: 区交通局"), supervision="")
    assert cz("remind", "--unit", "区教育局", cwd=plan).out == ""


@pytest.mark.parametrize(
    ("days", "ids"),
    [
        ("0", ["1-4", "d2026-5", "1-5"]),
        ("6", ["1-4", "d2026-5", "1-5"]),
        ("15", ["1-4", "d2026-5", "1-5", "1-1", "1-6"]),
    ],
)
def test_how_far_ahead(plan: Path, days: str, ids: list[str]) -> None:
    (found,) = json.loads(
        cz("remind", "--unit", "区教育局", "--days", days, "--json", cwd=plan).out
    )["units"]
    assert [one["id"] for one in found["items"]] == ids


def test_by_default_as_far_as_the_red_light(tmp_path: Path) -> None:
    plan = made(
        tmp_path, tasks=TASKS.replace("  today:", "  lights: {yellow: 30, red: 6}\n  today:")
    )
    assert "1-1" not in cz("remind", "--unit", "区教育局", cwd=plan).out


@pytest.mark.parametrize(("quiet", "told"), [("0", True), ("6", True), ("7", False), ("8", False)])
def test_reported_on_within_the_quiet_days(tmp_path: Path, quiet: str, told: bool) -> None:
    plan = made(tmp_path, supervision=f"rules:\n  quiet: {quiet}\n{SUPERVISION}")
    assert ("任务 1-3 " in cz("remind", "--unit", "区教育局", cwd=plan).out) is told


def test_reported_today_is_not_chased_even_without_quiet_days(tmp_path: Path) -> None:
    plan = made(tmp_path, supervision=f"rules:\n  quiet: 0\n{SUPERVISION}")
    assert "s1-1" in cz("remind", "--unit", "区教育局", cwd=plan).out
    assert "s1-1" not in cz("remind", "--unit", "区教育局", "--today", "2026-07-14", cwd=plan).out


def test_an_extension_puts_it_off(tmp_path: Path) -> None:
    put_off = (
        "due: 2026-07-30, extended: [{date: 2026-07-14, was: 2026-07-13, due: 2026-07-30, "
        "reason: 雨}]}"
    )
    plan = made(
        tmp_path, findings=FINDINGS.replace("PROBLEM", "x").replace("due: 2026-07-13}", put_off)
    )
    assert "f260706-1" not in cz("remind", cwd=plan).out
    assert (
        "f260706-1 柳溪农贸市场：摊位占道，通道堆放杂物，整改时限7月13日，今天到期"
        in cz("remind", "--today", "2026-07-13", cwd=plan).out
    )


def test_sent_back_it_is_owed_again(tmp_path: Path) -> None:
    back = "due: 2026-07-08, reopened: [{date: 2026-07-14, reason: 不实, rectified: 2026-07-08}]}"
    plan = made(
        tmp_path, findings=FINDINGS.replace("due: 2026-07-08, rectified: 2026-07-14}", back)
    )
    assert (
        "1. 问题 f260706-3：已改的，整改时限7月8日，已逾期7天"
        in cz("remind", "--unit", "柳溪镇", cwd=plan).out
    )
    assert (
        "f260706-3" not in cz("remind", "--unit", "柳溪镇", "--today", "2026-07-13", cwd=plan).out
    )


def many(late: int, soon: int) -> str:
    dues = ["2026-07-14"] * late + ["2026-07-16"] * soon
    return "findings:\n" + "".join(
        f"  - {{id: f260706-{number}, date: 2026-07-06, unit: 东河镇, helpers: [柳溪镇], problem: 问题{number}, due: {due}}}\n"
        for number, due in reversed(list(enumerate(dues, 1)))
    )


@pytest.mark.parametrize(
    ("late", "soon", "lines", "rest"),
    [
        (0, 12, 12, ""),
        (0, 13, 12, "另有1项未到期，最近的7月16日到期。"),
        (14, 0, 14, ""),
        (14, 3, 14, "另有3项未到期，最近的7月16日到期。"),
        (2, 11, 12, "另有1项未到期，最近的7月16日到期。"),
    ],
)
def test_many_are_counted(tmp_path: Path, late: int, soon: int, lines: int, rest: str) -> None:
    plan = made(
        tmp_path,
        tasks=TASKS.replace("due: 2026-07-17", "due: 2026-12-17"),
        findings=many(late, soon),
        supervision="",
    )
    text = cz("remind", "--unit", "东河镇", cwd=plan).out.split("\n")
    assert f"有{late + soon}项需抓紧办理" in text[0]
    assert [line.partition("：")[0] for line in text[1 : lines + 1]] == [
        f"{number}. 问题 f260706-{number}" for number in range(1, lines + 1)
    ]
    assert text[lines + 1 :] == [*([rest] if rest else []), "办结后请报创城办。", ""]


def test_where_it_only_assists_many_are_counted_too(tmp_path: Path) -> None:
    plan = made(tmp_path, findings=many(14, 3), supervision="")
    text = cz("remind", "--unit", "柳溪镇", cwd=plan).out.split("\n")
    assert text[:4] == [
        "【创城办催办】柳溪镇：截至2026年7月15日，有1项需抓紧办理。",
        "1. 任务 1-2 乡镇的任务，时限7月17日，还有2天",
        "协办17项，请配合责任单位：",
        "协办 问题 f260706-1：问题1，整改时限7月14日，已逾期1天（责任单位：东河镇）",
    ]
    assert text[16:] == [
        "协办 问题 f260706-14：问题14，整改时限7月14日，已逾期1天（责任单位：东河镇）",
        "另有协办3项未到期。",
        "办结后请报创城办。",
        "",
    ]


def test_a_slip_is_owed_until_it_is_answered(plan: Path) -> None:
    assert (
        "督办单（蓝）2026年第3号：回复了的，7月13日前回复，还有1天\n"
        in cz("remind", "--unit", "东河镇", "--today", "2026-07-12", cwd=plan).out
    )
    assert "第3号" not in cz("remind", "--unit", "东河镇", "--today", "2026-07-13", cwd=plan).out


def test_of_one_day_slips_come_before_findings_before_tasks_before_steps(tmp_path: Path) -> None:
    plan = made(
        tmp_path,
        tasks=TASKS.replace("due: 2026-07-22", "due: 2026-07-18").replace(
            "date: 2026-07-14, phase: 1", "date: 2026-07-01, phase: 1"
        ),
        findings="findings:\n  - {id: f260706-1, date: 2026-07-06, unit: 区教育局, problem: 乱, "
        "due: 2026-07-18}\n",
        supervision="orders:\n  - {id: d2026-10, date: 2026-07-06, unit: 区教育局, about: 1-1, "
        "color: "
        "蓝, due: 2026-07-18}\n"
        "  - {id: d2026-9, date: 2026-07-06, unit: 区教育局, about: 1-2, color: 蓝, due: "
        "2026-07-18}\n",
    )
    (found,) = json.loads(cz("remind", "--unit", "区教育局", "--json", cwd=plan).out)["units"]
    assert [one["id"] for one in found["items"]] == [
        "1-4",
        "1-5",
        "d2026-9",
        "d2026-10",
        "f260706-1",
        "1-1",
        "s1-1",
    ]


def test_of_slips_sent_on_one_day_the_higher_number_is_the_last(tmp_path: Path) -> None:
    slips = "".join(
        f"  - {{id: d2026-{number}, date: 2026-07-06, unit: 区交通局, about: 1-8, color: 蓝, due: 2026-07-09}}\n"
        for number in (9, 10)
    )
    text = cz(
        "remind", "--unit", "区交通局", cwd=made(tmp_path, supervision=f"orders:\n{slips}")
    ).out
    assert ("第10号" in text, "第9号" in text) == (True, False)


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (0, "有2项需抓紧办理。"),
        (1, "有2项需抓紧办理（其中1项已逾期）。"),
        (2, "有2项需抓紧办理（均已逾期）。"),
    ],
)
def test_how_many_are_late(tmp_path: Path, late: int, told: str) -> None:
    plan = made(
        tmp_path,
        tasks=TASKS.replace("due: 2026-07-17", "due: 2026-12-17"),
        findings=many(late, 2 - late),
        supervision="",
    )
    assert cz("remind", "--unit", "东河镇", cwd=plan).out.split("\n")[0].endswith(told)


def test_a_collective_without_members_is_told_itself(tmp_path: Path) -> None:
    plan = made(tmp_path, units=UNITS.replace(", members: [东河镇, 柳溪镇]", ""))
    assert "有1项需抓紧办理。\n1. 任务 1-2 " in cz("remind", "--unit", "gxz", cwd=plan).out


def test_a_collective_with_members_is_not_one_unit(plan: Path) -> None:
    told = "cz：“各乡镇党委和政府”是集体单位，这里要写明一个单位。它的成员有：东河镇、柳溪镇。\n"
    assert cz("remind", "--unit", "gxz", cwd=plan) == (2, "", told)


def test_the_plan_s_label_is_in_the_text(tmp_path: Path) -> None:
    plan = made(tmp_path, tasks=TASKS.replace("  today:", "  label: 演示数据\n  today:"))
    assert cz("remind", "--unit", "柳溪镇", cwd=plan).out.startswith(
        "【创城办催办】（演示数据）柳溪镇：截至"
    )


def test_reminders_as_data(plan: Path) -> None:
    found = json.loads(cz("remind", "--json", cwd=plan).out)
    assert [found[name] for name in ("plan", "label", "today", "days", "unit")] == [
        "创建方案",
        "",
        "2026-07-15",
        7,
        None,
    ]
    assert [(one["unit"], one["count"], one["late"]) for one in found["units"]] == [
        ("区教育局", 4, 1),
        ("东河镇", 3, 1),
        ("柳溪镇", 4, 2),
    ]
    liuxi = found["units"][2]
    assert liuxi["text"] == LIUXI
    assert liuxi["items"][1] == {
        "kind": "finding",
        "id": "f260706-1",
        "unit": "柳溪镇",
        "title": "摊位占道，通道堆放杂物。",
        "spot": "柳溪农贸市场",
        "helpers": [],
        "color": "",
        "due": "2026-07-13",
        "repeat": "",
        "late": 2,
        "left": -2,
        "phase": None,
    }
    assert [(one["kind"], one["id"], one["phase"], one["color"]) for one in liuxi["items"]] == [
        ("order", "d2026-2", None, "橙"),
        ("finding", "f260706-1", None, ""),
        ("task", "1-2", 1, ""),
        ("finding", "f260706-2", None, ""),
    ]
    assert [one["id"] for one in found["units"][0]["helping"]] == ["f260706-2"]
    assert json.loads(cz("remind", "--unit", "区交通局", "--json", cwd=plan).out)["units"] == []


def test_a_row_a_matter_for_a_spreadsheet(plan: Path) -> None:
    assert cz("remind", "--unit", "区教育局", "--csv", cwd=plan) == (
        0,
        "\ufeff单位,办理,种类,编号,事项,时限,逾期天数\r\n"
        "区教育局,主办,任务,\t1-4,八天前报过的,2026-07-10,5\r\n"
        "区教育局,主办,督办单,d2026-5,督办单（蓝）2026年第5号：关于 1-4,,\r\n"
        "区教育局,主办,任务,\t1-5,今天到期的,2026-07-15,\r\n"
        "区教育局,主办,任务,\t1-1,正好七天,2026-07-22,\r\n"
        "区教育局,协办,问题,f260706-2,镇区：沟渠淤塞,2026-07-18,\r\n",
        "",
    )
    nothing = "\ufeff单位,办理,种类,编号,事项,时限,逾期天数\r\n"
    assert cz("remind", "--unit", "区交通局", "--csv", cwd=plan) == (0, nothing, "")


# --- remind, into files
# ----------------------------------------------------------------------------------------------


def test_a_file_for_each_unit(plan: Path) -> None:
    assert cz("remind", "--all", "-o", "催办/本周", cwd=plan) == (
        0,
        "已写入 催办/本周：3 个单位，共 11 项。\n",
        "",
    )
    found = {path.name: path.read_bytes().decode() for path in (plan / "催办" / "本周").iterdir()}
    assert found == {"区教育局.txt": SCHOOLS, "东河镇.txt": DONGHE, "柳溪镇.txt": LIUXI}


def test_an_empty_folder_will_do_and_one_with_files_will_not(plan: Path) -> None:
    (plan / "催办").mkdir()
    assert cz("remind", "--all", "-o", "催办", cwd=plan).code == 0
    before = sorted((path.name, path.read_bytes()) for path in (plan / "催办").iterdir())
    told = "cz：催办 里已经有文件，没有写：以前写的会和这次的混在一起。请换一个新的或空的文件夹。\n"
    assert cz("remind", "--all", "-o", "催办", "--today", "2026-07-16", cwd=plan) == (2, "", told)
    assert sorted((path.name, path.read_bytes()) for path in (plan / "催办").iterdir()) == before
    (plan / "文件").write_text("x", encoding="utf-8")
    told = "cz：文件 已经有了，不是文件夹。-o 要写一个新的或空的文件夹。\n"
    assert cz("remind", "--all", "-o", "文件", cwd=plan) == (2, "", told)


@pytest.mark.parametrize("name", ["data", "templates"])
def test_never_into_the_plan_s_own_folders(plan: Path, name: str) -> None:
    (plan / "templates").mkdir()
    (plan / "link").symlink_to(plan / name)
    for place in (name, f"{name}/催办", "link/催办"):
        told = f"cz：催办文字不能写到方案自己的 {name} 文件夹里。请换一个地方，例如 催办。\n"
        assert cz("remind", "--all", "-o", place, cwd=plan) == (2, "", told)
    told = f"cz：催办文字不能写到方案自己的 {name} 文件夹里。请换一个地方，例如 催办.txt。\n"
    assert cz("remind", "--unit", "柳溪镇", "-o", f"{name}/a.txt", cwd=plan) == (2, "", told)
    assert sorted(path.name for path in (plan / name).iterdir()) == (
        ["findings.yaml", "indicators.yaml", "supervision.yaml", "tasks.yaml", "units.yaml"]
        if name == "data"
        else []
    )


def test_one_file_for_one_unit(plan: Path) -> None:
    assert cz("remind", "--unit", "柳溪镇", "-o", "a.txt", cwd=plan) == (
        0,
        "已写入 a.txt：1 个单位，共 4 项。\n",
        "",
    )
    assert (plan / "a.txt").read_text(encoding="utf-8") == LIUXI
    told = "cz：a.txt 已经有了，没有覆盖。请换一个文件名。\n"
    assert cz("remind", "--unit", "柳溪镇", "-o", "a.txt", cwd=plan) == (2, "", told)
    told = (
        "cz：催办文字是纯文本，文件名要以 .txt 结尾，找到的是 a.docx。"
        "每个单位一个文件，请用 --all -o 文件夹。\n"
    )
    assert cz("remind", "--unit", "柳溪镇", "-o", "a.docx", cwd=plan) == (2, "", told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ["-o", "a"],
            "-o 要和 --all 或 --unit 连用：--all 每个单位写一个文件，--unit 只写一个单位；"
            "要一张表的，文件名以 .xlsx 或 .csv 结尾。",
        ),
        (["--all", "--unit", "柳溪镇"], "--unit、--all 只能选一个。"),
        (["--all", "-o", "a", "--json"], "--json、--all 只能选一个。"),
        (["--all", "-o", "a", "--csv"], "--csv、--all 只能选一个。"),
        (["--days", "-1"], "天数要在 0 到 3660 之间，找到的是 -1。请核对 --days。"),
    ],
)
def test_misuse_is_told(plan: Path, typed: list[str], told: str) -> None:
    assert cz("remind", *typed, cwd=plan) == (2, "", f"cz：{told}\n")
    assert not (plan / "a").exists()


def test_names_that_windows_can_hold() -> None:
    units = [
        "柳溪镇",
        "a/b",
        "a:b",
        "CON",
        "Com1.x",
        "甲.",
        "A",
        "a",
        "b",
        "B",
        "\x1b\u202e",
        " ",
        "..",
        "好" * 99,
    ]
    assert names_for(dict.fromkeys(units, "")) == [
        "柳溪镇",
        "a_b",
        "a_b-2",
        "_CON",
        "_Com1.x",
        "甲",
        "A",
        "a-2",
        "b",
        "B-2",
        "__",
        "_",
        "_-2",
        "好" * 60,
    ]


def test_a_file_that_cannot_be_written_leaves_none(tmp_path: Path) -> None:
    """The second unit's text is longer than a file may be; the first has been written by then."""
    plan = made(tmp_path, findings=many(20, 0), supervision="")
    for folder in ("新的", "空的"):
        (plan / "空的").mkdir(exist_ok=True)
        limited = [
            "bash",
            "-c",
            'ulimit -f 1; exec "$0" -m cz remind --all -o "$1"',
            sys.executable,
            folder,
        ]
        ran = subprocess.run(
            limited,
            cwd=plan,
            env=environment(PYTHONDONTWRITEBYTECODE="1"),
            capture_output=True,
            check=False,
        )
        assert (ran.returncode, ran.stdout.decode(), ran.stderr.decode()) == (
            1,
            "",
            f"cz：{folder}/东河镇.txt 写不进去：文件太大。\n",
        )
    assert sorted(path.name for path in plan.iterdir()) == ["data", "空的"]
    assert list((plan / "空的").iterdir()) == []


# --- silent ---------------------------------------------------------------------------------------
# -------------------

HEARD_UNITS = "".join(
    f"  - {{id: u{number}, name: {name}, kind: 其他{more}}}\n"
    for number, (name, more) in enumerate(
        [
            ("报过的", ""),
            ("没署名的", ""),
            ("参与的", ""),
            ("旁人", ""),
            ("改过的", ", former: [旧名]"),
            ("退回的", ""),
            ("回复的", ""),
            ("以后的", ""),
            ("从未的", ""),
            ("成员甲", ""),
            ("成员乙", ""),
            ("办完的", ""),
        ]
    )
)
HEARD_TASKS = """\
plan:
  title: 创建方案
  today: 2026-07-15
phases:
  - {number: 1, title: 一, start: 2025-01-01, end: 2025-12-31}
  - {number: 2, title: 二, start: 2026-01-01, end: 2026-12-31}
chapters:
  - {number: 1, title: 甲}
tasks:
  - {id: 1-1, title: 报过的, lead: 报过的, units: [参与的], updates: [{date: 2026-06-15, phase: 2, unit: 报过的}, {date: 2026-06-10, phase: 2, unit: 参与的}]}
  - {id: 1-2, title: 没署名的, lead: 没署名的, units: [旁人], updates: [{date: 2026-06-16, phase: 2}, {date: 2026-07-01, phase: 2, unit: 回复的}]}
  - {id: 1-3, title: 参与的, lead: 参与的}
  - {id: 1-4, title: 旁人, lead: 旁人}
  - {id: 1-5, title: 改过的, lead: 改过的, updates: [{date: 2025-12-30, phase: 1, unit: 旧名}]}
  - {id: 1-6, title: 退回的, lead: 退回的}
  - {id: 1-7, title: 回复的, lead: 回复的}
  - {id: 1-8, title: 以后的, lead: 以后的, updates: [{date: 2026-07-16, phase: 2, unit: 以后的}]}
  - {id: 1-9, title: 从未的, lead: 从未的}
  - {id: 1-10, title: 集体的, lead: 集体, updates: [{date: 2026-05-01, phase: 2, unit: 成员甲}, {date: 2026-04-01, phase: 2}]}
  - {id: 1-11, title: 办完的, lead: 办完的, progress: {2: {status: done}}}
steps:
  - {id: s2-1, title: 没有牵头的, phase: 2, updates: [{date: 2026-07-15, phase: 2}]}
  - {id: s1-1, title: 上一阶段的, phase: 1}
"""
HEARD = {
    "units": f"units:\n{HEARD_UNITS}collectives:\n"
    f"  - {{id: jt, name: 集体, members: [成员甲, 成员乙]}}\n",
    "findings": """\
findings:
  - {id: f260301-1, date: 2026-03-01, unit: 旧名, problem: 甲, due: 2026-03-08, rectified: 2026-03-05, verified: 2026-07-10}
  - {id: f260301-2, date: 2026-03-01, unit: 退回的, problem: 乙, due: 2026-03-08, reopened: [{date: 2026-06-20, reason: 不实, rectified: 2026-06-14}]}
""",
    "supervision": """\
orders:
  - {id: d2026-1, date: 2026-05-01, unit: 回复的, about: 1-7, color: 蓝, due: 2026-05-04, answered: 2026-05-03}
""",
}
SILENT = """\
创建方案
截至2026年7月15日，第2阶段，30 天没有消息的：
单位 10 个（牵头未完成任务的共 11 个），任务、步骤 9 项（未完成的共 11 项）。

单位 10 个
单位    未完成  最近消息  天数  出处
旁人         1  从未
以后的       1  从未
从未的       1  从未
改过的       1  3月5日     132  f260301-1
成员乙       1  4月1日     105  1-10
成员甲       1  5月1日      75  1-10
回复的       1  5月3日      73  d2026-1
参与的       1  6月10日     35  1-1
退回的       1  6月14日     31  f260301-2
报过的       1  6月15日     30  1-1

任务、步骤 9 项
编号  任务    牵头单位  状态    最近消息        天数
1-3   参与的  参与的    未启动  从未
1-4   旁人    旁人      未启动  从未
1-6   退回的  退回的    未启动  从未
1-7   回复的  回复的    未启动  从未
1-8   以后的  以后的    未启动  从未
1-9   从未的  从未的    未启动  从未
1-5   改过的  改过的    未启动  2025年12月30日   197
1-10  集体的  集体      未启动  5月1日            75
1-1   报过的  报过的    未启动  6月15日           30
"""


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    return made(tmp_path, tasks=HEARD_TASKS, **HEARD)


def test_who_has_not_been_heard_from(quiet: Path) -> None:
    assert cz("silent", cwd=quiet) == (0, SILENT, "")


def test_a_day_makes_the_difference(quiet: Path) -> None:
    thirty_one = json.loads(cz("silent", "--days", "31", "--json", cwd=quiet).out)
    assert [one["unit"] for one in thirty_one["units"]][-1] == "退回的"
    assert [one["id"] for one in thirty_one["tasks"]][-1] == "1-10"
    twenty_nine = json.loads(cz("silent", "--days", "29", "--json", cwd=quiet).out)
    assert twenty_nine["units"][-1] == {
        "unit": "没署名的",
        "open": 1,
        "heard": "2026-06-16",
        "about": "1-2",
        "days": 29,
    }
    assert {name: twenty_nine[name] for name in ("phase", "days", "leads", "open")} == {
        "phase": 2,
        "days": 29,
        "leads": 11,
        "open": 11,
    }
    assert twenty_nine["units"][0] == {
        "unit": "旁人",
        "open": 1,
        "heard": None,
        "about": None,
        "days": None,
    }


def test_nobody_is_silent(tmp_path: Path) -> None:
    plan = made(tmp_path, tasks=TASKS.partition("tasks:\n")[0])
    assert cz("silent", cwd=plan).out == (
        "创建方案\n截至2026年7月15日，第1阶段，30 天没有消息的：\n"
        "单位 0 个（牵头未完成任务的共 0 个），任务、步骤 0 项（未完成的共 0 项）。\n"
    )


# --- agenda ---------------------------------------------------------------------------------------
# -------------------

AGENDA = """\
创建方案
2026年7月15日至7月29日到期 5 项（问题 1、任务 3、步骤 1）
已逾期 5 项（督办单 1、问题 2、任务 2），最久 5 天，不在下表。看这些：
  cz remind
  cz list "due<2026-07-15" not status:done,verified

日期            单位              种类  编号       事项
今天 星期三     区教育局          任务  1-5        今天到期的
7月17日 星期五  各乡镇党委和政府  任务  1-2        乡镇的任务
7月18日 星期六  区教育局          步骤  s1-1       自查
                柳溪镇            问题  f260706-2  镇区：沟渠淤塞
7月22日 星期三  区教育局          任务  1-1        正好七天

其中 2 项在星期六、星期日到期，不顺延。
"""
TOWN = """\
创建方案
2026年7月15日至7月29日到期 2 项（问题 1、任务 1）　柳溪镇
任务和步骤只列柳溪镇或各乡镇党委和政府牵头的；作为责任单位参与的，请看 cz status --unit 柳溪镇。
已逾期 2 项（督办单 1、问题 1），最久 3 天，不在下表。看这些：
  cz remind --unit 柳溪镇

日期            单位              种类  编号       事项
7月17日 星期五  各乡镇党委和政府  任务  1-2        乡镇的任务
7月18日 星期六  柳溪镇            问题  f260706-2  镇区：沟渠淤塞

其中 1 项在星期六、星期日到期，不顺延。
"""


def test_what_falls_due(plan: Path) -> None:
    assert cz("agenda", cwd=plan) == (0, AGENDA, "")


def test_what_falls_due_for_one_unit_and_its_collectives(plan: Path) -> None:
    assert cz("agenda", "--unit", "柳树乡", cwd=plan) == (0, TOWN, "")
    assert "到期 1 项　各乡镇党委和政府\n" in cz("agenda", "--unit", "gxz", cwd=plan).out


def test_nothing_falls_due(plan: Path) -> None:
    told = "任务和步骤只列区交通局牵头的；作为责任单位参与的，请看 cz status --unit 区交通局。\n"
    assert (
        cz("agenda", "--unit", "区交通局", cwd=plan).out
        == f"创建方案\n2026年7月15日至7月29日到期 0 项　区交通局\n{told}"
    )
    assert (
        cz("agenda", "--days", "0", "--unit", "区交通局", cwd=plan).out
        == f"创建方案\n2026年7月15日至7月15日到期 0 项　区交通局\n{told}"
    )


def test_the_agenda_and_the_status_of_a_unit_say_what_they_count(tmp_path: Path) -> None:
    """What the collective leads is the members' to do: it is in both, as what each calls it."""
    plan = made(
        tmp_path,
        tasks=TASKS.replace("2026-07-17", "2026-07-10"),
        findings="",
        supervision="",
    )
    agenda = cz("agenda", "--unit", "柳溪镇", cwd=plan).out.split("\n")
    assert agenda[3:5] == [
        "已逾期 1 项，最久 5 天，不在下表。看这些：",
        '  cz list "due<2026-07-15" not status:done,verified lead:各乡镇党委和政府',
    ]
    listed = cz(*shlex.split(agenda[4])[1:], cwd=plan).out
    assert "共 1 项任务" in listed
    status = cz("status", "--unit", "柳溪镇", cwd=plan).out
    assert "逾期 1 项，其中牵头 0 项、责任 1 项：1-2（逾期5天）\n" in status


@pytest.mark.parametrize(
    ("days", "last"),
    [
        ("0", "1-5"),
        ("1", "1-5"),
        ("2", "1-2"),
        ("7", "1-1"),
        ("14", "1-1"),
        ("15", "1-6"),
        ("46", "d2026-4"),
        ("172", "d2026-4"),
        ("173", "1-7"),
    ],
)
def test_as_far_as_asked_and_into_the_next_phase(plan: Path, days: str, last: str) -> None:
    assert (
        json.loads(cz("agenda", "--days", days, "--json", cwd=plan).out)["items"][-1]["id"] == last
    )


def test_what_an_earlier_phase_left_is_not_told(plan: Path) -> None:
    found = json.loads(cz("agenda", "--today", "2027-01-01", "--json", cwd=plan).out)
    assert [one["id"] for one in found["items"]] == ["1-7"]
    assert {one["kind"] for one in found["late"]} == {"order", "finding"}


def test_how_to_see_what_is_overdue(tmp_path: Path) -> None:
    plan = made(
        tmp_path,
        tasks=TASKS.replace(
            "1: {status: doing, due: 2026-07-18}", "1: {status: doing, due: 2026-07-11}"
        ),
        findings="",
        supervision="",
    )
    assert cz("agenda", "--unit", "区教育局", cwd=plan).out.split("\n")[3:7] == [
        "已逾期 3 项（任务 2、步骤 1），最久 5 天，不在下表。看这些：",
        '  cz list "due<2026-07-15" not status:done,verified lead:区教育局',
        '  cz list --kind step "due<2026-07-15" not status:done,verified lead:区教育局',
        "",
    ]
    shown = [
        "list",
        "--kind",
        "step",
        "due<2026-07-15",
        "not",
        "status:done,verified",
        "lead:区教育局",
    ]
    assert "共 1 个步骤" in cz(*shown, cwd=plan).out


def test_the_agenda_as_data(plan: Path) -> None:
    found = json.loads(cz("agenda", "--json", cwd=plan).out)
    assert [found[name] for name in ("plan", "label", "today", "until", "unit")] == [
        "创建方案",
        "",
        "2026-07-15",
        "2026-07-29",
        None,
    ]
    assert [one["id"] for one in found["items"]] == ["1-5", "1-2", "s1-1", "f260706-2", "1-1"]
    assert [one["id"] for one in found["late"]] == [
        "1-3",
        "1-4",
        "d2026-2",
        "f260706-1",
        "f260706-5",
    ]


def test_the_agenda_for_a_spreadsheet_holds_what_is_overdue_too(plan: Path) -> None:
    assert cz("agenda", "--unit", "柳溪镇", "--csv", cwd=plan) == (
        0,
        "\ufeff日期,单位,种类,编号,事项,逾期天数\r\n"
        "2026-07-12,柳溪镇,督办单,d2026-2,督办单（橙）2026年第2号：市场占道逾期未改,3\r\n"
        "2026-07-13,柳溪镇,问题,f260706-1,柳溪农贸市场：摊位占道，通道堆放杂物,2\r\n"
        "2026-07-17,各乡镇党委和政府,任务,\t1-2,乡镇的任务,\r\n"
        "2026-07-18,柳溪镇,问题,f260706-2,镇区：沟渠淤塞,\r\n",
        "",
    )


def test_the_end_of_the_calendar(plan: Path) -> None:
    told = "cz：9999-12-30 往后 14 天超出了日历能表示的范围。请核对 --today。\n"
    assert cz("agenda", "--today", "9999-12-30", cwd=plan) == (2, "", told)


# --- screens, hostile text, damaged plans
# ----------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 120])
def test_screens_fit_and_columns_stand_under_each_other(plan: Path, columns: int) -> None:
    for command in (["agenda"], ["silent", "--days", "1"]):
        lines = bare(on_terminal(*command, columns=columns, cwd=plan)).split("\n")
        assert max(map(width, lines)) <= columns
    heads = bare(on_terminal("agenda", columns=columns, cwd=plan)).split("\n")
    at = next(number for number, line in enumerate(heads) if line.startswith("日期"))
    places = [
        width(heads[at][: heads[at].index(word)]) for word in ("单位", "种类", "编号", "事项")
    ]
    row = heads[at + 1]
    assert [
        width(row[: row.index(word)]) for word in ("区教育局", "任务", "1-5", "今天到期的")
    ] == places


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    plan = made(tmp_path, problem='"a\\e[31m\\nb\\u202e [bold]{{ x }}# *"')
    assert (
        "4. 问题 f260706-2 镇区：a␛[31m b\\u202e [bold]{{ x }}# *，整改时限7月18日，还有3天\n"
        in cz("remind", "--unit", "柳溪镇", cwd=plan).out
    )
    assert "镇区：a␛[31m b\\u202e [bold]{{ x }}# *" in bare(
        on_terminal("agenda", columns=120, cwd=plan)
    )
    assert cz("remind", "--all", "-o", "催办", cwd=plan).code == 0
    for path in (plan / "催办").iterdir():
        assert path.read_text(encoding="utf-8").replace("\n", "").isprintable()


def test_of_a_damaged_plan_the_sound_part(tmp_path: Path) -> None:
    plan = made(
        tmp_path,
        findings=FINDINGS.replace("due: 2026-07-13}", "due: 7月13日}").replace(
            "PROBLEM", "沟渠淤塞"
        ),
    )
    for command in (
        ["remind", "--unit", "柳溪镇"],
        ["agenda"],
        ["silent"],
        ["agenda", "--ics", "a.ics"],
        ["remind", "--all", "-o", "催办"],
    ):
        ran = cz(*command, cwd=plan)
        assert ran.code == 1
        assert "E204" in ran.err
        assert ran.out


def test_a_plan_without_supervision(tmp_path: Path) -> None:
    plan = made(tmp_path, findings="", supervision="")
    assert (
        cz("remind", "--unit", "柳溪镇", cwd=plan).out
        == "【创城办催办】柳溪镇：截至2026年7月15日，有1项需抓紧办理。\n"
        "1. 任务 1-2 乡镇的任务，时限7月17日，还有2天\n办结后请报创城办。\n"
    )
    assert cz("silent", cwd=plan).code == cz("agenda", cwd=plan).code == 0
