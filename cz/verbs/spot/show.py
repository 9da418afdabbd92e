"""``cz spot show``: one place over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Finding, Indicator, Spot
from cz.supervise.spots import Seen, sights
from cz.supervise.state import Stand, stand
from cz.verbs.spot.entering import find_spot
from cz.verbs.spot.list import ListedSpot, Spots, listed


class SpotStory(NamedTuple):
    """``standards``: those of its type; ``again``: problems found there more than once."""

    campaign: Campaign
    today: date
    spot: Spot
    row: ListedSpot
    seen: tuple[Seen, ...]
    stands: dict[str, Stand]
    standards: tuple[Indicator, ...]
    again: tuple[tuple[str, int], ...]


def story(campaign: Campaign, text: str, today: date) -> SpotStory:
    """Everything about the spot of this id or name by ``today``, the newest first.

    Raises Refusal with the nearest names.
    """
    return story_of(campaign, find_spot(campaign, text), today)


def rows_of(campaign: Campaign, meant: Sequence[Spot], today: date) -> Spots:
    """Several spots, each with how often it was seen."""
    by_spot = sights(campaign, today).by_spot
    rows = [listed(spot, by_spot[spot.id], today) for spot in meant]
    return Spots(campaign, today, tuple(rows), len(campaign.spots), 0)


def story_of(campaign: Campaign, spot: Spot, today: date) -> SpotStory:
    seen = sights(campaign, today).by_spot[spot.id]
    findings = [sight.record for sight in seen if isinstance(sight.record, Finding)]
    problems: dict[str, int] = {}
    for finding in findings:
        problems[finding.problem] = problems.get(finding.problem, 0) + 1
    again = [(problem, times) for problem, times in problems.items() if times > 1]
    return SpotStory(
        campaign=campaign,
        today=today,
        spot=spot,
        row=listed(spot, seen, today),
        seen=tuple(reversed(seen)),
        stands={finding.id: stand(finding, today) for finding in findings},
        standards=standards_of(campaign, spot.type),
        again=tuple(sorted(again, key=lambda pair: -pair[1])),
    )


def standards_of(campaign: Campaign, type_: str) -> tuple[Indicator, ...]:
    """The standards that are looked at on spots of a type."""
    ids = {id_ for each in campaign.types if each.name == type_ for id_ in each.standards}
    return tuple(indicator for indicator in campaign.indicators if indicator.id in ids)
