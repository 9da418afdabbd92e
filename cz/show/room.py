"""How much room a terminal has."""

from __future__ import annotations

import os
from typing import TextIO

PIPED = 100_000  # columns of a pipe: nothing is wrapped or cut there
_NARROWEST = 20  # columns; with fewer nothing can be read, so that is nobody's terminal
_USUAL = (80, 24)


def columns(stream: TextIO) -> int:
    """Of the terminal that ``stream`` is, or as COLUMNS has it, where that is possible at all."""
    return _size(stream, "COLUMNS", 0, _NARROWEST)


def lines(stream: TextIO) -> int:
    return _size(stream, "LINES", 1, 2)


def _size(stream: TextIO, variable: str, which: int, least: int) -> int:
    wanted = os.environ.get(variable, "")
    if wanted.isascii() and wanted.isdecimal() and 0 < len(wanted) < 6 and int(wanted):
        return max(least, int(wanted))
    try:
        told = os.get_terminal_size(stream.fileno())[which]
    except (OSError, ValueError):
        told = 0
    return max(least, told or _USUAL[which])
