"""When something was last heard: of a task or step, and from a unit."""

from collections.abc import Iterable
from datetime import date as Day
from typing import NamedTuple

from cz.records import Campaign, Step, Task
from cz.whose import parts


class Heard(NamedTuple):
    """``about``: the id of the task, step, finding or order slip that it was heard on."""

    date: Day
    about: str


def reported(item: Task | Step, day: Day, phase: int | None = None) -> Day | None:
    """When anyone last reported on it by ``day``; in one phase, where one is named."""
    return max(
        (
            one.date
            for one in item.updates
            if one.date <= day and (phase is None or one.phase in (0, phase))
        ),
        default=None,
    )


def heard(campaign: Campaign, day: Day) -> dict[str, Heard]:
    """When each unit was last heard from, by its present name; those never heard from are not in it.

    An update that names it, or a collective it is in, on a task it leads or shares; an update that names nobody, on a task
    it leads; a finding it said was put right, though that was undone later; an order slip it answered.
    """
    meant = parts(campaign)
    last: dict[str, Heard] = {}

    def note(names: Iterable[str], when: Day | None, about: str) -> None:
        if when is None or when > day:
            return
        for name in names:
            if name not in last or last[name].date < when:
                last[name] = Heard(when, about)

    for item in campaign.work:
        leads = meant.get(item.lead, (item.lead,))
        everyone = {*leads, *(one for name in item.units for one in meant.get(name, (name,)))}
        for update in item.updates:
            named = meant.get(update.unit, (update.unit,)) if update.unit else leads
            note((name for name in named if name in everyone), update.date, item.id)
    for finding in campaign.findings:
        if finding.rectified or finding.verified or finding.reopened:
            names = meant.get(finding.unit, (finding.unit,))
            note(names, finding.rectified or finding.verified, finding.id)
            for undone in finding.reopened:
                note(names, undone.rectified or undone.verified, finding.id)
    for order in campaign.orders:
        note(meant.get(order.unit, (order.unit,)), order.answered, order.id)
    return last
