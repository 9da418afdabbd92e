"""``cz add collective``: a name that stands for several units."""

from __future__ import annotations

from collections.abc import Sequence

from cz.load import Loaded
from cz.names import find_one_unit
from cz.typed.lists import all_parts
from cz.verbs.adding import (
    New,
    enter,
    read_id,
    read_origin,
    taken_ids,
    without_empty,
)
from cz.verbs.unit.names import read_name, refuse_taken
from cz.verbs.work import unique
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_collective(
    folder: str,
    name: str,
    members: Sequence[str] = (),
    *,
    id_: str | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a collective of these units. Raises Refusal."""
    from cz.intake.units import new_id

    kept_name = read_name(name)
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        refuse_taken(campaign, kept_name, ())
        taken = taken_ids(campaign)
        joined = unique(find_one_unit(campaign, each).name for each in all_parts(members))
        record = {
            "id": read_id("collectives", id_, taken) if id_ else new_id(kept_name, taken),
            "name": kept_name,
            "members": joined,
            "source": origin,
        }
        after = campaign.collectives[-1] if campaign.collectives else None
        words = f"，{len(joined)} 个成员" if joined else ""
        aside = "" if joined else "，还没有成员，请在 members 里写上"
        return enter(loaded, "collectives", [New(without_empty(record), after, words, aside)])

    return write(folder, "units", plan, how, beside=("tasks", "indicators"))
