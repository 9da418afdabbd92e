"""``cz task split``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    WhyOption,
    WorkArgument,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.task.split import split
from cz.write.writing import How


@examples("cz task split 7-3 整治农贸市场 整治背街小巷")
def command(
    id: WorkArgument,
    titles: Annotated[
        list[str],
        typer.Argument(metavar="名称", help="每一项的名称；第一项留用原编号和进展。"),
    ],
    reason: WhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        split,
        find_plan(plan),
        id,
        titles,
        clock(today),
        reason=reason,
        how=How(dry_run, commit),
    )
