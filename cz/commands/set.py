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
    ReportedOption,
    ReporterOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.set import set_status
from cz.write.writing import How

NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="说明", help="同时记一条进展说明。")
]


@examples(
    "cz set 1-5 done",
    "cz set 1-5 2-1 已复核 --phase 1      几项一起记，要么都记上，要么都不记",
    "cz set 1-5 doing --note 方案已印发 --by 区委宣传部 --date 2026-07-01",
    "cz set 7-1~3 推进中                  一段，有一个编号没有就都不记",
    "cz set 加强国民教育 done              写名称也行",
    "cz set s2-1 done --dry-run",
)
def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="编号",
            help="任务或步骤的编号或名称，可以写几个，也可以写一段：7-1~3。",
            autocompletion=suggest.work_or_status,
        ),
    ],
    status: Annotated[
        str,
        typer.Argument(
            metavar="状态",
            help="todo 未启动，doing 推进中，blocked 受阻，done 已完成（待复核），"
            "verified 已复核；写中文也行。",
            autocompletion=suggest.statuses,
        ),
    ],
    phase: PhaseOption = None,
    note: NoteOption = None,
    date: ReportedOption = None,
    by: ReporterOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        set_status,
        find_plan(plan),
        ids,
        status,
        clock(today),
        phase=phase,
        note=note,
        day=date,
        by=by,
        how=How(dry_run, commit),
    )
