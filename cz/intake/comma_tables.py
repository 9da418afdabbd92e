"""Tables in a text file whose cells commas part: 序号,任务,责任单位."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from cz.intake.columns import columns_of, role_of

_LONGEST_HEADINGS = 200  # characters


def are_headings(line: str) -> bool:
    """Whether a line names the columns of such a table."""
    if len(line) > _LONGEST_HEADINGS or line.count(",") < 2:
        return False
    cells = [cell.strip() for cell in line.split(",")]
    return columns_of(cells) is not None and all(role_of(cell) for cell in cells if cell)


def rows_below(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(how many lines it ends behind, cells) of the headings and each row of their width."""
    reader = csv.reader(lines)
    width = 0
    try:
        for cells in reader:
            width = width or len(cells)
            if len(cells) != width:
                return
            yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error:
        return
