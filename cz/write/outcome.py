"""What a writing verb wants done, and what came of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.edit import Change, Hunk
from cz.problem import Problem


class Said(NamedTuple):
    """One change in words: the record, and what about it.

    ``aside``: what whoever typed it is told besides; it does not go into the commit.
    """

    name: str
    words: str
    aside: str = ""


class Planned(NamedTuple):
    """What a verb wants done. ``records`` are the ids concerned; ``said`` what changes, in words.

    ``warn_as_of``: the day as of which the records are also looked at for what ``cz check`` warns
    of. ``next_step``: what to do next, once it is written. ``result`` is what the verb returns
    besides; the Outcome hands it on as it is.
    """

    changes: Sequence[Change]
    records: Sequence[str]
    said: Sequence[Said]
    warn_as_of: date | None = None
    next_step: str = ""
    result: Any = None


class Outcome(NamedTuple):
    """``hunks`` is empty where everything was so already; ``written`` is false for a dry run too.

    ``commit``: the short id of the commit made of the change; ``refused``: why git made none.
    ``next_step``: what to do next, now that it is written. ``begun``: the plan's own files that
    were not there before and are in no commit yet.
    ``result``: what the plan upon the files came to besides, of the verb's own kind.
    """

    hunks: tuple[Hunk, ...]
    said: tuple[Said, ...]
    written: bool
    warnings: tuple[Problem, ...] = ()
    commit: str = ""
    refused: str = ""
    next_step: str = ""
    result: Any = None
    begun: tuple[str, ...] = ()
