"""``cz add collective``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.cli.suggest import units
from cz.commands.add.options import Enter, adds
from cz.verbs.add.collective import add_collective


@adds("cz add collective 各商圈街道 --member 滨河街道、城东街道")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="方案里的写法，例如 各乡镇。")],
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member",
            metavar="单位",
            help="成员，几个用、隔开，也可以写几次。",
            autocompletion=units,
        ),
    ] = None,
) -> Enter:
    return partial(add_collective, name=name, members=member or ())
