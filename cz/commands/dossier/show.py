"""``cz dossier show``: what the standards judged by their papers have, and what they lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PhaseOption,
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
from cz.dossier.standing import HAD, STATES, Dossier, Holding, Item, counted
from cz.show.data import frame
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title, headline
from cz.verbs.dossier.show import show
from cz.whose import Owner
from cz.words import cn_date, mark, percent, share


@examples(
    "cz dossier                 各项目的材料：有、待审、退回、缺各多少",
    "cz dossier 区教育局        一个单位的，逐条逐项",
    "cz dossier -o 缺件.xlsx    逐项一行，可以筛选",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    phase: PhaseOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at)
    found, owner = show(opened.campaign, day, unit=either(name, unit), phase=phase)
    return finish(opened, sheet(found, owner), form, output)


def sheet(found: Dossier, owner: Owner | None = None) -> Sheet:
    """All standards by project, of a unit one by one. For a spreadsheet a row an item."""
    plan = found.campaign.plan
    whose = f"　{owner.name}" if owner else ""
    blocks: list[Block] = [
        Line(headline(plan), "bold"),
        Line(f"材料建档　第{found.phase}阶段　截至{cn_date(found.day)}{whose}"),
        Line(total(found.holdings)),
    ]
    if found.span:
        window = found.span.window
        blocks.append(Line(f"日期在{cn_date(window.start)}至{cn_date(window.end)}的才算。"))
    else:
        blocks.append(Line("材料有效期没有写明，日期没有查。"))
    if found.holdings:
        blocks += [Line(), _by_standard(found) if owner else _by_project(found)]
    if found.proposals:
        words = f"缺的里有 {found.proposals} 项，看字眼可能已经有材料，请确认：cz evidence cover"
        blocks += [Line(), Line(words)]
    title = file_title("材料建档", plan, found.day)
    return Sheet(blocks, lambda: data(found, owner), lambda: records(found.holdings), title)


def total(holdings: Sequence[Holding]) -> str:
    """``材料审核的标准 85 条，齐全 3 条；要 232 项：有 15（6.5%）、待审 2……``."""
    counts = counted(holdings)
    items = sum(counts.values())
    complete = sum(holding.is_complete for holding in holdings)
    told = [f"{word} {share(counts[state], items)}" for state, word in STATES.items()]
    return (
        f"材料审核的标准 {len(holdings)} 条，齐全 {complete} 条；要 {items} 项：{'、'.join(told)}。"
    )


def _by_project(found: Dossier) -> Table:
    columns = [Col("测评项目", grow=True), Col("标准", right=True), Col("要求", right=True)]
    columns += [Col(word, right=True) for word in STATES.values()] + [Col("占比", right=True)]
    rows = []
    projects = {project.id: project for project in found.campaign.projects}
    for id_ in dict.fromkeys(holding.indicator.project for holding in found.holdings):
        own = [each for each in found.holdings if each.indicator.project == id_]
        counts = counted(own)
        items = sum(counts.values())
        project = projects.get(id_)
        name = mark(project.title, project.source == "proposed") if project else id_
        figures = [str(counts[state] or "") for state in STATES]
        had = percent(100 * counts[HAD] / items) if items else ""
        rows.append([name, str(len(own)), str(items), *figures, had])
    return Table(columns, rows)


def _by_standard(found: Dossier) -> Table:
    columns = [Col("编号"), Col("测评标准", grow=True), Col("要求"), Col("状态"), Col("材料")]
    rows = []
    for holding in found.holdings:
        indicator = holding.indicator
        name = mark(indicator.title, indicator.source == "proposed")
        for number, item in enumerate(holding.items):
            head = ["", ""] if number else [indicator.id, name]
            rows.append([*head, item.name, STATES[item.state], _pieces(item)])
    return Table(columns, rows, whole=True)


def _pieces(item: Item) -> str:
    """``e18；可能是 e20；e11 不在有效期内``."""
    parts = [_ids(item.pieces)]
    if not item.pieces and item.proposed:
        parts.append(f"可能是 {_ids(item.proposed)}")
    if item.outside:
        parts.append(f"{_ids(item.outside)} 不在有效期内")
    return "；".join(part for part in parts if part)


def _ids(pieces: Sequence[Any]) -> str:
    return "、".join(piece.record.id for piece in pieces)


def records(holdings: Sequence[Holding]) -> Table:
    titles = (
        *("编号", "测评标准", "责任单位", "要求", "状态", "材料", "退回原因", "可能有（拟）"),
        "不在有效期内",
    )
    rows = [row for holding in holdings for row in _rows(holding)]
    return Table([Col(title) for title in titles], rows)


def _rows(holding: Holding) -> Iterator[list[str | Cell]]:
    indicator = holding.indicator
    for item in holding.items:
        why = "；".join(piece.why for piece in item.pieces if piece.why)
        yield [
            indicator.id,
            mark(indicator.title, indicator.source == "proposed"),
            holding.unit,
            item.name,
            STATES[item.state],
            _ids(item.pieces),
            why,
            _ids(item.proposed),
            _ids(item.outside),
        ]


def data(found: Dossier, owner: Owner | None = None) -> dict[str, Any]:
    return {
        **frame(found.campaign, found.day),
        "phase": found.phase,
        "unit": owner.name if owner else None,
        "standards": len(found.holdings),
        "complete": sum(holding.is_complete for holding in found.holdings),
        "items": dict(found.counts),
        "proposed": found.proposals,
        "holdings": [_holding_data(holding) for holding in found.holdings],
    }


def _holding_data(holding: Holding) -> dict[str, Any]:
    return {
        "id": holding.indicator.id,
        "title": holding.indicator.title,
        "unit": holding.unit,
        "statement": holding.statement,
        "items": [
            {
                "item": item.name,
                "state": item.state,
                "evidence": [piece.record.id for piece in item.pieces],
                "proposed": [piece.record.id for piece in item.proposed],
                "outside": [piece.record.id for piece in item.outside],
            }
            for item in holding.items
        ],
        "honours": [honour.id for honour in holding.honours],
    }
