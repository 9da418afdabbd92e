"""The verbs that record what happened: set, due, assign, note, rate, score."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from cz.days import read_day
from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_indicator, find_system, find_unit, find_work, narrow, split_ids
from cz.problem import Refusal, nearest
from cz.progress import is_step_back
from cz.records import CLASSES, STATUSES, Campaign, Step, Task
from cz.records.fields import Bad, points
from cz.tree import Map
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, phase_to_write, write

Work = Task | Step
Clock = Callable[[Campaign], date]  # the day that counts as today for a plan


_SHORT = {"完成": "done", "复核": "verified", "推进": "doing", "未开始": "todo"}


def read_status(text: str) -> str:
    """A status by its English or Chinese word. Raises Refusal with the nearest."""
    words = {
        **{status: status for status in STATUSES},
        **{chinese: status for status, chinese in STATUSES.items()},
    }
    found = words.get(narrow(text).strip().lower()) or _SHORT.get(text.strip())
    if found:
        return found
    near = nearest(text, list(words), 1)
    listing = "、".join(f"{status}（{chinese}）" for status, chinese in STATUSES.items())
    raise Refusal(
        f"没有“{text}”这种状态。{f'是不是 {near[0]}？' if near else ''}可用的有：{listing}。"
    )


def one_line(text: str) -> str:
    """A note as it is kept: one line, no control characters. Raises Refusal where nothing is left."""
    found = " ".join(
        "".join(char if char.isprintable() or char == "\u3000" else " " for char in text).split(" ")
    ).strip()
    found = re.sub(" +", " ", found)
    if not found:
        raise Refusal("说明是空的，没有什么可记。")
    return found


def _phase_of(loaded: Loaded, item: Work, asked: int | None, today: date) -> int:
    if isinstance(item, Step):
        if asked not in (None, item.phase):
            raise Refusal(f"步骤 {item.id} 属于第 {item.phase} 阶段，不能记到第 {asked} 阶段。")
        return item.phase
    return phase_to_write(loaded, asked, today)


def _put_progress(item: Work, phase: int, field: str, value: str) -> Put:
    known = item.node.get("progress")
    if isinstance(known, Map) and isinstance(known.get(str(phase)), Map):
        return Put(item.node, ("progress", str(phase), field), value)
    return Put(item.node, ("progress", str(phase)), {field: value})


def _update(day_: date, phase: int, unit: str, status: str, note: str) -> dict[str, str]:
    fields = {
        "date": day_.isoformat(),
        "phase": str(phase),
        "unit": unit,
        "status": status,
        "note": note,
    }
    return {key: value for key, value in fields.items() if value}


_FIELDS = {"lead": "牵头单位", "units": "责任单位", "group": "工作组"}


def value_at(record: Map, *path: str) -> str:
    """The text at ``path`` as written, or ``""``."""
    value: object = record
    for step in path:
        value = value.get(step, "") if isinstance(value, Map) else ""
    return value if isinstance(value, str) else ""


def _named(item: Work) -> str:
    return f"{item.id} {item.title}"


def _unique(ids: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def set_status(
    folder: str,
    ids: Sequence[str],
    status: str,
    clock: Clock,
    *,
    phase: int | None = None,
    note: str | None = None,
    day_: str | None = None,
    by: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Set the status of tasks and steps in a phase (the current one, a step's own). All of them or none.

    With a note, date or unit an entry is added to the record's updates. Raises Refusal.
    """
    wanted = read_status(status)
    text = one_line(note) if note is not None else ""
    told = note is not None or day_ is not None or by is not None

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        when = read_day(day_, today) if day_ else today
        unit = find_unit(campaign, by).name if by else ""
        changes: list[Change] = []
        said = []
        items = list(
            {(item := find_work(campaign, one)).id: item for one in split_ids(ids)}.values()
        )
        for item in items:
            number = _phase_of(loaded, item, phase, today)
            before = value_at(item.node, "progress", str(number), "status") or "todo"
            if before != wanted or not value_at(item.node, "progress", str(number), "status"):
                changes.append(_put_progress(item, number, "status", wanted))
            if told:
                changes.append(
                    Relist(item.node, ("updates",), (_update(when, number, unit, wanted, text),))
                )
            back = " ⚠ 退步" if is_step_back(before, wanted) else ""
            moved = (
                f"{STATUSES[before]} → {STATUSES[wanted]}{back}"
                if before != wanted
                else f"仍为{STATUSES[wanted]}"
            )
            said.append(
                Said(_named(item), f"第{number}阶段：{moved}{'，记进展一条' if told else ''}")
            )
        return Planned(changes, [item.id for item in items], said)

    return write(folder, "tasks", plan, how, beside=("units",))


def set_due(
    folder: str, id_: str, due: str, clock: Clock, *, phase: int | None = None, how: How = PLAINLY
) -> Outcome:
    """Set the deadline of a task or step in a phase. Raises Refusal."""

    def plan(loaded: Loaded) -> Planned:
        when = read_day(due, clock(loaded.campaign))
        item = find_work(loaded.campaign, id_)
        number = _phase_of(loaded, item, phase, clock(loaded.campaign))
        entry = item.progress.get(number)
        before = entry.due if entry else None
        moved = ""
        if before and before != when:
            days = (when - before).days
            moved = f"（推迟 {days} 天）" if days > 0 else f"（提前 {-days} 天）"
        words = (
            f"第{number}阶段时限：{before or '未定'} → {when}{moved}"
            if before != when
            else f"第{number}阶段时限仍为 {when}"
        )
        change = _put_progress(item, number, "due", when.isoformat())
        return Planned([change], [item.id], [Said(_named(item), words)], clock(loaded.campaign))

    return write(folder, "tasks", plan, how, beside=("units",))


def assign(
    folder: str,
    id_: str,
    *,
    lead: str | None = None,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """Change who leads and who shares in a task.

    ``confirm`` says that this is what the plan lays down: the record becomes ``source: plan``. Without it a record that
    was the plan's and is changed becomes ``proposed``, so that ours never passes for the plan's. Raises Refusal.
    """
    if not (lead or add or remove or confirm):
        raise Refusal(
            "没有说要改什么：请用 --lead、--add、--remove 指明单位，或用 --confirm 核实。"
        )

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        item = find_work(campaign, id_)
        changes: list[Change] = []
        said = []
        if lead:
            name = find_unit(campaign, lead).name
            if name != item.lead:
                changes.append(Put(item.node, ("lead",), name))
                said.append(f"牵头单位：{item.lead or '未定'} → {name}")
                if (
                    item.lead
                    and item.lead not in item.units
                    and item.lead not in (find_unit(campaign, unit).name for unit in add)
                ):
                    said.append(
                        f"{item.lead} 不再列名；如仍参与，请再执行 cz assign {item.id} --add {item.lead}"
                    )
        named = _unique([find_unit(campaign, unit).name for unit in add])
        added = [name for name in named if name not in item.units]
        said.extend(f"{name} 已经是责任单位" for name in named if name in item.units)
        gone = _unique([find_unit(campaign, unit).name for unit in remove])
        for name in gone:
            if name not in item.units:
                listed = "、".join(item.units) or "无"
                raise Refusal(f"{item.id} 的责任单位里没有“{name}”，去不掉。现有：{listed}。")
        new_lead = find_unit(campaign, lead).name if lead else ""
        if new_lead in item.units and new_lead not in gone:
            gone.append(new_lead)  # a unit leads or shares, not both
        if added or gone:
            places = tuple(index for index, name in enumerate(item.units) if name in gone)
            changes.append(Relist(item.node, ("units",), tuple(added), places))
            said.extend(f"责任单位：加入 {name}" for name in added)
            said.extend(f"责任单位：去掉 {name}" for name in gone)
        ours = item.source == "proposed" or item.proposed
        if confirm and ours:
            if item.source == "proposed":
                changes.append(Put(item.node, ("source",), "plan"))
            if item.proposed:
                changes.append(
                    Relist(item.node, ("proposed",), (), tuple(range(len(item.proposed))))
                )
            what = (
                "牵头单位、责任单位和工作组"
                if item.source == "proposed"
                else "、".join(_FIELDS.get(name, name) for name in item.proposed)
            )
            said.append(f"{what}：拟 → 方案")
        elif changes and not confirm and item.source == "plan":
            changes.append(Put(item.node, ("source",), "proposed"))
            said.append("分工：方案 → 拟（改动后与方案原文不同；如确系方案规定，请加 --confirm）")
        return Planned(changes, [item.id], [Said(_named(item), words) for words in said])

    return write(folder, "tasks", plan, how, beside=("units",))


def note(
    folder: str,
    id_: str,
    text: str,
    clock: Clock,
    *,
    phase: int | None = None,
    day_: str | None = None,
    by: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Add an entry to a task's or step's updates. Raises Refusal."""
    kept = one_line(text)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        item = find_work(campaign, id_)
        today = clock(campaign)
        number = _phase_of(loaded, item, phase, today)
        unit = find_unit(campaign, by).name if by else ""
        entry = _update(read_day(day_, today) if day_ else today, number, unit, "", kept)
        return Planned(
            [Relist(item.node, ("updates",), (entry,))],
            [item.id],
            [Said(_named(item), f"记进展：{kept}")],
        )

    return write(folder, "tasks", plan, how, beside=("units",))


def rate(
    folder: str,
    ids: Sequence[str],
    rating: str,
    clock: Clock,
    *,
    phase: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Rate indicators A, B or C in a phase. All of them or none. Raises Refusal."""
    wanted = narrow(rating).strip().upper().removesuffix("类")
    if wanted not in CLASSES:
        raise Refusal(f"没有“{rating}”这种评级。可用的有：A、B、C。")

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        number = phase_to_write(loaded, phase, clock(campaign))
        items = list(
            {(item := find_indicator(campaign, one)).id: item for one in split_ids(ids)}.values()
        )
        said = []
        for item in items:
            before = item.ratings.get(number, "")
            worse = "，比原来低" if before and before < wanted else ""
            words = (
                f"{before or '未评'} → {wanted}{worse}" if before != wanted else f"仍为 {wanted}"
            )
            said.append(Said(f"{item.id} {item.title}", f"第{number}阶段评级：{words}"))
        return Planned(
            [Put(item.node, ("ratings", str(number)), wanted) for item in items],
            [item.id for item in items],
            said,
        )

    return write(folder, "indicators", plan, how, beside=("tasks",))


def score(
    folder: str,
    system: str,
    value: str,
    clock: Clock,
    *,
    phase: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Record the score (0–100) of an assessment system in a phase. Raises Refusal."""
    text = narrow(value).strip().removesuffix("分").strip()
    try:
        wanted = points(text)
    except Bad as bad:
        raise Refusal(f"{bad.message}{bad.advice}") from None

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        found = find_system(campaign, system)
        number = phase_to_write(loaded, phase, clock(campaign))
        before = found.scores.get(number)
        words = f"第{number}阶段得分：{'未测' if before is None else f'{before:g}'} → {wanted:g}"
        if before == wanted:
            return Planned([], [found.id], [Said(found.name, f"第{number}阶段得分仍为 {wanted:g}")])
        return Planned(
            [Put(found.node, ("scores", str(number)), text)], [found.id], [Said(found.name, words)]
        )

    return write(folder, "indicators", plan, how, beside=("tasks",))
