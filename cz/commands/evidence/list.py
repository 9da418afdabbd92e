"""``cz evidence list``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli import suggest
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
from cz.show.data import frame, record_data
from cz.show.pieces import name_of
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title, headline
from cz.supervise.reviews import STATES
from cz.verbs.evidence.list import ASKED, TO_SEE, Listed, Row, listed
from cz.words import cn_date, share


@examples(
    "cz evidence list",
    "cz evidence list --state 退回           退回还没有补来的，写着原因和时限",
    "cz evidence list 区城管局 --state 待审",
    "cz evidence list -o 材料.xlsx           在表里改图说、写审核结果，再用 cz evidence take 取回",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="状态",
            help="待审、通过、退回、待抽查（通过而抽到、还没有看）。",
            autocompletion=suggest.piece_states,
        ),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at)
    found = listed(opened.campaign, day, unit=either(name, unit), state=state)
    return finish(opened, sheet(found), form, output)


def sheet(found: Listed) -> Sheet:
    """For a spreadsheet: the table that ``cz evidence take`` reads."""
    plan = found.campaign.plan
    whose = f"　{found.owner.name}" if found.owner else ""
    of_state = ASKED[found.state] + " " if found.state else ""
    blocks: list[Block] = [
        Line(headline(plan), "bold"),
        Line(f"佐证材料　截至{cn_date(found.today)}{whose}"),
        Line(f"{of_state}{len(found.rows)} 份" + _shares(found)),
    ]
    if found.rows:
        blocks += [Line(), _table(found)]
    title = file_title("佐证材料", plan, found.today)
    return Sheet(blocks, lambda: data(found), lambda: records(found.rows), title)


def _shares(found: Listed) -> str:
    """How many of each state, where none was asked for: ``：待审 5（50.0%）……``."""
    if found.state or not found.rows:
        return ""
    counts = dict.fromkeys(STATES, 0)
    for row in found.rows:
        counts[row.reviewed.state] += 1
    told = [f"{STATES[state]} {share(count, len(found.rows))}" for state, count in counts.items()]
    to_see = sum(row.state == TO_SEE for row in found.rows)
    drawn = f"；抽到还没有看的 {to_see}" if to_see else ""
    return f"：{'、'.join(told)}{drawn}"


def _table(found: Listed) -> Table:
    columns = [Col("编号"), Col("用于"), Col("材料", grow=True), Col("单位"), Col("审核")]
    explained = any(row.reviewed.why for row in found.rows)
    if explained:
        columns.append(Col("退回原因", grow=True))
    rows = []
    for row in found.rows:
        record = row.record
        cells = [record.id, record.about, name_of(record), row.unit, _state(row)]
        rows.append([*cells, row.reviewed.why] if explained else cells)
    return Table(columns, rows, whole=True)


def _state(row: Row) -> str:
    if row.draw:
        return f"待抽查（{row.draw}）"
    return "重新提交，待审" if row.reviewed.again else ASKED[row.state]


def records(rows: tuple[Row, ...]) -> Table:
    """The columns from 审核结果 on are empty: a person fills them in."""
    titles = (
        *("编号", "文件", "用于", "事项", "单位", "类别", "日期", "图说"),
        *("对应要求", "可能对应（拟）", "状态", "审核结果", "退回原因", "补交时限"),
    )
    cells: list[list[str | Cell]] = []
    for row in rows:
        record = row.record
        cells.append(
            [
                record.id,
                record.file,
                record.about,
                row.title,
                row.unit,
                record.kind,
                Cell(record.date.isoformat(), record.date),
                record.caption,
                "、".join(record.covers),
                "、".join(row.proposed),
                _state(row),
                "",
                "",
                "",
            ]
        )
    return Table([Col(title) for title in titles], cells)


def data(found: Listed) -> dict[str, Any]:
    return {
        **frame(found.campaign, found.today),
        "unit": found.owner.name if found.owner else None,
        "total": found.total,
        "evidence": [
            {
                **record_data(row.record),
                "unit": row.unit,
                "state": row.reviewed.state,
                "again": row.reviewed.again,
                "reason": row.reviewed.why,
                "draw": row.draw,
                "proposed": list(row.proposed),
            }
            for row in found.rows
        ],
    }
