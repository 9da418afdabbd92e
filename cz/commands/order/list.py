"""``cz order list``: the order slips there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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
from cz.records import Campaign, Order
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.supervise.orders import by_date, followed, unanswered
from cz.words import short_date


@examples(
    "cz order list",
    "cz order                         不写动作也是列出",
    "cz order list --csv -o 督办单.csv",
)
def command(
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    return finish(opened, sheet(opened.campaign, day), form, output)


def sheet(campaign: Campaign, today: date) -> Sheet:
    orders = by_date(campaign)
    into = followed(campaign)
    blocks: list[Block] = [
        Line("还没有发过督办单。发一张请写：cz order 问题编号、任务编号，或末位单位的名称。")
    ]
    if orders:
        waiting = len(unanswered(campaign, today))
        blocks = [
            orders_table(orders, into, today),
            Line(),
            Line(f"共 {len(orders)} 张，未回复 {waiting} 张", "bright_black"),
        ]
    data = [order_data(order, into.get(order.id, "")) for order in orders]
    title = file_title("督办单", campaign.plan, today)
    return Sheet(blocks, data, _records(orders, into, today), title)


def orders_table(orders: Sequence[Order], into: dict[str, str], today: date) -> Table:
    columns = [
        Col("编号"),
        Col("颜色"),
        Col("督办单位", grow=True),
        Col("督办事项", grow=True),
        Col("时限"),
        Col("办理"),
    ]
    rows = []
    for order in orders:
        due = short_date(order.due, today) if order.due else ""
        progress = _progress(order, into.get(order.id, ""), today)
        rows.append([order.id, order.color, order.unit, order.matter or order.about, due, progress])
    return Table(columns, rows, whole=True)


def _progress(order: Order, into: str, today: date) -> str:
    """``into``: the slip on the same matter that it is done with by."""
    if order.answered:
        return f"{short_date(order.answered, today)}已回复"
    if into:
        return f"并入{into}"
    late = (today - order.due).days if order.due else 0
    return f"逾期{late}天未回复" if late > 0 else "未回复"


def _records(orders: list[Order], into: dict[str, str], today: date) -> Table:
    """Every slip whole, for a spreadsheet."""
    titles = (
        *("编号", "发单日期", "颜色", "督办单位", "督办对象", "督办事项", "办理要求", "时限"),
        *("办理", "回复日期", "回复"),
    )
    rows: list[list[str | Cell]] = []
    for order in orders:
        rows.append(
            [
                order.id,
                order.date.isoformat(),
                order.color,
                order.unit,
                order.about,
                order.matter,
                order.requirement,
                order.due.isoformat() if order.due else "",
                _progress(order, into.get(order.id, ""), today),
                order.answered.isoformat() if order.answered else "",
                order.reply,
            ]
        )
    return Table([Col(title) for title in titles], rows)


def order_data(order: Order, into: str = "") -> dict[str, Any]:
    """``into``: the slip on the same matter that took its place, or whose answer came since."""
    fields: dict[str, Any] = {}
    for name, value in order._asdict().items():
        if name != "node":
            fields[name] = value.isoformat() if isinstance(value, date) else value
    fields["into"] = into or None
    return fields
