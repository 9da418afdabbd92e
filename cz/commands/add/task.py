"""``cz add task``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.cli.options import ItsGroupOption, LeadOption, NewDueOption, SharersOption
from cz.cli.suggest import chapters
from cz.commands.add.options import Enter, adds
from cz.verbs.add.task import Duties, add_task


@adds(
    "cz add task 整治飞线充电 --chapter 7",
    "cz add task 整治飞线充电 --chapter 7 --lead 区消防救援大队 --unit 区公安分局、滨河街道 "
    "--due 9月30日",
    dated=True,
)
def command(
    title: Annotated[str, typer.Argument(metavar="标题", help="任务的标题。")],
    chapter: Annotated[
        str | None,
        typer.Option(
            "--chapter",
            metavar="板块",
            help="哪个板块：7，或名称里的几个字。",
            autocompletion=chapters,
        ),
    ] = None,
    lead: LeadOption = None,
    unit: SharersOption = None,
    group: ItsGroupOption = None,
    due: NewDueOption = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="要求", help="任务要求，一段话。")
    ] = None,
) -> Enter:
    return partial(
        add_task,
        title=title,
        chapter=chapter,
        text=text,
        duties=Duties(lead, unit or (), group, due),
    )
