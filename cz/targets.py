"""How far from the goal: the phase's targets against the ratings.

The rule is the plan's chapter 二: at least ``a_share`` percent of all declared standards in class
A, every other one at least class B (one C fails the phase, whatever the share), and the minors'
score where one is stated. An indicator without a rating is unrated and nothing else; so is a
declared standard that the list does not hold yet.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import ceil
from typing import NamedTuple

from cz.progress import phase_or_blank, task_states
from cz.records import Campaign, Indicator, Phase
from cz.records.plan import MINORS

BONUS = "特色指标"  # what a phase's goal calls the standards that count for no share


class Standing(NamedTuple):
    """How a phase stands against its targets.

    ``declared`` standards, of which ``listed`` are in the list; ``need`` of them must be A, ``gap``
    are missing (``None``: the phase states no share). ``share``: the A's, in percent of what is
    declared.
    ``verdict``: met / failed (there is a C) / short / open (nothing is rated against it yet).
    ``minors_met`` is ``None`` where no score is required or none is known.
    """

    phase: Phase
    declared: int
    listed: int
    a: int
    b: int
    c: int
    unrated: int
    need: int | None
    gap: int | None
    share: float
    rated_b: tuple[Indicator, ...]
    rated_c: tuple[Indicator, ...]
    not_rated: tuple[Indicator, ...]
    minors: float | None
    minors_met: bool | None
    verdict: str

    @property
    def rated(self) -> int:
        """How many have a rating."""
        return self.a + self.b + self.c


def standing(campaign: Campaign, phase_number: int) -> Standing:
    """The assessment as rated in a phase, against that phase's targets."""
    phase = phase_or_blank(campaign, phase_number)
    rated: dict[str, list[Indicator]] = {"A": [], "B": [], "C": [], "": []}
    for indicator in campaign.standards:
        rated[indicator.ratings.get(phase_number, "")].append(indicator)
    a, b, c = len(rated["A"]), len(rated["B"]), len(rated["C"])
    declared, listed = campaign.declared, len(campaign.standards)
    need = gap = minors_met = None
    if phase.a_share is not None:
        need = ceil(declared * phase.a_share / 100 - 1e-9)
        gap = max(0, need - a)
    minors = _minors(campaign, phase_number)
    if phase.minors is not None and minors is not None:
        minors_met = minors >= phase.minors
    unrated = max(declared, listed) - a - b - c
    return Standing(
        phase=phase,
        declared=declared,
        listed=listed,
        a=a,
        b=b,
        c=c,
        unrated=unrated,
        need=need,
        gap=gap,
        share=100 * a / declared if declared else 0.0,
        rated_b=tuple(rated["B"]),
        rated_c=tuple(rated["C"]),
        not_rated=tuple(rated[""]),
        minors=minors,
        minors_met=minors_met,
        verdict=_verdict(
            rated=a + b + c,
            failing=c if phase.floor != "C" else 0,
            missing=bool(gap or unrated or (phase.minors is not None and not minors_met)),
        ),
    )


def _minors(campaign: Campaign, phase: int) -> float | None:
    for system in campaign.systems:
        if system.id == MINORS:
            return system.scores.get(phase)
    return None


def _verdict(*, rated: int, failing: int, missing: bool) -> str:
    """``failing``: how many C's there are, where the phase suffers none."""
    if failing:
        return "failed"
    if not rated:
        return "open"
    return "short" if missing else "met"


def task_statuses(campaign: Campaign, phase: int, today: date) -> dict[str, str]:
    """Each task's status in a phase, by its id."""
    return {state.item.id: state.status for state in task_states(campaign, phase, today)}


_NEARNESS = {"verified": 0, "done": 1, "doing": 2, "blocked": 3, "todo": 4}


class Lift(NamedTuple):
    """A class-B indicator and its task's status: the further the task, the nearer it is to A."""

    indicator: Indicator
    status: str


def lifts(campaign: Campaign, standing: Standing, today: date) -> Mapping[str, list[Lift]]:
    """The B's by unit, those to raise first first.

    By how far their task is, then units with most of them. What has no task is as not begun.
    """
    statuses = task_statuses(campaign, standing.phase.number, today)
    by_unit: dict[str, list[Lift]] = {}
    for indicator in standing.rated_b:
        lift = Lift(indicator, statuses.get(indicator.task, "todo"))
        by_unit.setdefault(indicator.unit, []).append(lift)
    for units_lifts in by_unit.values():
        units_lifts.sort(key=lambda lift: _NEARNESS[lift.status])

    def nearest_then_most(unit: str) -> tuple[int, int]:
        first = by_unit[unit][0]
        return _NEARNESS[first.status], -len(by_unit[unit])

    return {unit: by_unit[unit] for unit in sorted(by_unit, key=nearest_then_most)}


class RatingCounts(NamedTuple):
    """How the indicators of one slice (a project, a block, a unit) are rated."""

    a: int
    b: int
    c: int
    unrated: int

    @property
    def total(self) -> int:
        return self.a + self.b + self.c + self.unrated


def phases_with_bonus(campaign: Campaign) -> list[int]:
    """The phases whose goal asks for 特色指标."""
    return [phase.number for phase in campaign.phases if BONUS in phase.goal]


def count_ratings(indicators: Iterable[Indicator], phase: int) -> RatingCounts:
    """Of those that count: 特色指标 do not."""
    counts = {"A": 0, "B": 0, "C": 0, "": 0}
    for indicator in indicators:
        if not indicator.bonus:
            counts[indicator.ratings.get(phase, "")] += 1
    return RatingCounts(counts["A"], counts["B"], counts["C"], counts[""])
