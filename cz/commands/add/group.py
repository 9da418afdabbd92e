"""``cz add group``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.group import add_group
from cz.write.writing import How


@examples("cz add group 宣传引导组")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="工作组的名称。")],
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_group,
        find_plan(plan),
        name,
        confirm=confirm,
        how=How(dry_run, commit),
    )
