"""The only import of rich: lines and tables that fit the terminal, unwrapped in a pipe."""

import sys
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from io import StringIO
from itertools import zip_longest

from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from rich.text import Text

from cz.show.colours import style_of
from cz.show.room import PIPED
from cz.show.room import columns as columns_of
from cz.show.sheet import Col
from cz.typography import clip, folded, pad, visible, width, wrapped
from cz.words import OURS

NAME = 8  # columns of a fact's name
BETWEEN = 2  # columns between two columns
NARROWEST = 8  # of a column that gives way
LONG = 200  # columns of a cell that the others of its column are not padded to


def console(kept: StringIO | None = None) -> Console:
    """Standard output. Its width is the terminal's; a pipe has all the room there is.

    ``kept``: what holds all that is written, for the terminal, until it is shown.
    """
    is_terminal = sys.stdout.isatty()
    return Console(
        width=columns_of(sys.stdout) if is_terminal else PIPED,
        file=kept,
        force_terminal=True if kept else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def line(out: Console, text: str = "", style: str = "") -> None:
    """One paragraph, wrapped on a terminal."""
    shown = visible(text)
    pieces = [shown]
    if out.is_terminal and width(shown) > out.width:
        pieces = wrapped(shown, out.width - 2)
    for piece in pieces:
        out.print(Text(piece, style or style_of(text)), soft_wrap=True)


def title(out: Console, text: str) -> None:
    out.print()
    line(out, text, "bold")


def facts(out: Console, pairs: Sequence[tuple[str, str]]) -> None:
    """Names and what they say; what is too long goes on under its own beginning."""
    hang = NAME + BETWEEN
    for name, text in pairs:
        if not text:
            continue
        first, *rest = folded(text, out.width - hang) if out.is_terminal else [text]
        line(out, f"{pad(name, NAME)}{' ' * BETWEEN}{first}")
        for more in rest:
            line(out, f"{' ' * hang}{more}")


def rows(out: Console, columns: Sequence[Col], cells: Sequence[Sequence[str]]) -> None:
    """A table without rules: one record a line, the growing columns cut to fit a terminal."""
    shown = [[visible(cell) for cell in row] for row in cells]
    sizes = _sizes(out, columns, shown)
    if out.is_terminal:
        _fit(sizes, columns, out.width)
    titles = [column.title for column in columns]
    piece = _pieces(out, columns, sizes)
    lines = [_row(titles, piece, "bright_black")]
    lines += [_row(row, piece) for row in shown]
    out.file.write("\n".join(lines) + "\n")


def whole_rows(out: Console, columns: Sequence[Col], cells: Sequence[Sequence[str]]) -> None:
    """The same, but what does not fit a growing column goes on in the next line."""
    if not out.is_terminal:
        rows(out, columns, cells)
        return
    sizes = _sizes(out, columns, [[visible(cell) for cell in row] for row in cells])
    growing = [at for at, column in enumerate(columns) if column.grow]
    growing.sort(key=lambda at: sizes[at])
    room = out.width - BETWEEN * (len(columns) - 1)
    room -= sum(size for at, size in enumerate(sizes) if at not in growing)
    for place, at in enumerate(growing):
        sizes[at] = min(sizes[at], max(NARROWEST, room // (len(growing) - place)))
        room -= sizes[at]
    shown: list[Sequence[str]] = []
    for row in cells:
        pieces = [[cell] for cell in row]
        for at in growing:
            pieces[at] = folded(row[at], sizes[at])
        shown += zip_longest(*pieces, fillvalue="")
    rows(out, columns, shown)


def _sizes(out: Console, columns: Sequence[Col], cells: Sequence[Sequence[str]]) -> list[int]:
    """Terminal columns that each column's widest cell takes, but for what is extremely long."""
    longest = max(LONG, out.width) if out.is_terminal else LONG
    sizes = []
    for at, column in enumerate(columns):
        widths = [width(text) for text in {row[at] for row in cells}]
        usual = [size for size in widths if size <= longest]
        if column.grow and len(usual) < len(widths):
            usual.append(longest)
        sizes.append(max([width(column.title), *usual]))
    return sizes


_Piece = Callable[[int, str, bool, str], str]


def _pieces(out: Console, columns: Sequence[Col], sizes: Sequence[int]) -> _Piece:
    """Draws one cell of a table: the same text in the same column is drawn once."""
    clips = out.is_terminal
    system = "" if out.no_color else out.color_system or ""

    @cache
    def piece(at: int, text: str, last: bool, style: str) -> str:
        column, size = columns[at], sizes[at]
        fitted = _clipped(text, size) if clips and column.grow else text
        room = " " * (size - width(fitted))
        before, after = _codes(style or style_of(text), system)
        painted = f"{before}{fitted}{after}"
        if column.right:
            return room + painted
        return painted if last else painted + room

    return piece


def _row(row: Sequence[str], piece: _Piece, style: str = "") -> str:
    """One line of a table; nothing follows its last cell that says something."""
    last = len(row) - 1
    while last >= 0 and not row[last]:
        last -= 1
    pieces = [piece(at, text, at == last, style) for at, text in enumerate(row[: last + 1])]
    return (" " * BETWEEN).join(pieces)


def _clipped(cell: str, columns: int) -> str:
    """Cut to size; the mark of what is ours is never what is cut off."""
    if cell.endswith(OURS) and width(cell) > columns:
        return clip(cell.removesuffix(OURS), columns - width(OURS)) + OURS
    return clip(cell, columns)


@lru_cache
def _codes(style: str, system: str) -> tuple[str, str]:
    """What rich puts before and after text of a style on a terminal of a colour system.

    ``style``, ``system``: "" for none.
    """
    if not style or not system:
        return "", ""
    text = Style.parse(style).render("\0", color_system=COLOR_SYSTEMS[system])
    before, _, after = text.partition("\0")
    return before, after


def _fit(sizes: list[int], columns: Sequence[Col], room: int) -> None:
    """Narrow the growing columns, the widest first, until a line fits; none below ten."""
    room -= BETWEEN * (len(columns) - 1)
    while (over := sum(sizes) - room) > 0:
        growing = [at for at, column in enumerate(columns) if column.grow and sizes[at] > NARROWEST]
        if not growing:
            return
        widest = max(growing, key=lambda at: sizes[at])
        others = max((sizes[at] for at in growing if at != widest), default=NARROWEST)
        sizes[widest] -= max(1, min(over, sizes[widest] - max(others, NARROWEST)))
