"""The same answers as JSON. Fields may be added here, never removed or renamed."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from cz.model import Campaign, Collective, Group, Indicator, Phase, Step, Task, Unit
from cz.progress import State
from cz.source import ESCAPED
from cz.targets import Standing, lifts

if TYPE_CHECKING:
    from cz.verbs.listing import Listing
    from cz.verbs.showing import Card
    from cz.verbs.status import Moved, Overview, UnitSheet


def dump(value: Any) -> str:
    """Laid out for a reader at a terminal; in one line, several times faster, for a program in a pipe."""
    text = json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
    return text.translate(ESCAPED)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def phase(one: Phase) -> dict[str, Any]:
    return {"number": one.number, "title": one.title, "year": one.year, "start": _day(one.start), "end": _day(one.end)}


def state(one: State, through: str | None = None) -> dict[str, Any]:
    item = one.item
    found = {
        "id": item.id, "title": item.title, "lead": item.lead, "units": list(item.units), "group": item.group, "source": item.source,
        "proposed": list(item.proposed), "phase": one.phase, "status": one.status, "due": _day(one.due), "light": one.light,
        "late": one.late, "left": one.left,
    }  # fmt: skip
    return found if through is None else {**found, "through": through}


def indicator(one: Indicator, number: int) -> dict[str, Any]:
    return {
        "id": one.id, "title": one.title, "project": one.project, "content": one.content, "method": one.method, "material": one.material,
        "task": one.task, "unit": one.unit, "rating": one.ratings.get(number), "source": one.source,
    }  # fmt: skip


def owner(one: Unit | Collective | Group) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one.id, "name": one.name, "source": one.source}
    if isinstance(one, Unit):
        found |= {"kind": one.kind, "redacted": list(one.redacted)}
    elif isinstance(one, Collective):
        found |= {"kind": "集体单位", "redacted": list(one.redacted), "members": list(one.members)}
    else:
        found |= {"kind": "工作组", "page": one.page}
    return found


def standing(now: Standing) -> dict[str, Any]:
    number = now.phase.number
    return {
        "phase": number, "declared": now.declared, "listed": now.listed, "a": now.a, "b": now.b, "c": now.c, "unrated": now.unrated,
        "a_share": round(now.share, 2), "a_share_target": now.phase.a_share, "need": now.need, "gap": now.gap, "floor": now.phase.floor,
        "minors": now.minors, "minors_target": now.phase.minors, "minors_met": now.minors_met, "verdict": now.verdict,
        "rated_c": [indicator(one, number) for one in now.rated_c],
    }  # fmt: skip


def target(campaign: Campaign, now: Standing, today: date) -> dict[str, Any]:
    number = now.phase.number
    return {
        **standing(now), **_frame(campaign, today),
        "lifts": [
            {**indicator(lift.indicator, number), "task_status": lift.status}
            for found in lifts(campaign, now, today).values() for lift in found
        ],
        "not_rated": [indicator(one, number) for one in now.not_rated],
    }  # fmt: skip


def _frame(campaign: Campaign, today: date) -> dict[str, Any]:
    return {"plan": campaign.plan.title, "label": campaign.plan.label, "today": today.isoformat()}


def overview(found: Overview, moved: tuple[Moved, ...] | None = None) -> dict[str, Any]:
    since = {} if moved is None else {"moved": [{"word": one.word, "then": one.then, "now": one.now} for one in moved]}
    return {
        **since,
        **_frame(found.campaign, found.today), "phase": phase(found.phase), "slice": found.title,
        "target": standing(found.standing) if found.standing else None,
        "shares": [{"status": one.status, "count": one.count, "percent": round(one.percent, 2)} for one in found.shares],
        "chapters": [
            {"number": one.chapter.number, "title": one.chapter.title, "total": one.total, "finished": one.finished, "late": one.late}
            for one in found.chapters
        ],
        "tasks": [state(one) for one in found.states], "steps": [state(one) for one in found.steps],
        "late": [one.item.id for one in found.late], "soon": [one.item.id for one in found.soon],
    }  # fmt: skip


def unit(sheet: UnitSheet) -> dict[str, Any]:
    return {
        **_frame(sheet.campaign, sheet.today), "phase": phase(sheet.phase), "unit": owner(sheet.owner), "collectives": list(sheet.collectives),
        "led": [state(one) for one in sheet.led], "shared": [state(one, through) for one, through in sheet.shared],
        "steps": [state(one) for one in sheet.steps], "indicators": [indicator(one, sheet.phase.number) for one in sheet.indicators],
        "late": [one.item.id for one in sheet.late], "soon": [one.item.id for one in sheet.soon],
    }  # fmt: skip


def rows(found: Listing) -> list[dict[str, Any]]:
    from cz.verbs.listing import COLUMNS

    columns = COLUMNS[found.kind]
    listed = []
    for row in found.rows:
        if found.kind == "unit":
            record = owner(row)
        elif row.indicator is not None:
            record = indicator(row.indicator, row.phase)
        else:
            record = state(row.state)
        extra = {name: _plain(columns[name].value(row)) for name in found.columns if name not in record}
        listed.append({**record, **extra})
    return listed


def _plain(value: Any) -> Any:
    return _day(value) if isinstance(value, date) else value


def card(found: Card) -> dict[str, Any]:
    record = found.record
    number = found.phase
    if isinstance(record, (Task, Step)):
        updates = [
            {"date": _day(one.date), "phase": one.phase, "unit": one.unit, "status": one.status, "note": one.note} for one in record.updates
        ]
        text = {"text": record.text, "truncated": record.truncated, "chapter": record.chapter} if isinstance(record, Task) else {}
        base = {"kind": "task" if isinstance(record, Task) else "step", "id": record.id, "title": record.title, "page": record.page}
        return {
            **base, **text, "lead": record.lead, "units": list(record.units), "group": record.group, "source": record.source,
            "proposed": list(record.proposed),
            "progress": [{"phase": one.phase, "status": one.status, "due": _day(one.due), "light": one.light, "late": one.late} for one in found.states],
            "updates": updates, "indicators": [indicator(one, number) for one in found.indicators],
        }  # fmt: skip
    if isinstance(record, Indicator):
        ratings = {str(key): value for key, value in record.ratings.items()}
        return {"kind": "indicator", **indicator(record, number), "ratings": ratings, "task_state": state(found.task) if found.task else None}
    kind = "group" if isinstance(record, Group) else "collective" if isinstance(record, Collective) else "unit"
    return {
        **owner(record), "record": kind, "collectives": [one.name for one in found.collectives], "led": [state(one) for one in found.led],
        "shared": [state(one, through) for one, through in found.shared], "indicators": [indicator(one, number) for one in found.indicators],
    }  # fmt: skip
