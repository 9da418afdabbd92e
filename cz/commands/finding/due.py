"""``cz finding due``."""

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
from cz.verbs.finding.due import set_deadline
from cz.write.writing import How


@examples(
    "cz finding due f260710-6 2026-07-25 --reason 雨天停工",
    "cz finding due f260706-14 2026-07-22              还没有时限的，这就是交办",
)
def command(
    ids: OpenFindingsArgument,
    due: Annotated[str, typer.Argument(metavar="日期", help="整改时限，例如 2026-07-22。")],
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="原因", help="改时限的理由；第一次定时限不必写。"),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="批准的日期；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        set_deadline,
        find_plan(plan),
        ids,
        due,
        clock(today),
        reason=reason,
        day=date,
        how=How(dry_run, commit),
    )
