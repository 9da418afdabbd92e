"""``cz order issue``: an order slip on a finding, a task or a unit's last place."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    JsonOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    exit_code,
    open_for_reading,
)
from cz.cli.paper import ForceOption, may_put_out
from cz.commands.order.print import OutputOption, show_slip
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.verbs.order.draft import draft
from cz.verbs.order.find import find_order, is_order
from cz.verbs.order.issue import issue
from cz.write.writing import How


@examples(
    "cz order issue f260707-12        就一个问题发督办单，打印并登记",
    "cz order f260707-12              动作 issue 不写也行",
    "cz order 7-3 --due 2026-07-20    就一项任务",
    "cz order 石桥乡                  就最近一期通报的末位",
)
def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="编号或单位",
            help="问题、任务或步骤的编号，末位单位的名称。",
            autocompletion=suggest.everything,
        ),
    ],
    requirement: Annotated[
        str | None,
        typer.Option("--requirement", metavar="要求", help="办理要求；不写就用通用的一句。"),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="日期", help="办理时限；不写就按规则里的天数。")
    ] = None,
    output: OutputOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if is_order(name):
        raise Refusal(f"{name} 已经发出，时限和要求不能再改；要改请在 data/supervision.yaml 里改。")
    folder = find_plan(plan)
    may_put_out(folder, output, force=force)
    asked = (folder, name, clock(today))
    issue(*asked, due=due, requirement=requirement, how=How(True, False))  # or why it cannot be
    opened, day = open_for_reading(plan, today)
    if opened.errors:
        raise Refusal("方案有错误，没有发督办单，也没有登记。请先改正。", exit_code=1)
    if dry_run:
        order = draft(opened.campaign, name, day, due, requirement).order
        show_slip(opened, order, day, output=output, force=force, json=json)
        return exit_code(opened)
    outcome = issue(*asked, due=due, requirement=requirement, how=How(False, commit))
    complain(outcome.warnings)
    show_outcome(outcome, out=sys.stderr)  # the slip itself is what was asked for
    opened, day = open_for_reading(plan, today)
    order = find_order(opened.campaign, outcome.result)
    try:
        show_slip(opened, order, day, output=output, force=force, json=json)
    except Refusal as refusal:
        again = f"督办单已经登记为 {order.id}，重打请用 cz order {order.id}。"
        raise Refusal(f"{refusal.message}{again}", exit_code=refusal.exit_code) from None
    return 1 if outcome.refused else exit_code(opened)
