"""The sheets of a mock assessment as a template sees them."""

from __future__ import annotations

from cz.records import Campaign
from cz.report.build_inspection import finding_view
from cz.report.view_checklist import Checklist, LookedAt, SpotSheet
from cz.rounds.papers import Papers, SpotPaper
from cz.whose import PresentNames, present_names


def checklist(campaign: Campaign, papers: Papers) -> Checklist:
    one = papers.round
    present = present_names(campaign)
    return Checklist(
        id=one.id,
        title=one.title,
        start=one.start,
        end=one.end,
        by=one.by,
        spots=tuple(_sheet(paper, present) for paper in papers.spots),
    )


def _sheet(paper: SpotPaper, present: PresentNames) -> SpotSheet:
    spot = paper.spot
    return SpotSheet(
        id=spot.id,
        name=spot.name,
        type=spot.type,
        unit=present[spot.unit],
        keeper=present[spot.keeper],
        leader=spot.leader,
        standards=tuple(LookedAt(each.id, each.title) for each in paper.standards),
        open=tuple(finding_view(each, present[each.finding.unit]) for each in paper.open),
    )
