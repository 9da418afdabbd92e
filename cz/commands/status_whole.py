"""What ``cz status`` shows of the whole plan, or of a slice of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cz.progress import SOON, State, count_work, current_phase
from cz.show import data as json_of
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.standing import conclusion, standing_blocks, standing_data
from cz.show.words import (
    count_findings,
    count_share,
    file_title,
    heading,
    headline,
    lead_text,
    see_the_rest,
    work_count,
)
from cz.show.work import Between, work_records, work_table
from cz.supervise.entry import later
from cz.verbs.status import Moved, Overview, movement
from cz.words import OURS, bar, cn_date, cn_number, one_decimal, percent

MOST = 12  # rows of a list before the rest is only counted
BAR = 16  # columns


def sheet(overview: Overview, then: Overview | None = None) -> Sheet:
    """Where things stand, and what changed since ``then``.

    For a spreadsheet every task and step of the slice is a row: its lead unit (（拟） where that is
    proposed), status, deadline as a date and how many days late it is.
    """
    work = [*overview.tasks, *overview.steps]
    blocks = [
        *_head(overview),
        *_moved(then, overview),
        *_tasks(overview),
        *_steps(overview),
        *_urgent(overview),
        *_findings(overview),
        *_orders(overview),
        *_agreed(overview),
        *_returned(overview),
        *_proposed(overview),
        Line(),
        Line(_summary(overview), "bold"),
    ]
    title = file_title("任务进展", overview.campaign.plan, overview.today)
    return Sheet(blocks, lambda: data(overview, then), lambda: work_records(work), title)


def _head(overview: Overview) -> list[Block]:
    as_of = f"截至{cn_date(overview.today)}"
    if overview.title:
        as_of += f"　{overview.title}"
    blocks: list[Block] = [
        Line(headline(overview.campaign.plan), "bold"),
        Line(heading(overview.phase)),
        Line(as_of),
    ]
    if overview.standing:
        blocks += [Title("目标对照"), *standing_blocks(overview.standing)]
    return blocks


def _moved(then: Overview | None, now: Overview) -> list[Block]:
    if then is None:
        return []
    title = Title(f"和那时比：那时 {cn_date(then.today)}／现在 {cn_date(now.today)}")
    moved = movement(then, now)
    if not moved:
        return [title, Line("没有变化。")]
    columns = [Col("项目")]
    columns += [Col(word, right=True) for word in ("那时", "现在", "变化")]
    rows = []
    for figure in moved:
        was = _figure(figure.then, figure.measure)
        is_now = _figure(figure.now, figure.measure)
        rows.append((figure.word, was, is_now, _gain(figure)))
    return [title, Table(columns, rows)]


def _figure(value: float, measure: str) -> str:
    return percent(value) if measure == "%" else f"{value:g}{measure}"


def _gain(figure: Moved) -> str:
    """``+3项``; what got worse is marked. Percentages differ by what is printed beside them."""
    if figure.measure == "%":
        gain = float(one_decimal(figure.now)) - float(one_decimal(figure.then))
        size = f"{one_decimal(abs(gain))}个百分点"
    else:
        gain = figure.now - figure.then
        size = f"{abs(gain):g}{figure.measure}"
    sign = "+" if gain > 0 else "-"
    worse = " ⚠" if figure.better * gain < 0 else ""
    return f"{sign}{size}{worse}"


def _tasks(overview: Overview) -> list[Block]:
    """How many have each status, by chapter; of a slice also every one of them."""
    blocks: list[Block] = [Title(f"任务 {len(overview.tasks)} 项")]
    if not overview.tasks:
        return blocks
    blocks.append(Line("  ".join(count_share(share) for share in overview.shares)))
    if overview.chapters:
        blocks += [Title("各板块（已完成、已复核计为完成）"), _chapters(overview)]
    if overview.title:
        blocks += [Title("任务清单"), _work_with_leads(overview.tasks, overview)]
    return blocks


def _chapters(overview: Overview) -> Table:
    columns = [
        Col("板块", grow=True),
        Col("完成", right=True),
        Col("占比", right=True),
        Col("逾期", right=True),
        Col(""),
    ]
    rows = []
    for chapter, total, finished, late in overview.chapters:
        share = 100 * finished / total
        rows.append(
            (
                f"（{cn_number(chapter.number)}）{chapter.title}",
                f"{finished}/{total}",
                percent(share),
                str(late) if late else "",
                bar(share, BAR),
            )
        )
    return Table(columns, rows)


def _steps(overview: Overview) -> list[Block]:
    if not overview.steps:
        return []
    title = Title(f"实施步骤 {len(overview.steps)} 项")
    return [title, work_table(overview.steps, overview.today)]


def _urgent(overview: Overview) -> list[Block]:
    """What is overdue, and what is due next."""
    today, late, soon = overview.today, overview.late, overview.soon
    blocks: list[Block] = []
    if late:
        blocks += [Title(f"逾期 {work_count(late)}"), _work_with_leads(late[:MOST], overview)]
        blocks += _rest(late, f'"due<{today}" not status:done,verified', overview)
    if soon:
        until = later(today, SOON)
        query = f'"due>={today}" "due<={until}" not status:done,verified --sort due'
        blocks.append(Title(f"{SOON} 天内到期 {work_count(soon)}"))
        blocks.append(_work_with_leads(soon[:MOST], overview))
        blocks += _rest(soon, query, overview)
    return blocks


def _work_with_leads(states: Sequence[State], overview: Overview) -> Table:
    leads = Between("牵头单位", [lead_text(state.item) for state in states])
    return work_table(states, overview.today, leads)


def _rest(states: Sequence[State], query: str, overview: Overview) -> list[Block]:
    """How to see all of them: the query for tasks, and again for steps where there are any."""
    if len(states) <= MOST:
        return []
    asked = [*_of_slice(overview), query]
    commands = []
    count = count_work(states)
    if count.tasks:
        commands.append(" ".join(["cz list", *asked]))
    if count.steps:
        commands.append(" ".join(["cz list --kind step", *asked]))
    rest = see_the_rest(len(states) - MOST, "；".join(commands))
    return [Line(rest, "bright_black")]


def _of_slice(overview: Overview) -> list[str]:
    """The conditions of ``cz list`` that ask for the same phase and slice."""
    conditions = []
    if overview.phase.number != current_phase(overview.campaign, overview.today):
        conditions.append(f"phase:{overview.phase.number}")
    if overview.group:
        conditions.append(f"group:{overview.group}")
    if overview.chapter:
        conditions.append(f"chapter:{overview.chapter}")
    return conditions


def _findings(overview: Overview) -> list[Block]:
    findings = overview.findings
    if not findings or not findings.total:
        return []
    blocks: list[Block] = [
        Title(f"督查问题 {findings.total} 个"),
        Line(count_findings(findings)),
    ]
    if findings.late:
        blocks.append(Line("看逾期未整改的：cz finding list --state 逾期", "bright_black"))
    return blocks


def _orders(overview: Overview) -> list[Block]:
    orders = overview.orders
    if not orders:
        return []
    names = "、".join(f"{order.id} {order.unit}（{order.color}）" for order in orders[:MOST])
    more = "等" if len(orders) > MOST else ""
    return [Title(f"督办单未回复 {len(orders)} 张"), Line(f"{names}{more}")]


def _agreed(overview: Overview) -> list[Block]:
    if not overview.agreed:
        return []
    late = sum(bool(item.due and item.due < overview.today) for item in overview.agreed)
    overdue = f"，其中逾期 {late} 件" if late else ""
    title = f"会议议定而未办结 {len(overview.agreed)} 件{overdue}"
    return [Title(title), Line("逐件看：cz meeting list --open", "bright_black")]


def _returned(overview: Overview) -> list[Block]:
    if not overview.returned:
        return []
    ids = "、".join(piece.record.id for piece in overview.returned[:MOST])
    more = "等" if len(overview.returned) > MOST else ""
    words = f"{ids}{more}。看原因和单位：cz evidence list --state 退回"
    return [Title(f"退回未补的材料 {len(overview.returned)} 份"), Line(words)]


def _proposed(overview: Overview) -> list[Block]:
    """How much of what was told is ours, and not the plan's."""
    tasks = sum(task.item.source == "proposed" for task in overview.tasks)
    if not tasks:
        return []
    text = f"其中 {tasks} 项任务的分工为拟定{OURS}，尚未对照方案核实"
    if overview.standing:
        indicators = overview.campaign.indicators
        standards = sum(indicator.source == "proposed" for indicator in indicators)
        text += f"；测评标准拟定 {standards} 条" if standards else ""
    return [Line(), Line(f"{text}。", "bright_black")]


def _summary(overview: Overview) -> str:
    total = len(overview.tasks)
    done = "没有任务"
    if total:
        finished = sum(task.finished for task in overview.tasks)
        done = f"完成 {finished}/{total}（{percent(100 * finished / total)}）"
    late, soon = work_count(overview.late), work_count(overview.soon)
    summary = f"小结：{done}，逾期 {late}，{SOON} 天内到期 {soon}"
    if overview.findings and overview.findings.late:
        summary += f"；督查问题逾期未整改 {overview.findings.late} 个"
    if overview.standing:
        summary += f"；{conclusion(overview.standing)}"
    return summary.rstrip("。") + "。"


def data(overview: Overview, then: Overview | None = None) -> dict[str, Any]:
    since: dict[str, Any] = {}
    if then is not None:
        since["since"] = then.today.isoformat()
        since["moved"] = [
            {"word": figure.word, "then": figure.then, "now": figure.now}
            for figure in movement(then, overview)
        ]
    return {
        **since,
        **json_of.frame(overview.campaign, overview.today),
        "phase": json_of.phase(overview.phase),
        "slice": overview.title,
        "target": standing_data(overview.standing) if overview.standing else None,
        "shares": [
            {"status": share.status, "count": share.count, "percent": round(share.percent, 2)}
            for share in overview.shares
        ],
        "chapters": [
            {
                "number": progress.chapter.number,
                "title": progress.chapter.title,
                "total": progress.total,
                "finished": progress.finished,
                "late": progress.late,
            }
            for progress in overview.chapters
        ],
        "tasks": [json_of.state(task) for task in overview.tasks],
        "steps": [json_of.state(step) for step in overview.steps],
        "late": [work.item.id for work in overview.late],
        "soon": [work.item.id for work in overview.soon],
        "overdue": json_of.work_count(overview.late),
        "due_soon": {"days": SOON, **json_of.work_count(overview.soon)},
        "findings": overview.findings._asdict() if overview.findings else None,
        "orders": [order.id for order in overview.orders],
        "agreed": [item.id for item in overview.agreed],
        "returned": [piece.record.id for piece in overview.returned],
    }
