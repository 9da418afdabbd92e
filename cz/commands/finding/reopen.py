"""``cz finding reopen``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    FindingsArgument,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.finding.reopen import reopen
from cz.write.writing import How


@examples(
    "cz finding reopen f260710-18 --reason 照片与点位不符",
    "cz finding reopen f260710-20 --reason 回头看时现场反弹 --due 2026-07-22",
)
def command(
    ids: FindingsArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么退回或重开，一句话。")
    ],
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="退回或重开的日期；不写就是今天。")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="时限",
            help="新的整改时限，日期或 3天；不写，退回的不变，重开的从重开那天按督查规则的天数算。",
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        reopen,
        find_plan(plan),
        ids,
        reason,
        clock(today),
        day=date,
        due=due,
        how=How(dry_run, commit),
    )
