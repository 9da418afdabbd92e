"""``cz unit merge``."""

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
from cz.verbs.unit.merge import merge
from cz.write.writing import How


@examples(
    "cz unit merge 区科协 --into 区科技局                  并入方案里有的",
    "cz unit merge 区科技局 区科协 --into 区科学技术局     合成一个新的，编号用第一个的",
)
def command(
    units: Annotated[
        list[str],
        typer.Argument(metavar="单位", help="合并的几个单位。", autocompletion=suggest.units),
    ],
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="单位",
            help="并成哪个单位：方案里有的，或新的全名。",
            autocompletion=suggest.units,
        ),
    ],
    reason: CommittedWhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(merge, find_plan(plan), units, into, reason=reason, how=how)
