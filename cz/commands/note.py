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
from cz.problem import Refusal
from cz.verbs.note import note, withdraw
from cz.write.writing import How


@examples(
    "cz note 1-5 评选方案已印发各镇街",
    "cz note 1-5 已召开推进会 --by 区妇联 --date 2026-07-01",
    "cz note 1-1 --withdraw --reason 记错了任务",
)
def command(
    id: SomeWorkArgument,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="说明", show_default=False, help="一句话；中间有空格时用引号括起来。"
        ),
    ] = None,
    phase: PhaseOption = None,
    date: ReportedOption = None,
    by: ReporterOption = None,
    withdrawing: Annotated[
        bool,
        typer.Option(
            "--withdraw", help="撤回一条记错的：不写说明就是最近一条，写了就是有这几个字的。"
        ),
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="原因", help="为什么撤回，一句话。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if withdrawing:
        if not reason:
            raise Refusal("撤回进展要用 --reason 写明原因。")
        return record(
            withdraw,
            find_plan(plan),
            id,
            clock(today),
            reason,
            text=text,
            day=date,
            how=How(dry_run, commit),
        )
    if reason is not None:
        raise Refusal("--reason 要和 --withdraw 同用。")
    if text is None:
        raise Refusal(f"没有写说明，例如 cz note {id} 已召开推进会。")
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
