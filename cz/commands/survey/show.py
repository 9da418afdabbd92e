"""``cz survey show``: the rates of a survey, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cz.cli.options import (
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.survey.options import SurveyArgument
from cz.problem import Refusal
from cz.records import Campaign, Question, Survey
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.surveys import (
    apart_words,
    interval,
    question_data,
    rate_words,
    survey_data,
    unsure,
)
from cz.show.words import file_title, label
from cz.surveys.rates import is_rated, question_rate, unit_rates, weighted
from cz.surveys.sizes import LEVEL, margin
from cz.verbs.survey.finding import find_survey, least_compared, questions_of
from cz.words import cn_date, one_decimal, percent


@examples(
    "cz survey q2026-1",
    "cz survey q2026-1 --question 3           一道题：各选项、各单位",
    "cz survey show q2026-1 -o 问卷.xlsx",
)
def command(
    name: SurveyArgument,
    question: Annotated[
        int | None, typer.Option("--question", metavar="题号", help="只看一道题，分单位。")
    ] = None,
    json: JsonOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    survey = find_survey(campaign, name)
    questions = questions_of(campaign, survey)
    if question is None:
        return finish(opened, sheet(campaign, survey, questions, day), form, output)
    chosen = [each for each in questions if each.number == question]
    if not chosen:
        numbers = "、".join(str(each.number) for each in questions)
        raise Refusal(f"{survey.id} 没有第 {question} 题。有的是：{numbers}。")
    return finish(opened, question_sheet(campaign, survey, chosen[0], day), form, output)


def sheet(campaign: Campaign, survey: Survey, questions: Sequence[Question], today: date) -> Sheet:
    blocks: list[Block] = [*_head(campaign, survey), _rates(questions)]
    total = weighted(questions)
    if total is not None:
        blocks.append(Line(f"按办公室定的权重合计 {one_decimal(total)}%。"))
    unrated = [each for each in questions if not is_rated(each) and not each.several]
    if unrated:
        numbers = "、".join(str(each.number) for each in unrated)
        advice = f"第 {numbers} 题没有定哪些选项算好评：cz survey set {unrated[0].id} --good 选项"
        blocks.append(Line(advice, "bright_black"))
    blocks += _between_units(campaign, questions)
    blocks += _rules(campaign)

    def data() -> dict[str, Any]:
        held = [question_data(question) for question in questions]
        return {**survey_data(survey), "weighted": total, "questions": held}

    return Sheet(blocks, data, title=file_title(survey.title, campaign.plan, today))


def _head(campaign: Campaign, survey: Survey) -> list[Block]:
    days = ""
    if survey.start and survey.end:
        days = f"{cn_date(survey.start)}至{cn_date(survey.end)}"
    title = "　".join(filter(None, (survey.title + label(campaign.plan), days, survey.by)))
    sent = f"发出 {survey.sent} 份，" if survey.sent else ""
    share = ""
    if survey.sent:
        share = f"（{percent(100 * survey.returned / survey.sent)}）"
    blank = survey.returned - survey.valid
    told = f"{sent}收回 {survey.returned} 份{share}，有效 {survey.valid} 份"
    told += f"，一题没答 {blank} 份" if blank else ""
    if survey.valid:
        told += f"，误差不超过 ±{one_decimal(margin(survey.valid))} 个百分点"
    return [Line(title, "bold"), Line(told)]


def _rates(questions: Sequence[Question]) -> Table:
    columns = [
        Col("题号", right=True),
        Col("题目", grow=True),
        Col("回答", right=True),
        Col("说不清", right=True),
        Col("没有答", right=True),
        Col("好评率", right=True),
        Col("区间", right=True),
    ]
    rows = []
    for question in questions:
        rate = question_rate(question)
        shown = ["多选", ""] if question.several else ["没有定", ""]
        if is_rated(question):
            shown = [rate_words(rate), interval(rate)]
        counts = (question.answered, unsure(question), question.blank)
        asked = [str(count) if count else "" for count in counts]
        rows.append([str(question.number), question.text, *asked, *shown])
    return Table(columns, rows)


def _between_units(campaign: Campaign, questions: Sequence[Question]) -> list[Block]:
    """Of each rated question the highest and lowest unit, and whether they differ at all."""
    least = least_compared(campaign)
    blocks: list[Block] = []
    for question in questions:
        lines = apart_words(question, least) if is_rated(question) else []
        if lines:
            blocks += [Line(f"第 {question.number} 题　{line}") for line in lines]
    if not blocks:
        return []
    return [Title("单位之间"), *blocks, Line("逐个单位看：加 --question 题号", "bright_black")]


def _rules(campaign: Campaign) -> list[Block]:
    texts = (
        "好评率是算好评的人数除以回答人数；说不清的、没有答的、没有问到的不算回答。",
        f"区间是 {LEVEL:g}% 的 Wilson 区间；两个区间有重叠，就不说谁高谁低。",
        f"回答不到 {least_compared(campaign)} 份的单位只列出，不比较。",
    )
    return [Title("怎么算的"), *(Line(f"{n}. {text}") for n, text in enumerate(texts, 1))]


def question_sheet(campaign: Campaign, survey: Survey, question: Question, today: date) -> Sheet:
    """One question: its options, then the units."""
    blocks: list[Block] = [
        Line(f"{survey.title}{label(campaign.plan)}", "bold"),
        Line(f"第 {question.number} 题（{question.id}）　{question.text}"),
        _options(question),
    ]
    if question.blank or question.passed:
        blocks.append(Line(f"没有答 {question.blank} 人，没有问到 {question.passed} 人。"))
    if is_rated(question):
        rate = question_rate(question)
        told = f"好评率 {rate_words(rate)}（{interval(rate)}），回答 {rate.answers} 人"
        blocks.append(Line(told))
        blocks += _units(campaign, question)
    title = file_title(f"{survey.title}第{question.number}题", campaign.plan, today)
    return Sheet(blocks, lambda: question_data(question), title=title)


def _options(question: Question) -> Table:
    columns = [Col("选项", grow=True), Col("人数", right=True), Col("占比", right=True), Col("")]
    whole = sum(option.chosen for option in question.options if not option.skip)
    whole = question.answered if question.several else whole
    rows = []
    for option in question.options:
        share = ""
        if whole and not option.skip:
            share = percent(100 * option.chosen / whole)
        mark = "好评" if option.good else ""
        rows.append([option.text, str(option.chosen), share, "不算回答" if option.skip else mark])
    return Table(columns, rows)


def _units(campaign: Campaign, question: Question) -> list[Block]:
    least = least_compared(campaign)
    rates = unit_rates(question)
    if not rates:
        return [Line("没有分单位的数。")]
    columns = [
        Col("单位", grow=True),
        Col("回答", right=True),
        Col("好评率", right=True),
        Col("区间", right=True),
        Col(""),
    ]
    rows = []
    for each in rates:
        few = "回答少，不比较" if each.rate.answers < least else ""
        shown = [rate_words(each.rate), interval(each.rate), few]
        rows.append([each.unit, str(each.rate.answers), *shown])
    lines = [Line(line) for line in apart_words(question, least)]
    return [Title("单位"), Table(columns, rows), *lines]
