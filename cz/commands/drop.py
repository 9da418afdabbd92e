"""``cz drop``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.load.folder import find_plan
from cz.verbs.drop import drop
from cz.write.writing import How


@examples(
    "cz drop e1 --reason 登记错了",
    "cz drop r2 --reason 已并入r1              还有别处写着它的不删，说出是哪几处",
)
def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="编号",
            help="编号，名称或其中不会混淆的一段；板块写 板块8，阶段写 阶段3。",
            autocompletion=suggest.everything,
        ),
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么删，一句话；提交说明里会写明。")
    ],
    with_progress: Annotated[
        bool, typer.Option("--with-progress", help="任务、步骤连同记了的状态和进展一起删。")
    ] = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    return record(drop, find_plan(plan), name, reason, with_progress=with_progress, how=how)
