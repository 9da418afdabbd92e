"""``cz round show``: how a mock assessment came out, also against another."""

from __future__ import annotations

from datetime import date

from cz.problem import Refusal
from cz.records import Campaign
from cz.rounds.story import RoundStory, told
from cz.verbs.round.finding import find_round


def story(campaign: Campaign, text: str, today: date, against: str | None = None) -> RoundStory:
    """Raises Refusal where there is no such round, and where it has not been held yet."""
    one = find_round(campaign, text)
    other = find_round(campaign, against) if against else None
    if other is one:
        raise Refusal(f"{one.id} 不能和自己比。--against 请写另一次，用 cz round 看都有哪些。")
    return told(campaign, one, today, other)
