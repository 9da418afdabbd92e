"""``cz meeting show``."""

from __future__ import annotations

from datetime import date

from cz.cli.options import (
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.meeting.options import MeetingArgument
from cz.names import find_meeting
from cz.records import Campaign, Meeting
from cz.show.facts import declared_facts
from cz.show.meetings import item_data, items_table, meeting_data
from cz.show.sheet import Block, Facts, Line, Sheet, Title
from cz.show.words import file_title, label
from cz.supervise.meetings import items_of


@examples("cz meeting h2026-4", "cz meeting show h2026-4 --json")
def command(
    name: MeetingArgument,
    json: JsonOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    shown = sheet(campaign, find_meeting(campaign, name), day)
    return finish(opened, shown, form, output)


def sheet(campaign: Campaign, meeting: Meeting, today: date) -> Sheet:
    items = items_of(campaign, meeting)
    headline = f"{meeting.title}{label(campaign.plan)}"
    blocks: list[Block] = [
        Line(headline, "bold"),
        Facts([("编号", meeting.id), *declared_facts(meeting, ("id", "title", "points"))]),
    ]
    if meeting.points:
        blocks.append(Title("会议内容"))
        blocks += [Line(point) for point in meeting.points]
    blocks.append(Title(f"议定 {len(items)} 件"))
    if items:
        blocks.append(items_table(campaign, items, today))
    title = file_title(meeting.title, campaign.plan, today)

    def data() -> dict[str, object]:
        agreed = [item_data(campaign, item, today) for item in items]
        return {**meeting_data(meeting), "agreed": agreed}

    return Sheet(blocks, data, title=title)
