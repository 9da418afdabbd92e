"""Markdown tables whose columns also stand straight in a terminal with wide characters."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """The first ``left`` columns are set to the left, the others to the right."""
    sizes = [max(3, *(width(row[index]) for row in (head, *rows))) for index in range(len(head))]
    rule = [
        "-" * size if index < left else "-" * (size - 1) + ":" for index, size in enumerate(sizes)
    ]
    return "\n".join(_line(row, sizes, left) for row in (head, rule, *rows))


def _line(row: Sequence[str], sizes: Sequence[int], left: int) -> str:
    cells = []
    for index, (text, size) in enumerate(zip(row, sizes, strict=True)):
        space = " " * (size - width(text))
        cells.append(text + space if index < left else space + text)
    return f"| {' | '.join(cells)} |"
