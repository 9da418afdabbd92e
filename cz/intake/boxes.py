"""Tables drawn with signs in a text file: │ between cells, ├──┤ or +---+ between rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_DRAWN = "─━═┄┅┈┉"
_CORNERS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┝┥┠┨┯┷"
_UPRIGHTS = "│┃║"
_PARTS = re.compile(rf"[{_UPRIGHTS}{_CORNERS}|]")
_RULE = re.compile(rf"[\s{_DRAWN}{_CORNERS}+=-]*")
_RULED = re.compile(rf"[\s{_DRAWN}=-]*[{_DRAWN}=-][\s{_DRAWN}=-]*")
_OF_BOX = re.compile(rf"\s*(?:[{_UPRIGHTS}{_CORNERS}].*|\+[-=+]{{3,}}\s*)")

Numbered = tuple[int, str]  # a line's number and its text


def is_of_box(line: str) -> bool:
    """Whether a line draws a part of a table."""
    return _OF_BOX.fullmatch(line) is not None


def rows_of_box(lines: Sequence[Numbered]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(number of its first line, cells) of each row.

    Where rules part the rows, the lines between two of them are one row; else each line is.
    """
    inner = [_RULE.fullmatch(line) is not None for _, line in lines[1:-1]]
    parted = any(inner) or any(_has_rule(line) for _, line in lines[1:-1])
    begins = 0
    cells: list[str] = []
    for number, line in lines:
        pieces = [] if _RULE.fullmatch(line) else _pieces(line)
        ends = not pieces or not parted or any(map(_RULED.fullmatch, pieces))
        said = ["" if _RULED.fullmatch(piece) else piece.strip() for piece in pieces]
        if said and not cells:
            begins = number
        cells = _put_together(cells, said)
        if ends and any(cells):
            yield begins, tuple(cells)
            cells = []
    if any(cells):
        yield begins, tuple(cells)


def _has_rule(line: str) -> bool:
    return any(map(_RULED.fullmatch, _pieces(line)))


def _pieces(line: str) -> list[str]:
    """What stands between the uprights of a line."""
    return _PARTS.split(line.strip())[1:-1]


def _put_together(cells: Sequence[str], more: Sequence[str]) -> list[str]:
    """The cells of a row, with what its next line says in each; a word may go on there."""
    width = max(len(cells), len(more))
    pairs = zip([*cells, *[""] * (width - len(cells))], [*more, *[""] * width], strict=False)
    return [f"{above}{below}" for above, below in pairs]
