"""Errors in what spots and their types name."""

from __future__ import annotations

from collections.abc import Iterator

from cz.checks.known import Known, error, owners_by_form, unknown_unit
from cz.letters import packed
from cz.problem import Problem, nearest
from cz.records import Campaign, Spot
from cz.tree import Path


def of_spots(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E305, E308 and E309 in the records of spots."""
    yield from _types(campaign, known)
    names = [type_.name for type_ in campaign.types]
    seen: dict[tuple[str, str], str] = {}
    for spot in campaign.spots:
        for field in ("unit", "keeper"):
            name = getattr(spot, field)
            if name and name not in known.owners_ever:
                owners = owners_by_form(campaign)
                yield unknown_unit(campaign, "spots", spot, (field,), name, owners)
        if spot.type and spot.type not in known.types:
            yield _no_type(campaign, spot, names)
        yield from _named_twice(campaign, spot, seen)


def _types(campaign: Campaign, known: Known) -> Iterator[Problem]:
    seen: set[str] = set()
    for type_ in campaign.types:
        if packed(type_.name) in seen:
            message = f"点位类型“{type_.name}”出现了两次。"
            advice = "请删去重复的一条。"
            yield error(campaign, "types", type_, ("name",), "E308", message, advice)
        seen.add(packed(type_.name))
        for index, id_ in enumerate(type_.standards):
            if id_ not in known.indicators:
                ids = [indicator.id for indicator in campaign.indicators]
                near = nearest(id_, ids)
                hint = f"最接近的有：{'、'.join(near)}。" if near else "请核对指标编号。"
                message = f"没有编号为“{id_}”的指标。"
                path: Path = ("standards", index)
                yield error(campaign, "types", type_, path, "E309", message, hint)


def _no_type(campaign: Campaign, spot: Spot, names: list[str]) -> Problem:
    near = nearest(spot.type, names, 1)
    hint = f"是不是“{near[0]}”？" if near else "请在 types 里补上。"
    message = f"没有叫“{spot.type}”的点位类型。"
    return error(campaign, "spots", spot, ("type",), "E305", message, hint)


def _named_twice(
    campaign: Campaign, spot: Spot, seen: dict[tuple[str, str], str]
) -> Iterator[Problem]:
    """Two spots of one name, or former name, on one unit's ground: the ledger means either."""
    for name in dict.fromkeys((spot.name, *spot.former)):
        key = (packed(name), spot.unit)
        if key in seen and seen[key] != spot.id:
            where = f"{spot.unit}的" if spot.unit else "没有写属地的"
            message = f"{where}点位“{name}”出现了两次，{seen[key]} 已经叫这个。"
            advice = "请删去重复的一条，或把名称写得有区别。"
            yield error(campaign, "spots", spot, ("name",), "E308", message, advice)
        seen.setdefault(key, spot.id)
