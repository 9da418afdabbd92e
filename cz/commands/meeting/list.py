"""``cz meeting list``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.show.meetings import item_data, items_table, meeting_data
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.verbs.meeting.list import ListedMeeting, Meetings, meetings
from cz.words import short_date


@examples(
    "cz meeting",
    "cz meeting list --open                   议定了还没有办结的",
    "cz meeting list --kind 培训 -o 培训.xlsx",
)
def command(
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="类别",
            help="只列这一类，例如 培训。",
            autocompletion=suggest.meeting_kinds,
        ),
    ] = None,
    open_: Annotated[
        bool, typer.Option("--open", help="列出议定了还没有办结的事项，最急的在前。")
    ] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    held = meetings(opened.campaign, day, kind)
    shown = open_sheet(held) if open_ else sheet(held)
    return finish(opened, shown, form, output)


def sheet(held: Meetings) -> Sheet:
    blocks: list[Block] = [_table(held)]
    if not held.rows:
        blocks = [Line("还没有登记会议。登记一次：cz meeting add 推进会 --date 日期")]
    elif held.open:
        left = f"议定而未办结 {len(held.open)} 件，逐件看：cz meeting list --open"
        blocks.append(Line(left, "bright_black"))
    title = file_title("会议", held.campaign.plan, held.today)
    return Sheet(blocks, lambda: [_data(row) for row in held.rows], title=title)


def _table(held: Meetings) -> Table:
    columns = [
        Col("编号"),
        Col("类别"),
        Col("日期"),
        Col("标题", grow=True),
        Col("缺席", right=True),
        Col("议定", right=True),
        Col("办结", right=True),
        Col("逾期", right=True),
    ]
    rows: list[list[str | Cell]] = []
    for row in held.rows:
        meeting = row.meeting
        day = Cell(short_date(meeting.date, held.today), meeting.date)
        absent = str(len(meeting.absent)) if meeting.absent else ""
        counts = ["", "", ""]
        if row.items:
            counts = [str(len(row.items)), str(row.done), str(row.late) if row.late else ""]
        rows.append([meeting.id, meeting.kind, day, meeting.title, absent, *counts])
    return Table(columns, rows)


def _data(row: ListedMeeting) -> dict[str, Any]:
    counts = {"agreed": len(row.items), "done": row.done, "late": row.late}
    return {**meeting_data(row.meeting), **counts}


def open_sheet(held: Meetings) -> Sheet:
    blocks: list[Block] = [items_table(held.campaign, held.open, held.today)]
    if not held.open:
        blocks = [Line("议定的事都办结了。" if held.rows else "还没有登记会议。")]
    title = file_title("会议议定而未办结的事项", held.campaign.plan, held.today)
    return Sheet(
        blocks,
        lambda: [item_data(held.campaign, item, held.today) for item in held.open],
        title=title,
    )
