"""Ratings proposed from what a survey answered, by the office's own rules (judge) alone.

In a rule what is 达到 is a good answer, and what was observed an answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from cz.records import Campaign, Indicator, Question
from cz.records.judge import NO_RULE, judged
from cz.surveys.rates import Rate, is_rated, question_rate

_WORST_FIRST = "CBA"


class JudgedQuestion(NamedTuple):
    """``grade``: what the standard's rule gives, "" where it gives nothing; ``low``, ``high``: what
    it would give at the two ends of the interval.
    """

    standard: Indicator
    question: Question
    rating: str
    rate: Rate
    grade: str
    low: str
    high: str

    @property
    def is_proposed(self) -> bool:
        return bool(self.grade) and self.grade != self.rating

    @property
    def is_sure(self) -> bool:
        """Whether the rule gives the same all over the interval."""
        return self.low == self.grade == self.high


def judge_all(
    campaign: Campaign, questions: Sequence[Question], phase: int
) -> tuple[JudgedQuestion, ...]:
    """Every standard with a rule that a rated question asks about, in the order of their list.

    Of several questions about one the one that gives the worst grade.
    """
    by_standard: dict[str, list[Question]] = {}
    for question in questions:
        if question.indicator and is_rated(question) and question_rate(question).answers:
            by_standard.setdefault(question.indicator, []).append(question)
    found = []
    for standard in campaign.indicators:
        own = by_standard.get(standard.id, ())
        if own and standard.judge != NO_RULE:
            told = [_judged(standard, question, phase) for question in own]
            found.append(min(told, key=_place))
    return tuple(found)


def _place(each: JudgedQuestion) -> int:
    """The worst grade first, one that gives none last."""
    return _WORST_FIRST.index(each.grade) if each.grade else len(_WORST_FIRST)


def _judged(standard: Indicator, question: Question, phase: int) -> JudgedQuestion:
    rate, rule = question_rate(question), standard.judge
    fewest = math.ceil(rate.low * rate.answers / 100 - 1e-9)
    most = math.floor(rate.high * rate.answers / 100 + 1e-9)
    return JudgedQuestion(
        standard=standard,
        question=question,
        rating=standard.ratings.get(phase, ""),
        rate=rate,
        grade=judged(rule, rate.answers, rate.good),
        low=judged(rule, rate.answers, fewest),
        high=judged(rule, rate.answers, most),
    )
