"""Errors in what the conditions of the application name."""

from __future__ import annotations

from collections.abc import Iterator

from cz.checks.known import Known, error, no_phase, owners_by_form, unknown_unit
from cz.problem import Problem, nearest
from cz.records import Campaign


def of_conditions(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E306 and E310 in conditions."""
    for condition in campaign.conditions:
        if condition.unit and condition.unit not in known.owners_ever:
            yield unknown_unit(
                campaign,
                "conditions",
                condition,
                ("unit",),
                condition.unit,
                owners_by_form(campaign),
            )
        for number in condition.states:
            if number not in known.phases:
                path = ("states", str(number))
                yield no_phase(campaign, "conditions", condition, path, number, key=True)
        for index, id_ in enumerate(condition.proof):
            if id_ not in known.evidence:
                near = nearest(id_, [piece.id for piece in campaign.evidence])
                hint = f"最接近的有：{'、'.join(near)}。" if near else "请先登记材料。"
                message = f"没有编号为“{id_}”的佐证材料。"
                yield error(
                    campaign, "conditions", condition, ("proof", index), "E310", message, hint
                )
