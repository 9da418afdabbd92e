"""``cz round skip``."""

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
from cz.commands.round.options import RoundArgument
from cz.commands.spot.options import SpotArgument
from cz.load.folder import find_plan
from cz.verbs.round.skip import skip
from cz.write.writing import How


@examples(
    "cz round skip m2026-2 p1 i3-15 --reason 没有这一项    一个点位的一条标准",
    "cz round skip m2026-2 p3 --reason 没有开门            整个点位都没有看",
    "cz round skip m2026-2 p59 --undo                      记错了，去掉",
)
def command(
    id_: RoundArgument,
    spot: SpotArgument,
    standards: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="标准",
            help="没有看的测评标准，可以写几条；不写就是整个点位。",
            show_default=False,
            autocompletion=suggest.indicators,
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么没有看，一句话。")
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="去掉记着的，又算看过。")] = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        skip,
        find_plan(plan),
        clock(today),
        id_,
        spot,
        standards or (),
        reason=reason,
        undo=undo,
        how=How(dry_run, commit),
    )
