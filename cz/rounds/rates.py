"""The rates (得分率) of a mock assessment: exact fractions, rounded only where they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from cz.records import Campaign
from cz.rounds.observed import Observation, Observed
from cz.supervise.state import class_of
from cz.whose import present_names


class Rate(NamedTuple):
    """``value``: the mean of the standards' own means; ``None`` where nothing was judged.

    ``seen`` observations of ``standards``, ``met`` of them.
    """

    value: Fraction | None
    standards: int
    seen: int
    met: int

    @property
    def plain(self) -> Fraction | None:
        """The share of all observations, each weighing 1."""
        return Fraction(self.met, self.seen) if self.seen else None


class Row(NamedTuple):
    """A standard, project or unit by its id or name."""

    name: str
    rate: Rate


class Ranked(NamedTuple):
    """``rank`` within its class; equal rates share it."""

    name: str
    rate: Rate
    rank: int


class UnitClass(NamedTuple):
    """``few``: units with fewer observations than are asked for, not ranked."""

    name: str
    ranked: tuple[Ranked, ...]
    few: tuple[Row, ...]


class Scored(NamedTuple):
    """``city``: without the project that the minors' system stands for, which is ``minors``.

    ``nobody``: observations at spots without a unit.
    """

    observed: Observed
    city: Rate
    minors: Rate
    standards: tuple[Row, ...]
    projects: tuple[Row, ...]
    classes: tuple[UnitClass, ...]
    nobody: int


def rate_of(observations: Iterable[Observation]) -> Rate:
    counts: dict[str, list[int]] = {}
    for each in observations:
        count = counts.setdefault(each.standard, [0, 0])
        count[0] += 1
        count[1] += each.met
    return Rate(
        value=mean_of((seen, met) for seen, met in counts.values()),
        standards=len(counts),
        seen=sum(seen for seen, _ in counts.values()),
        met=sum(met for _, met in counts.values()),
    )


def mean_of(counts: Iterable[tuple[int, int]]) -> Fraction | None:
    """The mean of met / seen, each pair weighing 1; those never seen are left out."""
    by_seen: dict[int, int] = {}
    number = 0
    for seen, met in counts:
        if seen:
            by_seen[seen] = by_seen.get(seen, 0) + met
            number += 1
    if not number:
        return None
    return sum((Fraction(met, seen) for seen, met in by_seen.items()), Fraction()) / number


def scored(campaign: Campaign, seen: Observed) -> Scored:
    project_of = {standard.id: standard.project for standard in campaign.indicators}
    apart = minors_projects(campaign)
    by_standard: dict[str, list[Observation]] = {}
    by_project: dict[str, list[Observation]] = {}
    by_unit: dict[str, list[Observation]] = {}
    present = present_names(campaign)
    for each in seen.observations:
        by_standard.setdefault(each.standard, []).append(each)
        by_project.setdefault(project_of.get(each.standard, ""), []).append(each)
        by_unit.setdefault(present[each.spot.unit], []).append(each)
    minors = [each for id_ in apart for each in by_project.get(id_, ())]
    rest = [each for id_, own in by_project.items() if id_ not in apart for each in own]
    nobody = by_unit.pop("", [])
    return Scored(
        observed=seen,
        city=rate_of(rest),
        minors=rate_of(minors),
        standards=_rows(by_standard, project_of),
        projects=_rows(by_project, [project.id for project in campaign.projects]),
        classes=_classes(campaign, by_unit),
        nobody=len(nobody),
    )


def minors_projects(campaign: Campaign) -> tuple[str, ...]:
    """The projects of the city's system that another system stands for."""
    return tuple(system.within for system in campaign.systems if system.within)


def _rows(groups: dict[str, list[Observation]], order: Iterable[str]) -> tuple[Row, ...]:
    return tuple(Row(name, rate_of(groups[name])) for name in order if name in groups)


def _classes(campaign: Campaign, by_unit: dict[str, list[Observation]]) -> tuple[UnitClass, ...]:
    rules = campaign.rules
    classes: dict[str, list[Row]] = {name: [] for name in rules.classes}
    for unit in campaign.units:
        if unit.name in by_unit:
            name = class_of(unit.kind, rules)
            classes.setdefault(name, []).append(Row(unit.name, rate_of(by_unit[unit.name])))
    least = max(1, rules.min_obs)
    found = []
    for name, rows in classes.items():
        enough = [row for row in rows if row.rate.seen >= least]
        few = tuple(row for row in rows if row.rate.seen < least)
        if rows:
            found.append(UnitClass(name, ranked(enough), few))
    return tuple(found)


def ranked(rows: Iterable[Row]) -> tuple[Ranked, ...]:
    """The best first; equal rates share a rank and keep their order."""
    ordered = sorted(rows, key=lambda row: -(row.rate.value or 0))
    values = [row.rate.value or Fraction() for row in ordered]
    return tuple(
        Ranked(row.name, row.rate, values.index(value) + 1)
        for row, value in zip(ordered, values, strict=True)
    )
