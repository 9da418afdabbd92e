"""``cz set``: the status of tasks and steps."""

from __future__ import annotations

from collections.abc import Sequence

from cz import concern
from cz.choose import choose
from cz.days import read_past
from cz.edit import Change
from cz.load import Loaded
from cz.names import find_unit, find_works
from cz.progress import is_step_back
from cz.records import STATUSES
from cz.tree import Map
from cz.typed.words import status_meant
from cz.verbs.kept import kept_line
from cz.verbs.work import Work, add_update, named, phase_of, put_progress, stranger_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def read_status(text: str) -> str:
    """A status by its English or Chinese word. Raises Refusal with the nearest."""
    return status_meant(text) or choose(text, STATUSES, "这种状态")


def set_status(
    folder: str,
    ids: Sequence[str],
    status: str,
    clock: Clock,
    *,
    phase: int | None = None,
    note: str | None = None,
    day: str | None = None,
    by: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Set the status of tasks and steps in a phase (the current one, a step's own). All or none.

    With a note, a day or a unit (``by``) an entry is added to the record's updates. Raises Refusal.
    """
    wanted = read_status(status)
    text = kept_line(note) if note is not None else ""
    with_update = note is not None or day is not None or by is not None

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        reported = read_past(day, today) if day else today
        unit = find_unit(campaign, by).name if by else ""
        items = find_works(campaign, ids)
        changes: list[Change] = []
        said = []
        for item in items:
            number = phase_of(loaded, item, phase, today)
            before = _status_written(item, number)
            if before != wanted:
                changes.append(put_progress(item, number, "status", wanted))
            words = f"第{number}阶段：{moved(before or 'todo', wanted)}"
            aside = ""
            if with_update:
                changes.append(
                    add_update(item, reported, number, unit=unit, status=wanted, note=text)
                )
                words += "，记进展一条"
                aside = stranger_words(item, unit, campaign)
            said.append(Said(named(item), words, aside))
        return Planned(changes, [item.id for item in items], said)

    return write(folder, "tasks", plan, how, beside=("units",), need=concern.works(ids))


def _status_written(item: Work, phase: int) -> str:
    """The one that stands in the file, "" where none does."""
    value: object = item.node
    for step in ("progress", str(phase), "status"):
        value = value.get(step, "") if isinstance(value, Map) else ""
    return status_meant(value) if isinstance(value, str) else ""


def moved(before: str, after: str) -> str:
    if before == after:
        return f"仍为{STATUSES[after]}"
    back = " ⚠ 退步" if is_step_back(before, after) else ""
    return f"{STATUSES[before]} → {STATUSES[after]}{back}"
