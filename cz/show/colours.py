"""Which words have a colour, in every form; and colours without rich, for lines as they stand."""

from __future__ import annotations

import os
from typing import TextIO

# As rich names them.
STYLES = {
    "未启动": "bright_black",
    "推进中": "cyan",
    "受阻": "bold red",
    "已完成": "green",
    "已复核": "bold green",
    "红": "bold red",
    "黄": "yellow",
    "绿": "green",
    "A": "green",
    "B": "yellow",
    "C": "bold red",
    "未评": "bright_black",
}
RED, GREEN, YELLOW, CYAN = "31", "32", "33", "36"


def style_of(text: str) -> str:
    """Words that have a colour get it wherever they stand alone in a cell, "" for all others."""
    return STYLES.get(text, "red" if text.startswith(("逾期", "⚠")) else "")


def coloured(stream: TextIO) -> bool:
    """Whether what is written there may have colours."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def painted(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
