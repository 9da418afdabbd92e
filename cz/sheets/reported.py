"""What a unit may report of a task or step, and what it has reported already."""

from collections.abc import Iterable
from typing import NamedTuple

from cz.records import Campaign, Step, Task, Update, reports
from cz.whose import Owner, PresentNames, collectives_of, is_lead, present_names, shares_in

Work = Task | Step


class Reporter(NamedTuple):
    """A unit that reports. ``collectives``: the names of those it is a member of."""

    owner: Owner
    collectives: tuple[str, ...]
    present: PresentNames

    @property
    def name(self) -> str:
        return self.owner.name


def reporter_of(campaign: Campaign, owner: Owner) -> Reporter:
    return Reporter(owner, collectives_of(campaign, owner.name), present_names(campaign))


def part_in(item: Work, reporter: Reporter) -> str:
    """牵头, 责任 or 责任（各乡镇党委和政府）; "" where the unit has no part in it."""
    if is_lead(item, reporter.owner):
        return "牵头"
    through = shares_in(item, reporter.owner, reporter.collectives)
    if through is None:
        return ""
    return f"责任（{through}）" if through else "责任"


def sets_status(item: Work, reporter: Reporter) -> bool:
    """Whether the unit says how far the whole is: its lead, or the only one that is named.

    Of what others share in as well it can only say what it has done itself.
    """
    if item.lead:
        return is_lead(item, reporter.owner)
    return item.units == (reporter.name,)


def own_updates(item: Work, phase: int, reporter: Reporter) -> list[Update]:
    """What it reported of the phase, the earliest first; of what it leads also what nobody did."""
    is_leading = is_lead(item, reporter.owner)
    own = []
    for update in reports(item):
        if update.phase not in (0, phase):
            continue
        name = reporter.present[update.unit] if update.unit else ""
        if name == reporter.name or (is_leading and not name):
            own.append(update)
    return sorted(own, key=lambda update: update.date)


def last_note(updates: Iterable[Update]) -> str:
    """The last of them that says something in words, "" where none does."""
    notes = [update.note for update in updates if update.note]
    return notes[-1] if notes else ""
