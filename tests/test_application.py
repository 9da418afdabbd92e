"""Conditions of the application, and the report that says whether one may be made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cz.records import Campaign, Condition, Indicator, Phase, Plan, Project
from cz.report.build_application import application
from tests.running import MIDWAY, ROOT, copy_of, cz

DAY = date(2026, 7, 15)
STATES = {"符合": {2: "met"}, "不符合": {2: "unmet"}, "待核实": {}}


def documented() -> list[list[str]]:
    page = (ROOT / "docs" / "application.md").read_text(encoding="utf-8")
    table = page.partition("<!-- rules: ready -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


@pytest.mark.parametrize(("conditions", "c", "lacking", "expected"), documented())
def test_whether_an_application_may_be_made(
    conditions: str, c: str, lacking: str, expected: str
) -> None:
    """Of ten standards four in five have to be A."""
    ratings = ["C"] * int(c) + ["B"] * (2 - int(c) + int(lacking))
    ratings += ["A"] * (10 - len(ratings))
    standards = [
        Indicator(f"i1-{n:02}", f"标准{n}", "x1", ratings={2: rating})
        for n, rating in enumerate(ratings, 1)
    ]
    told = [] if conditions == "没有登记" else conditions.split("、")
    campaign = Campaign("", {}, Plan("某区"), projects=(Project("x1", "甲"),))._replace(
        phases=(Phase(2, "第二阶段", a_share=80.0),),
        indicators=tuple(standards),
        conditions=tuple(
            Condition(f"n{n}", "条件", "前置条件", states=STATES[word])
            for n, word in enumerate(told, 1)
        ),
    )
    found = application(campaign, 2, DAY)
    assert ("可以申报" if found.ready else f"还差{len(found.must)}项") == expected


def test_conditions_from_the_handbook_to_the_report(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    added = cz(
        *("condition", "add", "手册的一条", "--kind", "前置条件", "--unit", "区妇联"),
        *("--source", "plan"),
        cwd=plan,
    )
    assert added.out.startswith("n4 手册的一条　新申报条件\n")
    assert cz("condition", "n4", "符合", "--proof", "e12", cwd=plan).out.startswith(
        "n4 手册的一条　第2阶段：待核实 → 符合；证明材料：加入 e12\n"
    )
    told = cz("condition", "n2", "不符合", "--phase", "3", "--note", "正在整改", cwd=plan)
    assert "第3阶段：待核实 → 不符合；说明：正在整改\n" in told.out
    by_nothing = "区委政法委    符合      没有写依据\n"
    assert by_nothing in cz("condition", cwd=plan).out
    back = cz("condition", "n3", "待核实", cwd=plan).out
    assert "第2阶段：符合 → 待核实\n" in back
    assert cz("condition", cwd=plan).out == (
        "编号  类别      条件                                    责任单位      符合情况  证明材料\n"
        "n1    前置条件  演示前置条件一，内容照本地手册抄（拟）  区委宣传部    符合\n"
        "n2    前置条件  演示前置条件二，内容照本地手册抄（拟）  区政府办公室  待核实\n"
        "n3    负面清单  演示负面清单一，内容照本地手册抄（拟）  区委政法委    待核实\n"
        "n4    前置条件  手册的一条                              区妇联        符合      e12\n"
        "第2阶段：4 条，符合 2，不符合 0，待核实 2\n"
    )
    assert cz("check", cwd=plan).code == 0
    refused = {
        ("add", "手册的一条", "--kind", "前置条件"): "申报条件里",
        ("add", "又一条", "--kind", "后置条件"): "没有“后置条件”这种申报条件",
        ("set", "n9", "符合"): "没有编号为“n9”的申报条件。",
        ("set", "n1"): "没有说要记什么",
        ("set", "n1", "符合", "--proof", "e999"): "没有编号为“e999”的佐证材料。",
    }
    for words, expected in refused.items():
        ran = cz("condition", *words, cwd=plan)
        assert (ran.code, ran.out) == (2, "")
        assert expected in ran.err


def test_the_report_says_what_is_wanting_and_where_it_stands(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    text = cz("report", "申报自查报告", cwd=plan).out
    for line in (
        "**还不能申报，还差5项：**",
        "| 1 | 前置条件n2待核实：演示前置条件二，内容照本地手册抄 | cz condition |",
        "| 2 | C类3条，有一条就不达标 | cz target |",
        "共3条，符合2条，不符合0条，待核实1条。负面清单没有发生的是符合。（出处：cz condition）",
        "最近一次是2026年第1次问卷调查，有效990份；用问卷测评的标准，各次都没有问过的3条。"
        "（出处：cz survey q2026-1）",
        "| n1 | 前置条件 | 演示前置条件一，内容照本地手册抄（拟） | 区委宣传部 | 符合 | 演示 |",
        "| n2 | 前置条件 | 演示前置条件二，内容照本地手册抄（拟） | 区政府办公室 | 待核实 | — |",
        "| n3 | 负面清单 | 演示负面清单一，内容照本地手册抄（拟） | 区委政法委 | 符合 | 没有写依据 |",
    ):
        assert line in text.split("\n")
    assert "（出处：cz round m2026-2）" in text
    path = plan / "data" / "surveys.yaml"
    surveys = path.read_text(encoding="utf-8")
    later = (
        "  - {id: q2026-2, title: 第2次, end: 2026-07-14, returned: 100, valid: 100}\nquestions:\n"
    )
    later += (
        "  - id: k2026-2-1\n    text: 夜间照明怎样\n    answered: 100\n    options:\n"
        "      - {text: 好, chosen: 90, good: true}\n      - {text: 不好, chosen: 10}\n"
    )
    path.write_text(surveys.replace("questions:\n", later, 1), encoding="utf-8")
    both = cz("report", "申报自查报告", "--today", "2026-07-15", cwd=plan).out
    rows = [line for line in both.split("\n") if line.startswith("| q2026-")]
    assert rows[0] == "| q2026-2 | 夜间照明怎样 | — | 100 | 90.0% | 82.6～94.5 |"
    assert len(rows) > 3
    assert all(row.split(" | ")[2].startswith("i") for row in rows[1:])
    with_unit = cz("report", "申报自查报告", "--unit", "区教育局", cwd=plan)
    assert "这个模板写全区情况，不分单位" in with_unit.err


def test_a_condition_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    path = plan / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("    unit: 区委政法委\n    source: proposed\n    states: {2: met}", "")
    wrong = text + "    unit: 区政法\n    states: {7: met}\n    proof:\n      - e999\n"
    path.write_text(wrong, encoding="utf-8")
    ran = cz("check", cwd=plan)
    for told in (
        "E302：没有叫“区政法”的单位",
        "E306：没有第 7 阶段",
        "E310：没有编号为“e999”的佐证",
    ):
        assert told in ran.out


def test_phase_three_gets_steps_of_its_own(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    added = cz("add", "step", "申报材料定稿", "--phase", "3", "--lead", "区委宣传部", cwd=plan)
    assert (added.code, added.out.split("　")[0]) == (0, "s3-1 申报材料定稿")
    assert cz("due", "s3-1", "2027-03-31", cwd=plan).code == 0
