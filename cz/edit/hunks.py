"""The lines that an edit changes."""

from collections.abc import Sequence
from typing import NamedTuple

from cz.edit.changes import Splice
from cz.private import hidden
from cz.source import Source


class Hunk(NamedTuple):
    """Lines of the old text that give way to lines of the new, as they may be shown.

    ``line`` counts from 1 in the old text.
    """

    path: str
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def hunks(source: Source, pieces: Sequence[Splice]) -> list[Hunk]:
    """The lines that differ, in file order; ``pieces`` in order of place."""
    made: list[Hunk] = []
    line, counted = 1, 0  # the line on which the character ``counted`` stands
    for group in _groups(source.text, pieces):
        start = source.text.rfind("\n", 0, group[0].start) + 1
        line += source.text.count("\n", counted, start)
        counted = start
        made.append(_hunk(source, group, start, line))
    return made


def _groups(text: str, pieces: Sequence[Splice]) -> list[list[Splice]]:
    """Pieces that touch the same lines belong together."""
    groups: list[list[Splice]] = []
    stop = -1
    for piece in pieces:
        if piece.start < stop:
            groups[-1].append(piece)
        else:
            groups.append([piece])
        stop = max(stop, _line_end(text, max(piece.start, piece.end)))
    return groups


def _hunk(source: Source, pieces: Sequence[Splice], start: int, line: int) -> Hunk:
    """``start``: where its first line begins, which is ``line``."""
    text = source.text
    stop = max(_line_end(text, max(piece.start, piece.end)) for piece in pieces)
    fresh = text[start:stop]
    for piece in reversed(pieces):
        fresh = fresh[: piece.start - start] + piece.new + fresh[piece.end - start :]
    return _trimmed(source.path, line, text[start:stop], fresh)


def _trimmed(path: str, line: int, old_text: str, new_text: str) -> Hunk:
    """Without the lines above and below that are the same."""
    old, new = old_text.splitlines(), new_text.splitlines()
    above = _alike(old, new)
    old, new = old[above:], new[above:]
    below = _alike(old[::-1], new[::-1])
    return Hunk(
        path=path,
        line=line + above,
        old=_hidden(path, old[: len(old) - below]),
        new=_hidden(path, new[: len(new) - below]),
    )


def _alike(these: Sequence[str], those: Sequence[str]) -> int:
    """How many lines the two begin with alike."""
    count = 0
    for this, that in zip(these, those, strict=False):
        if this != that:
            break
        count += 1
    return count


def _hidden(path: str, lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(hidden(path, text) for text in lines)


def _line_end(text: str, offset: int) -> int:
    at = text.find("\n", offset)
    return len(text) if at < 0 else at + 1
