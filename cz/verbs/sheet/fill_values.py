"""What a form from above is answered with: for each record, by the field that a column asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.filling.change import Filled
from cz.letters import folded
from cz.names import find_unit
from cz.progress import of_unit, pick_phase, task_states
from cz.records import Campaign, Finding
from cz.report.build import item_view, work_view
from cz.report.build_people import Answerable
from cz.report.view import Marked, Names, Work
from cz.report.words import rating_word, status_word
from cz.roster import CONTACT
from cz.sheets.city_rows import Kept
from cz.sheets.ids import ids_meant
from cz.supervise.evidence import of_owner
from cz.supervise.state import STATES, Stand, by_urgency, stands
from cz.supervise.state import of_unit as findings_of
from cz.typed.titles import bare_title
from cz.typed.words import status_meant
from cz.whose import Owner, present_names

_NAMED = 5  # problems written out in one cell
_LONGEST = 32_767  # characters of a cell


class Record(NamedTuple):
    """``texts``: by what a row may name it besides its id. ``values``: by field; a field that is
    not known is not there. ``listed``: whether it goes into a form that is empty.
    """

    id: str
    texts: tuple[str, ...]
    values: Mapping[str, Filled]
    listed: bool


class Meant(NamedTuple):
    """The record that a row names, or why none can be told."""

    record: Record | None
    why: str = ""


def records_of(
    campaign: Campaign, kind: str, today: date, *, unit: str | None, phase: int | None
) -> list[Record]:
    """Raises Refusal for an unknown unit or phase."""
    number = pick_phase(campaign, phase, today)
    owner = find_unit(campaign, unit) if unit is not None else None
    answerable = Answerable(campaign, today)
    if kind == "findings":
        return _findings(campaign, today, owner, answerable)
    states = task_states(campaign, number, today)
    works = {state.item.id: work_view(state) for state in states}
    if kind == "indicators":
        return _indicators(campaign, number, works, owner, answerable)
    if owner is not None:
        led, shared = of_unit(states, campaign, owner)
        states = [*led, *(state for state, _ in shared)]
    return _tasks(campaign, [works[state.item.id] for state in states], today, answerable)


def _tasks(
    campaign: Campaign, works: Sequence[Work], today: date, answerable: Answerable
) -> list[Record]:
    by_task: dict[str, list[Stand]] = {}
    for standing in stands(campaign.findings, today):
        if standing.finding.task:
            by_task.setdefault(standing.finding.task, []).append(standing)
    chapters = {chapter.number: chapter.title for chapter in campaign.chapters}
    records = []
    for work in works:
        values = {
            "id": work.id,
            "title": str(work.title),
            "chapter": chapters.get(work.chapter, ""),
            **_of_work(work),
            **_people(answerable, work.lead.name),
            **_of_problems(by_task.get(work.id, [])),
        }
        texts = tuple(filter(None, (work.title.name, work.text)))
        records.append(Record(work.id, texts, _known(values), listed=True))
    return records


def _indicators(
    campaign: Campaign,
    phase: int,
    works: dict[str, Work],
    owner: Owner | None,
    answerable: Answerable,
) -> list[Record]:
    """With what the task says that an indicator belongs to."""
    indicators, _ = of_owner(campaign, owner)
    projects = {
        project.id: Marked(project.title, project.source == "proposed")
        for project in campaign.projects
    }
    records = []
    for indicator in indicators:
        item = item_view(indicator, phase, projects, works)
        values: dict[str, Filled] = {
            "id": item.id,
            "title": str(item.title),
            "project": _text(item.project),
            "content": _text(item.content),
            "method": item.method,
            "material": item.material,
            "rating": rating_word(item.rating) if item.rating else "",
        }
        if item.task is not None:
            values |= _of_work(item.task)
        lead = item.task.lead.name if item.task is not None else ""
        values |= _people(answerable, item.unit.name or lead)
        records.append(Record(item.id, (item.title.name,), _known(values), listed=True))
    return records


def _known(values: Mapping[str, Filled]) -> dict[str, Filled]:
    return {field: value for field, value in values.items() if value != ""}


def _people(answerable: Answerable, unit: str) -> dict[str, Filled]:
    """责任人 and 联系人, "" where nobody is on record; numbers go into no form."""
    return {"person": answerable.of_unit(unit), "contact": answerable.of_unit(unit, CONTACT)}


def _text(name: Marked | Names) -> str:
    """With （拟） where it is ours, "" where there is none."""
    return str(name) if name else ""


def _of_work(work: Work) -> dict[str, Filled]:
    finished = next((note.date for note in work.notes if note.status == "done"), None)
    return {
        "lead": _text(work.lead),
        "units": _text(work.units),
        "group": _text(work.group),
        "due": work.due if work.due and not work.repeat else _plain_deadline(work),
        "progress": str(work.account) if work.account else "",
        "status": status_word(work.status),
        "finished": finished if finished and work.finished else "",
    }


def _plain_deadline(work: Work) -> str:
    """As the plan writes it (长期, 每月25日前), "" where it says nothing."""
    return work.deadline if work.has_deadline else ""


def _of_problems(standings: list[Stand]) -> dict[str, Filled]:
    """存在问题 and 整改情况 of a task: of the findings that were registered with it."""
    if not standings:
        return {}
    open_ = [each for each in by_urgency(standings) if each.state != "verified"]
    told = [_problem(each.finding) for each in open_[:_NAMED]]
    more = "等" if len(open_) > _NAMED else ""
    counts = []
    for state, word in STATES.items():
        number = sum(each.state == state for each in standings)
        if number:
            counts.append(f"{word}{number}个")
    late = sum(each.late > 0 for each in standings)
    overdue = f"，其中逾期{late}个" if late else ""
    problem = f"没有销号的问题{len(open_)}个：{'；'.join(told)}{more}" if open_ else ""
    return {
        "problem": problem,
        "fix": f"共{len(standings)}个问题，{'、'.join(counts)}{overdue}",
    }


def _problem(finding: Finding) -> str:
    return f"{finding.spot}：{finding.problem}" if finding.spot else finding.problem


def _findings(
    campaign: Campaign, today: date, owner: Owner | None, answerable: Answerable
) -> list[Record]:
    if owner is None:
        standings = stands(campaign.findings, today)
    else:
        own, _ = findings_of(campaign, owner, today)
        standings = list(own)
    present = present_names(campaign)
    return [
        _of_finding(each, _people(answerable, present[each.finding.unit])) for each in standings
    ]


def _of_finding(standing: Stand, people: Mapping[str, Filled]) -> Record:
    finding = standing.finding
    values: dict[str, Filled] = {
        "id": finding.id,
        "date": finding.date,
        "spot": finding.spot,
        "type": finding.type,
        "unit": finding.unit,
        "helpers": "、".join(finding.helpers),
        "problem": finding.problem,
        "due": standing.due or "",
        "indicator": finding.indicator,
        "task": finding.task,
        "by": finding.by,
        "fix": finding.fix,
        "rectified": standing.claimed or "",
        "state": STATES[standing.state],
        **people,
    }
    texts = (finding.problem, f"{finding.spot}{finding.problem}", _problem(finding))
    return Record(finding.id, texts, _known(values), listed=standing.state != "verified")


class Index:
    """Records by what a row of the form may call them."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.by_id = {record.id: record for record in records}
        self.by_text: dict[str, list[Record]] = {}
        for record in records:
            for text in dict.fromkeys(map(_plain, record.texts)):
                self.by_text.setdefault(text, []).append(record)

    def meant(self, row: Kept) -> Meant:
        """By its id, by its text, and by both where both are ours: then they must agree."""
        by_id = self._by_id(row.id)
        by_text = self._by_text(row.title) if row.title else []
        if by_id:
            if row.title and not _may_be_called(by_id, row.title):
                title = _short(by_id.texts[0])
                return Meant(None, f"编号 {by_id.id} 是“{title}”，表里是“{_short(row.title)}”")
            return Meant(by_id)
        if len(by_text) > 1:
            ids = "、".join(record.id for record in by_text[:_NAMED])
            return Meant(None, f"“{_short(row.title)}”可以是 {ids}")
        if by_text:
            return Meant(by_text[0])
        return Meant(None, f"“{_short(row.title or row.id)}”在台账里没有")

    def _by_text(self, title: str) -> list[Record]:
        """As it is written, else without the number of a list before it: （五）."""
        return self.by_text.get(_plain(title)) or self.by_text.get(_plain(bare_title(title)), [])

    def _by_id(self, text: str) -> Record | None:
        """Also where a spreadsheet took the id for a date: 5月1日 is 5-1."""
        for id_ in ids_meant(text):
            if id_ in self.by_id:
                return self.by_id[id_]
        return None


def _may_be_called(record: Record, text: str) -> bool:
    """Whether it is called so, or the one is a part of the other."""
    plain = _plain(bare_title(text))
    return any(plain in known or known in plain for known in map(_plain, record.texts))


def _plain(text: str) -> str:
    return folded("".join(text.split())).rstrip("。.；;")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"{plain[:20]}…" if len(plain) > 20 else plain


def in_words_of(offered: Sequence[str], value: str) -> str:
    """The one of the words that a list offers which means the same, "" where none does.

    What is 已复核 is 已完成 to those who know no more than that.
    """
    if value in offered:
        return value
    status = status_meant(value)
    for meaning in (status, "done") if status == "verified" else (status,):
        for word in offered:
            if meaning and status_meant(word) == meaning:
                return word
    return ""


def too_long(value: Filled) -> bool:
    """Whether a cell of a spreadsheet cannot hold it."""
    return isinstance(value, str) and len(value) > _LONGEST


def plainly_same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)
