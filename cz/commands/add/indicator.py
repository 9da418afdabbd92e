"""``cz add indicator``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.indicator import add_indicator
from cz.write.writing import How


@examples("cz add indicator 主次干道无乱停乱放 --project x9 --method 实地考察 --unit 区城市管理局")
def command(
    title: Annotated[str, typer.Argument(metavar="标准", help="测评标准，照手册写。")],
    project: Annotated[
        str,
        typer.Option("--project", metavar="测评项目", help="属于哪个测评项目，编号或名称。"),
    ],
    content: Annotated[
        str, typer.Option("--content", metavar="测评内容", help="属于哪一条测评内容。")
    ] = "",
    method: Annotated[
        str, typer.Option("--method", metavar="方法", help="测评方法，例如 实地考察。")
    ] = "",
    material: Annotated[
        str, typer.Option("--material", metavar="材料", help="要交的材料，几样用、分开。")
    ] = "",
    task: Annotated[
        str | None,
        typer.Option(
            "--task", metavar="任务", help="对应的任务编号。", autocompletion=suggest.work
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="责任单位。", autocompletion=suggest.units),
    ] = None,
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_indicator,
        find_plan(plan),
        title,
        project,
        content=content,
        method=method,
        material=material,
        task=task,
        unit=unit,
        confirm=confirm,
        how=How(dry_run, commit),
    )
