"""``cz order reply``: the answer to an order slip."""

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
from cz.problem import Refusal
from cz.verbs.order.find import is_order
from cz.verbs.order.reply import answer
from cz.write.writing import How


@examples(
    "cz order reply d2026-7 --reply 已清理完毕",
    "cz order d2026-7 --reply 已清理完毕          动作 reply 不写也行",
    "cz order d2026-7 --reply 已补植 --date 2026-07-12",
)
def command(
    name: Annotated[
        str,
        typer.Argument(metavar="编号", help="督办单的编号。", autocompletion=suggest.everything),
    ],
    reply: Annotated[
        str, typer.Option("--reply", metavar="回复", help="单位的回复，升级到此为止。")
    ],
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="哪一天回复的；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if not is_order(name):
        raise Refusal(
            f"登记回复要写督办单的编号，例如 cz order d2026-1 --reply …；找到的是“{name}”。"
        )
    return record(
        answer,
        find_plan(plan),
        name,
        reply,
        clock(today),
        day_=date,
        how=How(dry_run, commit),
    )
