"""Which phase is current, lights at their bounds, who is late, counts and shares, whose work it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from plans import PLAN, TODAY, UNITS, campaign

from cz.names import find_unit
from cz.progress import (
    State,
    StatusShare,
    current_phase,
    due_next,
    late,
    of_unit,
    phase_or_blank,
    shares,
    state,
    step_states,
    task_states,
)
from cz.records import Campaign, Lights, Plan, Progress, Task
from cz.whose import is_lead, shares_in


@pytest.mark.parametrize(
    "today, phase",
    [
        ("2025-12-31", 1),
        ("2026-01-01", 1),
        ("2026-12-31", 1),
        ("2027-01-01", 2),
        ("2027-12-31", 2),
        ("2028-06-30", 3),
        ("2028-12-31", 3),
        ("2029-01-01", 3),
        ("2040-01-01", 3),
    ],
)
def test_the_phases_dates_say_which_is_current(today: str, phase: int) -> None:
    assert current_phase(campaign(), date.fromisoformat(today)) == phase


def test_a_gap_belongs_to_the_phase_that_follows() -> None:
    gap = campaign(PLAN.replace("2026-12-31", "2026-10-31"))
    assert [current_phase(gap, date(2026, month, 31)) for month in (10, 12)] == [1, 2]


def test_before_the_first_day_of_a_phase_those_before_it_without_dates_are_current() -> None:
    text = "plan:\n  title: 方案\nphases:\n" + "".join(
        f"  - number: {number}\n    title: 段\n" for number in (1, 2, 3)
    )
    text += "    start: 2027-01-01\n    end: 2027-06-30\n"
    days = [date(2026, 11, 6), date(2027, 1, 1), date(2030, 1, 1)]
    assert [current_phase(campaign(text), day) for day in days] == [1, 3, 3]
    said = campaign(text.replace("方案\n", "方案\n  phase: 2\n"))
    assert [current_phase(said, day) for day in days] == [2, 3, 3]


def test_the_dates_win_over_what_the_plan_says_and_their_order_in_the_file_means_nothing() -> None:
    first, second = (
        f"  - number: {n}\n    title: 段\n    start: {y}-01-01\n    end: {y}-12-31\n"
        for n, y in ((1, 2026), (2, 2027))
    )
    plan = campaign(f"plan:\n  title: 方案\n  phase: 1\nphases:\n{second}{first}")
    assert [current_phase(plan, date(year, 5, 1)) for year in (2026, 2027, 2030)] == [1, 2, 2]


@pytest.mark.parametrize(
    "text, phase",
    [
        (
            "plan:\n  title: 方案\n  phase: 2\nphases:\n  - number: 1\n    title: 一\n"
            "  - number: 2\n    title: 二\n",
            2,
        ),
        (
            "plan:\n  title: 方案\nphases:\n  - number: 4\n    title: 四\n  - number: 5\n"
            "    title: 五\n",
            4,
        ),
        ("plan:\n  title: 方案\n  phase: 3\n", 3),
        ("plan:\n  title: 方案\n", 1),
        ("", 1),
        (
            "plan:\n  title: 方案\n  phase: 2\nphases:\n  - number: 1\n    title: 一\n"
            "    start: 2026-01-01\n  - number: 2\n    title: 二\n",
            2,
        ),
    ],
)
def test_without_whole_dates_the_plan_says_which_is_current(text: str, phase: int) -> None:
    assert current_phase(campaign(text), TODAY) == phase


def test_phase_or_blank() -> None:
    assert phase_or_blank(campaign(), 2).title == "提升水平"
    assert phase_or_blank(campaign(), 9)[:2] == (9, "")


USUAL = Lights()


def standing(status: str, left: int | None, lights: Lights = USUAL) -> State:
    due = None if left is None else TODAY + timedelta(days=left)
    task = Task("1-1", "甲", progress={1: Progress(status, due)})
    return state(task, 1, TODAY, Campaign("", {}, Plan("甲", lights=lights)))


@pytest.mark.parametrize(
    "left, light, days_late",
    [
        (400, "green", 0),
        (31, "green", 0),
        (30, "yellow", 0),
        (8, "yellow", 0),
        (7, "red", 0),
        (1, "red", 0),
        (0, "red", 0),
        (-1, "red", 1),
        (-40, "red", 40),
    ],
)
def test_lights_at_their_bounds_and_lateness_from_the_day_after(
    left: int, light: str, days_late: int
) -> None:
    for status in ("todo", "doing", "blocked"):
        due = TODAY + timedelta(days=left)
        assert standing(status, left)[2:7] == (status, due, light, days_late, left)


@pytest.mark.parametrize("status", ["done", "verified"])
def test_what_is_finished_is_green_and_never_late(status: str) -> None:
    for left in (40, 0, -40):
        found = standing(status, left)
        assert (found.light, found.late, found.left, found.finished) == ("green", 0, left, True)
    assert standing(status, None)[3:] == (None, "green", 0, None, None, 0)


@pytest.mark.parametrize("status", ["todo", "doing", "blocked"])
def test_without_a_deadline_there_is_no_light(status: str) -> None:
    found = standing(status, None)
    assert found[3:] == (None, "none", 0, None, None, 0)
    assert not found.finished


def test_the_plans_own_day_counts() -> None:
    lights = Lights(yellow=10, red=0)
    assert [standing("todo", left, lights).light for left in (11, 10, 1, 0, -1)] == [
        "green",
        "yellow",
        "yellow",
        "red",
        "red",
    ]
    own = PLAN.replace("  counts:", "  lights: {yellow: 3, red: 1}\n  counts:")
    tasks = "tasks:\n  - id: 1-1\n    title: 甲\n    progress:\n      1: {due: 2026-07-17}\n"
    assert [one.light for one in task_states(campaign(own + tasks), 1, TODAY)] == ["yellow"]
    assert [one.light for one in task_states(campaign(PLAN + tasks), 1, TODAY)] == ["red"]


WORK = """\
tasks:
  - id: 1-1
    title: 甲
    lead: 区委宣传部
    units:
      - 区教育局
      - 各乡镇党委和政府
    progress:
      1: {status: doing, due: 2026-07-14}
      2: {status: todo, due: 2027-06-30}
  - id: 1-2
    title: 乙
    lead: 区教育局
    units: [东河镇, 各乡镇党委和政府]
    progress:
      1: {status: verified, due: 2026-06-01}
  - id: 1-3
    title: 丙
    lead: 各乡镇党委和政府
    progress:
      1: {due: 2026-07-15}
  - id: 1-4
    title: 丁
    progress:
      1: {status: blocked, due: 2026-06-15}
steps:
  - id: s1-1
    title: 成立机构
    phase: 1
    progress:
      1: {status: done}
  - id: s2-1
    title: 攻坚
    phase: 2
"""


def test_states_are_those_of_the_phase_asked_for() -> None:
    plan = campaign(PLAN + WORK)
    assert [(one.item.id, one.status, one.light) for one in task_states(plan, 1, TODAY)] == [
        ("1-1", "doing", "red"),
        ("1-2", "verified", "green"),
        ("1-3", "todo", "red"),
        ("1-4", "blocked", "red"),
    ]
    assert [(one.status, one.light) for one in task_states(plan, 2, TODAY)] == [
        ("todo", "green"),
        *[("todo", "none")] * 3,
    ]
    assert [[one.item.id for one in step_states(plan, phase, TODAY)] for phase in (1, 2, 3)] == [
        ["s1-1"],
        ["s2-1"],
        [],
    ]
    assert step_states(plan, 1, TODAY)[0].status == "done"


def test_counts_and_shares_of_every_status_in_their_order() -> None:
    assert shares(task_states(campaign(PLAN + WORK), 1, TODAY)) == [
        StatusShare("todo", 1, 25.0),
        StatusShare("doing", 1, 25.0),
        StatusShare("blocked", 1, 25.0),
        StatusShare("done", 0, 0.0),
        StatusShare("verified", 1, 25.0),
    ]
    assert shares([]) == [
        StatusShare(status, 0, 0.0) for status in ("todo", "doing", "blocked", "done", "verified")
    ]
    assert [
        one.percent
        for one in shares([standing("todo", 1), standing("done", 1), standing("done", 1)])
    ][::3] == [pytest.approx(100 / 3), pytest.approx(200 / 3)]


def test_late_the_longest_first_and_what_is_due_today_is_not_late() -> None:
    states = task_states(campaign(PLAN + WORK), 1, TODAY)
    assert [(one.item.id, one.late) for one in late(states)] == [("1-4", 30), ("1-1", 1)]


def test_due_next_from_today_to_the_last_day_itself() -> None:
    states = [standing("todo", left) for left in (8, 7, 0, -1, 3)] + [
        standing("done", 2),
        standing("todo", None),
    ]
    assert [one.left for one in due_next(states, 7)] == [0, 3, 7]


def test_a_members_share_comes_through_its_collective_unless_it_is_named_itself() -> None:
    plan = campaign(PLAN + WORK, UNITS)
    town = find_unit(plan, "东河镇")
    led, shared = of_unit(task_states(plan, 1, TODAY), plan, town)
    assert led == []
    assert [(one.item.id, through) for one, through in shared] == [
        ("1-1", "各乡镇党委和政府"),
        ("1-2", ""),
        ("1-3", "各乡镇党委和政府"),
    ]
    school = find_unit(plan, "区教育局")
    led, shared = of_unit(task_states(plan, 1, TODAY), plan, school)
    assert [one.item.id for one in led] == ["1-2"]
    assert [(one.item.id, through) for one, through in shared] == [("1-1", "")]
    towns = find_unit(plan, "gxz")
    assert is_lead(plan.tasks[2], towns)
    assert [shares_in(task, towns, ()) for task in plan.tasks] == ["", "", None, None]
