"""``cz finding rectify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    folder_of,
    how,
    record,
)

if TYPE_CHECKING:
    pass

_OpenIds = Annotated[
    list[str],
    typer.Argument(
        metavar="编号",
        help="问题的编号，可以写几个，也可以写一段：f260701-3~7。",
        autocompletion=suggest.open_findings,
    ),
]


@examples(
    "cz finding rectify f260710-6",
    "cz finding rectify f260710-6 f260710-8 --date 2026-07-14 --fix 已清理并安排专人值守",
)
def command(
    ids: _OpenIds,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="日期", help="单位报来整改的日期；不写就是今天。"),
    ] = None,
    fix: Annotated[
        str | None, typer.Option("--fix", metavar="说明", help="整改情况，一句话。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.finding.change import rectify

    return record(
        rectify, folder_of(plan), ids, clock(today), day_=date, fix=fix, how=how(dry_run, commit)
    )
