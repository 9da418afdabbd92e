"""``cz order`` without a matter: the slips there are."""

from datetime import date
from typing import Any

from cz.records import Campaign, Order
from cz.show.sheet import Col
from cz.show.terminal import console, line, rows
from cz.supervise.orders import by_date, followed, unanswered
from cz.words import short_date


def show_orders(campaign: Campaign, today: date) -> None:
    out = console()
    found = by_date(campaign)
    later = followed(campaign)
    if not found:
        line(out, "还没有发过督办单。发一张请写：cz order 问题编号、任务编号，或末位单位的名称。")
        return
    rows(
        out,
        [
            Col("编号"),
            Col("颜色"),
            Col("督办单位"),
            Col("督办事项", grow=True),
            Col("时限"),
            Col("办理"),
        ],
        [
            (
                one.id,
                one.color,
                one.unit,
                one.matter or one.about,
                short_date(one.due, today) if one.due else "",
                answered(one, today, later.get(one.id, "")),
            )
            for one in found
        ],
    )
    waiting = len(unanswered(campaign, today))
    line(out)
    line(out, f"共 {len(found)} 张，未回复 {waiting} 张", "bright_black")


def answered(one: Order, today: date, later: str) -> str:
    if one.answered:
        return f"{short_date(one.answered, today)}已回复"
    if later:
        return f"并入{later}"
    late = (today - one.due).days if one.due else 0
    return f"逾期{late}天未回复" if late > 0 else "未回复"


def as_data(one: Order, later: str = "") -> dict[str, Any]:
    """``into``: the slip on the same matter that took its place, or whose answer came since."""
    fields = {key: value for key, value in one._asdict().items() if key != "node"}
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in fields.items()
    } | {"into": later or None}


def all_as_data(campaign: Campaign) -> list[dict[str, Any]]:
    later = followed(campaign)
    return [as_data(one, later.get(one.id, "")) for one in by_date(campaign)]
