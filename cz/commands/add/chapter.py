"""``cz add chapter``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.chapter import add_chapter
from cz.write.writing import How


@examples("cz add chapter 建立规范有序的社会秩序")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="板块的名称。")],
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_chapter,
        find_plan(plan),
        title,
        confirm=confirm,
        how=How(dry_run, commit),
    )
