"""``cz finding reopen``."""

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
    "cz finding reopen f260710-18 --reason 照片与点位不符",
    "cz finding reopen f260710-20 --reason 回头看时现场反弹 --due 2026-07-22",
)
def command(
    ids: _Ids,
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么退回或重开，一句话。")
    ],
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="退回或重开的日期；不写就是今天。")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="时限",
            help="新的整改时限，日期或 3天；不写，退回的不变，重开的从重开那天按督查规则的天数算。",
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.finding.change import reopen

    return record(
        reopen,
        folder_of(plan),
        ids,
        reason,
        clock(today),
        day_=date,
        due=due,
        how=how(dry_run, commit),
    )
