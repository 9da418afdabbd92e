"""``cz silent``: units and work of which nothing was heard for long."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    either,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.records import STATUSES
from cz.show.data import day_text, frame, state
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table, Title
from cz.show.words import headline, lead_text
from cz.verbs.silent import Silence, SilentItem, SilentUnit, SilentWork, silent
from cz.words import cn_date, short_date


@examples(
    "cz silent                    30 天没有消息的单位和任务",
    "cz silent --days 14",
    "cz silent 区教育局           只看一个单位和它牵头的任务",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    days: Annotated[
        int, typer.Option("--days", metavar="N", help="多少天没有消息；不写就是 30。")
    ] = 30,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at)
    return finish(
        opened, sheet(silent(opened.campaign, day, days, either(name, unit))), form, output
    )


def sheet(silence: Silence) -> Sheet:
    """The units, then the work."""
    units, work = len(silence.units), len(silence.work)
    whose = f"　{silence.unit}" if silence.unit else ""
    blocks: list[Block] = [
        Line(f"{headline(silence.campaign.plan)}{whose}", "bold"),
        Line(f"截至{cn_date(silence.today)}，第{silence.phase}阶段，{silence.days} 天没有消息的："),
        Line(
            f"单位 {units} 个（牵头未完成任务的共 {silence.leads} 个），"
            f"任务、步骤 {work} 项（未完成的共 {silence.open} 项）。"
        ),
    ]
    if silence.units:
        blocks += [Title(f"单位 {units} 个"), _units(silence)]
    if silence.work:
        blocks += [Title(f"任务、步骤 {work} 项"), _work(silence)]
    if silence.agreed:
        blocks += [Title(f"会议议定而未办结 {len(silence.agreed)} 件"), _agreed(silence)]
    return Sheet(blocks, lambda: data(silence))


def _units(silence: Silence) -> Table:
    columns = [
        Col("单位"),
        Col("未完成", right=True),
        Col("最近消息"),
        Col("天数", right=True),
        Col("出处"),
    ]
    rows: list[list[str | Cell]] = []
    for silent_unit in silence.units:
        heard: str | Cell = "从未"
        days = about = ""
        if silent_unit.heard:
            day = silent_unit.heard.date
            heard = Cell(short_date(day, silence.today), day)
            days, about = str(silent_unit.days), silent_unit.heard.about
        rows.append([silent_unit.unit, str(silent_unit.open), heard, days, about])
    return Table(columns, rows)


def _work(silence: Silence) -> Table:
    columns = [
        Col("编号"),
        Col("任务", grow=True),
        Col("牵头单位"),
        Col("状态"),
        Col("最近消息"),
        Col("天数", right=True),
    ]
    rows: list[list[str | Cell]] = []
    for silent_work in silence.work:
        item, status = silent_work.state.item, silent_work.state.status
        heard: str | Cell = "从未"
        days = ""
        if silent_work.heard:
            heard = Cell(short_date(silent_work.heard, silence.today), silent_work.heard)
            days = str(silent_work.days)
        rows.append([item.id, item.title, lead_text(item), STATUSES[status], heard, days])
    return Table(columns, rows)


def _agreed(silence: Silence) -> Table:
    columns = [
        Col("编号"),
        Col("议定事项", grow=True),
        Col("责任单位"),
        Col("议定日期"),
        Col("天数", right=True),
    ]
    rows: list[list[str | Cell]] = []
    for silent_item in silence.agreed:
        item, day = silent_item.item, silent_item.heard
        agreed = Cell(short_date(day, silence.today), day) if day else ""
        rows.append([item.id, item.matter, silent_item.unit, agreed, str(silent_item.days or "")])
    return Table(columns, rows)


def data(silence: Silence) -> dict[str, Any]:
    return {
        **frame(silence.campaign, silence.today),
        "phase": silence.phase,
        "days": silence.days,
        "unit": silence.unit or None,
        "leads": silence.leads,
        "open": silence.open,
        "units": [_unit_data(silent_unit) for silent_unit in silence.units],
        "tasks": [_work_data(silent_work) for silent_work in silence.work],
        "agreed": [_item_data(silent_item) for silent_item in silence.agreed],
    }


def _item_data(silent_item: SilentItem) -> dict[str, Any]:
    item = silent_item.item
    return {
        "id": item.id,
        "matter": item.matter,
        "unit": silent_item.unit,
        "agreed": day_text(silent_item.heard),
        "days": silent_item.days,
    }


def _unit_data(silent_unit: SilentUnit) -> dict[str, Any]:
    heard = silent_unit.heard
    return {
        "unit": silent_unit.unit,
        "open": silent_unit.open,
        "heard": day_text(heard.date) if heard else None,
        "about": heard.about if heard else None,
        "days": silent_unit.days,
    }


def _work_data(silent_work: SilentWork) -> dict[str, Any]:
    heard = day_text(silent_work.heard)
    return {**state(silent_work.state), "heard": heard, "days": silent_work.days}
