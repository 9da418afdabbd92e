"""The options that the commands of mock assessments share."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest

RoundArgument = Annotated[
    str,
    typer.Argument(
        metavar="编号", help="哪一次模拟测评，例如 m2026-2。", autocompletion=suggest.rounds
    ),
]
