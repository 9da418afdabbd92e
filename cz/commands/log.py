"""``cz log``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import JsonOption, PlanOption, examples


@examples(
    "cz log                       谁在什么时候改了什么，最近的在前",
    "cz log 1-5                   一项任务的来龙去脉",
    "cz log --unit 区教育局 --since 2026-06-01",
    "cz log --field 时限           时限改过几次",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="编号",
            help="任务、步骤、指标、单位等的编号或名称，以前有过的也行；不写就是全部。",
            show_default=False,
            autocompletion=suggest.everything,
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="它牵头、参与（含通过集体单位）、负责的各条记录。",
            autocompletion=suggest.units,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="日期或版本", help="只看这一天起的，或这个版本以后的。"),
    ] = None,
    field: Annotated[
        str | None,
        typer.Option(
            "--field", metavar="字段", help="只看一个字段，例如 状态、时限、牵头单位、评级、进展。"
        ),
    ] = None,
    json: JsonOption = False,
    plan: PlanOption = None,
) -> int:
    import sys

    from cz.load.folder import find_plan
    from cz.show import log as shown
    from cz.show.waiting import patience
    from cz.verbs.log import log

    with patience("正在读历史"):
        found = log(find_plan(plan), name, unit=unit, since=since, field=field)
    for note in shown.notes(found):
        print(f"cz：{note}", file=sys.stderr)
    if json:
        from cz.show.writers import dump

        print(dump(shown.as_data(found)))
    else:
        shown.show_log(found)
    return 0
