"""The options that the commands of surveys share."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest

SurveyArgument = Annotated[
    str,
    typer.Argument(metavar="问卷", help="编号，例如 q2026-1。", autocompletion=suggest.surveys),
]
