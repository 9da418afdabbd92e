"""``cz rank``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    FromOption,
    IssueOption,
    JsonOption,
    PlanOption,
    TodayOption,
    ToOption,
    examples,
    exit_code,
    open_for_reading,
)
from cz.typography import visible

if TYPE_CHECKING:
    from cz.records import Campaign


@examples(
    "cz rank                                        上一期以来",
    "cz rank --from 2026-07-06 --to 2026-07-10 --at 2026-07-15",
    "cz rank --issue 3                              第 3 期的督查时间",
    "cz rank --class 乡镇",
)
def command(
    start: FromOption = None,
    end: ToOption = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="日期", help="截至哪一天：以后的整改不计；不写就是今天。"),
    ] = None,
    issue: IssueOption = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--class",
            metavar="类",
            help="只看一类单位，例如 乡镇。",
            autocompletion=suggest.unit_classes,
        ),
    ] = None,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.show import rank
    from cz.supervise.ranking import ranking
    from cz.verbs.rank import cautions, period

    found, day = open_for_reading(plan, today)
    named = _class(found.campaign, kind) if kind else None
    asked = period(found.campaign, day, issue, start, end, at)
    ranked = ranking(found.campaign, asked.start, asked.end, asked.as_of, asked.issue)
    if json:
        from cz.show.writers import dump

        print(dump(rank.as_data(found.campaign, ranked)))
    else:
        rank.show_ranking(found.campaign, ranked, named)
        for words in cautions(found.campaign, asked, day):
            print(visible(f"cz：注意：{words}"), file=sys.stderr)
    return exit_code(found)


def _class(campaign: Campaign, text: str) -> str:
    from cz.problem import Refusal

    named = campaign.rules.classes
    if text in named:
        return text
    for name, kinds in named.items():
        if text in kinds or text in name:
            return name
    raise Refusal(f"没有叫“{text}”的一类单位。排名分这几类：{'、'.join(named)}。")
