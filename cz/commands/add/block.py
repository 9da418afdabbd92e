"""``cz add block``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.commands.add.options import Enter, adds
from cz.verbs.add.block import add_block


@adds("cz add block 特色创建")
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="版块的名称。")],
) -> Enter:
    return partial(add_block, title=title)
