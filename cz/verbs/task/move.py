"""``cz task move``: a task goes to another chapter."""

from __future__ import annotations

from cz.edit import Put, Relist
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_chapter, find_task
from cz.problem import Refusal
from cz.verbs.add.task import chapter_of_id, next_task_id
from cz.verbs.kept import kept_line
from cz.verbs.work import add_adjustments, adjustment, named, reason_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


def move(
    folder: str,
    id_: str,
    to: str,
    clock: Clock,
    *,
    reason: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """It gets that chapter's next number, or the one it bore there before; the old one stays good
    wherever it is written.

    ``to``: the chapter's number or title. Only the task's record changes; ``reason`` is kept with
    it. Raises Refusal.
    """

    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "tasks", "tasks", "chapters")
        campaign = loaded.campaign
        task = find_task(campaign, id_)
        chapter = find_chapter(campaign, to).number
        if task.chapter == chapter:
            raise Refusal(f"{task.id} 已经在第 {chapter} 板块，没有改动。")
        for other in campaign.tasks:
            if other.chapter == chapter and folded(other.title) == folded(task.title):
                raise Refusal(f"{other.id} 已经是叫“{other.title}”的任务，没有改动。")
        borne = [old for old in task.former if chapter_of_id(old) == chapter]
        new_id = borne[-1] if borne else next_task_id(campaign, chapter)
        again = tuple(place for place, old in enumerate(task.former) if old == new_id)
        words = f"移到第 {chapter} 板块：编号 {task.id} → {new_id}，各处写着 {task.id} 的照样认得"
        entry = adjustment(clock(campaign), "id", task.id, new_id, kept_reason)
        return Planned(
            changes=[
                Put(task.node, ("id",), new_id),
                Relist(task.node, ("former",), (task.id,), again),
                *(add_adjustments(task, [entry]) if kept_reason else []),
            ],
            records=[new_id],
            said=[Said(named(task), words + reason_words(kept_reason))],
        )

    return write(folder, "tasks", plan, how, beside=("units",))
