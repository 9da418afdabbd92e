"""Errors in what meetings and their agreed items name."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from cz.checks.known import Known, error, owners_by_form, unknown_unit
from cz.problem import Problem, nearest
from cz.records import Agreed, Campaign, Meeting
from cz.tree import Path


def of_meetings(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302 and E310 in meetings and in what they agreed; E312 where it is done too early."""
    for meeting in campaign.meetings:
        yield from _meeting(campaign, meeting, known)
    days = {meeting.id: meeting.date for meeting in campaign.meetings}
    for item in campaign.agreed:
        yield from _item(campaign, item, known)
        day = days.get(item.meeting)
        for field, word in (("due", "办结时限"), ("done", "办结日期")):
            ends = getattr(item, field)
            if day and ends and ends < day:
                message = f"{word} {ends} 早于开会的日子 {day}。"
                yield error(
                    campaign, "agreed", item, (field,), "E312", message, "请核对这两个日期。"
                )


def _meeting(campaign: Campaign, meeting: Meeting, known: Known) -> Iterator[Problem]:
    for field in ("present", "absent"):
        for index, name in enumerate(getattr(meeting, field)):
            if name not in known.owners_ever:
                yield unknown_unit(
                    campaign, "meetings", meeting, (field, index), name, owners_by_form(campaign)
                )
    for index, id_ in enumerate(meeting.work):
        if id_ not in known.work and id_ not in known.indicators:
            path: Path = ("work", index)
            advice = "请写任务、步骤或测评标准的编号。"
            message = f"没有编号为“{id_}”的任务、步骤或测评标准。"
            yield error(campaign, "meetings", meeting, path, "E310", message, advice)
    if meeting.attendance and meeting.attendance not in known.evidence:
        message = f"没有编号为“{meeting.attendance}”的佐证材料。"
        advice = "请先用 cz evidence add 登记签到表，再写它的编号。"
        yield error(campaign, "meetings", meeting, ("attendance",), "E310", message, advice)


def _item(campaign: Campaign, item: Agreed, known: Known) -> Iterator[Problem]:
    if item.meeting not in known.meetings:
        near = nearest(item.meeting, [meeting.id for meeting in campaign.meetings])
        hint = f"最接近的有：{'、'.join(near)}。" if near else "请先用 cz meeting add 登记会议。"
        message = f"没有编号为“{item.meeting}”的会议。"
        yield error(campaign, "agreed", item, ("id",), "E310", message, hint)
    if item.unit not in known.owners_ever:
        yield unknown_unit(campaign, "agreed", item, ("unit",), item.unit, owners_by_form(campaign))
    for index, name in enumerate(item.helpers):
        if name not in known.owners_ever:
            yield unknown_unit(
                campaign, "agreed", item, ("helpers", index), name, owners_by_form(campaign)
            )
    concerned: tuple[AbstractSet[str], ...] = (known.work, known.indicators, known.findings)
    if item.about and not any(item.about in ids for ids in concerned):
        message = f"没有编号为“{item.about}”的记录。"
        advice = "请写任务、步骤、测评标准或问题的编号。"
        yield error(campaign, "agreed", item, ("about",), "E310", message, advice)
