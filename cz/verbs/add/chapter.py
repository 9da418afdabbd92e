"""``cz add chapter``: one more chapter of the plan."""

from __future__ import annotations

from cz.load import Loaded
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    read_number,
    read_origin,
    read_title,
    refuse_title_twice,
)
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_chapter(
    folder: str,
    title: str,
    *,
    id_: str | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a chapter, the next number unless one is given. Raises Refusal."""
    kept_title = read_title(title, "板块的名称")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        chapters = loaded.campaign.chapters
        own = read_number("chapters", id_, {chapter.number for chapter in chapters})
        refuse_title_twice(kept_title, chapters, "方案里")
        record = {"number": str(own), "title": kept_title, "source": origin}
        after = last_before(chapters, lambda chapter: chapter.number, own)
        next_step = f"加它的任务：cz add task 标题 --chapter {own}。"
        return enter(loaded, "chapters", [New(record, after)], next_step)

    return write(folder, "tasks", plan, how)
