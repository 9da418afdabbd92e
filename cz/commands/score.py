"""``cz score``."""

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
    record,
)
from cz.load.folder import find_plan
from cz.verbs.score import score
from cz.write.writing import How


@examples("cz score 未成年人 82", "cz score 未成年人 76.5 --phase 1")
def command(
    system: Annotated[
        str,
        typer.Argument(
            metavar="测评体系",
            help="名称或其中一段，例如 未成年人。",
            autocompletion=suggest.systems,
        ),
    ],
    points: Annotated[str, typer.Argument(metavar="得分", help="0 到 100。")],
    phase: PhaseOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        score, find_plan(plan), system, points, clock(today), phase=phase, how=How(dry_run, commit)
    )
