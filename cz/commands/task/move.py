"""``cz task move``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
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
from cz.verbs.task.move import move
from cz.write.writing import How


@examples(
    "cz task move 7-3 --chapter 8 --reason 职能划转          原因记在任务里",
    "cz task move 强化城市管理 --chapter 社会文化",
)
def command(
    id: WorkArgument,
    chapter: Annotated[
        str,
        typer.Option(
            "--chapter",
            metavar="板块",
            help="移到哪个板块：8，或名称里的几个字。",
            autocompletion=suggest.chapters,
        ),
    ],
    reason: WhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        move,
        find_plan(plan),
        id,
        chapter,
        clock(today),
        reason=reason,
        how=How(dry_run, commit),
    )
