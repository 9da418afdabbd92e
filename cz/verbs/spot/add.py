"""``cz spot add``: a spot more."""

from __future__ import annotations

from cz.edit import Append
from cz.load import Loaded
from cz.names import find_one_unit, find_unit
from cz.records import Spot
from cz.records.kinds import new_fields
from cz.verbs.kept import kept_line
from cz.verbs.spot.adopt import BESIDE
from cz.verbs.spot.entering import new_types, next_id, refuse_doubled, type_named
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write


def add(
    folder: str,
    name: str,
    *,
    type_: str | None = None,
    unit: str | None = None,
    keeper: str | None = None,
    leader: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """A type that is not there yet is entered with it. Raises Refusal."""
    kept_name = kept_line(name)

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "spots", "types", "spots")
        campaign = loaded.campaign
        ground = find_one_unit(campaign, unit).name if unit else ""
        refuse_doubled(campaign, kept_name, ground)
        spot = Spot(
            id=f"p{next_id(campaign)}",
            name=kept_name,
            type=type_named(campaign, type_) if type_ else "",
            unit=ground,
            keeper=find_unit(campaign, keeper).name if keeper else "",
            leader=kept_line(leader) if leader else "",
        )
        root = loaded.trees["spots"].root
        types = new_types(loaded, [spot.type])
        words = "新增点位（拟）" + (f"，和类型 {spot.type}" if types else "")
        changes = [*types, Append(root, "spots", (new_fields(spot),))]
        return Planned(changes, [spot.id], [Said(f"{spot.id} {spot.name}", words)])

    return write(folder, "spots", plan, how, beside=BESIDE)
