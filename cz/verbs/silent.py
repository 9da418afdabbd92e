"""``cz silent``: units and work of which nothing was heard for long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from cz.days import check_days
from cz.names import find_unit
from cz.progress import State, current_phase, step_states, task_states
from cz.records import Agreed, Campaign
from cz.supervise.heard import Heard, heard, reported
from cz.supervise.meetings import unfinished
from cz.whose import Owner, collectives_of, owns_as, parts, present_names


class SilentUnit(NamedTuple):
    """``open``: how many tasks and steps it leads that are not finished."""

    unit: str
    open: int
    heard: Heard | None
    days: int | None


class SilentWork(NamedTuple):
    state: State
    heard: date | None
    days: int | None


class SilentItem(NamedTuple):
    """What a meeting agreed and is not done; ``days``: since it was agreed."""

    item: Agreed
    unit: str
    heard: date | None
    days: int | None


class Silence(NamedTuple):
    """The longest silent first, those never heard from before them.

    ``unit``: the one asked for, "" for all. ``leads``, ``open``: out of how many units and how much
    work.
    """

    campaign: Campaign
    today: date
    phase: int
    days: int
    leads: int
    open: int
    units: list[SilentUnit]
    work: list[SilentWork]
    agreed: list[SilentItem]
    unit: str = ""


def silent(campaign: Campaign, today: date, days: int, unit: str | None = None) -> Silence:
    """Units that lead unfinished work and were not heard from for ``days``, such work, and what
    meetings agreed so long ago and is not done.

    With ``unit`` only that one, and what it or a collective of its leads. Raises Refusal for a
    number of days that cannot be, and where ``unit`` is not one unit or collective.
    """
    check_days(days)
    owner = find_unit(campaign, unit) if unit is not None else None
    phase = current_phase(campaign, today)
    states = [*task_states(campaign, phase, today), *step_states(campaign, phase, today)]
    unfinished = [state for state in states if not state.finished]
    leads = _leads(campaign, unfinished)
    if owner is not None:
        unfinished = [state for state in unfinished if _is_led_by(campaign, state, owner)]
        leads = {name: count for name, count in leads.items() if name in owns_as(owner)}
    last = heard(campaign, today)
    units = []
    for name, count in leads.items():
        news = last.get(name)
        day = news.date if news else None
        units.append(SilentUnit(name, count, news, _days_since(day, today)))
    work = []
    for state in unfinished:
        day = reported(state.item, today)
        work.append(SilentWork(state, day, _days_since(day, today)))
    return Silence(
        campaign=campaign,
        today=today,
        phase=phase,
        days=days,
        leads=len(units),
        open=len(work),
        units=_longest(units, days),
        work=_longest(work, days),
        agreed=_longest(_agreed(campaign, today, owner), days),
        unit=owner.name if owner else "",
    )


def _agreed(campaign: Campaign, today: date, owner: Owner | None) -> list[SilentItem]:
    """What is agreed and not done, from the day of the meeting on."""
    present = present_names(campaign)
    days = {meeting.id: meeting.date for meeting in campaign.meetings}
    owed_as: tuple[str, ...] = ()
    if owner is not None:
        owed_as = (*owns_as(owner), *collectives_of(campaign, owner.name))
    items = []
    for item in unfinished(campaign, today):
        unit = present[item.unit]
        if owner is None or unit in owed_as:
            day = days.get(item.meeting)
            items.append(SilentItem(item, unit, day, _days_since(day, today)))
    return items


def _is_led_by(campaign: Campaign, state: State, owner: Owner) -> bool:
    return state.item.lead in (owner.name, *collectives_of(campaign, owner.name))


def _leads(campaign: Campaign, states: Iterable[State]) -> dict[str, int]:
    """How much each unit leads, in the plan's order; what a collective leads, each member does."""
    meant = parts(campaign)
    counts = {unit.name: 0 for unit in campaign.units}
    for state in states:
        lead = state.item.lead
        if lead:
            for name in meant[lead]:
                counts[name] = counts.get(name, 0) + 1
    return {name: count for name, count in counts.items() if count}


def _days_since(day: date | None, today: date) -> int | None:
    return (today - day).days if day else None


class _Silent(Protocol):
    @property
    def days(self) -> int | None: ...


AnySilent = TypeVar("AnySilent", bound=_Silent)


def _longest(known: Iterable[AnySilent], within: int) -> list[AnySilent]:
    silent = [entry for entry in known if entry.days is None or entry.days >= within]
    return sorted(silent, key=lambda entry: (entry.days is not None, -(entry.days or 0)))
