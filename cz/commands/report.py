"""``cz report``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    FromOption,
    IssueOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    ToOption,
    UnitOption,
    examples,
    exit_code,
    open_for_reading,
)
from cz.typography import visible

if TYPE_CHECKING:
    from datetime import date

    from cz.opening import Opened
    from cz.records import Campaign
    from cz.supervise.ranking import Period


@examples(
    "cz report --phase 2                            阶段报告，打印在屏幕上",
    "cz report --phase 2 -o 阶段报告.md",
    "cz report --template 单位清单 --unit 区教育局",
    "cz report --template 简报",
    "cz report --template 督查通报 --from 2026-07-06 --to 2026-07-10 --at 2026-07-15",
    "cz report --template 督查通报 --issue 4 --record -o 通报.md      登记为已发",
    "cz report --template 整改清单 --unit 柳溪镇",
)
def command(
    phase: PhaseOption = None,
    unit: UnitOption = None,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="模板",
            help="阶段报告、单位清单、任务分解表、简报、督查通报、排名通报、整改清单、材料目录，或自己的模板。",
            autocompletion=suggest.templates,
        ),
    ] = "",
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="文件", help="写到文件；不写就打印在屏幕上。"),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="版本",
            help="看那时的样子：日期、提交编号等；通报写日期，是说数据截至哪一天。",
        ),
    ] = None,
    start: FromOption = None,
    end: ToOption = None,
    issue: IssueOption = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="分法",
            help="通报的问题怎么分：unit 按单位，type 按点位类型。",
            autocompletion=suggest.problem_groupings,
        ),
    ] = "unit",
    record: Annotated[
        bool,
        typer.Option("--record", help="把这一期登记为已发，以后的连续末位、上期名次由此计算。"),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")] = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.days import is_day
    from cz.problem import Refusal
    from cz.progress import pick_phase
    from cz.show.waiting import patience
    from cz.verbs.report import OF_INSPECTIONS, may_save, report, save

    grouped = {
        "unit": "unit",
        "单位": "unit",
        "type": "type",
        "点位类型": "type",
        "类型": "type",
    }.get(by)
    if grouped is None:
        raise Refusal(f"--by 可以写 unit（按单位）或 type（按点位类型），找到的是“{by}”。")
    of_inspection = (
        template in OF_INSPECTIONS or start is not None or end is not None or issue is not None
    )
    if of_inspection and not template:
        template = OF_INSPECTIONS[0]
    if record and template != OF_INSPECTIONS[0]:
        raise Refusal("--record 登记的是督查通报，请写 --template 督查通报。")
    as_of = at if at and of_inspection and is_day(at) else None
    found, day = open_for_reading(plan, today, None if as_of else at)
    asked, real = None, day
    if of_inspection:
        from cz.verbs.rank import period

        asked = period(found.campaign, day, issue=issue, start=start, end=end, at=as_of)
        day = asked.as_of
    if output is not None:
        may_save(found.campaign.folder, output, force=force)
    if record and asked:
        _may_record(found, asked, real)
    with patience("正在生成报告"):
        text = report(
            found, template, pick_phase(found.campaign, phase, day), day, unit, asked, grouped
        )
    if asked:
        _caution(found.campaign, asked, real)
    if record and asked:
        from cz.show.changes import show_outcome
        from cz.verbs.report_record import put_on_record

        show_outcome(put_on_record(found.campaign.folder, asked), out=sys.stderr)
    if output is None:
        print(text, end="")
    else:
        save(found.campaign.folder, output, text, force=force)
        print(visible(f"已写入 {output}。"))
    return exit_code(found)


def _may_record(found: Opened, asked: Period, today: date) -> None:
    """Raises Refusal, before anything is printed or written, where the bulletin cannot be put on record."""
    from cz.problem import Refusal
    from cz.verbs.report_record import put_on_record
    from cz.write.writing import How

    if found.errors or found.commit:
        raise Refusal(
            "方案有错误，没有出稿，也没有登记这一期。请先改正。"
            if found.errors
            else "看的是从前的版本，不能登记这一期。",
            exit_code=1,
        )
    if asked.as_of > today:
        raise Refusal(f"截至日期 {asked.as_of} 还没有到（今天 {today}），不能登记为已发。")
    put_on_record(found.campaign.folder, asked, How(dry_run=True))


def _caution(campaign: Campaign, asked: Period, today: date) -> None:
    from cz.verbs.rank import cautions

    for words in cautions(campaign, asked, today):
        print(visible(f"cz：注意：{words}"), file=sys.stderr)
