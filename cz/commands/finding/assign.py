"""``cz finding assign``."""

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
    "cz finding assign f260710-6 --unit 柳溪镇                      交办错了单位",
    "cz finding assign f260710-6 --unit 柳溪镇 --with 区城市管理局",
)
def command(
    ids: _OpenIds,
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            metavar="单位",
            help="改派给哪个单位，只写一个。",
            autocompletion=suggest.units,
        ),
    ],
    helpers: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="单位",
            help="协办单位，可以写几次；不写就不变。",
            autocompletion=suggest.units,
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.finding.change import assign

    return record(
        assign,
        folder_of(plan),
        ids,
        unit,
        clock(today),
        helpers=helpers or None,
        how=how(dry_run, commit),
    )
