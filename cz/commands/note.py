"""``cz note``."""

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

DateOption = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="进展的日期；不写就是今天。")
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="单位", help="报来进展的单位。", autocompletion=suggest.units),
]
WorkArgument = Annotated[
    str,
    typer.Argument(
        metavar="编号", help="任务或步骤的编号，例如 1-5、s2-1。", autocompletion=suggest.work
    ),
]


@examples(
    "cz note 1-5 评选方案已印发各镇街", "cz note 1-5 已召开推进会 --by 区妇联 --date 2026-07-01"
)
def command(
    id: WorkArgument,
    text: Annotated[str, typer.Argument(metavar="说明", help="一句话；中间有空格时用引号括起来。")],
    phase: PhaseOption = None,
    date: DateOption = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.record import note

    return record(
        note,
        folder_of(plan),
        id,
        text,
        clock(today),
        phase=phase,
        day_=date,
        by=by,
        how=how(dry_run, commit),
    )
