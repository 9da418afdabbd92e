"""``cz list``: rows of one kind that a query matches."""

from __future__ import annotations

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
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.progress import LIGHTS
from cz.records import STATUSES, Block, Indicator, Project, Requirement, Unit
from cz.show import sheet as sheets
from cz.show.data import day_text, indicator, owner, record_data, state
from cz.show.sheet import Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.verbs.list import COLUMNS, Listing, listing
from cz.verbs.list_plain import PLAIN
from cz.words import OURS


@examples(
    "cz list unit:区教育局 status:doing",
    'cz list "due<2026-07-01" not status:done,verified --sort due',
    "cz list light:red or status:blocked",
    "cz list source:proposed 志愿",
    "cz list --kind indicator rating:C",
    "cz list --kind unit 街道",
    "cz list --kind 工作要求",
    "cz list --kind indicator --columns 全部 -o 全部标准.xlsx",
    "cz list phase:2 --csv -o 任务.csv",
)
def command(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="条件",
            autocompletion=suggest.query_words,
            show_default=False,
            help=(
                "unit: lead: group: chapter: phase: status: light: due< due> source: rating: "
                "project: method: task:，或任意词；not 否定，or 或者；几个值用逗号隔开。"
            ),
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="种类",
            help="task 任务，step 步骤，indicator 指标，unit 单位；"
            "部分、阶段、板块、工作要求、机构、测评体系、版块、测评项目、人员。",
            autocompletion=suggest.kinds,
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="列", help="按哪一列排，例如 due；-due 倒排；可用逗号写几列。"
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns", metavar="列", help="显示哪些列，例如 id,title,units,group；全部 是每一列。"
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
    need = concern.listing(query or (), kind)
    opened, day = open_for_reading(plan, today, at, need)
    listed = listing(opened.campaign, query or (), day, kind, sort, columns)
    return finish(opened, sheet(listed), form, output)


_VALUES = {
    "status": STATUSES,
    "light": {**LIGHTS, "none": ""},
    "source": {"plan": "方案", "proposed": "拟"},
}
_GROWING = ("title", "units", "members", "material", "content", "redacted")
_LISTED = {
    "task": "任务",
    "step": "步骤",
    "indicator": "测评标准",
    "unit": "单位",
    **{kind: plain.word for kind, plain in PLAIN.items()},
}
_COUNTED = {
    "task": "项任务",
    "step": "个步骤",
    "indicator": "条指标",
    "unit": "个单位",
    **{kind: plain.measure for kind, plain in PLAIN.items()},
}
_BY_PHASE = ("task", "step", "indicator")


def sheet(listing: Listing) -> Sheet:
    table = _table(listing)
    blocks: list[sheets.Block] = [Line("没有符合条件的记录。")]
    if listing.rows:
        phase = f"（第{listing.phase}阶段）" if listing.kind in _BY_PHASE else ""
        count = f"共 {len(listing.rows)} {_COUNTED[listing.kind]}{phase}"
        blocks = [table, Line(), Line(count, "bright_black")]
    title = file_title(_LISTED[listing.kind], listing.campaign.plan, listing.today)
    return Sheet(blocks, lambda: _data(listing), table, title)


def _table(listing: Listing) -> Table:
    known = COLUMNS[listing.kind]
    columns = [
        Col(known[name].title, grow=name in _GROWING, right=name in ("page", "late"))
        for name in listing.columns
    ]
    return Table(columns, [_cells(listing, row) for row in listing.rows])


def _cells(listing: Listing, row: Any) -> list[str]:
    record = row.record if listing.kind in _BY_PHASE else row
    cells = []
    for name in listing.columns:
        text = _written(name, COLUMNS[listing.kind][name].value(row))
        cells.append(text + OURS if text and _is_ours(record, name) else text)
    return cells


def _written(name: str, value: Any) -> str:
    if name == "rating" and value == "":
        return "未评"
    if value is None or value == 0:
        return ""
    if value is True:
        return "是"
    if isinstance(value, date):
        return value.isoformat()
    return str(_VALUES.get(name, {}).get(value, value))


def _is_ours(record: Any, name: str) -> bool:
    """Whether what this column says of the record is ours, not the plan's."""
    proposed = getattr(record, "source", "") == "proposed"
    if isinstance(record, Indicator):
        return proposed and name == "title"
    if isinstance(record, Unit | Block | Project | Requirement):
        return proposed and name in ("name", "title")
    if name in getattr(record, "proposed", ()):
        return True
    return proposed and name in ("lead", "units", "group")


def _data(listing: Listing) -> list[dict[str, Any]]:
    known = COLUMNS[listing.kind]
    rows = []
    for row in listing.rows:
        data = _row_data(listing.kind, row)
        for name in listing.columns:
            if name not in data:
                value = known[name].value(row)
                data[name] = day_text(value) if isinstance(value, date) else value
        rows.append(data)
    return rows


def _row_data(kind: str, row: Any) -> dict[str, Any]:
    if kind in PLAIN:
        return record_data(row)
    if kind == "unit":
        return owner(row)
    if row.indicator is not None:
        return indicator(row.indicator, row.phase)
    return state(row.state)
