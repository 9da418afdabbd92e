"""``cz add project``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.project import add_project
from cz.write.writing import How


@examples("cz add project 生态环境 --block b2")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="测评项目的名称，照手册写。")],
    block: Annotated[
        str | None, typer.Option("--block", metavar="版块", help="属于哪个版块，例如 b2。")
    ] = None,
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_project,
        find_plan(plan),
        title,
        block=block,
        confirm=confirm,
        how=How(dry_run, commit),
    )
