"""A mock assessment as a template sees it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from cz.records import Campaign, Round
from cz.report.build_inspection import finding_view
from cz.report.view_rounds import (
    AgainstView,
    ClassRates,
    ContradictionView,
    LooseView,
    PlaceView,
    RateLine,
    RoundView,
    SpotResult,
    UnitFindings,
)
from cz.rounds.observed import Observation, Observed
from cz.rounds.rates import Rate, Row, UnitClass
from cz.rounds.story import Against, Contradiction, RoundStory
from cz.rounds.words import against_words, error_words, plain, rule_words, score
from cz.supervise.state import Stand, stands
from cz.whose import present_names
from cz.words import mark

_ORDER_OF_STATES = ("unsent", "open", "rectified", "verified")


def round_view(told: RoundStory) -> RoundView:
    campaign, held, result = told.campaign, told.round, told.scored
    seen = result.observed
    findings = _findings(told)
    rated_a = [each for each in told.contradictions if each.rating == "A"]
    rated_lower = [each for each in told.contradictions if each.rating != "A"]
    return RoundView(
        id=held.id,
        title=held.title,
        start=held.start,
        end=held.end,
        by=held.by,
        seed=held.seed,
        drawn=len(held.spots),
        spots=len(seen.spots),
        types=len({spot.type for spot in seen.spots}),
        seen=len(seen.observations),
        missed=sum(not each.met for each in seen.observations),
        all_met=told.all_met,
        method=campaign.rules.scoring.method,
        city=_line("", "", result.city),
        minors=_line("", "", result.minors),
        error=error_words(told.error),
        against=_against(told.against) if told.against else None,
        projects=_lines(result.projects, _titles(campaign.projects)),
        classes=tuple(_class(group) for group in result.classes),
        nobody=result.nobody,
        least=max(1, campaign.rules.scoring.min_obs),
        standards=_lines(_worst_first(result.standards), _titles(campaign.indicators)),
        phase=told.phase,
        too_good=tuple(_contradiction(each) for each in rated_a),
        too_bad=tuple(_contradiction(each) for each in rated_lower),
        findings=len(findings),
        units=_by_unit(campaign, findings),
        open=sum(stand.state in ("unsent", "open") for stand in findings),
        loose=tuple(
            LooseView(each.finding.id, each.finding.spot, each.finding.problem, each.why)
            for each in seen.loose
        ),
        places=_places(campaign, held, seen),
        rules=rule_words(campaign, result),
    )


def _titles(records: Iterable[object]) -> dict[str, str]:
    """By id, with （拟） where they are ours."""
    return {each.id: mark(each.title, each.source == "proposed") for each in records}  # type: ignore[attr-defined]


def _line(id_: str, name: str, rate: Rate) -> RateLine:
    return RateLine(
        id=id_,
        name=name,
        rate=score(rate),
        plain=plain(rate),
        standards=rate.standards,
        seen=rate.seen,
        met=rate.met,
    )


def _lines(rows: Iterable[Row], titles: dict[str, str]) -> tuple[RateLine, ...]:
    return tuple(_line(row.name, titles.get(row.name, ""), row.rate) for row in rows)


def _worst_first(rows: tuple[Row, ...]) -> list[Row]:
    """Of equal rates first what was missed more often."""

    def badness(row: Row) -> tuple[Fraction, int]:
        rate = row.rate
        return rate.value or Fraction(), rate.met - rate.seen

    return sorted(rows, key=badness)


def _class(group: UnitClass) -> ClassRates:
    return ClassRates(
        name=group.name,
        ranked=tuple(
            PlaceView(line.rank, line.name, score(line.rate), line.rate.seen, line.rate.met)
            for line in group.ranked
        ),
        few=tuple(_line("", row.name, row.rate) for row in group.few),
    )


def _against(against: Against) -> AgainstView:
    other = against.other.observed.round
    return AgainstView(
        id=other.id,
        title=other.title,
        words=against_words(against),
        undecided=bool(against.between and against.between.holds_nothing),
    )


def _contradiction(each: Contradiction) -> ContradictionView:
    standard = each.standard
    return ContradictionView(
        id=standard.id,
        title=mark(standard.title, standard.source == "proposed"),
        rating=each.rating,
        seen=each.rate.seen,
        met=each.rate.met,
    )


def _findings(told: RoundStory) -> list[Stand]:
    """Those of the round, but for the withdrawn."""
    own = [finding for finding in told.campaign.findings if finding.round == told.round.id]
    return stands(own, told.today)


def _by_unit(campaign: Campaign, findings: list[Stand]) -> tuple[UnitFindings, ...]:
    """In the order of the units' file; of one unit what is open first, the most overdue."""
    present = present_names(campaign)
    groups: dict[str, list[Stand]] = {}
    for stand in findings:
        groups.setdefault(present[stand.finding.unit], []).append(stand)
    order = {unit.name: place for place, unit in enumerate(campaign.units)}
    names = sorted(groups, key=lambda name: order.get(name, len(order)))
    return tuple(_unit(name, groups[name]) for name in names)


def _unit(name: str, findings: list[Stand]) -> UnitFindings:
    def urgency(stand: Stand) -> tuple[int, int]:
        return _ORDER_OF_STATES.index(stand.state), -stand.late

    return UnitFindings(
        unit=name,
        items=tuple(finding_view(stand, name) for stand in sorted(findings, key=urgency)),
        open=sum(stand.state in ("unsent", "open") for stand in findings),
        late=sum(stand.late > 0 for stand in findings),
        waiting=sum(stand.state == "rectified" for stand in findings),
    )


def _places(campaign: Campaign, held: Round, seen: Observed) -> tuple[SpotResult, ...]:
    """All that were drawn and are on the ledger still, in its order of the round."""
    present = present_names(campaign)
    by_spot: dict[str, list[Observation]] = {}
    for each in seen.observations:
        by_spot.setdefault(each.spot.id, []).append(each)
    by_id = {spot.id: spot for spot in campaign.spots}
    skipped = _skipped(held)
    places = []
    for id_ in dict.fromkeys(held.spots):
        if id_ not in by_id:
            continue
        spot, own = by_id[id_], by_spot.get(id_, [])
        places.append(
            SpotResult(
                id=id_,
                name=spot.name,
                type=spot.type,
                unit=present[spot.unit],
                keeper=present[spot.keeper],
                seen=len(own),
                met=sum(each.met for each in own),
                missed=tuple(each.standard for each in own if not each.met),
                skipped=skipped.get(id_, ""),
            )
        )
    return tuple(places)


def _skipped(held: Round) -> dict[str, str]:
    """By spot: ``i9-18（没有这一项）``; 整个点位 where no standard is named."""
    words: dict[str, list[str]] = {}
    for entry in held.skipped:
        what = "、".join(entry.standards) or "整个点位"
        reason = f"（{entry.reason}）" if entry.reason else ""
        words.setdefault(entry.spot, []).append(f"{what}{reason}")
    return {spot: "；".join(said) for spot, said in words.items()}
