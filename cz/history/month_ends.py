"""The plan as the months left it: each as of its last commit.

On the way to HEAD that ``cz status --at`` takes, and like there: a month's end is what
``--at`` its last day shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz import disk
from cz.git import Repository, repository
from cz.git.repo import days_and_commits, is_shallow
from cz.git.run import Objects
from cz.git.stored import blob_at, text_at
from cz.load import load_sources
from cz.problem import Problem, Refusal, in_file
from cz.records import UNTITLED, Campaign
from cz.records.kinds import FILES, OPTIONAL
from cz.source import Source


class Days(NamedTuple):
    """A month, by its first and its last day."""

    first: date
    last: date


class MonthEnd(NamedTuple):
    """``commit``: in full. ``campaign``: None where the commit does not hold the plan.

    ``left_out``: how many of its records could not be read, ``lost``: git could not hand it out.
    """

    commit: str
    campaign: Campaign | None
    left_out: int = 0
    lost: bool = False


class Ends(NamedTuple):
    """``by_month``: of the months in which something was committed.

    ``since``: the day of the first commit; ``shallow``: there are older ones that this clone left
    behind.
    """

    since: date
    shallow: bool
    by_month: dict[Days, MonthEnd]


def month_ends(folder: str, months: Sequence[Days], stems: Iterable[str] = FILES) -> Ends:
    """How each of the months ended; of the plan's files only those named.

    Raises Refusal where there is no history.
    """
    repo = repository(folder)
    commits = [(sha, max(days)) for sha, days in days_and_commits(repo)]
    since = min(day for _, day in commits)
    by_month = {}
    with Objects(repo.top) as objects:
        plans = _Plans(repo, objects, stems)
        for month in months:
            if any(month.first <= day <= month.last for _, day in commits):
                last = next(sha for sha, day in commits if day <= month.last)
                by_month[month] = plans.of(last)
    return Ends(since, is_shallow(repo), by_month)


class _File(NamedTuple):
    """One file's share of a plan: its sections, and how many records were left out."""

    sections: dict[str, Any]
    left_out: int


class _Plans:
    """Plans of commits, each file read once for each text it ever had."""

    def __init__(self, repo: Repository, objects: Objects, stems: Iterable[str]) -> None:
        self._paths = {stem: f"{repo.prefix}data/{stem}.yaml" for stem in stems}
        self._objects = objects
        self._files: dict[tuple[str, str], _File] = {}

    def of(self, commit: str) -> MonthEnd:
        try:
            blobs = {
                stem: blob_at(self._objects, commit, path) for stem, path in self._paths.items()
            }
            if not all(blob or stem in OPTIONAL for stem, blob in blobs.items()):
                return MonthEnd(commit, None)
            files = [self._file(stem, blob) for stem, blob in blobs.items() if blob]
        except Refusal:
            return MonthEnd(commit, None, lost=True)
        campaign = Campaign("", {}, UNTITLED)
        for file in files:
            campaign = campaign._replace(**file.sections)
        return MonthEnd(commit, campaign, sum(file.left_out for file in files))

    def _file(self, stem: str, blob: str) -> _File:
        file = self._files.get((stem, blob))
        if file is None:
            file = self._files[stem, blob] = _read(stem, text_at(self._objects, blob))
        return file


def _read(stem: str, content: bytes | None) -> _File:
    name = f"data/{stem}.yaml"
    given: Source | Problem = in_file(name, "E003", "error", "那时不是文件。")
    if content is not None:
        given = disk.decode(content, name, blank=stem in OPTIONAL)
    loaded = load_sources("", {stem: given})
    sections = {kind.section: getattr(loaded.campaign, kind.section) for kind in FILES[stem]}
    unread = isinstance(given, Problem)
    return _File(sections, loaded.left_out + unread)
