"""``cz unit merge``: several units have become one."""

from __future__ import annotations

from collections.abc import Sequence

from cz.edit import Change, Put, Relist, Remove
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_unit_in_full
from cz.problem import Refusal
from cz.records import Campaign, Unit
from cz.verbs.kept import kept_line
from cz.verbs.unit.names import bearer, read_name
from cz.verbs.work import reason_words, unique
from cz.whose import former_of
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write


def merge(
    folder: str,
    units: Sequence[str],
    into: str,
    *,
    reason: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """What the units led, shared in and have to put right is the one unit's from now on.

    ``into``: a unit of the plan, or the new one's name, which the first of ``units`` then bears.
    Their records go; their names, and those they bore before, stay good wherever they are written.
    ``reason`` is told, and so stands in the commit. Raises Refusal.
    """
    new_name = read_name(into)
    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        merged = [find_unit_in_full(campaign, unit) for unit in units]
        kept = _kept(campaign, new_name, merged)
        gone = list({unit.id: unit for unit in merged if unit.id != kept.id}.values())
        if not gone:
            raise Refusal(f"只有 {kept.name} 一个单位，没有可以合并的。请再写一个单位。")
        is_known = bearer(campaign, new_name) is not None
        name = kept.name if is_known else new_name
        changes = _changes(loaded, kept, gone, name)
        names = "、".join(unit.name for unit in gone)
        told = f"并入 {names}，曾用名记下，各处原来的写法照样认得"
        words = [told + reason_words(kept_reason)]
        if name != kept.name:
            words.insert(0, f"改名：{kept.name} → {name}")
        said = [Said(f"{kept.id} {kept.name}", line) for line in words]
        said += [
            Said(f"{unit.id} {unit.name}", f"不再是单位，编号 {unit.id} 不再用") for unit in gone
        ]
        return Planned(changes, [kept.id, *(unit.id for unit in gone)], said)

    return write(folder, "units", plan, how)


def _kept(campaign: Campaign, name: str, merged: Sequence[Unit]) -> Unit:
    """The unit of this name, else the first of those merged, which takes it."""
    owner = bearer(campaign, name)
    if owner is None:
        return merged[0]
    if not isinstance(owner, Unit):
        raise Refusal(f"“{owner.name}”是集体单位，不能并入它。--into 请写一个单位。")
    return owner


def _changes(loaded: Loaded, kept: Unit, gone: Sequence[Unit], name: str) -> list[Change]:
    joined: list[str] = []
    redacted: list[str] = []
    for unit in gone:
        joined += [unit.name, *former_of(unit)]
        redacted += unit.redacted
    merged = [other for other in unique(joined) if other not in kept.merged and other != name]
    forms = [form for form in unique(redacted) if form not in kept.redacted]
    changes: list[Change] = []
    if name != kept.name:
        changes.append(Put(kept.node, ("name",), name))
        changes.append(Relist(kept.node, ("former",), (kept.name,), _places(kept.former, name)))
    changes.append(Relist(kept.node, ("merged",), tuple(merged), _places(kept.merged, name)))
    if forms:
        changes.append(Relist(kept.node, ("redacted",), tuple(forms)))
    root = loaded.trees["units"].root
    changes += [Remove(root, "units", unit.node) for unit in gone]
    return changes


def _places(names: Sequence[str], name: str) -> tuple[int, ...]:
    """Where a name stands that is borne again now."""
    return tuple(place for place, other in enumerate(names) if folded(other) == folded(name))
