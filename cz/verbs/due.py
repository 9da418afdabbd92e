"""``cz due``: the deadline of a task or step."""

from __future__ import annotations

from datetime import date

from cz.days import read_deadline
from cz.load import Loaded
from cz.names import find_work
from cz.records.repeat import Repeat
from cz.verbs.work import named, phase_of, put_progress
from cz.words import moved_by
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def set_due(
    folder: str, id_: str, due: str, clock: Clock, *, phase: int | None = None, how: How = PLAINLY
) -> Outcome:
    """Set the deadline of a task or step in a phase. Raises Refusal."""

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        deadline = read_deadline(due, today)
        item = find_work(loaded.campaign, id_)
        number = phase_of(loaded, item, phase, today)
        progress = item.progress.get(number)
        words = f"第{number}阶段时限{_moved(progress.due if progress else None, deadline)}"
        return Planned(
            changes=[put_progress(item, number, "due", str(deadline))],
            records=[item.id],
            said=[Said(named(item), words)],
            warn_as_of=today,
        )

    return write(folder, "tasks", plan, how, beside=("units",))


def _moved(before: date | Repeat | None, after: date | Repeat) -> str:
    if before is None:
        return f"：未定 → {after}"
    if before == after:
        return f"仍为 {after}"
    if isinstance(before, Repeat) or isinstance(after, Repeat):
        return f"：{before} → {after}"
    return f"：{before} → {after}（{moved_by((after - before).days)}）"
