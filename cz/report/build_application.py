"""Whether an application may be made, and what it would stand on, as a template sees it.

What decides and what does not: docs/application.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cz.dossier.standing import HAD, MISSING, dossier
from cz.gaps.listed import Gaps, gaps
from cz.records import (
    CONDITION_STATES,
    MET,
    RETURNED,
    UNMET,
    UNPROVEN,
    Campaign,
    Condition,
    Question,
    Survey,
    year_and_number,
)
from cz.report.build_rounds import round_view
from cz.report.view_application import (
    AnswersView,
    ApplicationView,
    ConditionView,
    LackView,
    PapersView,
    TitleView,
)
from cz.report.view_rounds import RoundView
from cz.rounds.story import in_order, is_held, told
from cz.supervise.honours import EXPIRED, STATES, state
from cz.supervise.reviews import WAITING
from cz.surveys.rates import is_rated, question_rate
from cz.targets import standing
from cz.whose import present_names
from cz.words import NOTHING, mark, one_decimal

BY_SURVEY = "问卷"  # in the name of a method that asks people


def application(campaign: Campaign, phase: int, today: date) -> ApplicationView:
    found = gaps(campaign, phase, today)
    papers = _papers(campaign, phase, today)
    surveys = _ended(campaign, today)
    survey = surveys[0] if surveys else None
    asked = _asked(campaign, surveys)
    unasked = _unasked(campaign)
    return ApplicationView(
        conditions=_conditions(campaign, phase),
        must=tuple(_must(campaign, phase, found)),
        should=tuple(_should(campaign, phase, today, found, papers=papers, unasked=unasked)),
        papers=papers,
        round=_last_round(campaign, today),
        titles=_titles(campaign, today),
        survey=survey.title if survey else "",
        survey_id=survey.id if survey else "",
        valid=survey.valid if survey else 0,
        asked=asked,
        unasked=unasked,
    )


def _conditions(campaign: Campaign, phase: int) -> tuple[ConditionView, ...]:
    present = present_names(campaign)
    files = {piece.id: piece.file for piece in campaign.evidence}
    views = []
    for condition in campaign.conditions:
        proof = tuple(files.get(id_, id_) for id_ in condition.proof)
        view = ConditionView(
            id=condition.id,
            kind=condition.kind,
            title=mark(condition.title, condition.source == "proposed"),
            unit=present[condition.unit] if condition.unit else "",
            state=CONDITION_STATES.get(condition.states.get(phase, ""), "待核实"),
            proof=proof,
            note=condition.note,
            basis=_basis(condition, proof, phase),
        )
        views.append(view)
    return tuple(views)


def _basis(condition: Condition, files: Sequence[str], phase: int) -> str:
    if condition.is_unproven(phase):
        return UNPROVEN
    parts = ["、".join(files), condition.note]
    return "；".join(part for part in parts if part) or NOTHING


# --- what is wanting ----------------------------------------------------------------------------


def _must(campaign: Campaign, phase: int, found: Gaps) -> Iterator[LackView]:
    """Conditions, the phase's targets, and the other gaps of the first level."""
    if not campaign.conditions:
        words = "还没有照手册登记前置条件和负面清单，能不能申报看不出来"
        yield LackView(words, "cz condition")
    for each in campaign.conditions:
        now = each.states.get(phase, "")
        if now == UNMET:
            yield LackView(f"{each.kind}{each.id}不符合：{each.title}", "cz condition")
        elif now != MET:
            yield LackView(f"{each.kind}{each.id}待核实：{each.title}", "cz condition")
    yield from _targets(campaign, phase)
    others = [entry for entry in found.of(1) if entry.why != "C类"]
    others = [entry for entry in others if not entry.subject.id.startswith("n")]
    for entry in others:
        words = f"{entry.subject.id}{entry.why}：{entry.subject.title}"
        yield LackView(words, "cz gaps --level 1")


def _targets(campaign: Campaign, phase: int) -> Iterator[LackView]:
    now = standing(campaign, phase)
    source = "cz target"
    if now.c:
        yield LackView(f"C类{now.c}条，有一条就不达标", source)
    if now.gap:
        yield LackView(f"A类还差{now.gap}条", source)
    if now.unrated:
        yield LackView(f"未评{now.unrated}条", source)
    if now.minors_met is False:
        yield LackView("未成年人思想道德建设的测评成绩没有达到目标", source)
    elif now.minors_met is None and now.phase.minors is not None:
        yield LackView("未成年人思想道德建设的测评成绩还没有", source)


def _should(
    campaign: Campaign,
    phase: int,
    today: date,
    found: Gaps,
    *,
    papers: PapersView,
    unasked: int,
) -> Iterator[LackView]:
    """What a test may be lost by, though it does not forbid an application."""
    if found.of(2):
        words = f"自相矛盾{len(found.of(2))}条：评级和记录对不上"
        yield LackView(words, "cz gaps --level 2")
    if papers.items > papers.had:
        left = f"缺{papers.missing}项、待审{papers.waiting}项、退回{papers.returned}项"
        yield LackView(f"材料要求{papers.items}项，有{papers.had}项，{left}", "cz dossier")
    if _last_round(campaign, today) is None:
        yield LackView("还没有做过模拟测评", "cz round")
    if unasked:
        yield LackView(f"用问卷测评的标准，{unasked}条没有问过", "cz gaps --level 4")
    expired = [each for each in campaign.honours if state(each, today) == EXPIRED]
    for each in expired:
        yield LackView(f"{each.title}已于{each.until}到期，没有复审", "cz evidence honour")


def _papers(campaign: Campaign, phase: int, today: date) -> PapersView:
    """As the dossier counts them."""
    held = dossier(campaign, phase, today)
    counts = held.counts
    return PapersView(
        standards=len(held.holdings),
        items=sum(counts.values()),
        had=counts[HAD],
        waiting=counts[WAITING],
        returned=counts[RETURNED],
        missing=counts[MISSING],
    )


# --- what it stands on --------------------------------------------------------------------------


def _last_round(campaign: Campaign, today: date) -> RoundView | None:
    held = [each for each in in_order(campaign) if is_held(campaign, each, today)]
    return round_view(told(campaign, held[-1], today)) if held else None


def _titles(campaign: Campaign, today: date) -> tuple[TitleView, ...]:
    return tuple(
        TitleView(
            id=each.id,
            title=each.title,
            level=each.level,
            by=each.by,
            date=each.date,
            number=each.number,
            until=each.until,
            state=STATES[state(each, today)],
        )
        for each in campaign.honours
    )


def _ended(campaign: Campaign, today: date) -> list[Survey]:
    """The surveys that are done, the last first."""
    known = [each for each in campaign.surveys if each.end is None or each.end <= today]
    return sorted(known, key=lambda each: year_and_number(each.id), reverse=True)


def _asked(campaign: Campaign, surveys: Sequence[Survey]) -> tuple[AnswersView, ...]:
    """What the last survey asked, and of any other standard what was asked last."""
    views: list[AnswersView] = []
    told: set[str] = set()
    for survey in surveys:
        own = [question for question in campaign.questions if question.survey == survey.id]
        for question in own:
            is_news = question.indicator not in told if question.indicator else survey is surveys[0]
            if is_news and is_rated(question) and question_rate(question).answers:
                views.append(_answers(question))
        told.update(question.indicator for question in own)
    return tuple(views)


def _answers(question: Question) -> AnswersView:
    rate = question_rate(question)
    return AnswersView(
        id=question.id,
        survey=question.survey,
        text=question.text,
        indicator=question.indicator,
        answers=rate.answers,
        rate=one_decimal(rate.percent),
        low=one_decimal(rate.low),
        high=one_decimal(rate.high),
    )


def _unasked(campaign: Campaign) -> int:
    """Standards judged by a survey that no question of any survey is about."""
    asked = {question.indicator for question in campaign.questions}
    by_survey = [each for each in campaign.standards if BY_SURVEY in each.method]
    return sum(each.id not in asked for each in by_survey)
