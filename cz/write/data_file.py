"""One of the plan's own files that is changed: as it was read, and replaced as a whole."""

import os
from typing import NamedTuple

from cz import disk
from cz.load import Loaded
from cz.problem import Problem
from cz.records.kinds import OPTIONAL
from cz.source import Source
from cz.tree import Tree
from cz.tree.nodes import new_map


class DataFile(NamedTuple):
    """``shown``: its path as the user knows it. ``is_new``: it is not there yet, and ``tree`` holds
    how cz begins it. ``loaded``: what was read of it and of the files beside it.
    """

    path: str
    shown: str
    is_new: bool
    tree: Tree
    loaded: Loaded

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


def replace(file: DataFile, fresh: Tree) -> None:
    """Put the new text in the old one's place.

    Raises Refusal, also where the file was changed meanwhile.
    """
    if file.is_new:
        disk.create(file.path, file.shown, fresh.source.text.encode())
        return
    old = file.tree.source
    disk.replace(file.path, file.shown, old.encode(old.text), old.encode(fresh.source.text))


def put_back(file: DataFile, fresh: Tree) -> None:
    """Undo ``replace``. Raises Refusal where the file was changed again meanwhile."""
    if file.is_new:
        os.unlink(file.path)
        return
    old = file.tree.source
    disk.replace(file.path, file.shown, old.encode(fresh.source.text), old.encode(old.text))
