"""``cz check``: every problem of the plan at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cz.checks.advice import advice
from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    form_of_output,
    one_form,
    put_out_sheet,
)
from cz.history.untracked import untracked
from cz.load.folder import find_plan
from cz.opening import Opened, open_plan
from cz.problem import LEVELS, Problem, causes_first
from cz.show.complaints import as_data, complain, github_text, not_in_git, summary
from cz.show.sheet import Cell, Col, Line, Sheet, Table
from cz.typography import visible


@examples("cz check", "cz check --json", "cz check --github      在流水线里标注到改动的行")
def command(
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    github: Annotated[bool, typer.Option("--github", help="输出 GitHub 流水线的标注。")] = False,
    each: Annotated[
        bool, typer.Option("--all", help="同样的错误也逐个列出，不只说有几处。")
    ] = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv, github=github)
    form = form_of_output(form, output)
    folder = find_plan(plan)
    opened = _opened(folder, at)
    problems = everything(opened, clock(today)(opened.campaign))
    if form == "text":
        # with the user's own lines, which no table holds
        complain(problems, out=sys.stdout, each=each)
        print(summary(problems))
        if opened.left_out:
            print(f"有 {opened.left_out} 条记录没有读进来，上面说的几项、几个都不含它们。")
        if not at and (unknown := not_in_git(untracked(opened.campaign))):
            print(visible(unknown))
    elif form == "github":
        print(github_text(problems), end="")
    else:
        put_out_sheet(sheet(problems), form, output, folder)
    return 1 if any(problem.level == "error" for problem in problems) else 0


def _opened(folder: str, at: str | None) -> Opened:
    if not at:
        return open_plan(folder)
    from cz.history.past import open_at  # git is loaded for this only

    return open_at(folder, at).plan


def everything(opened: Opened, today: date) -> list[Problem]:
    """Errors and warnings, file by file in the order they stand, then notes in the same order.

    What cannot be read stands before the references that lead nowhere for it.
    """
    paths = [source.path for source in opened.campaign.sources.values()]
    order = {path: number for number, path in enumerate(paths)}

    def place(problem: Problem) -> tuple[bool, int, int, int]:
        file = order.get(problem.path, -1)  # a file that could not be read stands first
        return problem.level == "note", file, problem.line, problem.column

    in_order = sorted([*opened.problems, *advice(opened.campaign, today)], key=place)
    return causes_first(in_order)


def sheet(problems: Sequence[Problem]) -> Sheet:
    """A row a problem, then how many of each level."""
    columns = [
        Col("级别"),
        Col("代码"),
        Col("文件"),
        Col("行", right=True),
        Col("列", right=True),
        Col("记录"),
        Col("问题", grow=True),
        Col("建议", grow=True),
    ]
    table = Table(columns, [_row(problem) for problem in problems])
    return Sheet([table, Line(summary(problems))], data(problems), title="方案文件检查")


def _row(problem: Problem) -> list[str | Cell]:
    line = column = ""
    if problem.line:
        line, column = str(problem.line), str(problem.column)
    return [
        LEVELS[problem.level],
        problem.code,
        problem.path,
        line,
        column,
        problem.record,
        problem.message,
        problem.advice,
    ]


def data(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [as_data(problem) for problem in problems]
