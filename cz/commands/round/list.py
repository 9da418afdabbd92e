"""``cz round list``."""

from __future__ import annotations

from typing import Any

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
from cz.rounds.words import score
from cz.show.rounds import in_percent, number_of
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.verbs.round.list import ListedRound, Rounds, rounds


@examples("cz round", "cz round list -o 模拟测评.xlsx")
def command(
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    return finish(opened, sheet(rounds(opened.campaign, day)), form, output)


def sheet(held: Rounds) -> Sheet:
    blocks: list[Block] = [_table(held)]
    if not held.rows:
        blocks = [Line("还没有登记模拟测评。登记一次：cz round new --start 日期 --end 日期")]
    title = file_title("模拟测评", held.campaign.plan, held.today)
    return Sheet(blocks, lambda: [_data(row) for row in held.rows], title=title)


def _table(held: Rounds) -> Table:
    columns = [
        Col("编号"),
        Col("标题", grow=True),
        Col("开始"),
        Col("结束"),
        Col("点位", right=True),
        Col("观察", right=True),
        Col("不符合", right=True),
        Col("得分率", right=True),
    ]
    return Table(columns, [_row(row) for row in held.rows])


def _row(row: ListedRound) -> list[str | Cell]:
    one = row.round
    cells: list[str | Cell] = [one.id, one.title]
    cells += [Cell(day.isoformat(), day) for day in (one.start, one.end)]
    if row.scored is None:
        return [*cells, str(len(one.spots)), "", "", "没有结束" if one.spots else "没有抽点位"]
    seen = row.scored.observed
    missed = sum(not each.met for each in seen.observations)
    counts = [str(len(seen.spots)), str(len(seen.observations)), str(missed)]
    return [*cells, *counts, score(row.scored.city)]


def _data(row: ListedRound) -> dict[str, Any]:
    one, result = row.round, row.scored
    return {
        "id": one.id,
        "title": one.title,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "by": one.by,
        "seed": one.seed,
        "spots": list(one.spots),
        "rate": number_of(in_percent(result.city.value)) if result else None,
    }
