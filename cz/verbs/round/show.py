"""``cz round show``: how a mock assessment came out, also against another."""

from __future__ import annotations

from datetime import date

from cz.problem import Refusal
from cz.records import Campaign
from cz.rounds.story import RoundStory, in_order, is_held, told
from cz.verbs.round.finding import find_round


def last_held(campaign: Campaign, today: date) -> str:
    """The id of the one held last. Raises Refusal where none has been."""
    ended = [one for one in in_order(campaign) if is_held(campaign, one, today)]
    if not ended:
        raise Refusal("还没有测评完的模拟测评。先用 cz round new 登记，cz round draw 抽点位。")
    return ended[-1].id


def story(campaign: Campaign, text: str, today: date, against: str | None = None) -> RoundStory:
    """Raises Refusal where there is no such round, and where it has not been held yet."""
    one = find_round(campaign, text)
    other = find_round(campaign, against) if against else None
    if other is one:
        raise Refusal(f"{one.id} 不能和自己比。--against 请写另一次，用 cz round 看都有哪些。")
    return told(campaign, one, today, other)
