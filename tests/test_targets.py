"""The arithmetic of the phases' targets.

What must be A, what is missing, and what the verdict is.
"""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import PLAN, TODAY, UNITS, campaign

from cz.records import Campaign
from cz.targets import RatingCounts, Standing, count_ratings, lifts, standing

MINORS = "systems:\n  - id: minors\n    name: 未成年人测评\n    scores: {%s}\n"


def rated(
    a: int = 0,
    b: int = 0,
    c: int = 0,
    unrated: int = 0,
    *,
    phase: int = 1,
    scores: str = "",
    plan: str = PLAN,
) -> Campaign:
    """A plan with so many standards of each rating in a phase.

    What is over the whole list is unrated.
    """
    lines = [
        MINORS % scores if scores else "",
        "projects:\n  - id: x1\n    title: 项目\nindicators:\n" if a + b + c + unrated else "",
    ]
    for number, rating in enumerate("A" * a + "B" * b + "C" * c + " " * unrated):
        lines.append(f"  - id: i1-{number + 1}\n    project: x1\n    title: 标准\n")
        lines.append(f"    ratings: {{{phase}: {rating}}}\n" if rating != " " else "")
    return campaign(plan, UNITS, "".join(lines))


def declaring(standards: int, a_share: str = "70", more: str = "    floor: B\n") -> str:
    return (
        f"plan:\n  title: 方案\n  counts: {{standards: {standards}}}\nphases:\n  - number: 1\n"
        f"    title: 一\n    a_share: {a_share}\n{more}"
    )


@pytest.mark.parametrize("phase, need", [(1, 132), (2, 151), (3, 170)])
def test_of_188_declared_standards_so_many_must_be_a(phase: int, need: int) -> None:
    """70, 80 and 90 percent of 188 are 131.6, 150.4 and 169.2."""
    found = standing(rated(10, phase=phase), phase)
    assert (found.declared, found.listed, found.need, found.gap) == (188, 10, need, need - 10)
    assert (found.unrated, found.share) == (178, pytest.approx(100 * 10 / 188))


@pytest.mark.parametrize(
    "standards, a_share, need",
    [
        (10, "70", 7),
        (20, "70", 14),
        (100, "70", 70),
        (200, "90", 180),
        (1000, "70", 700),
        (190, "70", 133),
        (3, "33.3333", 1),
        (3, "33.3334", 2),
        (7, "100", 7),
        (7, "0", 0),
        (1, "0.1", 1),
        (1000, "0.1", 1),
        (1000, "70.1", 701),
        (300, "56.7", 171),
        (1, "70", 1),
        (50, "58", 29),
    ],
)
def test_what_must_be_a_is_rounded_up_and_never_by_a_floats_slip(
    standards: int, a_share: str, need: int
) -> None:
    assert standing(rated(1, plan=declaring(standards, a_share)), 1).need == need


@given(st.integers(1, 5000), st.integers(0, 100))
def test_whole_percents_are_rounded_up_exactly(standards: int, share: int) -> None:
    need = standing(campaign(declaring(standards, str(share))), 1).need
    assert need == -(-standards * share // 100)
    assert need >= ceil(standards * share / 100 - 0.5)


def verdict(found: Campaign, phase: int = 1) -> str:
    return standing(found, phase).verdict


@pytest.mark.parametrize(
    "a, b, c, unrated, word",
    [
        (132, 56, 0, 0, "met"),
        (188, 0, 0, 0, "met"),
        (131, 57, 0, 0, "short"),
        (132, 55, 0, 1, "short"),
        (132, 55, 1, 0, "failed"),
        (187, 0, 1, 0, "failed"),
        (0, 0, 1, 187, "failed"),
        (0, 0, 0, 188, "open"),
        (0, 1, 0, 187, "short"),
        (132, 0, 0, 56, "short"),
        (132, 55, 0, 0, "short"),
        (132, 57, 0, 0, "met"),
        (0, 0, 0, 0, "open"),
    ],
)
def test_the_verdict_of_a_phase_that_asks_for_seventy_percent(
    a: int, b: int, c: int, unrated: int, word: str
) -> None:
    found = standing(rated(a, b, c, unrated, scores="1: 70"), 1)
    assert found.verdict == word
    assert (found.a, found.b, found.c) == (a, b, c)
    assert found.unrated == max(188, a + b + c + unrated) - a - b - c
    assert (len(found.rated_b), len(found.rated_c), len(found.not_rated)) == (b, c, unrated)


@pytest.mark.parametrize(
    "scores, minors, met, word",
    [
        ("1: 70", 70.0, True, "met"),
        ("1: 69.9", 69.9, False, "short"),
        ("1: 100", 100.0, True, "met"),
        ("2: 90", None, None, "short"),
        ("", None, None, "short"),
    ],
)
def test_the_minors_score_counts_where_the_phase_states_one(
    scores: str, minors: float | None, met: bool | None, word: str
) -> None:
    found = standing(rated(188, scores=scores), 1)
    assert (found.minors, found.minors_met, found.verdict) == (minors, met, word)


def test_phase_three_states_no_minors_score_and_asks_for_none() -> None:
    for scores, minors in (("", None), ("3: 10", 10.0)):
        found = standing(rated(170, 18, phase=3, scores=scores), 3)
        assert (found.minors, found.minors_met, found.verdict) == (minors, None, "met")
    assert verdict(rated(169, 19, phase=3), 3) == "short"


def test_the_city_systems_score_is_not_the_minors() -> None:
    plan = campaign(
        PLAN, UNITS, "systems:\n  - id: city\n    name: 城市测评\n    scores: {1: 95}\n"
    )
    assert standing(plan, 1).minors is None


def test_each_phase_has_its_own_ratings() -> None:
    plan = rated(132, 56, scores="1: 70, 2: 80")
    assert [verdict(plan, phase) for phase in (1, 2, 3)] == ["met", "open", "open"]


def test_a_c_fails_the_phase_also_where_no_floor_is_written_but_not_where_the_floor_is_c() -> None:
    assert verdict(rated(7, 2, 1, plan=declaring(10, more=""))) == "failed"
    assert verdict(rated(7, 2, 1, plan=declaring(10, more="    floor: C\n"))) == "met"
    assert verdict(rated(6, 2, 2, plan=declaring(10, more="    floor: C\n"))) == "short"


def test_what_is_not_declared_is_counted_from_the_list() -> None:
    plan = "plan:\n  title: 方案\nphases:\n  - number: 1\n    title: 一\n    a_share: 70\n"
    found = standing(rated(7, 3, plan=plan), 1)
    assert (found.declared, found.need, found.gap, found.share, found.verdict) == (
        10,
        7,
        0,
        70.0,
        "met",
    )
    nothing = standing(campaign(plan), 1)
    assert (nothing.declared, nothing.need, nothing.gap, nothing.share, nothing.verdict) == (
        0,
        0,
        0,
        0.0,
        "open",
    )


def test_more_listed_than_declared_leaves_no_negative_count() -> None:
    found = standing(rated(7, 2, 0, 3, plan=declaring(10)), 1)
    assert (found.declared, found.listed, found.need, found.unrated, found.verdict) == (
        10,
        12,
        7,
        3,
        "short",
    )


def test_without_a_target_there_is_nothing_to_need() -> None:
    plan = "plan:\n  title: 方案\nphases:\n  - number: 1\n    title: 一\n"
    found = standing(rated(1, 1, plan=plan), 1)
    assert (found.need, found.gap, found.verdict) == (None, None, "met")
    assert verdict(rated(1, 0, 0, 1, plan=plan)) == "short"


def test_a_phase_the_plan_does_not_have() -> None:
    found = standing(rated(3), 7)
    assert (found.phase.number, found.phase.title, found.need, found.verdict) == (
        7,
        "",
        None,
        "open",
    )


WORK = """\
tasks:
  - id: 1-1
    title: 甲
    progress:
      1: {status: todo}
  - id: 1-2
    title: 乙
    progress:
      1: {status: verified}
  - id: 1-3
    title: 丙
    progress:
      1: {status: doing}
"""
RATED = "projects:\n  - id: x1\n    title: 项目\nindicators:\n" + "".join(
    f"  - id: i1-{number}\n    project: x1\n    title: 标准\n    task: {task}\n"
    f"    unit: {unit}\n    ratings: {{1: {rating}}}\n"
    for number, task, unit, rating in (
        (1, "1-1", "区教育局", "B"),
        (2, "1-3", "区教育局", "B"),
        (3, "1-1", "区交通局", "B"),
        (4, "1-2", "区委宣传部", "B"),
        (5, "1-3", "东河镇", "B"),
        (6, "1-2", "区教育局", "A"),
        (7, '""', "区交通局", "B"),
    )
)


def test_what_is_nearest_to_a_comes_first_then_the_unit_with_most_of_it() -> None:
    plan = campaign(PLAN + WORK, UNITS, RATED)
    found = lifts(plan, standing(plan, 1), TODAY)
    assert [
        (unit, [(lift.indicator.id, lift.status) for lift in each]) for unit, each in found.items()
    ] == [
        ("区委宣传部", [("i1-4", "verified")]),
        ("区教育局", [("i1-2", "doing"), ("i1-1", "todo")]),
        ("东河镇", [("i1-5", "doing")]),
        ("区交通局", [("i1-3", "todo"), ("i1-7", "todo")]),
    ]


def test_ratings_of_a_slice() -> None:
    plan = rated(3, 2, 1, 4)
    found = count_ratings(plan.indicators, 1)
    assert found == RatingCounts(3, 2, 1, 4)
    assert found.total == 10
    assert count_ratings([], 1).total == 0


def test_a_standing_says_all_of_this() -> None:
    """A field taken away would break what others read from it."""
    assert Standing._fields == (
        "phase",
        "declared",
        "listed",
        "a",
        "b",
        "c",
        "unrated",
        "need",
        "gap",
        "share",
        "rated_b",
        "rated_c",
        "not_rated",
        "minors",
        "minors_met",
        "verdict",
    )
