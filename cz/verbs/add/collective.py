"""``cz add collective``: a name for several units, as 各乡镇."""

from __future__ import annotations

from collections.abc import Sequence

from cz.names import find_one_unit
from cz.records import Campaign, Collective
from cz.verbs.add.entering import Entry, enter, free_id, names_of, source_of
from cz.verbs.add.unit import letters_of
from cz.verbs.unit.names import read_name, refuse_taken
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_collective(
    folder: str,
    name: str,
    members: Sequence[str],
    *,
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """Raises Refusal, also where a member is itself a collective."""
    new_name = read_name(name)

    def make(campaign: Campaign) -> Entry:
        refuse_taken(campaign, new_name, ())
        named = names_of(campaign, members)
        collective = Collective(
            id=free_id(letters_of(new_name), campaign),
            name=new_name,
            members=tuple(find_one_unit(campaign, member).name for member in named),
            source=source_of(confirm),
        )
        return Entry(collective)

    return enter(folder, "collectives", make, how)
