"""The query language: every field, not and or, and what is said of a query it does not know."""

from __future__ import annotations

import pytest
from plans import PLAN, TODAY, UNITS, campaign

from cz.names import find_unit
from cz.problem import Refusal
from cz.progress import of_unit, state, step_states, task_states
from cz.query import FIELDS, Row, parse_query

TASKS = """\
tasks:
  - id: 1-1
    title: 学习宣传
    lead: 区委宣传部
    units: [区教育局, 各乡镇党委和政府]
    group: 宣传教育工作组
    progress:
      1: {status: doing, due: 2026-07-14}
  - id: 1-2
    title: 志愿服务
    lead: 区教育局
    source: proposed
    progress:
      1: {status: verified, due: 2026-06-30}
  - id: 2-1
    title: 政务服务 Hall
    lead: 各乡镇党委和政府
    units: [区交通局]
    group: 督查问效工作组
    progress:
      1: {status: blocked, due: 2026-08-01}
      2: {status: todo, due: 2027-06-30}
  - id: 10-1
    title: 公益广告
    source: proposed
steps:
  - id: s1-1
    title: 成立机构
    phase: 1
    lead: 区委宣传部
    progress:
      1: {status: done}
"""
INDICATORS = """\
projects:
  - id: x1
    title: 理想信念
  - id: x2
    title: 政务环境
indicators:
  - id: i1-01
    project: x1
    content: 宣传栏
    title: 有计划
    method: 材料审核
    task: 1-1
    unit: 区委宣传部
    ratings: {1: A, 2: C}
  - id: i1-02
    project: x2
    title: 有站点
    method: 实地考察
    task: 2-1
    unit: 区教育局
    source: proposed
    ratings: {1: B}
  - id: i1-03
    project: x2
    title: 有广告
"""
PLAN_ = campaign(PLAN + "  - number: 10\n    title: 载体活动\n" + TASKS, UNITS, INDICATORS)


def found(*words: str) -> list[str]:
    query = parse_query(words, PLAN_)
    rows = [Row(query.phase or 1, one) for one in task_states(PLAN_, query.phase or 1, TODAY)]
    return [row.record.id for row in rows if query.matches(row)]


def indicators(*words: str) -> list[str]:
    query = parse_query(words, PLAN_)
    phase = query.phase or 1
    tasks = {task.id: state(task, phase, TODAY, PLAN_) for task in PLAN_.tasks}
    return [
        one.id for one in PLAN_.indicators if query.matches(Row(phase, tasks.get(one.task), one))
    ]


TASK_QUERIES = {
    "": ["1-1", "1-2", "2-1", "10-1"],
    "unit:区教育局": ["1-1", "1-2"],
    "unit:qjyj": ["1-1", "1-2"],
    "unit:教育": ["1-1", "1-2"],
    "unit:区×宣传×": ["1-1"],
    "unit:东河镇": [
        "1-1",
        "2-1",
    ],  # through its collective, which shares in the one and leads the other
    "unit:各乡镇党委和政府": ["1-1", "2-1"],
    "unit:交通,宣传部": ["1-1", "2-1"],
    "lead:区教育局": ["1-2"],
    "lead:东河镇": [],
    "group:宣传教育工作组": ["1-1"],
    "group:2": ["2-1"],
    "chapter:1": ["1-1", "1-2"],
    "chapter:10": ["10-1"],
    "chapter:1,2": ["1-1", "1-2", "2-1"],
    "status:doing": ["1-1"],
    "status:推进中": ["1-1"],
    "status:DONE,verified": ["1-2"],
    "status:todo": ["10-1"],
    "light:red": ["1-1"],
    "light:黄": ["2-1"],
    "light:green，none": ["1-2", "10-1"],
    "due<2026-07-14": ["1-2"],
    "due<=2026-07-14": ["1-1", "1-2"],
    "due>2026-07-14": ["2-1"],
    "due>=2026-07-14": ["1-1", "2-1"],
    "due=2026-07-14": ["1-1"],
    "due:2026-07-14": ["1-1"],
    "due:none": ["10-1"],
    "source:plan": ["1-1", "2-1"],
    "source:拟": ["1-2", "10-1"],
    "rating:A": [],
    "宣传": ["1-1"],
    "1-2": ["1-2"],
    "hall": ["2-1"],
    "区教育局": ["1-1", "1-2"],
    "乡镇": ["1-1", "2-1"],
    "没有的话": [],
    "phase:2 status:todo": ["1-1", "1-2", "2-1", "10-1"],
    "phase=2 light:green": ["2-1"],
    "PHASE:2 due:none": ["1-1", "1-2", "10-1"],
    "status=doing": ["1-1"],
    "status:doing 区教育局": ["1-1"],
    "status:verified 宣传": [],
    "not status:doing": ["1-2", "2-1", "10-1"],
    "NOT not status:doing": ["1-1"],
    "not due:none not source:拟": ["1-1", "2-1"],
    "not unit:东河镇": ["1-2", "10-1"],
    "status:doing or status:blocked": ["1-1", "2-1"],
    "chapter:1 status:doing or chapter:2": ["1-1", "2-1"],
    "宣传 or 广告 OR hall": ["1-1", "2-1", "10-1"],
    "not chapter:1 or due<2026-07-01": ["1-2", "2-1", "10-1"],
}


@pytest.mark.parametrize("query", TASK_QUERIES)
def test_tasks(query: str) -> None:
    assert found(query) == TASK_QUERIES[query]
    assert found(*query.split()) == TASK_QUERIES[query]


INDICATOR_QUERIES = {
    "rating:A": ["i1-01"],
    "rating:b": ["i1-02"],
    "rating:none": ["i1-03"],
    "rating:未评": ["i1-03"],
    "rating:B类,A类": ["i1-01", "i1-02"],
    "phase:2 rating:C": ["i1-01"],
    "phase:2 rating:none": ["i1-02", "i1-03"],
    "not rating:A": ["i1-02", "i1-03"],
    "project:X2": ["i1-02", "i1-03"],
    "method:材料审核": ["i1-01"],
    "task:2-1": ["i1-02"],
    "task:２－１": ["i1-02"],
    "unit:区委宣传部": ["i1-01"],
    "unit:区教育局": ["i1-02"],
    "status:blocked": ["i1-02"],
    "chapter:1": ["i1-01"],
    "due:none": ["i1-03"],
    "source:proposed": ["i1-02"],
    "宣传栏": ["i1-01"],
    "I1-03": ["i1-03"],
    "有": ["i1-01", "i1-02", "i1-03"],
}


@pytest.mark.parametrize("query", INDICATOR_QUERIES)
def test_indicators(query: str) -> None:
    assert indicators(query) == INDICATOR_QUERIES[query]


def test_every_field_is_asked_for_above() -> None:
    asked = " ".join([*TASK_QUERIES, *INDICATOR_QUERIES])
    assert [field for field in FIELDS if f"{field}:" not in asked] == []


def test_steps_are_asked_for_like_tasks() -> None:
    (row,) = [Row(1, one) for one in step_states(PLAN_, 1, TODAY)]
    assert [
        parse_query([word], PLAN_).matches(row)
        for word in ("status:done", "lead:宣传部", "机构", "light:red", "chapter:1")
    ] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_the_phase_asked_for_is_told() -> None:
    assert [
        parse_query(words, PLAN_).phase for words in ([], ["phase:3"], ["status:todo", "phase:2"])
    ] == [None, 3, 2]


USABLE = (
    "unit:、lead:、group:、chapter:、phase:、status:、light:、due:、source:、rating:、"
    "project:、method:、task:"
)


@pytest.mark.parametrize(
    "query, message",
    [
        ("or status:todo", "or 的前后都要有条件，例如：status:todo or status:blocked。"),
        ("status:todo or", "or 的前后都要有条件，例如：status:todo or status:blocked。"),
        ("status:todo or or 宣传", "or 的前后都要有条件，例如：status:todo or status:blocked。"),
        ("not or 宣传", "or 的前后都要有条件，例如：status:todo or status:blocked。"),
        ("宣传 not", "not 的后面要有条件，例如：not status:done。"),
        ("phase:9", "没有第“9”阶段。方案里的阶段有：1、2、3。"),
        ("phase:四", "没有第“四”阶段。方案里的阶段有：1、2、3。"),
        ("phase:", "phase: 后面要写阶段号，例如 phase:2。"),
        ("phase:1 phase:2", "phase: 说明看哪个阶段，只能写一次，写在最前面，不能和 not、or 连用。"),
        ("not phase:1", "phase: 说明看哪个阶段，只能写一次，写在最前面，不能和 not、or 连用。"),
        ("宣传 or phase:1", "phase: 说明看哪个阶段，只能写一次，写在最前面，不能和 not、or 连用。"),
        ("statu:todo", f"没有“statu:”这个条件。是不是 status:？可用的有：{USABLE}。"),
        ("xyz:1", f"没有“xyz:”这个条件。可用的有：{USABLE}。"),
        ("status:", "“status:”后面要写内容，例如 status:doing。"),
        ("method:", "“method:”后面要写内容，例如 method:…。"),
        (
            "status:doign",
            "没有“doign”这种状态。是不是 doing？"
            "可用的有：todo（未启动）、doing（推进中）、blocked（受阻）、done（已完成）、verified（已复核）。",
        ),
        (
            "status:已完",
            "没有“已完”这种状态。是不是 已完成？"
            "可用的有：todo（未启动）、doing（推进中）、blocked（受阻）、done（已完成）、verified（已复核）。",
        ),
        (
            "light:blue",
            "没有“blue”这种灯。可用的有：green（绿）、yellow（黄）、red（红）、none（无）。",
        ),
        ("rating:D", "没有“D”这种评级。可用的有：A（A类）、B（B类）、C（C类）、none（未评）。"),
        ("source:ours", "没有“ours”这种来源。可用的有：plan（方案）、proposed（拟）。"),
        (
            "due:2026-02-30",
            "“2026-02-30”不是日期，应当写成 2026-06-30 这样。没有这一天，请核对月份和日子。",
        ),
        ("due>", "due> 后面要写日期，例如 due>2026-07-01。"),
        ("page<3", "“page<3”里的“<”只能用于 due，例如 due<2026-07-01。"),
        ("unit:局", "“局”可以指两个单位：区教育局（qjyj）、区交通局（qjtj）。请写得再具体些。"),
        ("group:没有", "没有叫“没有”的工作组。"),
    ],
)
def test_what_is_said_of_a_query_it_does_not_know(query: str, message: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_query([query], PLAN_)
    assert (refusal.value.message, refusal.value.exit_code) == (message, 2)


@pytest.mark.parametrize("word", ["中央：会议", "3:30", "甲:乙"])
def test_a_colon_in_a_word_that_is_no_field_is_a_word(word: str) -> None:
    assert found(word) == []
    assert found("not", word) == ["1-1", "1-2", "2-1", "10-1"]


def test_a_field_with_only_a_comma_is_refused() -> None:
    with pytest.raises(Refusal):
        parse_query(["status:,"], PLAN_)


@pytest.mark.parametrize("word", ["chapter:99", "chapter:九十九", "task:9-9", "project:x99"])
def test_a_number_or_id_the_plan_does_not_have_is_refused(word: str) -> None:
    with pytest.raises(Refusal):
        parse_query([word], PLAN_)


def test_unit_agrees_with_what_the_unit_is_shown() -> None:
    for owner in PLAN_.owners:
        led, shared = of_unit(task_states(PLAN_, 1, TODAY), PLAN_, find_unit(PLAN_, owner.id))
        shown = {one.item.id for one in led} | {one.item.id for one, _ in shared}
        assert set(found(f"unit:{owner.id}")) == shown
