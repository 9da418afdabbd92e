"""``cz evidence honour``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    CsvOption,
    DryRunOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    finish,
    one_form,
    open_for_reading,
    record,
)
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.show.data import frame, record_data
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title, headline
from cz.supervise.honours import HELD, PURSUED, STATES
from cz.supervise.owed import HONOURS
from cz.verbs.evidence.honour import Asked, Title, honour, titles
from cz.words import cn_date
from cz.write.writing import How


@examples(
    "cz evidence honour                       列出荣誉称号：有效的、在创的、快到期的",
    "cz evidence honour 省级文明单位（演示） --level 省级 --by 省文明委（演示） --date 2025-12-30"
    " --number 演示〔2025〕9号 --unit 区教育局",
    "cz evidence honour y1 --until 2029-09-19       复审通过，换上新的到期日期",
    "cz evidence honour 国家卫生城市（演示） --pursued --unit 区卫生健康局",
    "cz evidence honour -o 荣誉称号一览表.xlsx",
)
def command(
    title: Annotated[
        str | None,
        typer.Argument(
            metavar="称号", help="称号的全称，或编号 y1；不写就列出。", show_default=False
        ),
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="级别", help="国家级、省级、市级等。")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="单位", help="授予单位。")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="授予日期。")] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="文号", help="批准文件的文号。")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="日期", help="到期或复审的日期；90 天内的进 cz agenda。"),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="责任单位。", autocompletion=suggest.units),
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="文件", help="批准文件，或证书的图片。")
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="编号",
            help="证明哪一条任务或指标；不写就是标题里有“荣誉称号”的任务。",
            autocompletion=suggest.provable,
        ),
    ] = None,
    pursued: Annotated[bool, typer.Option("--pursued", help="在创，还没有授予。")] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    asked = Asked(level, by, date, number, until, unit, file, about, pursued)
    if title is None:
        if asked != Asked():
            raise Refusal(
                "没有写是哪个称号。先写称号或编号，例如 cz evidence honour y1 --until 2029-09-19。"
            )
        form = one_form(json=json, csv=csv)
        opened, day = open_for_reading(plan, today)
        found = titles(opened.campaign, day)
        head = frame(opened.campaign, day)
        label = headline(opened.campaign.plan)
        name = file_title("荣誉称号一览表", opened.campaign.plan, day)
        return finish(opened, sheet(found, label, head, name), form, output)
    if asked == Asked():
        raise Refusal(f"“{title}”要记什么没有写。列出全部请只写 cz evidence honour。")
    how = How(dry_run, commit)
    return record(honour, find_plan(plan), title, asked, clock(today), how=how)


def sheet(found: list[Title], label: str, head: dict[str, Any], name: str) -> Sheet:
    """``label``: the plan's; ``name``: what a file of it is headed with."""
    held = sum(each.state == HELD for each in found)
    pursued = sum(each.state == PURSUED for each in found)
    soon = [each for each in found if each.state == HELD and each.soon]
    words = (
        f"荣誉称号 {len(found)} 个：有效 {held}，在创 {pursued}，其他 {len(found) - held - pursued}"
    )
    blocks: list[Block] = [Line(label, "bold"), Line(words)]
    if found:
        columns = [Col("编号"), Col("荣誉称号", grow=True), Col("级别"), Col("授予单位", grow=True)]
        columns += [Col("授予日期"), Col("到期或复审"), Col("责任单位"), Col("状态")]
        rows = []
        for each in found:
            title = each.honour
            day = cn_date(title.date, "")
            until = cn_date(title.until, "")
            state = STATES[each.state]
            rows.append(
                [title.id, title.title, title.level, title.by, day, until, title.unit, state]
            )
        blocks += [Line(), Table(columns, rows, whole=True)]
    if soon:
        names = "、".join(f"{each.honour.title}还有{each.left}天" for each in soon)
        blocks += [Line(), Line(f"{HONOURS} 天内到期或复审：{names}。", "yellow")]
    data = {**head, "honours": [_data(each) for each in found]}
    return Sheet(blocks, data, lambda: _records(found), name)


def _records(found: list[Title]) -> Table:
    titles_ = ("编号", "荣誉称号", "级别", "授予单位", "授予日期", "文号", "到期或复审", "责任单位")
    columns = [Col(name) for name in (*titles_, "状态", "文件", "用于")]
    rows: list[list[str | Cell]] = []
    for each in found:
        title = each.honour
        dates = [Cell(str(day), day) if day else "" for day in (title.date, title.until)]
        rows.append(
            [
                title.id,
                title.title,
                title.level,
                title.by,
                dates[0],
                title.number,
                dates[1],
                title.unit,
                STATES[each.state],
                title.file,
                title.about,
            ]
        )
    return Table(columns, rows)


def _data(each: Title) -> dict[str, Any]:
    return {**record_data(each.honour), "state": each.state, "left": each.left}
