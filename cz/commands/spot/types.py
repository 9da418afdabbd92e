"""``cz spot types``: which standards are looked at on spots of each type."""

from __future__ import annotations

from typing import Annotated, Any

import typer

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
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.verbs.spot.types import TIMES, TypeRow, propose, types
from cz.write.writing import How


@examples(
    "cz spot types",
    "cz spot types --propose         按台账写上每种点位要看的标准（拟），请核对",
)
def command(
    proposing: Annotated[
        bool,
        typer.Option("--propose", help=f"台账里出现过 {TIMES} 次的标准，写进这种类型。"),
    ] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if proposing:
        return record(propose, find_plan(plan), clock(today), how=How(dry_run, commit))
    if dry_run or commit:
        raise Refusal("--dry-run 和 --commit 要和 --propose 同用。")
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    return finish(opened, sheet(types(opened.campaign, day)), form, output)


def sheet(rows: list[TypeRow]) -> Sheet:
    blocks: list[Block] = [Line("还没有点位类型，台账里也没有。")]
    if rows:
        blocks = [_table(rows)]
        bare = sum(row.bare for row in rows)
        findings = sum(row.findings for row in rows)
        told = f"{len(rows)} 种类型；台账里的问题 {findings} 个，没有对上测评标准的 {bare} 个"
        blocks += [Line(), Line(told, "bright_black")]
        if any(row.proposed for row in rows):
            blocks.append(Line("台账里出现过、还没列上的：cz spot types --propose", "bright_black"))
    return Sheet(blocks, lambda: [data(row) for row in rows])


def _table(rows: list[TypeRow]) -> Table:
    columns = [
        Col("类型"),
        Col("点位", right=True),
        Col("问题", right=True),
        Col("没有标准", right=True),
        Col("要看的测评标准", grow=True),
        Col("台账里还有", grow=True),
    ]
    cells: list[list[str | Cell]] = []
    for row in rows:
        cells.append(
            [
                row.type.name,
                str(row.spots),
                str(row.findings),
                str(row.bare),
                "、".join(row.type.standards),
                "、".join(f"{id_}（{row.ledger[id_]}）" for id_ in row.proposed),
            ]
        )
    return Table(columns, cells, whole=True)


def data(row: TypeRow) -> dict[str, Any]:
    return {
        "name": row.type.name,
        "sample": row.type.sample,
        "standards": list(row.type.standards),
        "spots": row.spots,
        "findings": row.findings,
        "without_standard": row.bare,
        "proposed": list(row.proposed),
    }
