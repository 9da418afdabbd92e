"""``cz add chapter``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.commands.add.options import Enter, adds
from cz.verbs.add.chapter import add_chapter


@adds("cz add chapter 建立数字化创建机制", numbered=True)
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="板块的名称。")],
) -> Enter:
    return partial(add_chapter, title=title)
