"""``cz finding withdraw``."""

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
from cz.verbs.finding.withdraw import withdraw
from cz.write.writing import How


@examples("cz finding withdraw f260710-18 --reason 与f260710-17是同一处")
def command(
    ids: FindingsArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么撤回，一句话；通报里会写明。")
    ],
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="撤回的日期；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        withdraw,
        find_plan(plan),
        ids,
        reason,
        clock(today),
        day=date,
        how=How(dry_run, commit),
    )
