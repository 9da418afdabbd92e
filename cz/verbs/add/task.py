"""``cz add task``: a task more in a chapter."""

from __future__ import annotations

from collections.abc import Sequence

from cz.names import find_group
from cz.problem import Refusal
from cz.records import Campaign, Task
from cz.verbs.add.entering import (
    Entry,
    enter,
    last_of,
    name_of,
    names_of,
    next_number,
    source_of,
    titled,
)
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_task(
    folder: str,
    title: str,
    chapter: int,
    *,
    lead: str | None = None,
    units: Sequence[str] = (),
    group: str | None = None,
    text: str | None = None,
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """It gets the chapter's next number. ``confirm``: the plan itself says so. Raises Refusal."""

    def make(campaign: Campaign) -> Entry:
        refuse_no_chapter(campaign, chapter)
        there = [task for task in campaign.tasks if task.chapter == chapter]
        leading = name_of(campaign, lead) if lead else ""
        task = Task(
            id=next_task_id(campaign, chapter),
            title=titled(title, there, "任务"),
            text=kept_line(text) if text else "",
            lead=leading,
            units=tuple(name for name in names_of(campaign, units) if name != leading),
            group=find_group(campaign, group).name if group else "",
            source=source_of(confirm),
        )
        next_step = f"定时限用 cz due {task.id} 日期"
        if not leading:
            next_step = f"定牵头单位用 cz assign {task.id} --lead 单位；{next_step}"
        return Entry(task, last_of(there), next_step)

    return enter(folder, "tasks", make, how)


def refuse_no_chapter(campaign: Campaign, number: int) -> None:
    """Raises Refusal where the plan has no such chapter."""
    numbers = [chapter.number for chapter in campaign.chapters]
    if number not in numbers:
        listed = "、".join(map(str, numbers))
        has = f"板块有：{listed}。" if listed else "方案里还没有板块。"
        raise Refusal(f"没有第 {number} 板块。{has}新的板块先用 cz add chapter 名称 加上。")


def next_task_id(campaign: Campaign, chapter: int, taken: int = 0) -> str:
    """The chapter's next free number, ``taken`` more being given away already.

    A number that a task bore before it was moved is not free.
    """
    ids = [id_ for task in campaign.tasks for id_ in (task.id, *task.former)]
    own = [id_ for id_ in ids if id_.partition("-")[0] == str(chapter)]
    return f"{chapter}-{next_number(own) + taken}"
