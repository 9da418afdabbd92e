"""The words of the screens: dates, states, shares, marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.progress import LIGHTS, State, StatusShare, count_work
from cz.records import STATUSES, Indicator, Order, Phase, Plan, Step, Task, year_and_number
from cz.supervise.state import STATES, WORDS, Counts, Stand
from cz.typography import visible
from cz.words import OURS, cn_date, percent, short_date, with_repeat


def headline(plan: Plan) -> str:
    return plan.title + label(plan)


def label(plan: Plan) -> str:
    """``（演示数据）`` where the plan has such a label."""
    return f"（{plan.label}）" if plan.label else ""


def file_title(what: str, plan: Plan, today: date) -> str:
    """``任务（演示数据）　截至2026年7月15日``: what a file is headed with."""
    return f"{what}{label(plan)}　截至{cn_date(today)}"


def heading(phase: Phase) -> str:
    """``第2阶段　集中力量，攻坚克难　（2026年1月1日至2026年12月31日）``."""
    parts = [f"第{phase.number}阶段"]
    if phase.title:
        parts.append(phase.title)
    if span(phase):
        parts.append(f"（{span(phase)}）")
    return "　".join(parts)


def span(phase: Phase) -> str:
    """The phase's dates, or the plan's own word for its year."""
    if phase.start and phase.end:
        return f"{cn_date(phase.start)}至{cn_date(phase.end)}"
    return phase.year


def count_share(share: StatusShare) -> str:
    return f"{STATUSES[share.status]} {share.count}（{percent(share.percent)}）"


def work_count(states: Sequence[State]) -> str:
    """``18 项（任务 17、步骤 1）``; without steps among them ``17 项``."""
    count = count_work(states)
    parts = f"（任务 {count.tasks}、步骤 {count.steps}）" if count.steps else ""
    return f"{count.total} 项{parts}"


def status_text(state: State) -> str:
    return STATUSES[state.status]


def light_text(light: str) -> str:
    return "" if light == "none" else LIGHTS[light]


def lateness(state: State | Stand) -> str:
    """How far the deadline is, "" where nothing is left to do."""
    over = state.settled if isinstance(state, Stand) else state.finished
    if over and not state.late:
        return ""
    words = distance(state.late, state.left)
    missed = 0 if isinstance(state, Stand) else state.missed
    return f"{words}（{missed}期没有报）" if missed > 1 else words


def deadline_text(state: State, today: date) -> str:
    """The day, with how often it comes again: ``7月25日（每月）``; 长期; "" where none is set."""
    day = short_date(state.due, today) if state.due else ""
    if state.repeat is None:
        return day
    return with_repeat(day, state.repeat.period if day else state.repeat.words)


def distance(late: int, left: int | None) -> str:
    """``逾期5天``, ``今天到期``, ``还有3天``; "" where there is no deadline."""
    if late:
        return f"逾期{late}天"
    if left is None:
        return ""
    return "今天到期" if left == 0 else f"还有{left}天"


def finding_state(stand: Stand) -> str:
    """待整改, 待复核 …; an open one that came back says so."""
    again = stand.relapsed and not stand.settled
    return WORDS[stand.state] + ("（重开）" if again else "")


def lead_text(item: Task | Step) -> str:
    if not item.lead:
        return "未定"
    return item.lead + (OURS if is_ours(item, "lead") else "")


def is_ours(item: Task | Step, field: str) -> bool:
    """Whether what the field says is proposed, not the plan's."""
    return item.source == "proposed" or field in item.proposed


def mark(record: Task | Step | Indicator) -> str:
    """（拟） for a record that is proposed, not the plan's."""
    return OURS if record.source == "proposed" else ""


def count_findings(findings: Counts) -> str:
    """Count and share of every state, the overdue ones beside those that are open.

    There has to be at least one.
    """
    states = [("open", findings.open), ("rectified", findings.rectified)]
    states.append(("verified", findings.verified))
    if findings.unsent:
        states.insert(0, ("unsent", findings.unsent))
    words = []
    for state, count in states:
        share = percent(100 * count / findings.total)
        late = f"，其中逾期 {findings.late}" if state == "open" and findings.late else ""
        words.append(f"{STATES[state]} {count}（{share}{late}）")
    return "  ".join(words)


def see_the_rest(count: int, command: str, measure: str = "项") -> str:
    """That so many more are not shown, and what command shows them."""
    return f"……另有 {count} {measure}，看全部：{command}"


def order_name(order: Order) -> str:
    """``督办单（蓝）2026年第3号``."""
    year, number = year_and_number(order.id)
    color = f"（{in_sentence(order.color)}）" if order.color else ""
    return f"督办单{color}{year}年第{number}号"


def in_sentence(text: str) -> str:
    """Words from a file within a sentence of ours.

    On one line, nothing in them alive, no full stop at their end.
    """
    return visible(" ".join(text.split())).rstrip("。．.；;，,、")
