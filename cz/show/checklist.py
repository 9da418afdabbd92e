"""The sheets of a mock assessment as one long table, a row a spot and standard, to be filled in."""

from __future__ import annotations

from cz.records import Campaign
from cz.rounds.papers import COLUMNS, VERDICTS, Papers, SpotPaper
from cz.show.sheet import Col, Sheet, Table
from cz.show.words import label
from cz.whose import present_names

BY_HAND = 5  # the last columns
VERDICT = "是否符合"
_GROWING = ("标准内容", "存在问题")


def long_table(campaign: Campaign, papers: Papers) -> Sheet:
    one = papers.round
    present = present_names(campaign)
    rows = []
    for paper in papers.spots:
        rows += _rows(one.id, paper, present[paper.spot.unit])
    words = tuple(VERDICTS)
    columns = [
        Col(title, grow=title in _GROWING, choices=words if title == VERDICT else ())
        for title in COLUMNS
    ]
    title = f"{one.title}记录表{label(campaign.plan)}　“{VERDICT}”里填：{'、'.join(words)}"
    return Sheet([Table(columns, rows)], None, title=title)


def _rows(round_id: str, paper: SpotPaper, unit: str) -> list[list[str]]:
    spot = paper.spot
    before = [round_id, spot.id, spot.name, spot.type, unit]
    return [[*before, standard.id, standard.title, *[""] * BY_HAND] for standard in paper.standards]
