"""``cz who check``: what the roster lacks or says twice, as of a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.load.roster import unread
from cz.problem import Refusal
from cz.records import Campaign
from cz.roster import Fault, Roster, faults


class Checked(NamedTuple):
    """``in_office``: how many people there are on the day, each once."""

    campaign: Campaign
    day: date
    in_office: int
    faults: tuple[Fault, ...]


def check(campaign: Campaign, day: date) -> Checked:
    """Raises Refusal where the roster may not be read."""
    reason = unread(campaign)
    if reason:
        raise Refusal(reason, exit_code=1)
    people = Roster(campaign, day).people
    in_office = len({(person.name, person.unit) for person in people})
    return Checked(campaign, day, in_office, tuple(faults(campaign, day)))
