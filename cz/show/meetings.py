"""Meetings and what they agreed, on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cz.records import Agreed, Campaign, Meeting
from cz.show.data import day_text
from cz.show.sheet import Cell, Col, Table
from cz.show.words import distance
from cz.supervise.meetings import is_done
from cz.whose import present_names
from cz.words import short_date


def items_table(campaign: Campaign, items: Sequence[Agreed], today: date) -> Table:
    """A row an item: whose it is, by when, and how it stands."""
    columns = [
        Col("编号"),
        Col("单位"),
        Col("议定事项", grow=True),
        Col("协办"),
        Col("时限"),
        Col("办理"),
    ]
    present = present_names(campaign)
    rows: list[list[str | Cell]] = []
    for item in items:
        due: str | Cell = Cell(short_date(item.due, today), item.due) if item.due else "未定"
        helpers = "、".join(present[name] for name in item.helpers)
        told = standing(item, today)
        rows.append([item.id, present[item.unit], item.matter, helpers, due, told])
    if not any(item.helpers for item in items):
        columns.pop(3)
        rows = [[*row[:3], *row[4:]] for row in rows]
    return Table(columns, rows)


def standing(item: Agreed, today: date) -> str:
    """``7月14日办结：已清运``, ``逾期3天``, ``还有5天``."""
    if item.done and is_done(item, today):
        result = f"：{item.result}" if item.result else ""
        return f"{short_date(item.done, today)}办结{result}"
    if item.due is None:
        return "未办结"
    left = (item.due - today).days
    return distance(max(0, -left), left)


def item_data(campaign: Campaign, item: Agreed, today: date) -> dict[str, Any]:
    present = present_names(campaign)
    late = 0
    if item.due and not is_done(item, today):
        late = max(0, (today - item.due).days)
    return {
        "id": item.id,
        "meeting": item.meeting,
        "unit": present[item.unit],
        "matter": item.matter,
        "helpers": [present[name] for name in item.helpers],
        "about": item.about,
        "due": day_text(item.due),
        "done": day_text(item.done),
        "result": item.result,
        "late": late,
    }


def meeting_data(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "number": meeting.number or None,
        "date": meeting.date.isoformat(),
        "title": meeting.title,
        "chair": meeting.chair,
        "place": meeting.place,
        "present": list(meeting.present),
        "absent": list(meeting.absent),
        "work": list(meeting.work),
        "attendance": meeting.attendance,
        "points": list(meeting.points),
    }
