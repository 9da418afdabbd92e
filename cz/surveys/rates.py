"""Rates of good answers, each with the interval in which it may lie (Wilson)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from cz.records import OfUnit, Option, Question
from cz.surveys.sizes import LEVEL, deviate


class Rate(NamedTuple):
    """``good`` of ``answers``; ``low`` and ``high`` in percent, 0 and 100 without answers."""

    good: int
    answers: int
    low: float
    high: float

    @property
    def percent(self) -> float:
        """Only where there are answers."""
        return 100 * self.good / self.answers


class UnitRate(NamedTuple):
    unit: str
    rate: Rate


def rate(good: int, answers: int, level: float = LEVEL) -> Rate:
    """Wilson's interval: it stays between 0 and 100 and holds for few answers too."""
    if not answers:
        return Rate(0, 0, 0.0, 100.0)
    z = deviate(level)
    share = good / answers
    spread = z * math.sqrt(share * (1 - share) / answers + z * z / (4 * answers * answers))
    whole = 1 + z * z / answers
    middle = share + z * z / (2 * answers)
    low = max(0.0, 100 * (middle - spread) / whole)
    high = min(100.0, 100 * (middle + spread) / whole)
    return Rate(good, answers, low, high)


def is_rated(question: Question) -> bool:
    """Whether the office has said which answers are good, of a question with one answer each."""
    return not question.several and any(option.good for option in question.options)


def question_rate(question: Question) -> Rate:
    return _rate(question.options, [option.chosen for option in question.options])


def unit_rates(question: Question) -> list[UnitRate]:
    """The highest first, ties by name; units without an answer are left out."""
    rates = [UnitRate(each.unit, of_unit(question, each)) for each in question.units]
    told = [each for each in rates if each.rate.answers]
    return sorted(told, key=lambda each: (-each.rate.percent, each.unit))


def of_unit(question: Question, each: OfUnit) -> Rate:
    return _rate(question.options, each.counts)


def _rate(options: Sequence[Option], counts: Sequence[int]) -> Rate:
    good = answers = 0
    for option, count in zip(options, counts, strict=False):
        if not option.skip:
            answers += count
            good += count if option.good else 0
    return rate(good, answers)


def overlap(one: Rate, other: Rate) -> bool:
    """Whether their intervals have a point in common: then neither is said to be higher."""
    return one.low <= other.high and other.low <= one.high


class Apart(NamedTuple):
    """A unit whose whole interval lies above those of ``lower``."""

    higher: str
    lower: tuple[str, ...]


def apart(rates: Sequence[UnitRate]) -> list[Apart]:
    """Which units differ by more than chance explains; none where all overlap."""
    found = []
    for each in rates:
        lower = tuple(other.unit for other in rates if other.rate.high < each.rate.low)
        if lower:
            found.append(Apart(each.unit, lower))
    return found


def weighted(questions: Sequence[Question]) -> float | None:
    """By the office's weights, in percent; ``None`` where a rated question has none."""
    rated = [each for each in questions if is_rated(each) and question_rate(each).answers]
    if not rated or any(each.weight is None for each in rated):
        return None
    whole = sum(each.weight or 0 for each in rated)
    total = sum((each.weight or 0) * question_rate(each).percent for each in rated)
    return total / whole if whole else None
