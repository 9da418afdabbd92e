"""``cz due``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PhaseOption,
    PlanOption,
    SomeWorkArgument,
    TodayOption,
    WhyOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.due import set_due
from cz.write.writing import How

_DATE_HELP = (
    "例如 2026-09-30；也可以写 长期、每周五、每月25日、每季度末、每年6月底，"
    "从哪个月算起写 2026年8月起每月25日。"
)


@examples(
    "cz due 1-5 2026-09-30",
    "cz due 7-1~3 9月底                  几项一起定；没有写年份的是今年",
    "cz due 1-5 2027-06-30 --phase 3",
    "cz due 1-5 2026-09-30 --reason 汛期停工    原因记在任务里，cz show、cz log 看得到",
    "cz due 1-5 每月25日                 每期要报一次进展，没有报的算逾期",
    "cz due 1-5 2026年8月起每月25日      从八月算起；不写的从阶段开始算起",
    "cz due 1-5 长期                     不算逾期",
)
def command(
    id: SomeWorkArgument,
    date: Annotated[
        str,
        typer.Argument(
            metavar="日期",
            help=_DATE_HELP,
        ),
    ],
    phase: PhaseOption = None,
    reason: WhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        set_due,
        find_plan(plan),
        id,
        date,
        clock(today),
        phase=phase,
        reason=reason,
        how=How(dry_run, commit),
    )
