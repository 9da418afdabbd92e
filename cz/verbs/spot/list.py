"""``cz spot list``: the spots, when each was last seen and what is open there."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.days import check_days
from cz.letters import packed
from cz.names import find_unit
from cz.records import Campaign, Finding, Spot
from cz.supervise.spots import Seen, sights
from cz.supervise.state import stand
from cz.whose import owns_as, present_names


class ListedSpot(NamedTuple):
    """``open``: findings there that are not struck off; ``findings`` of ``times`` seen."""

    spot: Spot
    times: int
    findings: int
    open: int
    last: date | None
    days: int | None


class Spots(NamedTuple):
    """``rows`` out of ``total`` spots; ``unlisted``: names in the ledger that are no spot."""

    campaign: Campaign
    today: date
    rows: tuple[ListedSpot, ...]
    total: int
    unlisted: int


def spots(
    campaign: Campaign,
    today: date,
    *,
    type_: str | None = None,
    unit: str | None = None,
    keeper: str | None = None,
    unseen: int | None = None,
) -> Spots:
    """Those of which all that is asked holds. ``unseen``: for so many days, or never.

    Raises Refusal.
    """
    if unseen is not None:
        check_days(unseen)
    present = present_names(campaign)
    grounds = owns_as(find_unit(campaign, unit)) if unit else None
    keepers = owns_as(find_unit(campaign, keeper)) if keeper else None
    rows = []
    seen_at = sights(campaign, today)
    for spot in campaign.spots:
        if type_ and packed(type_) not in packed(spot.type):
            continue
        if grounds is not None and present[spot.unit] not in grounds:
            continue
        if keepers is not None and present[spot.keeper] not in keepers:
            continue
        row = listed(spot, seen_at.by_spot[spot.id], today)
        if unseen is None or row.days is None or row.days >= unseen:
            rows.append(row)
    return Spots(campaign, today, tuple(rows), len(campaign.spots), len(seen_at.unlisted))


def listed(spot: Spot, seen: list[Seen], today: date) -> ListedSpot:
    findings = [sight.record for sight in seen if isinstance(sight.record, Finding)]
    states = [stand(finding, today).state for finding in findings]
    last = seen[-1].date if seen else None
    return ListedSpot(
        spot=spot,
        times=len({sight.date for sight in seen}),
        findings=len(findings),
        open=sum(state != "verified" for state in states),
        last=last,
        days=(today - last).days if last else None,
    )
