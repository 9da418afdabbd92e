"""``cz agenda``: what falls due, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from cz.days import check_days
from cz.names import find_unit
from cz.problem import Refusal
from cz.progress import current_phase
from cz.records import Campaign, Evidence, Honour
from cz.supervise.owed import Duty, duties, urgency
from cz.whose import collectives_of


class Agenda(NamedTuple):
    """``ahead`` by day and unit, from today to ``until``; ``late``: what is overdue.

    ``besides``: what stands on none of these days: evidence returned without a deadline, honours
    that run out later but within HONOURS days.
    ``phase``: the current one. ``unit``: the one asked for, "" for all.
    """

    campaign: Campaign
    today: date
    until: date
    phase: int
    unit: str
    ahead: tuple[Duty, ...]
    late: tuple[Duty, ...]
    besides: tuple[Duty, ...] = ()


def agenda(campaign: Campaign, today: date, days: int, unit: str | None = None) -> Agenda:
    """What falls due within ``days``, in the phases to come too, and what is overdue.

    A unit's include what its collectives lead. Raises Refusal where ``unit`` is not one unit or
    collective, and for days that cannot be or that no calendar reaches.
    """
    until = _until(today, days)
    name = find_unit(campaign, unit).name if unit is not None else ""
    asked = {name, *collectives_of(campaign, name)}
    phase = current_phase(campaign, today)
    ahead, late, besides = [], [], []
    for duty in duties(campaign, phase, today, later=True):
        if name and duty.unit not in asked:
            continue
        if duty.due is None or duty.due > until:
            if isinstance(duty.record, Evidence | Honour):
                besides.append(duty)
        elif duty.late:
            late.append(duty)
        else:
            ahead.append(duty)
    return Agenda(
        campaign=campaign,
        today=today,
        until=until,
        phase=phase,
        unit=name,
        ahead=_by_day(campaign, ahead),
        late=tuple(sorted(late, key=urgency)),
        besides=tuple(sorted(besides, key=urgency)),
    )


def _until(today: date, days: int) -> date:
    if today.toordinal() + check_days(days) >= date.max.toordinal():
        raise Refusal(f"{today} 往后 {days} 天超出了日历能表示的范围。请核对 --today。")
    return today + timedelta(days=days)


def _by_day(campaign: Campaign, ahead: list[Duty]) -> tuple[Duty, ...]:
    """By day, then by unit as they stand in the plan, those that are not in it last."""
    places = {owner.name: place for place, owner in enumerate(campaign.owners)}

    def order(duty: Duty) -> tuple[date | None, int, tuple[object, ...]]:
        return duty.due, places.get(duty.unit, len(places)), urgency(duty)

    return tuple(sorted(ahead, key=order))
