"""Errors in what mock assessments name, and in findings that name one."""

from __future__ import annotations

from collections.abc import Iterator

from cz.checks.known import Known, error, unlisted
from cz.problem import Problem, nearest
from cz.records import Campaign, Round
from cz.tree import Path


def of_rounds(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E309, E310 and E312 in rounds; E310 in the findings of a round."""
    for finding in campaign.findings:
        if finding.round and finding.round not in known.rounds:
            ids = [each.id for each in campaign.rounds]
            yield unlisted(
                campaign, "findings", finding, "round", finding.round, ids, "模拟测评", "E310"
            )
    for each in campaign.rounds:
        yield from _spots(campaign, each, known)
        if each.end < each.start:
            message = "模拟测评的结束日期早于开始日期。"
            advice = "请核对 start 和 end。"
            yield error(campaign, "rounds", each, ("end",), "E312", message, advice)


def _spots(campaign: Campaign, each: Round, known: Known) -> Iterator[Problem]:
    drawn = set(each.spots)
    for index, id_ in enumerate(each.spots):
        if id_ not in known.spots:
            near = nearest(id_, [spot.id for spot in campaign.spots])
            hint = f"最接近的有：{'、'.join(near)}。" if near else "请核对点位编号。"
            path: Path = ("spots", index)
            yield error(campaign, "rounds", each, path, "E310", f"没有编号为“{id_}”的点位。", hint)
    for index, skipped in enumerate(each.skipped):
        if skipped.spot not in drawn:
            path = ("skipped", index, "spot")
            message = f"{skipped.spot} 不在这一次抽到的点位里。"
            advice = "请写 spots 里的编号，或删去这一条。"
            yield error(campaign, "rounds", each, path, "E310", message, advice)
        for place, id_ in enumerate(skipped.standards):
            if id_ not in known.indicators:
                path = ("skipped", index, "standards", place)
                message = f"没有编号为“{id_}”的指标。"
                yield error(campaign, "rounds", each, path, "E309", message, "请核对指标编号。")
