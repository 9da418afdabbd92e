"""Which spot a finding or a visit speaks of, and when each was last seen.

The ledger writes a spot's name only. The rules stand in docs/spots.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from cz.letters import packed
from cz.records import Campaign, Finding, Spot, Visit
from cz.supervise.state import is_withdrawn
from cz.whose import PresentNames, present_names

SHORTEST = 3  # characters of a spot's name that may be a part of what the ledger writes


class SpotBook(NamedTuple):
    """The spots by each name they bear or bore, as names are compared."""

    by_name: Mapping[str, tuple[Spot, ...]]
    present: PresentNames


class Seen(NamedTuple):
    """A spot on a day: what was found there, or that nothing was."""

    date: date
    record: Finding | Visit


def spot_book(campaign: Campaign) -> SpotBook:
    by_name: dict[str, list[Spot]] = {}
    for spot in campaign.spots:
        for name in dict.fromkeys(map(packed, (spot.name, *spot.former))):
            by_name.setdefault(name, []).append(spot)
    names = {name: tuple(spots) for name, spots in by_name.items()}
    return SpotBook(names, present_names(campaign))


def spot_of(book: SpotBook, name: str, unit: str) -> Spot | None:
    """The spot that is meant by what the ledger writes of a unit; ``None`` where that is not sure.

    By its name or a former one; of several of one name, that of the unit. Else the spot of the
    unit whose name, the longest, is a part of what is written: 棉纺小区 in 棉纺小区3号楼.
    """
    written, owner = packed(name), book.present[unit]
    if not written:
        return None
    named = book.by_name.get(written, ())
    if len(named) == 1:
        return named[0]
    if named:
        return _only(spot for spot in named if book.present[spot.unit] == owner)
    parts = [form for form in book.by_name if len(form) >= SHORTEST and form in written]
    for form in sorted(parts, key=len, reverse=True):
        own = [spot for spot in book.by_name[form] if book.present[spot.unit] == owner]
        if own:
            return _only(own)
    return None


def _only(spots: Iterable[Spot]) -> Spot | None:
    listed = list(spots)
    return listed[0] if len(listed) == 1 else None


def observations(campaign: Campaign, today: date) -> list[Finding | Visit]:
    """Every finding and visit made by ``today`` that names a spot; none that was withdrawn."""
    findings = [finding for finding in campaign.findings if not is_withdrawn(finding, today)]
    records: list[Finding | Visit] = [*findings, *campaign.visits]
    return [record for record in records if record.spot and record.date <= today]


class Sights(NamedTuple):
    """``by_spot``: by the spot's id, the oldest first. ``unlisted``: names that are no spot's."""

    by_spot: Mapping[str, list[Seen]]
    unlisted: frozenset[str]


def sights(campaign: Campaign, today: date) -> Sights:
    """What the ledger tells of each spot by ``today``."""
    book = spot_book(campaign)
    known: dict[tuple[str, str], Spot | None] = {}
    seen: dict[str, list[Seen]] = {spot.id: [] for spot in campaign.spots}
    for record in observations(campaign, today):
        key = (record.spot, record.unit)
        if key not in known:
            known[key] = spot_of(book, *key)
        spot = known[key]
        if spot is not None:
            seen[spot.id].append(Seen(record.date, record))
    by_spot = {id_: sorted(each, key=lambda sight: sight.date) for id_, each in seen.items()}
    unlisted = {packed(name) for (name, _), spot in known.items() if spot is None}
    return Sights(by_spot, frozenset(unlisted))
