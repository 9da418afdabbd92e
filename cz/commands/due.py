"""``cz due``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    folder_of,
    how,
    record,
)

WorkArgument = Annotated[
    str,
    typer.Argument(
        metavar="编号", help="任务或步骤的编号，例如 1-5、s2-1。", autocompletion=suggest.work
    ),
]


@examples("cz due 1-5 2026-09-30", "cz due 1-5 2027-06-30 --phase 3")
def command(
    id: WorkArgument,
    date: Annotated[str, typer.Argument(metavar="日期", help="例如 2026-09-30。")],
    phase: PhaseOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.record import set_due

    return record(
        set_due, folder_of(plan), id, date, clock(today), phase=phase, how=how(dry_run, commit)
    )
