"""What the commands share that record something of a task or step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign, Indicator, Step, Task, Update
from cz.tree import Map
from cz.whose import own_reports
from cz.write.writing import phase_to_write

Work = Task | Step


def unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def named(item: Work | Indicator) -> str:
    """``1-5 评选`` as it stands before what was done to it."""
    return f"{item.id} {item.title}"


def phase_of(loaded: Loaded, item: Work, asked: int | None, today: date) -> int:
    """The phase asked for, else a step's own, else the current one. Raises Refusal."""
    if not isinstance(item, Step):
        return phase_to_write(loaded, asked, today)
    if asked not in (None, item.phase):
        raise Refusal(f"步骤 {item.id} 属于第 {item.phase} 阶段，不能记到第 {asked} 阶段。")
    return item.phase


def put_progress(item: Work, phase: int, field: str, value: str) -> Put:
    """Set one field of its progress in a phase; where there is none yet, a line is begun."""
    progress = item.node.get("progress")
    if isinstance(progress, Map) and isinstance(progress.get(str(phase)), Map):
        return Put(item.node, ("progress", str(phase), field), value)
    return Put(item.node, ("progress", str(phase)), {field: value})


def update_entry(
    day: date, phase: int, *, unit: str = "", status: str = "", note: str = ""
) -> dict[str, str]:
    """What is written of one report; what is empty is left out."""
    fields = {
        "date": day.isoformat(),
        "phase": str(phase),
        "unit": unit,
        "status": status,
        "note": note,
    }
    return {name: value for name, value in fields.items() if value}


def adjustment(
    day: date, field: str, was: object, now: object, reason: str, phase: int = 0
) -> dict[str, str]:
    """What is written of a reason, see cz.records.Adjustment; what is empty is left out."""
    fields = {
        "date": day.isoformat(),
        "phase": str(phase or ""),
        "field": field,
        "was": str(was or ""),
        "now": str(now or ""),
        "reason": reason,
    }
    return {name: value for name, value in fields.items() if value}


def add_adjustments(item: Work | Indicator, entries: Sequence[Mapping[str, str]]) -> list[Change]:
    """Entries more of why it was changed, if there are any."""
    return [Relist(item.node, ("changes",), tuple(entries))] if entries else []


def reason_words(reason: str, *, changed: bool = True) -> str:
    """Behind what is said of a change."""
    if not reason:
        return ""
    return f"，原因：{reason}" if changed else "，没有改，原因没有记"


def stranger_words(item: Work, unit: str, campaign: Campaign) -> str:
    """Behind what is said of a report by a unit that neither leads the work nor shares in it."""
    report = Update(date.min, unit=unit)
    if not unit or own_reports(item._replace(updates=(report,)), campaign):
        return ""
    return f"（{unit}不是它的牵头、责任单位，不算它报过进展）"


def add_updates(item: Work, entries: Sequence[Mapping[str, str]]) -> Relist:
    """Entries more in its updates."""
    return Relist(item.node, ("updates",), tuple(entries))


def add_update(
    item: Work, day: date, phase: int, *, unit: str = "", status: str = "", note: str = ""
) -> Relist:
    return add_updates(item, [update_entry(day, phase, unit=unit, status=status, note=note)])
