"""The same answers as JSON. Fields may be added here, never removed or renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cz.progress import State, count_work
from cz.records import Campaign, Collective, Group, Indicator, Phase, Unit
from cz.records.fields import declared, private_of
from cz.whose import kind_of

if TYPE_CHECKING:
    from cz.supervise.state import Stand


def day_text(value: date | None) -> str | None:
    return value.isoformat() if value else None


def phase(phase: Phase) -> dict[str, Any]:
    return {
        "number": phase.number,
        "title": phase.title,
        "year": phase.year,
        "start": day_text(phase.start),
        "end": day_text(phase.end),
    }


def state(state: State, through: str | None = None) -> dict[str, Any]:
    """A task or step in one phase; ``through``: the collective by which a unit shares in it."""
    item = state.item
    fields: dict[str, Any] = {
        "id": item.id,
        "title": item.title,
        "lead": item.lead,
        "units": list(item.units),
        "group": item.group,
        "source": item.source,
        "proposed": list(item.proposed),
        "phase": state.phase,
        "status": state.status,
        "due": day_text(state.due),
        "repeat": str(state.repeat or ""),
        "missed": state.missed,
        "light": state.light,
        "late": state.late,
        "left": state.left,
    }
    if through is not None:
        fields["through"] = through
    return fields


def work_count(states: Sequence[State]) -> dict[str, int]:
    """How many tasks and steps, together and apart."""
    count = count_work(states)
    return {"total": count.total, "tasks": count.tasks, "steps": count.steps}


def indicator(indicator: Indicator, phase: int) -> dict[str, Any]:
    """With its rating in a phase, None where it has none."""
    return {
        "id": indicator.id,
        "title": indicator.title,
        "project": indicator.project,
        "content": indicator.content,
        "method": indicator.method,
        "material": indicator.material,
        "task": indicator.task,
        "unit": indicator.unit,
        "rating": indicator.ratings.get(phase),
        "source": indicator.source,
    }


def record_data(record: Any, first: Sequence[str] = ()) -> dict[str, Any]:
    """Every field that a record declares and that is not private, by the name it has in the file.

    ``first`` come first.

    Dates are ISO, small records are objects, what is kept by phase has the phases as text for keys.
    """
    names = dict.fromkeys((*first, *declared(record.__class__)))
    hidden = private_of(record.__class__)
    return {name: _plain(getattr(record, name)) for name in names if name not in hidden}


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


_TOLD_AS_EVENTS = ("extended", "reopened", "reassigned")  # of a finding: its story holds them


def finding(stand: Stand, unit: str, fix: str, *, helping: bool = False) -> dict[str, Any]:
    """A finding as of a day, with what else its record declares.

    ``unit``: the responsible unit by its present name. ``in_time`` is null until it is put right.
    """
    finding = stand.finding
    fields = {
        "id": finding.id,
        "date": day_text(finding.date),
        "spot": finding.spot,
        "type": finding.type,
        "unit": unit,
        "helpers": list(finding.helpers),
        "helping": helping,
        "problem": finding.problem,
        "due": day_text(stand.due),
        "judged": day_text(stand.judged),
        "state": stand.state,
        "late": stand.late,
        "left": stand.left,
        "rectified": day_text(stand.claimed),
        "verified": day_text(stand.verified),
        "in_time": stand.in_time if stand.claimed else None,
        "relapsed": stand.relapsed,
        "fix": fix,
        "indicator": finding.indicator,
        "task": finding.task,
        "by": finding.by,
    }
    for name, value in record_data(finding).items():
        if name not in _TOLD_AS_EVENTS:
            fields.setdefault(name, value)
    return fields
