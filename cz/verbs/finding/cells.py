"""The cells of a field team's table: what they mean in the plan."""

import re
from collections.abc import Callable
from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple, TypeVar

from cz.letters import folded
from cz.names import find_indicator, find_one_unit, find_unit, find_work
from cz.problem import Refusal
from cz.records import Campaign, Indicator, Step, Task
from cz.sheets.dates import (
    NOT_YET,
    Unusable,
    flat,
    read_cell,
    read_deadline,
    refuse_unsure,
)
from cz.supervise.entry import EARLIEST, deadline, problem_of
from cz.supervise.table import Table, plain_heading
from cz.typed.days import last_year, next_year, without_year
from cz.typed.lists import parts
from cz.whose import Owner

Read = TypeVar("Read")


class Given(NamedTuple):
    """What the command says of rows that do not say it themselves.

    ``days`` None: as the rules have it.
    """

    today: Day
    date: Day | None = None
    by: str = ""
    days: int | None = None


def said_in(text: str) -> str:
    """In one line; nothing where it says 无 or has a dash."""
    return problem_of(flat(text))


class Cells:
    """Cells to what they mean, each distinct text looked up once. All raise Unusable."""

    def __init__(self, campaign: Campaign, given: Given, table: Table) -> None:
        self.campaign, self.given, self.table = campaign, given, table
        self.known: dict[tuple[object, ...], object] = {}
        self.due_in_days = False
        if "due" in table.where:
            heading = table.headings[table.where["due"]]
            self.due_in_days = re.search(r"[(（][^)）]*[天日]", heading) is not None

    def heading(self, field: str) -> str:
        """What the table calls the field."""
        return plain_heading(self.table.headings[self.table.where[field]])

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
        if date > self.given.today and without_year(text):
            date = last_year(date, self.given.today)
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
        if seen and rectified < seen and without_year(text):
            rectified = next_year(rectified, seen)
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
    if any(folded(whole) == folded(owner.name) for owner in campaign.owners):
        return [whole]
    names = ["".join(part.split()).rstrip("。.") for part in parts(re.sub("[/／\n]", "、", text))]
    return [name for name in names if name] or [whole]
