"""``cz round rate``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    AcceptOption,
    CommitOption,
    CsvOption,
    DryRunOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    finish,
    one_form,
    open_for_reading,
    record,
    refuse_unaccepted,
)
from cz.commands.round.options import RoundArgument
from cz.load.folder import find_plan
from cz.rounds.judging import Judged, observed_words
from cz.show.contradictions import contradiction_blocks, contradiction_data
from cz.show.rounds import rate_data
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.verbs.round.rate import RatedRound, accept, rated
from cz.write.writing import How


@examples(
    "cz round rate m2026-2                          照办公室的规则，提出哪些评级",
    "cz round rate m2026-2 i9-18 i12-10 --accept    这几条核对过了，照提的写上",
)
def command(
    id_: RoundArgument,
    standards: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="标准",
            help="核对过的测评标准，和 --accept 同用，可以写几条，也可以写一段：i9-12~15。",
            show_default=False,
            autocompletion=suggest.indicators,
        ),
    ] = None,
    accept_: AcceptOption = False,
    phase: PhaseOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if accept_:
        return record(
            accept,
            find_plan(plan),
            id_,
            standards or (),
            clock(today),
            phase=phase,
            how=How(dry_run, commit),
        )
    refuse_unaccepted(dry_run, commit, standards)
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    told = rated(opened.campaign, id_, day, phase)
    title = file_title(f"{told.round.title}提出的评级", opened.campaign.plan, day)
    return finish(opened, sheet(told, title), form, output)


def sheet(told: RatedRound, title: str = "") -> Sheet:
    proposed = told.proposed
    blocks: list[Block] = []
    if proposed:
        blocks = [_table(proposed), Line()]
    blocks += [Line(text, "bright_black") for text in _counted(told)]
    blocks += contradiction_blocks(told.contradictions, told.phase)
    return Sheet(blocks, lambda: _data(told), _table(proposed), title)


def _table(proposed: tuple[Judged, ...]) -> Table:
    columns = [
        Col("编号"),
        Col("测评标准", grow=True),
        Col("现在"),
        Col("观察"),
        Col("规则", grow=True),
        Col("提出"),
    ]
    rows: list[list[str | Cell]] = []
    for each in proposed:
        standard = each.standard
        now = each.rating or "未评"
        observed = observed_words(each.rate)
        rows.append([standard.id, standard.title, now, observed, str(standard.judge), each.grade])
    return Table(columns, rows, whole=True)


def _counted(told: RatedRound) -> list[str]:
    """How many have a rule, and what came of it."""
    judged, number = told.judged, len(told.proposed)
    without = told.observed - len(judged)
    same = sum(bool(each.grade) and not each.is_proposed for each in judged)
    silent = sum(not each.grade for each in judged)
    lines = [f"看过的标准 {told.observed} 条，写了评级规则的 {len(judged)} 条："]
    lines[0] += f"提出 {number} 条，和第{told.phase}阶段的评级一样 {same} 条，提不出 {silent} 条。"
    if without:
        lines.append(f"没有写规则的 {without} 条不提；规则写在标准的 judge 里，见 docs/rounds.md。")
    if number:
        named = " ".join(each.standard.id for each in told.proposed)
        lines.append(f"逐条核对过了再写上：cz round rate {told.round.id} {named} --accept")
    return lines


def _data(told: RatedRound) -> dict[str, Any]:
    return {
        "id": told.round.id,
        "phase": told.phase,
        "judged": [
            {
                "indicator": each.standard.id,
                "rating": each.rating,
                **rate_data(each.rate),
                "judge": each.standard.judge._asdict(),
                "grade": each.grade,
                "proposed": each.is_proposed,
            }
            for each in told.judged
        ],
        "contradictions": contradiction_data(told.contradictions),
    }
