"""``cz remind``, ``cz silent``, ``cz agenda``: who is to be reminded of what, who has gone silent, what falls due."""

from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple

from cz.names import find_one_unit, find_unit
from cz.problem import Refusal
from cz.progress import current_phase
from cz.records import Campaign, Collective
from cz.supervise.owed import Sheet, Thing, sheets, things, urgency
from cz.whose import collectives_of


class Reminders(NamedTuple):
    """``asked``: the one unit they are of, "" for all. ``sheets``: of those that owe something."""

    campaign: Campaign
    today: Day
    days: int
    asked: str
    sheets: tuple[Sheet, ...]


class Agenda(NamedTuple):
    """``ahead`` by day and unit, from today to ``until``; ``late``: what is overdue. ``unit``: the one asked for, or ""."""

    campaign: Campaign
    today: Day
    until: Day
    unit: str
    ahead: tuple[Thing, ...]
    late: tuple[Thing, ...]


def remind(
    campaign: Campaign, today: Day, unit: str | None = None, days: int | None = None
) -> Reminders:
    """Raises Refusal where ``unit`` is not one unit."""
    within = campaign.plan.lights.red if days is None else _days(days)
    found = sheets(campaign, current_phase(campaign, today), today, within)
    if unit is None:
        return Reminders(campaign, today, within, "", tuple(found))
    owner = find_unit(campaign, unit)
    if isinstance(owner, Collective) and owner.members:
        find_one_unit(campaign, unit)
    return Reminders(
        campaign, today, within, owner.name, tuple(one for one in found if one.unit == owner.name)
    )


def agenda(campaign: Campaign, today: Day, days: int, unit: str | None = None) -> Agenda:
    """Raises Refusal where ``unit`` is not one unit or collective. A unit's include what its collectives lead."""
    if today.toordinal() + _days(days) >= Day.max.toordinal():
        raise Refusal(f"{today} 往后 {days} 天超出了日历能表示的范围。请核对 --today。")
    until = today + timedelta(days=days)
    name = find_unit(campaign, unit).name if unit is not None else ""
    mine = {name, *collectives_of(campaign, name)} if name else None
    phase = current_phase(campaign, today)
    found = [
        one
        for one in things(campaign, phase, today, later=True)
        if one.due and one.due <= until and (mine is None or one.unit in mine)
    ]
    place = {one.name: number for number, one in enumerate(campaign.owners)}
    ahead = sorted(
        (one for one in found if not one.late),
        key=lambda one: (one.due, place.get(one.unit, len(place)), urgency(one)),
    )
    return Agenda(
        campaign,
        today,
        until,
        name,
        tuple(ahead),
        tuple(sorted((one for one in found if one.late), key=urgency)),
    )


def _days(days: int) -> int:
    if not 0 <= days <= 3660:
        raise Refusal(f"天数要在 0 到 3660 之间，找到的是 {days}。请核对 --days。")
    return days
