"""``cz finding list``: the findings for which all that is asked holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    UnitOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.records import Finding
from cz.records.fields import declared
from cz.records.kinds import word_in
from cz.show.data import finding as finding_data
from cz.show.facts import field_text
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.supervise.state import WORDS, Stand, judgement
from cz.verbs.finding.list import Findings, ListedFinding, findings
from cz.words import short_date


@examples(
    "cz finding list --state 逾期",
    "cz finding list --unit 城东街道 --state 待整改,待复核",
    "cz finding list 占道 --type 农贸市场 --sort due",
    "cz finding list --from 2026-07-01 --to 2026-07-15 --csv -o 台账.csv",
)
def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="词",
            show_default=False,
            help="编号、点位、问题、单位或类型里的词；几个词要都有。",
        ),
    ] = None,
    unit: UnitOption = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="状态",
            help="待交办、待整改、待复核、已销号、逾期、已撤回；几种用逗号隔开。",
            autocompletion=suggest.finding_states,
        ),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="类型",
            help="点位类型，或其中一段。",
            autocompletion=suggest.spot_types,
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="督查日期从哪天起。")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="日期", help="督查日期到哪天止。")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar="列",
            help="按哪一列排，例如 due；-due 倒排；可用逗号写几列。",
            autocompletion=suggest.finding_sorts,
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
    need = concern.findings_of_unit(unit) if unit is not None else None
    opened, day = open_for_reading(plan, today, at, need)
    listed = findings(
        opened.campaign,
        words or (),
        day,
        unit=unit,
        state=state,
        type_=type_,
        start=start,
        end=end,
        sort=sort,
    )
    return finish(opened, sheet(listed), form, output)


def sheet(listed: Findings) -> Sheet:
    blocks: list[Block] = [Line("没有符合条件的问题。")]
    if listed.rows:
        blocks = [
            findings_table(listed.rows, listed.today),
            Line(),
            Line(_count_line(listed.rows), "bright_black"),
        ]
    if listed.withdrawn:
        words = f"另有已撤回的 {listed.withdrawn} 个，不计数；看它们用 --state 已撤回。"
        blocks.append(Line(words, "bright_black"))
    title = file_title("督查问题台账", listed.campaign.plan, listed.today)
    return Sheet(blocks, lambda: _data(listed.rows), lambda: _records(listed.rows), title)


def findings_table(rows: Sequence[ListedFinding], today: date) -> Table:
    columns = [
        Col("编号"),
        Col("日期"),
        Col("点位", grow=True),
        Col("责任单位", grow=True),
        Col("存在问题", grow=True),
        Col("时限"),
        Col("状态"),
    ]
    return Table(columns, [_row(row, today) for row in rows], whole=True)


def _row(row: ListedFinding, today: date) -> list[str | Cell]:
    now, finding = row.stand, row.stand.finding
    due: str | Cell = Cell("未定", "")
    if now.due:
        due = Cell(short_date(now.due, today), now.due)
    return [
        finding.id,
        Cell(short_date(finding.date, today), finding.date),
        finding.spot,
        f"（协办）{row.unit}" if row.helping else row.unit,
        finding.problem,
        due,
        f"逾期{now.late}天" if now.late else WORDS[now.state],
    ]


def _count_line(rows: Sequence[ListedFinding]) -> str:
    """How many stand how; those the unit only assists in are counted, and named apart."""
    counts = Counter(row.stand.state for row in rows)
    late = sum(row.stand.late > 0 for row in rows)
    helping = sum(row.helping for row in rows)
    parts = []
    for state, word in WORDS.items():
        if counts[state]:
            of_these_late = f"（其中逾期 {late}）" if state == "open" and late else ""
            parts.append(f"{word} {counts[state]}{of_these_late}")
    of_these_helping = f"（其中协办 {helping}）" if helping else ""
    return f"共 {len(rows)} 个问题{of_these_helping}：{'，'.join(parts)}"


_TITLES = (
    "编号",
    "日期",
    "点位",
    "点位类型",
    "责任单位",
    "协办单位",
    "存在问题",
    "时限",
    "状态",
    "逾期天数",
    "整改情况",
    "整改日期",
    "是否按时",
    "销号日期",
    "指标",
    "任务",
    "督查组",
)
_HELD = (
    "id",
    "date",
    "spot",
    "type",
    "unit",
    "helpers",
    "problem",
    "due",
    "fix",
    "rectified",
    "verified",
    "indicator",
    "task",
    "by",
    "extended",
    "reopened",
    "reassigned",
    "withdrawn",
)


def _records(rows: Sequence[ListedFinding]) -> Table:
    """The ledger as an office keeps it in a spreadsheet."""
    titles = [*_TITLES, *(word_in(Finding, name) for name in _others())]
    columns = [Col(title, right=title == "逾期天数") for title in titles]
    return Table(columns, [_record(row) for row in rows])


def _others() -> list[str]:
    """The declared fields of a finding that no column above holds."""
    return [name for name in declared(Finding) if name not in _HELD]


def _record(row: ListedFinding) -> list[str]:
    now, finding = row.stand, row.stand.finding
    return [
        finding.id,
        str(finding.date),
        finding.spot,
        finding.type,
        row.unit,
        "、".join(finding.helpers),
        finding.problem,
        str(now.due or ""),
        WORDS[now.state],
        str(now.late or ""),
        row.fix,
        str(now.claimed or ""),
        timeliness(now),
        str(now.verified or ""),
        finding.indicator,
        finding.task,
        finding.by,
        *(field_text(name, getattr(finding, name)) for name in _others()),
    ]


def timeliness(now: Stand) -> str:
    return judgement(now.claimed, now.judged, now.relapsed) if now.claimed else ""


def _data(rows: Sequence[ListedFinding]) -> list[dict[str, Any]]:
    return [row_data(row) for row in rows]


def row_data(row: ListedFinding) -> dict[str, Any]:
    return finding_data(row.stand, row.unit, row.fix, helping=row.helping)
