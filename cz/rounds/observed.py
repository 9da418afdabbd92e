"""What was judged in a mock assessment: every standard of its type at every spot of the round."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Finding, Round, Spot
from cz.supervise.spots import spot_book, spot_of
from cz.supervise.state import is_withdrawn


class Observation(NamedTuple):
    """One standard at one spot."""

    spot: Spot
    standard: str
    met: bool


class Loose(NamedTuple):
    """A finding of the round that no observation is: ``why``, in words."""

    finding: Finding
    why: str


class Observed(NamedTuple):
    """``spots``: those visited. ``findings``: of the round in all, ``loose`` among them."""

    round: Round
    spots: tuple[Spot, ...]
    observations: tuple[Observation, ...]
    findings: int
    loose: tuple[Loose, ...]


def observed(campaign: Campaign, one: Round, today: date) -> Observed:
    """Nothing is written for what is met, so what is neither skipped nor found is met."""
    by_id = {spot.id: spot for spot in campaign.spots}
    skipped: set[tuple[str, str]] = set()
    passed_by = set()
    for entry in one.skipped:
        if not entry.standards:
            passed_by.add(entry.spot)
        skipped.update((entry.spot, id_) for id_ in entry.standards)
    ids = [id_ for id_ in dict.fromkeys(one.spots) if id_ in by_id and id_ not in passed_by]
    shown = {type_.name: type_.standards for type_ in campaign.types}
    judged = {
        (id_, standard): True
        for id_ in ids
        for standard in dict.fromkeys(shown.get(by_id[id_].type, ()))
        if (id_, standard) not in skipped
    }
    findings = [
        finding
        for finding in campaign.findings
        if finding.round == one.id and finding.date <= today and not is_withdrawn(finding, today)
    ]
    book = spot_book(campaign) if findings else None
    loose = []
    for finding in findings:
        spot = spot_of(book, finding.spot, finding.unit) if book else None
        key = (spot.id if spot else "", finding.indicator)
        if key in judged:
            judged[key] = False
        else:
            loose.append(Loose(finding, _why(finding, spot, ids)))
    return Observed(
        round=one,
        spots=tuple(by_id[id_] for id_ in ids),
        observations=tuple(
            Observation(by_id[id_], standard, met) for (id_, standard), met in judged.items()
        ),
        findings=len(findings),
        loose=tuple(loose),
    )


def _why(finding: Finding, spot: Spot | None, ids: list[str]) -> str:
    if spot is None:
        return "认不准是哪个点位"
    if spot.id not in ids:
        return "点位不在这一次看过的里面"
    if not finding.indicator:
        return "没有写测评标准"
    return "这种点位不看这条标准，或记着没有看"
