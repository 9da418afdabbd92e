"""``cz add collective``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    NewIdOption,
    OriginOption,
    PlanOption,
    examples,
    record,
)
from cz.cli.suggest import units
from cz.load.folder import find_plan
from cz.verbs.add.collective import add_collective
from cz.write.writing import How


@examples("cz add collective 各商圈街道 --member 滨河街道、城东街道")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="方案里的写法，例如 各乡镇。")],
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member",
            metavar="单位",
            help="成员，几个用、隔开，也可以写几次。",
            autocompletion=units,
        ),
    ] = None,
    id: NewIdOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    folder = find_plan(plan)
    return record(add_collective, folder, name, member or (), id_=id, source=source, how=how)
