"""What is still to be done, by whom and by when: findings, tasks and steps, order slips. One pass over the records."""

import re
from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from cz.progress import State, state
from cz.records import Campaign, Finding, Order, Step, Task
from cz.supervise.heard import reported
from cz.supervise.orders import unanswered
from cz.supervise.state import stand
from cz.whose import parts

KINDS = {"order": "督办单", "finding": "问题", "task": "任务", "step": "步骤"}
_RANK = {kind: number for number, kind in enumerate(KINDS)}


class Thing(NamedTuple):
    """Something to be done: an order slip to answer, a finding to put right, a task or step to finish.

    ``unit``: whose it is, by its present name; a collective where one leads, "" where nobody does. ``late`` and ``left``:
    days past and to ``due``. ``phase``: a task's or step's, else 0.
    """

    kind: str
    record: Order | Finding | Task | Step
    unit: str
    due: Day | None
    late: int = 0
    left: int | None = None
    phase: int = 0

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def helpers(self) -> tuple[str, ...]:
        return self.record.helpers if isinstance(self.record, Finding) else ()


class Sheet(NamedTuple):
    """What one unit is to be reminded of, the most urgent first; ``helps``: the findings in which it only assists."""

    unit: str
    owes: tuple[Thing, ...] = ()
    helps: tuple[Thing, ...] = ()

    @property
    def late(self) -> int:
        return sum(one.late > 0 for one in self.owes)


def things(campaign: Campaign, phase: int, day: Day, *, later: bool = False) -> Iterator[Thing]:
    """All that is not done as of ``day``: tasks and steps of ``phase``, with ``later`` of the phases after it too."""
    meant = parts(campaign)
    collectives = {one.name for one in campaign.collectives}

    def now(name: str) -> str:
        return name if name in collectives else meant.get(name, (name,))[0]

    for order in unanswered(campaign, day):
        yield Thing("order", order, now(order.unit), order.due, *_distance(order.due, day))
    for finding in campaign.findings:
        if finding.date <= day:
            one = stand(finding, day)
            if one.state == "open":
                yield Thing("finding", finding, now(finding.unit), one.due, one.late, one.left)
    for task in campaign.tasks:
        for number in sorted({phase, *task.progress} if later else {phase}):
            if number >= phase:
                yield from _work("task", state(task, number, day, campaign.plan.lights))
    for step in campaign.steps:
        if step.phase == phase or (later and step.phase > phase):
            yield from _work("step", state(step, step.phase, day, campaign.plan.lights))


def _work(kind: str, one: State) -> Iterator[Thing]:
    if not one.finished:
        yield Thing(kind, one.item, one.item.lead, one.due, one.late, one.left, one.phase)


def _distance(due: Day | None, day: Day) -> tuple[int, int | None]:
    left = (due - day).days if due else None
    return max(0, -(left or 0)), left


def urgency(one: Thing) -> tuple[int, int, tuple[int, ...], int]:
    """The longest overdue first, then the nearest due (a slip without a deadline as if due today); ties by kind and id."""
    return one.left or 0, _RANK[one.kind], _numbers(one.id), one.phase


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", text)))


def sheets(campaign: Campaign, phase: int, day: Day, days: int) -> list[Sheet]:
    """Of every unit that owes something by ``days`` from ``day`` on, in the plan's order.

    Findings and work overdue or due within ``days``, work only where nobody reported on it within the ``quiet`` days of the
    rules; slips whatever their deadline. What a collective leads, each member owes.
    """
    meant = parts(campaign)
    owes: dict[str, list[Thing]] = {one.name: [] for one in campaign.units}
    helps: dict[str, list[Thing]] = {}
    quiet = campaign.rules.quiet
    for one in things(campaign, phase, day):
        if one.unit and _pressing(one, day, days, quiet):
            for name in meant.get(one.unit, (one.unit,)):
                owes.setdefault(name, []).append(one)
            for name in {
                unit: 0 for helper in one.helpers for unit in meant.get(helper, (helper,))
            }:
                if name != one.unit:
                    helps.setdefault(name, []).append(one)
    return [
        Sheet(
            name, tuple(sorted(found, key=urgency)), tuple(sorted(helps.get(name, ()), key=urgency))
        )
        for name, found in owes.items()
        if found
    ]


def _pressing(one: Thing, day: Day, days: int, quiet: int) -> bool:
    if one.kind == "order":
        return True
    if one.left is None or one.left > days:
        return False
    if isinstance(one.record, (Order, Finding)):
        return True
    last = reported(one.record, day, one.phase)
    return last is None or (day - last).days > quiet
