"""``cz remind``, ``cz silent``, ``cz agenda``: the texts for the units, the screens, the calendar."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from cz.records import Finding, Order, Plan
from cz.show.ics import Event, calendar
from cz.show.sheet import Col
from cz.show.terminal import console, line, rows
from cz.supervise.owed import KINDS, Sheet, Thing
from cz.typography import visible
from cz.words import cn_date, short_date

if TYPE_CHECKING:
    from rich.console import Console

    from cz.verbs.chasing import Agenda, Reminders

MOST = 12  # of a unit's text; what is overdue is told in full all the same
OFFICE = "创城办"
_WEEKDAYS = "一二三四五六日"


# --- remind --------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Words from a file within a sentence: on one line, nothing in them alive, no full stop at their end."""
    return visible(" ".join(text.split())).rstrip("。．.；;，,、")


def reminder(sheet: Sheet, plan: Plan, today: date) -> str:
    """One unit's text for a group chat: plain lines. Beyond a dozen, what is not overdue yet is only counted."""
    label = f"（{plain(plan.label)}）" if plan.label else ""
    late = (
        ""
        if not sheet.late
        else f"（其中{sheet.late}项已逾期）"
        if sheet.late < len(sheet.owes)
        else "（均已逾期）"
        if sheet.late > 1
        else "（已逾期）"
    )
    lines = [
        f"【{OFFICE}催办】{label}{plain(sheet.unit)}：截至{cn_date(today)}，有{len(sheet.owes)}项需抓紧办理{late}。"
    ]
    told = sheet.owes[: max(MOST, sheet.late)]
    lines += [f"{number}. {_told(one, today)}" for number, one in enumerate(told, 1)]
    rest = sheet.owes[len(told) :]
    if rest:
        nearest = min((one.due for one in rest if one.due), default=None)
        lines.append(
            f"另有{len(rest)}项未到期"
            + (f"，最近的{short_date(nearest, today)}到期。" if nearest else "。")
        )
    if sheet.helps:
        lines.append(f"协办{len(sheet.helps)}项，请配合责任单位：")
        shown = sheet.helps[: max(MOST, sum(one.late > 0 for one in sheet.helps))]
        lines += [f"协办 {_told(one, today)}（责任单位：{plain(one.unit)}）" for one in shown]
        if len(shown) < len(sheet.helps):
            lines.append(f"另有协办{len(sheet.helps) - len(shown)}项未到期。")
    lines.append(f"办结后请报{OFFICE}。")
    return "\n".join(lines) + "\n"


def _told(one: Thing, today: date) -> str:
    when = short_date(one.due, today) if one.due else ""
    how = f"，{distance(one)}" if one.due else ""
    if isinstance(one.record, Order):
        return f"{order_name(one.record)}：{_matter(one)}，" + (
            f"{when}前回复{how}" if when else "请尽快回复"
        )
    if isinstance(one.record, Finding):
        spot = f" {plain(one.record.spot)}" if one.record.spot else ""
        return f"问题 {one.id}{spot}：{_matter(one)}，整改时限{when}{how}"
    return f"{KINDS[one.kind]} {one.id} {_matter(one)}，时限{when}{how}"


def order_name(order: Order) -> str:
    year, _, number = order.id[1:].partition("-")
    color = f"（{plain(order.color)}）" if order.color else ""
    return f"督办单{color}{year}年第{number}号"


def _matter(one: Thing) -> str:
    record = one.record
    if isinstance(record, Order):
        return plain(record.matter) or f"关于 {plain(record.about)}"
    return plain(record.problem if isinstance(record, Finding) else record.title)


def distance(one: Thing) -> str:
    if one.late:
        return f"已逾期{one.late}天"
    return "今天到期" if one.left == 0 else f"还有{one.left}天"


def texts(found: Reminders) -> dict[str, str]:
    return {sheet.unit: reminder(sheet, found.campaign.plan, found.today) for sheet in found.sheets}


def total(found: Reminders) -> str:
    return f"{len(found.sheets)} 个单位，共 {sum(len(sheet.owes) for sheet in found.sheets)} 项"


def all_texts(found: Reminders) -> str:
    """Each unit's under a line with its name."""
    parts = [
        f"{visible(sheet.unit)}\n{text}\n"
        for sheet, text in zip(found.sheets, texts(found).values(), strict=True)
    ]
    return "".join(parts) + f"{total(found)}。\n"


# --- agenda --------------------------------------------------------------------------------------------------------


def day_name(day: date, today: date) -> str:
    return f"{'今天' if day == today else short_date(day, today)} 星期{_WEEKDAYS[day.weekday()]}"


def show_agenda(found: Agenda) -> None:
    out = console()
    _head(out, found.campaign.plan)
    whose = f"　{found.unit}" if found.unit else ""
    line(
        out,
        f"{cn_date(found.today)}至{short_date(found.until, found.today)}到期 {len(found.ahead)} 项{whose}",
    )
    if found.late:
        counts = [
            (word, sum(one.kind == kind for one in found.late)) for kind, word in KINDS.items()
        ]
        told = "、".join(f"{word} {count}" for word, count in counts if count)
        line(
            out,
            f"已逾期 {len(found.late)} 项（{told}），最久 {found.late[0].late} 天，不在下表。看这些：",
            "red",
        )
        for place in _where(found):
            line(out, f"  {place}", "bright_black")
    if not found.ahead:
        return
    line(out)
    cells = []
    before = None
    for one in found.ahead:
        assert one.due
        name = "" if one.due == before else day_name(one.due, found.today)
        cells.append((name, one.unit or "未定", KINDS[one.kind], one.id, said(one)))
        before = one.due
    rows(out, [Col("日期"), Col("单位"), Col("种类"), Col("编号"), Col("事项", grow=True)], cells)
    weekend = sum(one.due is not None and one.due.weekday() > 4 for one in found.ahead)
    if weekend:
        line(out)
        line(out, f"其中 {weekend} 项在星期六、星期日到期，不顺延。", "bright_black")


def _where(found: Agenda) -> list[str]:
    """How to see what is overdue; ``cz remind`` leaves out work that was reported on of late."""
    kinds = {one.kind for one in found.late}
    late = f'"due<{found.today}" not status:done,verified' + (
        f" unit:{found.unit}" if found.unit else ""
    )
    places = (
        ["cz remind" + (f" --unit {found.unit}" if found.unit else "")]
        if kinds & {"order", "finding"}
        else []
    )
    return [
        *places,
        *(
            f"cz list {option}{late}"
            for kind, option in (("task", ""), ("step", "--kind step "))
            if kind in kinds
        ),
    ]


def said(one: Thing) -> str:
    """What is to be done in a line of the screen and in a calendar's."""
    if isinstance(one.record, Finding):
        return f"{plain(one.record.spot)}：{_matter(one)}" if one.record.spot else _matter(one)
    return (
        f"{order_name(one.record)}：{_matter(one)}"
        if isinstance(one.record, Order)
        else _matter(one)
    )


def agenda_calendar(found: Agenda) -> str:
    plan = found.campaign.plan
    name = (
        f"{plan.title}到期事项"
        + (f"（{found.unit}）" if found.unit else "")
        + (f"（{plan.label}）" if plan.label else "")
    )
    return calendar(name, [_event(one, plan) for one in found.ahead], found.today)


def _event(one: Thing, plan: Plan) -> Event:
    assert one.due
    unit = plain(one.unit) or "未定"
    verb = {
        "order": "回复",
        "finding": "整改 ",
        "task": f"任务 {one.id} ",
        "step": f"步骤 {one.id} ",
    }[one.kind]
    detail = [
        f"{KINDS[one.kind]} {one.id}",
        f"{'责任单位' if one.kind in ('order', 'finding') else '牵头单位'}：{unit}",
    ]
    if one.helpers:
        detail.append(f"协办单位：{'、'.join(map(plain, one.helpers))}")
    if isinstance(one.record, Order) and one.record.requirement:
        detail.append(f"要求：{plain(one.record.requirement)}")
    if isinstance(one.record, Finding):
        detail.append(f"督查日期：{cn_date(one.record.date)}")
    phase = f".{one.phase}" if one.phase else ""
    where = sha256(plan.title.encode("utf-8", "replace")).hexdigest()[:8]
    return Event(
        f"{one.id}{phase}.{where}@cz",
        one.due,
        f"{unit}：{verb}{said(one)}",
        (*detail, plain(plan.title) + (f"（{plain(plan.label)}）" if plan.label else "")),
    )


def _head(out: Console, plan: Plan) -> None:
    line(out, plan.title + (f"（{plan.label}）" if plan.label else ""), "bold")
