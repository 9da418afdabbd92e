"""``cz finding match``: which standard a finding is against."""

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
from cz.names import find_findings
from cz.problem import Refusal
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.supervise.matching import Proposal, proposals
from cz.verbs.finding.match import match
from cz.write.writing import How


@examples(
    "cz finding match                                      没有写标准的问题，提出哪一条",
    "cz finding match f260706-1 --indicator i9-18          写上这一条",
    "cz finding match --accept                             核对过了，提出的都写上",
)
def command(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号",
            show_default=False,
            help="只看这几个问题；不写就是全部没有写标准的。",
            autocompletion=suggest.findings,
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option(
            "--indicator",
            metavar="指标",
            help="写上这一条测评标准。",
            autocompletion=suggest.indicators,
        ),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="核对过了，提出的都写进台账。")] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if indicator or accept:
        return record(
            match,
            find_plan(plan),
            ids or (),
            clock(today),
            indicator=indicator,
            how=How(dry_run, commit),
        )
    if dry_run or commit:
        raise Refusal("--dry-run 和 --commit 要和 --accept 或 --indicator 同用。")
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    findings = find_findings(campaign, ids) if ids else list(campaign.findings)
    bare = sum(not finding.indicator for finding in findings)
    return finish(opened, sheet(proposals(campaign, findings, day), bare), form, output)


def sheet(proposed: list[Proposal], bare: int) -> Sheet:
    """``bare``: how many findings have no standard."""
    blocks: list[Block] = []
    if proposed:
        blocks = [_table(proposed), Line()]
    told = f"没有写测评标准的问题 {bare} 个，提出 {len(proposed)} 个"
    blocks.append(Line(told, "bright_black"))
    if proposed:
        blocks.append(Line("核对过了都写上：cz finding match --accept", "bright_black"))
    return Sheet(blocks, lambda: [data(proposal) for proposal in proposed])


def _table(proposed: list[Proposal]) -> Table:
    columns = [
        Col("编号"),
        Col("点位", grow=True),
        Col("存在问题", grow=True),
        Col("标准"),
        Col("测评标准", grow=True),
        Col("依据", grow=True),
    ]
    rows: list[list[str | Cell]] = []
    for proposal in proposed:
        finding, indicator = proposal.finding, proposal.indicator
        rows.append(
            [
                finding.id,
                finding.spot,
                finding.problem,
                indicator.id,
                indicator.title,
                proposal.reason,
            ]
        )
    return Table(columns, rows, whole=True)


def data(proposal: Proposal) -> dict[str, Any]:
    return {
        "id": proposal.finding.id,
        "spot": proposal.finding.spot,
        "problem": proposal.finding.problem,
        "indicator": proposal.indicator.id,
        "title": proposal.indicator.title,
        "reason": proposal.reason,
    }
