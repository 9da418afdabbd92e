"""One row of a field team's table to an entry, or to the reasons why it is none."""

import re
from collections.abc import Callable, Mapping
from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple, TypeVar

from cz.names import find_indicator, find_one_unit, find_unit, find_work
from cz.problem import Refusal
from cz.records import Campaign, Finding, Indicator, Step, Task
from cz.supervise.entry import EARLIEST, deadline, likeness, problem_of
from cz.supervise.table import Row, Table
from cz.verbs.finding.dates import (
    NOT_YET,
    Unusable,
    flat,
    read_cell,
    read_deadline,
    refuse_unsure,
)
from cz.whose import Owner, present_names

Read = TypeVar("Read")
Likeness = tuple[Day, str, str, str]


class Given(NamedTuple):
    """What the command says of rows that do not say it themselves.

    ``days`` None: as the rules have it.
    """

    today: Day
    date: Day | None = None
    by: str = ""
    days: int | None = None


class Verdict(NamedTuple):
    """A row is an entry, or known (the id of the record it is like), or returned for a reason.

    ``cells`` are the row's with the date and team that were carried down to it filled in.
    ``dateless``: put right, it says, but not when.
    """

    number: int
    cells: tuple[str, ...]
    over: str
    unit: str
    entry: Finding | None = None
    known: str = ""
    reason: str = ""
    dateless: bool = False


def judge(table: Table, campaign: Campaign, given: Given) -> list[Verdict]:
    """Every row, in order. A date or team left blank is that of the row above."""
    cells = _Cells(campaign, given, table)
    known = known_by_likeness(campaign)
    seen: dict[Likeness, int] = {}
    asked = {"date": given.date.isoformat() if given.date else "", "by": given.by}
    above: dict[str, str] = {}
    verdicts = []
    for row in table.rows:
        filled = list(row.cells)
        for field, asked_for in asked.items():
            place = table.where.get(field)
            if place is not None:
                filled[place] = above[field] = filled[place] or above.get(field, "") or asked_for
        verdicts.append(_verdict(row._replace(cells=tuple(filled)), table, cells, known, seen))
    return verdicts


def known_by_likeness(campaign: Campaign) -> dict[Likeness, str]:
    """The id of every record by what it would be known again by.

    Findings also with no unit, by all else, for those given to another since.
    """
    present = present_names(campaign)
    whoever: dict[Likeness, str] = {}
    known: dict[Likeness, str] = {}
    for visit in campaign.visits:
        known[likeness(visit.date, present[visit.unit], visit.spot, "")] = visit.id
    for finding in campaign.findings:
        unit = present[finding.unit]
        known[likeness(finding.date, unit, finding.spot, finding.problem)] = finding.id
        if finding.spot:
            whoever[likeness(finding.date, "", finding.spot, finding.problem)] = finding.id
    return whoever | known


def _verdict(
    row: Row,
    table: Table,
    cells: "_Cells",
    known: Mapping[Likeness, str],
    seen: dict[Likeness, int],
) -> Verdict:
    """``seen``: the rows before that were taken, by what they have in common with others."""
    text = {field: row.cells[place] for field, place in table.where.items()}
    faults: list[str] = []

    def read(field: str, reader: Callable[..., Read], *more: Day | None) -> Read | None:
        try:
            return reader(text.get(field, ""), *more)
        except Unusable as fault:
            faults.append(str(fault))
            return None

    verdict = Verdict(row.number, row.cells, row.over, flat(text["unit"]))
    if row.over:
        faults.append(f"比表头多出“{row.over}”，多半是文字里的半角逗号把一格断成了两格")
    date = read("date", cells.date)
    units = read("unit", cells.units)
    problem = read("problem", cells.problem)
    spot = _words(text.get("spot", ""))
    if date and units and problem is not None and not row.over:
        mine = likeness(date, units[0], spot, problem)
        if mine in known:
            return verdict._replace(known=known[mine])
        faults += _alike(mine, known, seen)
    helpers = read("helpers", cells.helpers) or ()
    due = read("due", cells.due, date) if problem != "" else None
    indicator = read("indicator", cells.indicator) or ""
    task = read("task", cells.task) or ""
    rectified = read("rectified", cells.rectified, date) if problem != "" else None
    if faults or not date or not units or problem is None:
        return verdict._replace(reason="；".join(fault.rstrip("。") for fault in faults))
    seen[likeness(date, units[0], spot, problem)] = row.number
    fix = _words(text.get("fix", ""))
    entry = Finding(
        id="",
        date=date,
        unit=units[0],
        problem=problem,
        spot=spot,
        type=_words(text.get("type", "")),
        helpers=_others(units, helpers),
        due=due,
        indicator=indicator,
        task=task,
        by=_words(text.get("by", "")) or cells.given.by,
        fix=fix,
        rectified=rectified,
    )
    return verdict._replace(entry=entry, dateless=bool(problem and fix and not rectified))


def _words(text: str) -> str:
    """In one line; nothing where it says 无 or has a dash."""
    return problem_of(flat(text))


def _alike(
    mine: Likeness, known: Mapping[Likeness, str], seen: Mapping[Likeness, int]
) -> list[str]:
    """Why it may be in the ledger or in the table already."""
    faults = []
    day, _, spot, problem = mine
    elsewhere = known.get((day, "", spot, problem))
    if spot and elsewhere:
        faults.append(
            f"与已登记的 {elsewhere} 只有单位不同，多半是改派了；"
            "确是两家各有一个问题，请在存在问题里写出区别"
        )
    if mine in seen:
        faults.append(f"与第 {seen[mine]} 行相同")
    return faults


def _others(units: tuple[str, ...], helpers: tuple[str, ...]) -> tuple[str, ...]:
    """Who assists: the units named after the first one as well, each once."""
    first, *more = units
    return tuple(name for name in dict.fromkeys((*more, *helpers)) if name != first)


class _Cells:
    """Cells to what they mean, each distinct text looked up once. All raise Unusable."""

    def __init__(self, campaign: Campaign, given: Given, table: Table) -> None:
        self.campaign, self.given = campaign, given
        self.known: dict[tuple[object, ...], object] = {}
        self.due_in_days = False
        if "due" in table.where:
            heading = table.headings[table.where["due"]]
            self.due_in_days = re.search(r"[(（][^)）]*[天日]", heading) is not None

    def _once(self, read: Callable[..., Read], *key: object) -> Read:
        if (read, *key) not in self.known:
            try:
                self.known[read, *key] = read(*key)
            except Unusable as fault:
                self.known[read, *key] = fault
        value = self.known[read, *key]
        if isinstance(value, Unusable):
            raise value
        return value  # type: ignore[return-value]

    def date(self, text: str) -> Day:
        if not text and self.given.date:
            return self.given.date
        if not text:
            raise Unusable("督查日期没有填")
        refuse_unsure(text, self.given.today, "督查日期")
        date = self._once(read_cell, text, self.given.today, "督查日期")
        if date > self.given.today:
            raise Unusable(f"督查日期（{date}）晚于今天（{self.given.today}）")
        if date < EARLIEST:
            raise Unusable(f"督查日期（{date}）太早，多半是年份写错了")
        return date

    def problem(self, text: str) -> str:
        if not text:
            raise Unusable("存在问题没有填；没有问题请写“无”")
        return problem_of(flat(text))

    def due(self, text: str, seen: Day | None) -> Day | None:
        """``seen``: the day of the inspection, None where it cannot be read."""
        says_nothing = not problem_of(text) and text not in NOT_YET
        if says_nothing:
            return self._due_by_rules(seen)
        refuse_unsure(text, seen or self.given.today, "整改时限")
        due = self._once(read_deadline, text, seen or self.given.today, self.due_in_days)
        if seen and due and due < seen:
            raise Unusable(f"整改时限（{due}）早于督查日期（{seen}）")
        return due

    def _due_by_rules(self, seen: Day | None) -> Day | None:
        if seen is None:
            return None
        if self.given.days is None:
            return deadline(seen, self.campaign.rules)
        return seen + timedelta(days=self.given.days)

    def rectified(self, text: str, seen: Day | None) -> Day | None:
        if not problem_of(text):
            return None
        today = self.given.today
        refuse_unsure(text, seen or today, "整改日期")
        rectified = self._once(read_cell, text, seen or today, "整改日期")
        if seen and rectified < seen:
            raise Unusable(f"整改日期（{rectified}）早于督查日期（{seen}）")
        if rectified > today:
            raise Unusable(f"整改日期（{rectified}）晚于今天（{today}）")
        return rectified

    def units(self, text: str) -> tuple[str, ...]:
        """The responsible one, then those that assist."""
        if not text:
            raise Unusable("责任单位没有填；合并的单元格请逐行填上")
        return self._once(self._units, text)

    def _units(self, text: str) -> tuple[str, ...]:
        first, *others = _parts(self.campaign, text)
        return self._names([(find_one_unit, first), *((find_unit, other) for other in others)])

    def helpers(self, text: str) -> tuple[str, ...]:
        return self._once(self._helpers, text) if problem_of(text) else ()

    def _helpers(self, text: str) -> tuple[str, ...]:
        return self._names([(find_unit, part) for part in _parts(self.campaign, text)])

    def _names(self, wanted: list[tuple[Callable[[Campaign, str], Owner], str]]) -> tuple[str, ...]:
        names, faults = [], []
        for find, part in wanted:
            try:
                names.append(find(self.campaign, part).name)
            except Refusal as refusal:
                faults.append(refusal.message.rstrip("。"))
        if faults:
            raise Unusable("；".join(faults))
        return tuple(names)

    def indicator(self, text: str) -> str:
        return self._once(self._id, find_indicator, text) if problem_of(text) else ""

    def task(self, text: str) -> str:
        return self._once(self._id, find_work, text) if problem_of(text) else ""

    def _id(self, find: Callable[[Campaign, str], Indicator | Task | Step], text: str) -> str:
        try:
            return find(self.campaign, text).id
        except Refusal as refusal:
            changed = re.fullmatch("([0-9]{1,2})月([0-9]{1,2})日", text)
            why = ""
            if changed:
                why = f"（多半是表格软件把 {changed[1]}-{changed[2]} 改成了日期）"
            raise Unusable(refusal.message.rstrip("。") + why) from None


def _parts(campaign: Campaign, text: str) -> list[str]:
    """The units named in a cell, which are one where the whole is a unit's name."""
    whole = "".join(text.split())
    if any(whole == owner.name for owner in campaign.owners):
        return [whole]
    parts = ["".join(part.split()).rstrip("。.") for part in re.split("[、,，/／;；\n]", text)]
    return [part for part in parts if part] or [whole]
