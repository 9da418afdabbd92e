"""``cz add phase``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.commands.add.options import Enter, adds
from cz.verbs.add.phase import add_phase


@adds(
    "cz add phase 常态长效 --start 2028-01-01 --end 2028-12-31 --a-share 95 --floor B",
    numbered=True,
)
def command(
    title: Annotated[str, typer.Argument(metavar="名称", help="阶段的名称。")],
    start: Annotated[str | None, typer.Option("--start", metavar="日期", help="从哪天起。")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="日期", help="到哪天止。")] = None,
    a_share: Annotated[
        str | None, typer.Option("--a-share", metavar="百分数", help="A类要占百分之几。")
    ] = None,
    floor: Annotated[
        str | None, typer.Option("--floor", metavar="等级", help="其余不低于哪一等：A、B、C。")
    ] = None,
    minors: Annotated[
        str | None, typer.Option("--minors", metavar="分", help="未成年人测评要达到几分。")
    ] = None,
) -> Enter:
    return partial(
        add_phase,
        title=title,
        days=(start, end),
        targets={"a_share": a_share, "floor": floor, "minors": minors},
    )
