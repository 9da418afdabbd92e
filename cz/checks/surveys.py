"""Errors in what surveys and their questions name, and counts that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from cz.checks.known import Known, error, owners_by_form, unknown_unit, unlisted
from cz.problem import Problem
from cz.records import Campaign, Question
from cz.tree import Path


def of_surveys(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E309 and E310 in questions; E312 in surveys; E315 in counts."""
    for survey in campaign.surveys:
        if survey.start and survey.end and survey.end < survey.start:
            message, advice = "最后一份答卷早于第一份。", "请核对 start 和 end。"
            yield error(campaign, "surveys", survey, ("end",), "E312", message, advice)
        if survey.valid > survey.returned:
            message = f"有效 {survey.valid} 份，多于收回的 {survey.returned} 份。"
            yield error(
                campaign, "surveys", survey, ("valid",), "E315", message, "请照统计的结果改正。"
            )
    for question in campaign.questions:
        if question.survey not in known.surveys:
            message = f"没有编号为“{question.survey}”的问卷。"
            advice = "请核对题目编号：k 后面是问卷的年份-序号，再后面是题号。"
            yield error(campaign, "questions", question, ("id",), "E310", message, advice)
        if question.indicator and question.indicator not in known.indicators:
            ids = [each.id for each in campaign.indicators]
            yield unlisted(
                campaign,
                "questions",
                question,
                "indicator",
                question.indicator,
                ids,
                "指标",
                "E309",
            )
        yield from _units(campaign, question, known)


def _units(campaign: Campaign, question: Question, known: Known) -> Iterator[Problem]:
    """A unit that there is none of, and counts that are no part of the whole."""
    sums = [0] * len(question.options)
    for index, each in enumerate(question.units):
        path: Path = ("units", index, "unit")
        if each.unit not in known.units_ever:
            yield unknown_unit(
                campaign, "questions", question, path, each.unit, owners_by_form(campaign)
            )
        if len(each.counts) != len(question.options):
            message = (
                f"{each.unit}的人数有 {len(each.counts)} 个，选项有 {len(question.options)} 个。"
            )
            yield error(
                campaign,
                "questions",
                question,
                path,
                "E315",
                message,
                "各选项一个数，依次用 / 隔开。",
            )
            return
        sums = [whole + own for whole, own in zip(sums, each.counts, strict=True)]
    for index, (option, whole) in enumerate(zip(question.options, sums, strict=True)):
        if whole > option.chosen:
            message = f"“{option.text}”各单位合计 {whole} 人，多于总数 {option.chosen} 人。"
            path = ("options", index, "people")
            yield error(
                campaign, "questions", question, path, "E315", message, "请照统计的结果改正。"
            )
