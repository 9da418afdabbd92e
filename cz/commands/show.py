"""``cz show``: everything about one record, with what points to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from cz import concern
from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.finding.list import findings_table, row_data
from cz.commands.finding.show import plain_data, unread_records_are_told
from cz.commands.finding.show import sheet as ledger_sheet
from cz.commands.order.list import order_data, orders_table
from cz.commands.show_work import indicators, standard_blocks, standard_data, work_blocks, work_data
from cz.progress import State, pick_phase
from cz.records import Collective, Group, Indicator, Step, Task, Unit
from cz.show.data import indicator as indicator_data
from cz.show.data import owner as owner_data
from cz.show.data import record_data
from cz.show.data import state as state_data
from cz.show.facts import declared_facts, field_text
from cz.show.sheet import Block, Cell, Col, Facts, Line, Sheet, Table, Title, card_sheet
from cz.show.shell import shell_word
from cz.show.words import deadline_text, lead_text, status_text
from cz.supervise.orders import followed
from cz.targets import count_ratings
from cz.verbs.finding.show import is_of_ledger, ledger_record
from cz.verbs.show import Card, PlainCard, card
from cz.words import mark


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
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at, concern.card(name))
    with unread_records_are_told(opened):
        if is_of_ledger(name):
            shown = ledger_sheet(opened.campaign, ledger_record(opened.campaign, name), day)
        else:
            number = pick_phase(opened.campaign, phase, day)
            shown = sheet(card(opened.campaign, name, number, day), day)
    return finish(opened, shown, form, output)


# Fields that a card shows in a place of its own, or that are marks on others.
_PLACED = {
    Unit: ("id", "name", "kind", "redacted", "former", "merged", "source"),
    Collective: ("id", "name", "redacted", "members", "source", "proposed"),
    Group: ("id", "name", "page", "source"),
}
# On a plain card the headline has the names; numbers without a word of their own are left out.
_PLACED_PLAINLY = ("id", "number", "mark", "title", "source", "counts", "lights", "holds")


def sheet(card: Card | PlainCard, today: date) -> Sheet:
    if isinstance(card, PlainCard):
        return _plain(card)
    record = card.record
    if isinstance(record, Task | Step):
        blocks = work_blocks(card, record, today)
    elif isinstance(record, Indicator):
        blocks = standard_blocks(card, record, today)
    else:
        blocks = _owner(card, record, today)
    return card_sheet(blocks, card_data(card))


def _plain(card: PlainCard) -> Sheet:
    kind, record = card.kind, card.record
    if getattr(record, "mark", ""):
        name = record.mark
    elif kind.key == "number":
        name = f"第{record.number}{kind.word}" if record.number else ""
    else:
        name = getattr(record, "id", kind.word)
    title = getattr(record, "title", "")
    placed = list(_PLACED_PLAINLY)
    if not title:
        title = getattr(record, "name", "")
        placed.append("name")
    headline = "　".join(filter(None, (name, title)))
    blocks: list[Block] = [
        Line(mark(headline, getattr(record, "source", "") == "proposed"), "bold"),
        Facts(declared_facts(record, placed)),
        *_neighbours(card),
    ]
    return card_sheet(blocks, {**plain_data(record), **_neighbours_data(card)})


def _neighbours(card: PlainCard) -> list[Block]:
    """The projects of a block or a system, the standards of a project, people of a body."""
    blocks: list[Block] = []
    if card.kind.section == "blocks" or card.projects:
        columns = [Col("编号"), Col("测评项目", grow=True), *_COUNTS]
        rows = [
            (project.id, project.title, *_counts(card, project.id)) for project in card.projects
        ]
        blocks += [Title(f"测评项目 {len(card.projects)} 个"), Table(columns, rows)]
    elif card.kind.section == "projects":
        columns = [Col("编号"), Col("测评标准", grow=True), Col("单位"), Col("评级")]
        rows = [
            (each.id, mark(each.title, each.source == "proposed"), each.unit, _rating(card, each))
            for each in card.indicators
        ]
        blocks += [Title(f"测评标准 {len(card.indicators)} 条"), Table(columns, rows)]
    elif card.people:
        rows = [(each.role, each.name, each.unit + each.post) for each in card.people]
        columns = [Col("角色"), Col("姓名"), Col("单位和职务", grow=True)]
        blocks += [Title(f"现任 {len(card.people)} 人"), Table(columns, rows)]
    return blocks


_COUNTS = [Col(name, right=True) for name in ("标准", "A类", "B类", "C类", "未评")]


def _counts(card: PlainCard, project: str) -> tuple[str, ...]:
    own = [each for each in card.indicators if each.project == project]
    counted = count_ratings(own, card.phase)
    return tuple(map(str, (counted.total, counted.a, counted.b, counted.c, counted.unrated)))


def _rating(card: PlainCard, indicator: Indicator) -> str:
    return indicator.ratings.get(card.phase) or "未评"


def _neighbours_data(card: PlainCard) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if card.kind.section == "blocks" or card.projects:
        data["projects"] = [record_data(project) for project in card.projects]
    if card.kind.section in ("blocks", "projects"):
        data["indicators"] = [indicator_data(each, card.phase) for each in card.indicators]
    if card.kind.section in ("headquarters", "office"):
        data["people"] = [record_data(person) for person in card.people]
    return data


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
    return [*blocks, *indicators(card), *_findings(card, owner, today), *_orders(card, today)]


def _findings(card: Card, owner: Unit | Collective, today: date) -> list[Block]:
    """Those not struck off, and those it assists in; the others are counted."""
    if not card.findings and not card.helping:
        return []
    own = [row for row in card.findings if row.stand.state != "verified"]
    helping = [row._replace(helping=True) for row in card.helping if not row.stand.settled]
    blocks: list[Block] = [Title(f"督查问题 {len(card.findings)} 个")]
    if own or helping:
        blocks.append(findings_table([*own, *helping], today))
    struck_off = len(card.findings) - len(own)
    if struck_off:
        text = f"已销号 {struck_off} 个：cz finding list --unit {shell_word(owner.name)}"
        blocks.append(Line(f"{text} --state 已销号", "bright_black"))
    return blocks


def _orders(card: Card, today: date) -> list[Block]:
    if not card.orders:
        return []
    table = orders_table(card.orders, followed(card.campaign, today), today)
    return [Title(f"督办单 {len(card.orders)} 张"), table]


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
        ("并入的单位", "、".join(owner.merged)),
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
    due = Cell(deadline_text(now, today), now.due or str(now.repeat or ""))
    return [now.item.id, now.item.title, lead_text(now.item), status_text(now), due]


def card_data(card: Card) -> dict[str, Any]:
    """Today's fields as they are, then whatever else the record declares."""
    record = card.record
    if isinstance(record, Task | Step):
        data = work_data(card, record)
    elif isinstance(record, Indicator):
        data = standard_data(card, record)
    else:
        data = {
            **owner_data(record),
            "record": type(record).__name__.lower(),
            "collectives": [collective.name for collective in card.collectives],
            "led": [state_data(now) for now in card.led],
            "shared": [state_data(now, through) for now, through in card.shared],
            "indicators": [indicator_data(indicator, card.phase) for indicator in card.indicators],
            "findings": [row_data(row) for row in card.findings],
            "helping": [row_data(row) for row in card.helping],
            "orders": [order_data(order) for order in card.orders],
        }
    return {**data, **_more_data(record, data)}


def _more_data(record: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record_data(record).items() if name not in data}
