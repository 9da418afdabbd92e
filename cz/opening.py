"""Opening a plan: load it, check what its records name."""

from collections.abc import Iterable
from typing import NamedTuple

from cz.checks.references import references
from cz.load import Loaded, load
from cz.problem import Problem
from cz.records import Campaign
from cz.records.kinds import FILES


class Opened(NamedTuple):
    """``problems``: everything loading and the references say, in file order; ``unread``: what could not be read.

    ``commit``: the short id of the commit it was read from, "" for the files as they are.
    """

    campaign: Campaign
    problems: tuple[Problem, ...]
    left_out: int
    unread: tuple[Problem, ...] = ()
    commit: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")


def open_plan(folder: str, stems: Iterable[str] = FILES) -> Opened:
    loaded = load(folder, stems)
    return opened(loaded)


def opened(loaded: Loaded) -> Opened:
    found = references(loaded.campaign, loaded.lost)
    order = {stem: index for index, stem in enumerate(FILES)}
    names = {source.path: order[stem] for stem, source in loaded.campaign.sources.items()}
    problems = (*loaded.problems, *found)
    if found:
        problems = tuple(sorted(problems, key=lambda p: (names.get(p.path, -1), p.line, p.column)))
    unread = tuple(problem for problem in loaded.problems if problem.level == "error")
    return Opened(loaded.campaign, problems, loaded.left_out, unread)
