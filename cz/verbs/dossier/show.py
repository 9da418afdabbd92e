"""``cz dossier``: what each standard judged by its papers has, and what it lacks."""

from __future__ import annotations

from datetime import date

from cz.dossier.standing import Dossier, dossier
from cz.names import find_unit
from cz.progress import pick_phase
from cz.records import Campaign
from cz.whose import Owner, owns_as


def show(
    campaign: Campaign, today: date, *, unit: str | None = None, phase: int | None = None
) -> tuple[Dossier, Owner | None]:
    """(the dossier, whose it is). Raises Refusal for an unknown unit or phase."""
    owner = find_unit(campaign, unit) if unit is not None else None
    units = tuple(owns_as(owner)) if owner else ()
    return dossier(campaign, pick_phase(campaign, phase, today), today, units), owner
