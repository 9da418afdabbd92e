"""``cz spot list``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.spot.options import GroundOption, KeeperOption, TypeOption
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.verbs.spot.list import ListedSpot, Spots, spots
from cz.words import short_date


@examples(
    "cz spot list --type 背街小巷",
    "cz spot list --unseen 60                60 天没有查过的",
    "cz spot list --keeper 区财政局 -o 包保点位.xlsx",
)
def command(
    type_: TypeOption = None,
    unit: GroundOption = None,
    keeper: KeeperOption = None,
    unseen: Annotated[
        int | None,
        typer.Option("--unseen", metavar="N", help="只看 N 天以上没有查过的，从没查过的也算。"),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    asked = spots(opened.campaign, day, type_=type_, unit=unit, keeper=keeper, unseen=unseen)
    return finish(opened, sheet(asked), form, output)


def sheet(asked: Spots) -> Sheet:
    blocks: list[Block] = []
    if asked.rows:
        blocks = [spot_table(asked), Line()]
    blocks += [Line(text, "bright_black") for text in _counts(asked)]
    title = file_title("点位", asked.campaign.plan, asked.today)
    return Sheet(blocks, lambda: [data(row) for row in asked.rows], lambda: _records(asked), title)


def spot_table(asked: Spots) -> Table:
    columns = [
        Col("编号"),
        Col("点位", grow=True),
        Col("类型", grow=True),
        Col("属地", grow=True),
        Col("包保单位", grow=True),
        Col("查过", right=True),
        Col("问题", right=True),
        Col("未销号", right=True),
        Col("最近"),
    ]
    rows: list[list[str | Cell]] = []
    for row in asked.rows:
        spot = row.spot
        last: str | Cell = "从未"
        if row.last:
            last = Cell(short_date(row.last, asked.today), row.last)
        rows.append(
            [
                spot.id,
                spot.name,
                spot.type,
                spot.unit or "未定",
                spot.keeper,
                str(row.times),
                str(row.findings),
                str(row.open),
                last,
            ]
        )
    return Table(columns, rows, whole=True)


def _counts(asked: Spots) -> list[str]:
    lines = []
    if asked.total:
        lines.append(f"{len(asked.rows)} 个（登记的共 {asked.total} 个）")
    else:
        lines.append("还没有登记点位。从台账里登记：cz spot adopt")
    if asked.unlisted and asked.total:
        lines.append(f"台账里还有 {asked.unlisted} 个名称对不上点位：cz spot adopt")
    return lines


def _records(asked: Spots) -> Table:
    """Every spot whole, for a spreadsheet."""
    titles = (
        *("编号", "点位", "类型", "属地", "包保单位", "包保领导", "曾用名"),
        *("查过次数", "问题", "未销号", "最近一次", "距今天数"),
    )
    rows: list[list[str | Cell]] = []
    for row in asked.rows:
        spot = row.spot
        rows.append(
            [
                spot.id,
                spot.name,
                spot.type,
                spot.unit,
                spot.keeper,
                spot.leader,
                "、".join(spot.former),
                str(row.times),
                str(row.findings),
                str(row.open),
                row.last.isoformat() if row.last else "",
                str(row.days) if row.days is not None else "",
            ]
        )
    return Table([Col(title) for title in titles], rows)


def data(row: ListedSpot) -> dict[str, Any]:
    fields = {name: value for name, value in row.spot._asdict().items() if name != "node"}
    return {
        **fields,
        "times": row.times,
        "findings": row.findings,
        "open": row.open,
        "last": row.last.isoformat() if row.last else None,
        "days": row.days,
    }
