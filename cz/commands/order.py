"""``cz order``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

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
    folder_of,
    how,
    open_for_reading,
)
from cz.typography import visible

if TYPE_CHECKING:
    from datetime import date as Day

    from cz.opening import Opened
    from cz.records import Order


@examples(
    "cz order f260707-12              就一个问题发督办单，打印并登记",
    "cz order 7-3 --due 2026-07-20   就一项任务",
    "cz order 石桥乡                  就最近一期通报的末位",
    "cz order d2026-7                 重打一张",
    "cz order d2026-7 --reply 已清理完毕",
    "cz order                         发过的督办单",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="编号或单位",
            help="问题、任务或步骤的编号，末位单位的名称；督办单的编号是重打或登记回复。",
            autocompletion=suggest.everything,
        ),
    ] = None,
    requirement: Annotated[
        str | None,
        typer.Option("--requirement", metavar="要求", help="办理要求；不写就用通用的一句。"),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="日期", help="办理时限；不写就按规则里的天数。")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="文件", help="督办单写到文件；不写就打印在屏幕上。"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")] = False,
    reply: Annotated[
        str | None, typer.Option("--reply", metavar="回复", help="登记单位的回复，升级到此为止。")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="哪一天回复的；不写就是今天。")
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.problem import Refusal
    from cz.verbs import order as ordering

    if name is None:
        if any((requirement, due, output, reply, date, dry_run, commit)):
            raise Refusal("没有写督办谁：请写问题、任务的编号，末位单位的名称，或督办单的编号。")
        return _slips(plan, today, json)
    of_slip, refused = ordering.is_order(name), False
    if reply is not None:
        from cz.cli.options import record

        if not of_slip:
            raise Refusal(
                f"登记回复要写督办单的编号，例如 cz order d2026-1 --reply …；找到的是“{name}”。"
            )
        if any((requirement, due, output, json)):
            raise Refusal("登记回复时只能另写 --date，不能同时打印或改要求。")
        return record(
            ordering.answer,
            folder_of(plan),
            name,
            reply,
            clock(today),
            day_=date,
            how=how(dry_run, commit),
        )
    if date is not None:
        raise Refusal("--date 是回复的日期，要和 --reply 一起写。")
    if output is not None:
        from cz.verbs.report import may_save

        may_save(folder_of(plan), output, force=force)
    if not of_slip and not dry_run:
        from cz.show.changes import show_outcome
        from cz.show.complaints import complain

        outcome, name = ordering.issue(
            folder_of(plan),
            name,
            clock(today),
            due=due,
            requirement=requirement,
            how=how(False, commit),
        )
        complain(outcome.warnings)
        show_outcome(outcome, out=sys.stderr)
        refused = bool(outcome.refused)
    elif of_slip and (due or requirement):
        raise Refusal(f"{name} 已经发出，时限和要求不能再改；要改请在 data/supervision.yaml 里改。")
    found, day = open_for_reading(plan, today)
    slip = (
        ordering.find_order(found.campaign, name).order
        if not dry_run or of_slip
        else ordering.draft(found.campaign, name, day, due, requirement).order
    )
    try:
        _printed(found, slip, day, output, force, json)
    except Refusal as refusal:
        again = (
            f"督办单已经登记为 {slip.id}，重打请用 cz order {slip.id}。"
            if not of_slip and not dry_run
            else ""
        )
        raise Refusal(f"{refusal.message}{again}", exit_code=refusal.exit_code) from None
    return 1 if refused else exit_code(found)


def _slips(plan: str | None, today: str | None, json: bool) -> int:
    from cz.show import orders

    found, day = open_for_reading(plan, today)
    if json:
        from cz.show.writers import dump

        print(dump(orders.all_as_data(found.campaign)))
    else:
        orders.show_orders(found.campaign, day)
    return exit_code(found)


def _printed(
    found: Opened, slip: Order, day: Day, output: str | None, force: bool, json: bool
) -> None:
    from cz.progress import pick_phase
    from cz.verbs.report import report, save

    if json:
        from cz.show import orders
        from cz.show.writers import dump

        print(dump(orders.as_data(slip)))
        return
    text = report(found, "督办单", pick_phase(found.campaign, None, day), day, None, order=slip)
    if output is None:
        print(text, end="")
    else:
        save(found.campaign.folder, output, text, force=force)
        print(visible(f"已写入 {output}。"))
