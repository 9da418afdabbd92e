"""What is known of a phase on a day, as the rules ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

from cz.gaps.inspected import looked_at
from cz.gaps.levels import CONDITION, FINDING, STANDARD, STEP, TASK, UNIT, Deadline, Subject
from cz.progress import State, phase_or_blank, step_states, task_states
from cz.records import Campaign, Condition, Indicator, Phase, Step
from cz.supervise.evidence import span_of
from cz.supervise.honours import holds
from cz.supervise.orders import unanswered
from cz.supervise.reviews import Reviewed, returned
from cz.supervise.state import Stand, stands
from cz.targets import Standing, standing
from cz.whose import PresentNames, present_names
from cz.words import mark

_NOT_BEGUN = "todo"


class Known(NamedTuple):
    """``findings``: made by the end of the phase and not withdrawn; ``found``: of these, those of
    the phase, by the standard they are held against.

    ``proof``: how many pieces of evidence there are inside the window, by what they are for;
    ``stale``: outside it. ``work``: tasks and steps of the phase. ``of_task``: ids of the standards
    that a task stands for. ``looked_at``: as cz.gaps.inspected has it. ``slips``: deadlines of
    order slips not answered, by their matter.
    ``asked``: standards that a survey of the phase asked about; ``None`` where no survey is on
    record at all. ``returned``: evidence sent back that is not there again; it proves nothing.
    """

    campaign: Campaign
    phase: Phase
    day: date
    standing: Standing
    standards: Mapping[str, Indicator]
    findings: Sequence[Stand]
    found: Mapping[str, Sequence[Stand]]
    proof: Mapping[str, int]
    stale: Mapping[str, int]
    looked_at: frozenset[str]
    asked: frozenset[str] | None
    work: Sequence[State]
    tasks: Mapping[str, State]
    of_task: Mapping[str, tuple[str, ...]]
    slips: Mapping[str, Sequence[Deadline]]
    returned: Sequence[Reviewed]
    present: PresentNames

    def rating(self, standard: Indicator) -> str:
        """A, B, C, "" where it has none."""
        return standard.ratings.get(self.phase.number, "")

    def task_status(self, standard: Indicator) -> str:
        """Of the task that the standard belongs to; without one as if it were not begun."""
        task = self.tasks.get(standard.task)
        return task.status if task else _NOT_BEGUN

    def proofs(self, standard: Indicator) -> int:
        """Its own and its task's."""
        return self.proof.get(standard.id, 0) + self.proof.get(standard.task, 0)

    def stale_proofs(self, standard: Indicator) -> int:
        return self.stale.get(standard.id, 0) + self.stale.get(standard.task, 0)

    def is_inspected(self, standard: Indicator) -> bool:
        """Whether anyone looked at it on the spot in this phase, as far as is recorded."""
        return standard.id in self.found or standard.id in self.looked_at


def known(
    campaign: Campaign, phase: int, day: date, findings: Sequence[Stand] | None = None
) -> Known:
    """``findings``: all of them as of the day, where they have been looked at already."""
    named = phase_or_blank(campaign, phase)
    everything = stands(campaign.findings, day) if findings is None else findings
    made = [now for now in everything if named.end is None or now.finding.date <= named.end]
    back = tuple(returned(campaign, day))
    proof, stale = _evidence(campaign, phase, day, {piece.record.id for piece in back})
    tasks = task_states(campaign, phase, day)
    of_task: dict[str, list[str]] = {}
    for standard in campaign.indicators:
        of_task.setdefault(standard.task, []).append(standard.id)
    return Known(
        campaign=campaign,
        phase=named,
        day=day,
        standing=standing(campaign, phase),
        standards={standard.id: standard for standard in campaign.indicators},
        findings=made,
        found=_by_standard(made, named.start),
        proof=proof,
        stale=stale,
        looked_at=looked_at(campaign, named, day),
        asked=_asked(campaign, named, day),
        work=[*tasks, *step_states(campaign, phase, day)],
        tasks={task.item.id: task for task in tasks},
        of_task={task: tuple(ids) for task, ids in of_task.items() if task},
        slips=_slips(campaign, day),
        returned=back,
        present=present_names(campaign),
    )


def _asked(campaign: Campaign, phase: Phase, day: date) -> frozenset[str] | None:
    """Surveys of which no day is known count for the phase."""
    if not campaign.surveys:
        return None
    begin, until = phase.start or date.min, min(phase.end or date.max, day)
    surveys = {
        survey.id
        for survey in campaign.surveys
        if survey.end is None or begin <= survey.end <= until
    }
    questions = [each for each in campaign.questions if each.survey in surveys]
    return frozenset(question.indicator for question in questions if question.indicator)


def _by_standard(made: Sequence[Stand], start: date | None) -> dict[str, list[Stand]]:
    found: dict[str, list[Stand]] = {}
    for now in made:
        finding = now.finding
        if finding.indicator and (start is None or finding.date >= start):
            found.setdefault(finding.indicator, []).append(now)
    return found


def _evidence(
    campaign: Campaign, phase: int, day: date, back: AbstractSet[str]
) -> tuple[Counter[str], Counter[str]]:
    """(inside the window, outside it), by what it is for; what is dated later is not there yet.

    ``back``: ids of what was returned. What shows a finding also speaks for its standard. Of
    honours those that hold on the day.
    """
    span = span_of(campaign, phase)
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    held = {finding.id: finding.indicator for finding in campaign.findings}
    for record in campaign.evidence:
        if record.date > day or record.id in back:
            continue
        counts = span is None or span.window.start <= record.date <= span.window.end
        (inside if counts else outside)[record.about] += 1
        if held.get(record.about):
            (inside if counts else outside)[held[record.about]] += 1
    for honour in campaign.honours:
        if honour.about and holds(honour, day):
            inside[honour.about] += 1
    return inside, outside


def _slips(campaign: Campaign, day: date) -> dict[str, list[Deadline]]:
    slips: dict[str, list[Deadline]] = {}
    for order in unanswered(campaign, day):
        if order.due and order.due >= day:
            slips.setdefault(order.about, []).append(Deadline(order.due, f"督办单{order.id}"))
    return slips


# --- what a gap may be about ------------------------------------------------------------------


def about_standard(now: Known, standard: Indicator, *, on_site: bool = False) -> Subject:
    """Whoever answers for it has to act, else the lead of its task.

    ``on_site``: what was found there is to be put right, so the deadlines of that count too.
    """
    task = now.tasks.get(standard.task)
    lead = task.item.lead if task else ""
    return Subject(
        kind=STANDARD,
        id=standard.id,
        title=mark(standard.title, standard.source == "proposed"),
        unit=standard.unit or lead,
        method=standard.method,
        standards=(standard.id,),
        facts=_facts(now, standard),
        deadlines=_deadlines_of_standard(now, standard, on_site=on_site),
    )


def _facts(now: Known, standard: Indicator) -> str:
    """``问题14、未销号4、材料1``; nothing of what is not there."""
    facts = []
    found = now.found.get(standard.id, ())
    if found:
        open_ = unsettled(found)
        facts.append(f"问题{len(found)}")
        if open_:
            facts.append(f"未销号{open_}")
    proofs = now.proofs(standard)
    if proofs:
        facts.append(f"材料{proofs}")
    return "、".join(facts)


def unsettled(found: Sequence[Stand]) -> int:
    """How many are not struck off."""
    return sum(stand.state != "verified" for stand in found)


def _deadlines_of_standard(
    now: Known, standard: Indicator, *, on_site: bool
) -> tuple[Deadline, ...]:
    """Of its task while that is not finished; ``on_site``: of its findings that are open too."""
    deadlines = []
    for stand in now.found.get(standard.id, ()) if on_site else ():
        deadlines += _deadlines_of_finding(now, stand)
    task = now.tasks.get(standard.task)
    if task:
        deadlines += _deadlines_of_work(now, task)
    return tuple(deadlines)


def about_finding(now: Known, stand: Stand) -> Subject:
    finding = stand.finding
    standard = now.standards.get(finding.indicator)
    return Subject(
        kind=FINDING,
        id=finding.id,
        title="：".join(part for part in (finding.spot, finding.problem) if part),
        unit=now.present[finding.unit],
        method=standard.method if standard else "",
        standards=(standard.id,) if standard else (),
        deadlines=tuple(_deadlines_of_finding(now, stand)),
    )


def _deadlines_of_finding(now: Known, stand: Stand) -> list[Deadline]:
    deadlines = list(now.slips.get(stand.finding.id, ()))
    if stand.state == "open" and stand.due and stand.due >= now.day:
        deadlines.append(Deadline(stand.due, f"问题{stand.finding.id}"))
    return deadlines


def about_work(now: Known, work: State, standards: tuple[str, ...] = ()) -> Subject:
    """``standards``: those that suffer from it."""
    item = work.item
    is_step = isinstance(item, Step)
    ours = "title" in item.proposed or (is_step and item.source == "proposed")
    return Subject(
        kind=STEP if is_step else TASK,
        id=item.id,
        title=mark(item.title, ours),
        unit=item.lead,
        standards=standards,
        deadlines=tuple(_deadlines_of_work(now, work)),
    )


def _deadlines_of_work(now: Known, work: State) -> list[Deadline]:
    word = "步骤" if isinstance(work.item, Step) else "任务"
    deadlines = list(now.slips.get(work.item.id, ()))
    if not work.finished and work.due and work.due >= now.day:
        deadlines.append(Deadline(work.due, f"{word}{work.item.id}"))
    return deadlines


def about_condition(now: Known, condition: Condition) -> Subject:
    return Subject(
        kind=CONDITION,
        id=condition.id,
        title=mark(condition.title, condition.source == "proposed"),
        unit=now.present[condition.unit] if condition.unit else "",
    )


def about_unit(name: str, id_: str) -> Subject:
    """By its present name."""
    return Subject(kind=UNIT, id=id_, title=name, unit=name)
