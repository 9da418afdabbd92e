"""What is known of a plan month by month, as records."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

# What is known of a month.
NOW, COMMITTED = "now", "commit"
NO_COMMIT, BEFORE, UNREADABLE, NO_UNIT = "none", "before", "unreadable", "no unit"


class Part(NamedTuple):
    """``part`` out of ``whole``, which is not 0."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole


class Figures(NamedTuple):
    """The A's out of all standards, finished tasks out of all, findings put right in time out of
    those handed out. ``None``: nothing is rated, there are no tasks, nothing was handed out.
    """

    a: Part | None = None
    finished: Part | None = None
    in_time: Part | None = None


class Month(NamedTuple):
    """``day``: the day it is counted to. ``known``: NOW, COMMITTED, or why there are no figures.

    ``left_out``: how many records could not be read.
    """

    day: date
    known: str
    figures: Figures | None = None
    commit: str = ""
    left_out: int = 0


class Issue(NamedTuple):
    """A bulletin on record, and the findings of its inspections put right in time by ``as_of``.

    ``in_time``: None where nothing was handed out.
    """

    year: int
    number: int
    start: date
    end: date
    as_of: date
    in_time: Part | None


class Trend(NamedTuple):
    """The months with the running one last, and the bulletins of the same months, oldest first.

    ``a_share``: percent of A's that the phase asks of the district, ``None``: of none. ``since``:
    the day of the first commit. ``no_history``: why there is none, "" where there is.
    """

    phase: int
    a_share: float | None
    months: tuple[Month, ...]
    issues: tuple[Issue, ...]
    since: date | None = None
    shallow: bool = False
    no_history: str = ""
