"""``cz add chapter``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    NewNumberOption,
    OriginOption,
    PlanOption,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.add.chapter import add_chapter
from cz.write.writing import How


@examples("cz add chapter 建立数字化创建机制")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="板块的名称。")],
    id: NewNumberOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(add_chapter, find_plan(plan), title, number=id, source=source, how=how)
