"""What goes along to a spot of a mock assessment: what to look at, and what was left undone there.

The columns of the long table are those that ``cz.rounds.checklist`` reads back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Finding, Indicator, Round, Spot
from cz.supervise.spots import sights
from cz.supervise.state import Stand, stand

# What a standard may be found at a spot: the word, and what a form for phones calls it.
VERDICTS = {"符合": "yes", "不符合": "no", "不适用": "na", "没有看": "unseen"}

# The headings of the long table; the last five are filled in by hand.
COLUMNS = (
    "模拟测评",
    "点位编号",
    "点位",
    "点位类型",
    "属地",
    "测评标准",
    "标准内容",
    "是否符合",
    "存在问题",
    "照片号",
    "检查日期",
    "检查人",
)


class SpotPaper(NamedTuple):
    """``standards``: those of its type, in the order of their list. ``open``: findings there that
    are not struck off, the latest first; none of this assessment's own.
    """

    spot: Spot
    standards: tuple[Indicator, ...]
    open: tuple[Stand, ...]


class Papers(NamedTuple):
    """``idle``: spots whose type shows no standard, for which there is no paper."""

    round: Round
    spots: tuple[SpotPaper, ...]
    idle: tuple[Spot, ...] = ()


def papers(campaign: Campaign, one: Round, today: date, only: Collection[str] = ()) -> Papers:
    """Of the spots of the round, or of those with these ids, in the order of the ledger."""
    standards = standards_by_type(campaign)
    seen = sights(campaign, today).by_spot
    wanted = set(only) or set(one.spots)
    made, idle = [], []
    for spot in campaign.spots:
        if spot.id not in wanted:
            continue
        if not standards.get(spot.type):
            idle.append(spot)
            continue
        found = [sight.record for sight in seen[spot.id] if isinstance(sight.record, Finding)]
        stands = [stand(finding, today) for finding in found if finding.round != one.id]
        left = [each for each in stands if each.state in ("open", "unsent", "rectified")]
        left.sort(key=lambda each: each.finding.date, reverse=True)
        made.append(SpotPaper(spot, standards[spot.type], tuple(left)))
    return Papers(one, tuple(made), tuple(idle))


def standards_by_type(campaign: Campaign) -> dict[str, tuple[Indicator, ...]]:
    """What is looked at at the spots of each type; ids that are no standard's are left out."""
    shown = {type_.name: set(type_.standards) for type_ in campaign.types}
    return {
        name: tuple(standard for standard in campaign.indicators if standard.id in ids)
        for name, ids in shown.items()
    }
