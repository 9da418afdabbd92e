"""What is still to be done, in the words of reminders and agendas, and as JSON."""

from __future__ import annotations

from typing import Any

from cz.records import Agreed, Evidence, Finding, Order
from cz.show.data import day_text
from cz.show.words import in_sentence, order_name
from cz.supervise.owed import Duty


def matter_of(duty: Duty) -> str:
    """What is to be done, in the words of its record."""
    return in_sentence(duty.matter)


def duty_text(duty: Duty) -> str:
    """The same in a line of its own: where the problem is, which slip it is."""
    record = duty.record
    if isinstance(record, Order):
        return f"{order_name(record)}：{matter_of(duty)}"
    if isinstance(record, Finding) and record.spot:
        return f"{in_sentence(record.spot)}：{matter_of(duty)}"
    if duty.repeat is not None:
        return f"{matter_of(duty)}（{duty.repeat}报进展）"
    return matter_of(duty)


def duty_data(duty: Duty) -> dict[str, Any]:
    """Whatever is to be done; fields that its kind does not have are empty."""
    record = duty.record
    title = spot = color = ""
    if isinstance(record, Finding):
        title, spot = record.problem, record.spot
    elif isinstance(record, Agreed):
        title = record.matter
    elif isinstance(record, Order):
        title, color = record.matter, record.color
    elif isinstance(record, Evidence):
        title = matter_of(duty)
    else:
        title = record.title
    return {
        "kind": duty.kind,
        "id": duty.id,
        "unit": duty.unit,
        "title": title,
        "spot": spot,
        "helpers": list(duty.helpers),
        "color": color,
        "due": day_text(duty.due),
        "repeat": str(duty.repeat or ""),
        "late": duty.late,
        "left": duty.left,
        "phase": duty.phase or None,
    }
