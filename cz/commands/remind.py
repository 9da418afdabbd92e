"""``cz remind``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    either,
    examples,
    exit_code,
    finish,
    is_table_file,
    one_form,
    open_for_reading,
)
from cz.problem import Refusal
from cz.records import Agreed, Evidence, Finding, Honour, Order, Plan
from cz.show.data import frame
from cz.show.duties import duty_data, duty_text, matter_of
from cz.show.sheet import Cell, Col, Sheet, Table
from cz.show.words import distance, file_title, in_sentence, order_name
from cz.supervise.owed import KINDS, Duty, UnitDuties
from cz.typography import visible
from cz.verbs.remind import Reminders, remind
from cz.words import cn_date, short_date
from cz.write.files import REMINDER, is_standard_output, write_file, write_folder

MOST = 12  # of a unit's text; what is overdue is told in full all the same
OFFICE = "创城办"


@examples(
    "cz remind                      各单位的催办文字，一个接一个",
    "cz remind 柳溪镇               只要一个单位的，可直接贴进工作群",
    "cz remind --all -o 催办0715    每个单位一个文件，放进新文件夹",
    "cz remind -o 催办.xlsx         所有单位的事项，一张表",
    "cz remind --days 3             只催逾期和 3 天内到期的",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", help="几天之内到期的要催；不写就按方案的红灯天数。"),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="所有该催的单位，和 -o 连用，每个单位写一个文件。")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="位置",
            help="写到哪里：--all 写文件夹，--unit 写 .txt 文件；一张表写 .xlsx 等。",
        ),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    unit = either(name, unit)
    one_form(unit=unit is not None, all=all_)
    one_form(json=json, csv=csv, all=all_)
    form = one_form(json=json, csv=csv)
    is_table = form != "text" or (not all_ and output is not None and is_table_file(output))
    if output is not None and unit is None and not all_ and not is_table:
        raise Refusal(
            "-o 要和 --all 或 --unit 连用：--all 每个单位写一个文件，--unit 只写一个单位；"
            "要一张表的，文件名以 .xlsx 或 .csv 结尾。"
        )
    opened, day = open_for_reading(plan, today, at)
    reminders = remind(opened.campaign, day, unit, days)
    if is_table:
        return finish(opened, sheet(reminders), form, output)
    texts = texts_of(reminders)
    if not texts:
        print(visible(f"cz：{reminders.asked}没有需要催办的事项。"), file=sys.stderr)
    elif output is not None and not is_standard_output(output):
        _write(opened.campaign.folder, output, texts, each=all_)
        print(visible(f"已写入 {output}：{_total(reminders)}。"))
    elif reminders.asked:
        sys.stdout.write(texts[reminders.asked])
    else:
        for name, text in texts.items():
            sys.stdout.write(f"{visible(name)}\n{text}\n")
        sys.stdout.write(f"{_total(reminders)}。\n")
    return exit_code(opened)


def _write(plan_folder: str, output: str, texts: Mapping[str, str], *, each: bool) -> None:
    if each:
        write_folder(plan_folder, output, texts, REMINDER)
    else:
        (text,) = texts.values()
        write_file(plan_folder, output, text, REMINDER)


def _total(reminders: Reminders) -> str:
    count = sum(len(unit.owes) for unit in reminders.units)
    return f"{len(reminders.units)} 个单位，共 {count} 项"


# --- the texts --------------------------------------------------------------------------------


def texts_of(reminders: Reminders) -> dict[str, str]:
    """Each unit's text by its name."""
    plan, today = reminders.campaign.plan, reminders.today
    return {unit.unit: reminder(unit, plan, today) for unit in reminders.units}


def reminder(unit: UnitDuties, plan: Plan, today: date) -> str:
    """One unit's text for a group chat: plain lines.

    Beyond a dozen, what is not overdue yet is only counted.
    """
    label = f"（{in_sentence(plan.label)}）" if plan.label else ""
    lines = [
        f"【{OFFICE}催办】{label}{in_sentence(unit.unit)}：截至{cn_date(today)}，"
        f"有{len(unit.owes)}项需抓紧办理{_how_many_late(unit)}。",
        *_owed(unit, today),
        *_helped(unit, today),
        f"办结后请报{OFFICE}。",
    ]
    return "\n".join(lines) + "\n"


def _how_many_late(unit: UnitDuties) -> str:
    if not unit.late:
        return ""
    if unit.late < len(unit.owes):
        return f"（其中{unit.late}项已逾期）"
    return "（均已逾期）" if unit.late > 1 else "（已逾期）"


def _owed(unit: UnitDuties, today: date) -> list[str]:
    most = max(MOST, unit.late)
    named, rest = unit.owes[:most], unit.owes[most:]
    lines = [f"{number}. {_duty(duty, today)}" for number, duty in enumerate(named, 1)]
    if rest:
        nearest = min((duty.due for duty in rest if duty.due), default=None)
        when = f"，最近的{short_date(nearest, today)}到期" if nearest else ""
        lines.append(f"另有{len(rest)}项未到期{when}。")
    return lines


def _helped(unit: UnitDuties, today: date) -> list[str]:
    if not unit.helps:
        return []
    most = max(MOST, sum(duty.late > 0 for duty in unit.helps))
    named, rest = unit.helps[:most], unit.helps[most:]
    lines = [f"协办{len(unit.helps)}项，请配合责任单位："]
    for duty in named:
        lines.append(f"协办 {_duty(duty, today)}（责任单位：{in_sentence(duty.unit)}）")
    if rest:
        lines.append(f"另有协办{len(rest)}项未到期。")
    return lines


def _duty(duty: Duty, today: date) -> str:
    record, matter = duty.record, matter_of(duty)
    day = far = ""
    if duty.due:
        day = short_date(duty.due, today)
        far = "，" + ("已" if duty.late else "") + distance(duty.late, duty.left)
    if isinstance(record, Order):
        reply = f"{day}前回复{far}" if day else "请尽快回复"
        return f"{order_name(record)}：{matter}，{reply}"
    if isinstance(record, Finding):
        spot = f" {in_sentence(record.spot)}" if record.spot else ""
        return f"问题 {duty.id}{spot}：{matter}，整改时限{day}{far}"
    if isinstance(record, Agreed):
        return f"议定事项 {duty.id} {matter}，办结时限{day}{far}"
    if isinstance(record, Evidence):
        by_when = f"{day}前补来{far}" if day else "请尽快补来"
        return f"材料 {duty.id} {matter}，{by_when}"
    if isinstance(record, Honour):
        return f"荣誉 {duty.id} {matter}，{day}{far}"
    repeat = f"{duty.repeat}报进展，" if duty.repeat else ""
    return f"{KINDS[duty.kind]} {duty.id} {matter}，{repeat}时限{day}{far}"


# --- as data ----------------------------------------------------------------------------------


def sheet(reminders: Reminders) -> Sheet:
    """One row a matter and unit."""
    columns = [
        Col("单位"),
        Col("办理"),
        Col("种类"),
        Col("编号"),
        Col("事项", grow=True),
        Col("时限"),
        Col("逾期天数", right=True),
    ]
    rows = []
    for unit in reminders.units:
        rows += [_row(unit.unit, "主办", duty, reminders.today) for duty in unit.owes]
        rows += [_row(unit.unit, "协办", duty, reminders.today) for duty in unit.helps]
    title = file_title("催办事项", reminders.campaign.plan, reminders.today)
    return Sheet([Table(columns, rows)], lambda: data(reminders), title=title)


def _row(unit: str, part: str, duty: Duty, today: date) -> list[str | Cell]:
    due = Cell(short_date(duty.due, today), duty.due) if duty.due else ""
    late = str(duty.late) if duty.late else ""
    return [unit, part, KINDS[duty.kind], duty.id, duty_text(duty), due, late]


def data(reminders: Reminders) -> dict[str, Any]:
    texts = texts_of(reminders)
    return {
        **frame(reminders.campaign, reminders.today),
        "days": reminders.days,
        "unit": reminders.asked or None,
        "units": [_unit_data(unit, texts[unit.unit]) for unit in reminders.units],
    }


def _unit_data(unit: UnitDuties, text: str) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "count": len(unit.owes),
        "late": unit.late,
        "items": [duty_data(duty) for duty in unit.owes],
        "helping": [duty_data(duty) for duty in unit.helps],
        "text": text,
    }
