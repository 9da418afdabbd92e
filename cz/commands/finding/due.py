"""``cz finding due``."""

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
    "cz finding due f260710-6 2026-07-25 --reason 雨天停工",
    "cz finding due f260706-14 2026-07-22              还没有时限的，这就是交办",
)
def command(
    ids: _OpenIds,
    due: Annotated[str, typer.Argument(metavar="日期", help="整改时限，例如 2026-07-22。")],
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="理由", help="改时限的理由；第一次定时限不必写。"),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="批准的日期；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.finding.change import set_deadline

    return record(
        set_deadline,
        folder_of(plan),
        ids,
        due,
        clock(today),
        reason=reason,
        day_=date,
        how=how(dry_run, commit),
    )
