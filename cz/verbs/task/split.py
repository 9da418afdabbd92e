"""``cz task split``: a task becomes several."""

from __future__ import annotations

from collections.abc import Sequence

from cz.edit import Append, Change, Put, Relist
from cz.edit.changes import Field
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_task
from cz.problem import Refusal
from cz.records import FINISHED, Campaign, Task
from cz.records.kinds import new_fields
from cz.tree import Map
from cz.verbs.add.task import next_task_id, place_of
from cz.verbs.kept import kept_line
from cz.verbs.work import add_adjustments, adjustment, named, reason_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


def split(
    folder: str,
    id_: str,
    titles: Sequence[str],
    clock: Clock,
    *,
    reason: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """The first part keeps the id with all that is recorded under it; the others are new tasks.

    They get the chapter's next numbers, its units, group and deadlines, and begin as 未启动; each
    says what it was part of. ``reason`` is kept with the first's new title. Raises Refusal.
    """
    parts = [kept_line(title) for title in titles]
    if len(parts) < 2:
        raise Refusal(f"分成几项，请写出每一项的名称，例如 cz task split {id_} 名称一 名称二。")
    if len({folded(part) for part in parts}) < len(parts):
        raise Refusal("有两项的名称相同，没有改动。")

    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "tasks", "tasks", "chapters", "phases")
        campaign = loaded.campaign
        task = find_task(campaign, id_)
        there = [other for other in campaign.tasks if other.chapter == task.chapter]
        _refuse_taken(task, there, parts)
        changes, said = _first_part(task, parts[0])
        if kept_reason and changes:
            today = clock(campaign)
            entry = adjustment(today, "title", task.title, parts[0], kept_reason)
            changes += add_adjustments(task, [entry])
        records = []
        for number, title in enumerate(parts[1:]):
            part = _part_of(campaign, task, title, number)
            records.append(_fields(part, task))
            words = f"分自 {task.id}，牵头单位 {part.lead or '未定'}{reason_words(kept_reason)}"
            said.append(Said(named(part), words))
        root = loaded.trees["tasks"].root
        above = place_of(campaign.tasks, str(records[0]["id"]))
        behind = above.node if above is not None else None
        changes.append(Append(root, "tasks", tuple(records), behind))
        ids = [task.id, *(str(record["id"]) for record in records)]
        return Planned(
            changes=changes,
            records=ids,
            said=said,
            next_step=f"进展、指标、问题和材料仍在 {task.id}；各项的单位用 cz assign 改。",
        )

    return write(folder, "tasks", plan, how, beside=("units",))


def _refuse_taken(task: Task, there: Sequence[Task], parts: Sequence[str]) -> None:
    """Raises Refusal where another task of the chapter has one of these titles."""
    for other in there:
        if other.id != task.id and folded(other.title) in map(folded, parts):
            raise Refusal(f"{other.id} 已经是叫“{other.title}”的任务，没有改动。")


def _first_part(task: Task, title: str) -> tuple[list[Change], list[Said]]:
    """The new title, which is no longer the plan's own."""
    if title == task.title:
        return [], []
    changes: list[Change] = [Put(task.node, ("title",), title)]
    if task.source == "plan" and "title" not in task.proposed:
        changes.append(Relist(task.node, ("proposed",), ("title",)))
    return changes, [Said(named(task), f"名称：{task.title} → {title}")]


def _part_of(campaign: Campaign, task: Task, title: str, number: int) -> Task:
    return Task(
        id=next_task_id(campaign, task.chapter, number),
        title=title,
        page=task.page,
        lead=task.lead,
        units=task.units,
        group=task.group,
        source="proposed",
        split_from=task.id,
    )


def _fields(part: Task, task: Task) -> dict[str, Field]:
    """With the deadlines of the whole, as they are written there, of phases it is not done in."""
    fields: dict[str, Field] = {**new_fields(part)}
    progress = task.node.get("progress")
    deadlines = {}
    for phase, entry in (progress or {}).items():
        if isinstance(entry, Map) and entry.get("due") and entry.get("status") not in FINISHED:
            deadlines[phase] = {"status": "todo", "due": entry["due"]}
    if deadlines:
        fields["progress"] = deadlines
    return fields
