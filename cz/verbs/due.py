"""``cz due``: the deadline of a task or step."""

from __future__ import annotations

from datetime import date

from cz.days import read_deadline
from cz.edit import Change
from cz.load import Loaded
from cz.names import find_works
from cz.progress import phase_or_blank
from cz.records import Campaign, reports
from cz.records.repeat import Repeat
from cz.recurrence import owed
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
            if isinstance(deadline, date) and without_year(due):
                words += f"（没有写年份，按 {deadline.year} 年）"
            if isinstance(deadline, Repeat) and before != deadline:
                words += _owed(item, number, deadline, loaded.campaign, today)
            changes.append(put_progress(item, number, "due", str(deadline)))
            is_changed = before != deadline
            if kept_reason and is_changed:
                entry = adjustment(today, "due", before, deadline, kept_reason, number)
                changes += add_adjustments(item, [entry])
            words += reason_words(kept_reason, changed=is_changed)
            said.append(Said(named(item), words))
        return Planned(changes, [item.id for item in items], said, warn_as_of=today)

    return write(folder, "tasks", plan, how, beside=("units",))


def _moved(before: date | Repeat | None, after: date | Repeat) -> str:
    if before is None:
        return f"：未定 → {after}"
    if before == after:
        return f"仍为 {after}"
    if isinstance(before, Repeat) or isinstance(after, Repeat):
        return f"：{before} → {after}"
    return f"：{before} → {after}（{moved_by((after - before).days)}）"


def _owed(item: Work, number: int, repeat: Repeat, campaign: Campaign, today: date) -> str:
    """How many periods of the phase have gone by without a report, and what clears them."""
    span = phase_or_blank(campaign, number)
    days = [update.date for update in reports(item) if update.phase in (0, number)]
    _, missed = owed(repeat, days, today, span.start, span.end)
    if not missed:
        return ""
    return f"；本阶段已有 {missed} 期没有报进展，算逾期，补报一次就清：cz note {item.id} 进展"
