"""``cz set``."""

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

NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="说明", help="同时记一条进展说明。")
]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="进展的日期；不写就是今天。")
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="单位", help="报来进展的单位。", autocompletion=suggest.units),
]


@examples(
    "cz set 1-5 done",
    "cz set 1-5 2-1 已复核 --phase 1      几项一起记，要么都记上，要么都不记",
    "cz set 1-5 doing --note 方案已印发 --by 区委宣传部 --date 2026-07-01",
    "cz set s2-1 done --dry-run",
)
def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="编号",
            help="任务或步骤的编号，可以写几个。",
            autocompletion=suggest.work_or_status,
        ),
    ],
    status: Annotated[
        str,
        typer.Argument(
            metavar="状态",
            help="todo 未启动，doing 推进中，blocked 受阻，done 已完成（待复核），verified 已复核；写中文也行。",
            autocompletion=suggest.statuses,
        ),
    ],
    phase: PhaseOption = None,
    note: NoteOption = None,
    date: DateOption = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.record import set_status

    return record(
        set_status,
        folder_of(plan),
        ids,
        status,
        clock(today),
        phase=phase,
        note=note,
        day_=date,
        by=by,
        how=how(dry_run, commit),
    )
