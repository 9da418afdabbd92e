"""Which standards were looked at on the spot, whatever came of it."""

from __future__ import annotations

from datetime import date
from itertools import chain

from cz.records import Campaign, Phase
from cz.rounds.observed import observed
from cz.rounds.story import is_held
from cz.supervise.spots import spot_book, spot_of


def looked_at(campaign: Campaign, phase: Phase, day: date) -> frozenset[str]:
    """At a spot where nothing was wrong every standard of its type was, and so in an assessment.

    Of a phase, up to ``day``. An assessment counts once it has ended.
    """
    return _in_visits(campaign, phase, day) | _in_rounds(campaign, phase, day)


def _in_visits(campaign: Campaign, phase: Phase, day: date) -> frozenset[str]:
    """A visit names a spot only; where it is not sure which, it tells of no standard."""
    if not campaign.visits or not campaign.types:
        return frozenset()
    visited = {
        (visit.spot, visit.unit)
        for visit in campaign.visits
        if visit.date <= day and _is_within(visit.date, phase)
    }
    book = spot_book(campaign)
    spots = (spot_of(book, name, unit) for name, unit in sorted(visited))
    visited_types = {spot.type for spot in spots if spot}
    shown = [type_.standards for type_ in campaign.types if type_.name in visited_types]
    return frozenset(chain.from_iterable(shown))


def _in_rounds(campaign: Campaign, phase: Phase, day: date) -> frozenset[str]:
    seen: set[str] = set()
    for held in campaign.rounds:
        if is_held(campaign, held, day) and _is_within(held.end, phase):
            seen.update(each.standard for each in observed(campaign, held, day).observations)
    return frozenset(seen)


def _is_within(day: date, phase: Phase) -> bool:
    has_begun = phase.start is None or day >= phase.start
    return has_begun and (phase.end is None or day <= phase.end)
