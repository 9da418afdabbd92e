"""``cz sheet make``: what every unit has to report, as a form."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.names import find_one_unit, find_unit
from cz.progress import pick_phase
from cz.records import Campaign, Collective
from cz.sheets.form import Form, form_of, reporters
from cz.whose import Owner


class Made(NamedTuple):
    """``forms``: of the units that have something to report; ``nothing``: those that have not."""

    phase: int
    forms: tuple[Form, ...]
    nothing: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(len(form.matters) for form in self.forms)


def make(
    campaign: Campaign, today: date, *, unit: str | None = None, phase: int | None = None
) -> Made:
    """The form of one unit, or of all. Raises Refusal for an unknown unit or phase."""
    number = pick_phase(campaign, phase, today)
    owners = reporters(campaign) if unit is None else [_asked(campaign, unit)]
    forms = [form_of(campaign, owner, number, today) for owner in owners]
    return Made(
        phase=number,
        forms=tuple(form for form in forms if form.matters),
        nothing=tuple(form.unit for form in forms if not form.matters),
    )


def _asked(campaign: Campaign, text: str) -> Owner:
    """Raises Refusal for a collective whose members are to be asked for instead."""
    owner = find_unit(campaign, text)
    if isinstance(owner, Collective) and owner.members:
        return find_one_unit(campaign, text)
    return owner
