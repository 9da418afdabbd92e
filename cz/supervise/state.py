"""How a finding stands on a day. The dates are the state; what is dated later has not happened yet."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Extension, Finding, Rules
from cz.whose import Owner, assists, helps_as, owns_as, present_names

STATES = {"unsent": "待交办", "open": "待整改", "rectified": "待复核", "verified": "已销号"}
SETTLED = ("rectified", "verified")


class Stand(NamedTuple):
    """A finding as of a day.

    ``due`` is the deadline in force then, ``judged`` the one that "in time" is judged by (an extension granted when the
    deadline had passed does not move it). ``claimed``: when the unit said it was put right, if it has. ``late``: days past
    ``due`` of what is still open. ``left``: days to it. ``relapsed``: opened again after it was struck off. ``missed``: it
    was not, or can no longer be, put right in time.
    """

    finding: Finding
    state: str
    due: date | None
    judged: date | None
    claimed: date | None
    verified: date | None
    in_time: bool
    late: int
    left: int | None
    relapsed: bool
    missed: bool

    @property
    def settled(self) -> bool:
        return self.state in SETTLED


def stand(one: Finding, day: date) -> Stand:
    """The finding as of ``day``.

    Put right on the deadline itself is in time. Opened again after it was struck off, it never is.
    """
    claimed, verified, due, judged, relapsed = one.rectified, one.verified, one.due, one.due, False
    if one.reopened:
        for undone in reversed(one.reopened):
            if undone.date > day:
                claimed, verified = undone.rectified or undone.verified, undone.verified
            elif undone.verified:
                relapsed = True
    if one.extended:
        due, judged = _deadlines(one, day)
    if verified and verified > day:
        verified = None
    claimed = claimed or verified
    if claimed and claimed > day:
        claimed = None
    if verified:
        state = "verified"
    elif claimed:
        state = "rectified"
    else:
        state = "open" if due else "unsent"
    in_time = claimed is not None and judged is not None and claimed <= judged and not relapsed
    if due is None:
        return Stand(one, state, None, None, claimed, verified, False, 0, None, relapsed, False)
    left = (due - day).days
    missed = not in_time and (
        claimed is not None or relapsed or (judged is not None and judged < day)
    )
    return Stand(
        one,
        state,
        due,
        judged,
        claimed,
        verified,
        in_time,
        max(0, -left) if state == "open" else 0,
        left,
        relapsed,
        missed,
    )


def _deadlines(one: Finding, day: date) -> tuple[date | None, date | None]:
    """(in force on ``day``, judged by)."""
    due = judged = one.extended[0].was
    for step in one.extended:
        if step.date > day:
            break
        due = step.due
        if step.date <= judged:
            judged = step.due
    else:
        due = one.due or due
    return due, judged


def granted(one: Finding) -> tuple[Extension, ...]:
    """The extensions proper: not the new deadlines that came with being opened again."""
    again = {(past.date, past.reason) for past in one.reopened}
    return tuple(step for step in one.extended if (step.date, step.reason) not in again)


def stands(findings: Iterable[Finding], day: date) -> list[Stand]:
    """Of the findings made by ``day``."""
    return [stand(one, day) for one in findings if one.date <= day]


class Counts(NamedTuple):
    """Findings by state; ``late`` of the open ones are overdue."""

    unsent: int
    open: int
    rectified: int
    verified: int
    late: int

    @property
    def total(self) -> int:
        return self.unsent + self.open + self.rectified + self.verified


def counts(found: Iterable[Stand]) -> Counts:
    by_state = dict.fromkeys(STATES, 0)
    late = 0
    for one in found:
        by_state[one.state] += 1
        late += one.late > 0
    return Counts(**by_state, late=late)


def of_unit(campaign: Campaign, owner: Owner, day: date) -> tuple[list[Stand], list[Stand]]:
    """(its own, those of others that it assists in), by whatever names. The most urgent first."""
    present = present_names(campaign)
    own_names, helper_names = owns_as(owner), helps_as(campaign, owner)
    own, helping = [], []
    for finding in campaign.findings:
        if present[finding.unit] in own_names:
            own.append(finding)
        elif assists(finding.helpers, helper_names, present):
            helping.append(finding)
    return by_urgency(stands(own, day)), by_urgency(stands(helping, day))


def by_urgency(found: Iterable[Stand]) -> list[Stand]:
    """Open ones first, the longest overdue and the nearest deadline first; then those to verify, then those struck off."""
    order = {"open": 0, "unsent": 1, "rectified": 2, "verified": 3}
    return sorted(found, key=lambda one: (order[one.state], one.due or date.max, one.finding.date))


def class_of(kind: str, rules: Rules) -> str:
    """The class in which units of a kind are ranked; a kind that no class names is one by itself."""
    return next((name for name, kinds in rules.classes.items() if kind in kinds), kind)
