"""``cz dossier state``."""

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
from cz.verbs.dossier.state import state
from cz.write.writing import How


@examples(
    "cz dossier state i1-01 有年度学习计划，按季度集中学习，记录完整。",
    "cz dossier state i1-03 培训班按计划开设，课程表齐全。 --phase 2",
)
def command(
    id_: Annotated[
        str,
        typer.Argument(metavar="指标", help="测评标准的编号。", autocompletion=suggest.indicators),
    ],
    text: Annotated[str, typer.Argument(metavar="说明", help="结论性说明，印在提交表上。")],
    phase: PhaseOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(state, find_plan(plan), id_, text, clock(today), phase=phase, how=how)
