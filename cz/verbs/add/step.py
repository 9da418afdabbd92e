"""``cz add step``: one more step of a phase."""

from __future__ import annotations

from cz.days import read_deadline
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign, Step
from cz.verbs.add.task import NOBODY, Duties, who
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    next_number,
    numbers_in,
    read_id,
    read_origin,
    read_title,
    refuse_title_twice,
    taken_ids,
    without_empty,
)
from cz.verbs.due import what_follows
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write


def add_step(
    folder: str,
    title: str,
    clock: Clock,
    *,
    phase: int | None = None,
    id_: str | None = None,
    duties: Duties = NOBODY,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a step behind those of its phase, the one that is now unless said. Raises Refusal."""
    kept_title = read_title(title, "步骤的标题")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        campaign, today = loaded.campaign, clock(loaded.campaign)
        given = read_id("steps", id_, taken_ids(campaign)) if id_ else ""
        asked = numbers_in(given)[0] if given and phase is None else phase
        if asked is not None:
            _refuse_unfit(campaign, asked, given)
        where = phase_to_write(loaded, asked, today)
        of_phase = [step for step in campaign.steps if step.phase == where]
        refuse_title_twice(kept_title, of_phase, f"第 {where} 阶段里")
        ahead = f"s{where}-"
        number = given or f"{ahead}{next_number((step.id for step in campaign.steps), ahead)}"
        due = read_deadline(duties.due, today) if duties.due else None
        record = {
            "id": number,
            "phase": str(where),
            "title": kept_title,
            **who(campaign, duties),
            "source": origin,
            "progress": {str(where): {"due": str(due)}} if due else {},
        }
        after = last_before(campaign.steps, lambda step: numbers_in(step.id), numbers_in(number))
        next_step = "" if due else f"接下来，定时限：cz due {number} 日期。"
        words = aside = ""
        if due and duties.due:
            step = Step(id=number, title=kept_title, phase=where)
            aside = what_follows(step, where, due, campaign, today, typed=duties.due)
            words = f"，时限 {due}"
        return enter(loaded, "steps", [New(without_empty(record), after, words, aside)], next_step)

    return write(folder, "tasks", plan, how, beside=("units", "indicators"))


def _refuse_unfit(campaign: Campaign, phase: int, given: str) -> None:
    """Raises Refusal where there is no such phase, or the id given is of another."""
    if campaign.phase(phase) is None:
        listed = "、".join(str(each.number) for each in campaign.phases) or "无"
        raise Refusal(
            f"没有第 {phase} 阶段，没有改动。阶段有：{listed}。新的阶段请先用 cz add phase 加上。"
        )
    if given and numbers_in(given)[0] != phase:
        raise Refusal(f"编号 {given} 是第 {numbers_in(given)[0]} 阶段的，--phase 写的是 {phase}。")
