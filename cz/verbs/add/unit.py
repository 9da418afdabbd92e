"""``cz add unit``: units that tasks can name."""

from __future__ import annotations

from collections.abc import Sequence

from cz.choose import choose
from cz.letters import folded
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import UNIT_KINDS, Campaign, Unit
from cz.typed.lists import all_parts
from cz.verbs.adding import New, enter, read_id, read_origin, taken_ids
from cz.verbs.unit.names import read_name, refuse_taken
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_units(
    folder: str,
    names: Sequence[str],
    *,
    kind: str | None = None,
    id_: str | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter units, each behind the last of its kind.

    Kinds that are not said are taken from the names, ids from their pinyin. Raises Refusal.
    """
    from cz.intake.units import kind_of, new_id
    from cz.taking.near import nearest_name

    wanted = [read_name(name) for name in all_parts(names)]
    chosen = choose(kind, dict.fromkeys(UNIT_KINDS, ""), "这种单位类别") if kind else ""
    origin = read_origin(source)
    if id_ and len(wanted) > 1:
        raise Refusal("--id 一次只能给一个单位。几个单位的编号 cz 会按拼音首字母编。")
    _refuse_twice(wanted)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        taken = taken_ids(campaign)
        new = []
        for name in wanted:
            refuse_taken(campaign, name, ())
            unit_kind = chosen or kind_of(name)
            unit_id = read_id("units", id_, taken) if id_ else new_id(name, taken)
            record = {"id": unit_id, "name": name, "kind": unit_kind, "source": origin}
            inferred = "" if chosen else "（看名称定的，不对的请改 kind）"
            near = nearest_name(name, (owner.name for owner in campaign.owners))
            slip = f"，和 {near} 只差一个字，请核对" if near else ""
            behind = _last_alike(campaign.units, unit_kind)
            new.append(New(record, behind, f"，{unit_kind}", f"{inferred}{slip}"))
        return enter(loaded, "units", new, _next_step(campaign, wanted[0]))

    return write(folder, "units", plan, how, beside=("tasks", "indicators"))


def _next_step(campaign: Campaign, name: str) -> str:
    """Something to give it to do: the first task, else a new one."""
    if campaign.tasks:
        return f"分任务给它，例如：cz assign {campaign.tasks[0].id} --add {name}。"
    chapter = campaign.chapters[0].number if campaign.chapters else 1
    return f"加它牵头的任务：cz add task 标题 --chapter {chapter} --lead {name}。"


def _refuse_twice(names: Sequence[str]) -> None:
    if not names:
        raise Refusal("没有写单位的名称。")
    seen = set()
    for name in names:
        if folded(name) in seen:
            raise Refusal(f"“{name}”写了两次，没有改动。")
        seen.add(folded(name))


def _last_alike(units: Sequence[Unit], kind: str) -> Unit | None:
    """The last unit of the kind, else the last of all."""
    alike = [unit for unit in units if unit.kind == kind] or units
    return alike[-1] if alike else None
