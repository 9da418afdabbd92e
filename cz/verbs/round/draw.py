"""``cz round draw``: the spots of a mock assessment, by its seed."""

from __future__ import annotations

from typing import NamedTuple

from cz.edit import Change, Relist
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign, Round
from cz.rounds.drawing import Drawn, draw
from cz.verbs.round.finding import BESIDE, find_round
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write


class DrawnRound(NamedTuple):
    """``again``: it had spots before, which stay; ``gone`` and ``come``: what the seed gives
    otherwise by the spots there are now.
    """

    campaign: Campaign
    round: Round
    drawn: Drawn
    again: bool
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def draw_spots(folder: str, text: str, *, how: How = PLAINLY) -> Outcome:
    """The outcome's result is DrawnRound. What was drawn before is compared and stays.

    Raises Refusal.
    """

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "assessments", "rounds")
        campaign = loaded.campaign
        one = find_round(campaign, text)
        drawn = draw(campaign, one.seed)
        if not drawn.spots:
            raise Refusal(
                "没有可抽的点位：先用 cz spot adopt 登记点位，"
                "再用 cz spot types --propose 写明每种点位看哪些标准。"
            )
        ids = tuple(spot.id for spot in drawn.spots)
        if one.spots:
            gone = tuple(id_ for id_ in one.spots if id_ not in ids)
            come = tuple(id_ for id_ in ids if id_ not in one.spots)
            return Planned([], [], [], result=DrawnRound(campaign, one, drawn, True, gone, come))
        words = f"按种子 {one.seed} 抽到 {len(ids)} 个点位"
        changes: list[Change] = [Relist(one.node, ("spots",), ids)]
        said = [Said(f"{one.id} {one.title}", words)]
        return Planned(changes, [one.id], said, result=DrawnRound(campaign, one, drawn, False))

    return write(folder, "assessments", plan, how, beside=BESIDE)
