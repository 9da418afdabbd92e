"""The only import of rich: lines and tables that fit the terminal, whole and unwrapped in a pipe."""

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from rich.text import Text

from cz.source import clip, visible, width, wrapped

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
PIPED = 100_000  # columns of a pipe: nothing is wrapped or cut there


class Col(NamedTuple):
    """``grow``: takes what room is left and is cut with … when there is too little. ``right``: numbers."""

    title: str
    grow: bool = False
    right: bool = False


def console() -> Console:
    """Standard output. Its width is the terminal's; a pipe has all the room there is."""
    tty = sys.stdout.isatty()
    return Console(width=None if tty else PIPED, highlight=False, markup=False, emoji=False)


def _style(cell: str) -> str:
    """Words that have a colour get it wherever they stand alone in a cell."""
    return STYLES.get(cell, "red" if cell.startswith(("逾期", "⚠")) else "")


def line(out: Console, text: str = "", style: str = "") -> None:
    """One paragraph, wrapped on a terminal."""
    shown = visible(text)
    for piece in (
        wrapped(shown, out.width - 2) if out.is_terminal and width(shown) > out.width else [shown]
    ):
        out.print(Text(piece, style or _style(text)), soft_wrap=True)


def title(out: Console, text: str) -> None:
    out.print()
    line(out, text, "bold")


def rows(out: Console, columns: Sequence[Col], cells: Sequence[Sequence[str]]) -> None:
    """A table without rules: one record a line, the growing columns cut to fit a terminal."""
    shown = [[visible(cell) for cell in row] for row in cells]
    sizes = [
        max(map(width, (column.title, *(row[i] for row in shown))))
        for i, column in enumerate(columns)
    ]
    if out.is_terminal:
        _fit(sizes, columns, out.width)
    lines = []
    for number, row in enumerate(([column.title for column in columns], *shown)):
        last = max((i for i, cell in enumerate(row) if cell), default=-1)
        line_ = ""
        for i in range(last + 1):
            piece = _clipped(row[i], sizes[i])
            before, after = _codes(out, "bright_black" if number == 0 else _style(row[i]))
            room = " " * (sizes[i] - width(piece))
            piece = f"{before}{piece}{after}"
            line_ += room + piece if columns[i].right else piece + room if i < last else piece
            line_ += "  " if i < last else ""
        lines.append(line_)
    out.file.write("\n".join(lines) + "\n")


def _clipped(cell: str, columns: int) -> str:
    """Cut to size; the mark of what is ours is never what is cut off."""
    if cell.endswith("（拟）") and width(cell) > columns:
        return clip(cell.removesuffix("（拟）"), columns - 6) + "（拟）"
    return clip(cell, columns)


@lru_cache
def _ansi(style: str, system: str) -> tuple[str, str]:
    """What rich puts before and after text of a style on a terminal of a colour system."""
    before, _, after = (
        Style.parse(style).render("\0", color_system=COLOR_SYSTEMS[system]).partition("\0")
    )
    return before, after


def _codes(out: Console, style: str) -> tuple[str, str]:
    system = out.color_system
    return _ansi(style, system) if style and system and not out.no_color else ("", "")


def _fit(sizes: list[int], columns: Sequence[Col], room: int) -> None:
    """Narrow the growing columns, the widest first, until a line fits; none below ten."""
    room -= 2 * (len(columns) - 1)
    while (over := sum(sizes) - room) > 0:
        growing = [i for i, column in enumerate(columns) if column.grow and sizes[i] > 10]
        if not growing:
            return
        widest = max(growing, key=lambda i: sizes[i])
        others = max((sizes[i] for i in growing if i != widest), default=10)
        sizes[widest] -= max(1, min(over, sizes[widest] - max(others, 10)))


def bar(fraction: float, columns: int = 20) -> str:
    """████░░░░ with every eighth of a column rounded away."""
    full = round(max(0.0, min(1.0, fraction)) * columns)
    return "█" * full + "░" * (columns - full)
