"""In which order the pieces of an edit are laid into the text."""

from bisect import bisect_left

from cz.edit.changes import CannotSplice, Splice
from cz.source import start_of_line


def in_order(text: str, pieces: list[Splice]) -> list[Splice]:
    """By place, to be applied last to first; lines cut one below the other become one cut.

    What is added where lines are cut goes before all of them. Of two additions at one place the
    deeper one, which goes on with the list or mapping that ends there, stands first; else the one
    asked for first.
    """
    cuts = _joined([piece for piece in pieces if _cuts_lines(text, piece)])
    others = [piece for piece in pieces if not _cuts_lines(text, piece)]
    placed = [_before_the_cut(text, piece, cuts) for piece in others]
    placed += [_with_newline_above(text, cut) for cut in cuts]
    return sorted(placed, key=_rank)


def _rank(piece: Splice) -> tuple[int, bool, int]:
    return piece.start, _is_cut(piece), -_depth(piece.new)


def _is_cut(piece: Splice) -> bool:
    return piece.new == "" and piece.end > piece.start


def _cuts_lines(text: str, piece: Splice) -> bool:
    """Whether whole lines are cut."""
    to_line_end = piece.end == len(text) or text[piece.end - 1] == "\n"
    return _is_cut(piece) and to_line_end and start_of_line(text, piece.start) == piece.start


def _joined(cuts: list[Splice]) -> list[Splice]:
    """Cuts that touch or overlap become one."""
    joined: list[Splice] = []
    for cut in sorted(cuts):
        if joined and cut.start <= joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(cut.end, joined[-1].end))
        else:
            joined.append(cut)
    return joined


def _before_the_cut(text: str, piece: Splice, cuts: list[Splice]) -> Splice:
    """What only adds where lines are cut is added at the end of the line above the cut."""
    place = bisect_left(cuts, piece.start, key=lambda cut: cut.start) - 1
    adds_only = piece.start == piece.end
    if place < 0 or not adds_only:
        return piece
    cut = cuts[place]
    if piece.start < cut.end or _is_last_line(text, cut):
        edge = _end_above(text, cut.start)
        return piece._replace(start=edge, end=edge)
    return piece


def _with_newline_above(text: str, cut: Splice) -> Splice:
    """A file without a final newline stays so: with its last lines goes the newline above them."""
    if _is_last_line(text, cut):
        return cut._replace(start=_end_above(text, cut.start))
    return cut


def _is_last_line(text: str, cut: Splice) -> bool:
    """Whether the cut takes the last line of a file that has no newline there."""
    return cut.end == len(text) and not text.endswith("\n")


def _end_above(text: str, start: int) -> int:
    """Offset of the newline that ends the line above the one that begins at ``start``."""
    if start == 0:
        raise CannotSplice
    newline = "\r\n" if text[start - 2 : start] == "\r\n" else "\n"
    return start - len(newline)


def _depth(new: str) -> int:
    """What goes on with the line is deepest.

    An item of a list is deeper than a key at its indent, its list being a key's above.
    """
    line = new.lstrip("\r\n")
    if line == new:
        return 1000
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    return 2 * indent + bare.startswith("- ")
