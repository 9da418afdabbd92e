"""What the commands of surveys share."""

from __future__ import annotations

from collections.abc import Sequence

from cz.problem import Refusal, nearest
from cz.records import Campaign, Question, Survey, year_and_number
from cz.typed.ids import normal_id

BESIDE = ("units", "tasks", "indicators")


def in_order(campaign: Campaign) -> list[Survey]:
    """The oldest first."""
    return sorted(campaign.surveys, key=lambda survey: year_and_number(survey.id))


def find_survey(campaign: Campaign, text: str) -> Survey:
    """By id or title. Raises Refusal."""
    wanted = normal_id(text)
    for survey in campaign.surveys:
        if wanted == survey.id or text.strip() == survey.title:
            return survey
    if not campaign.surveys:
        raise Refusal("还没有取进问卷。请先用 cz survey import 导出的表 --as q2026-1。")
    ids = [survey.id for survey in in_order(campaign)]
    near = nearest(wanted, ids, 3) or ids[-3:]
    raise Refusal(f"没有叫“{text}”的问卷。最接近的有：{'、'.join(near)}。", missing=wanted)


def least_compared(campaign: Campaign) -> int:
    """From how many answers on a unit is compared: the office's rule for all its rates."""
    return max(1, campaign.rules.scoring.min_obs)


def questions_of(campaign: Campaign, survey: Survey) -> list[Question]:
    own = [question for question in campaign.questions if question.survey == survey.id]
    return sorted(own, key=lambda question: question.number)


def find_question(campaign: Campaign, text: str) -> Question:
    """By id. Raises Refusal with the nearest."""
    wanted = normal_id(text)
    for question in campaign.questions:
        if question.id == wanted:
            return question
    near = nearest(wanted, [question.id for question in campaign.questions], 3)
    hint = (
        f"最接近的有：{'、'.join(near)}。"
        if near
        else "编号像 k2026-1-3，用 cz survey q2026-1 看。"
    )
    raise Refusal(f"没有编号为“{text}”的题目。{hint}", missing=wanted)


def options_named(question: Question, texts: Sequence[str]) -> list[int]:
    """The places of these options. Raises Refusal with those there are."""
    places = []
    known = [option.text for option in question.options]
    for text in texts:
        if text not in known:
            raise Refusal(f"{question.id} 没有“{text}”这个选项。选项有：{'、'.join(known)}。")
        places.append(known.index(text))
    return places
