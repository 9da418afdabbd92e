"""``cz show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    JsonOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    open_for_reading,
)

if TYPE_CHECKING:
    pass


@examples(
    "cz show 1-5",
    "cz show s2-1",
    "cz show i9-14",
    "cz show f260309-1",
    "cz show 区教育局",
    "cz show 宣传教育组",
)
def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="编号",
            help="任务、步骤、指标、问题、督办单等的编号，或单位、工作组的名称。",
            autocompletion=suggest.everything,
        ),
    ],
    phase: PhaseOption = None,
    at: AtOption = None,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.problem import Refusal
    from cz.progress import pick_phase
    from cz.verbs.finding.list import is_of_ledger
    from cz.verbs.show import card

    found, day = open_for_reading(plan, today, at)
    if is_of_ledger(name):
        from cz.commands.finding.show import show_of_ledger

        return show_of_ledger(found, name, day, json=json)
    try:
        shown = card(found.campaign, name, pick_phase(found.campaign, phase, day), day)
    except Refusal as refusal:
        if refusal.missing and refusal.missing in {problem.record for problem in found.unread}:
            raise Refusal(
                f"{refusal.missing} 这条记录有错，没有读进来。请先改正上面的问题。", exit_code=1
            ) from None
        raise
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.card(shown)))
    else:
        from cz.show.card import show_card

        show_card(shown, day)
    return exit_code(found)
