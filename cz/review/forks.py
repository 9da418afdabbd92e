"""The pieces of a merged text: lines that both sides agree on, and forks where they do not."""

from __future__ import annotations

import re
from typing import NamedTuple

from cz.review.merge_text import CannotOpen, Entry
from cz.review.merge_values import OURS, THEIRS


class Fork(NamedTuple):
    """Lines that each side wants otherwise.

    ``gone``: what one side deleted (a field, a record), where it did. ``base``: what stood there.
    """

    ours: str
    theirs: str
    base: str
    gone: str = ""


Piece = str | Fork


def _side(fork: Fork, side: int) -> str:
    return fork.theirs if side == THEIRS else fork.ours


def resolved(pieces: list[Piece], side: int) -> str:
    """The lines as one side would have them."""
    return "".join(piece if isinstance(piece, str) else _side(piece, side) for piece in pieces)


def marked(pieces: list[Piece], names: tuple[str, str, str], size: int) -> str:
    """The lines with conflict markers of this size. ``names``: of ours, the base and theirs."""
    ours, base, theirs = names
    texts = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        our_label = _label(ours, "" if piece.ours else piece.gone)
        their_label = _label(theirs, "" if piece.theirs else piece.gone)
        texts.append(f"{'<' * size} {our_label}\n{piece.ours}")
        if base:
            texts.append(f"{'|' * size} {base}\n{piece.base}")
        texts.append(f"{'=' * size}\n{piece.theirs}{'>' * size} {their_label}\n")
    return "".join(texts)


def _label(name: str, gone: str) -> str:
    space = " " if name[-1:].isascii() else ""
    return f"{name}{space}删除了{gone}" if gone else name


def fork(ours: str, theirs: str, base: Entry | None) -> Piece:
    if ours == theirs:
        return ours
    return Fork(ours, theirs, base.body if base else "")


def dashed(pieces: list[Piece], col: int) -> list[Piece]:
    """The lines of an item with its dash put in at column ``col`` of the first that is content."""
    for number, piece in enumerate(pieces):
        before, after = pieces[:number], pieces[number + 1 :]
        if isinstance(piece, str):
            dashed = _with_dash(piece, col)
            if dashed:
                return [*before, dashed, *after]
            continue
        ours, theirs = _with_dash(piece.ours, col), _with_dash(piece.theirs, col)
        if ours and theirs:
            base = _with_dash(piece.base, col)
            return [*before, Fork(ours, theirs, base, piece.gone), *after]
        if ours or theirs:
            ours, theirs = (_with_dash(resolved(pieces, side), col) for side in (OURS, THEIRS))
            return [Fork(ours, theirs, "")]
    raise CannotOpen


def _with_dash(text: str, col: int) -> str:
    """``""`` where there is no line of content."""
    content = re.search(r"^(?!\s*(?:#|$))", text, re.M)
    if content is None or text[content.start() :].strip() == "":
        return ""
    at = content.start() + col
    return text[:at] + "-" + text[at + 1 :]
