"""How far from the goal: the phase's targets against the ratings.

The rule is the plan's chapter 二: at least ``a_share`` percent of all declared standards in class A, every other one
at least class B (one C fails the phase, whatever the share), and the minors' score where one is stated. An indicator
without a rating is unrated and nothing else; so is a declared standard that the list does not hold yet.
"""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import NamedTuple

from cz.progress import phase_or_blank, state
from cz.records import Campaign, Indicator, Phase


class Standing(NamedTuple):
    """``declared`` standards of which ``listed`` are in the list; ``need`` of them must be A, ``gap`` are missing.

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


def standing(campaign: Campaign, phase_number: int) -> Standing:
    """The assessment as rated in a phase, against that phase's targets."""
    phase = phase_or_blank(campaign, phase_number)
    groups: dict[str, list[Indicator]] = {"A": [], "B": [], "C": [], "": []}
    for indicator in campaign.indicators:
        groups[indicator.ratings.get(phase_number, "")].append(indicator)
    declared, listed = campaign.declared, len(campaign.indicators)
    a, b, c = len(groups["A"]), len(groups["B"]), len(groups["C"])
    need = ceil(declared * phase.a_share / 100 - 1e-9) if phase.a_share is not None else None
    gap = max(0, need - a) if need is not None else None
    minors = next(
        (system.scores.get(phase_number) for system in campaign.systems if system.id == "minors"),
        None,
    )
    minors_met = None if phase.minors is None or minors is None else minors >= phase.minors
    unrated = max(declared, listed) - a - b - c
    if c and phase.floor != "C":
        verdict = "failed"
    elif a + b + c == 0:
        verdict = "open"
    elif gap or unrated or minors_met is False or (phase.minors is not None and minors is None):
        verdict = "short"
    else:
        verdict = "met"
    return Standing(
        phase,
        declared,
        listed,
        a,
        b,
        c,
        unrated,
        need,
        gap,
        100 * a / declared if declared else 0.0,
        tuple(groups["B"]),
        tuple(groups["C"]),
        tuple(groups[""]),
        minors,
        minors_met,
        verdict,
    )


_NEARNESS = {"verified": 0, "done": 1, "doing": 2, "blocked": 3, "todo": 4}


class Lift(NamedTuple):
    """A class-B indicator and the status of its task: the further the task, the nearer the indicator is to A."""

    indicator: Indicator
    status: str


def lifts(campaign: Campaign, now: Standing, today: date) -> Mapping[str, list[Lift]]:
    """The B's by unit, those to raise first first: by how far their task is, then units with most of them."""
    tasks = {task.id: task for task in campaign.tasks}
    by_unit: dict[str, list[Lift]] = {}
    for indicator in now.rated_b:
        task = tasks.get(indicator.task)
        status = (
            state(task, now.phase.number, today, campaign.plan.lights).status if task else "todo"
        )
        by_unit.setdefault(indicator.unit, []).append(Lift(indicator, status))
    for found in by_unit.values():
        found.sort(key=lambda lift: _NEARNESS[lift.status])
    return dict(
        sorted(by_unit.items(), key=lambda pair: (_NEARNESS[pair[1][0].status], -len(pair[1])))
    )


class Share(NamedTuple):
    """Ratings of one slice (a project, a block, a unit)."""

    name: str
    a: int
    b: int
    c: int
    unrated: int

    @property
    def total(self) -> int:
        return self.a + self.b + self.c + self.unrated


def tally(name: str, indicators: list[Indicator], phase: int) -> Share:
    found = {"A": 0, "B": 0, "C": 0, "": 0}
    for indicator in indicators:
        found[indicator.ratings.get(phase, "")] += 1
    return Share(name, found["A"], found["B"], found["C"], found[""])
