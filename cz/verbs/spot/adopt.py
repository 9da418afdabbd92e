"""``cz spot adopt``: the places that the ledger names become spots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cz.edit import Append
from cz.letters import packed
from cz.load import Loaded
from cz.names import find_one_unit
from cz.problem import Refusal, nearest
from cz.records import Campaign, Finding, Spot, SpotType, Visit
from cz.records.kinds import new_fields
from cz.supervise.spots import observations, spot_book, spot_of
from cz.verbs.spot.entering import next_id
from cz.whose import present_names
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

GROUNDS = ("乡镇", "街道")
BESIDE = ("units", "tasks", "indicators", "findings", "supervision", "assessments")


class Place(NamedTuple):
    """A place as the ledger writes it: how often under which units, of which types."""

    name: str
    units: Counter[str]
    types: Counter[str]

    @property
    def times(self) -> int:
        return self.units.total()


class Adopted(NamedTuple):
    """``asked``: places whose ground is not sure, and which are not adopted.

    ``doubtful``: adopted ones that the ledger gives several types.
    """

    spots: tuple[Spot, ...]
    types: tuple[SpotType, ...]
    asked: tuple[Place, ...]
    doubtful: tuple[Place, ...]


def adopt(
    folder: str,
    names: Sequence[str],
    clock: Clock,
    *,
    unit: str | None = None,
    apart: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """Every place of the ledger that is no spot yet, or those of these ``names``.

    ``unit``: whose ground they are. ``apart``: of one name under several units each is a place of
    its own. The outcome's result is Adopted. Raises Refusal.
    """
    if (unit or apart) and not names:
        raise Refusal("--unit 和 --apart 要写明是哪个点位，例如 cz spot adopt 槐树巷 --apart。")
    if unit and apart:
        raise Refusal("--unit 和 --apart 只能选一个。")

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "spots", "types", "spots")
        require(loaded, "findings", "findings", "visits")
        campaign = loaded.campaign
        ground = find_one_unit(campaign, unit).name if unit else ""
        places = _wanted(_places(campaign, clock), names)
        adopted = _adopted(campaign, places, ground, apart=apart)
        root = loaded.trees["spots"].root
        changes = []
        if adopted.types:
            changes.append(Append(root, "types", tuple(map(new_fields, adopted.types))))
        if adopted.spots:
            changes.append(Append(root, "spots", tuple(map(new_fields, adopted.spots))))
        words = f"登记 {len(adopted.spots)} 个点位，{len(adopted.types)} 种类型（拟）"
        return Planned(
            changes=changes,
            records=[spot.id for spot in adopted.spots],
            said=[Said("点位", words)] if changes else [],
            result=adopted,
        )

    return write(folder, "spots", plan, how, beside=BESIDE)


def _places(campaign: Campaign, clock: Clock) -> list[Place]:
    """Those of the ledger that are no spot yet, in the order they were first seen."""
    book, present = spot_book(campaign), present_names(campaign)
    places: dict[str, Place] = {}
    for record in observations(campaign, clock(campaign)):
        if spot_of(book, record.spot, record.unit) is None:
            _note(places, record, present[record.unit])
    return list(places.values())


def _note(places: dict[str, Place], record: Finding | Visit, unit: str) -> None:
    key = packed(record.spot)
    place = places.setdefault(key, Place(record.spot, Counter(), Counter()))
    place.units[unit] += 1
    if record.type:
        place.types[record.type] += 1


def _wanted(places: list[Place], names: Sequence[str]) -> list[Place]:
    """Those of these names, or all. Raises Refusal for a name that is no such place."""
    if not names:
        return places
    by_name = {packed(place.name): place for place in places}
    wanted = []
    for name in names:
        place = by_name.get(packed(name))
        if place is None:
            near = nearest(name, [place.name for place in places], 3)
            hint = f"最接近的有：{'、'.join(near)}。" if near else "用 cz spot list 看已经登记的。"
            raise Refusal(f"台账里没有还没登记的点位“{name}”。{hint}")
        wanted.append(place)
    return wanted


def _adopted(campaign: Campaign, places: list[Place], ground: str, *, apart: bool) -> Adopted:
    kinds = {unit.name: unit.kind for unit in campaign.units}
    spots: list[Spot] = []
    asked: list[Place] = []
    number = next_id(campaign)
    for place in places:
        grounds = [ground] if ground else _grounds(place, kinds)
        if len(grounds) > 1 and not apart:
            asked.append(place)
            continue
        for owner in grounds:
            spot = Spot(
                id=f"p{number + len(spots)}",
                name=place.name,
                type=_type_of(place),
                unit=owner,
            )
            spots.append(spot)
    known = {type_.name for type_ in campaign.types}
    new = [name for name in dict.fromkeys(spot.type for spot in spots) if name not in known]
    names = {spot.name for spot in spots}
    doubtful = [place for place in places if len(place.types) > 1 and place.name in names]
    return Adopted(
        spots=tuple(spots),
        types=tuple(SpotType(name) for name in new if name),
        asked=tuple(asked),
        doubtful=tuple(doubtful),
    )


def _grounds(place: Place, kinds: dict[str, str]) -> list[str]:
    """The towns and streets it is put down to, else every unit it is."""
    grounds = [unit for unit in place.units if kinds.get(unit) in GROUNDS]
    return grounds or list(place.units)


def _type_of(place: Place) -> str:
    """The one that is written most often."""
    return place.types.most_common(1)[0][0] if place.types else ""
