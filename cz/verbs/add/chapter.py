"""``cz add chapter``: a chapter (板块) of the plan more."""

from __future__ import annotations

from cz.records import Campaign, Chapter
from cz.verbs.add.entering import Entry, enter, source_of, titled
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_chapter(folder: str, title: str, *, confirm: bool = False, how: How = PLAINLY) -> Outcome:
    """It gets the next number. Raises Refusal."""

    def make(campaign: Campaign) -> Entry:
        number = max((chapter.number for chapter in campaign.chapters), default=0) + 1
        chapter = Chapter(
            number=number,
            title=titled(title, campaign.chapters, "板块"),
            source=source_of(confirm),
        )
        return Entry(chapter, None, f"它的任务用 cz add task 名称 --chapter {number} 加上")

    return enter(folder, "chapters", make, how)
