"""``cz meeting done``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.meeting.done import done
from cz.write.writing import How


@examples(
    "cz meeting done h2026-7-1",
    "cz meeting done h2026-5-1 h2026-7-4 --date 2026-07-14 --result 已办结，附现场图片",
)
def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="编号",
            help="议定事项的编号，可以写几个，也可以写一段：h2026-5-1~3。",
            autocompletion=suggest.open_agreed,
        ),
    ],
    result: Annotated[
        str | None, typer.Option("--result", metavar="结果", help="办理结果，一句话。")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="哪天办结的；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        done,
        find_plan(plan),
        ids,
        clock(today),
        result=result,
        day=date,
        how=How(dry_run, commit),
    )
