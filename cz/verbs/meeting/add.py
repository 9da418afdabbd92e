"""``cz meeting add``: a meeting or training put on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.days import read_day
from cz.edit import Append
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Meeting
from cz.records.kinds import new_fields
from cz.verbs.kept import kept_line
from cz.verbs.meeting.fields import (
    BESIDE,
    next_of_kind,
    next_of_year,
    proof_id,
    unit_names,
    work_ids,
)
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


class Told(NamedTuple):
    """What was told of a meeting, as it was typed; ``None`` and () say nothing."""

    title: str | None = None
    number: int | None = None
    date: str | None = None
    chair: str | None = None
    place: str | None = None
    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    work: Sequence[str] = ()
    attendance: str | None = None
    points: Sequence[str] = ()


def add(folder: str, kind: str, told: Told, clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """The outcome's result is its id. Raises Refusal."""
    kept_kind = kept_line(kind)
    points = tuple(map(kept_line, told.points))

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "meetings", "meetings")
        campaign = loaded.campaign
        today = clock(campaign)
        day = read_day(told.date, today) if told.date else today
        number = next_of_kind(campaign, kept_kind) if told.number is None else told.number
        title = kept_line(told.title) if told.title else ""
        if not title and not number:
            raise Refusal(f"这次{kept_kind}没有编第几次，请用 --title 写明标题。")
        meeting = Meeting(
            id=f"h{day.year}-{next_of_year(campaign, day)}",
            kind=kept_kind,
            date=day,
            title=title or f"第{number}次{kept_kind}",
            number=number,
            chair=kept_line(told.chair) if told.chair else "",
            place=kept_line(told.place) if told.place else "",
            present=unit_names(campaign, told.present),
            absent=unit_names(campaign, told.absent),
            work=work_ids(campaign, told.work),
            attendance=proof_id(campaign, told.attendance) if told.attendance else "",
            points=points,
        )
        _refuse_twice(campaign.meetings, meeting)
        root = loaded.trees["meetings"].root
        said = Said(f"{meeting.id} {meeting.title}", f"登记，{meeting.kind}，{meeting.date}")
        changes = [Append(root, "meetings", (new_fields(meeting),))]
        step = f"议定的事逐件登记：cz meeting agree {meeting.id} 单位 事项 --due 时限"
        return Planned(changes, [meeting.id], [said], next_step=step, result=meeting.id)

    return write(folder, "meetings", plan, how, beside=BESIDE)


def _refuse_twice(meetings: Sequence[Meeting], new: Meeting) -> None:
    for meeting in meetings:
        if (meeting.kind, meeting.date, meeting.title) == (new.kind, new.date, new.title):
            raise Refusal(f"{meeting.id} 就是 {meeting.date} 的{meeting.title}，没有改动。")
