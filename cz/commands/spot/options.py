"""The options that the commands of spots share."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest

SpotArgument = Annotated[
    str,
    typer.Argument(metavar="点位", help="编号或名称。", autocompletion=suggest.spots),
]
TypeOption = Annotated[
    str | None,
    typer.Option(
        "--type",
        metavar="类型",
        help="点位类型，例如 背街小巷。",
        autocompletion=suggest.spot_types,
    ),
]
GroundOption = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="单位",
        help="属地：在哪个乡镇、街道或单位。",
        autocompletion=suggest.units,
    ),
]
KeeperOption = Annotated[
    str | None,
    typer.Option("--keeper", metavar="单位", help="包保单位。", autocompletion=suggest.units),
]
LeaderOption = Annotated[str | None, typer.Option("--leader", metavar="姓名", help="包保领导。")]
