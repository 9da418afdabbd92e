"""``cz round new``."""

from __future__ import annotations

from typing import Annotated

import typer

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
from cz.verbs.round.new import new
from cz.write.writing import How


@examples("cz round new --start 2026-09-07 --end 2026-09-11 --by 第三方测评组")
def command(
    start: Annotated[str, typer.Option("--start", metavar="日期", help="测评第一天。")],
    end: Annotated[str, typer.Option("--end", metavar="日期", help="测评最后一天。")],
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="标题", help="不写就是 2026年第3次模拟测评 这样。"),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="测评组", help="谁来测评。")] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            metavar="N",
            help="抽样的种子；不写就是第一天的年月日，例如 20260907。",
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        new,
        find_plan(plan),
        clock(today),
        start=start,
        end=end,
        title=title,
        by=by,
        seed=seed,
        how=How(dry_run, commit),
    )
