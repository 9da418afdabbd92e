"""The folder of a dossier: which file goes where, by a name that says what it is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cz.dossier.standing import Dossier, Holding, as_piece
from cz.records import PASSED, Campaign, Evidence
from cz.supervise.reviews import WAITING, Reviewed
from cz.write.files import names_for

_LONGEST_TITLE = 24  # characters of a standard's title in the name of its folder
_LONGEST_CAPTION = 36
NO_PROJECT = "未归项目"


class Copy(NamedTuple):
    """A piece in the dossier. ``path``: in its folder, with ``/``; ``item``: that it answers."""

    path: str
    piece: Reviewed
    item: str

    @property
    def record(self) -> Evidence:
        return self.piece.record


class Shelf(NamedTuple):
    """The folder of one standard. ``left_out``: pieces that wait or were returned."""

    holding: Holding
    path: str
    copies: tuple[Copy, ...]
    left_out: tuple[Reviewed, ...]


def layout(dossier: Dossier, *, waiting: bool = False) -> tuple[Shelf, ...]:
    """A folder a project, in it one a standard that has anything to hold, or a statement.

    What has passed is copied in, numbered as its items stand in the requirement, then the rest by
    date; with ``waiting`` also what waits. What is a task's stands only where it answers an item.
    """
    campaign = dossier.campaign
    projects = dict(_project_folders(campaign))
    shelves = []
    for holding in dossier.holdings:
        indicator = holding.indicator
        name = f"{indicator.id} {indicator.title[:_LONGEST_TITLE]}"
        (folder,) = names_for([name])
        path = f"{projects.get(indicator.project, NO_PROJECT)}/{folder}"
        wanted = {PASSED, WAITING} if waiting else {PASSED}
        copies = tuple(_copies(campaign, holding, path, wanted))
        left_out = tuple(each for each in holding.pieces if each.state not in wanted)
        shelves.append(Shelf(holding, path, copies, left_out))
    return tuple(shelves)


def _project_folders(campaign: Campaign) -> Iterator[tuple[str, str]]:
    names = [
        f"{number:02} {project.title}" for number, project in enumerate(campaign.projects, start=1)
    ]
    for project, name in zip(campaign.projects, names_for(names), strict=True):
        yield project.id, name


def _copies(campaign: Campaign, holding: Holding, path: str, wanted: set[str]) -> Iterator[Copy]:
    """Each piece once, by the first item that it answers."""
    order: dict[str, tuple[Reviewed, str]] = {}
    for item in holding.items:
        for each in sorted(item.pieces, key=lambda piece: piece.record.date):
            order.setdefault(each.record.id, (each, item.name))
    rest = [*holding.pieces, *map(as_piece, holding.honours)]
    rest = [each for each in rest if each.record.about != holding.indicator.task]
    for each in sorted(rest, key=lambda piece: piece.record.date):
        order.setdefault(each.record.id, (each, _of_finding(campaign, each.record)))
    kept = [pair for pair in order.values() if pair[0].state in wanted]
    stems = [
        _stem(number, each.record, answered)
        for number, (each, answered) in enumerate(kept, start=1)
    ]
    for (each, answered), stem in zip(kept, names_for(stems), strict=True):
        ending = os.path.splitext(each.record.file)[1].lower()
        yield Copy(f"{path}/{stem}{ending}", each, answered)


def _stem(number: int, record: Evidence, item: str) -> str:
    """``01 学习制度 区教育局理论学习制度``."""
    name = record.caption or os.path.splitext(record.file.rpartition("/")[2])[0]
    words = [f"{number:02}", item, name[:_LONGEST_CAPTION]]
    return " ".join(dict.fromkeys(word for word in words if word))


def _of_finding(campaign: Campaign, record: Evidence) -> str:
    """整改前 or 整改后 of what shows a finding, by the day it was reported as put right."""
    for finding in campaign.findings:
        if finding.id == record.about:
            done = finding.rectified or finding.verified
            return "整改后" if done and record.date >= done else "整改前"
    return ""


def pieces_of(shelves: Sequence[Shelf]) -> list[Copy]:
    return [copy for shelf in shelves for copy in shelf.copies]
