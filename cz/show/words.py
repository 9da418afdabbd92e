"""The words of the screens: dates, states, shares, marks."""

from __future__ import annotations

from cz.progress import LIGHTS, State, StatusShare
from cz.records import STATUSES, Indicator, Phase, Plan, Step, Task
from cz.supervise.state import STATES, Stand
from cz.words import OURS, cn_date, percent


def span(phase: Phase) -> str:
    """The phase's dates, or the plan's own word for its year."""
    if phase.start and phase.end:
        return f"{cn_date(phase.start)}至{cn_date(phase.end)}"
    return phase.year


def count_share(share: StatusShare) -> str:
    return f"{STATUSES[share.status]} {share.count}（{percent(share.percent)}）"


def lateness(one: State | Stand) -> str:
    """How far the deadline is, "" where nothing is left to do."""
    if one.late:
        return f"逾期{one.late}天"
    if one.left is None or (one.settled if isinstance(one, Stand) else one.finished):
        return ""
    return "今天到期" if one.left == 0 else f"还有{one.left}天"


def lead_text(item: Task | Step) -> str:
    if not item.lead:
        return "未定"
    return item.lead + (OURS if is_ours(item, "lead") else "")


def is_ours(item: Task | Step, field: str) -> bool:
    return item.source == "proposed" or field in item.proposed


def mark(record: Task | Step | Indicator) -> str:
    return OURS if record.source == "proposed" else ""


def status_text(one: State) -> str:
    return STATUSES[one.status]


def light_text(light: str) -> str:
    return "" if light == "none" else LIGHTS[light]


def heading(phase: Phase) -> str:
    title = f"第{phase.number}阶段"
    rest = "　".join(
        part for part in (phase.title, f"（{span(phase)}）" if span(phase) else "") if part
    )
    return f"{title}　{rest}" if rest else title


def finding_state(one: Stand) -> str:
    """待整改, 待复核 …; an open one that came back says so."""
    return STATES[one.state] + ("（重开）" if one.relapsed and not one.settled else "")


def headline(plan: Plan) -> str:
    return plan.title + (f"（{plan.label}）" if plan.label else "")
