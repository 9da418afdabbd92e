"""``cz assign``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    SomeWorkArgument,
    TodayOption,
    WhyOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.assign import assign
from cz.write.writing import How

_AddOption = Annotated[
    list[str] | None,
    typer.Option(
        "--add", metavar="单位", help="加一个责任单位，可以写几次。", autocompletion=suggest.units
    ),
]
_RemoveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--remove",
        metavar="单位",
        help="去掉一个责任单位，可以写几次。",
        autocompletion=suggest.units,
    ),
]


@examples(
    "cz assign 1-5 --lead 区委宣传部",
    "cz assign 1-5 --add 区教育局、区妇联 --remove 区总工会",
    "cz assign 1-5 --lead 区总工会 --reason 机构改革后职责划转",
    "cz assign 1-5 --confirm             对照方案核实无误，不再标（拟）",
)
def command(
    id: SomeWorkArgument,
    lead: Annotated[
        str | None,
        typer.Option(
            "--lead", metavar="单位", help="改由这个单位牵头。", autocompletion=suggest.units
        ),
    ] = None,
    add: _AddOption = None,
    remove: _RemoveOption = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="已对照方案核实：从“拟”转为方案内容。")
    ] = False,
    reason: WhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        assign,
        find_plan(plan),
        id,
        clock(today),
        lead=lead,
        add=add or (),
        remove=remove or (),
        confirm=confirm,
        reason=reason,
        how=How(dry_run, commit),
    )
