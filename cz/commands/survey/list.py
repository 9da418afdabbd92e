"""``cz survey list``."""

from __future__ import annotations

from datetime import date

from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.records import Campaign, Survey
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.surveys import survey_data
from cz.show.words import file_title
from cz.surveys.sizes import margin
from cz.verbs.survey.finding import in_order, questions_of
from cz.words import one_decimal


@examples("cz survey", "cz survey list -o 问卷.xlsx")
def command(
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    return finish(opened, sheet(opened.campaign, day), form, output)


def sheet(campaign: Campaign, today: date) -> Sheet:
    held = in_order(campaign)
    columns = [
        Col("编号"),
        Col("标题", grow=True),
        Col("第一份"),
        Col("最后一份"),
        Col("发出", right=True),
        Col("收回", right=True),
        Col("有效", right=True),
        Col("题目", right=True),
        Col("误差", right=True),
    ]
    blocks: list[Block] = [Table(columns, [_row(campaign, survey) for survey in held])]
    if not held:
        blocks = [Line("还没有取进问卷。取进一次：cz survey import 导出的表 --as q2026-1")]
    title = file_title("问卷", campaign.plan, today)
    return Sheet(blocks, lambda: [survey_data(survey) for survey in held], title=title)


def _row(campaign: Campaign, survey: Survey) -> list[str | Cell]:
    days: list[str | Cell] = []
    for day in (survey.start, survey.end):
        days.append(Cell(day.isoformat(), day) if day else "")
    off = f"±{one_decimal(margin(survey.valid))}" if survey.valid else ""
    counts = [str(survey.sent or ""), str(survey.returned), str(survey.valid)]
    questions = str(len(questions_of(campaign, survey)))
    return [survey.id, survey.title, *days, *counts, questions, off]
