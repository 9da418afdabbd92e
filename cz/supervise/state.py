"""How a finding stands on a day.

The dates are the state; what is dated later has not happened yet.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Extension, Finding, Reassignment, Rules
from cz.whose import Owner, assists, helps_as, owns_as, present_names

STATES = {"unsent": "待交办", "open": "待整改", "rectified": "待复核", "verified": "已销号"}
WITHDRAWN = "withdrawn"  # on record, and in no count
WORDS = {**STATES, WITHDRAWN: "已撤回"}
SETTLED = ("rectified", "verified")
_URGENCY = {"open": 0, "unsent": 1, "rectified": 2, "verified": 3, WITHDRAWN: 4}


class Stand(NamedTuple):
    """A finding as of a day.

    ``due`` is the deadline in force then, ``judged`` the one that "in time" is judged by (an
    extension granted when the deadline had passed does not move it). ``claimed``: when the unit
    said it was put right, if it has. ``late``: days past ``due`` of what is still open. ``left``:
    days to it. ``relapsed``: opened again after it was struck off. ``missed``: it was not, or can
    no longer be, put right in time.
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


def stand(finding: Finding, day: date) -> Stand:
    """The finding as of ``day``, its unit the one whose it was then.

    Put right on the deadline itself is in time. Opened again after it was struck off, it never is.
    """
    claimed, verified = _put_right(finding, day)
    due, judged = _deadlines(finding, day)
    relapsed = _relapsed(finding, day)
    if is_withdrawn(finding, day):
        state = WITHDRAWN
    elif verified:
        state = "verified"
    elif claimed:
        state = "rectified"
    elif due:
        state = "open"
    else:
        state = "unsent"
    in_time = missed = False
    late = 0
    left: int | None = None
    if due and judged:
        in_time = claimed is not None and claimed <= judged and not relapsed
        missed = not in_time and (claimed is not None or relapsed or judged < day)
        left = (due - day).days if state != WITHDRAWN else None
        if state == "open":
            late = max(0, (day - due).days)
    unit = unit_on(finding, day)
    return Stand(
        finding=finding if unit == finding.unit else finding._replace(unit=unit),
        state=state,
        due=due,
        judged=judged,
        claimed=claimed,
        verified=verified,
        in_time=in_time,
        late=late,
        left=left,
        relapsed=relapsed,
        missed=missed,
    )


def is_withdrawn(finding: Finding, day: date) -> bool:
    return finding.withdrawn is not None and finding.withdrawn.date <= day


def _put_right(finding: Finding, day: date) -> tuple[date | None, date | None]:
    """(when the unit said so, when it was struck off), as far as either had happened by ``day``.

    What is struck off without a word of the unit counts as put right that day.
    """
    claimed, verified = finding.rectified, finding.verified
    for undone in reversed(finding.reopened):
        if undone.date > day:
            claimed, verified = undone.rectified or undone.verified, undone.verified
    if verified and verified > day:
        verified = None
    claimed = claimed or verified
    if claimed and claimed > day:
        claimed = None
    return claimed, verified


def _relapsed(finding: Finding, day: date) -> bool:
    """Whether it was opened again while it was the unit's whose it is on ``day``."""
    if not finding.reopened:
        return False
    given = [each.date for each in finding.reassigned if each.date <= day]
    since = given[-1] if given else date.min
    return any(undone.verified and since < undone.date <= day for undone in finding.reopened)


def _deadlines(finding: Finding, day: date) -> tuple[date | None, date | None]:
    """(in force on ``day``, judged by)."""
    if not finding.extended and not finding.reassigned:
        return finding.due, finding.due
    moves = moves_of(finding)
    due = judged = moves[0].was
    for move in moves:
        if move.date > day:
            return due, judged
        due = move.due
        anew = isinstance(move, Reassignment) and move.due != move.was
        if anew or judged is None or move.date <= judged:
            judged = move.due
    return finding.due or due, judged


def moves_of(finding: Finding) -> list[Extension | Reassignment]:
    """Whatever moved its deadline, in the order it happened.

    Of one day, the one whose deadline before is the other's afterwards was the later.
    """
    if not finding.reassigned:
        return list(finding.extended)
    extended, reassigned = list(finding.extended), list(finding.reassigned)
    moves: list[Extension | Reassignment] = []
    while extended and reassigned:
        extension, reassignment = extended[0], reassigned[0]
        same_day = extension.date == reassignment.date
        if extension.date > reassignment.date or (same_day and extension.was == reassignment.due):
            moves.append(reassigned.pop(0))
        else:
            moves.append(extended.pop(0))
    return [*moves, *extended, *reassigned]


def unit_on(finding: Finding, day: date) -> str:
    """Whose it was on a day, by the name the record writes."""
    for reassignment in finding.reassigned:
        if reassignment.date > day:
            return reassignment.unit
    return finding.unit


def judgement(claimed: date, judged: date | None, relapsed: bool) -> str:
    """Whether it was put right in time, in words."""
    if judged is None:
        return "没有时限，不计入整改率"
    days_late = (claimed - judged).days
    if days_late > 0:
        return f"逾期{days_late}天"
    return "重开后整改，不算按时" if relapsed else "按时"


def granted(finding: Finding) -> tuple[Extension, ...]:
    """The extensions proper: not the new deadlines that came with being opened again."""
    again = {(undone.date, undone.reason) for undone in finding.reopened}
    return tuple(
        extension
        for extension in finding.extended
        if (extension.date, extension.reason) not in again
    )


def stands(findings: Iterable[Finding], day: date) -> list[Stand]:
    """Of the findings made by ``day`` and not withdrawn by then."""
    return [
        stand(finding, day)
        for finding in findings
        if finding.date <= day and not is_withdrawn(finding, day)
    ]


def withdrawn(findings: Iterable[Finding], start: date, day: date) -> list[Stand]:
    """Of those withdrawn after ``start``, by ``day``."""
    return [
        stand(finding, day)
        for finding in findings
        if finding.withdrawn and start < finding.withdrawn.date <= day
    ]


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


def counts(findings: Iterable[Stand]) -> Counts:
    by_state = dict.fromkeys(STATES, 0)
    late = 0
    for now in findings:
        by_state[now.state] += 1
        if now.late:
            late += 1
    return Counts(**by_state, late=late)


def of_unit(campaign: Campaign, owner: Owner, day: date) -> tuple[list[Stand], list[Stand]]:
    """(its own, those of others that it assists in), by whatever names. The most urgent first."""
    present = present_names(campaign)
    own_names, helper_names = owns_as(owner), helps_as(campaign, owner)
    own, helping = [], []
    for finding in campaign.findings:
        if present[unit_on(finding, day)] in own_names:
            own.append(finding)
        elif assists(finding.helpers, helper_names, present):
            helping.append(finding)
    return by_urgency(stands(own, day)), by_urgency(stands(helping, day))


def by_urgency(findings: Iterable[Stand]) -> list[Stand]:
    """Open ones first, then those not handed out, those to verify, those struck off.

    Among those of one state the longest overdue and the nearest deadline first.
    """
    return sorted(
        findings,
        key=lambda now: (_URGENCY[now.state], now.due or date.max, now.finding.date),
    )


def class_of(kind: str, rules: Rules) -> str:
    """The class in which units of a kind are ranked; a kind that no class names is its own."""
    for name, kinds in rules.classes.items():
        if kind in kinds:
            return name
    return kind
