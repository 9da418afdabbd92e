"""``cz finding add``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.finding.add import add
from cz.write.writing import How


@examples(
    "cz finding add --unit 城东街道 --problem 楼道堆放杂物 --spot 棉纺小区",
    "cz finding add --unit 柳溪镇 --problem 摊位占道 --spot 柳溪镇农贸市场"
    " --type 农贸市场 --due 2026-07-20 --with 区市场监督管理局",
    "cz finding add --unit 城西街道 --problem 无 --spot 办事大厅      没有问题的点位也记一笔",
)
def command(
    unit: Annotated[
        str,
        typer.Option(
            "--unit", metavar="单位", help="责任单位，只写一个。", autocompletion=suggest.units
        ),
    ],
    problem: Annotated[
        str, typer.Option("--problem", metavar="问题", help="存在问题，一句话；没有问题写 无。")
    ],
    spot: Annotated[
        str, typer.Option("--spot", metavar="点位", help="在哪里，例如 柳溪镇农贸市场。")
    ] = "",
    type_: Annotated[
        str,
        typer.Option(
            "--type",
            metavar="类型",
            help="点位类型，例如 农贸市场。",
            autocompletion=suggest.spot_types,
        ),
    ] = "",
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="督查日期；不写就是今天。")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="时限",
            help="整改时限，日期或 3天；不写就按督查规则的天数算，暂不交办写 无。",
        ),
    ] = None,
    helpers: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="单位", help="协办单位，可以写几次。", autocompletion=suggest.units
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option(
            "--indicator",
            metavar="指标",
            help="对应的指标编号。",
            autocompletion=suggest.indicators,
        ),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option(
            "--task", metavar="任务", help="对应的任务或步骤编号。", autocompletion=suggest.work
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="督查组", help="谁发现的，例如 督查一组。")
    ] = "",
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        add,
        find_plan(plan),
        clock(today),
        unit=unit,
        problem=problem,
        spot=spot,
        type_=type_,
        day=date,
        due=due,
        helpers=helpers or (),
        indicator=indicator,
        task=task,
        by=by,
        how=How(dry_run, commit),
    )
