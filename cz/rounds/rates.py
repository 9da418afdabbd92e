"""The rates (得分率) of a mock assessment: exact fractions, rounded only where they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from cz.records import Campaign
from cz.rounds.observed import Observation, Observed
from cz.rounds.weighing import EQUAL, OBSERVATION, Weighing, weighing_of
from cz.supervise.state import class_of
from cz.whose import present_names

MEAN_OF_OTHERS = "mean_of_others"
Counts = dict[str, tuple[int, int]]  # by standard: how often it was judged, and met


class Rate(NamedTuple):
    """``value``: as the office's method has it; ``None`` where nothing was judged.

    ``seen`` observations of ``standards``, ``met`` of them. ``filled``: standards that a unit was
    not judged on, taken as the mean of the others of its class.
    """

    value: Fraction | None
    standards: int
    seen: int
    met: int
    filled: int = 0

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

    ``nobody``: observations at spots without a unit. ``no_weight``: standards that count for
    nothing, for they were given no weight and weights are asked for.
    """

    observed: Observed
    city: Rate
    minors: Rate
    standards: tuple[Row, ...]
    projects: tuple[Row, ...]
    classes: tuple[UnitClass, ...]
    nobody: int
    no_weight: tuple[str, ...]


def rate_of(observations: Iterable[Observation], weighing: Weighing = EQUAL) -> Rate:
    return _rate(_counted(observations), weighing)


def _counted(observations: Iterable[Observation]) -> Counts:
    counts: Counts = {}
    for each in observations:
        seen, met = counts.get(each.standard, (0, 0))
        counts[each.standard] = (seen + 1, met + each.met)
    return counts


def _rate(counts: Counts, weighing: Weighing) -> Rate:
    return Rate(
        value=weighing.mean((standard, seen, met) for standard, (seen, met) in counts.items()),
        standards=len(counts),
        seen=sum(seen for seen, _ in counts.values()),
        met=sum(met for _, met in counts.values()),
    )


def scored(campaign: Campaign, seen: Observed) -> Scored:
    project_of = {standard.id: standard.project for standard in campaign.indicators}
    apart = minors_projects(campaign)
    by_standard: dict[str, list[Observation]] = {}
    by_project: dict[str, list[Observation]] = {}
    by_unit: dict[str, list[Observation]] = {}
    present, weighing = present_names(campaign), weighing_of(campaign)
    for each in seen.observations:
        by_standard.setdefault(each.standard, []).append(each)
        by_project.setdefault(project_of.get(each.standard, ""), []).append(each)
        by_unit.setdefault(present[each.spot.unit], []).append(each)
    minors = [each for id_ in apart for each in by_project.get(id_, ())]
    rest = [each for id_, own in by_project.items() if id_ not in apart for each in own]
    nobody = by_unit.pop("", [])
    return Scored(
        observed=seen,
        city=rate_of(rest, weighing),
        minors=rate_of(minors, weighing),
        standards=_rows(by_standard, project_of),
        projects=_rows(by_project, [project.id for project in campaign.projects], weighing),
        classes=_classes(campaign, by_unit, weighing),
        nobody=len(nobody),
        no_weight=tuple(id_ for id_ in project_of if id_ in by_standard and not weighing.of(id_)),
    )


def minors_projects(campaign: Campaign) -> tuple[str, ...]:
    """The projects of the city's system that another stands for, and those of the minors' own."""
    within = (system.within for system in campaign.systems if system.within)
    return (*within, *sorted(campaign.minors_projects))


def _rows(
    groups: dict[str, list[Observation]], order: Iterable[str], weighing: Weighing = EQUAL
) -> tuple[Row, ...]:
    """A standard by itself is the mean of its observations by every method, so EQUAL."""
    return tuple(Row(name, rate_of(groups[name], weighing)) for name in order if name in groups)


def _classes(
    campaign: Campaign, by_unit: dict[str, list[Observation]], weighing: Weighing
) -> tuple[UnitClass, ...]:
    rules = campaign.rules
    counts: dict[str, dict[str, Counts]] = {name: {} for name in rules.classes}
    for unit in campaign.units:
        if unit.name in by_unit:
            own = counts.setdefault(class_of(unit.kind, rules), {})
            own[unit.name] = _counted(by_unit[unit.name])
    least = max(1, rules.scoring.min_obs)
    classes = []
    for name, of_class in counts.items():
        rows = [Row(unit, _rate(own, weighing)) for unit, own in of_class.items()]
        if rules.scoring.missing == MEAN_OF_OTHERS and weighing.method != OBSERVATION:
            rows = _filled(rows, of_class, weighing)
        enough = [row for row in rows if row.rate.seen >= least]
        few = tuple(row for row in rows if row.rate.seen < least)
        if rows:
            classes.append(UnitClass(name, ranked(enough), few))
    return tuple(classes)


def _filled(rows: list[Row], of_class: dict[str, Counts], weighing: Weighing) -> list[Row]:
    """What a unit was not judged on is taken as the mean of the others' rates of it."""
    by_standard: dict[str, list[Fraction]] = {}
    for counts in of_class.values():
        for standard, (seen, met) in counts.items():
            by_standard.setdefault(standard, []).append(Fraction(met, seen))
    means = {
        standard: sum(rates, Fraction()) / len(rates) for standard, rates in by_standard.items()
    }
    total = sum(weighing.of(standard) for standard in means)
    if not total:
        return rows
    return [_with_the_rest(row, of_class[row.name], means, total, weighing) for row in rows]


def _with_the_rest(
    row: Row, counts: Counts, means: dict[str, Fraction], total: int, weighing: Weighing
) -> Row:
    points = Fraction()
    for standard, mean in means.items():
        seen, met = counts.get(standard, (0, 0))
        points += weighing.of(standard) * (Fraction(met, seen) if seen else mean)
    rate = row.rate._replace(value=points / total, filled=len(means) - len(counts))
    return row._replace(rate=rate)


def ranked(rows: Iterable[Row]) -> tuple[Ranked, ...]:
    """The best first; equal rates share a rank and keep their order."""
    ordered = sorted(rows, key=lambda row: -(row.rate.value or 0))
    values = [row.rate.value or Fraction() for row in ordered]
    return tuple(
        Ranked(row.name, row.rate, values.index(value) + 1)
        for row, value in zip(ordered, values, strict=True)
    )
