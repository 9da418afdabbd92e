"""``cz add project``."""

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
from cz.verbs.add.project import add_project
from cz.write.writing import How


@examples("cz add project 特色指标 --block b3")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="测评项目的名称。")],
    block: Annotated[
        str | None, typer.Option("--block", metavar="版块", help="属于哪个版块：编号或名称。")
    ] = None,
    id: NewIdOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(add_project, find_plan(plan), title, block=block, id_=id, source=source, how=how)
