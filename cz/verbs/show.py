"""``cz show``: everything about one task, step, unit, group or indicator, with what points to it."""

from datetime import date
from typing import NamedTuple

from cz.names import find_group, find_unit, normal_id
from cz.problem import Refusal, nearest
from cz.progress import State, of_unit, state, task_states
from cz.records import Campaign, Collective, Group, Indicator, Step, Task, Unit


class Card(NamedTuple):
    """One record and its neighbours. ``states``: a task's or step's state in every phase of the plan."""

    campaign: Campaign
    record: Task | Step | Indicator | Unit | Collective | Group
    phase: int
    states: tuple[State, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    task: State | None = None
    led: tuple[State, ...] = ()
    shared: tuple[tuple[State, str], ...] = ()
    collectives: tuple[Collective, ...] = ()


def card(campaign: Campaign, text: str, phase: int, today: date) -> Card:
    """Raises Refusal with the nearest ids and names where ``text`` names nothing, or more than one thing."""
    wanted = normal_id(text)
    lights = campaign.plan.lights
    work: list[Task | Step] = [item for item in campaign.work if item.id == wanted]
    indicators = [item for item in campaign.indicators if item.id == wanted]
    if len(work) + len(indicators) > 1:
        raise Refusal(
            f"编号 {wanted} 有 {len(work) + len(indicators)} 条记录。请先用 cz check 找到重号并改正。",
            exit_code=1,
        )
    if work:
        (item,) = work
        numbers = [one.number for one in campaign.phases] or [phase]
        if isinstance(item, Step):
            numbers = [item.phase]
        return Card(
            campaign,
            item,
            phase,
            tuple(state(item, number, today, lights) for number in numbers),
            tuple(one for one in campaign.indicators if one.task == item.id),
        )
    if indicators:
        (one,) = indicators
        task = next((item for item in campaign.tasks if item.id == one.task), None)
        return Card(campaign, one, phase, task=state(task, phase, today, lights) if task else None)
    try:
        return _owner(campaign, text, phase, today)
    except Refusal as no_unit:
        if not no_unit.missing:
            raise
        try:
            group = find_group(campaign, text)
        except Refusal:
            ids = [*(item.id for item in campaign.work), *(item.id for item in campaign.indicators)]
            near = nearest(wanted, ids)
            if near and wanted.isascii():
                raise Refusal(
                    f"没有编号或名称为“{text}”的记录。最接近的有：{'、'.join(near)}。",
                    missing=wanted,
                ) from None
            raise no_unit from None
        held = tuple(
            one for one in task_states(campaign, phase, today) if one.item.group == group.name
        )
        return Card(campaign, group, phase, led=held)


def _owner(campaign: Campaign, text: str, phase: int, today: date) -> Card:
    owner = find_unit(campaign, text)
    led, shared = of_unit(task_states(campaign, phase, today), campaign, owner)
    return Card(
        campaign,
        owner,
        phase,
        indicators=tuple(one for one in campaign.indicators if one.unit == owner.name),
        led=tuple(led),
        shared=tuple(shared),
        collectives=tuple(one for one in campaign.collectives if owner.name in one.members),
    )
