"""``cz note``: a line of progress on a task or step."""

from __future__ import annotations

from datetime import date

from cz import concern
from cz.days import read_past
from cz.edit import Change, Put
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_unit, find_work, find_works
from cz.problem import Refusal
from cz.records import STATUSES
from cz.verbs.kept import kept_line
from cz.verbs.work import Work, add_update, named, phase_of, stranger_words
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
        said = [
            Said(named(item), f"记进展：{kept}", stranger_words(item, unit, campaign))
            for item in items
        ]
        return Planned(changes, [item.id for item in items], said)

    return write(folder, "tasks", plan, how, beside=("units",), need=concern.works([id_]))


def withdraw(
    folder: str,
    id_: str,
    clock: Clock,
    reason: str,
    *,
    text: str | None = None,
    day: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Take a report back: it stays on record and says nothing any more.

    The latest, or of those that have ``text`` in their note or are of ``day``. Raises Refusal.
    """
    kept_reason = kept_line(reason)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        item = find_work(campaign, id_)
        today = clock(campaign)
        of_day = read_past(day, today) if day else None
        place = _place(item, text, of_day)
        update = item.updates[place]
        entry = {"date": today.isoformat(), "reason": kept_reason}
        told = update.note or STATUSES.get(update.status, "")
        return Planned(
            changes=[Put(item.node, ("updates", place, "withdrawn"), entry)],
            records=[item.id],
            said=[Said(named(item), f"撤回 {update.date} 的进展“{told}”：{kept_reason}")],
            next_step="状态没有动；要改的用 cz set。" if update.status else "",
        )

    return write(folder, "tasks", plan, how, beside=("units",), need=concern.works([id_]))


def _place(item: Work, text: str | None, day: date | None) -> int:
    """Where the report meant stands among its updates. Raises Refusal."""
    wanted = [
        place
        for place, update in enumerate(item.updates)
        if update.withdrawn is None
        and (text is None or folded(text) in folded(update.note))
        and (day is None or update.date == day)
    ]
    if not wanted:
        raise Refusal(f"{item.id} 没有这样的进展可以撤回。用 cz show {item.id} 看有哪几条。")
    latest = max(item.updates[place].date for place in wanted)
    of_latest = [place for place in wanted if item.updates[place].date == latest]
    if len(of_latest) > 1:
        raise Refusal(
            f"{item.id} {latest} 的进展有 {len(of_latest)} 条，请写上其中的几个字："
            f"cz note {item.id} 几个字 --withdraw --reason 原因。"
        )
    return of_latest[0]
