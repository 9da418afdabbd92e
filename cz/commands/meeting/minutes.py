"""``cz meeting minutes``: the minutes of a meeting."""

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
from cz.cli.paper import ForceOption, is_word, may_put_out, paper, put_out
from cz.commands.meeting.options import PaperOption
from cz.load.folder import find_plan
from cz.names import find_meeting
from cz.problem import Refusal
from cz.progress import current_phase
from cz.typography import one_line
from cz.verbs.report import Request

TEMPLATE = "会议纪要"


@examples("cz meeting minutes h2026-7", "cz meeting minutes -o 会议纪要.docx      最近一次的")
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="会议",
            help="编号或标题；不写就是最近一次。",
            show_default=False,
            autocompletion=suggest.meetings,
        ),
    ] = None,
    output: PaperOption = None,
    number: Annotated[
        str,
        typer.Option("--number", metavar="字号", help="发文字号，印在 Word 的红头下面。"),
    ] = "",
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if number and not is_word(output):
        raise Refusal("发文字号只印在 Word 里，请加 -o 文件.docx。")
    may_put_out(find_plan(plan), output, force=force)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    request = Request(
        template=TEMPLATE,
        phase=current_phase(campaign, day),
        today=day,
        meeting=find_meeting(campaign, name) if name else None,
        document_number=one_line(number),
    )
    put_out(campaign.folder, paper(opened, request, output), output, force=force)
    return exit_code(opened)
