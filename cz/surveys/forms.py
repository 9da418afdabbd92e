"""What a questionnaire asks, to be printed or put on phones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.records import Campaign, Question

BY_SURVEY = "问卷"  # in the name of a method that asks people
_GROUNDS = ("街道", "乡镇")  # kinds of units that people live in
WHERE = "您住在哪个街道（乡镇）"


class Asked(NamedTuple):
    """One question. ``indicator``: the standard it is about, "" where none is named."""

    number: int
    text: str
    options: tuple[str, ...]
    several: bool = False
    indicator: str = ""


class Questionnaire(NamedTuple):
    title: str
    questions: tuple[Asked, ...]


def asked_again(campaign: Campaign, title: str, questions: Sequence[Question]) -> Questionnaire:
    """What a survey asked, once more.

    The records have options as often as they were chosen; where several questions have the same,
    all are printed in the order of the first, so that no answer is put forward.
    """
    orders: dict[frozenset[str], tuple[str, ...]] = {}
    for question in questions:
        options = tuple(option.text for option in question.options)
        orders.setdefault(frozenset(options), options)
    asked = [
        Asked(
            number=question.number,
            text=question.text,
            options=orders[frozenset(option.text for option in question.options)],
            several=question.several,
            indicator=question.indicator,
        )
        for question in questions
    ]
    numbers = {each.number for each in asked}
    first = [] if 1 in numbers else _where(campaign)
    return Questionnaire(title, (*first, *asked))


def of_standards(campaign: Campaign, title: str, options: Sequence[str]) -> Questionnaire:
    """A question for every standard judged by a survey, in its own words."""
    first = _where(campaign)
    asked = [
        Asked(number, standard.title, tuple(options), indicator=standard.id)
        for number, standard in enumerate(
            (each for each in campaign.indicators if BY_SURVEY in each.method), len(first) + 1
        )
    ]
    return Questionnaire(title, (*first, *asked))


def _where(campaign: Campaign) -> list[Asked]:
    """By which answers are told apart by unit; none where the plan has no towns."""
    names = [unit.name for kind in _GROUNDS for unit in campaign.units if unit.kind == kind]
    return [Asked(1, WHERE, tuple(names))] if names else []
