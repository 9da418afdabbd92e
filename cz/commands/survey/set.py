"""``cz survey set``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.survey.set import set_question
from cz.write.writing import How


@examples(
    "cz survey set k2026-1-3 --good 满意、基本满意",
    "cz survey set k2026-1-3 --indicator i1-03",
    "cz survey set k2026-1-3 k2026-1-4 --weight 20       权重照办公室定的写",
)
def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="题目", help="题目的编号，可以写几个。", autocompletion=suggest.questions
        ),
    ],
    good: Annotated[
        list[str] | None,
        typer.Option("--good", metavar="选项", help="哪些选项算好评，写全。"),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="选项", help="哪些选项不算回答，写全。"),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option(
            "--indicator",
            metavar="指标",
            help="这道题问的是哪条测评标准。",
            autocompletion=suggest.indicators,
        ),
    ] = None,
    weight: Annotated[
        float | None, typer.Option("--weight", metavar="N", help="权重；不定就不算总分。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        set_question,
        find_plan(plan),
        ids,
        good=good or (),
        skip=skip or (),
        indicator=indicator,
        weight=weight,
        how=How(dry_run, commit),
    )
