"""What meetings agreed: which of it is not done, and the order of meetings."""

from __future__ import annotations

from datetime import date

from cz.records import Agreed, Campaign, Meeting, year_and_number


def in_order(campaign: Campaign, day: date | None = None) -> list[Meeting]:
    """Those held by ``day``, else all, the oldest first."""
    held = [meeting for meeting in campaign.meetings if day is None or meeting.date <= day]
    return sorted(held, key=lambda meeting: (meeting.date, year_and_number(meeting.id)))


def items_of(campaign: Campaign, meeting: Meeting) -> list[Agreed]:
    """In the order in which they were agreed."""
    own = [item for item in campaign.agreed if item.meeting == meeting.id]
    return sorted(own, key=place_of)


def place_of(item: Agreed) -> tuple[int, int, int]:
    """Year, meeting and place in it."""
    year, meeting, number = item.id[1:].split("-")
    return int(year), int(meeting), int(number)


def is_done(item: Agreed, day: date) -> bool:
    return item.done is not None and item.done <= day


def unfinished(campaign: Campaign, day: date) -> list[Agreed]:
    """What was agreed by ``day`` and is not done as of it, in the order of the file."""
    days = {meeting.id: meeting.date for meeting in campaign.meetings}
    return [
        item
        for item in campaign.agreed
        if days.get(item.meeting, day) <= day and not is_done(item, day)
    ]
