"""What the commands share: their common options, opening the plan, saying what was left out."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cz.cli.suggest import chapters, groups, phases, units

if TYPE_CHECKING:
    from collections.abc import Callable

    from cz.opening import Opened
    from cz.records import Campaign
    from cz.write.outcome import Outcome
    from cz.write.writing import How

PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan", metavar="文件夹", envvar="CZ_PLAN", help="方案文件夹；不写就从当前位置往上找。"
    ),
]
TodayOption = Annotated[
    str | None,
    typer.Option(
        "--today", metavar="日期", envvar="CZ_TODAY", help="把哪一天当作今天，例如 2026-06-30。"
    ),
]
PhaseOption = Annotated[
    int | None,
    typer.Option(
        "--phase", metavar="N", help="哪个阶段；不写就是当前阶段。", autocompletion=phases
    ),
]
UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="单位",
        help="名称、方案写法、拼音首字母，或其中不会混淆的一段。",
        autocompletion=units,
    ),
]
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group", metavar="工作组", help="只看一个工作组，例如 环境卫生组。", autocompletion=groups
    ),
]
ChapterOption = Annotated[
    int | None,
    typer.Option("--chapter", metavar="N", help="只看一个板块，例如 3。", autocompletion=chapters),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="版本",
        help="看那时的样子：日期（2026-06-30）、提交编号、分支、标签、HEAD~3。",
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="日期", help="督查时间从哪一天起；不写就从上一期之后算起。"),
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="日期", help="督查时间到哪一天止；不写就到截至日期。")
]
IssueOption = Annotated[
    str | None,
    typer.Option(
        "--issue", metavar="期号", help="通报第几期；登记过的按登记的时间，往年的写 2026-3。"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供别的程序使用。")]
FormOption = Annotated[
    str | None, typer.Option("--form", metavar="样式", help="text、json、csv、markdown、html。")
]
CommitOption = Annotated[bool, typer.Option("--commit", help="同时用 git 提交，只提交这一处。")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只显示会改什么，不写文件。")]


def clock(asked: str | None) -> Callable[[Campaign], date]:
    """Today as asked for, else as the plan fixes it, else by the calendar."""
    from cz.opening import read_day

    given = read_day(asked) if asked else None
    return lambda campaign: given or campaign.plan.today or date.today()


def open_for_reading(
    plan: str | None, today: str | None, at: str | None = None
) -> tuple[Opened, date]:
    """The plan as far as it is sound, now or as a commit holds it; errors are told on stderr.

    As of a day, that day is today; as of a commit, the day it was made.
    """
    from cz.opening import find_plan, open_plan
    from cz.problem import Refusal
    from cz.show.waiting import patience

    then = None
    with patience("正在读取方案"):
        folder = find_plan(plan)
        if at:
            from cz.history.past import open_at

            found, then = open_at(folder, at)
        else:
            found = open_plan(folder)
    errors = found.errors
    if not found.campaign.sources:
        raise Refusal("方案的文件一个也读不出来。", problems=errors, exit_code=1)
    if errors:
        from cz.show.complaints import left_out

        left_out(errors, found.left_out)
    if then is not None:
        from cz.history.past import day_of, told

        print(f"cz：以下是提交 {told(then)} 时的样子。", file=sys.stderr)
        return found, clock(today)(
            found.campaign
        ) if today or found.campaign.plan.today else day_of(at or "", then)
    return found, clock(today)(found.campaign)


def one_form(**asked: bool) -> None:
    """Raises Refusal where two forms of output are asked for at once."""
    from cz.problem import Refusal

    chosen = [f"--{name}" for name, value in asked.items() if value]
    if len(chosen) > 1:
        raise Refusal(f"{'、'.join(chosen)} 只能选一个。")


def exit_code(found: Opened) -> int:
    return 1 if found.errors else 0


def examples(*lines: str) -> Callable[[Any], Any]:
    """Attach the examples shown in a command's help."""

    def attach(function: Any) -> Any:
        function.examples = lines
        return function

    return attach


def finish(found: Opened, sheet: Any, *, json: bool, form: str | None) -> int:
    """Print what a reading command has to show, in the form asked for."""
    from cz.show.sheet import FORMS

    FORMS["json" if json else form or "text"](sheet)
    return exit_code(found)


def how(dry_run: bool, commit: bool) -> How:
    from cz.write.writing import How

    return How(dry_run, commit)


def folder_of(plan: str | None) -> str:
    from cz.opening import find_plan

    return find_plan(plan)


def record(change: Callable[..., Outcome], *arguments: Any, **options: Any) -> int:
    from cz.show.changes import show_outcome
    from cz.show.complaints import complain
    from cz.show.waiting import patience

    with patience("正在写入"):
        outcome = change(*arguments, **options)
    complain(outcome.warnings)
    show_outcome(outcome)
    return 1 if outcome.refused else 0
