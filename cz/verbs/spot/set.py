"""``cz spot set``: whose a spot is, who looks after it, what it is called."""

from __future__ import annotations

from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_one_unit, find_unit
from cz.problem import Refusal
from cz.records.kinds import word_in
from cz.verbs.kept import kept_line
from cz.verbs.spot.adopt import BESIDE
from cz.verbs.spot.entering import find_spot, new_types, refuse_doubled, type_named
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write


def set_spot(
    folder: str,
    text: str,
    *,
    name: str | None = None,
    type_: str | None = None,
    unit: str | None = None,
    keeper: str | None = None,
    leader: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """A name it bore stays good in the ledger. Raises Refusal."""
    if not (name or type_ or unit or keeper or leader):
        raise Refusal("没有说要改什么：请用 --name、--type、--unit、--keeper 或 --leader 指明。")

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        spot = find_spot(campaign, text)
        wanted = {
            "name": kept_line(name) if name else "",
            "type": type_named(campaign, type_) if type_ else "",
            "unit": find_one_unit(campaign, unit).name if unit else "",
            "keeper": find_unit(campaign, keeper).name if keeper else "",
            "leader": kept_line(leader) if leader else "",
        }
        changed = {
            field: value
            for field, value in wanted.items()
            if value and value != getattr(spot, field)
        }
        if "name" in changed or "unit" in changed:
            refuse_doubled(
                campaign, wanted["name"] or spot.name, wanted["unit"] or spot.unit, spot.id
            )
        changes: list[Change] = []
        said = []
        for field, value in changed.items():
            changes.append(Put(spot.node, (field,), value))
            words = f"{word_in(spot.__class__, field)}：{getattr(spot, field) or '未定'} → {value}"
            said.append(Said(f"{spot.id} {spot.name}", words))
        if "name" in changed:
            places = tuple(
                place for place, former in enumerate(spot.former) if former == changed["name"]
            )
            changes.append(Relist(spot.node, ("former",), (spot.name,), places))
        changes += new_types(loaded, [changed.get("type", "")])
        return Planned(changes, [spot.id], said)

    return write(folder, "spots", plan, how, beside=BESIDE)
