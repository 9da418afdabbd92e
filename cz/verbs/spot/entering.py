"""What the commands share that enter or change spots."""

from __future__ import annotations

from collections.abc import Iterable

from cz.edit import Append, Change
from cz.letters import packed
from cz.load import Loaded
from cz.names import find_one_unit
from cz.problem import Refusal, nearest
from cz.records import Campaign, Spot, SpotType
from cz.records.kinds import KINDS, new_fields

_NAMED_AT_ONCE = 8  # of several that could be meant


def next_id(campaign: Campaign) -> int:
    """Behind all that there are or that a mock assessment names, which mean what they meant."""
    named = (id_ for held in campaign.rounds for id_ in held.spots)
    taken = [*(spot.id for spot in campaign.spots), *named]
    return max((int(id_[1:]) for id_ in taken if id_[1:].isdecimal()), default=0) + 1


def find_spot(campaign: Campaign, text: str, unit: str | None = None) -> Spot:
    """By id, name, former name, or an unambiguous part of the name.

    ``unit``: on whose ground, where several bear one name. Raises Refusal with the nearest.
    """
    meant = spots_meant(campaign, text, unit)
    if len(meant) == 1:
        return meant[0]
    listed = "、".join(f"{spot.id}（{spot.unit or '属地未定'}）" for spot in meant[:_NAMED_AT_ONCE])
    more = f"等 {len(meant)} 个" if len(meant) > _NAMED_AT_ONCE else ""
    raise Refusal(f"“{text}”可以指好几个点位：{listed}{more}。请写编号。")


def spots_meant(campaign: Campaign, text: str, unit: str | None = None) -> list[Spot]:
    """All of this id, else of this name, else with it in their names.

    ``unit``: on whose ground. Raises Refusal where there is none, with the nearest.
    """
    wanted = packed(text)
    spots = campaign.spots
    if unit:
        owner = find_one_unit(campaign, unit).name
        spots = tuple(spot for spot in spots if spot.unit == owner)
    for meant in (
        [spot for spot in spots if spot.id == wanted],
        [spot for spot in spots if wanted in map(packed, (spot.name, *spot.former))],
        [spot for spot in spots if wanted and wanted in packed(spot.name)],
    ):
        if meant:
            return meant
    if not spots:
        raise Refusal(
            "还没有登记点位。请先用 cz spot adopt 从台账里登记，或用 cz spot import 导入。"
        )
    near = nearest(text, [spot.name for spot in spots], 3)
    hint = f"最接近的有：{'、'.join(near)}。" if near else "用 cz spot list 看全部点位。"
    raise Refusal(f"没有叫“{text}”的点位。{hint}", missing=text)


def type_named(campaign: Campaign, text: str) -> str:
    """The name of a type there is, else the text itself, a new one."""
    for type_ in campaign.types:
        if packed(type_.name) == packed(text):
            return type_.name
    return text.strip()


def new_types(loaded: Loaded, names: Iterable[str]) -> list[Change]:
    """Those of these types that are not there yet, to be entered, each once."""
    known = {type_.name for type_ in loaded.campaign.types}
    new = [name for name in dict.fromkeys(names) if name and name not in known]
    if not new:
        return []
    records = tuple(new_fields(SpotType(name)) for name in new)
    return [Append(loaded.trees["spots"].root, "types", records)]


def refuse_doubled(campaign: Campaign, name: str, unit: str, own_id: str = "") -> None:
    """Raises Refusal where the unit has a spot of this name."""
    for spot in campaign.spots:
        names = map(packed, (spot.name, *spot.former))
        if spot.id != own_id and spot.unit == unit and packed(name) in names:
            word = KINDS["spots"].word
            raise Refusal(
                f"{spot.id} 已经是{unit or '属地未定的'}叫“{spot.name}”的{word}，没有改动。"
            )
