"""When a deadline that comes again falls due, and which of its periods is owed."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from cz.records.repeat import Repeat


class Owed(NamedTuple):
    """``due``: the end of the earliest period that nobody reported on; ``None``: there is none.

    ``missed``: how many periods ended before today without a report.
    """

    due: date | None
    missed: int


def owed(
    repeat: Repeat, reports: Iterable[date], today: date, start: date | None, end: date | None
) -> Owed:
    """Each period wants one report, from the day after a deadline to the next one.

    A report that comes after the deadline makes up for all that was missed before it, and is not
    this period's. ``start``..``end``: the phase; its first deadline is the first one asked for,
    none after its end is. Where the deadline says from when it counts, what lies before that is not
    asked for, and what was reported before says nothing. Where neither has a day, periods count
    from the first report on, and without one the next deadline is the first. ``reports``: days, any
    order, each counting once; those after today do not count.
    """
    earliest = repeat.start or date.min
    given = sorted({report for report in reports if earliest <= report <= today})
    begin = counted_from(repeat, start) or (given[0] if given else today)
    due = next_deadline(repeat, begin)
    for report in given:
        if due is None:
            break
        if report > due:
            due = next_deadline(repeat, report)
        elif report >= period_start(repeat, due):
            due = next_deadline(repeat, due + timedelta(days=1))
    if due is None or (end is not None and due > end):
        return Owed(None, 0)
    return Owed(due, _passed(repeat, due, today, end))


def counted_from(repeat: Repeat, start: date | None) -> date | None:
    """The first day that counts: of the phase, or the later one that the deadline says."""
    days = [day for day in (start, repeat.start) if day]
    return max(days, default=None)


def _passed(repeat: Repeat, due: date, today: date, end: date | None) -> int:
    """How many deadlines from ``due`` on have passed."""
    count = 0
    deadline: date | None = due
    while deadline is not None and deadline < today and (end is None or deadline <= end):
        count += 1
        deadline = next_deadline(repeat, deadline + timedelta(days=1))
    return count


def next_deadline(repeat: Repeat, day: date) -> date | None:
    """The first deadline on or after ``day``; ``None`` for 长期, and where the calendar ends."""
    if repeat.is_long:
        return None
    try:
        if repeat.weekday is not None:
            return day + timedelta(days=(repeat.weekday - day.weekday()) % 7)
        this_month = _in_month(repeat, day.year, day.month) if day.month in repeat.months else None
        if this_month is not None and this_month >= day:
            return this_month
        place = bisect_right(repeat.months, day.month)
        if place < len(repeat.months):
            return _in_month(repeat, day.year, repeat.months[place])
        return _in_month(repeat, day.year + 1, repeat.months[0])
    except (OverflowError, ValueError):
        return None


def period_start(repeat: Repeat, due: date) -> date:
    """The first day of the period that ends with this deadline: the day after the one before."""
    try:
        if repeat.weekday is not None:
            return due - timedelta(days=6)
        place = repeat.months.index(due.month)
        year = due.year if place else due.year - 1
        return _in_month(repeat, year, repeat.months[place - 1]) + timedelta(days=1)
    except (OverflowError, ValueError):
        return date.min


def _in_month(repeat: Repeat, year: int, month: int) -> date:
    return date(year, month, min(repeat.day, monthrange(year, month)[1]))
