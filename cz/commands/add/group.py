"""``cz add group``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.commands.add.options import Enter, adds
from cz.verbs.add.group import add_group


@adds("cz add group 志愿服务组")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="全名。")],
) -> Enter:
    return partial(add_group, name=name)
