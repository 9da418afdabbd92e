"""``cz meeting set``: what is known of a meeting later: who was absent, the sign-in sheet."""

from __future__ import annotations

from collections.abc import Sequence

from cz.days import read_day
from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_meeting
from cz.problem import Refusal
from cz.records import Campaign, Meeting
from cz.records.kinds import word_of
from cz.verbs.kept import kept_line
from cz.verbs.meeting.add import Told
from cz.verbs.meeting.fields import BESIDE, proof_id, unit_names, work_ids
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


def set_fields(folder: str, text: str, told: Told, clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """Names are added to those there are; other fields are put as told. Raises Refusal."""
    if told == Told():
        raise Refusal("没有说要改什么：例如 --absent 单位、--attendance e12、--point 内容。")

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "meetings", "meetings")
        campaign = loaded.campaign
        meeting = find_meeting(campaign, text)
        changes: list[Change] = []
        words: list[str] = []
        for field, value in _single(campaign, told, clock).items():
            word, before = word_of(meeting, field), str(getattr(meeting, field) or "")
            if before == value:
                words.append(f"{word}仍为 {value}")
                continue
            changes.append(Put(meeting.node, (field,), value))
            words.append(f"{word}：{before or '无'} → {value}")
        for field, values in _several(campaign, told).items():
            more, told_words = _added(meeting, field, values)
            changes += more
            words.append(told_words)
        said = [Said(f"{meeting.id} {meeting.title}", "；".join(words))]
        return Planned(changes, [meeting.id], said)

    return write(folder, "meetings", plan, how, beside=BESIDE)


def _single(campaign: Campaign, told: Told, clock: Clock) -> dict[str, str]:
    """The fields of one value that something was told of, as they are written."""
    fields: dict[str, str] = {}
    if told.date:
        fields["date"] = read_day(told.date, clock(campaign)).isoformat()
    if told.number is not None:
        fields["number"] = str(told.number)
    for name in ("title", "chair", "place"):
        value = getattr(told, name)
        if value is not None:
            fields[name] = kept_line(value)
    if told.attendance:
        fields["attendance"] = proof_id(campaign, told.attendance)
    return fields


def _several(campaign: Campaign, told: Told) -> dict[str, tuple[str, ...]]:
    lists = {
        "present": unit_names(campaign, told.present),
        "absent": unit_names(campaign, told.absent),
        "work": work_ids(campaign, told.work),
        "points": tuple(map(kept_line, told.points)),
    }
    return {field: values for field, values in lists.items() if values}


def _added(meeting: Meeting, field: str, values: Sequence[str]) -> tuple[list[Change], str]:
    """(the changes, what is said of them)."""
    known = getattr(meeting, field)
    new = tuple(value for value in values if value not in known)
    word = word_of(meeting, field)
    if not new:
        return [], f"{word}已经有 {'、'.join(values)}"
    return [Relist(meeting.node, (field,), new)], f"{word}：加入 {'、'.join(new)}"
