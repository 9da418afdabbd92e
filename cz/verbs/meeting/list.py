"""``cz meeting list``: meetings, how much each agreed and how much of it is done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.problem import Refusal, nearest
from cz.records import Agreed, Campaign, Meeting
from cz.supervise.meetings import in_order, is_done, items_of, place_of, unfinished


class ListedMeeting(NamedTuple):
    """``late``: items past their deadline and not done."""

    meeting: Meeting
    items: tuple[Agreed, ...]
    done: int
    late: int


class Meetings(NamedTuple):
    """``open``: what is agreed and not done, the longest overdue first, without those without a
    deadline before the end."""

    campaign: Campaign
    today: date
    kind: str
    rows: tuple[ListedMeeting, ...]
    open: tuple[Agreed, ...]


def meetings(campaign: Campaign, today: date, kind: str | None = None) -> Meetings:
    """All, or those of a kind. Raises Refusal for a kind that there is none of."""
    held = in_order(campaign)
    kinds = list(dict.fromkeys(meeting.kind for meeting in held))
    if kind is not None and kind not in kinds:
        near = nearest(kind, kinds, 3) or kinds[:8]
        known = f"登记过的有：{'、'.join(near)}。" if near else "还没有登记会议。"
        raise Refusal(f"没有登记过“{kind}”这一类会议。{known}")
    chosen = [meeting for meeting in held if kind in (None, meeting.kind)]
    ids = {meeting.id for meeting in chosen}
    left = [item for item in unfinished(campaign, today) if item.meeting in ids]
    left.sort(key=lambda item: (item.due or date.max, place_of(item)))
    rows = tuple(_row(campaign, meeting, today) for meeting in chosen)
    return Meetings(campaign, today, kind or "", rows, tuple(left))


def _row(campaign: Campaign, meeting: Meeting, today: date) -> ListedMeeting:
    items = tuple(items_of(campaign, meeting))
    done = sum(is_done(item, today) for item in items)
    late = sum(is_late(item, today) for item in items)
    return ListedMeeting(meeting, items, done, late)


def is_late(item: Agreed, today: date) -> bool:
    """Past its deadline and not done."""
    return item.due is not None and item.due < today and not is_done(item, today)
