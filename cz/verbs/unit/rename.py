"""``cz unit rename``: a unit bears another name from now on."""

from __future__ import annotations

from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_unit_in_full
from cz.records import Unit
from cz.verbs.kept import kept_line
from cz.verbs.unit.names import read_name, refuse_taken
from cz.verbs.work import reason_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write


def rename(
    folder: str, unit: str, name: str, *, reason: str | None = None, how: How = PLAINLY
) -> Outcome:
    """Only the unit's record changes: the name it bore stays good wherever it is written.

    ``reason`` is told, and so stands in the commit. Raises Refusal for a collective, and where
    another unit is called so.
    """
    new_name = read_name(name)
    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        renamed = find_unit_in_full(campaign, unit)
        refuse_taken(campaign, new_name, (renamed,))
        changes = renaming(renamed, new_name)
        if changes:
            words = f"改名：{renamed.name} → {new_name}，曾用名记下，各处原来的写法照样认得"
            words += reason_words(kept_reason)
        else:
            words = f"名称仍为 {new_name}"
        return Planned(changes, [renamed.id], [Said(f"{renamed.id} {renamed.name}", words)])

    return write(folder, "units", plan, how)


def renaming(unit: Unit, name: str) -> list[Change]:
    """The new name, and the old one among the former ones; none where it bears the name."""
    if name == unit.name:
        return []
    changes: list[Change] = [
        Put(unit.node, ("name",), name),
        Relist(unit.node, ("former",), (unit.name,), _places(unit.former, name)),
    ]
    if name in unit.merged:
        changes.append(Relist(unit.node, ("merged",), (), _places(unit.merged, name)))
    return changes


def _places(names: tuple[str, ...], name: str) -> tuple[int, ...]:
    return tuple(place for place, other in enumerate(names) if other == name)
