"""The options that several kinds of records share."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest

LeadOption = Annotated[
    str | None,
    typer.Option("--lead", metavar="单位", help="牵头单位。", autocompletion=suggest.units),
]
UnitsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="单位",
        help="责任单位，可以写几次，也可以写 A、B。",
        autocompletion=suggest.units,
    ),
]
ConfirmOption = Annotated[
    bool, typer.Option("--confirm", help="方案里就是这样写的；不写就标（拟）。")
]
