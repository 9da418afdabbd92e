"""``cz survey rate``: ratings proposed from a survey, and those that were confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.load import Loaded
from cz.names import find_indicators
from cz.problem import Refusal
from cz.progress import pick_phase
from cz.records import Campaign, Indicator, Survey
from cz.surveys.judging import JudgedQuestion, judge_all
from cz.verbs.rate import Grade, ratings
from cz.verbs.survey.finding import find_survey, questions_of
from cz.words import one_decimal
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, require, write

_BESIDE = ("units", "tasks", "surveys")


class RatedSurvey(NamedTuple):
    campaign: Campaign
    survey: Survey
    phase: int
    judged: tuple[JudgedQuestion, ...]

    @property
    def proposed(self) -> tuple[JudgedQuestion, ...]:
        return tuple(each for each in self.judged if each.is_proposed)


def rated(campaign: Campaign, text: str, today: date, phase: int | None = None) -> RatedSurvey:
    """Raises Refusal where there is no such survey."""
    survey = find_survey(campaign, text)
    return _rated(campaign, survey, pick_phase(campaign, phase, today))


def _rated(campaign: Campaign, survey: Survey, phase: int) -> RatedSurvey:
    questions = questions_of(campaign, survey)
    return RatedSurvey(campaign, survey, phase, judge_all(campaign, questions, phase))


def accept(
    folder: str,
    text: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    phase: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Rate these standards as is proposed, all of them or none; why is kept with each.

    Raises Refusal, also where nothing is proposed of one.
    """
    if not ids:
        raise Refusal("逐条核对过，再写明是哪几条，例如 cz survey rate q2026-1 i4-04 --accept。")

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "surveys", "surveys", "questions")
        campaign, today = loaded.campaign, clock(loaded.campaign)
        number = phase_to_write(loaded, phase, today)
        told = _rated(campaign, find_survey(campaign, text), number)
        by_id = {each.standard.id: each for each in told.judged}

        def given(standard: Indicator) -> tuple[Grade, str]:
            each = by_id.get(standard.id)
            if each is None or not each.is_proposed:
                raise Refusal(
                    f"{standard.id} 没有提出评级：要问卷里有一题问它、定了算好评的选项、"
                    f"标准写了规则（judge），而且和现在的评级不同。"
                    f"要改评级请用 cz rate {standard.id} 评级。"
                )
            return Grade(each.grade), basis_words(told.survey, each)

        return ratings(find_indicators(campaign, ids), number, today, given)

    return write(folder, "indicators", plan, how, beside=_BESIDE)


def basis_words(survey: Survey, each: JudgedQuestion) -> str:
    """``2026年第1次问卷调查（q2026-1）第3题回答891人，好评率90.3%（88.2～92.1）：…为A``."""
    rate = each.rate
    rule = each.standard.judge.conditions[each.grade]
    between = f"{one_decimal(rate.low)}～{one_decimal(rate.high)}"
    return (
        f"{survey.title}（{survey.id}）第{each.question.number}题回答{rate.answers}人，"
        f"好评率{one_decimal(rate.percent)}%（{between}）：{rule}为{each.grade}"
    )
