"""``cz add task``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption, LeadOption, UnitsOption
from cz.load.folder import find_plan
from cz.verbs.add.task import add_task
from cz.write.writing import How


@examples(
    "cz add task 推进老旧小区改造 --chapter 7 --lead 区住房和城乡建设局",
    "cz add task 治理飞线充电 --chapter 7 --lead 区消防救援大队 --with 区公安局、各乡镇党委和政府",
)
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="任务的名称，照方案写。")],
    chapter: Annotated[
        int,
        typer.Option(
            "--chapter", metavar="N", help="哪个板块，例如 7。", autocompletion=suggest.chapters
        ),
    ],
    lead: LeadOption = None,
    units: UnitsOption = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group", metavar="工作组", help="归哪个工作组。", autocompletion=suggest.groups
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="原文", help="方案里的一段原文。")
    ] = None,
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_task,
        find_plan(plan),
        title,
        chapter,
        lead=lead,
        units=units or (),
        group=group,
        text=text,
        confirm=confirm,
        how=How(dry_run, commit),
    )
