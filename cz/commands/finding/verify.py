"""``cz finding verify``."""

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
from cz.verbs.finding.verify import verify
from cz.write.writing import How


@examples(
    "cz finding verify f260710-18",
    "cz finding verify f260710-18 f260710-19 --date 2026-07-15 --commit",
)
def command(
    ids: FindingsArgument,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="复核的日期；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(verify, find_plan(plan), ids, clock(today), day=date, how=How(dry_run, commit))
