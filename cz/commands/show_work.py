"""What ``cz show`` shows of tasks, steps and standards: how far, what was found, what proves it."""

from __future__ import annotations

from datetime import date
from typing import Any

from cz.commands.finding.list import findings_table, row_data
from cz.commands.finding.show import evidence_blocks, plain_data
from cz.progress import State
from cz.records import STATUSES, Indicator, Step, Task, Update
from cz.review.reasons import adjustment_words
from cz.show.data import day_text, record_data
from cz.show.data import indicator as indicator_data
from cz.show.data import state as state_data
from cz.show.facts import declared_facts, field_text
from cz.show.sheet import Block, Cell, Col, Facts, Line, Table, Title
from cz.show.words import is_ours, lateness, lead_text, light_text, status_text
from cz.verbs.show import Card
from cz.words import cn_date, mark, with_repeat

# Fields that a card shows in a place of its own, or that are marks on others.
PLACED = {
    Task: (
        *("id", "title", "page", "text", "truncated", "lead", "units", "group"),
        *("source", "proposed", "progress", "updates", "changes", "former", "split_from"),
    ),
    Step: (
        *("id", "title", "phase", "page", "lead", "units", "group"),
        *("source", "proposed", "progress", "updates", "changes"),
    ),
    Indicator: (
        *("id", "title", "project", "content", "method", "material", "task", "unit"),
        *("ratings", "grades", "changes", "source"),
    ),
}


def work_blocks(card: Card, item: Task | Step, today: date) -> list[Block]:
    blocks: list[Block] = [
        Line(f"{item.id}　{item.title}", "bold"),
        Facts([*_work_facts(card, item), *declared_facts(item, PLACED[type(item)])]),
    ]
    if isinstance(item, Task) and item.text:
        cut = "……（原文到此为止，后文缺）" if item.truncated else ""
        blocks += [Title("任务要求"), Line(item.text + cut)]
    blocks += [Title("各阶段进展"), _progress(card)]
    if item.updates:
        blocks.append(Title(f"进展记录 {len(item.updates)} 条"))
        latest_first = sorted(item.updates, key=lambda update: update.date, reverse=True)
        blocks += [Line(_update_line(update)) for update in latest_first]
    return [*blocks, *_adjustments(item), *indicators(card), *_supervision(card, today)]


def _work_facts(card: Card, item: Task | Step) -> list[tuple[str, str]]:
    chapter = phase = former = whole = parts = ""
    lead = lead_text(item)
    if isinstance(item, Step):
        phase = f"第{item.phase}阶段"
        lead = lead if item.lead else ""
    else:
        titles = {chapter.number: chapter.title for chapter in card.campaign.chapters}
        chapter = titles.get(item.chapter, "")
        former, whole = "、".join(item.former), item.split_from
        parts = "、".join(task.id for task in card.campaign.tasks if task.split_from == item.id)
    return [
        ("板块", chapter),
        ("阶段", phase),
        ("原编号", former),
        ("分自", whole),
        ("分出", parts),
        ("牵头单位", lead),
        ("责任单位", mark("、".join(item.units), is_ours(item, "units"))),
        ("工作组", mark(item.group, is_ours(item, "group"))),
        ("页码", field_text("page", item.page)),
    ]


def _progress(card: Card) -> Table:
    columns = [Col("阶段"), Col("状态"), Col("灯"), Col("时限"), Col("")]
    rows: list[list[str | Cell]] = []
    for now in card.states:
        phase = _phase_text(now.phase, card)
        rows.append([phase, status_text(now), light_text(now.light), _due(now), lateness(now)])
    return Table(columns, rows)


def _due(now: State) -> Cell:
    repeat = str(now.repeat or "")
    if now.due:
        return Cell(with_repeat(cn_date(now.due), repeat), now.due)
    return Cell(repeat or "未定", repeat)


def _phase_text(number: int, card: Card) -> str:
    return f"第{number}阶段" + ("（当前）" if number == card.phase else "")


def _update_line(update: Update) -> str:
    status = f"［{STATUSES[update.status]}］" if update.status else ""
    taken_back = f"（撤回：{update.withdrawn.reason}）" if update.withdrawn else ""
    parts = (cn_date(update.date), update.unit, status + update.note + taken_back)
    return "　".join(part for part in parts if part)


def _adjustments(record: Task | Step | Indicator) -> list[Block]:
    """The changes for which a reason is kept, the latest first."""
    if not record.changes:
        return []
    blocks: list[Block] = [Title(f"调整 {len(record.changes)} 次")]
    latest_first = list(record.changes)[::-1]
    for each in latest_first:
        blocks.append(Line(f"{cn_date(each.date)}　{adjustment_words(each)}（{each.reason}）"))
    return blocks


def indicators(card: Card) -> list[Block]:
    title = Title(f"指标 {len(card.indicators)} 条")
    if not card.indicators:
        return [title]
    columns = [Col("编号"), Col("测评标准", grow=True), Col("单位"), Col("评级")]
    rows = [
        (
            indicator.id,
            mark(indicator.title, indicator.source == "proposed"),
            indicator.unit,
            _rating(indicator, card.phase),
        )
        for indicator in card.indicators
    ]
    return [title, Table(columns, rows)]


def _rating(indicator: Indicator, phase: int) -> str:
    return indicator.grades.get(phase) or indicator.ratings.get(phase) or "未评"


def _supervision(card: Card, today: date) -> list[Block]:
    """What was found wrong about it, and what proves it."""
    blocks: list[Block] = []
    if card.findings:
        title = Title(f"督查问题 {len(card.findings)} 个")
        blocks += [title, findings_table(card.findings, today)]
    if card.evidence:
        blocks += evidence_blocks(card.evidence)
    return blocks


def standard_blocks(card: Card, indicator: Indicator, today: date) -> list[Block]:
    title = mark(indicator.title, indicator.source == "proposed")
    rows = [
        (_phase_text(phase.number, card), _rating(indicator, phase.number))
        for phase in card.campaign.phases
    ]
    return [
        Line(f"{indicator.id}　{title}", "bold"),
        Facts([*_indicator_facts(card, indicator), *declared_facts(indicator, PLACED[Indicator])]),
        Title("评级"),
        Table([Col("阶段"), Col("评级")], rows),
        *_adjustments(indicator),
        *_supervision(card, today),
    ]


def _indicator_facts(card: Card, indicator: Indicator) -> list[tuple[str, str]]:
    projects = {project.id: project for project in card.campaign.projects}
    blocks = {block.id: block.title for block in card.campaign.blocks}
    project = projects.get(indicator.project)
    task, status, lead = indicator.task, "", ""
    if card.task:
        task = f"{card.task.item.id} {card.task.item.title}"
        status = "　".join(filter(None, (status_text(card.task), lateness(card.task))))
        lead = lead_text(card.task.item)
    return [
        ("版块", blocks.get(project.block, "") if project else ""),
        ("测评项目", project.title if project else indicator.project),
        ("测评内容", indicator.content),
        ("测评方法", indicator.method),
        ("材料要求", indicator.material),
        ("责任单位", indicator.unit),
        ("对应任务", task),
        ("任务状态", status),
        ("任务牵头", lead),
    ]


def work_data(card: Card, item: Task | Step) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": type(item).__name__.lower(),
        "id": item.id,
        "title": item.title,
        "page": item.page,
    }
    if isinstance(item, Task):
        data |= {"text": item.text, "truncated": item.truncated, "chapter": item.chapter}
    return {
        **data,
        "lead": item.lead,
        "units": list(item.units),
        "group": item.group,
        "source": item.source,
        "proposed": list(item.proposed),
        "progress": [_progress_data(now) for now in card.states],
        "updates": [record_data(update) for update in item.updates],
        "changes": [record_data(each) for each in item.changes],
        "indicators": [indicator_data(indicator, card.phase) for indicator in card.indicators],
        **_supervision_data(card),
    }


def standard_data(card: Card, indicator: Indicator) -> dict[str, Any]:
    return {
        "kind": "indicator",
        **indicator_data(indicator, card.phase),
        "ratings": {str(phase): rating for phase, rating in indicator.ratings.items()},
        "task_state": state_data(card.task) if card.task else None,
        **_supervision_data(card),
    }


def _progress_data(now: State) -> dict[str, Any]:
    return {
        "phase": now.phase,
        "status": now.status,
        "due": day_text(now.due),
        "repeat": str(now.repeat or ""),
        "missed": now.missed,
        "light": now.light,
        "late": now.late,
    }


def _supervision_data(card: Card) -> dict[str, Any]:
    return {
        "findings": [row_data(row) for row in card.findings],
        "evidence": [plain_data(proof) for proof in card.evidence],
    }
