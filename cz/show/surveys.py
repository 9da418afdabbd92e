"""Surveys on the screen and as JSON."""

from __future__ import annotations

from typing import Any

from cz.records import Question, Survey
from cz.show.data import day_text
from cz.surveys.rates import Rate, apart, is_rated, question_rate, unit_rates
from cz.words import one_decimal

NO_RANK = "各单位的区间互相重叠，差别不足以排名"


def rate_words(rate: Rate) -> str:
    """``82.4%``, "" without answers."""
    return f"{one_decimal(rate.percent)}%" if rate.answers else ""


def interval(rate: Rate) -> str:
    """``80.1～84.6``, "" without answers."""
    if not rate.answers:
        return ""
    return f"{one_decimal(rate.low)}～{one_decimal(rate.high)}"


def unsure(question: Question) -> int:
    """How many said that they cannot say."""
    return sum(option.chosen for option in question.options if option.skip)


def apart_words(question: Question, least: int) -> list[str]:
    """Which units differ by more than chance, or that none do; ``least``: answers to be compared.

    [] where there are not two to compare.
    """
    compared = [each for each in unit_rates(question) if each.rate.answers >= least]
    if len(compared) < 2:
        return []
    found = apart(compared)
    if not found:
        return [f"{NO_RANK}。"]
    lines = [f"{each.higher} 高于 {'、'.join(each.lower)}" for each in found]
    return [f"区间不重叠、可以分出高低的：{'；'.join(lines)}。其余的区间重叠，差别不足以排名。"]


def rate_data(rate: Rate) -> dict[str, Any]:
    percent = round(rate.percent, 2) if rate.answers else None
    low, high = (round(rate.low, 2), round(rate.high, 2)) if rate.answers else (None, None)
    return {
        "good": rate.good,
        "answers": rate.answers,
        "percent": percent,
        "low": low,
        "high": high,
    }


def question_data(question: Question) -> dict[str, Any]:
    rated = is_rated(question)
    options = [
        {"text": each.text, "chosen": each.chosen, "good": each.good, "skip": each.skip}
        for each in question.options
    ]
    return {
        "id": question.id,
        "number": question.number,
        "text": question.text,
        "several": question.several,
        "answered": question.answered,
        "unsure": unsure(question),
        "blank": question.blank,
        "passed": question.passed,
        "indicator": question.indicator,
        "weight": question.weight,
        "options": options,
        "rate": rate_data(question_rate(question)) if rated else None,
        "units": [
            {"unit": each.unit, **rate_data(each.rate)}
            for each in (unit_rates(question) if rated else ())
        ],
    }


def survey_data(survey: Survey) -> dict[str, Any]:
    return {
        "id": survey.id,
        "title": survey.title,
        "start": day_text(survey.start),
        "end": day_text(survey.end),
        "by": survey.by,
        "sent": survey.sent or None,
        "returned": survey.returned,
        "valid": survey.valid,
        "file": survey.file,
        "sha256": survey.sha256,
    }
