"""``cz status --unit``: what one unit answers for."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.names import find_unit
from cz.progress import SOON, State, due_next, late, of_unit, phase_or_blank
from cz.records import Agreed, Campaign, Indicator, Order, Phase
from cz.supervise.meetings import unfinished
from cz.supervise.orders import unanswered
from cz.supervise.reviews import Reviewed, returned, units_of
from cz.supervise.state import Stand
from cz.supervise.state import of_unit as findings_of_unit
from cz.verbs.status import slice_of
from cz.whose import Owner, collectives_of, former_of


class UnitStatus(NamedTuple):
    """What one unit answers for in one phase.

    ``shared`` pairs a task with the collective it came through, "" where the unit itself is named.
    ``findings`` are the unit's own, struck off or not, ``helping`` those of others that it assists
    in. ``orders``: slips not answered. ``agreed``: what meetings agreed that it does, not done yet.
    ``returned``: evidence to bring again.
    """

    campaign: Campaign
    phase: Phase
    today: date
    owner: Owner
    collectives: tuple[str, ...]
    led: list[State]
    shared: list[tuple[State, str]]
    steps: list[State]
    indicators: list[Indicator]
    late: list[State]
    soon: list[State]
    findings: list[Stand]
    helping: list[Stand]
    orders: list[Order]
    agreed: list[Agreed]
    returned: list[Reviewed]


def unit_status(
    campaign: Campaign,
    unit: str,
    phase: int,
    today: date,
    group: str | None = None,
    chapter: str | None = None,
) -> UnitStatus:
    """Of a slice only the indicators and findings of its tasks.

    Raises Refusal with the nearest names where ``unit`` is not one unit.
    """
    owner = find_unit(campaign, unit)
    asked = slice_of(campaign, phase, today, group, chapter)
    led, shared = of_unit(asked.tasks, campaign, owner)
    led_steps, shared_steps = of_unit(asked.steps, campaign, owner)
    steps = [*led_steps, *(step for step, _ in shared_steps)]
    concerned = [*led, *(task for task, _ in shared), *steps]
    indicators = [indicator for indicator in campaign.indicators if indicator.unit == owner.name]
    findings, helping = findings_of_unit(campaign, owner, today)
    if asked.title:
        ids = {task.item.id for task in asked.tasks}
        indicators = [indicator for indicator in indicators if indicator.task in ids]
        findings = [stand for stand in findings if stand.finding.task in ids]
        helping = [stand for stand in helping if stand.finding.task in ids]
    names = (owner.name, *former_of(owner))
    owed_as = (*names, *collectives_of(campaign, owner.name))
    units = units_of(campaign)
    return UnitStatus(
        campaign=campaign,
        phase=phase_or_blank(campaign, phase),
        today=today,
        owner=owner,
        collectives=collectives_of(campaign, owner.name),
        led=led,
        shared=shared,
        steps=steps,
        indicators=indicators,
        late=late(concerned),
        soon=due_next(concerned, SOON),
        findings=findings,
        helping=helping,
        orders=[order for order in unanswered(campaign, today) if order.unit in names],
        agreed=[item for item in unfinished(campaign, today) if item.unit in owed_as],
        returned=[
            piece
            for piece in returned(campaign, today)
            if units.get(piece.record.about, "") in names
        ],
    )
