"""When something was last heard: of a task or step, and from a unit."""

from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from cz.records import Campaign, Finding, Step, Task, reports
from cz.supervise.state import unit_on
from cz.whose import Meant, parts


class Heard(NamedTuple):
    """``about``: the id of the task, finding, slip or agreed item that it was heard on."""

    date: Day
    about: str


def reported(item: Task | Step, day: Day, phase: int | None = None) -> Day | None:
    """When anyone last reported on it by ``day``; in one phase, where one is named."""
    phases = None if phase is None else (0, phase)
    days = [
        update.date
        for update in reports(item)
        if update.date <= day and (phases is None or update.phase in phases)
    ]
    return max(days, default=None)


def heard(campaign: Campaign, day: Day) -> dict[str, Heard]:
    """When each unit was last heard from by ``day``, by its present name.

    Those never heard from are not in it. Heard is: an update that names it, or a collective it is
    in, on a task it leads or shares; an update that names nobody, on a task it leads; a finding it
    said was put right, though that was undone later; an order slip it answered; what a meeting
    agreed that it does, once done.
    """
    last: dict[str, Heard] = {}
    for unit, news in _news(campaign):
        if news.date <= day and (unit not in last or last[unit].date < news.date):
            last[unit] = news
    return last


def _news(campaign: Campaign) -> Iterator[tuple[str, Heard]]:
    """All that was ever heard, each with the unit that it was heard from."""
    meant = parts(campaign)
    for item in campaign.work:
        yield from _updates(item, meant)
    for finding in campaign.findings:
        for day in _claims(finding):
            for unit in meant[unit_on(finding, day)]:
                yield unit, Heard(day, finding.id)
    for order in campaign.orders:
        if order.answered:
            for unit in meant[order.unit]:
                yield unit, Heard(order.answered, order.id)
    for agreed in campaign.agreed:
        if agreed.done:
            for unit in meant[agreed.unit]:
                yield unit, Heard(agreed.done, agreed.id)


def _updates(item: Task | Step, meant: Meant) -> Iterator[tuple[str, Heard]]:
    if not item.updates:
        return
    leads = meant[item.lead]
    concerned = set(leads)
    for name in item.units:
        concerned.update(meant[name])
    for update in reports(item):
        for unit in meant[update.unit] if update.unit else leads:
            if unit in concerned:
                yield unit, Heard(update.date, item.id)


def _claims(finding: Finding) -> list[Day]:
    """The days on which the finding was said to be put right, now and before it was undone."""
    days = [finding.rectified or finding.verified]
    days += [undone.rectified or undone.verified for undone in finding.reopened]
    return [day for day in days if day]
