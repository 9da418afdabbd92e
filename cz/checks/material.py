"""Errors in what material names: evidence, its draws, what is concluded, honours."""

from __future__ import annotations

from collections.abc import Iterator

from cz.checks.known import Known, error, owners_by_form, unknown_unit, unlisted
from cz.problem import Problem, nearest
from cz.records import Campaign, Evidence, Honour
from cz.tree import Path


def of_material(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E306, E309, E310 and E312 in the file of evidence."""
    ids = [proof.id for proof in campaign.evidence]
    draws = {draw.id for draw in campaign.draws}
    standards = [indicator.id for indicator in campaign.indicators]
    for proof in campaign.evidence:
        yield from _about(campaign, proof, known, "evidence")
        yield from _reviews(campaign, proof, draws)
    for draw in campaign.draws:
        for index, id_ in enumerate(draw.pieces):
            if id_ not in known.evidence:
                near = nearest(id_, ids)
                hint = f"最接近的有：{'、'.join(near)}。" if near else "请核对材料编号。"
                path: Path = ("pieces", index)
                message = f"没有编号为“{id_}”的佐证材料。"
                yield error(campaign, "draws", draw, path, "E310", message, hint)
    for statement in campaign.statements:
        id_ = statement.indicator
        if id_ not in known.indicators:
            yield unlisted(
                campaign, "statements", statement, "indicator", id_, standards, "指标", "E309"
            )
    for honour in campaign.honours:
        yield from _honour(campaign, honour, known)


def _about(
    campaign: Campaign, record: Evidence | Honour, known: Known, section: str
) -> Iterator[Problem]:
    if any(record.about in ids for ids in (known.indicators, known.work, known.findings)):
        return
    ids = []
    for kind in ("indicators", "tasks", "steps", "findings"):
        ids += [other.id for other in getattr(campaign, kind)]
    word = "指标、任务、步骤或问题"
    yield unlisted(campaign, section, record, "about", record.about, ids, word, "E310")


def _reviews(campaign: Campaign, proof: Evidence, draws: set[str]) -> Iterator[Problem]:
    """A draw that there is none of; a review dated before the one above it, which counts last."""
    before = None
    for index, review in enumerate(proof.reviews):
        if review.draw and review.draw not in draws:
            path: Path = ("reviews", index, "draw")
            message = f"没有编号为“{review.draw}”的材料抽查。"
            advice = "请核对 draws 里的编号。"
            yield error(campaign, "evidence", proof, path, "E310", message, advice)
        if before and review.date < before:
            path = ("reviews", index, "date")
            message = "审核要按先后写，这一次的日期早于上一次。"
            advice = "请核对日期；最后一行说了算。"
            yield error(campaign, "evidence", proof, path, "E312", message, advice)
        before = review.date


def _honour(campaign: Campaign, honour: Honour, known: Known) -> Iterator[Problem]:
    if honour.unit and honour.unit not in known.owners_ever:
        owners = owners_by_form(campaign)
        yield unknown_unit(campaign, "honours", honour, ("unit",), honour.unit, owners)
    if honour.about:
        yield from _about(campaign, honour, known, "honours")
    if honour.date and honour.until and honour.until < honour.date:
        message = "荣誉称号到期的日期早于授予的日期。"
        yield error(campaign, "honours", honour, ("until",), "E312", message, "请核对日期。")
