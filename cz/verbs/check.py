"""``cz check``: every problem of the plan at once."""

from __future__ import annotations

from datetime import date

from cz.checks.advice import advice
from cz.opening import Opened
from cz.problem import Problem
from cz.records.kinds import FILES


def check(found: Opened, today: date) -> list[Problem]:
    """Errors and warnings, file by file in the order they stand, then notes in the same order."""
    paths = [source.path for source in found.campaign.sources.values()]
    order = {path: index for index, path in enumerate(paths)}
    problems = [*found.problems, *advice(found.campaign, today)]
    return sorted(
        problems,
        key=lambda problem: (
            problem.level == "note",
            order.get(problem.path, -len(FILES)),
            problem.line,
            problem.column,
        ),
    )
