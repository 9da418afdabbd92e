"""``cz evidence take``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
)
from cz.load.folder import find_plan
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.show.waiting import patience
from cz.typography import visible
from cz.verbs.evidence.take import Taken, take
from cz.write.writing import How

_TOLD = 20  # lines that are told of one by one


@examples(
    "cz evidence take 图说.csv                取回填好的图说、对应要求、审核结果",
    "cz evidence take 图说.csv --dry-run",
)
def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="文件", help="cz evidence list -o 或 cz evidence add 文件夹 -o 写的表，填好的。"
        ),
    ],
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    with patience("正在核对文件"):
        outcome = take(find_plan(plan), file, clock(today), how=How(dry_run, commit))
    complain(outcome.warnings)
    taken: Taken = outcome.result
    told = outcome._replace(said=outcome.said[:_TOLD])
    show_outcome(told, in_words_only=taken.added + taken.changed > 3)
    for line in _lines(taken):
        print(visible(line))
    return 1 if taken.returned or outcome.refused else 0


def _lines(taken: Taken) -> Iterator[str]:
    more = taken.added + taken.changed - _TOLD
    if more > 0:
        yield f"另有 {more} 份，逐份看：cz evidence list"
    for row in taken.returned[:_TOLD]:
        yield f"  第 {row.number} 行　{row.name}　{row.reason.rstrip('。')}"
    unread = len(taken.returned) - _TOLD
    if unread > 0:
        yield f"  另有 {unread} 行没有取"
    yield (
        f"{taken.rows} 行 = 新登记 {taken.added} + 改动 {taken.changed}"
        f" + 没有变化 {taken.unchanged} + 没有取 {len(taken.returned)}"
    )
