"""``cz due``: the deadline of a task or step."""

from __future__ import annotations

from datetime import date

from cz import concern
from cz.days import read_deadline
from cz.edit import Change
from cz.load import Loaded
from cz.names import find_works
from cz.progress import phase_or_blank
from cz.records import FINISHED, Campaign
from cz.records.repeat import Repeat
from cz.recurrence import counted_from, owed
from cz.typed.days import without_year
from cz.verbs.kept import kept_line
from cz.verbs.work import (
    Work,
    add_adjustments,
    adjustment,
    named,
    phase_of,
    put_progress,
    reason_words,
)
from cz.whose import own_reports
from cz.words import moved_by
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def set_due(
    folder: str,
    id_: str,
    due: str,
    clock: Clock,
    *,
    phase: int | None = None,
    reason: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Set the deadline of a task or step in a phase; of several (7-1~3) all or none.

    ``reason`` is kept with the change. Raises Refusal.
    """
    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        deadline = read_deadline(due, today)
        changes: list[Change] = []
        said = []
        items = find_works(loaded.campaign, [id_])
        for item in items:
            number = phase_of(loaded, item, phase, today)
            progress = item.progress.get(number)
            before = progress.due if progress else None
            words = f"第{number}阶段时限{_moved(before, deadline)}"
            aside = ""
            if isinstance(deadline, date) or before != deadline:
                aside = what_follows(item, number, deadline, loaded.campaign, today, typed=due)
            changes.append(put_progress(item, number, "due", str(deadline)))
            is_changed = before != deadline
            if kept_reason and is_changed:
                entry = adjustment(today, "due", before, deadline, kept_reason, number)
                changes += add_adjustments(item, [entry])
            words += reason_words(kept_reason, changed=is_changed)
            said.append(Said(named(item), words, aside))
        return Planned(changes, [item.id for item in items], said, warn_as_of=today)

    return write(folder, "tasks", plan, how, beside=("units",), need=concern.works([id_]))


def _moved(before: date | Repeat | None, after: date | Repeat) -> str:
    if before is None:
        return f"：未定 → {after}"
    if before == after:
        return f"仍为 {after}"
    if isinstance(before, Repeat) or isinstance(after, Repeat):
        return f"：{before} → {after}"
    return f"：{before} → {after}（{moved_by((after - before).days)}）"


def what_follows(
    item: Work,
    number: int,
    deadline: date | Repeat,
    campaign: Campaign,
    today: date,
    *,
    typed: str,
) -> str:
    """Behind a new deadline: how it was read, from when it counts, what is late by it already."""
    if isinstance(deadline, date):
        return _of_day(item, number, deadline, today, typed=typed)
    return _owed(item, number, deadline, campaign, today)


def _of_day(item: Work, number: int, day: date, today: date, *, typed: str) -> str:
    """What has to be known of the day: the year that was taken, and that it has gone by."""
    words = f"（没有写年份，按 {day.year} 年）" if without_year(typed) else ""
    progress = item.progress.get(number)
    is_finished = progress is not None and progress.status in FINISHED
    if day < today and not is_finished:
        words += f"（已经过去 {(today - day).days} 天，算逾期）"
    return words


def _owed(item: Work, number: int, repeat: Repeat, campaign: Campaign, today: date) -> str:
    """From when it counts, which day is next, and how many periods went by without a report."""
    if repeat.is_long:
        return ""
    span = phase_or_blank(campaign, number)
    given = own_reports(item, campaign)
    days = [update.date for update in given if update.phase in (0, number)]
    due, missed = owed(repeat, days, today, span.start, span.end)
    begin = counted_from(repeat, span.start)
    since = f"cz due {item.id} {today.year}年{today.month}月起{repeat}"
    parts = [_counted(begin, number, span.start)] if begin else []
    if due is None:
        parts.append(f"到第{number}阶段结束没有要报的了")
    elif not missed:
        parts.append(f"下一次报到 {due}")
    else:
        told = f"算逾期，补报一次就清：cz note {item.id} 进展"
        parts += [f"已有 {missed} 期没有报进展", told]
    words = f"；{'，'.join(parts)}"
    if missed and repeat.start is None:
        return f"{words}；以前的不算，写明从哪个月起：{since}"
    if begin is None and not days:
        return f"{words}；阶段没有起止日期，没有报过就不算逾期，要算的写明从哪个月起：{since}"
    return words


def _counted(begin: date, number: int, start: date | None) -> str:
    phase = f"第{number}阶段开始的 " if begin == start else " "
    return f"从{phase}{begin} 算起"
