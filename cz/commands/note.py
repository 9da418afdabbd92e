"""``cz note``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PhaseOption,
    PlanOption,
    ReportedOption,
    ReporterOption,
    SomeWorkArgument,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.note import note
from cz.write.writing import How


@examples(
    "cz note 1-5 评选方案已印发各镇街", "cz note 1-5 已召开推进会 --by 区妇联 --date 2026-07-01"
)
def command(
    id: SomeWorkArgument,
    text: Annotated[str, typer.Argument(metavar="说明", help="一句话；中间有空格时用引号括起来。")],
    phase: PhaseOption = None,
    date: ReportedOption = None,
    by: ReporterOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        note,
        find_plan(plan),
        id,
        text,
        clock(today),
        phase=phase,
        day=date,
        by=by,
        how=How(dry_run, commit),
    )
