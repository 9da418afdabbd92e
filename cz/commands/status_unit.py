"""What ``cz status --unit`` shows of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cz.progress import SOON, State
from cz.records import Collective, Indicator
from cz.show import data as json_of
from cz.show.pieces import returned_blocks
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.words import (
    count_findings,
    finding_state,
    heading,
    is_ours,
    label,
    lateness,
    lead_text,
    mark,
    see_the_rest,
    work_count,
)
from cz.show.work import Between, work_records, work_table
from cz.supervise.state import Stand, counts
from cz.targets import count_ratings
from cz.verbs.status_unit import UnitStatus
from cz.whose import is_lead, kind_of, present_names
from cz.words import OURS, cn_date, percent, short_date

MOST = 12  # findings before the rest is only counted


def sheet(status: UnitStatus) -> Sheet:
    """Its tasks, steps, indicators and findings.

    For a spreadsheet every task and step is a row: what the unit's part in it is (牵头 or 责任),
    the lead unit (（拟） where that is proposed), status, deadline as a date, days late.
    """
    blocks = [
        *_head(status),
        *_led(status),
        *_shared(status),
        *_steps(status),
        *_indicators(status),
        *_findings(status),
        *_orders(status),
        *_agreed(status),
        *returned_blocks(status.returned, status.today),
        *_warnings(status),
    ]
    return Sheet(blocks, lambda: data(status), lambda: _records(status))


def _head(status: UnitStatus) -> list[Block]:
    owner, plan = status.owner, status.campaign.plan
    ours = OURS if owner.source == "proposed" else ""
    facts = [kind_of(owner), owner.id]
    if owner.redacted:
        facts.append(f"方案写作“{'、'.join(owner.redacted)}”")
    about = "，".join(facts)
    if status.collectives:
        about += f"；属于{_collectives(status)}"
    return [
        Line(f"{owner.name}{ours}{label(plan)}", "bold"),
        Line(about, "bright_black"),
        Line(f"{heading(status.phase)}　截至{cn_date(status.today)}"),
    ]


def _collectives(status: UnitStatus) -> str:
    """Those it belongs to; where their members are proposed, so is that."""
    proposed = set()
    for collective in status.campaign.collectives:
        if collective.source == "proposed" or "members" in collective.proposed:
            proposed.add(collective.name)
    return "、".join(name + (OURS if name in proposed else "") for name in status.collectives)


def _led(status: UnitStatus) -> list[Block]:
    """Its own tasks, and whether it is the plan or we who say that it leads them."""
    blocks: list[Block] = [Title(_sum("牵头任务", status.led))]
    if status.led:
        said_by = [OURS if is_ours(task.item, "lead") else "方案" for task in status.led]
        blocks.append(work_table(status.led, status.today, Between("分工", said_by)))
    return blocks


def _shared(status: UnitStatus) -> list[Block]:
    """Tasks led by others, who are named. That all came through one collective is told once."""
    tasks = [task for task, _ in status.shared]
    through = [name for _, name in status.shared]
    title = _sum("责任任务", tasks)
    between = [Between("牵头单位", [lead_text(task.item) for task in tasks])]
    if any(through):
        if len(set(through)) == 1:
            title += f"（均经由{through[0]}）"
        else:
            between.append(Between("经由", through))
    blocks: list[Block] = [Title(title)]
    if tasks:
        blocks.append(work_table(tasks, status.today, *between))
    return blocks


def _sum(word: str, tasks: Sequence[State]) -> str:
    """``牵头任务 5 项，完成 2 项（40.0%），逾期 1 项``."""
    if not tasks:
        return f"{word} 0 项"
    finished = sum(task.finished for task in tasks)
    late = sum(task.late > 0 for task in tasks)
    share = percent(100 * finished / len(tasks))
    text = f"{word} {len(tasks)} 项，完成 {finished} 项（{share}）"
    return text + (f"，逾期 {late} 项" if late else "")


def _steps(status: UnitStatus) -> list[Block]:
    if not status.steps:
        return []
    return [Title(_sum("实施步骤", status.steps)), work_table(status.steps, status.today)]


_WORST_FIRST = {"C": 0, "B": 1, "": 2, "A": 3}


def _indicators(status: UnitStatus) -> list[Block]:
    if not status.indicators:
        return [Title("指标 0 条")]
    phase = status.phase.number

    def rating(indicator: Indicator) -> str:
        return indicator.ratings.get(phase, "")

    count = count_ratings(status.indicators, phase)
    title = (
        f"指标 {count.total} 条：A类 {count.a}，B类 {count.b}，C类 {count.c}，未评 {count.unrated}"
    )
    columns = [Col("编号"), Col("测评标准", grow=True), Col("任务"), Col("评级")]
    rows = []
    for indicator in sorted(status.indicators, key=lambda each: _WORST_FIRST[rating(each)]):
        text = indicator.title + mark(indicator)
        rows.append((indicator.id, text, indicator.task, rating(indicator) or "未评"))
    return [Title(title), Table(columns, rows)]


def _findings(status: UnitStatus) -> list[Block]:
    """Its own that are not struck off, and those it assists in that are not put right."""
    if not status.findings and not status.helping:
        return []
    count = counts(status.findings)
    title = f"督查问题 {count.total} 个"
    if count.total:
        title += f"：{count_findings(count)}"
    own = [stand for stand in status.findings if stand.state != "verified"]
    helping = [stand for stand in status.helping if not stand.settled]
    blocks: list[Block] = [Title(title)]
    if own or helping:
        blocks.append(_findings_table(own, helping, status))
    more = len(own) + len(helping) - MOST
    if more > 0:
        command = f"cz finding list --unit {status.owner.name}"
        blocks.append(Line(see_the_rest(more, command), "bright_black"))
    return blocks


def _findings_table(own: Sequence[Stand], helping: Sequence[Stand], status: UnitStatus) -> Table:
    columns = [Col("编号"), Col("点位", grow=True), Col("存在问题", grow=True)]
    of_members = isinstance(status.owner, Collective)
    if of_members:
        columns.insert(1, Col("责任单位", grow=True))
    if helping:
        columns.append(Col(""))
    columns += [Col("状态"), Col("时限"), Col("")]
    roles = [*(("", stand) for stand in own), *(("协办", stand) for stand in helping)]
    rows = []
    present = present_names(status.campaign)
    for role, stand in roles[:MOST]:
        row = [stand.finding.id, stand.finding.spot, stand.finding.problem]
        if of_members:
            row.insert(1, present[stand.finding.unit])
        if helping:
            row.append(role)
        due = short_date(stand.due, status.today) if stand.due else "未定"
        rows.append([*row, finding_state(stand), due, lateness(stand)])
    return Table(columns, rows)


def _orders(status: UnitStatus) -> list[Block]:
    if not status.orders:
        return []
    blocks: list[Block] = [Title(f"督办单未回复 {len(status.orders)} 张")]
    for order in status.orders:
        text = f"{order.id}（{order.color}）{order.matter}"
        if order.due:
            text += f"　{short_date(order.due, status.today)}前回复"
        blocks.append(Line(text))
    return blocks


def _agreed(status: UnitStatus) -> list[Block]:
    """What meetings agreed that it does: each with its deadline."""
    if not status.agreed:
        return []
    blocks: list[Block] = [Title(f"会议议定而未办结 {len(status.agreed)} 件")]
    for item in status.agreed:
        text = f"{item.id} {item.matter}"
        if item.due:
            late = (status.today - item.due).days
            text += f"　{short_date(item.due, status.today)}前"
            text += f"，已逾期 {late} 天" if late > 0 else ""
        blocks.append(Line(text))
    return blocks


def _warnings(status: UnitStatus) -> list[Block]:
    blocks: list[Block] = []
    if status.late:
        worst = "、".join(f"{work.item.id}（逾期{work.late}天）" for work in status.late)
        led = sum(is_lead(work.item, status.owner) for work in status.late)
        roles = f"其中牵头 {led} 项、责任 {len(status.late) - led} 项"
        text = f"逾期 {work_count(status.late)}，{roles}：{worst}"
        blocks += [Line(), Line(text, "bold red")]
    overdue = counts(status.findings).late
    if overdue:
        blocks.append(Line(f"督查问题逾期未整改 {overdue} 个。", "bold red"))
    if not (status.led or status.shared or status.indicators or status.findings):
        blocks.append(Line("方案没有给这个单位分派任务和指标。"))
    return blocks


def _records(status: UnitStatus) -> Table:
    work = [*status.led, *(task for task, _ in status.shared), *status.steps]
    parts = ["牵头" if is_lead(state.item, status.owner) else "责任" for state in work]
    return work_records(work, Between("分工", parts))


def data(status: UnitStatus) -> dict[str, Any]:
    phase, present = status.phase.number, present_names(status.campaign)

    def finding(stand: Stand, *, helping: bool = False) -> dict[str, Any]:
        unit = present[stand.finding.unit]
        return json_of.finding(stand, unit, stand.finding.fix, helping=helping)

    return {
        **json_of.frame(status.campaign, status.today),
        "phase": json_of.phase(status.phase),
        "unit": json_of.owner(status.owner),
        "collectives": list(status.collectives),
        "led": [json_of.state(task) for task in status.led],
        "shared": [json_of.state(task, through) for task, through in status.shared],
        "steps": [json_of.state(step) for step in status.steps],
        "indicators": [json_of.indicator(indicator, phase) for indicator in status.indicators],
        "late": [work.item.id for work in status.late],
        "soon": [work.item.id for work in status.soon],
        "overdue": json_of.work_count(status.late),
        "due_soon": {"days": SOON, **json_of.work_count(status.soon)},
        "findings": [finding(stand) for stand in status.findings],
        "orders": [order.id for order in status.orders],
        "agreed": [item.id for item in status.agreed],
        "returned": [piece.record.id for piece in status.returned],
        "helping": [finding(stand, helping=True) for stand in status.helping],
    }
