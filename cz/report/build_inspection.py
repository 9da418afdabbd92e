"""Findings, an inspection and an order slip as the records a template sees."""

from collections.abc import Sequence
from datetime import date

from cz.records import Bulletin, Campaign, Order, Visit
from cz.report.view_inspection import (
    Before,
    FindingView,
    Inspection,
    Ledger,
    Problems,
    Ranked,
    RankedClass,
    Slip,
    Spots,
)
from cz.supervise.orders import followed, same_matter
from cz.supervise.ranking import (
    Class,
    Line,
    Period,
    Ranking,
    consequence,
    in_period,
    rule_words,
    tally,
)
from cz.supervise.reprint import of_period
from cz.supervise.state import STATES, WORDS, Stand, by_urgency, granted, stands, unit_on, withdrawn
from cz.whose import present_names
from cz.words import mark, one_decimal

NO_TYPE = "未分类点位"
_NUMERALS = {ord(char): str(place) for place, char in enumerate("一二三四五六七八九")}


def finding_view(stand: Stand, unit: str) -> FindingView:
    """``unit``: by its present name."""
    finding = stand.finding
    return FindingView(
        id=finding.id,
        date=finding.date,
        spot=finding.spot,
        type=finding.type,
        unit=unit,
        helpers=finding.helpers,
        text=finding.problem,
        due=stand.due,
        indicator=finding.indicator,
        task=finding.task,
        by=finding.by,
        fix=finding.fix,
        state=WORDS[stand.state],
        claimed=stand.claimed,
        verified=stand.verified,
        in_time=stand.in_time,
        late=stand.late,
        left=stand.left,
        extended=len(granted(finding)),
        returned=len(finding.reopened),
        relapsed=stand.relapsed,
        judged=stand.judged,
        missed=stand.missed,
        reason=finding.withdrawn.reason if finding.withdrawn else "",
    )


def _views(campaign: Campaign, findings: Sequence[Stand]) -> list[FindingView]:
    present = present_names(campaign)
    return [finding_view(stand, present[stand.finding.unit]) for stand in findings]


def looked_at(campaign: Campaign, today: date, period: Period | None) -> list[Stand]:
    """The findings that a report is about: all, or those of the inspections of a period."""
    if period is None:
        return stands(campaign.findings, today)
    return in_period(campaign, period.start, period.end, period.as_of)


def ledger(campaign: Campaign, findings: Sequence[Stand]) -> Ledger:
    states = dict.fromkeys(STATES, 0)
    for stand in findings:
        states[stand.state] += 1
    unsettled = [stand for stand in findings if stand.state != "verified"]
    unsettled.sort(key=lambda stand: (-stand.late, stand.settled, stand.due or date.max))
    views = _views(campaign, unsettled)
    return Ledger(
        total=len(findings),
        unsent=states["unsent"],
        waiting=states["open"],
        rectified=states["rectified"],
        verified=states["verified"],
        late=sum(stand.late > 0 for stand in findings),
        counts=tally(findings),
        open=tuple(views),
        units=_grouped(campaign, views, unsettled, [view.unit for view in views]),
    )


def _grouped(
    campaign: Campaign,
    views: Sequence[FindingView],
    findings: Sequence[Stand],
    names: Sequence[str],
) -> tuple[Problems, ...]:
    """Findings under the names that go with them; the most first, then by the units' file."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    rank = {unit.name: place for place, unit in enumerate(campaign.units)}
    groups = []
    for name, own in places.items():
        counts = tally([findings[place] for place in own])
        groups.append(
            Problems(name=name, items=tuple(views[place] for place in own), counts=counts)
        )
    groups.sort(key=lambda group: (-group.found, rank.get(group.name, len(rank))))
    return tuple(groups)


def inspection(
    campaign: Campaign, period: Period, by: str, findings: Sequence[Stand]
) -> Inspection:
    """``findings``: those of the period. ``by``: grouped by unit or type."""
    ranked = of_period(campaign, period, findings)
    views = _views(campaign, findings)
    until = min(period.end, period.as_of)
    visits = [visit for visit in campaign.visits if period.start <= visit.date <= until]
    spots = _spots_by_type(views, visits)
    headings = [_type(view) if by == "type" else view.unit for view in views]
    return Inspection(
        year=period.year,
        number=period.number,
        start=period.start,
        end=period.end,
        as_of=period.as_of,
        spots=sum(len(names) for names in spots.values()),
        clean=_clean_spots(views, visits),
        types=_types(views, spots),
        teams=_teams(views, visits),
        found=len(views),
        units=len({view.unit for view in views}),
        counts=ranked.total,
        by=by,
        groups=_grouped(campaign, views, findings, headings),
        open=_open(views),
        items=tuple(views),
        classes=tuple(_ranked_class(campaign, group) for group in ranked.classes),
        last=tuple(_ranked(campaign, line) for line in ranked.last),
        before=_before(ranked),
        rules=rule_words(campaign),
        recorded=ranked.recorded,
        corrections=ranked.corrections,
        withdrawn=tuple(_views(campaign, _withdrawn(campaign, ranked, period))),
    )


def _withdrawn(campaign: Campaign, ranked: Ranking, period: Period) -> list[Stand]:
    """Since the bulletin before, which may have counted them; without one, of this period."""
    since = ranked.before.as_of if ranked.before else period.start
    return withdrawn(campaign.findings, since, period.as_of)


def _type(record: FindingView | Visit) -> str:
    return record.type or NO_TYPE


def _spots_by_type(views: Sequence[FindingView], visits: Sequence[Visit]) -> dict[str, set[str]]:
    """The names of the spots inspected, by type; a spot without a name does not count."""
    spots: dict[str, set[str]] = {}
    inspected: list[FindingView | Visit] = [*views, *visits]
    for record in inspected:
        names = spots.setdefault(_type(record), set())
        if record.spot:
            names.add(record.spot)
    return spots


def _clean_spots(views: Sequence[FindingView], visits: Sequence[Visit]) -> int:
    visited = {visit.spot for visit in visits if visit.spot}
    return len(visited - {view.spot for view in views})


def _types(views: Sequence[FindingView], spots: dict[str, set[str]]) -> tuple[Spots, ...]:
    """The type with the most spots first, those without a type last."""
    types = []
    for name, names in spots.items():
        findings = sum(_type(view) == name for view in views)
        types.append(Spots(name=name, spots=len(names), found=findings))
    types.sort(key=lambda counted: (counted.name == NO_TYPE, -counted.spots))
    return tuple(types)


def _teams(views: Sequence[FindingView], visits: Sequence[Visit]) -> tuple[str, ...]:
    """督查一组 before 督查二组."""
    inspected: list[FindingView | Visit] = [*views, *visits]
    names = {record.by for record in inspected if record.by}
    return tuple(sorted(names, key=lambda name: name.translate(_NUMERALS)))


def _open(views: Sequence[FindingView]) -> tuple[FindingView, ...]:
    """Those handed out and not put right, the longest overdue first."""
    handed = [view for view in views if view.open and view.due]
    handed.sort(key=lambda view: (-view.late, view.due or date.max))
    return tuple(handed)


def _ranked_class(campaign: Campaign, group: Class) -> RankedClass:
    return RankedClass(
        name=group.name,
        rows=tuple(_ranked(campaign, line) for line in group.lines),
        clean=group.clean,
        unsent=group.unsent,
        unseen=group.unseen,
    )


def _ranked(campaign: Campaign, line: Line) -> Ranked:
    before = line.before
    leads_to = consequence(campaign, line.running)
    return Ranked(
        unit=line.unit,
        rank=line.rank,
        counts=line.tally,
        listed=line.listed,
        last=line.last,
        running=line.running,
        consequence=mark(leads_to, campaign.rules.source == "proposed"),
        before_rank=before.rank if before else None,
        before_rate=100 * before.in_time / before.handed if before and before.handed else None,
    )


def _before(ranked: Ranking) -> Before | None:
    bulletin = ranked.before
    if bulletin is None:
        return None
    before = Before(
        year=bulletin.year,
        number=bulletin.number,
        as_of=bulletin.as_of,
        handed=sum(place.handed for place in bulletin.ranking),
        in_time=sum(place.in_time for place in bulletin.ranking),
        gain=0,
    )
    gain = float(one_decimal(ranked.total.rate)) - float(one_decimal(before.rate))
    return before._replace(gain=gain)


def slip(campaign: Campaign, order: Order, today: date) -> Slip:
    slips = same_matter(campaign, order.about, order.unit)
    if order in slips:
        slips = slips[: slips.index(order)]
    into = followed(campaign, order.date)
    concerned = _concerned(campaign, order, today)
    bulletin = _bulletin(campaign, order)
    start = bulletin.start if bulletin else date.min
    return _slip(order)._replace(
        before=tuple(_slip(other)._replace(into=into.get(other.id, "")) for other in slips),
        problems=tuple(view for view in concerned if view.date >= start),
        earlier=tuple(view for view in concerned if view.date < start),
    )


def _bulletin(campaign: Campaign, order: Order) -> Bulletin | None:
    """The bulletin that a slip is about, where it is about a last place."""
    for bulletin in campaign.bulletins:
        if bulletin.id == order.about:
            return bulletin
    return None


def _concerned(campaign: Campaign, order: Order, today: date) -> list[FindingView]:
    """The finding itself; for a last place what of the unit's was not put right by then."""
    present = present_names(campaign)
    unit = present[order.unit]
    bulletin = _bulletin(campaign, order)
    if bulletin is None:
        about = [finding for finding in campaign.findings if finding.id == order.about]
        return [finding_view(stand, unit) for stand in stands(about, today)]
    own = [
        finding
        for finding in campaign.findings
        if present[unit_on(finding, today)] == unit and finding.date <= bulletin.end
    ]
    urgent_first = by_urgency(stands(own, today))
    return [finding_view(stand, unit) for stand in urgent_first if not stand.settled]


def _slip(order: Order) -> Slip:
    return Slip(
        id=order.id,
        year=order.year,
        number=order.number,
        date=order.date,
        unit=order.unit,
        color=order.color,
        matter=order.matter,
        requirement=order.requirement,
        due=order.due,
        answered=order.answered,
        reply=order.reply,
    )
