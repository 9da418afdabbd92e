"""``cz condition list``."""

from __future__ import annotations

from datetime import date

from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.progress import pick_phase
from cz.records import CONDITION_STATES, MET, UNMET, UNPROVEN, Campaign, Condition
from cz.show.sheet import Block, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.whose import present_names
from cz.words import mark


@examples("cz condition", "cz condition list -o 申报条件.xlsx")
def command(
    phase: PhaseOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    number = pick_phase(opened.campaign, phase, day)
    return finish(opened, sheet(opened.campaign, number, day), form, output)


def sheet(campaign: Campaign, phase: int, today: date) -> Sheet:
    columns = [
        Col("编号"),
        Col("类别"),
        Col("条件", grow=True),
        Col("责任单位"),
        Col("符合情况"),
        Col("证明材料"),
    ]
    present = present_names(campaign)
    rows = []
    for each in campaign.conditions:
        title = mark(each.title, each.source == "proposed")
        unit = present[each.unit] if each.unit else "未定"
        state = CONDITION_STATES.get(each.states.get(phase, ""), "待核实")
        proof = UNPROVEN if each.is_unproven(phase) else "、".join(each.proof)
        rows.append([each.id, each.kind, title, unit, state, proof])
    states = [each.states.get(phase, "") for each in campaign.conditions]
    met, unmet = states.count(MET), states.count(UNMET)
    told = f"第{phase}阶段：{len(states)} 条，符合 {met}，不符合 {unmet}，待核实 "
    blocks: list[Block] = [Table(columns, rows), Line(f"{told}{len(states) - met - unmet}")]
    if not rows:
        blocks = [Line("还没有登记申报条件。照手册登记：cz condition add 条件 --kind 前置条件")]
    title = file_title("申报条件", campaign.plan, today)
    data = [_data(each, phase) for each in campaign.conditions]
    return Sheet(blocks, data, title=title)


def _data(condition: Condition, phase: int) -> dict[str, object]:
    return {
        "id": condition.id,
        "kind": condition.kind,
        "title": condition.title,
        "unit": condition.unit,
        "phase": phase,
        "state": condition.states.get(phase) or None,
        "proof": list(condition.proof),
        "note": condition.note,
        "source": condition.source,
    }
