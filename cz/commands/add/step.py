"""``cz add step``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption, LeadOption, UnitsOption
from cz.load.folder import find_plan
from cz.verbs.add.step import add_step
from cz.write.writing import How


@examples("cz add step 组织模拟测评 --phase 2 --lead 区委宣传部")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="步骤的名称，照方案写。")],
    phase: Annotated[
        int,
        typer.Option(
            "--phase", metavar="N", help="哪个阶段，例如 2。", autocompletion=suggest.phases
        ),
    ],
    lead: LeadOption = None,
    units: UnitsOption = None,
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_step,
        find_plan(plan),
        title,
        phase,
        lead=lead,
        units=units or (),
        confirm=confirm,
        how=How(dry_run, commit),
    )
