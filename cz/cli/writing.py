"""The commands that record: set, due, note, assign, rate, score."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.common import DryRunOption, PhaseOption, PlanOption, TodayOption, clock, examples
from cz.cli.recording import CommitOption, folder_of, how, record

NoteOption = Annotated[str | None, typer.Option("--note", metavar="说明", help="同时记一条进展说明。")]
DateOption = Annotated[str | None, typer.Option("--date", metavar="日期", help="进展的日期；不写就是今天。")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="单位", help="报来进展的单位。", autocompletion=suggest.units)]
WorkArgument = Annotated[str, typer.Argument(metavar="编号", help="任务或步骤的编号，例如 1-5、s2-1。", autocompletion=suggest.work)]


@examples(
    "cz set 1-5 done", "cz set 1-5 2-1 已复核 --phase 1      几项一起记，要么都记上，要么都不记",
    "cz set 1-5 doing --note 方案已印发 --by 区委宣传部 --date 2026-07-01", "cz set s2-1 done --dry-run",
)  # fmt: skip
def set_command(
    ids: Annotated[
        list[str], typer.Argument(metavar="编号", help="任务或步骤的编号，可以写几个。", autocompletion=suggest.work_or_status)
    ],
    status: Annotated[
        str,
        typer.Argument(
            metavar="状态", help="todo 未启动，doing 推进中，blocked 受阻，done 已完成（待复核），verified 已复核；写中文也行。",
            autocompletion=suggest.statuses,
        ),
    ],
    phase: PhaseOption = None, note: NoteOption = None, date: DateOption = None, by: ByOption = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.change import set_status

    return record(
        set_status, folder_of(plan), ids, status, clock(today), phase=phase, note=note, day_=date, by=by, how=how(dry_run, commit)
    )


@examples("cz due 1-5 2026-09-30", "cz due 1-5 2027-06-30 --phase 3")
def due_command(
    id: WorkArgument,
    date: Annotated[str, typer.Argument(metavar="日期", help="例如 2026-09-30。")],
    phase: PhaseOption = None, dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.change import set_due

    return record(set_due, folder_of(plan), id, date, clock(today), phase=phase, how=how(dry_run, commit))


@examples("cz note 1-5 评选方案已印发各镇街", "cz note 1-5 已召开推进会 --by 区妇联 --date 2026-07-01")
def note_command(
    id: WorkArgument,
    text: Annotated[str, typer.Argument(metavar="说明", help="一句话；中间有空格时用引号括起来。")],
    phase: PhaseOption = None, date: DateOption = None, by: ByOption = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.change import note

    return record(note, folder_of(plan), id, text, clock(today), phase=phase, day_=date, by=by, how=how(dry_run, commit))


_Units = Annotated[
    list[str] | None, typer.Option("--add", metavar="单位", help="加一个责任单位，可以写几次。", autocompletion=suggest.units)
]
_Gone = Annotated[
    list[str] | None, typer.Option("--remove", metavar="单位", help="去掉一个责任单位，可以写几次。", autocompletion=suggest.units)
]


@examples(
    "cz assign 1-5 --lead 区委宣传部", "cz assign 1-5 --add 区教育局 --add 区妇联 --remove 区总工会",
    "cz assign 1-5 --confirm             对照方案核实无误，不再标（拟）",
)  # fmt: skip
def assign_command(
    id: WorkArgument,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="单位", help="改由这个单位牵头。", autocompletion=suggest.units)
    ] = None,
    add: _Units = None, remove: _Gone = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="已对照方案核实：从“拟”转为方案内容。")] = False,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None,
) -> int:  # fmt: skip
    from cz.verbs.change import assign

    return record(assign, folder_of(plan), id, lead=lead, add=add or (), remove=remove or (), confirm=confirm, how=how(dry_run, commit))


@examples("cz rate i9-14 B", "cz rate i1-01 i1-02 A --phase 2")
def rate_command(
    ids: Annotated[list[str], typer.Argument(metavar="指标", help="指标编号，可以写几个。", autocompletion=suggest.indicators)],
    rating: Annotated[str, typer.Argument(metavar="评级", help="A、B 或 C。", autocompletion=suggest.ratings)],
    phase: PhaseOption = None, dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.change import rate

    return record(rate, folder_of(plan), ids, rating, clock(today), phase=phase, how=how(dry_run, commit))


@examples("cz score 未成年人 82", "cz score 未成年人 76.5 --phase 1")
def score_command(
    system: Annotated[str, typer.Argument(metavar="测评体系", help="名称或其中一段，例如 未成年人。", autocompletion=suggest.systems)],
    points: Annotated[str, typer.Argument(metavar="得分", help="0 到 100。")],
    phase: PhaseOption = None, dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.change import score

    return record(score, folder_of(plan), system, points, clock(today), phase=phase, how=how(dry_run, commit))
