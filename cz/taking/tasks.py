"""A row of a table of tasks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from cz.intake.entries import title_of
from cz.letters import narrow
from cz.records import Chapter, Group, Task
from cz.records.kinds import KINDS
from cz.records.repeat import Repeat
from cz.recurrence import next_deadline
from cz.sheets.ids import ids_meant
from cz.taking.cells import (
    Due,
    Said,
    Who,
    due_in,
    group_in,
    is_alike,
    is_same,
    said_in,
    who_in,
    with_due,
)
from cz.taking.growing import Changed, Growing, Unusable
from cz.taking.reading import Given
from cz.taking.rows import Remark, Taken
from cz.typed.titles import bare_title

_LONGEST_TITLE = 40
_ITSELF_A_TITLE = re.compile(r"[^。！？；;]+[。]?")
NO_CHAPTER = "（板块名称未填）"
NO_TITLE = "（任务名称未填）"


def take_task(growing: Growing, row: Given) -> Taken:
    """Raises Unusable."""
    said = _ungrouped(said_in(row), row)
    title, text = _title(said)
    id_ = _id(row)
    if not title:
        title = _title_of(growing, id_)
    remarks: list[Remark] = []
    old = _known(growing, id_, title, said.of("chapter"))
    pairs: list[Changed] = []
    fields = _fields(growing, said, pairs, remarks)
    who = _who(growing, said)
    due = _due(growing, said, row)
    remarks += _of_deadline(due)
    if old is None:
        new = _new(growing, id_, title, said, pairs)
        new = _filled_in(new._replace(**fields), text, who, due)
        if due.day:
            new = new._replace(progress=with_due({}, _phase(growing, said, due), due.day))
    else:
        pairs += _of_chapter(growing, old, said.of("chapter"), remarks)
        fields |= _reworded(old, title, text, said)
        new = with_who(old._replace(**fields), who, said)
        new = with_deadline(new, _phase(growing, said, due), due)
        new = _with_marks(old, new, said)
    return Taken(new.id, new.title, (*pairs, Changed(old, new)), tuple(remarks))


def _of_deadline(due: Due) -> list[Remark]:
    """What somebody should look at in a deadline."""
    remarks = []
    if due.written and due.day is None:
        remarks.append(Remark("时限算不出日期，照写，不设日期", due.written))
    names_year = not due.written or re.search("[0-9]{4}", narrow(due.written))
    if isinstance(due.day, date) and not names_year:
        remarks.append(Remark("时限没有写年份，请核对", f"{due.written} 即 {due.day}"))
    return remarks


def _filled_in(task: Task, text: str, who: Who, due: Due) -> Task:
    """A new task with what its row says."""
    sharers = tuple(name for name in who.units if name != who.lead)
    return task._replace(text=text, lead=who.lead, units=sharers, due=due.written)


def _reworded(task: Task, title: str, text: str, said: Said) -> dict[str, Any]:
    """What a task of the plan is called anew; what was only a stub is the plan's from now on."""
    fields: dict[str, Any] = {}
    if text and not is_same(text, task.text):
        fields["text"] = text
    if not is_same(title, task.title) and not is_same(bare_title(title), task.title):
        fields["title"] = title
    is_stub = task.source == "proposed" and not (task.lead or task.units)
    if said.source or is_stub:
        fields["source"] = said.source or "plan"
    return fields


def _due(growing: Growing, said: Said, row: Given) -> Due:
    """A list of ours has what comes again in a column of its own, beside the next day of it.

    Raises Unusable.
    """
    repeat = said.of("repeat")
    if repeat:
        return due_in(repeat, repeat, growing.today)._replace(written="")
    return due_in(said.of("due"), row.raw.get("due", ""), growing.today)


def _ungrouped(said: Said, row: Given) -> Said:
    """Where one cell of 重点任务 stands over several of 具体举措, each of these is a task, and the
    cell is the chapter they are in.
    """
    if "title" not in row.shared or not said.of("text"):
        return said
    chapter = said.of("chapter") or said.of("title")
    cells = {**said.cells, "chapter": chapter, "title": said.of("text"), "text": ""}
    return said._replace(cells=cells)


def _title(said: Said) -> tuple[str, str]:
    """The title and the text; a cell that holds whole sentences is parted as a plan's would be."""
    title, text = said.of("title"), said.of("text").replace("\n", "")
    if not title or (len(title) <= _LONGEST_TITLE and _ITSELF_A_TITLE.fullmatch(title)):
        return title.rstrip("。"), text
    parted = title_of(bare_title(title))
    return parted.text, "".join(filter(None, (parted.rest, text)))


def _title_of(growing: Growing, id_: str) -> str:
    """The title of a task that a row names by its id alone. Raises Unusable."""
    task = growing.task(id_) if id_ else None
    if task is None:
        raise Unusable("没有写任务名称，也没有写方案里的编号")
    return str(task.title)


def _id(row: Given) -> str:
    """The id that the row gives, also where a spreadsheet made a date of it; a serial number is
    none."""
    identifier = KINDS["tasks"].identifier
    for meant in ids_meant(row.raw.get("id", "")):
        if identifier and identifier.fits(meant):
            return meant
    return ""


def _known(growing: Growing, id_: str, title: str, chapter: str) -> Task | None:
    """The task meant: by its id, else by its title, within its chapter. Raises Unusable."""
    by_title = [task for task in growing.titled("tasks", title) if isinstance(task, Task)]
    by_id: Task | None = growing.task(id_) if id_ else None
    if by_id is not None:
        is_this = any(task.id == by_id.id for task in by_title)
        if is_this or by_id.title == NO_TITLE or is_alike(by_id.title, title):
            return by_id
        other = f"，表里的名称是 {by_title[0].id} 的" if by_title else ""
        where = growing.where("tasks", by_id.id)
        raise Unusable(f"编号 {id_} 在{where}是“{by_id.title}”{other}，看不准说的是哪一项")
    if chapter and len(by_title) > 1:
        within = [task for task in by_title if _is_in(growing, task, chapter)]
        by_title = within or by_title
    if len(by_title) > 1:
        ids = "、".join(task.id for task in by_title)
        raise Unusable(f"方案里有 {len(by_title)} 项任务叫这个名称（{ids}），请写上编号")
    if by_title and id_:
        known = by_title[0]
        raise Unusable(f"表里编号是 {id_}，方案里这项任务是 {known.id}，请核对编号")
    return by_title[0] if by_title else None


def _is_in(growing: Growing, task: Task, chapter: str) -> bool:
    named = _numbered(chapter)
    there = growing.get("chapters", task.chapter)
    is_numbered = not named.title and named.number == task.chapter
    return is_numbered or (there is not None and is_same(bare_title(there.title), named.title))


def _new(growing: Growing, id_: str, title: str, said: Said, pairs: list[Changed]) -> Task:
    """Raises Unusable where nothing tells where it belongs."""
    number = int(id_.partition("-")[0]) if id_ else 0
    chapter = _chapter(growing, _numbered(said.of("chapter")), number)
    pairs += with_chapter(growing, chapter)
    if not id_:
        prefix = f"{chapter.number}-"
        id_ = f"{prefix}{growing.next_number(prefix, 'tasks')}"
    source = said.source_under("title") or "plan"
    listed = said.listed_as_ours(Task._fields)
    proposed = tuple(dict.fromkeys([*listed, *_marked(said, source)]))
    return Task(id=id_, title=title, source=source, proposed=proposed)


def _marked(said: Said, source: str) -> list[str]:
    """The fields whose mark says that they are ours; in a task that is ours as a whole lists mark
    who does it without its being said of each field.
    """
    telling = ("due",) if source == "proposed" else ("lead", "units", "group", "due")
    return [field for field in telling if field in said.ours]


def _with_marks(old: Task, new: Task, said: Said) -> Task:
    """A task of the plan: what a row changes in it and marks as ours is ours."""
    marked = _marked(said, new.source)
    changed = [field for field in marked if getattr(old, field) != getattr(new, field)]
    return new._replace(proposed=tuple(dict.fromkeys([*new.proposed, *changed])))


class _Numbered(NamedTuple):
    """``1 思想道德`` or 一、思想道德; ``number``: 0 where it is not told in figures."""

    number: int
    title: str


def _numbered(text: str) -> _Numbered:
    figures = re.fullmatch(r"(\d{1,3})(?:\s+(.*))?", text.strip())
    if figures:
        return _Numbered(int(figures[1]), (figures[2] or "").strip())
    return _Numbered(0, bare_title(text).strip())


def _chapter(growing: Growing, named: _Numbered, number: int) -> Chapter:
    """The chapter of this number, else of this title. Raises Unusable where neither is told."""
    title = named.title
    by_title = growing.titled("chapters", title) if title else []
    number = number or (0 if by_title else named.number)
    if not number and by_title:
        number = by_title[0].number
    chapters = growing.records["chapters"]
    if not number and not title:
        if len(chapters) > 1:
            raise Unusable("没有写编号，也没有写板块，不知道放在哪个板块")
        number = next(iter(chapters), 1)
    if title and number not in chapters:
        growing.refuse_slip("chapters", title)
    number = number or max(chapters, default=0) + 1
    return Chapter(number, title or NO_CHAPTER, source="plan" if title else "proposed")


def with_chapter(growing: Growing, chapter: Chapter) -> list[Changed]:
    """The chapter where the plan has none of its number, or one without a name."""
    there = growing.get("chapters", chapter.number)
    if there is None:
        return [Changed(None, chapter)]
    if there.title == NO_CHAPTER and chapter.title != NO_CHAPTER:
        return [Changed(there, there._replace(title=chapter.title, source="plan"))]
    return []


def stub(growing: Growing, id_: str, title: str) -> list[Changed]:
    """A task of which only a standard tells: its number, and what it is called where that is told.

    It is ours, and is filled in by the table of tasks that comes later.
    """
    number = int(id_.partition("-")[0])
    chapter = Chapter(number, NO_CHAPTER, source="proposed")
    task = Task(id=id_, title=title or NO_TITLE, source="proposed")
    return [*with_chapter(growing, chapter), Changed(None, task)]


def _of_chapter(growing: Growing, task: Task, text: str, remarks: list[Remark]) -> list[Changed]:
    """A task stays in its chapter; that is named where it had no name."""
    chapter = growing.get("chapters", task.chapter)
    named = _numbered(text)
    if chapter is None or not named.title:
        return []
    if chapter.title == NO_CHAPTER:
        return with_chapter(growing, Chapter(task.chapter, named.title))
    if not is_same(named.title, bare_title(chapter.title)):
        told = f"{task.id} 在“{chapter.title}”，表里是“{named.title}”"
        remarks.append(Remark("板块和方案里不一样，没有移动", told))
    return []


def _fields(
    growing: Growing, said: Said, pairs: list[Changed], remarks: list[Remark]
) -> dict[str, Any]:
    """What a cell says outright: the work group, the page.

    In a plan without a single group one that is named is made.
    """
    fields: dict[str, Any] = {}
    name = said.of("group")
    if name:
        group = group_in(growing, name)
        if group:
            fields["group"] = group
        elif not growing.campaign.groups:
            made = Group(f"g{growing.next_number('g', 'groups')}", name, source="proposed")
            pairs.append(Changed(None, made))
            fields["group"] = name
        else:
            remarks.append(Remark("方案里没有这个工作组，没有取", name))
    if said.of("page").isdecimal() and int(said.of("page")) < 10_000:
        fields["page"] = int(said.of("page"))
    return fields


def _who(growing: Growing, said: Said) -> Who:
    lead = who_in(growing, said.of("lead"), "lead")
    units = who_in(growing, said.of("units"), "units")
    others = [*units.names] if lead.lead else [*units.units]
    names = tuple(dict.fromkeys([*lead.units, *others]))
    chosen = lead.lead or units.lead
    return Who(chosen, tuple(name for name in names if name != chosen))


def with_who(task: Task, who: Who, said: Said) -> Task:
    """The task with these units: a cell that says nothing takes nobody away.

    What the table states and was ours is the table's from then on.
    """
    lead = who.lead or task.lead
    units = task.units
    if said.of("units"):
        kept = [name for name in task.units if name in who.units]
        units = tuple(dict.fromkeys([*kept, *who.units]))
    elif who.units:
        units = tuple(dict.fromkeys([*task.units, *who.units]))
    units = tuple(name for name in units if name != lead)
    stated = {"lead": lead != task.lead, "units": units != task.units}
    changed = [field for field, is_new in stated.items() if is_new and field not in said.ours]
    proposed = tuple(field for field in task.proposed if field not in changed)
    return task._replace(lead=lead, units=units, proposed=proposed)


def with_deadline(task: Task, phase: int, due: Due) -> Task:
    """What is done so far stays as it is; only the day is another."""
    if due.written and due.written == task.due:
        return task
    if due.day is not None:
        there = task.progress.get(phase)
        if there is not None and _is_of(there.due, due.day):
            return task
        written = due.written or task.due
        return task._replace(due=written, progress=with_due(task.progress, phase, due.day))
    if due.written and not is_same(due.written, task.due):
        return task._replace(due=due.written)
    return task


def _is_of(there: date | Repeat | None, day: date | Repeat) -> bool:
    """Whether it is the deadline that stands, or one of the days of what comes again: a list
    prints the next of them."""
    if isinstance(there, Repeat) and isinstance(day, date):
        return next_deadline(there, day) == day
    return there == day


def _phase(growing: Growing, said: Said, due: Due) -> int:
    """The phase of a column, else the one that the day, or the first that counts, falls in; else
    the current one."""
    if said.of("phase").isdecimal() and growing.campaign.phase(int(said.of("phase"))):
        return int(said.of("phase"))
    day = due.day if isinstance(due.day, date) else getattr(due.day, "start", None)
    for phase in growing.campaign.phases:
        if day and phase.start and phase.end and phase.start <= day <= phase.end:
            return phase.number
    return growing.phase
