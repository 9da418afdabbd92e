"""``cz add step``: a step more in a phase."""

from __future__ import annotations

from collections.abc import Sequence

from cz.problem import Refusal
from cz.records import Campaign, Step
from cz.verbs.add.entering import (
    Entry,
    enter,
    last_of,
    name_of,
    names_of,
    next_number,
    source_of,
    titled,
)
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_step(
    folder: str,
    title: str,
    phase: int,
    *,
    lead: str | None = None,
    units: Sequence[str] = (),
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """It gets the phase's next number. Raises Refusal."""

    def make(campaign: Campaign) -> Entry:
        if campaign.phase(phase) is None:
            numbers = "、".join(str(each.number) for each in campaign.phases)
            has = f"阶段有：{numbers}。" if numbers else ""
            raise Refusal(f"没有第 {phase} 阶段。{has}新的阶段先用 cz add phase 名称 加上。")
        there = [step for step in campaign.steps if step.phase == phase]
        leading = name_of(campaign, lead) if lead else ""
        own = [step.id for step in campaign.steps if step.id.startswith(f"s{phase}-")]
        step = Step(
            id=f"s{phase}-{next_number(own)}",
            title=titled(title, there, "步骤"),
            phase=phase,
            lead=leading,
            units=tuple(name for name in names_of(campaign, units) if name != leading),
            source=source_of(confirm),
        )
        return Entry(step, last_of(there), f"定时限用 cz due {step.id} 日期")

    return enter(folder, "steps", make, how)
