"""Colours without rich, for the few lines that are printed as they stand."""

from __future__ import annotations

import os
from typing import TextIO

RED, GREEN, YELLOW, CYAN = "31", "32", "33", "36"


def coloured(stream: TextIO) -> bool:
    """Whether what is written there may have colours."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def painted(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
