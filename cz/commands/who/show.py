"""``cz who show``, mostly written without its name: ``cz who 区教育局``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cz.cli import suggest
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
from cz.days import is_day, read_asked
from cz.records import Campaign, Person
from cz.roster import is_in_office
from cz.show.data import day_text, record_data
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.words import file_title
from cz.verbs.who.show import Who, who
from cz.words import cn_date


@examples(
    "cz who 区教育局                       谁分管、谁联络",
    "cz who 宣传教育组                     组长、副组长、成员",
    "cz who 区教育局 --at 2026-03-01       那一天是谁",
    "cz who                                指挥部、办公室、各工作组",
    "cz who --csv -o 名单.csv",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="谁",
            help="姓名，单位，工作组，或 指挥部、办公室；不写就列出各机构。",
            show_default=False,
            autocompletion=suggest.people,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="日期",
            help="那一天是谁，按任职、卸任日期看；写提交编号就看那时的名单。",
        ),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    is_told = at is not None and is_day(at)
    opened, day = open_for_reading(plan, today, None if is_told else at)
    found = who(opened.campaign, name, read_asked(at, day) if at and is_told else day)
    return finish(opened, sheet(opened.campaign, found), form, output)


def sheet(campaign: Campaign, found: Sequence[Who]) -> Sheet:
    day = found[0].day
    label = f"（{campaign.plan.label}）" if campaign.plan.label else ""
    blocks: list[Block] = []
    if len(found) == 1:
        blocks.append(Line(f"{found[0].heading}{label}　{cn_date(day)}", "bold"))
        blocks += [*_people(found[0]), *_duties(found[0])]
    else:
        blocks.append(Line(f"名单{label}　{cn_date(day)}", "bold"))
        for each in found:
            blocks += [Title(each.heading), *_people(each)]
    blocks += [Line(), Line("电话只印在通讯录里：cz report --template 通讯录", "bright_black")]
    data = {
        "day": day.isoformat(),
        "who": [
            {
                "name": each.heading,
                "people": [person_data(person, each) for person in each.people],
                "duties": list(each.duties),
            }
            for each in found
        ],
    }
    title = file_title("名单", campaign.plan, day)
    return Sheet(blocks, data, _records(found), title)


def _duties(who: Who) -> list[Block]:
    """What the plan gives a body to do, where it stands alone."""
    if not who.duties:
        return []
    lines = [Line(f"{number}. {duty}") for number, duty in enumerate(who.duties, 1)]
    return [Title("工作职责"), *lines]


_COLUMNS = (Col("机构或单位"), Col("角色"), Col("姓名"), Col("单位和职务", grow=True))
_DATED = (*_COLUMNS, Col("任职"), Col("卸任"))


def _people(who: Who) -> list[Block]:
    if not who.people:
        return [Line("名单里还没有人。")]
    rows = []
    for person in who.people:
        row = [person.body or person.unit, person.role, person.name, person.unit + person.post]
        if who.is_person:
            row += [day_text(person.since) or "", day_text(person.until) or ""]
        rows.append(row)
    return [Table(_DATED if who.is_person else _COLUMNS, rows)]


def person_data(person: Person, who: Who) -> dict[str, Any]:
    return {**record_data(person), "in_office": is_in_office(person, who.day)}


def _records(found: Sequence[Who]) -> Table:
    """Everyone once a line, for a spreadsheet."""
    titles = ("编号", "机构", "单位", "角色", "姓名", "职务", "任职日期", "卸任日期")
    rows = [
        [
            *(person.id, person.body, person.unit, person.role, person.name, person.post),
            *(day_text(person.since) or "", day_text(person.until) or ""),
        ]
        for each in found
        for person in each.people
    ]
    return Table([Col(title) for title in titles], rows)
