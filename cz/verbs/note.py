"""``cz note``: a line of progress on a task or step."""

from __future__ import annotations

from cz.days import read_past
from cz.edit import Change
from cz.load import Loaded
from cz.names import find_unit, find_works
from cz.verbs.kept import kept_line
from cz.verbs.work import add_update, named, phase_of
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def note(
    folder: str,
    id_: str,
    text: str,
    clock: Clock,
    *,
    phase: int | None = None,
    day: str | None = None,
    by: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Add an entry to a task's or step's updates; of several (7-1~3) to all or none.

    ``by``: the unit that reported it. Raises Refusal.
    """
    kept = kept_line(text)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        items = find_works(campaign, [id_])
        today = clock(campaign)
        unit = find_unit(campaign, by).name if by else ""
        reported = read_past(day, today) if day else today
        changes: list[Change] = []
        for item in items:
            number = phase_of(loaded, item, phase, today)
            changes.append(add_update(item, reported, number, unit=unit, note=kept))
        said = [Said(named(item), f"记进展：{kept}") for item in items]
        return Planned(changes, [item.id for item in items], said)

    return write(folder, "tasks", plan, how, beside=("units",))
