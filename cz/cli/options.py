"""What the commands share: their common options, opening the plan, saying what was left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cz.cli.suggest import (
    chapters,
    findings,
    groups,
    open_findings,
    origins,
    phases,
    units,
    work,
)

if TYPE_CHECKING:
    from cz.load.part import Need
    from cz.opening import Opened
    from cz.records import Campaign
    from cz.show.sheet import Sheet
    from cz.write.outcome import Outcome

PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="文件夹",
        envvar="CZ_PLAN",
        help="方案文件夹；不写就从当前位置往上找。",
    ),
]
TodayOption = Annotated[
    str | None,
    typer.Option(
        "--today",
        metavar="日期",
        envvar="CZ_TODAY",
        help="把哪一天当作今天，例如 2026-06-30。",
    ),
]


def ordinal(word: str) -> Callable[[str], int]:
    """Reads 2, 二, 第二阶段 where ``word`` is 阶段. Raises Refusal."""

    def read(text: str) -> int:
        from cz.typed.numbers import ordinal_meant

        number = ordinal_meant(text, word)
        if number is None:
            from cz.problem import Refusal

            raise Refusal(f"“{text}”不是第几{word}。请写数字，例如 2、二 或 第二{word}。")
        return number

    return read


PhaseOption = Annotated[
    int | None,
    typer.Option(
        "--phase",
        metavar="N",
        help="哪个阶段；不写就是当前阶段。",
        autocompletion=phases,
        parser=ordinal("阶段"),
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
UnitArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="单位",
        help="只看一个单位，和 --unit 一样；不写就是全部。",
        show_default=False,
        autocompletion=units,
    ),
]
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group",
        metavar="工作组",
        help="只看一个工作组，例如 环境卫生组。",
        autocompletion=groups,
    ),
]
ChapterOption = Annotated[
    str | None,
    typer.Option(
        "--chapter",
        metavar="板块",
        help="只看一个板块：3，或名称里的几个字。",
        autocompletion=chapters,
    ),
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
    str | None,
    typer.Option("--to", metavar="日期", help="督查时间到哪一天止；不写就到截至日期。"),
]
IssueOption = Annotated[
    str | None,
    typer.Option(
        "--issue",
        metavar="期号",
        help="通报第几期；登记过的按登记的时间，往年的写 2026-3。",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供别的程序使用。")]
WholeOption = Annotated[bool, typer.Option("--all", help="很长的也全部列出。")]
CsvOption = Annotated[bool, typer.Option("--csv", help="输出 CSV，可用 Excel、WPS 打开。")]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        help="写到文件里，按结尾写成 .xlsx、.csv、.html、.md 或 .json（Windows 上不要用 >）。",
    ),
]
CommitOption = Annotated[bool, typer.Option("--commit", help="同时用 git 提交，只提交这一处。")]
WhyOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="原因", help="为什么改，一句话，记在这条记录里。"),
]
CommittedWhyOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="原因", help="为什么改，一句话，写进 --commit 的提交说明。"),
]
AcceptOption = Annotated[
    bool, typer.Option("--accept", help="写明的这几条核对过了，照提的评级，依据记在里面。")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只显示会改什么，不写文件。")]
WorkArgument = Annotated[
    str,
    typer.Argument(
        metavar="编号", help="任务或步骤的编号或名称，例如 1-5、s2-1。", autocompletion=work
    ),
]
SomeWorkArgument = Annotated[
    str,
    typer.Argument(
        metavar="编号",
        help="任务或步骤的编号或名称；几个写 1-5、1-6，一段写 7-1~3。",
        autocompletion=work,
    ),
]
ReportedOption = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="进展的日期；不写就是今天。")
]
ReporterOption = Annotated[
    str | None,
    typer.Option("--by", metavar="单位", help="报来进展的单位。", autocompletion=units),
]
NewIdOption = Annotated[
    str | None, typer.Option("--id", metavar="编号", help="编号；不写由 cz 接着编。")
]
NewNumberOption = Annotated[
    str | None, typer.Option("--id", metavar="号", help="第几；不写就接着排。")
]
OriginOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="来源",
        help="方案里有的写 plan；不写就是拟的（proposed）。",
        autocompletion=origins,
    ),
]
LeadOption = Annotated[
    str | None,
    typer.Option("--lead", metavar="单位", help="牵头单位。", autocompletion=units),
]
SharersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="单位",
        help="责任单位，几个用、隔开，也可以写几次。",
        autocompletion=units,
    ),
]
ItsGroupOption = Annotated[
    str | None,
    typer.Option("--group", metavar="工作组", help="工作组。", autocompletion=groups),
]
NewDueOption = Annotated[
    str | None,
    typer.Option("--due", metavar="时限", help="时限，例如 9月30日、每月25日、长期。"),
]
_FINDINGS = "问题的编号，可以写几个，也可以写一段：f260701-3~7。"
FindingsArgument = Annotated[
    list[str], typer.Argument(metavar="编号", help=_FINDINGS, autocompletion=findings)
]
OpenFindingsArgument = Annotated[
    list[str], typer.Argument(metavar="编号", help=_FINDINGS, autocompletion=open_findings)
]


def examples(*lines: str) -> Callable[[Any], Any]:
    """Attach the examples shown in a command's help."""

    def attach(function: Any) -> Any:
        function.examples = lines
        return function

    return attach


def either(plain: str | None, option: str | None, name: str = "--unit") -> str | None:
    """What is written as a plain word or after an option. Raises Refusal where both are."""
    from cz.problem import Refusal

    if plain is not None and option is not None:
        raise Refusal(f"“{plain}”和 {name} {option} 只能写一个。")
    return plain if option is None else option


def clock(asked: str | None) -> Callable[[Campaign], date]:
    """Today as asked for, else as the plan fixes it, else by the calendar."""
    from cz.days import read_day

    if not asked:
        return lambda campaign: campaign.plan.today or date.today()
    read_day(asked, date.today())  # what is no day is refused before the plan is read
    return lambda campaign: read_day(asked, campaign.plan.today or date.today())


def refuse_unaccepted(dry_run: bool, commit: bool, standards: Sequence[str] | None) -> None:
    """Raises Refusal where --accept is missing, without which nothing is changed."""
    from cz.problem import Refusal

    if dry_run or commit or standards:
        raise Refusal("写明标准的，以及 --dry-run 和 --commit，要和 --accept 同用。")


def open_for_reading(
    plan: str | None, today: str | None, at: str | None = None, need: Need | None = None
) -> tuple[Opened, date]:
    """The plan as far as it is sound, now or as a commit holds it; errors are told on stderr.

    As of a day, that day is today; as of a commit, the day it was made. ``need``: which records can
    concern the question (cz.concern), where that is less than all.
    """
    from cz.load.folder import find_plan
    from cz.load.part import EVERYTHING
    from cz.opening import open_plan
    from cz.problem import Refusal
    from cz.show.complaints import left_out
    from cz.show.waiting import patience

    then = None
    with patience("正在读取方案"):
        folder = find_plan(plan)
        if at:
            from cz.days import read_day
            from cz.history.past import open_at

            asked = read_day(today, date.today()) if today else None
            then = open_at(folder, at, asked)
            opened = then.plan
        else:
            opened = open_plan(folder, need=need or EVERYTHING)
    if not opened.campaign.sources:
        raise Refusal("方案的文件一个也读不出来。", problems=opened.errors, exit_code=1)
    if opened.errors:
        left_out(opened.errors, opened.left_out, opened.unread)
    if then is not None:
        from cz.history.past import describe

        print(f"cz：以下是提交 {describe(then.commit)} 时的样子。", file=sys.stderr)
        if not today and not opened.campaign.plan.today:
            return opened, then.asked or then.commit.day
    return opened, clock(today)(opened.campaign)


def one_form(**asked: bool) -> str:
    """The form of output asked for, ``text`` where none is.

    Raises Refusal where two are asked for at once.
    """
    from cz.problem import Refusal

    chosen = [name for name, value in asked.items() if value]
    if len(chosen) > 1:
        raise Refusal(f"{'、'.join(f'--{name}' for name in chosen)} 只能选一个。")
    return chosen[0] if chosen else "text"


def finish(opened: Opened, sheet: Sheet, form: str, output: str | None = None) -> int:
    """Print what a reading command has to show, or write it to a file; returns the exit code."""
    put_out_sheet(sheet, form, output, opened.campaign.folder)
    return exit_code(opened)


def put_out_sheet(sheet: Sheet, form: str, output: str | None, plan_folder: str) -> None:
    """Print it, or write it to the file ``output``. Raises Refusal where that cannot be."""
    from cz.show.writers import FORMS, show

    form = form_of_output(form, output)
    if output is None:
        show(sheet, form)
    else:
        write_export(FORMS[form](sheet), form, output, plan_folder)


def form_of_output(form: str, output: str | None) -> str:
    """The form asked for, else the one that the file's name ends in.

    Raises Refusal where a file is asked for and neither says which form it is to have, and where
    what writes that form is not installed.
    """
    if output is None:
        return form
    from cz.forms import FORMS, form_named, refuse_missing, told
    from cz.problem import Refusal
    from cz.show import writers

    if form in writers.FORMS:
        return form
    if form != "text":
        raise Refusal(f"--{form} 不能和 -o 同用。")
    named = form_named(output)
    if named not in writers.FORMS:
        offered = told(name for name in FORMS if name in writers.FORMS)
        raise Refusal(
            f"-o 写成什么，看文件名的结尾：{offered}，找到的是 {output}。"
            "写到标准输出的，请加 --csv 或 --json。"
        )
    refuse_missing(f"写 {FORMS[named].words}", FORMS[named].packages, "不装也可以写成 .csv")
    return named


def is_table_file(output: str) -> bool:
    """Whether the file's name ends in one of the forms of reading commands."""
    from cz.forms import form_named
    from cz.show import writers

    return form_named(output) in writers.FORMS


def write_export(text: str | bytes, form: str, output: str, plan_folder: str) -> None:
    """Raises Refusal where the file cannot be written."""
    from cz.typography import visible
    from cz.write.files import EXPORTS, is_standard_output, write_file

    write_file(plan_folder, output, text, EXPORTS[form])
    if not is_standard_output(output):
        print(visible(f"已写入 {output}。"))


def exit_code(opened: Opened) -> int:
    return 1 if opened.errors else 0


def record(change: Callable[..., Outcome], *arguments: Any, **options: Any) -> int:
    """Carry out a change and say what was done; returns the exit code."""
    from cz.show.changes import show_outcome
    from cz.show.complaints import complain
    from cz.show.waiting import patience

    with patience("正在写入"):
        outcome = change(*arguments, **options)
    complain(outcome.warnings)
    show_outcome(outcome)
    return 1 if outcome.refused else 0
