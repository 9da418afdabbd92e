"""``cz meeting pack``: which meeting its papers are for."""

from __future__ import annotations

from datetime import date

from cz.days import read_day
from cz.records import Campaign, Meeting
from cz.verbs.kept import kept_line
from cz.verbs.meeting.fields import next_of_kind


def next_meeting(
    campaign: Campaign, today: date, kind: str | None, day: str | None
) -> Meeting | None:
    """The next of a kind, on a day if it is told; ``None``: like the last that agreed something.

    It has no id yet. Raises Refusal.
    """
    if kind is None and day is None:
        return None
    agreeing = {item.meeting for item in campaign.agreed}
    kinds = [meeting.kind for meeting in campaign.meetings if meeting.id in agreeing]
    last = kinds[-1] if kinds else "工作会"
    meant = kept_line(kind) if kind else last
    number = next_of_kind(campaign, meant)
    return Meeting(
        id="",
        kind=meant,
        date=read_day(day, today) if day else today,
        title=f"第{number}次{meant}" if number else meant,
        number=number,
    )
