"""``cz finding assign``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    OpenFindingsArgument,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.finding.assign import assign
from cz.write.writing import How


@examples(
    "cz finding assign f260710-6 --unit 柳溪镇 --reason 不在辖区内      交办错了单位",
    "cz finding assign f260710-6 --unit 柳溪镇 --with 区城市管理局",
)
def command(
    ids: OpenFindingsArgument,
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
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="时限",
            help="新的整改时限；不写就按督查规则的天数，从今天起算。",
        ),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="原因", help="为什么改派，一句话，记在台账里。"),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        assign,
        find_plan(plan),
        ids,
        unit,
        clock(today),
        helpers=helpers or None,
        reason=reason,
        due=due,
        how=How(dry_run, commit),
    )
