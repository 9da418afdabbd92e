"""``cz round list``: the mock assessments and how each came out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Round
from cz.rounds.observed import observed
from cz.rounds.rates import Scored, scored
from cz.rounds.story import in_order, is_held


class ListedRound(NamedTuple):
    """``scored`` is ``None`` until it has ended."""

    round: Round
    scored: Scored | None


class Rounds(NamedTuple):
    campaign: Campaign
    today: date
    rows: tuple[ListedRound, ...]


def rounds(campaign: Campaign, today: date) -> Rounds:
    rows = []
    for one in in_order(campaign):
        held = is_held(campaign, one, today)
        result = scored(campaign, observed(campaign, one, today)) if held else None
        rows.append(ListedRound(one, result))
    return Rounds(campaign, today, tuple(rows))
