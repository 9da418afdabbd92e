"""``cz add project``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.commands.add.options import Enter, adds
from cz.verbs.add.project import add_project


@adds(
    "cz add project 特色指标 --block b3",
    "cz add project 学校教育 --system minors       未成年人测评体系自己的",
)
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="测评项目的名称。")],
    block: Annotated[
        str | None, typer.Option("--block", metavar="版块", help="属于哪个版块：编号或名称。")
    ] = None,
    system: Annotated[
        str | None,
        typer.Option(
            "--system",
            metavar="测评体系",
            help="属于哪个测评体系：编号或简称；不写就是城市的。",
        ),
    ] = None,
) -> Enter:
    return partial(add_project, title=title, block=block, system=system)
