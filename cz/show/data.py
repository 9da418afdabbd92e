"""The same answers as JSON. Fields may be added here, never removed or renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cz.progress import State
from cz.records import Campaign, Collective, Group, Indicator, Phase, Unit
from cz.records.fields import declared
from cz.whose import kind_of

if TYPE_CHECKING:
    from cz.supervise.state import Stand


def day_text(value: date | None) -> str | None:
    return value.isoformat() if value else None


def phase(one: Phase) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "year": one.year,
        "start": day_text(one.start),
        "end": day_text(one.end),
    }


def state(one: State, through: str | None = None) -> dict[str, Any]:
    item = one.item
    found = {
        "id": item.id,
        "title": item.title,
        "lead": item.lead,
        "units": list(item.units),
        "group": item.group,
        "source": item.source,
        "proposed": list(item.proposed),
        "phase": one.phase,
        "status": one.status,
        "due": day_text(one.due),
        "light": one.light,
        "late": one.late,
        "left": one.left,
    }
    return found if through is None else {**found, "through": through}


def indicator(one: Indicator, number: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "project": one.project,
        "content": one.content,
        "method": one.method,
        "material": one.material,
        "task": one.task,
        "unit": one.unit,
        "rating": one.ratings.get(number),
        "source": one.source,
    }


def record_data(record: Any, first: Sequence[str] = ()) -> dict[str, Any]:
    """Every field that a record declares, by the name it has in the file; ``first`` come first.

    Dates are ISO, small records are objects, what is kept by phase has the phases as text for keys.
    """
    names = dict.fromkeys((*first, *declared(record.__class__)))
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return day_text(value)
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value


def owner(owner: Unit | Collective | Group) -> dict[str, Any]:
    head = {"id": owner.id, "name": owner.name, "source": owner.source}
    head["kind"] = "工作组" if isinstance(owner, Group) else kind_of(owner)
    return {**head, **record_data(owner)}


def frame(campaign: Campaign, today: date) -> dict[str, Any]:
    return {"plan": campaign.plan.title, "label": campaign.plan.label, "today": today.isoformat()}


def finding(now: Stand, unit: str, fix: str, *, helping: bool = False) -> dict[str, Any]:
    """``unit``: the responsible unit by its present name.

    ``in_time`` is null until it is put right.
    """
    one = now.finding
    return {
        "id": one.id,
        "date": day_text(one.date),
        "spot": one.spot,
        "type": one.type,
        "unit": unit,
        "helpers": list(one.helpers),
        "helping": helping,
        "problem": one.problem,
        "due": day_text(now.due),
        "judged": day_text(now.judged),
        "state": now.state,
        "late": now.late,
        "left": now.left,
        "rectified": day_text(now.claimed),
        "verified": day_text(now.verified),
        "in_time": now.in_time if now.claimed else None,
        "relapsed": now.relapsed,
        "fix": fix,
        "indicator": one.indicator,
        "task": one.task,
        "by": one.by,
    }
