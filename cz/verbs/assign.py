"""``cz assign``: who leads and who shares in a task or step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz import concern
from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_unit, find_units, find_works
from cz.problem import Refusal
from cz.records import Campaign
from cz.records.kinds import word_of
from cz.verbs.kept import kept_line
from cz.verbs.work import Work, add_adjustments, adjustment, named, reason_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


class _Altered(NamedTuple):
    """Of a field the value before and after; of a list one that left, or one that joined."""

    field: str
    was: str = ""
    now: str = ""


class _Part(NamedTuple):
    """A part of what is done, and what is said of it.

    ``altered``: that for which a reason may be kept.
    """

    changes: list[Change]
    words: list[str]
    altered: list[_Altered]


def assign(
    folder: str,
    id_: str,
    clock: Clock,
    *,
    lead: str | None = None,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    confirm: bool = False,
    reason: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Change who leads and who shares in a task; in several (7-1~3) all or none.

    ``confirm`` says that this is what the plan lays down: the record becomes ``source: plan``.
    Without it a record that was the plan's and is changed becomes ``proposed``, so that ours never
    passes for the plan's. ``reason`` is kept with each change. Raises Refusal.
    """
    if not (lead or add or remove or confirm):
        raise Refusal(
            "没有说要改什么：请用 --lead、--add、--remove 指明单位，或用 --confirm 核实。"
        )

    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        items = find_works(campaign, [id_])
        new_lead = find_unit(campaign, lead).name if lead else ""
        joining, leaving = _names(campaign, add), _names(campaign, remove)
        changes: list[Change] = []
        said = []
        for item in items:
            part = _part(item, new_lead, joining, list(leaving), confirm=confirm)
            changes += [*part.changes, *_reasons(item, part, kept_reason, today)]
            said += [Said(named(item), line) for line in part.words]
            if kept_reason:
                words = reason_words(kept_reason, changed=bool(part.altered)).removeprefix("，")
                said.append(Said(named(item), words))
        return Planned(changes, [item.id for item in items], said)

    return write(folder, "tasks", plan, how, beside=("units",), need=concern.works([id_]))


def _part(
    item: Work, new_lead: str, joining: list[str], leaving: list[str], *, confirm: bool
) -> _Part:
    """What is done to one task. Raises Refusal."""
    _refuse_strangers(item, leaving)
    if new_lead in item.units and new_lead not in leaving:
        leaving.append(new_lead)  # a unit leads or shares, not both
    lead_part = _change_lead(item, new_lead, joining)
    units_part = _change_units(item, joining, leaving)
    changes = [*lead_part.changes, *units_part.changes]
    source_part = _confirm(item) if confirm else _propose(item, changes)
    words = [*lead_part.words, *units_part.words, *source_part.words]
    altered = [*lead_part.altered, *units_part.altered, *source_part.altered]
    return _Part([*changes, *source_part.changes], words, altered)


def _reasons(item: Work, part: _Part, reason: str, today: date) -> list[Change]:
    if not reason:
        return []
    entries = [adjustment(today, *altered, reason) for altered in part.altered]
    return add_adjustments(item, entries)


def _names(campaign: Campaign, units: Sequence[str]) -> list[str]:
    return [unit.name for unit in find_units(campaign, units)]


def _refuse_strangers(item: Work, leaving: Sequence[str]) -> None:
    """Raises Refusal where one of these is not a responsible unit."""
    for name in leaving:
        if name not in item.units:
            listed = "、".join(item.units) or "无"
            raise Refusal(f"{item.id} 的责任单位里没有“{name}”，去不掉。现有：{listed}。")


def _change_lead(item: Work, new_lead: str, joining: Sequence[str]) -> _Part:
    if not new_lead or new_lead == item.lead:
        return _Part([], [], [])
    words = [f"牵头单位：{item.lead or '未定'} → {new_lead}"]
    if item.lead and item.lead not in item.units and item.lead not in joining:
        words.append(
            f"{item.lead} 不再列名；如仍参与，请再执行 cz assign {item.id} --add {item.lead}"
        )
    altered = _Altered("lead", item.lead, new_lead)
    return _Part([Put(item.node, ("lead",), new_lead)], words, [altered])


def _change_units(item: Work, joining: Sequence[str], leaving: Sequence[str]) -> _Part:
    added = tuple(name for name in joining if name not in item.units)
    places = tuple(place for place, name in enumerate(item.units) if name in leaving)
    words = [f"{name} 已经是责任单位" for name in joining if name in item.units]
    words += [f"责任单位：加入 {name}" for name in added]
    words += [f"责任单位：去掉 {name}" for name in leaving]
    if not added and not leaving:
        return _Part([], words, [])
    altered = [_Altered("units", now=name) for name in added]
    altered += [_Altered("units", was=name) for name in leaving]
    return _Part([Relist(item.node, ("units",), added, places)], words, altered)


def _confirm(item: Work) -> _Part:
    """What is marked as ours becomes the plan's."""
    changes: list[Change] = []
    if item.source == "proposed":
        changes.append(Put(item.node, ("source",), "plan"))
    if item.proposed:
        places = tuple(range(len(item.proposed)))
        changes.append(Relist(item.node, ("proposed",), (), places))
    if not changes:
        return _Part([], [], [])
    what = "牵头单位、责任单位和工作组"
    if item.source != "proposed":
        what = "、".join(word_of(item, field) for field in item.proposed)
    altered = _Altered("source", "proposed", "plan")
    return _Part(changes, [f"{what}：拟 → 方案"], [altered])


def _propose(item: Work, changes: Sequence[Change]) -> _Part:
    """What was the plan's and is changed becomes ours."""
    if not changes or item.source != "plan":
        return _Part([], [], [])
    words = "分工：方案 → 拟（改动后与方案原文不同；如确系方案规定，请加 --confirm）"
    return _Part([Put(item.node, ("source",), "proposed")], [words], [])
