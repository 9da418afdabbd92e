"""``cz remind``: which units owe what."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.days import check_days
from cz.names import find_one_unit, find_unit
from cz.progress import current_phase
from cz.records import Campaign, Collective
from cz.supervise.owed import UnitDuties, pressing_duties


class Reminders(NamedTuple):
    """``asked``: the one unit they are of, "" for all. ``units``: those that owe something."""

    campaign: Campaign
    today: date
    days: int
    asked: str
    units: tuple[UnitDuties, ...]


def remind(
    campaign: Campaign, today: date, unit: str | None = None, days: int | None = None
) -> Reminders:
    """What is overdue, or due within ``days``; by default as many as turn a light red.

    Raises Refusal where ``unit`` is not one unit, and for a number of days that cannot be.
    """
    within = campaign.plan.lights.red if days is None else check_days(days)
    phase = current_phase(campaign, today)
    units = pressing_duties(campaign, phase, today, within)
    asked = ""
    if unit is not None:
        asked = _one_unit(campaign, unit)
        units = [of_unit for of_unit in units if of_unit.unit == asked]
    return Reminders(campaign=campaign, today=today, days=within, asked=asked, units=tuple(units))


def _one_unit(campaign: Campaign, text: str) -> str:
    """Its name. Raises Refusal for a collective whose members are to be asked for instead."""
    owner = find_unit(campaign, text)
    if isinstance(owner, Collective) and owner.members:
        owner = find_one_unit(campaign, text)
    return owner.name
