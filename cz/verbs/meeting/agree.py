"""``cz meeting agree``: what a meeting agreed that a unit does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.days import read_due
from cz.edit import Append, Change, Put
from cz.load import Loaded
from cz.names import find_agreed, find_meeting, find_unit
from cz.problem import Refusal
from cz.records import Agreed, Campaign
from cz.records.kinds import new_fields
from cz.typed.ids import normal_id
from cz.verbs.kept import kept_line
from cz.verbs.meeting.fields import BESIDE, about_id, item_words, next_of_meeting, unit_names
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


def agree(
    folder: str,
    meeting: str,
    unit: str,
    matter: str,
    clock: Clock,
    *,
    due: str | None = None,
    helpers: Sequence[str] = (),
    about: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """The outcome's result is the item's id. A collective's item each member owes.

    Raises Refusal.
    """
    kept = kept_line(matter)

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "meetings", "meetings", "agreed")
        campaign = loaded.campaign
        held = find_meeting(campaign, meeting)
        deadline = read_due(due, clock(campaign)) if due else None
        _refuse_early(held.date, deadline)
        owner = find_unit(campaign, unit).name
        item = Agreed(
            id=f"{held.id}-{next_of_meeting(campaign, held)}",
            unit=owner,
            matter=kept,
            due=deadline,
            helpers=tuple(name for name in unit_names(campaign, helpers) if name != owner),
            about=about_id(campaign, about) if about else "",
        )
        for other in campaign.agreed:
            if (other.meeting, other.unit, other.matter) == (held.id, owner, kept):
                raise Refusal(f"{other.id} 已经是这一件：{kept}，没有改动。")
        root = loaded.trees["meetings"].root
        said = Said(f"{held.id} {held.title}", f"议定 {item.id}，{item_words(campaign, item)}")
        changes = [Append(root, "agreed", (new_fields(item),))]
        return Planned(changes, [item.id], [said], result=item.id)

    return write(folder, "meetings", plan, how, beside=BESIDE)


def _refuse_early(day: date, due: date | None) -> None:
    if due and due < day:
        raise Refusal(f"办结时限 {due} 早于开会的日子 {day}。请核对 --due。")


def is_item(text: str) -> bool:
    """Whether it is written like the id of what a meeting agreed, and not like a meeting's."""
    wanted = normal_id(text)
    return wanted.startswith("h") and wanted.count("-") == 2


def set_due(folder: str, text: str, due: str, clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """Another deadline for an agreed item, as a later meeting put it off. Raises Refusal."""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        item = find_agreed(campaign, text)
        deadline = read_due(due, clock(campaign))
        _refuse_done(item)
        days = {held.id: held.date for held in campaign.meetings}
        _refuse_early(days.get(item.meeting, deadline), deadline)
        changes: list[Change] = []
        words = f"办结时限仍为 {deadline}"
        if item.due != deadline:
            changes = [Put(item.node, ("due",), deadline.isoformat())]
            words = f"办结时限：{item.due or '未定'} → {deadline}"
        return Planned(changes, [item.id], [Said(named(campaign, item), words)])

    return write(folder, "meetings", plan, how, beside=BESIDE)


def _refuse_done(item: Agreed) -> None:
    if item.done:
        raise Refusal(f"{item.id} 已于 {item.done} 办结，不用再定时限。")


def named(campaign: Campaign, item: Agreed) -> str:
    return f"{item.id} {item.unit} {item.matter}"
