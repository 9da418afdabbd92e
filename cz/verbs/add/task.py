"""``cz add task``: one more task of a chapter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.days import read_deadline
from cz.edit.changes import Field
from cz.load import Loaded
from cz.names import find_chapter, find_group
from cz.problem import Refusal
from cz.records import Campaign, Task
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    name_of,
    next_number,
    numbers_in,
    read_id,
    read_origin,
    read_title,
    refuse_title_twice,
    taken_ids,
    units_meant,
    without_empty,
)
from cz.verbs.due import what_follows
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write


class Duties(NamedTuple):
    """Who does it and by when, as typed. ``due`` is of the phase that is now, or of the step's."""

    lead: str | None = None
    units: Sequence[str] = ()
    group: str | None = None
    due: str | None = None


NOBODY = Duties()


def add_task(
    folder: str,
    title: str,
    clock: Clock,
    *,
    chapter: str | None = None,
    id_: str | None = None,
    text: str | None = None,
    duties: Duties = NOBODY,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a task behind those of its chapter. Raises Refusal."""
    kept_title = read_title(title, "任务的标题")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        number = new_task_id(campaign, chapter, id_)
        where = chapter_of_id(number)
        refuse_title_twice(kept_title, tasks_of(campaign, where), f"第 {where} 板块里")
        record: dict[str, Field] = {
            "id": number,
            "title": kept_title,
            "text": read_title(text, "任务要求") if text else "",
            **who(campaign, duties),
            "source": origin,
        }
        words = aside = ""
        if duties.due:
            today = clock(campaign)
            phase = phase_to_write(loaded, None, today)
            deadline = read_deadline(duties.due, today)
            record["progress"] = {str(phase): {"due": str(deadline)}}
            task = Task(id=number, title=kept_title)
            aside = what_follows(task, phase, deadline, campaign, today, typed=duties.due)
            words = f"，第{phase}阶段时限 {deadline}"
        new = New(without_empty(record), place_of(campaign.tasks, number), words, aside)
        return enter(loaded, "tasks", [new], _still_open(number, duties))

    return write(folder, "tasks", plan, how, beside=("units", "indicators"))


def new_task_id(campaign: Campaign, chapter: str | None, asked: str | None) -> str:
    """The id asked for, else the next of the chapter, by number or title. Raises Refusal."""
    if asked is not None:
        id_ = read_id("tasks", asked, taken_ids(campaign))
        own = find_chapter(campaign, str(chapter_of_id(id_))).number
        if chapter is not None and find_chapter(campaign, chapter).number != own:
            raise Refusal(f"编号 {id_} 是第 {own} 板块的，--chapter 写的是 {chapter}。")
        return id_
    if chapter is None:
        raise Refusal(f"没有说是哪个板块的任务：请加 --chapter 板块。{_listed(campaign)}")
    return next_task_id(campaign, find_chapter(campaign, chapter).number)


def next_task_id(campaign: Campaign, chapter: int, taken: int = 0) -> str:
    """The chapter's next free number, ``taken`` more being given away already.

    A number that a task bore before it was moved is not free.
    """
    ids = [id_ for task in campaign.tasks for id_ in (task.id, *task.former)]
    return f"{chapter}-{next_number(ids, f'{chapter}-') + taken}"


def chapter_of_id(id_: str) -> int:
    return int(id_.partition("-")[0])


def tasks_of(campaign: Campaign, chapter: int) -> list[Task]:
    return [task for task in campaign.tasks if task.chapter == chapter]


def place_of(tasks: Sequence[Task], id_: str) -> Task | None:
    """The task that one of this id goes behind."""
    task: Task | None = last_before(tasks, lambda task: numbers_in(task.id), numbers_in(id_))
    return task


def who(campaign: Campaign, duties: Duties) -> dict[str, str | tuple[str, ...]]:
    """Lead, units and group by their full names. Raises Refusal."""
    lead = name_of(campaign, duties.lead) if duties.lead else ""
    units = tuple(name for name in units_meant(campaign, duties.units) if name != lead)
    group = find_group(campaign, duties.group).name if duties.group else ""
    return {"lead": lead, "units": units, "group": group}


def _listed(campaign: Campaign) -> str:
    chapters = [f"{each.number} {each.title}" for each in campaign.chapters]
    return f"板块有：{'、'.join(chapters)}。" if chapters else "方案里还没有板块。"


def _still_open(id_: str, duties: Duties) -> str:
    """What there is left to say of the new task."""
    steps = []
    if not duties.lead:
        steps.append(f"定牵头单位：cz assign {id_} --lead 单位")
    if not duties.due:
        steps.append(f"定时限：cz due {id_} 日期")
    return "接下来，" + "；".join(steps) + "。" if steps else ""
