"""``cz add phase``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.phase import add_phase
from cz.write.writing import How


@examples("cz add phase 巩固提升 --start 2028-01-01 --end 2028-12-31")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="阶段的名称。")],
    start: Annotated[str | None, typer.Option("--start", metavar="日期", help="第一天。")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="日期", help="最后一天。")] = None,
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_phase,
        find_plan(plan),
        title,
        start=start,
        end=end,
        confirm=confirm,
        how=How(dry_run, commit),
    )
