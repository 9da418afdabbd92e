"""What is still to be done, by whom and by when: order slips, findings, agreed items,
tasks and steps."""

import re
from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from cz.progress import State, state
from cz.records import Agreed, Campaign, Evidence, Finding, Honour, Order, Step, Task
from cz.records.repeat import Repeat
from cz.supervise.heard import reported
from cz.supervise.meetings import unfinished
from cz.supervise.orders import unanswered
from cz.supervise.reviews import returned, units_of
from cz.supervise.state import stand
from cz.whose import parts, present_names

KINDS = {
    "order": "督办单",
    "finding": "问题",
    "agreed": "议定事项",
    "evidence": "材料",
    "task": "任务",
    "step": "步骤",
    "honour": "荣誉",
}
HONOURS = 90  # days before a title of honour runs out from which on it is told
_RANK = {kind: number for number, kind in enumerate(KINDS)}


class Duty(NamedTuple):
    """An order slip to answer, a finding to put right, what was agreed, a task or step to finish.

    Also a piece of evidence to bring again, an honour that runs out.

    ``unit``: whose it is, by its present name; a collective where one leads, "" where nobody does.
    ``late``: days past ``due``. ``left``: days to it, ``None`` where there is no deadline.
    ``phase``: a task's or step's, else 0. ``repeat``: where its deadline comes again.
    ``why``: of what was returned, the reason.
    """

    kind: str
    record: Order | Finding | Agreed | Evidence | Task | Step | Honour
    unit: str
    due: Day | None
    late: int = 0
    left: int | None = None
    phase: int = 0
    repeat: Repeat | None = None
    why: str = ""

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def matter(self) -> str:
        """What is to be done, in the words of its record."""
        record = self.record
        if isinstance(record, Order):
            return record.matter or f"关于 {record.about}"
        if isinstance(record, Agreed):
            return record.matter
        if isinstance(record, Evidence):
            name = record.caption or record.file.rpartition("/")[2]
            return f"{name}（{record.about}），退回：{self.why}"
        if isinstance(record, Honour):
            return f"{record.title}到期或复审"
        return record.problem if isinstance(record, Finding) else record.title

    @property
    def helpers(self) -> tuple[str, ...]:
        return self.record.helpers if isinstance(self.record, Finding | Agreed) else ()


class UnitDuties(NamedTuple):
    """What one unit is to be reminded of, the most urgent first.

    ``helps``: the findings and agreed items in which it only assists.
    """

    unit: str
    owes: tuple[Duty, ...] = ()
    helps: tuple[Duty, ...] = ()

    @property
    def late(self) -> int:
        return sum(duty.late > 0 for duty in self.owes)


def duties(campaign: Campaign, phase: int, day: Day, *, later: bool = False) -> Iterator[Duty]:
    """All that is not done as of ``day``.

    Slips, findings, agreed items, evidence that was returned, tasks and steps of ``phase``,
    honours that run out within HONOURS days.

    ``later``: tasks and steps of the phases after it too.
    """
    yield from _slips(campaign, day)
    yield from _findings(campaign, day)
    yield from _agreed(campaign, day)
    yield from _returned(campaign, day)
    yield from _tasks(campaign, phase, day, later=later)
    yield from _steps(campaign, phase, day, later=later)
    yield from _honours(campaign, day)


def _slips(campaign: Campaign, day: Day) -> Iterator[Duty]:
    present = present_names(campaign)
    for order in unanswered(campaign, day):
        left = (order.due - day).days if order.due else None
        yield Duty(
            kind="order",
            record=order,
            unit=present[order.unit],
            due=order.due,
            late=max(0, -(left or 0)),
            left=left,
        )


def _findings(campaign: Campaign, day: Day) -> Iterator[Duty]:
    present = present_names(campaign)
    for finding in campaign.findings:
        if finding.date > day:
            continue
        standing = stand(finding, day)
        if standing.state == "open":
            yield Duty(
                kind="finding",
                record=finding,
                unit=present[standing.finding.unit],
                due=standing.due,
                late=standing.late,
                left=standing.left,
            )


def _agreed(campaign: Campaign, day: Day) -> Iterator[Duty]:
    present = present_names(campaign)
    for item in unfinished(campaign, day):
        left = (item.due - day).days if item.due else None
        yield Duty(
            kind="agreed",
            record=item,
            unit=present[item.unit],
            due=item.due,
            late=max(0, -(left or 0)),
            left=left,
        )


def _returned(campaign: Campaign, day: Day) -> Iterator[Duty]:
    units = units_of(campaign)
    for piece in returned(campaign, day):
        due = piece.review.due if piece.review else None
        left = (due - day).days if due else None
        yield Duty(
            kind="evidence",
            record=piece.record,
            unit=units.get(piece.record.about, ""),
            due=due,
            late=max(0, -(left or 0)),
            left=left,
            why=piece.why,
        )


def _honours(campaign: Campaign, day: Day) -> Iterator[Duty]:
    present = present_names(campaign)
    for honour in campaign.honours:
        left = (honour.until - day).days if honour.until else HONOURS + 1
        if not honour.pursued and left <= HONOURS:
            yield Duty(
                kind="honour",
                record=honour,
                unit=present[honour.unit],
                due=honour.until,
                late=max(0, -left),
                left=left,
            )


def _tasks(campaign: Campaign, phase: int, day: Day, *, later: bool) -> Iterator[Duty]:
    for task in campaign.tasks:
        phases = {phase}
        if later:
            phases.update(number for number in task.progress if number > phase)
        for number in sorted(phases):
            yield from _unfinished("task", state(task, number, day, campaign))


def _steps(campaign: Campaign, phase: int, day: Day, *, later: bool) -> Iterator[Duty]:
    for step in campaign.steps:
        if step.phase == phase or (later and step.phase > phase):
            yield from _unfinished("step", state(step, step.phase, day, campaign))


def _unfinished(kind: str, work: State) -> Iterator[Duty]:
    if not work.finished:
        yield Duty(
            kind=kind,
            record=work.item,
            unit=work.item.lead,
            due=work.due,
            late=work.late,
            left=work.left,
            phase=work.phase,
            repeat=work.repeat,
        )


def urgency(duty: Duty) -> tuple[int, int, tuple[int, ...], int]:
    """The longest overdue first, then the nearest due; ties by kind and id.

    A slip without a deadline is as urgent as if due today.
    """
    numbers = tuple(map(int, re.findall(r"[0-9]+", duty.id)))
    return duty.left or 0, _RANK[duty.kind], numbers, duty.phase


def pressing_duties(campaign: Campaign, phase: int, day: Day, days: int) -> list[UnitDuties]:
    """Of every unit that owes something by ``days`` from ``day`` on, in the plan's order.

    Findings, agreed items and work overdue or due within ``days``; slips whatever their deadline.
    Work only where nobody reported on it within the ``quiet`` days of the rules, or where its
    deadline comes again.
    What a collective leads, each member owes.
    """
    meant = parts(campaign)
    owes: dict[str, list[Duty]] = {unit.name: [] for unit in campaign.units}
    helps: dict[str, list[Duty]] = {}
    for duty in duties(campaign, phase, day):
        if not duty.unit or not _is_pressing(duty, day, days, campaign.rules.quiet):
            continue
        for name in meant[duty.unit]:
            owes.setdefault(name, []).append(duty)
        helpers = {unit for helper in duty.helpers for unit in meant[helper]}
        for name in helpers - {duty.unit}:
            helps.setdefault(name, []).append(duty)
    return [
        UnitDuties(name, _most_urgent_first(owed), _most_urgent_first(helps.get(name, [])))
        for name, owed in owes.items()
        if owed
    ]


def _most_urgent_first(owed: list[Duty]) -> tuple[Duty, ...]:
    return tuple(sorted(owed, key=urgency))


def _is_pressing(duty: Duty, day: Day, days: int, quiet: int) -> bool:
    if isinstance(duty.record, Order | Evidence):
        return True
    if duty.left is None or duty.left > days:
        return False
    if isinstance(duty.record, Finding | Agreed | Honour) or duty.repeat is not None:
        return True
    last = reported(duty.record, day, duty.phase)
    return last is None or (day - last).days > quiet
