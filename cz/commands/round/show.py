"""``cz round show``."""

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
from cz.commands.round.options import RoundArgument
from cz.rounds.rates import Row, UnitClass
from cz.rounds.story import RoundStory
from cz.rounds.words import (
    UNDECIDED,
    against_words,
    all_met_words,
    error_words,
    headline,
    plain,
    rule_words,
    score,
)
from cz.show.contradictions import contradiction_blocks, contradiction_data
from cz.show.rounds import between_data, rate_data
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.words import file_title, label
from cz.verbs.round.show import story
from cz.words import cn_date

_MOST = 12  # loose findings told one by one


@examples(
    "cz round m2026-2",
    "cz round m2026-2 --against m2026-1",
    "cz round show m2026-2 -o 模拟测评.xlsx",
)
def command(
    id_: RoundArgument,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="编号",
            help="和哪一次比；不写就和上一次比。",
            autocompletion=suggest.rounds,
        ),
    ] = None,
    json: JsonOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json)
    opened, day = open_for_reading(plan, today)
    return finish(opened, sheet(story(opened.campaign, id_, day, against)), form, output)


def sheet(told: RoundStory) -> Sheet:
    result = told.scored
    blocks: list[Block] = [Line(_title(told), "bold"), Line(headline(told))]
    error = error_words(told.error)
    blocks.append(Line(f"得分率 {score(result.city)}" + (f"（{error}）" if error else "")))
    if result.minors.seen:
        counted = f"（标准 {result.minors.standards} 条，观察 {result.minors.seen} 次）"
        blocks.append(Line(f"未成年人思想道德建设 {score(result.minors)}{counted}"))
    if told.against:
        blocks.append(Line(against_words(told.against)))
    blocks += _loose(told)
    titles = {project.id: project.title for project in told.campaign.projects}
    blocks += [Title("测评项目"), _rates("测评项目", result.projects, titles)]
    for group in result.classes:
        blocks += _class(group)
    if result.nobody:
        blocks.append(Line(f"没有写属地的点位有 {result.nobody} 次观察，不在任何单位里。"))
    titles = {standard.id: standard.title for standard in told.campaign.indicators}
    missed = tuple(row for row in result.standards if row.rate.met < row.rate.seen)
    blocks += [Title(f"没有全部达到的标准 {len(missed)} 条"), _rates("测评标准", missed, titles)]
    blocks += contradiction_blocks(told.contradictions, told.phase)
    blocks.append(Title("怎么算的"))
    rules = rule_words(told.campaign, result)
    blocks += [Line(f"{number}. {text}") for number, text in enumerate(rules, 1)]
    return Sheet(
        blocks,
        lambda: data(told),
        _rates("测评标准", result.standards, titles),
        file_title(told.round.title, told.campaign.plan, told.today),
    )


def _title(told: RoundStory) -> str:
    one = told.round
    days = f"{cn_date(one.start)}至{cn_date(one.end)}"
    return "　".join(filter(None, (f"{one.title}{label(told.campaign.plan)}", days, one.by)))


def _loose(told: RoundStory) -> list[Block]:
    seen = told.scored.observed
    blocks: list[Block] = []
    if told.all_met:
        blocks.append(Line(all_met_words(told), "yellow"))
    if not seen.loose:
        return blocks
    blocks.append(Line(f"这一次的问题 {seen.findings} 个，{len(seen.loose)} 个没有算进去："))
    for loose in seen.loose[:_MOST]:
        finding = loose.finding
        blocks.append(Line(f"  {finding.id} {finding.spot} {finding.problem}　{loose.why}"))
    if len(seen.loose) > _MOST:
        blocks.append(Line(f"  ……另有 {len(seen.loose) - _MOST} 个"))
    return blocks


def _rates(word: str, rows: tuple[Row, ...], titles: dict[str, str]) -> Table:
    columns = [
        Col("编号"),
        Col(word, grow=True),
        Col("得分率", right=True),
        Col("按次数", right=True),
        Col("观察", right=True),
        Col("符合", right=True),
    ]
    cells = []
    for row in rows:
        shown = [row.name, titles.get(row.name, ""), score(row.rate), plain(row.rate)]
        cells.append([*shown, str(row.rate.seen), str(row.rate.met)])
    return Table(columns, cells)


def _class(group: UnitClass) -> list[Block]:
    blocks: list[Block] = [Title(f"{group.name}　参加排名 {len(group.ranked)} 个")]
    if group.ranked:
        columns = [Col("名次", right=True), Col("单位", grow=True), Col("得分率", right=True)]
        columns += [Col("观察", right=True), Col("符合", right=True)]
        rows = [
            [str(line.rank), line.name, score(line.rate), str(line.rate.seen), str(line.rate.met)]
            for line in group.ranked
        ]
        blocks.append(Table(columns, rows))
    if group.few:
        named = "、".join(f"{row.name} {row.rate.seen}" for row in group.few)
        blocks.append(Line(f"观察次数不够，不排名：{named}"))
    return blocks


def data(told: RoundStory) -> dict[str, Any]:
    result, one = told.scored, told.round
    against = None
    if told.against:
        compared = told.against
        against = {
            "id": compared.other.observed.round.id,
            "now": rate_data(compared.now),
            "then": rate_data(compared.then),
            "between": between_data(compared.between),
            "undecided": bool(compared.between and compared.between.holds_nothing),
            "words": UNDECIDED if compared.between and compared.between.holds_nothing else "",
        }
    return {
        "id": one.id,
        "title": one.title,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "by": one.by,
        "seed": one.seed,
        "scoring": told.campaign.rules.scoring._asdict(),
        "spots": [spot.id for spot in result.observed.spots],
        "city": {**rate_data(result.city), "between": between_data(told.error)},
        "minors": rate_data(result.minors),
        "against": against,
        "projects": [{"id": row.name, **rate_data(row.rate)} for row in result.projects],
        "standards": [{"id": row.name, **rate_data(row.rate)} for row in result.standards],
        "classes": [
            {
                "name": group.name,
                "ranked": [
                    {
                        "unit": line.name,
                        "rank": line.rank,
                        **rate_data(line.rate),
                        "filled": line.rate.filled,
                    }
                    for line in group.ranked
                ],
                "few": [{"unit": row.name, **rate_data(row.rate)} for row in group.few],
            }
            for group in result.classes
        ],
        "contradictions": contradiction_data(told.contradictions),
        "loose": [{"id": loose.finding.id, "why": loose.why} for loose in result.observed.loose],
    }
