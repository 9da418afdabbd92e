"""The sheets of a mock assessment as one long table, a row a spot and standard, to be filled in."""

from __future__ import annotations

from cz.records import Campaign
from cz.rounds.papers import COLUMNS, VERDICTS, Papers, SpotPaper
from cz.show.sheet import Col, Sheet, Table
from cz.show.words import label
from cz.whose import present_names

BY_HAND = 5  # the last columns
_GROWING = ("标准内容", "存在问题")


def long_table(campaign: Campaign, papers: Papers) -> Sheet:
    one = papers.round
    present = present_names(campaign)
    rows = []
    for paper in papers.spots:
        rows += _rows(one.id, paper, present[paper.spot.unit])
    columns = [Col(title, grow=title in _GROWING) for title in COLUMNS]
    words = "、".join(VERDICTS)
    title = f"{one.title}记录表{label(campaign.plan)}　“是否符合”里填：{words}"
    return Sheet([Table(columns, rows)], None, title=title)


def _rows(round_id: str, paper: SpotPaper, unit: str) -> list[list[str]]:
    spot = paper.spot
    before = [round_id, spot.id, spot.name, spot.type, unit]
    return [[*before, standard.id, standard.title, *[""] * BY_HAND] for standard in paper.standards]
