"""``cz finding show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    JsonOption,
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    open_for_reading,
)

if TYPE_CHECKING:
    import datetime

    from cz.opening import Opened


@examples("cz finding show f260309-1", "cz finding show f260309-1 --json")
def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="编号", help="问题的编号，例如 f260701-3。", autocompletion=suggest.findings
        ),
    ],
    at: AtOption = None,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    found, day = open_for_reading(plan, today, at)
    return show_of_ledger(found, id, day, json=json)


def show_of_ledger(found: Opened, id_: str, day: datetime.date, *, json: bool) -> int:
    """One record of supervision: a finding from end to end, of any other its facts."""
    from cz.problem import Refusal
    from cz.records import Finding
    from cz.verbs.finding.list import ledger_record, story

    try:
        one = ledger_record(found.campaign, id_)
    except Refusal as refusal:
        if refusal.missing and refusal.missing in {problem.record for problem in found.unread}:
            raise Refusal(
                f"{refusal.missing} 这条记录有错，没有读进来。请先改正上面的问题。", exit_code=1
            ) from None
        raise
    told = story(found.campaign, one, day) if isinstance(one, Finding) else None
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.story(told) if told else data.ledger_record(one)))
    elif told:
        from cz.show.finding import show_story

        show_story(told)
    else:
        from cz.show.finding import show_facts

        show_facts(found.campaign, one)
    return exit_code(found)
