"""Whole lines that go, without the comments behind them."""

from collections.abc import Iterable

from cz.edit.changes import Splice
from cz.source import end_of_line, start_of_line


def cut_lines(text: str, start: int, end: int) -> Splice:
    """Whole lines, from the one of ``start`` to the one of ``end``.

    A comment behind it stays, on a line of its own.
    """
    first = start_of_line(text, start)
    rest = text[end : end_of_line(text, end)]
    comment = rest.lstrip(" \t:")
    if comment.startswith("#"):
        margin = text[first:start]
        indent = len(margin) - len(margin.lstrip(" "))
        return Splice(first + indent, end + len(rest) - len(comment), "")
    newline = text.find("\n", end)
    stop = len(text) if newline < 0 else newline + 1
    return Splice(first, stop, "")


def cut_apart(text: str, spans: Iterable[tuple[int, int]]) -> list[Splice]:
    """The lines of each span; of those on one line the last says where it ends."""
    by_line: dict[int, tuple[int, int]] = {}
    for start, end in spans:
        line = start_of_line(text, start)
        first, _ = by_line.get(line, (start, end))
        by_line[line] = first, end
    return [cut_lines(text, start, end) for start, end in by_line.values()]
