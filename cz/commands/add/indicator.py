"""``cz add indicator``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.cli.suggest import units, work
from cz.commands.add.options import Enter, adds
from cz.verbs.add.indicator import Details, add_indicator


@adds(
    "cz add indicator 主次干道无乱停放 --project x9 --method 实地考察 --task 7-3 "
    "--unit 区城市管理局"
)
def command(
    title: Annotated[str, typer.Argument(metavar="标准", help="测评标准的文字。")],
    project: Annotated[
        str,
        typer.Option("--project", metavar="测评项目", help="属于哪个测评项目：编号或名称。"),
    ],
    content: Annotated[
        str | None, typer.Option("--content", metavar="测评内容", help="测评内容。")
    ] = None,
    method: Annotated[
        str | None, typer.Option("--method", metavar="测评方法", help="例如 实地考察、材料审核。")
    ] = None,
    material: Annotated[
        str | None, typer.Option("--material", metavar="材料", help="要哪些材料。")
    ] = None,
    task: Annotated[
        str | None,
        typer.Option("--task", metavar="编号", help="对应的任务。", autocompletion=work),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="负责的单位。", autocompletion=units),
    ] = None,
) -> Enter:
    return partial(
        add_indicator,
        title=title,
        project=project,
        details=Details(content, method, material, task, unit),
    )
