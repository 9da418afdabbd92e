"""What a template sees of the application (组织申报). Frozen, like cz.report.view."""

from __future__ import annotations

from datetime import date as Day
from typing import NamedTuple

from cz.report.view_rounds import RoundView


class ConditionView(NamedTuple):
    """``state``: 符合, 不符合 or 待核实. ``proof``: the files, as they are registered.

    ``basis``: these and the note in one line; where it is met without either, that it is so.
    """

    id: str
    kind: str
    title: str
    unit: str
    state: str
    proof: tuple[str, ...]
    note: str
    basis: str


class LackView(NamedTuple):
    """What is still wanting. ``source``: the command that lists it."""

    what: str
    source: str


class TitleView(NamedTuple):
    """A title of honour. ``state``: 有效, 在创, 已到期."""

    id: str
    title: str
    level: str
    by: str
    date: Day | None
    number: str
    until: Day | None
    state: str


class AnswersView(NamedTuple):
    """A rated question: of the last survey, or the last that was asked about another standard.

    ``rate`` and its interval in percent, in words.
    """

    id: str
    survey: str
    text: str
    indicator: str
    answers: int
    rate: str
    low: str
    high: str


class PapersView(NamedTuple):
    """Required items (材料要求) of the standards judged by their papers, by how they stand."""

    standards: int
    items: int
    had: int
    waiting: int
    returned: int
    missing: int


class ApplicationView(NamedTuple):
    """``must``: without which there is no applying; ``should``: what would better be there.

    ``round``: the mock assessment held last; ``survey``: the title of the last survey, ``asked``
    its rated questions; ``unasked``: standards judged by a survey of which none asked.
    """

    conditions: tuple[ConditionView, ...]
    must: tuple[LackView, ...]
    should: tuple[LackView, ...]
    papers: PapersView
    round: RoundView | None
    titles: tuple[TitleView, ...]
    survey: str
    survey_id: str
    valid: int
    asked: tuple[AnswersView, ...]
    unasked: int

    @property
    def ready(self) -> bool:
        return not self.must


WORDS: dict[type, str] = {
    ConditionView: "申报条件",
    LackView: "还差的",
    TitleView: "荣誉称号",
    AnswersView: "问卷的一题",
    PapersView: "材料齐不齐",
    ApplicationView: "申报自查",
}
