"""Records that changed under headings: by unit, or by chapter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cz.records import Campaign
from cz.review.altered import Altered
from cz.whose import present_names


class _Grouping(NamedTuple):
    """The headings in order, and which one a record belongs under ("" for none)."""

    headings: list[str]
    heading_of: Callable[[Altered], str]


def grouped(
    records: Sequence[Altered], campaign: Campaign, by: str
) -> list[tuple[str, list[Altered]]]:
    """(heading, records), what belongs to none last.

    ``by``: "chapter", or else by the unit concerned first, under the name it bears now.
    """
    grouping = _by_chapter(campaign) if by == "chapter" else _by_unit(campaign)
    groups: dict[str, list[Altered]] = {}
    for altered in records:
        groups.setdefault(grouping.heading_of(altered), []).append(altered)
    rest = groups.pop("", [])
    known = [heading for heading in grouping.headings if heading in groups]
    ordered = [(heading, groups.pop(heading)) for heading in dict.fromkeys(known)]
    ordered += groups.items()
    if rest:
        ordered.append(("其他", rest))
    return ordered


def _by_chapter(campaign: Campaign) -> _Grouping:
    headings = {}
    for chapter in campaign.chapters:
        headings[str(chapter.number)] = f"第{chapter.number}板块　{chapter.title}"
    belongs_to = {finding.id: finding.task or finding.indicator for finding in campaign.findings}
    belongs_to |= {indicator.id: indicator.task for indicator in campaign.indicators}

    def heading_of(altered: Altered) -> str:
        about = belongs_to.get(altered.about, altered.about)
        task = belongs_to.get(about, about)
        return headings.get(task.partition("-")[0], "")

    return _Grouping(list(headings.values()), heading_of)


def _by_unit(campaign: Campaign) -> _Grouping:
    present = present_names(campaign)
    units = {finding.id: finding.unit for finding in campaign.findings}
    units |= {indicator.id: indicator.unit for indicator in campaign.indicators}
    units |= {item.id: item.lead for item in campaign.work}

    def heading_of(altered: Altered) -> str:
        return present[altered.unit or units.get(altered.about, "")]

    return _Grouping([owner.name for owner in campaign.owners], heading_of)
