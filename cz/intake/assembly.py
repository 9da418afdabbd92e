"""What was read, put together as a plan: chapters and ids, days of deadlines, every doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cz.intake.deadlines import last_day
from cz.intake.entries import Doubt, Entry, Heading, plain
from cz.intake.paragraphs import Document, Line
from cz.intake.phases import Frame, PhaseRead, frame
from cz.intake.structure import Reading, read_plan
from cz.intake.unit_names import is_vague
from cz.intake.units import Owners, owners_of
from cz.intake.unrecorded import unrecorded
from cz.records.fields import Bad
from cz.records.repeat import read_repeat

_WHOLE_PLAN = PhaseRead(title="全部任务", place="")


class TaskRead(NamedTuple):
    """``due``: when, in ``phase``, as data files have it: 2026-06-30, 每月25日, 长期; "" where none
    follows from the text.
    """

    id: str
    entry: Entry
    lead: str
    units: tuple[str, ...]
    due: str
    phase: int


class Chapter(NamedTuple):
    number: int
    heading: Heading


class Imported(NamedTuple):
    """``files``: the names of the documents. ``phased``: the plan itself has phases."""

    files: tuple[str, ...]
    title: str
    chapters: tuple[Chapter, ...]
    tasks: tuple[TaskRead, ...]
    phases: tuple[PhaseRead, ...]
    phased: bool
    frame: Frame
    owners: Owners
    pages: dict[str, int]
    doubts: tuple[Doubt, ...]
    left: tuple[Line, ...]
    unrecorded: tuple[Line, ...]

    @property
    def memberless(self) -> tuple[str, ...]:
        """Collectives whose members the plan does not list, so that somebody has to."""
        collectives = [each for each in self.owners.collectives if not each.members]
        return tuple(each.name for each in collectives if not is_vague(each.name))

    def page(self, text: str) -> int:
        """The page that the table of contents gives for a title, 0 where it gives none."""
        return self.pages.get(plain(text), 0)


def imported(documents: Sequence[Document]) -> Imported:
    reading = read_plan(documents)
    said = frame(reading.outline, reading.used)
    owners = owners_of(reading.entries)
    phases = said.phases or (_WHOLE_PLAN,)
    chapters, numbers = _chapters(reading.entries)
    tasks = _tasks(reading, owners, phases, numbers)
    doubts = (*reading.doubts, *_doubts(reading, owners, tasks, phases), *owners.doubts)
    return Imported(
        files=tuple(document.name for document in documents),
        title=reading.title,
        chapters=chapters,
        tasks=tasks,
        phases=phases,
        phased=bool(said.phases),
        frame=said,
        owners=owners,
        pages=reading.pages,
        doubts=doubts,
        left=reading.left,
        unrecorded=(*_unrecorded(reading, said, tasks, chapters), *reading.notes),
    )


def _unrecorded(
    reading: Reading, said: Frame, tasks: Sequence[TaskRead], chapters: Sequence[Chapter]
) -> tuple[Line, ...]:
    texts = [reading.title, said.headquarters, said.office, *(line.text for line in reading.left)]
    texts += [chapter.heading.title for chapter in chapters]
    texts += [line.text for line in (*said.requirements, *said.groups)]
    for phase in said.phases:
        texts += [f"{phase.year}{phase.title}", phase.title, phase.goal, phase.stage]
        texts += [step.text for step in phase.steps]
    names: set[str] = set()
    for task in tasks:
        entry = task.entry
        texts += [f"{entry.title}{entry.text}", entry.text, entry.due]
        names.update((*entry.leads, *entry.units))
    return unrecorded(reading.blocks, texts, reading.used, frozenset(names))


def _key(heading: Heading) -> tuple[str, str]:
    return (plain(heading.title), heading.place)


def _chapters(entries: Sequence[Entry]) -> tuple[tuple[Chapter, ...], dict[tuple[str, str], int]]:
    """The chapters that have tasks, numbered as the plan numbers them where no two are alike.

    Rows of one table that give the same chapter are in one, wherever they give it.
    """
    headings: dict[tuple[str, str], Heading] = {}
    same: dict[tuple[str, str], tuple[str, str]] = {}
    latest: tuple[str, str] | None = None
    for entry in entries:
        key = _key(entry.chapter)
        if key in same:
            latest = same[key]
            continue
        if latest is not None and headings[latest].title == entry.chapter.title:
            same[key] = latest
            continue
        headings[key] = entry.chapter
        same[key] = latest = key
    own = [heading.number for heading in headings.values()]
    usable = all(own) and sorted(set(own)) == own
    chapters = []
    numbers = {}
    for place, (key, heading) in enumerate(headings.items(), 1):
        chapters.append(Chapter(heading.number if usable else place, heading))
        numbers[key] = chapters[-1].number
    return tuple(chapters), {key: numbers[first] for key, first in same.items()}


def _tasks(
    reading: Reading,
    owners: Owners,
    phases: Sequence[PhaseRead],
    numbers: dict[tuple[str, str], int],
) -> tuple[TaskRead, ...]:
    by_chapter: dict[int, list[int]] = {}
    for entry in reading.entries:
        by_chapter.setdefault(numbers[_key(entry.chapter)], []).append(entry.number)
    usable = all(all(given) and sorted(set(given)) == given for given in by_chapter.values())
    tasks = []
    counts: dict[int, int] = {}
    for entry in reading.entries:
        chapter = numbers[_key(entry.chapter)]
        counts[chapter] = counts.get(chapter, 0) + 1
        number = entry.number if usable else counts[chapter]
        by_unit: dict[str, str] = {}
        for name in (owners.names[name] for name in (*entry.leads, *entry.units)):
            by_unit.setdefault(owners.same.get(name, name), name)
        names = list(by_unit.values())
        lead = names[0] if entry.leads else ""
        day = _day(entry.due, reading.year or None)
        due = day.isoformat() if day else _repeat(entry.due)
        tasks.append(
            TaskRead(
                id=f"{chapter}-{number}",
                entry=entry,
                lead=lead,
                units=tuple(names[1:] if lead else names),
                due=due,
                phase=_phase_of(day, phases),
            )
        )
    return tuple(tasks)


def _day(written: str, year: int | None) -> date | None:
    """The day a deadline ends with; 9月底，每月25日前报进展 ends with the first of them."""
    parts = (written, *re.split(r"[，,；;]", written))
    return next(filter(None, (last_day(part, year) for part in parts)), None)


_AGAIN = re.compile(
    r"每.{1,8}?(?:\d{1,2}[日号]|[一二三四五六日天]|底|末|周|月|季度?|年)(?:之?前|以前)?"
)


def _repeat(written: str) -> str:
    """The deadline where it is one that comes again, or 长期; else "".

    每月25日前报进展 is 每月25日前: what is done by then may follow.
    """
    for text in (written, *(match[0] for match in _AGAIN.finditer(written))):
        try:
            if read_repeat(text):
                return text
        except Bad:
            continue
    return ""


def _phase_of(day: date | None, phases: Sequence[PhaseRead]) -> int:
    """The phase that a day falls in: by its dates, else by its year, else the first."""
    if day is None:
        return 1
    for number, phase in enumerate(phases, 1):
        if phase.start and phase.end and phase.start <= day <= phase.end:
            return number
    for number, phase in enumerate(phases, 1):
        if phase.year.startswith(str(day.year)):
            return number
    return 1


def _doubts(
    reading: Reading, owners: Owners, tasks: Sequence[TaskRead], phases: Sequence[PhaseRead]
) -> Iterator[Doubt]:
    for task in tasks:
        yield from _of_task(task, reading.year)
        if task.due.startswith("每") and not phases[task.phase - 1].start:
            text = f"{task.id} {task.entry.title}：{task.due}"
            chosen = "照写；一次没有报过的不算逾期，要算的写明“2026年3月起每月25日”这样的起点"
            yield Doubt("没有写从何时起", task.entry.place, text, chosen)
    yield from _gaps(reading.entries)
    for collective in owners.collectives:
        if is_vague(collective.name):
            text = f"“{collective.name}”没有说是哪些"
            yield Doubt("笼统的单位", collective.place, text, "照写，作为没有成员的集体单位")


def _of_task(task: TaskRead, year: int) -> Iterator[Doubt]:
    entry = task.entry
    told = f"{task.id} {entry.title}"
    if not entry.names_somebody:
        yield Doubt("没有写单位", entry.place, told, "照录任务，牵头单位和责任单位空着")
    if entry.units_in_text:
        text = f"{told}：{'、'.join((*entry.leads, *entry.units))}"
        yield Doubt("单位在正文里", entry.place, text, "按“……负责……”的句子记作单位")
    if not entry.titled:
        yield Doubt("没有标题", entry.place, told, "取正文开头作标题，全文在任务要求里")
    if len(entry.leads) > 1:
        text = f"{told}：{'、'.join(entry.leads)}"
        yield Doubt("几个牵头单位", entry.place, text, "第一个作牵头单位，其余作责任单位")
    if entry.due_in_text:
        yield Doubt("时限在正文里", entry.place, f"{told}：{entry.due}", "记作时限，标为拟")
    elif entry.due and not task.due:
        yield Doubt("时限算不出日期", entry.place, f"{told}：{entry.due}", "照写，不设日期")
    elif task.due[:4].isdigit() and task.due[:4] not in entry.due:
        text = f"{told}：{entry.due}"
        yield Doubt("时限没有写年份", entry.place, text, f"按文件的年份 {year} 年")


def _gaps(entries: Sequence[Entry]) -> Iterator[Doubt]:
    """Numbers of one chapter that leave one out."""
    before: Entry | None = None
    for entry in entries:
        follows = before is not None and before.chapter == entry.chapter
        if before is not None and follows and before.number and entry.number > before.number + 1:
            text = f"{before.label}之后是 {entry.label}"
            yield Doubt("编号不连续", entry.place, text, "照原文的编号，没有补")
        if entry.number:
            before = entry
