"""How far: each task's and step's state in a phase, its light, and how late it is."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz.problem import Refusal
from cz.records import (
    FINISHED,
    RANKS,
    STATUSES,
    Campaign,
    Lights,
    Phase,
    Progress,
    Step,
    Task,
)
from cz.records.repeat import Repeat
from cz.recurrence import owed
from cz.whose import Owner, collectives_of, is_lead, own_reports, shares_in

SOON = 30  # days ahead that "due soon" looks, on screens and in reports
FORTNIGHT = 14  # the same of what looks ahead less far: the briefing, the agenda
LIGHTS = {"green": "绿", "yellow": "黄", "red": "红", "none": "无"}
_NOTHING = Progress()


class State(NamedTuple):
    """A task or step as it stands in one phase.

    ``due``: the deadline in force; of one that comes again (``repeat``) the end of the earliest
    period that nobody reported on, and ``missed`` counts those that have passed.
    ``late``: days past the deadline; ``left``: days to it, ``None`` where there is none.
    """

    item: Task | Step
    phase: int
    status: str
    due: date | None
    light: str
    late: int
    left: int | None
    repeat: Repeat | None = None
    missed: int = 0

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    @property
    def has_deadline(self) -> bool:
        """Whether one is set, a day or what comes again."""
        return self.due is not None or self.repeat is not None


class StatusShare(NamedTuple):
    """How many have one status, and percent of all."""

    status: str
    count: int  # type: ignore[assignment]
    percent: float


class WorkCount(NamedTuple):
    """How many tasks and how many steps a figure of both counts."""

    tasks: int
    steps: int

    @property
    def total(self) -> int:
        return self.tasks + self.steps


def count_work(states: Iterable[State]) -> WorkCount:
    is_step = [isinstance(work.item, Step) for work in states]
    return WorkCount(tasks=is_step.count(False), steps=is_step.count(True))


def is_step_back(before: str, after: str) -> bool:
    """Whether a status is less far than the one before; what is no status counts as none."""
    return RANKS.get(after, 0) < RANKS.get(before, 0)


def current_phase(campaign: Campaign, today: date) -> int:
    """By the phases' dates, else as the plan says; where it says nothing, the first.

    A gap belongs to the phase that follows, a time before its first day to those before it that
    have no dates.
    """
    dated = [phase for phase in campaign.phases if phase.start and phase.end]
    undated: list[int] = []
    for phase in sorted(campaign.phases, key=lambda phase: phase.number):
        if not (phase.start and phase.end):
            undated.append(phase.number)
        elif today > phase.end:
            undated = []
        elif today < phase.start and undated:
            said = campaign.plan.phase
            return said if said in undated else undated[0]
        else:
            return phase.number
    if dated:
        return max(phase.number for phase in dated)
    if campaign.plan.phase:
        return campaign.plan.phase
    return campaign.phases[0].number if campaign.phases else 1


def pick_phase(campaign: Campaign, asked: int | None, today: date) -> int:
    """The phase asked for, or the current one. Raises Refusal for one that the plan has not."""
    if asked is None:
        return current_phase(campaign, today)
    if campaign.phases and campaign.phase(asked) is None:
        known = "、".join(str(phase.number) for phase in campaign.phases)
        raise Refusal(f"没有第 {asked} 阶段。方案里的阶段有：{known}。")
    return asked


def phase_or_blank(campaign: Campaign, number: int) -> Phase:
    return campaign.phase(number) or Phase(number, "")


def state(item: Task | Step, phase: int, today: date, campaign: Campaign) -> State:
    """How it stands in ``phase`` on ``today``.

    What is finished is no longer late. Overdue counts from the day after the deadline.
    """
    entry = item.progress.get(phase, _NOTHING)
    if isinstance(entry.due, Repeat):
        return _repeated(item, phase, today, campaign, entry.status, entry.due)
    return _by_day(item, phase, today, campaign.plan.lights, entry.status, entry.due)


def _by_day(
    item: Task | Step, phase: int, today: date, lights: Lights, status: str, due: date | None
) -> State:
    finished = status in FINISHED
    if due is None:
        return State(item, phase, status, None, "green" if finished else "none", 0, None)
    left = (due - today).days
    if finished:
        return State(item, phase, status, due, "green", 0, left)
    return State(item, phase, status, due, _light(left, lights), max(0, -left), left)


def _repeated(
    item: Task | Step, phase: int, today: date, campaign: Campaign, status: str, repeat: Repeat
) -> State:
    """What is finished owes no more reports. Only those count whose work it is."""
    due, missed = None, 0
    if status not in FINISHED:
        span = phase_or_blank(campaign, phase)
        given = own_reports(item, campaign)
        days = [update.date for update in given if update.phase in (0, phase)]
        due, missed = owed(repeat, days, today, span.start, span.end)
    now = _by_day(item, phase, today, campaign.plan.lights, status, due)
    return now._replace(repeat=repeat, missed=missed)


def _light(left: int, lights: Lights) -> str:
    """The light of what is not finished, with so many days left."""
    if left <= lights.red:
        return "red"
    return "yellow" if left <= lights.yellow else "green"


def task_states(campaign: Campaign, phase: int, today: date) -> list[State]:
    return [state(task, phase, today, campaign) for task in campaign.tasks]


def step_states(campaign: Campaign, phase: int, today: date) -> list[State]:
    return [state(step, phase, today, campaign) for step in campaign.steps if step.phase == phase]


def shares(states: Iterable[State]) -> list[StatusShare]:
    """Count and share of every status, in the statuses' order."""
    counts = dict.fromkeys(STATUSES, 0)
    for work in states:
        counts[work.status] += 1
    total = sum(counts.values())
    return [
        StatusShare(status, count, 100 * count / total if total else 0.0)
        for status, count in counts.items()
    ]


def late(states: Iterable[State]) -> list[State]:
    """Those overdue, the longest first."""
    overdue = [work for work in states if work.late]
    return sorted(overdue, key=lambda work: -work.late)


def due_next(states: Iterable[State], days: int) -> list[State]:
    """Those unfinished and due within ``days`` days, the nearest first."""
    near = []
    for work in states:
        if not work.finished and work.left is not None and 0 <= work.left <= days:
            near.append((work.left, work))
    return [work for _, work in sorted(near, key=lambda pair: pair[0])]


def of_unit(
    states: Iterable[State], campaign: Campaign, owner: Owner
) -> tuple[list[State], list[tuple[State, str]]]:
    """(what the unit leads, what it shares in and through which collective)."""
    collectives = collectives_of(campaign, owner.name)
    led, shared = [], []
    for work in states:
        if is_lead(work.item, owner):
            led.append(work)
            continue
        through = shares_in(work.item, owner, collectives)
        if through is not None:
            shared.append((work, through))
    return led, shared
