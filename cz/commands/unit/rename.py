"""``cz unit rename``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    CommittedWhyOption,
    DryRunOption,
    PlanOption,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.unit.rename import rename
from cz.write.writing import How


@examples("cz unit rename 区教育局 区教育和体育局")
def command(
    unit: Annotated[
        str, typer.Argument(metavar="单位", help="现在的名称。", autocompletion=suggest.units)
    ],
    name: Annotated[str, typer.Argument(metavar="新名称", help="全名。")],
    reason: CommittedWhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(rename, find_plan(plan), unit, name, reason=reason, how=how)
