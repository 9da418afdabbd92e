"""Meetings as a template sees them: one that was held, and what the next begins with."""

from __future__ import annotations

from datetime import date, timedelta

from cz.progress import FORTNIGHT
from cz.records import Agreed, Bulletin, Campaign, Finding, Meeting, Place
from cz.report.view_meetings import (
    BlackView,
    DueView,
    ItemView,
    MeetingView,
    PackView,
    ServedView,
)
from cz.supervise.meetings import in_order, is_done, items_of, place_of, unfinished
from cz.supervise.owed import KINDS, Duty, duties, urgency
from cz.supervise.ranking import bulletin_name, consequence, times_last
from cz.supervise.ranking import in_order as newest_first
from cz.whose import present_names
from cz.words import mark


def meeting_view(campaign: Campaign, meeting: Meeting, today: date) -> MeetingView:
    titles = _titles(campaign)
    files = {proof.id: proof.file for proof in campaign.evidence}
    present = present_names(campaign)
    return MeetingView(
        id=meeting.id,
        kind=meeting.kind,
        number=meeting.number,
        title=meeting.title,
        date=meeting.date,
        chair=meeting.chair,
        place=meeting.place,
        present=tuple(present[name] for name in meeting.present),
        absent=tuple(present[name] for name in meeting.absent),
        serves=tuple(ServedView(id_, titles.get(id_, "")) for id_ in meeting.work),
        attendance=files.get(meeting.attendance, ""),
        points=meeting.points,
        items=tuple(_item(campaign, item, today, titles) for item in items_of(campaign, meeting)),
    )


def _titles(campaign: Campaign) -> dict[str, str]:
    titles = {record.id: record.title for record in (*campaign.work, *campaign.indicators)}
    titles |= {finding.id: finding.problem for finding in campaign.findings}
    return titles


def _item(campaign: Campaign, item: Agreed, today: date, titles: dict[str, str]) -> ItemView:
    present = present_names(campaign)
    done = item.done if is_done(item, today) else None
    late = 0
    if item.due and not done:
        late = max(0, (today - item.due).days)
    return ItemView(
        id=item.id,
        unit=present[item.unit],
        matter=item.matter.rstrip("。"),
        helpers=tuple(present[name] for name in item.helpers),
        about=item.about,
        title=titles.get(item.about, ""),
        due=item.due,
        done=done,
        result=item.result if done else "",
        late=late,
    )


def last_held(campaign: Campaign, today: date, kind: str = "") -> Meeting | None:
    """The last one, or the last of a kind; ``None`` where there was none."""
    held = [each for each in in_order(campaign, today) if not kind or each.kind == kind]
    return held[-1] if held else None


def pack(campaign: Campaign, next_: Meeting | None, phase: int, today: date) -> PackView:
    """What the next meeting begins with; without ``next_`` one like the last that agreed
    something.
    """
    meeting = next_ or _to_come(campaign, today)
    day = meeting.date if meeting.id or next_ else None
    before = _before(campaign, meeting, today)
    own = {item.id for item in items_of(campaign, before)} if before else set()
    own |= {item.id for item in items_of(campaign, meeting)}
    titles = _titles(campaign)
    older = [item for item in unfinished(campaign, today) if item.id not in own]
    newest = newest_first([each for each in campaign.bulletins if each.as_of <= today])[:1]
    late, due = _duties(campaign, phase, today)
    return PackView(
        next=meeting_view(campaign, meeting, today)._replace(date=day),
        before=meeting_view(campaign, before, today) if before else None,
        older=tuple(_item(campaign, item, today, titles) for item in sorted(older, key=place_of)),
        bulletin=bulletin_name(newest[0].year, newest[0].number) if newest else "",
        as_of=newest[0].as_of if newest else None,
        black=_black(campaign, newest[0]) if newest else (),
        late=late,
        due=due,
        days=FORTNIGHT,
    )


def _to_come(campaign: Campaign, today: date) -> Meeting:
    """The next of the kind of the last meeting that agreed something; it has no id yet."""
    agreeing = {item.meeting for item in campaign.agreed}
    held = [meeting for meeting in in_order(campaign, today) if meeting.id in agreeing]
    if not held:
        return Meeting(id="", kind="工作会", date=today, title="工作会")
    kind = held[-1].kind
    numbers = [meeting.number for meeting in campaign.meetings if meeting.kind == kind]
    number = max(numbers) + 1 if any(numbers) else 0
    title = f"第{number}次{kind}" if number else kind
    return Meeting(id="", kind=kind, date=today, title=title, number=number)


def _before(campaign: Campaign, meeting: Meeting, today: date) -> Meeting | None:
    """The one of its kind held last before it."""
    until = min(today, meeting.date)
    alike = [
        each
        for each in in_order(campaign, until)
        if each.kind == meeting.kind and each.id != meeting.id
    ]
    return alike[-1] if alike else None


def _black(campaign: Campaign, bulletin: Bulletin) -> tuple[BlackView, ...]:
    """The units on its black list, and those last of their class."""
    listed = [place for place in bulletin.ranking if place.last or "黑榜" in place.listed]
    return tuple(_black_view(campaign, bulletin, place) for place in listed)


def _black_view(campaign: Campaign, bulletin: Bulletin, place: Place) -> BlackView:
    present = present_names(campaign)
    unit = present[place.unit]
    until = [each for each in newest_first(campaign.bulletins) if each.as_of <= bulletin.as_of]
    running = times_last(unit, until, present) if place.last else 0
    return BlackView(
        unit=unit,
        kind=place.kind,
        rank=place.rank,
        handed=place.handed,
        in_time=place.in_time,
        listed=place.listed,
        last=place.last,
        running=running,
        consequence=mark(consequence(campaign, running), campaign.rules.source == "proposed"),
    )


def _duties(
    campaign: Campaign, phase: int, today: date
) -> tuple[tuple[DueView, ...], tuple[DueView, ...]]:
    """(what is overdue, what falls due), but for what meetings agreed, which stands apart."""
    until = today + timedelta(days=FORTNIGHT)
    owed = [duty for duty in duties(campaign, phase, today) if duty.kind != "agreed"]
    late = sorted((duty for duty in owed if duty.late), key=urgency)
    ahead = [duty for duty in owed if duty.due and today <= duty.due <= until]
    return tuple(map(_due, late)), tuple(map(_due, sorted(ahead, key=urgency)))


def _due(duty: Duty) -> DueView:
    """A finding with its spot before it."""
    spot = duty.record.spot if isinstance(duty.record, Finding) else ""
    matter = duty.matter.rstrip("。")
    return DueView(
        id=duty.id,
        word=KINDS[duty.kind],
        unit=duty.unit,
        matter=f"{spot}：{matter}" if spot else matter,
        due=duty.due,
        late=duty.late,
    )
