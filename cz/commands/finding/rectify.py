"""``cz finding rectify``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    OpenFindingsArgument,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.finding.rectify import rectify
from cz.write.writing import How


@examples(
    "cz finding rectify f260710-6",
    "cz finding rectify f260710-6 f260710-8 --date 2026-07-14 --fix 已清理并安排专人值守",
)
def command(
    ids: OpenFindingsArgument,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="日期", help="单位报来整改的日期；不写就是今天。"),
    ] = None,
    fix: Annotated[
        str | None, typer.Option("--fix", metavar="说明", help="整改情况，一句话。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        rectify, find_plan(plan), ids, clock(today), day=date, fix=fix, how=How(dry_run, commit)
    )
