"""The only import of rich: lines and tables that fit the terminal, whole and unwrapped in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cz.source import visible

STYLES = {
    "未启动": "bright_black", "推进中": "cyan", "受阻": "bold red", "已完成": "green", "已复核": "bold green",
    "红": "bold red", "黄": "yellow", "绿": "green", "A": "green", "B": "yellow", "C": "bold red", "未评": "bright_black",
}  # fmt: skip
PIPED = 100_000  # columns of a pipe: nothing is wrapped or cut there


class Col(NamedTuple):
    """``grow``: takes what room is left and is cut with … when there is too little. ``right``: numbers."""

    title: str
    grow: bool = False
    right: bool = False


def console() -> Console:
    """Standard output. Its width is the terminal's; a pipe has all the room there is."""
    tty = sys.stdout.isatty()
    return Console(width=None if tty else PIPED, highlight=False, markup=False, emoji=False, soft_wrap=False)


def styled(text: str, style: str = "") -> Text:
    """Text from anywhere, made visible; words that have a colour get it."""
    clean = visible(text)
    key = clean.rstrip()
    late = key.startswith("逾期") or key.startswith("⚠")
    return Text(clean, style or STYLES.get(key, "red" if late else ""), no_wrap=False)


def line(out: Console, text: str = "", style: str = "") -> None:
    out.print(styled(text, style), soft_wrap=not out.is_terminal)


def title(out: Console, text: str) -> None:
    out.print()
    line(out, text, "bold")


def rows(out: Console, columns: Sequence[Col], cells: Sequence[Sequence[str]]) -> None:
    """A table without rules: one record a line, the growing columns cut to fit a terminal."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0), header_style="bright_black", expand=False)
    for column in columns:
        table.add_column(
            Text(column.title), no_wrap=True, overflow="ellipsis", justify="right" if column.right else "left",
            min_width=10 if column.grow else None, ratio=None,
        )  # fmt: skip
    for row in cells:
        table.add_row(*(styled(cell) for cell in row))
    if out.is_terminal:
        _fit(out, table, columns, cells)
    out.print(table)


def _fit(out: Console, table: Table, columns: Sequence[Col], cells: Sequence[Sequence[str]]) -> None:
    """Give the fixed columns the room they need and share the rest among the growing ones."""
    from cz.source import width

    natural = [max(width(visible(text)) for text in (column.title, *(row[i] for row in cells))) for i, column in enumerate(columns)]
    growing = [i for i, column in enumerate(columns) if column.grow]
    room = out.width - 2 * (len(columns) - 1) - sum(size for i, size in enumerate(natural) if i not in growing)
    wanted = {i: natural[i] for i in growing}
    for left, i in zip(range(len(growing), 0, -1), sorted(growing, key=lambda i: natural[i]), strict=True):
        wanted[i] = max(10, min(natural[i], room // left))
        room -= wanted[i]
    for i, column in enumerate(table.columns):
        column.width = wanted.get(i, natural[i])
        column.min_width = None
    if table.columns:
        last = table.columns[-1]
        if last.width is not None and len(columns) - 1 in wanted:
            last.width = max(10, min(last.width, wanted[len(columns) - 1]))


def bar(fraction: float, columns: int = 20) -> str:
    """████░░░░ with every eighth of a column rounded away."""
    full = round(max(0.0, min(1.0, fraction)) * columns)
    return "█" * full + "░" * (columns - full)
