"""Findings, an inspection and an order slip as the records a template sees."""

from collections.abc import Sequence
from datetime import date

from cz.records import Campaign, Order
from cz.report.view_inspection import (
    Before,
    Inspection,
    Ledger,
    Problem,
    Problems,
    Ranked,
    RankedClass,
    Slip,
    Spots,
)
from cz.supervise.orders import followed, same_matter
from cz.supervise.ranking import (
    Line,
    Period,
    Ranking,
    consequence,
    in_period,
    ranking,
    rule_words,
    tally,
)
from cz.supervise.state import STATES, Stand, by_urgency, granted, stands
from cz.whose import present_names
from cz.words import mark, one_decimal

NO_TYPE = "未分类点位"


def problem(one: Stand, unit: str) -> Problem:
    found = one.finding
    return Problem(
        found.id,
        found.date,
        found.spot,
        found.type,
        unit,
        found.helpers,
        found.problem,
        one.due,
        found.indicator,
        found.task,
        found.by,
        found.fix,
        STATES[one.state],
        one.claimed,
        one.verified,
        one.in_time,
        one.late,
        one.left,
        len(granted(found)),
        len(found.reopened),
        one.relapsed,
        one.judged,
        one.missed,
    )


def looked_at(campaign: Campaign, today: date, period: Period | None) -> list[Stand]:
    """The findings that a report is about: all of them, or those of the inspections of a period."""
    return (
        in_period(campaign, period.start, period.end, period.as_of)
        if period
        else stands(campaign.findings, today)
    )


def ledger(campaign: Campaign, found: Sequence[Stand]) -> Ledger:
    present = present_names(campaign)
    states = dict.fromkeys(STATES, 0)
    for one in found:
        states[one.state] += 1
    unsettled = [one for one in found if one.state != "verified"]
    unsettled.sort(key=lambda one: (-one.late, one.settled, one.due or date.max))
    rows = [problem(one, present[one.finding.unit]) for one in unsettled]
    groups = _grouped(
        rows, unsettled, [row.unit for row in rows], [unit.name for unit in campaign.units]
    )
    return Ledger(
        len(found),
        states["unsent"],
        states["open"],
        states["rectified"],
        states["verified"],
        sum(one.late > 0 for one in found),
        tally(found),
        tuple(rows),
        groups,
    )


def _grouped(
    rows: Sequence[Problem], found: Sequence[Stand], names: Sequence[str], order: Sequence[str]
) -> tuple[Problems, ...]:
    """The most findings first, then in ``order``."""
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(name, []).append(place)
    rank = {name: place for place, name in enumerate(order)}
    made = [
        Problems(
            name, tuple(rows[place] for place in places), tally([found[place] for place in places])
        )
        for name, places in groups.items()
    ]
    return tuple(sorted(made, key=lambda group: (-group.found, rank.get(group.name, len(rank)))))


def inspection(campaign: Campaign, period: Period, by: str, found: Sequence[Stand]) -> Inspection:
    """``found``: the findings of the period."""
    now = ranking(campaign, period.start, period.end, period.as_of, period.issue, found)
    present = present_names(campaign)
    rows = [problem(one, present[one.finding.unit]) for one in found]
    until = min(period.end, period.as_of)
    visits = [one for one in campaign.visits if period.start <= one.date <= until]
    names = [row.type or NO_TYPE for row in rows] if by == "type" else [row.unit for row in rows]
    seen: dict[str, set[str]] = {}
    for kind, spot in [
        *((row.type, row.spot) for row in rows),
        *((one.type, one.spot) for one in visits),
    ]:
        seen.setdefault(kind or NO_TYPE, set()).update([spot] if spot else [])
    wrong = {row.spot for row in rows}
    types = [
        Spots(name, len(spots), sum((row.type or NO_TYPE) == name for row in rows))
        for name, spots in seen.items()
    ]
    open_ = sorted(
        (row for row in rows if row.open and row.due),
        key=lambda row: (-row.late, row.due or date.max),
    )
    return Inspection(
        period.year,
        period.number,
        period.start,
        period.end,
        period.as_of,
        sum(map(len, seen.values())),
        len({one.spot for one in visits if one.spot} - wrong),
        tuple(sorted(types, key=lambda one: (one.name == NO_TYPE, -one.spots))),
        tuple(
            sorted(
                {one.by for one in visits if one.by} | {row.by for row in rows if row.by},
                key=_in_count,
            )
        ),
        len(rows),
        len({row.unit for row in rows}),
        now.total,
        by,
        _grouped(rows, found, names, [unit.name for unit in campaign.units]),
        tuple(open_),
        tuple(rows),
        tuple(
            RankedClass(
                one.name,
                tuple(_ranked(campaign, line) for line in one.lines),
                one.clean,
                one.unsent,
                one.unseen,
            )
            for one in now.classes
        ),
        tuple(_ranked(campaign, line) for line in now.last),
        _before(now),
        rule_words(campaign),
    )


def _in_count(name: str) -> str:
    """督查一组 before 督查二组."""
    return name.translate(
        {ord(char): str(place) for place, char in enumerate("一二三四五六七八九")}
    )


def _ranked(campaign: Campaign, line: Line) -> Ranked:
    before = line.before
    leads_to = mark(consequence(campaign, line.running), campaign.rules.source == "proposed")
    return Ranked(
        line.unit,
        line.rank,
        line.tally,
        line.listed,
        line.last,
        line.running,
        leads_to,
        before.rank if before else None,
        100 * before.in_time / before.handed if before and before.handed else None,
    )


def _before(now: Ranking) -> Before | None:
    one = now.before
    if one is None:
        return None
    handed, in_time = (
        sum(place.handed for place in one.ranking),
        sum(place.in_time for place in one.ranking),
    )
    gain = float(one_decimal(now.total.rate)) - float(
        one_decimal(100 * in_time / handed if handed else 0)
    )
    return Before(one.year, one.number, one.as_of, handed, in_time, gain)


def slip(campaign: Campaign, one: Order, today: date) -> Slip:
    slips = same_matter(campaign, one.about, one.unit)
    before = slips[: slips.index(one)] if one in slips else slips
    into = followed(campaign, one.date)
    concerned = _concerned(campaign, one, today)
    bulletin = next((other for other in campaign.bulletins if other.id == one.about), None)
    start = bulletin.start if bulletin else date.min
    return _slip(
        one,
        tuple(_slip(other)._replace(into=into.get(other.id, "")) for other in before),
        tuple(row for row in concerned if row.date >= start),
        tuple(row for row in concerned if row.date < start),
    )


def _concerned(campaign: Campaign, order: Order, today: date) -> list[Problem]:
    """The finding itself; for a last place what the unit has not put right of what was found until then."""
    present = present_names(campaign)
    unit = present[order.unit]
    bulletin = next((one for one in campaign.bulletins if one.id == order.about), None)
    if bulletin is None:
        return [
            problem(one, unit)
            for one in stands((one for one in campaign.findings if one.id == order.about), today)
        ]
    mine = (
        one for one in campaign.findings if present[one.unit] == unit and one.date <= bulletin.end
    )
    return [problem(one, unit) for one in by_urgency(stands(mine, today)) if not one.settled]


def _slip(
    one: Order,
    before: tuple[Slip, ...] = (),
    problems: tuple[Problem, ...] = (),
    earlier: tuple[Problem, ...] = (),
) -> Slip:
    year, _, number = one.id[1:].partition("-")
    return Slip(
        one.id,
        int(year),
        int(number),
        one.date,
        one.unit,
        one.color,
        one.matter,
        one.requirement,
        one.due,
        one.answered,
        one.reply,
        "",
        before,
        problems,
        earlier,
    )
