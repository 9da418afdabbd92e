"""What a template sees of a mock assessment's sheets, one a spot. Frozen, like cz.report.view."""

from datetime import date as Day
from typing import NamedTuple

from cz.report.view_inspection import FindingView


class LookedAt(NamedTuple):
    """A standard that is to be looked at on the spot."""

    id: str
    title: str


class SpotSheet(NamedTuple):
    """``open``: findings there that are not struck off, the latest first."""

    id: str
    name: str
    type: str
    unit: str
    keeper: str
    leader: str
    standards: tuple[LookedAt, ...]
    open: tuple[FindingView, ...]


class Checklist(NamedTuple):
    """A mock assessment and a sheet for each of its spots."""

    id: str
    title: str
    start: Day
    end: Day
    by: str
    spots: tuple[SpotSheet, ...]


WORDS: dict[type, str] = {
    LookedAt: "要看的标准",
    SpotSheet: "一个点位的记录表",
    Checklist: "模拟测评的记录表",
}
