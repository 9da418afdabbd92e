"""``cz add group``."""

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
from cz.verbs.add.group import add_group
from cz.write.writing import How


@examples("cz add group 志愿服务组")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="全名。")],
    id: NewIdOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(add_group, find_plan(plan), name, id_=id, source=source, how=how)
