"""What a template sees of gaps (查漏补缺). Frozen, like cz.report.view; titles come with （拟）."""

from datetime import date as Day
from typing import NamedTuple


class GapView(NamedTuple):
    """What one standard, finding, task or step lacks.

    ``word``: which of these it is, in Chinese. ``unit``: who has to act; ``known``: what is on
    record of a standard.
    """

    id: str
    word: str
    title: str
    why: str
    unit: str
    method: str
    known: str


class GapLevel(NamedTuple):
    """``counted``: how many, by kind and by rule, in words. ``because``: why it matters."""

    number: int
    name: str
    because: str
    counted: str
    items: tuple[GapView, ...]


class GapUnit(NamedTuple):
    """How much one unit has to act on.

    ``standards``: with a gap, each once; ``levels``: entries by level, the first first.
    """

    name: str
    standards: int
    levels: tuple[int, ...]


class AskView(NamedTuple):
    """What is to be asked for this week. ``due_by``: whose deadline that is; "": proposed."""

    unit: str
    todo: str
    level: str
    because: str
    why: str
    due: Day
    due_by: str


class GapList(NamedTuple):
    """All gaps, or one unit's, at the six ``levels``.

    ``total`` standards, ``listed`` of them in the list, ``lacking`` of these with some gap, each
    once. ``surveys``: judged by a survey, of which nothing is known.
    """

    total: int
    listed: int
    lacking: int
    surveys: int
    levels: tuple[GapLevel, ...]
    units: tuple[GapUnit, ...]
    asks: tuple[AskView, ...]

    @property
    def any(self) -> bool:
        return any(level.items for level in self.levels)


WORDS: dict[type, str] = {
    GapView: "缺口",
    GapLevel: "一级缺口",
    GapUnit: "一个单位的缺口",
    AskView: "本周要抓的",
    GapList: "查漏补缺",
}
