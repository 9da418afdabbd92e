"""``cz round sheet``: the papers that go along to the spots of a mock assessment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.problem import Refusal
from cz.records import Campaign, Round
from cz.rounds.papers import Papers, papers
from cz.verbs.round.finding import find_round
from cz.verbs.spot.entering import find_spot


def sheets(campaign: Campaign, text: str, today: date, spots: Sequence[str] = ()) -> Papers:
    """``spots``: those asked for, all where none is. Raises Refusal."""
    one = find_round(campaign, text)
    if not one.spots:
        raise Refusal(f"{one.id} 还没有抽点位。请先执行 cz round draw {one.id}。")
    made = papers(campaign, one, today, [drawn_spot(campaign, one, name) for name in spots])
    if not made.spots:
        raise Refusal(
            f"{one.id} 的点位都没有要看的标准。"
            "请先用 cz spot types --propose 写明每种点位看哪些标准。"
        )
    return made


def drawn_spot(campaign: Campaign, one: Round, text: str) -> str:
    """The id of a spot of the round. Raises Refusal."""
    spot = find_spot(campaign, text)
    if spot.id not in one.spots:
        raise Refusal(
            f"{one.id} 没有抽到 {spot.id} {spot.name}。抽到的用 cz round {one.id} --json 看。"
        )
    return spot.id
