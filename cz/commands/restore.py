"""``cz restore``: one record back to what a commit holds."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import DryRunOption, PlanOption, examples
from cz.load.folder import find_plan
from cz.show.changes import show_outcome
from cz.verbs.restore import restore


@examples(
    "cz restore 1-5                回到上次提交时的样子，别处的改动不动",
    "cz restore 1-5 --at 2026-06-30 --dry-run",
    "cz restore 板块8",
)
def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="编号",
            help="记录的编号：任务、单位、指标、问题、材料等；板块写 板块8，阶段写 阶段3。",
            autocompletion=suggest.everything,
        ),
    ],
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="版本",
            help="恢复到哪时的样子：日期（2026-06-30）、提交编号、分支、标签、HEAD~3；"
            "不写就是上次提交。",
        ),
    ] = None,
    dry_run: DryRunOption = False,
    plan: PlanOption = None,
) -> int:
    show_outcome(restore(find_plan(plan), id, at, dry_run=dry_run))
    return 0
