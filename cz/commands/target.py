"""``cz target``: how far a phase is from its targets, and what would bring it there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

from cz import concern
from cz.cli.options import (
    AtOption,
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
from cz.records import STATUSES, Campaign, Indicator
from cz.show import data as json_of
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.standing import standing_blocks, standing_data
from cz.show.words import heading, headline, mark, see_the_rest
from cz.targets import BONUS, Lift, Standing, count_ratings, lifts, standing, task_statuses
from cz.words import cn_date

FEW, MANY = 15, 60  # rows of a list before the rest is only counted


@examples("cz target", "cz target --phase 2", "cz target --csv -o 待升级指标.csv")
def command(
    phase: PhaseOption = None,
    at: AtOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at, concern.targets())
    now = standing(opened.campaign, pick_phase(opened.campaign, phase, day))
    return finish(opened, sheet(opened.campaign, now, day), form, output)


def sheet(campaign: Campaign, standing: Standing, today: date) -> Sheet:
    """The targets, then the indicators that are not A.

    For a spreadsheet only these, all of them: the C's, the B's with those to raise first first,
    then those not rated.
    """
    raising = list(chain(*lifts(campaign, standing, today).values()))
    blocks = [
        Line(headline(campaign.plan), "bold"),
        Line(heading(standing.phase)),
        Line(f"截至{cn_date(today)}　{_how_many(campaign, standing)}"),
        Line(),
        *standing_blocks(standing),
        *_rated_c(standing),
        *_missing(standing, raising),
        *_not_rated(standing),
        *_bonus(campaign, standing),
        *_minors_own(campaign, standing),
        *_see_gaps(standing),
    ]
    return Sheet(
        blocks,
        lambda: data(campaign, standing, raising, today),
        lambda: _records(standing, raising, campaign, today),
    )


def _how_many(campaign: Campaign, standing: Standing) -> str:
    declared = campaign.plan.counts.standards
    if declared:
        return f"方案写明 {declared} 条测评标准，已录入 {standing.listed} 条"
    return f"方案没有写明测评标准的条数，已录入 {standing.listed} 条"


def _rated_c(standing: Standing) -> list[Block]:
    rated = standing.rated_c
    if not rated:
        return []
    return [Title(f"C类 {len(rated)} 条（必须先升到B类以上）"), _indicators(rated)]


def _not_rated(standing: Standing) -> list[Block]:
    waiting = standing.not_rated
    if not waiting:
        return []
    blocks: list[Block] = [Title(f"未评 {len(waiting)} 条"), _indicators(waiting[:FEW])]
    if len(waiting) > FEW:
        blocks.append(_rest(len(waiting) - FEW, standing, "none"))
    return blocks


def _bonus(campaign: Campaign, standing: Standing) -> list[Block]:
    """特色指标, where the phase's goal asks for them: with what proves each, without points."""
    if BONUS not in standing.phase.goal:
        return []
    bonus = campaign.bonus
    title = Title(f"{BONUS} {len(bonus)} 条（方案要求获得较多加分，没有写数值，不计入A类占比）")
    if not bonus:
        return [
            title,
            Line("还没有录入：在 data/indicators.yaml 里照测评标准写，加一行 bonus: true。"),
        ]
    columns = [Col("编号"), Col(BONUS, grow=True), Col("单位"), Col("材料", right=True)]
    rows = [
        (each.id, each.title + mark(each), each.unit, f"{_proofs(campaign, each)} 份")
        for each in bonus
    ]
    return [title, Table(columns, rows)]


def _minors_own(campaign: Campaign, standing: Standing) -> list[Block]:
    """The standards that the minors' system has of its own: they count for no share."""
    own = campaign.minors_standards
    if not own:
        return []
    counted = count_ratings(own, standing.phase.number)
    told = f"A类 {counted.a} 条，B类 {counted.b} 条，C类 {counted.c} 条，未评 {counted.unrated} 条"
    title = f"未成年人测评体系自己的标准 {counted.total} 条（不计入A类占比）"
    return [Title(title), Line(told)]


def _proofs(campaign: Campaign, indicator: Indicator) -> int:
    return sum(evidence.about == indicator.id for evidence in campaign.evidence)


def _see_gaps(standing: Standing) -> list[Block]:
    """Where it is told what each standard that is below target lacks."""
    if not standing.rated or not (standing.gap or standing.unrated or standing.c):
        return []
    return [Line(), Line("每条还缺什么、归谁、本周先抓什么：cz gaps", "bright_black")]


def _indicators(indicators: Sequence[Indicator]) -> Table:
    columns = [Col("编号"), Col("测评标准", grow=True), Col("单位"), Col("任务"), Col("测评方法")]
    rows = []
    for indicator in indicators:
        title = indicator.title + mark(indicator)
        rows.append((indicator.id, title, indicator.unit, indicator.task, indicator.method))
    return Table(columns, rows)


def _missing(standing: Standing, raising: Sequence[Lift]) -> list[Block]:
    """How to come by the A's that are missing."""
    if not standing.declared:
        return [Line("还没有测评标准，请先录入 data/indicators.yaml。", "bold")]
    if standing.verdict == "open":
        text = f"还没有评级，请先评这 {standing.declared} 条：cz rate 指标编号 A"
        return [Line(text, "bold")]
    if not standing.gap:
        return []
    blocks: list[Block] = [Title(f"怎样补上 {standing.gap} 条")]
    if standing.gap > standing.b + standing.c + standing.unrated:
        text = "即使现有B类、C类和未评的全部升为A类也不够，请核对指标是否录全。"
        blocks.append(Line(text))
    blocks.append(
        Line(
            f"现有B类 {standing.b} 条，未评 {standing.unrated} 条。"
            "按单位列出B类，有任务已办结的单位在前（任务办结、指标还是B类的，先查原因）："
        )
    )
    most = min(max(standing.gap, FEW), MANY)
    columns = [
        Col("单位"),
        Col("编号"),
        Col("B类指标", grow=True),
        Col("任务"),
        Col("任务状态"),
    ]
    rows = []
    for indicator, status in raising[:most]:
        title = indicator.title + mark(indicator)
        rows.append((indicator.unit, indicator.id, title, indicator.task, STATUSES[status]))
    blocks.append(Table(columns, rows))
    if len(raising) > most:
        blocks.append(_rest(len(raising) - most, standing, "B"))
    return blocks


def _rest(count: int, standing: Standing, rating: str) -> Line:
    command = f"cz list --kind indicator phase:{standing.phase.number} rating:{rating}"
    return Line(see_the_rest(count, command, "条"), "bright_black")


def _records(standing: Standing, raising: Sequence[Lift], campaign: Campaign, today: date) -> Table:
    titles = ["评级", "编号", "测评标准", "单位", "任务", "任务状态", "测评方法"]
    indicators = [("C", indicator) for indicator in standing.rated_c]
    indicators += [("B", lift.indicator) for lift in raising]
    indicators += [("未评", indicator) for indicator in standing.not_rated]
    statuses = task_statuses(campaign, standing.phase.number, today)
    rows = []
    for rating, indicator in indicators:
        status = statuses.get(indicator.task)
        rows.append(
            (
                rating,
                indicator.id,
                indicator.title + mark(indicator),
                indicator.unit,
                indicator.task,
                STATUSES[status] if status else "",
                indicator.method,
            )
        )
    return Table([Col(title) for title in titles], rows)


def data(
    campaign: Campaign, standing: Standing, raising: Sequence[Lift], today: date
) -> dict[str, Any]:
    """``lifts``: the B's, those to raise first first."""
    phase = standing.phase.number
    lifts = []
    for indicator, status in raising:
        lifts.append({**json_of.indicator(indicator, phase), "task_status": status})
    return {
        **standing_data(standing),
        **json_of.frame(campaign, today),
        "lifts": lifts,
        "not_rated": [json_of.indicator(waiting, phase) for waiting in standing.not_rated],
        "bonus": [
            {**json_of.indicator(each, phase), "evidence": _proofs(campaign, each)}
            for each in campaign.bonus
        ],
    }
