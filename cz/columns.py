"""Columns as people name them in one word: ``due,-late``."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cz.letters import narrow

AnyRow = TypeVar("AnyRow")


def column_names(text: str) -> list[str]:
    """The names, parted by commas."""
    names = [name.strip() for name in narrow(text).replace("、", ",").split(",")]
    return [name for name in names if name]


def sorted_by(
    rows: Sequence[AnyRow], asked: str, order_of: Callable[[str], Callable[[AnyRow], Any]]
) -> list[AnyRow]:
    """The rows by the columns asked for, the first of them counting most; "-" turns one round.

    ``order_of`` gives for a column's name what rows are sorted by. Rows for which that is None come
    last, whichever way round.
    """
    ordered = list(rows)
    for name in reversed(column_names(asked)):
        order = order_of(name.lstrip("-"))
        blank = [row for row in ordered if order(row) is None]
        filled = [row for row in ordered if order(row) is not None]
        filled.sort(key=order, reverse=name.startswith("-"))
        ordered = filled + blank
    return ordered
