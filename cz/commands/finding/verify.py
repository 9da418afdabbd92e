"""``cz finding verify``."""

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

_Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="编号",
        help="问题的编号，可以写几个，也可以写一段：f260701-3~7。",
        autocompletion=suggest.findings,
    ),
]


@examples(
    "cz finding verify f260710-18",
    "cz finding verify f260710-18 f260710-19 --date 2026-07-15 --commit",
)
def command(
    ids: _Ids,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="复核的日期；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.finding.change import verify

    return record(verify, folder_of(plan), ids, clock(today), day_=date, how=how(dry_run, commit))
