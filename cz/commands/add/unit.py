"""``cz add unit``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.unit import add_unit
from cz.write.writing import How


@examples(
    "cz add unit 区数据局",
    "cz add unit 新城镇 --kind 乡镇",
)
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="全名。")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="类别",
            help="党委部门、政府部门、群团、乡镇、街道、其他；不写就按名称定。",
        ),
    ] = None,
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_unit,
        find_plan(plan),
        name,
        kind=kind,
        confirm=confirm,
        how=How(dry_run, commit),
    )
