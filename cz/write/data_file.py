"""One of the plan's own files that is changed: as it was read, and replaced as a whole."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from cz import disk
from cz.edit import Edited, Hunk
from cz.load import Loaded
from cz.load.cut import Cut
from cz.load.receipt import Piece
from cz.problem import Problem
from cz.records.kinds import OPTIONAL
from cz.source import Source
from cz.tree import Tree
from cz.tree.nodes import new_map


class DataFile(NamedTuple):
    """``shown``: its path as the user knows it. ``is_new``: it is not there yet, and ``tree`` holds
    how cz begins it. ``loaded``: what was read of it and of the files beside it.
    ``cut``: where ``tree`` is only some of its records, how they lie in it.
    """

    path: str
    shown: str
    is_new: bool
    tree: Tree
    loaded: Loaded
    cut: Cut | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return errors_in(self.shown, self.loaded)


def errors_in(shown: str, loaded: Loaded) -> tuple[Problem, ...]:
    """The errors met while reading this file."""
    return tuple(
        problem for problem in loaded.problems if problem.path == shown and problem.level == "error"
    )


def is_missing(stem: str, loaded: Loaded) -> bool:
    """Whether data/``stem``.yaml need not be there and is not."""
    return stem in OPTIONAL and stem not in loaded.lost


def with_starter(stem: str, shown: str, loaded: Loaded) -> Loaded:
    """What was loaded, with the file that is not there yet as cz would begin it."""
    source = Source(shown, OPTIONAL[stem])
    campaign = loaded.campaign._replace(sources={**loaded.campaign.sources, stem: source})
    return loaded._replace(
        campaign=campaign,
        trees={**loaded.trees, stem: Tree(source, new_map())},
        lost={**loaded.lost, stem: set()},
    )


class Fresh(NamedTuple):
    """The new text of a file, or of what was read of it; ``raw``: the file's bytes with it.

    Where only some records were read, ``pieces`` are the bytes of the old file that give way, and
    ``cut`` is how the text lies in the new one.
    """

    tree: Tree
    raw: bytes
    pieces: tuple[Piece, ...] = ()
    cut: Cut | None = None

    def told(self, problem: Problem) -> Problem:
        """A problem with the text, where it is in the file."""
        if self.cut is None or not problem.line:
            return problem
        return problem._replace(line=self.cut.line(problem.line))


class ElsewhereInTheFile(Exception):
    """What is new of some records cannot be told without the others."""


def fresh_of(file: DataFile, done: Edited) -> Fresh:
    """Raises ElsewhereInTheFile."""
    if file.cut is None:
        return Fresh(done.tree, file.tree.source.encode(done.tree.source.text))
    if done.tree.root.node is not None:  # no longer in the plain style, which is cut
        raise ElsewhereInTheFile
    text = file.tree.source.text
    parts: list[bytes] = []
    pieces = []
    behind = 0
    for piece in done.pieces:
        start, end = (len(text[:at].encode()) for at in (piece.start, piece.end))
        place = file.cut.place(start, end)
        if place is None:
            raise ElsewhereInTheFile
        new = piece.new.encode()
        parts += [file.cut.raw[behind : place[0]], new]
        pieces.append((*place, new))
        behind = place[1]
    raw = b"".join([*parts, file.cut.raw[behind:]])
    return Fresh(done.tree, raw, tuple(pieces), _moved(file.cut, raw, pieces))


def _moved(cut: Cut, raw: bytes, pieces: Sequence[Piece]) -> Cut:
    def now(at: int) -> int:
        return at + sum(len(new) - (end - start) for start, end, new in pieces if start < at)

    return Cut(raw, [(now(begin), now(end)) for begin, end in cut.runs])


def hunks_of(file: DataFile, done: Edited) -> list[Hunk]:
    """As the lines count in the file."""
    if file.cut is None:
        return done.hunks
    placed = []
    for hunk in done.hunks:  # what is only added stands below the line above it
        line = file.cut.line(hunk.line) if hunk.old else file.cut.line(hunk.line - 1) + 1
        placed.append(hunk._replace(line=line))
    return placed


def replace(file: DataFile, fresh: Fresh) -> None:
    """Put the new text in the old one's place.

    Raises Refusal, also where the file was changed meanwhile.
    """
    if file.is_new:
        disk.create(file.path, file.shown, fresh.raw)
    else:
        disk.replace(file.path, file.shown, _old(file), fresh.raw)


def put_back(file: DataFile, fresh: Fresh) -> None:
    """Undo ``replace``. Raises Refusal where the file was changed again meanwhile."""
    if file.is_new:
        os.unlink(file.path)
    else:
        disk.replace(file.path, file.shown, fresh.raw, _old(file))


def _old(file: DataFile) -> bytes:
    if file.cut is not None:
        return file.cut.raw
    return file.tree.source.encode(file.tree.source.text)
