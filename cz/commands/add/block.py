"""``cz add block``."""

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
from cz.load.folder import find_plan
from cz.verbs.add.block import add_block
from cz.write.writing import How


@examples("cz add block 特色创建")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="版块的名称。")],
    id: NewIdOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(add_block, find_plan(plan), title, id_=id, source=source, how=how)
