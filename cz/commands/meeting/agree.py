"""``cz meeting agree``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.verbs.meeting.agree import agree, is_item, set_due
from cz.write.writing import How


@examples(
    "cz meeting agree h2026-7 区城市管理局 清运背街小巷积存垃圾 --due 2026-07-25 --about i9-14",
    "cz meeting agree h2026-7-2 --due 7月30日                  议定过的改时限",
)
def command(
    meeting: Annotated[
        str,
        typer.Argument(
            metavar="会议",
            help="哪次会议，例如 h2026-5；改时限的写事项编号，例如 h2026-5-1。",
            autocompletion=suggest.meetings,
        ),
    ],
    unit: Annotated[
        str,
        typer.Argument(
            metavar="单位", help="谁来办。", show_default=False, autocompletion=suggest.units
        ),
    ] = "",
    matter: Annotated[
        str, typer.Argument(metavar="事项", help="办什么，一句话。", show_default=False)
    ] = "",
    due: Annotated[
        str | None, typer.Option("--due", metavar="时限", help="何时办结，例如 7月25日。")
    ] = None,
    helpers: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="单位", help="协办单位，可以写几个。", autocompletion=suggest.units
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="编号",
            help="有关的任务、步骤、测评标准或问题。",
            autocompletion=suggest.provable,
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if is_item(meeting):
        if unit or matter or helpers or about or not due:
            raise Refusal(f"{meeting} 是议定过的事项，这里只能改时限，例如 --due 7月30日。")
        return record(
            set_due, find_plan(plan), meeting, due, clock(today), how=How(dry_run, commit)
        )
    if not unit or not matter:
        raise Refusal("请写明谁来办、办什么：cz meeting agree h2026-5 单位 事项 --due 时限。")
    return record(
        agree,
        find_plan(plan),
        meeting,
        unit,
        matter,
        clock(today),
        due=due,
        helpers=helpers or (),
        about=about,
        how=How(dry_run, commit),
    )
