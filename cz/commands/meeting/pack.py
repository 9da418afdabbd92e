"""``cz meeting pack``: the papers of the next meeting."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    open_for_reading,
)
from cz.cli.paper import ForceOption, may_put_out, paper, put_out
from cz.commands.meeting.options import PaperOption
from cz.load.folder import find_plan
from cz.progress import current_phase
from cz.verbs.meeting.pack import next_meeting
from cz.verbs.report import Request

TEMPLATE = "会议材料"


@examples(
    "cz meeting pack",
    "cz meeting pack -o 会议材料.docx",
    "cz meeting pack --kind 推进会 --date 2026-07-17 -o 第6次推进会.docx",
)
def command(
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="类别",
            help="哪一类会议；不写就和最近一次议定了事的会议一样。",
            autocompletion=suggest.meeting_kinds,
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="准备哪天开，印在标题下面。")
    ] = None,
    output: PaperOption = None,
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    may_put_out(find_plan(plan), output, force=force)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    meeting = next_meeting(campaign, day, kind, date)
    phase = current_phase(campaign, day)
    request = Request(template=TEMPLATE, phase=phase, today=day, meeting=meeting)
    put_out(campaign.folder, paper(opened, request, output), output, force=force)
    return exit_code(opened)
