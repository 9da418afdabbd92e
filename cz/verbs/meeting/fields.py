"""What the commands share that enter or change a meeting or what it agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.names import find_indicators, find_units, find_works
from cz.problem import Refusal
from cz.records import Agreed, Campaign, Meeting, year_and_number
from cz.typed.ids import normal_id, split_ids
from cz.whose import present_names

BESIDE = ("units", "tasks", "indicators", "findings", "evidence", "people")


def next_of_year(campaign: Campaign, day: date) -> int:
    """The number of the next meeting's id."""
    numbers = [year_and_number(meeting.id) for meeting in campaign.meetings]
    return max((number for year, number in numbers if year == day.year), default=0) + 1


def next_of_kind(campaign: Campaign, kind: str) -> int:
    """Which of its kind the next one is; 0 where they have not been counted so far."""
    alike = [meeting for meeting in campaign.meetings if meeting.kind == kind]
    if alike and not any(meeting.number for meeting in alike):
        return 0
    return max((meeting.number for meeting in alike), default=0) + 1


def next_of_meeting(campaign: Campaign, meeting: Meeting) -> int:
    """The number of the next item that it agreed."""
    own = [item.id for item in campaign.agreed if item.meeting == meeting.id]
    return max((int(id_.rpartition("-")[2]) for id_ in own), default=0) + 1


def unit_names(campaign: Campaign, texts: Sequence[str]) -> tuple[str, ...]:
    """Their names in full. Raises Refusal."""
    return tuple(owner.name for owner in find_units(campaign, texts))


def work_ids(campaign: Campaign, texts: Sequence[str]) -> tuple[str, ...]:
    """The ids of tasks, steps and standards. Raises Refusal."""
    ids: list[str] = []
    for text in split_ids(texts):
        find = find_indicators if normal_id(text).startswith("i") else find_works
        ids += [record.id for record in find(campaign, [text])]
    return tuple(dict.fromkeys(ids))


def about_id(campaign: Campaign, text: str) -> str:
    """The id of what an agreed item concerns. Raises Refusal."""
    wanted = normal_id(text)
    if wanted in (finding.id for finding in campaign.findings):
        return wanted
    (id_, *more) = work_ids(campaign, [text])
    if more:
        raise Refusal("--about 只写一个编号；几件事请分开登记。")
    return id_


def proof_id(campaign: Campaign, text: str) -> str:
    """The id of a piece of evidence. Raises Refusal."""
    wanted = normal_id(text)
    if wanted in (proof.id for proof in campaign.evidence):
        return wanted
    raise Refusal(
        f"没有编号为“{text}”的佐证材料。请先登记签到表：cz evidence add 任务编号 签到表.jpg。",
        missing=wanted,
    )


def item_words(campaign: Campaign, item: Agreed) -> str:
    """``区城市管理局，7月20日前：清运积存垃圾``, as one line of what is said."""
    unit = present_names(campaign)[item.unit]
    helpers = f"，{'、'.join(item.helpers)}配合" if item.helpers else ""
    due = f"，{item.due} 前" if item.due else "，没有定时限"
    return f"{unit}{helpers}{due}：{item.matter}"
