"""``cz show``: everything about one record, with what points to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.finding.list import findings_table, row_data
from cz.commands.finding.show import (
    evidence_blocks,
    plain_data,
    unread_records_are_told,
)
from cz.commands.finding.show import sheet as ledger_sheet
from cz.progress import State, pick_phase
from cz.records import STATUSES, Collective, Group, Indicator, Step, Task, Unit, Update
from cz.show.data import day_text, record_data
from cz.show.data import indicator as indicator_data
from cz.show.data import owner as owner_data
from cz.show.data import state as state_data
from cz.show.facts import declared_facts, field_text
from cz.show.sheet import Block, Cell, Col, Facts, Line, Sheet, Table, Title
from cz.show.words import is_ours, lateness, lead_text, light_text, status_text
from cz.verbs.finding.show import is_of_ledger, ledger_record
from cz.verbs.show import Card, PlainCard, card
from cz.words import OURS, cn_date, mark, short_date


@examples(
    "cz show 1-5",
    "cz show s2-1",
    "cz show i9-14",
    "cz show f260309-1",
    "cz show 区教育局",
    "cz show 宣传教育组",
)
def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="编号",
            help="任务、步骤、指标、问题、督办单等的编号，或单位、工作组的名称。",
            autocompletion=suggest.everything,
        ),
    ],
    phase: PhaseOption = None,
    at: AtOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at)
    with unread_records_are_told(opened):
        if is_of_ledger(name):
            shown = ledger_sheet(opened.campaign, ledger_record(opened.campaign, name), day)
        else:
            number = pick_phase(opened.campaign, phase, day)
            shown = sheet(card(opened.campaign, name, number, day), day)
    return finish(opened, shown, form)


# Fields that a card shows in a place of its own, or that are marks on others.
_PLACED = {
    Task: (
        *("id", "title", "page", "text", "truncated", "lead", "units", "group"),
        *("source", "proposed", "progress", "updates"),
    ),
    Step: (
        *("id", "title", "phase", "page", "lead", "units", "group"),
        *("source", "proposed", "progress", "updates"),
    ),
    Indicator: (
        *("id", "title", "project", "content", "method", "material", "task", "unit"),
        *("ratings", "source"),
    ),
    Unit: ("id", "name", "kind", "redacted", "former", "source"),
    Collective: ("id", "name", "redacted", "members", "source", "proposed"),
    Group: ("id", "name", "page", "source"),
}
# On a plain card the headline has the names; numbers without a word of their own are left out.
_PLACED_PLAINLY = ("id", "number", "title", "name", "source", "counts", "lights")


def sheet(card: Card | PlainCard, today: date) -> Sheet:
    if isinstance(card, PlainCard):
        return _plain(card)
    record = card.record
    if isinstance(record, Task | Step):
        blocks = _work(card, record, today)
    elif isinstance(record, Indicator):
        blocks = _indicator(card, record, today)
    else:
        blocks = _owner(card, record, today)
    return _with_a_table(blocks, card_data(card))


def _with_a_table(blocks: Sequence[Block], data: Any) -> Sheet:
    """Where a card holds no table, its facts are the table for a spreadsheet."""
    if any(isinstance(block, Table) for block in blocks):
        return Sheet(blocks, data)
    rows: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, Facts):
            rows += [(name, text) for name, text in block.pairs if text]
    return Sheet(blocks, data, Table([Col("字段"), Col("内容")], rows))


def _plain(card: PlainCard) -> Sheet:
    kind, record = card
    if kind.key == "number":
        name = f"第{record.number}{kind.word}"
    else:
        name = getattr(record, "id", kind.word)
    title = getattr(record, "title", "") or getattr(record, "name", "")
    ours = OURS if record.source == "proposed" else ""
    headline = f"{name}　{title}" if title else name
    blocks: list[Block] = [
        Line(f"{headline}{ours}", "bold"),
        Facts(declared_facts(record, _PLACED_PLAINLY)),
    ]
    return _with_a_table(blocks, plain_data(record))


def _work(card: Card, item: Task | Step, today: date) -> list[Block]:
    blocks: list[Block] = [
        Line(f"{item.id}　{item.title}", "bold"),
        Facts([*_work_facts(card, item), *declared_facts(item, _PLACED[type(item)])]),
    ]
    if isinstance(item, Task) and item.text:
        cut = "……（原文到此为止，后文缺）" if item.truncated else ""
        blocks += [Title("任务要求"), Line(item.text + cut)]
    blocks += [Title("各阶段进展"), _progress(card)]
    if item.updates:
        blocks.append(Title(f"进展记录 {len(item.updates)} 条"))
        latest_first = sorted(item.updates, key=lambda update: update.date, reverse=True)
        blocks += [Line(_update_line(update)) for update in latest_first]
    return [*blocks, *_indicators(card), *_supervision(card, today)]


def _work_facts(card: Card, item: Task | Step) -> list[tuple[str, str]]:
    chapter = phase = ""
    lead = lead_text(item)
    if isinstance(item, Step):
        phase = f"第{item.phase}阶段"
        lead = lead if item.lead else ""
    else:
        titles = {chapter.number: chapter.title for chapter in card.campaign.chapters}
        chapter = titles.get(item.chapter, "")
    return [
        ("板块", chapter),
        ("阶段", phase),
        ("牵头单位", lead),
        ("责任单位", mark("、".join(item.units), is_ours(item, "units"))),
        ("工作组", mark(item.group, is_ours(item, "group"))),
        ("页码", field_text("page", item.page)),
    ]


def _progress(card: Card) -> Table:
    columns = [Col("阶段"), Col("状态"), Col("灯"), Col("时限"), Col("")]
    rows: list[list[str | Cell]] = []
    for now in card.states:
        due = Cell(cn_date(now.due), now.due) if now.due else Cell("未定", "")
        phase = _phase_text(now.phase, card)
        rows.append([phase, status_text(now), light_text(now.light), due, lateness(now)])
    return Table(columns, rows)


def _phase_text(number: int, card: Card) -> str:
    return f"第{number}阶段" + ("（当前）" if number == card.phase else "")


def _update_line(update: Update) -> str:
    status = f"［{STATUSES[update.status]}］" if update.status else ""
    parts = (cn_date(update.date), update.unit, status + update.note)
    return "　".join(part for part in parts if part)


def _indicators(card: Card) -> list[Block]:
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
    return indicator.ratings.get(phase) or "未评"


def _supervision(card: Card, today: date) -> list[Block]:
    """What was found wrong about it, and what proves it."""
    blocks: list[Block] = []
    if card.findings:
        title = Title(f"督查问题 {len(card.findings)} 个")
        blocks += [title, findings_table(card.findings, today)]
    if card.evidence:
        blocks += evidence_blocks(card.evidence)
    return blocks


def _indicator(card: Card, indicator: Indicator, today: date) -> list[Block]:
    title = mark(indicator.title, indicator.source == "proposed")
    rows = [
        (_phase_text(phase.number, card), _rating(indicator, phase.number))
        for phase in card.campaign.phases
    ]
    return [
        Line(f"{indicator.id}　{title}", "bold"),
        Facts([*_indicator_facts(card, indicator), *declared_facts(indicator, _PLACED[Indicator])]),
        Title("评级"),
        Table([Col("阶段"), Col("评级")], rows),
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


def _owner(card: Card, owner: Unit | Collective | Group, today: date) -> list[Block]:
    collectives = "、".join(collective.name for collective in card.collectives)
    blocks: list[Block] = [
        Line(mark(owner.name, owner.source == "proposed"), "bold"),
        Facts(
            [
                *_owner_facts(owner),
                ("所属集体", collectives),
                *declared_facts(owner, _PLACED[type(owner)]),
            ]
        ),
    ]
    if isinstance(owner, Group):
        return [*blocks, *_led(f"任务 {len(card.led)} 项", card, today)]
    blocks += _led(f"牵头任务 {len(card.led)} 项", card, today)
    if card.shared:
        blocks += [Title(f"责任任务 {len(card.shared)} 项"), _shared(card, today)]
    return [*blocks, *_indicators(card)]


def _owner_facts(owner: Unit | Collective | Group) -> list[tuple[str, str]]:
    if isinstance(owner, Group):
        return [
            ("编号", owner.id),
            ("类别", "工作组"),
            ("页码", field_text("page", owner.page)),
        ]
    if isinstance(owner, Collective):
        return [
            ("编号", owner.id),
            ("类别", "集体单位"),
            ("方案写法", "、".join(owner.redacted)),
            ("成员", mark("、".join(owner.members), "members" in owner.proposed)),
        ]
    return [
        ("编号", owner.id),
        ("类别", owner.kind),
        ("方案写法", "、".join(owner.redacted)),
        ("曾用名", "、".join(owner.former)),
    ]


_WORK_COLUMNS = (
    Col("编号"),
    Col("任务", grow=True),
    Col("牵头单位"),
    Col("状态"),
    Col("时限"),
)


def _led(title: str, card: Card, today: date) -> list[Block]:
    rows = [_work_row(now, today) for now in card.led]
    return [Title(title), Table(_WORK_COLUMNS, rows)] if rows else [Title(title)]


def _shared(card: Card, today: date) -> Table:
    """With a column for the collective, where it shares in any task through one."""
    through_any = any(collective for _, collective in card.shared)
    if not through_any:
        return Table(_WORK_COLUMNS, [_work_row(now, today) for now, _ in card.shared])
    rows = [[*_work_row(now, today), collective] for now, collective in card.shared]
    return Table([*_WORK_COLUMNS, Col("经由")], rows)


def _work_row(now: State, today: date) -> list[str | Cell]:
    due = Cell(short_date(now.due, today), now.due) if now.due else ""
    return [now.item.id, now.item.title, lead_text(now.item), status_text(now), due]


def card_data(card: Card) -> dict[str, Any]:
    """Today's fields as they are, then whatever else the record declares."""
    record = card.record
    if isinstance(record, Task | Step):
        data = _work_data(card, record)
    elif isinstance(record, Indicator):
        data = {
            "kind": "indicator",
            **indicator_data(record, card.phase),
            "ratings": {str(phase): rating for phase, rating in record.ratings.items()},
            "task_state": state_data(card.task) if card.task else None,
            **_supervision_data(card),
        }
    else:
        data = {
            **owner_data(record),
            "record": type(record).__name__.lower(),
            "collectives": [collective.name for collective in card.collectives],
            "led": [state_data(now) for now in card.led],
            "shared": [state_data(now, through) for now, through in card.shared],
            "indicators": [indicator_data(indicator, card.phase) for indicator in card.indicators],
        }
    return {**data, **_more_data(record, data)}


def _more_data(record: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record_data(record).items() if name not in data}


def _work_data(card: Card, item: Task | Step) -> dict[str, Any]:
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
        "indicators": [indicator_data(indicator, card.phase) for indicator in card.indicators],
        **_supervision_data(card),
    }


def _progress_data(now: State) -> dict[str, Any]:
    return {
        "phase": now.phase,
        "status": now.status,
        "due": day_text(now.due),
        "light": now.light,
        "late": now.late,
    }


def _supervision_data(card: Card) -> dict[str, Any]:
    return {
        "findings": [row_data(row) for row in card.findings],
        "evidence": [plain_data(proof) for proof in card.evidence],
    }
