"""``cz check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli.options import (
    AtOption,
    JsonOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    one_form,
)

if TYPE_CHECKING:
    pass


@examples("cz check", "cz check --json", "cz check --github      在流水线里标注到改动的行")
def command(
    json: JsonOption = False,
    github: Annotated[bool, typer.Option("--github", help="输出 GitHub 流水线的标注。")] = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.load.folder import find_plan
    from cz.opening import open_plan
    from cz.show import complaints
    from cz.verbs.check import check

    one_form(json=json, github=github)
    if at:
        from cz.history.past import open_at

        found = open_at(find_plan(plan), at).plan
    else:
        found = open_plan(find_plan(plan))
    problems = check(found, clock(today)(found.campaign))
    if json:
        from cz.show.writers import dump

        print(dump([complaints.as_data(problem) for problem in problems]))
    elif github:
        for problem in problems:
            print(complaints.github(problem))
    else:
        complaints.complain(problems, out=sys.stdout)
        print(complaints.summary(problems))
    return 1 if any(problem.level == "error" for problem in problems) else 0
