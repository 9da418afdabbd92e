"""Opening a plan: load it, check what its records name.

A plan that was read whole before and found sound is read only as far as the question needs, and
nothing of it is checked again.
"""

from collections.abc import Iterable
from typing import NamedTuple

from cz.checks.references import references
from cz.load import Loaded, load, load_sources, receipt
from cz.load.part import EVERYTHING, Need, load_part
from cz.problem import Problem
from cz.records import Campaign
from cz.records.kinds import FILES
from cz.whose import with_present_names


class Opened(NamedTuple):
    """A plan as far as it is sound.

    ``problems``: everything loading and the references say, in file order. ``unread``: what could
    not be read. ``commit``: the short id of the commit it was read from, "" for the files as they
    are.
    """

    campaign: Campaign
    problems: tuple[Problem, ...]
    left_out: int
    unread: tuple[Problem, ...] = ()
    commit: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")


def open_plan(folder: str, stems: Iterable[str] = FILES, need: Need | None = None) -> Opened:
    """``need``: which records can concern the question; ``None`` where it matters also where they
    stand in their files, and what there is to complain of.
    """
    held = receipt.held(folder) if stems is FILES else None
    if held is None:
        return opened(load(folder, stems))
    layouts = receipt.read(held)
    if layouts is not None and need is not None:
        part = load_part(held, layouts, need) or load_part(held, layouts, EVERYTHING)
        if part is not None:
            return Opened(part.campaign, (), 0)
    sketched = held.sketch() if layouts is None else None
    loaded = load_sources(folder, held.sources())
    plan = opened(loaded)
    if sketched is not None and not plan.errors and not plan.left_out:
        receipt.keep(held.key, sketched, loaded)
    return plan


def opened(loaded: Loaded) -> Opened:
    """The same of a plan that is loaded already."""
    between_records = references(loaded.campaign, loaded.lost)
    problems = [*loaded.problems, *between_records]
    if between_records:
        stems = list(FILES)
        order = {source.path: stems.index(stem) for stem, source in loaded.campaign.sources.items()}
        problems.sort(
            key=lambda problem: (order.get(problem.path, -1), problem.line, problem.column)
        )
    unread = tuple(problem for problem in loaded.problems if problem.level == "error")
    campaign = with_present_names(loaded.campaign, once=True)
    return Opened(campaign, tuple(problems), loaded.left_out, unread)
