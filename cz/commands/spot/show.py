"""``cz spot show``: one place over time."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.spot.list import data as spot_data
from cz.commands.spot.list import spot_table
from cz.records import Finding
from cz.show.sheet import Block, Cell, Col, Facts, Line, Sheet, Table, Title
from cz.show.words import file_title
from cz.supervise.spots import Seen
from cz.supervise.state import WORDS
from cz.verbs.spot.entering import spots_meant
from cz.verbs.spot.list import Spots
from cz.verbs.spot.show import SpotStory, rows_of, story_of
from cz.words import short_date


@examples(
    "cz spot 城南农贸市场", "cz spot show p17", "cz spot 和顺社区    几处都叫这个的，都列出来"
)
def command(
    spot: Annotated[
        str,
        typer.Argument(metavar="点位", help="编号、名称、曾用名。", autocompletion=suggest.spots),
    ],
    json: JsonOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    meant = spots_meant(campaign, spot)
    if len(meant) > 1:
        return finish(opened, several(rows_of(campaign, meant, day), spot), form, output)
    return finish(opened, sheet(story_of(campaign, meant[0], day)), form, output)


def several(alike: Spots, text: str) -> Sheet:
    """All that are called so; one of them is asked for by its id."""
    first = alike.rows[0].spot.id
    blocks: list[Block] = [
        Line(f"“{text}”可以指 {len(alike.rows)} 个点位", "bold"),
        spot_table(alike),
        Line(),
        Line(f"看其中一个：cz spot {first}", "bright_black"),
    ]
    title = file_title(f"点位{text}", alike.campaign.plan, alike.today)
    return Sheet(blocks, lambda: [spot_data(row) for row in alike.rows], title=title)


def sheet(told: SpotStory) -> Sheet:
    spot, row = told.spot, told.row
    counted = f"{row.times} 天，问题 {row.findings} 个，未销号 {row.open} 个"
    if row.last:
        counted += f"，最近一次 {short_date(row.last, told.today)}（{row.days} 天前）"
    facts = [
        ("类型", spot.type),
        ("属地", spot.unit or "未定"),
        ("包保单位", spot.keeper),
        ("包保领导", spot.leader),
        ("曾用名", "、".join(spot.former)),
        ("查过", counted if row.times else "从未"),
    ]
    blocks: list[Block] = [
        Line(f"{spot.id}　{spot.name}", "bold"),
        Facts([(word, text) for word, text in facts if text]),
    ]
    if told.again:
        blocks.append(Title("反复出现的问题"))
        blocks += [Line(f"{problem}　{times} 次") for problem, times in told.again]
    if told.seen:
        blocks += [Title(f"历次 {len(told.seen)} 条"), _history(told)]
    if told.standards:
        blocks += [Title(f"要看的测评标准 {len(told.standards)} 条"), _standards(told)]
    title = file_title(f"点位{spot.name}", told.campaign.plan, told.today)
    return Sheet(blocks, lambda: data(told), title=title)


def _history(told: SpotStory) -> Table:
    columns = [
        Col("日期"),
        Col("编号"),
        Col("责任单位", grow=True),
        Col("问题", grow=True),
        Col("状态"),
    ]
    return Table(columns, [_sight(told, sight) for sight in told.seen], whole=True)


def _sight(told: SpotStory, sight: Seen) -> list[str | Cell]:
    record = sight.record
    day = Cell(short_date(sight.date, told.today), sight.date)
    if isinstance(record, Finding):
        return [day, record.id, record.unit, record.problem, WORDS[told.stands[record.id].state]]
    return [day, record.id, record.unit, "未发现问题", ""]


def _standards(told: SpotStory) -> Table:
    rows: list[list[str | Cell]] = [
        [indicator.id, indicator.title, indicator.unit] for indicator in told.standards
    ]
    return Table([Col("编号"), Col("测评标准", grow=True), Col("单位")], rows, whole=True)


def data(told: SpotStory) -> dict[str, Any]:
    seen = []
    for sight in told.seen:
        record = sight.record
        is_finding = isinstance(record, Finding)
        seen.append(
            {
                "date": sight.date.isoformat(),
                "id": record.id,
                "unit": record.unit,
                "problem": record.problem if isinstance(record, Finding) else None,
                "state": told.stands[record.id].state if is_finding else None,
            }
        )
    return {
        **spot_data(told.row),
        "standards": [indicator.id for indicator in told.standards],
        "seen": seen,
    }
