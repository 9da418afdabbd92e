"""``cz add unit``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.cli.suggest import unit_kinds
from cz.commands.add.options import Enter, adds
from cz.verbs.add.unit import add_units


@adds(
    "cz add unit 区数据局 区大数据公司            类别看名称定，编号是拼音首字母",
    "cz add unit 区投资促进中心 --kind 政府部门",
)
def command(
    names: Annotated[list[str], typer.Argument(metavar="名称", help="全名，可以写几个。")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="类别",
            help="党委部门、政府部门、群团、乡镇、街道、其他；不写就看名称定。",
            autocompletion=unit_kinds,
        ),
    ] = None,
) -> Enter:
    return partial(add_units, names=names, kind=kind)
