"""``cz survey rate``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    AcceptOption,
    CommitOption,
    DryRunOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    finish,
    one_form,
    open_for_reading,
    record,
    refuse_unaccepted,
)
from cz.commands.survey.options import SurveyArgument
from cz.load.folder import find_plan
from cz.show.sheet import Block, Col, Line, Sheet, Table
from cz.show.surveys import interval, rate_data, rate_words
from cz.show.words import file_title
from cz.surveys.judging import JudgedQuestion
from cz.verbs.survey.rate import RatedSurvey, accept, rated
from cz.write.writing import How


@examples(
    "cz survey rate q2026-1                    照办公室的规则，提出哪些评级",
    "cz survey rate q2026-1 -o 提出的评级.xlsx",
)
def command(
    name: SurveyArgument,
    standards: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="标准",
            help="核对过的测评标准，和 --accept 同用，可以写几条。",
            show_default=False,
            autocompletion=suggest.indicators,
        ),
    ] = None,
    accept_: AcceptOption = False,
    phase: PhaseOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if accept_:
        return record(
            accept,
            find_plan(plan),
            name,
            standards or (),
            clock(today),
            phase=phase,
            how=How(dry_run, commit),
        )
    refuse_unaccepted(dry_run, commit, standards)
    form = one_form(json=json)
    opened, day = open_for_reading(plan, today)
    told = rated(opened.campaign, name, day, phase)
    title = file_title(f"{told.survey.title}提出的评级", opened.campaign.plan, day)
    return finish(opened, sheet(told, title), form, output)


def sheet(told: RatedSurvey, title: str = "") -> Sheet:
    proposed = told.proposed
    blocks: list[Block] = [_table(proposed), Line()] if proposed else []
    same = sum(bool(each.grade) and not each.is_proposed for each in told.judged)
    counted = (
        f"问过、写了规则的标准 {len(told.judged)} 条：提出 {len(proposed)} 条，"
        f"和第{told.phase}阶段的评级一样 {same} 条。"
    )
    blocks.append(Line(counted, "bright_black"))
    if not told.judged:
        advice = "规则写在标准的 judge 里，题目问的是哪条标准用 cz survey set --indicator 写。"
        blocks.append(Line(advice, "bright_black"))
    if proposed:
        named = " ".join(each.standard.id for each in proposed)
        typed = f"逐条核对过了再写上：cz survey rate {told.survey.id} {named} --accept"
        blocks.append(Line(typed, "bright_black"))
    return Sheet(blocks, lambda: _data(told), title=title)


def _table(proposed: tuple[JudgedQuestion, ...]) -> Table:
    columns = [
        Col("编号"),
        Col("测评标准", grow=True),
        Col("现在"),
        Col("回答", right=True),
        Col("好评率", right=True),
        Col("区间", right=True),
        Col("规则", grow=True),
        Col("提出"),
        Col("把握"),
    ]
    rows = []
    for each in proposed:
        standard, rate = each.standard, each.rate
        answers = [str(rate.answers), rate_words(rate), interval(rate)]
        sure = "" if each.is_sure else f"区间里也可能是{_others(each)}"
        now = each.rating or "未评"
        rule = str(standard.judge)
        rows.append([standard.id, standard.title, now, *answers, rule, each.grade, sure])
    return Table(columns, rows)


def _others(each: JudgedQuestion) -> str:
    """What the rule gives at the ends of the interval, where that is another grade."""
    ends = dict.fromkeys((each.low, each.high))
    return "、".join(grade or "提不出" for grade in ends if grade != each.grade)


def _data(told: RatedSurvey) -> dict[str, Any]:
    return {
        "id": told.survey.id,
        "phase": told.phase,
        "judged": [
            {
                "indicator": each.standard.id,
                "question": each.question.id,
                "rating": each.rating,
                "rate": rate_data(each.rate),
                "judge": each.standard.judge._asdict(),
                "grade": each.grade,
                "sure": each.is_sure,
                "proposed": each.is_proposed,
            }
            for each in told.judged
        ],
    }
