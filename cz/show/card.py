"""``cz show`` on the screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cz.progress import State
from cz.records import Collective, Group, Indicator, Step, Task, Unit
from cz.show.sheet import Col
from cz.show.terminal import console, facts, line, rows, title
from cz.show.words import is_ours, lateness, lead_text, light_text, mark, status_text
from cz.verbs.show import Card
from cz.words import OURS, cn_date, short_date

if TYPE_CHECKING:
    from rich.console import Console


def show_card(card: Card, today: date) -> None:
    out = console()
    record = card.record
    if isinstance(record, (Task, Step)):
        _work(out, card, record, today)
    elif isinstance(record, Indicator):
        _indicator(out, card, record, today)
    else:
        _owner(out, card, record, today)


def _work(out: Console, card: Card, item: Task | Step, today: date) -> None:
    line(out, f"{item.id}　{item.title}", "bold")
    chapter = (
        None
        if isinstance(item, Step)
        else next((one for one in card.campaign.chapters if one.number == item.chapter), None)
    )
    ours = OURS if is_ours(item, "units") and item.units else ""
    facts(
        out,
        [
            ("板块", chapter.title if chapter else ""),
            ("阶段", f"第{item.phase}阶段" if isinstance(item, Step) else ""),
            ("牵头单位", lead_text(item) if isinstance(item, Task) or item.lead else ""),
            ("责任单位", "、".join(item.units) + ours if item.units else ""),
            ("工作组", item.group + (OURS if is_ours(item, "group") else "") if item.group else ""),
            ("页码", f"方案第{item.page}页" if item.page else ""),
        ],
    )
    if isinstance(item, Task) and item.text:
        title(out, "任务要求")
        line(out, item.text + ("……（原文到此为止，后文缺）" if item.truncated else ""))
    title(out, "各阶段进展")
    rows(
        out,
        [Col("阶段"), Col("状态"), Col("灯"), Col("时限"), Col("")],
        [
            (
                f"第{one.phase}阶段" + ("（当前）" if one.phase == card.phase else ""),
                status_text(one),
                light_text(one.light),
                cn_date(one.due) if one.due else "未定",
                lateness(one),
            )
            for one in card.states
        ],
    )
    if item.updates:
        title(out, f"进展记录 {len(item.updates)} 条")
        from cz.records import STATUSES

        for one in sorted(item.updates, key=lambda one: one.date, reverse=True):
            moved = f"［{STATUSES[one.status]}］" if one.status else ""
            line(
                out,
                "　".join(part for part in (cn_date(one.date), one.unit, moved + one.note) if part),
            )
    _indicators(out, card)


def _indicators(out: Console, card: Card) -> None:
    title(out, f"指标 {len(card.indicators)} 条")
    if card.indicators:
        rows(
            out,
            [Col("编号"), Col("测评标准", grow=True), Col("单位"), Col("评级")],
            [
                (one.id, one.title + mark(one), one.unit, one.ratings.get(card.phase, "") or "未评")
                for one in card.indicators
            ],
        )


def _indicator(out: Console, card: Card, one: Indicator, today: date) -> None:
    line(out, f"{one.id}　{one.title}{mark(one)}", "bold")
    project = next((found for found in card.campaign.projects if found.id == one.project), None)
    block = next(
        (found for found in card.campaign.blocks if project and found.id == project.block), None
    )
    task = f"{card.task.item.id} {card.task.item.title}" if card.task else one.task
    facts(
        out,
        [
            ("版块", block.title if block else ""),
            ("测评项目", project.title if project else one.project),
            ("测评内容", one.content),
            ("测评方法", one.method),
            ("材料要求", one.material),
            ("责任单位", one.unit),
            ("对应任务", task),
            (
                "任务状态",
                "　".join(part for part in (status_text(card.task), lateness(card.task)) if part)
                if card.task
                else "",
            ),
            ("任务牵头", lead_text(card.task.item) if card.task else ""),
        ],
    )
    title(out, "评级")
    rows(
        out,
        [Col("阶段"), Col("评级")],
        [
            (
                f"第{phase.number}阶段" + ("（当前）" if phase.number == card.phase else ""),
                one.ratings.get(phase.number, "") or "未评",
            )
            for phase in card.campaign.phases
        ],
    )


def _owner(out: Console, card: Card, owner: Unit | Collective | Group, today: date) -> None:
    line(out, f"{owner.name}{OURS if owner.source == 'proposed' else ''}", "bold")
    members = owner.members if isinstance(owner, Collective) else ()
    ours = OURS if isinstance(owner, Collective) and "members" in owner.proposed else ""
    redacted = "" if isinstance(owner, Group) else "、".join(owner.redacted)
    facts(
        out,
        [
            ("编号", owner.id),
            (
                "类别",
                owner.kind
                if isinstance(owner, Unit)
                else "集体单位"
                if isinstance(owner, Collective)
                else "工作组",
            ),
            ("方案写法", redacted),
            ("曾用名", "、".join(owner.former) if isinstance(owner, Unit) else ""),
            ("页码", f"方案第{owner.page}页" if isinstance(owner, Group) and owner.page else ""),
            ("成员", "、".join(members) + ours if members else ""),
            ("所属集体", "、".join(one.name for one in card.collectives)),
        ],
    )
    title(
        out,
        f"任务 {len(card.led)} 项" if isinstance(owner, Group) else f"牵头任务 {len(card.led)} 项",
    )
    if card.led:
        rows(
            out,
            [Col("编号"), Col("任务", grow=True), Col("牵头单位"), Col("状态"), Col("时限")],
            [_row(one, today) for one in card.led],
        )
    if card.shared:
        title(out, f"责任任务 {len(card.shared)} 项")
        via = any(name for _, name in card.shared)
        rows(
            out,
            [
                Col("编号"),
                Col("任务", grow=True),
                Col("牵头单位"),
                Col("状态"),
                Col("时限"),
                *([Col("经由")] if via else []),
            ],
            [(*_row(one, today), *([name] if via else [])) for one, name in card.shared],
        )
    if not isinstance(owner, Group):
        _indicators(out, card)


def _row(one: State, today: date) -> tuple[str, ...]:
    return (
        one.item.id,
        one.item.title,
        lead_text(one.item),
        status_text(one),
        short_date(one.due, today) if one.due else "",
    )
