"""``cz report``: a template filled from the plan, or the bulletin of a period of inspections."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
    either,
    examples,
    exit_code,
    open_for_reading,
)
from cz.cli.paper import ForceOption, is_word, may_put_out, paper, put_out
from cz.cli.papers import AllOption, FormOption, form_of_all, put_out_all
from cz.commands.rank import say_cautions
from cz.days import is_day
from cz.names import find_unit
from cz.problem import Refusal
from cz.progress import pick_phase
from cz.show.waiting import patience
from cz.typography import one_line
from cz.verbs.rank import period
from cz.verbs.report import (
    ASSESSMENT,
    BULLETIN,
    OF_INSPECTIONS,
    OF_ONE_UNIT,
    Request,
    completed,
    names,
    units_asked,
)

if TYPE_CHECKING:
    from cz.opening import Opened
    from cz.records import Campaign
    from cz.rounds.story import RoundStory
    from cz.supervise.ranking import Period

_GROUPINGS = {"unit": "unit", "单位": "unit", "type": "type", "点位类型": "type", "类型": "type"}


class Asked(NamedTuple):
    """What is to be made and where it goes, as it was asked for.

    ``each``: the form of the files where every unit is to have one, else "".
    """

    template: str
    phase: int | None
    unit: str | None
    by: str
    number: str
    output: str | None
    force: bool
    each: str
    round: str | None
    against: str | None


class Inspections(NamedTuple):
    """Which inspections a bulletin is about, as it was asked for.

    ``at``: the day that it counts to, or a version of the plan.
    """

    issue: str | None
    start: str | None
    end: str | None
    at: str | None


@examples(
    "cz report --phase 2                            阶段报告，打印在屏幕上",
    "cz report --phase 2 -o 阶段报告.docx           写成 Word 文件",
    "cz report --phase 2 -o 阶段报告.md",
    "cz report --template 单位清单 --unit 区教育局",
    "cz report 单位清单 区教育局                    和上一行一样",
    "cz report 简报",
    "cz report --template 一页看 -o 一页看.html      给领导的一页，打印一张 A4",
    "cz report --template 督查通报 --from 2026-07-06 --to 2026-07-10 --at 2026-07-15",
    "cz report --template 督查通报 --issue 4 --record -o 通报.docx    登记为已发",
    "cz report --template 模拟测评通报 --round m2026-2 -o 模拟测评.docx",
    "cz report --template 整改清单 --unit 柳溪镇",
    "cz report --template 整改清单 --all -o 交办0715       每个单位一份 Word 文件，放进新文件夹",
    "cz report --template 单位清单 --all -o 清单 --form xlsx",
)
def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="模板或单位",
            help="和 --template、--unit 一样，可以都写。",
            show_default=False,
            autocompletion=suggest.templates,
        ),
    ] = None,
    phase: PhaseOption = None,
    unit: UnitOption = None,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="模板",
            help="阶段报告、一页看、单位清单、任务分解表、简报、督查通报、排名通报、整改清单、材料目录、"
            "申报自查报告、会议材料、会议纪要、模拟测评通报、查漏补缺清单、成员名单、通讯录、方案全文，或自己的模板。",
            autocompletion=suggest.templates,
        ),
    ] = "",
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到文件，按结尾写成 .docx、.html、.xlsx（只有表格）、.md；"
            "不写或写 - 就打印在屏幕上。",
        ),
    ] = None,
    all_: AllOption = False,
    form: FormOption = None,
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
    round_: Annotated[
        str | None,
        typer.Option(
            "--round",
            metavar="编号",
            help="哪一次模拟测评；模拟测评通报不写就是最近测评完的一次。",
            autocompletion=suggest.rounds,
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="编号",
            help="模拟测评和哪一次比；不写就和上一次比。",
            autocompletion=suggest.rounds,
        ),
    ] = None,
    number: Annotated[
        str,
        typer.Option(
            "--number", metavar="字号", help="发文字号，例如 〔2026〕4号，印在 Word 的红头下面。"
        ),
    ] = "",
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    for word in words or ():
        template, unit = _meant(word, template, unit, plan)
    grouping = _GROUPINGS.get(by)
    if grouping is None:
        raise Refusal(f"--by 可以写 unit（按单位）或 type（按点位类型），找到的是“{by}”。")
    days_asked = any(option is not None for option in (start, end, issue))
    of_inspections = template in OF_INSPECTIONS or days_asked
    if of_inspections and not template:
        template = BULLETIN
    template = template or _by_default(all_=all_, of_round=round_ or against)
    if all_ and template in (*OF_INSPECTIONS, ASSESSMENT):
        raise Refusal(f"{template}写全区情况，不分单位，请不要写 --all。")
    if record and template != BULLETIN:
        raise Refusal(f"--record 登记的是{BULLETIN}，请写 --template {BULLETIN}。")
    each = form_of_all(form, output, all_=all_, unit=unit)
    if number and each != "docx" and not is_word(output):
        raise Refusal("发文字号只印在 Word 里，请加 -o 文件.docx。")
    asked = Asked(
        template=template,
        phase=phase,
        unit=unit,
        by=grouping,
        number=one_line(number),
        output=output,
        force=force,
        each=each,
        round=round_,
        against=against,
    )
    if of_inspections:
        inspections = Inspections(issue=issue, start=start, end=end, at=at)
        return _bulletin(asked, inspections, plan, today, record=record)
    return _plain(asked, plan, today, at)


def _by_default(*, all_: bool, of_round: str | None) -> str:
    if of_round:
        return ASSESSMENT
    return OF_ONE_UNIT if all_ else ""


def _meant(word: str, template: str, unit: str | None, plan: str | None) -> tuple[str, str | None]:
    """(template, unit), one of which a plain word names. Raises Refusal."""
    if word in names(plan):
        return either(word, template or None, "--template") or "", unit
    return template, either(word, unit)


def _plain(asked: Asked, plan: str | None, today: str | None, at: str | None) -> int:
    opened, day = open_for_reading(plan, today, at)
    if asked.each:
        _to_every_unit(opened, asked, day)
    else:
        may_put_out(opened.campaign.folder, asked.output, force=asked.force)
        text = _drawn_up(opened, asked, day)
        put_out(opened.campaign.folder, text, asked.output, force=asked.force)
    return exit_code(opened)


def _to_every_unit(opened: Opened, asked: Asked, day: date, about: Period | None = None) -> None:
    request = _request(opened, asked, day, about)._replace(must_list=True)
    version = completed(opened, request).version
    requests = {
        unit.name: request._replace(unit=unit, version=version)
        for unit in units_asked(opened.campaign)
    }
    put_out_all(opened, requests, asked.each, asked.output or "", "个单位")


def _bulletin(
    asked: Asked, inspections: Inspections, plan: str | None, today: str | None, *, record: bool
) -> int:
    """The paper on the inspections of a period; with ``record`` it is put on record as issued."""
    as_of = inspections.at if inspections.at and is_day(inspections.at) else None
    opened, day = open_for_reading(plan, today, None if as_of else inspections.at)
    campaign = opened.campaign
    about = period(
        campaign,
        day,
        issue=inspections.issue,
        start=inspections.start,
        end=inspections.end,
        at=as_of,
    )
    if asked.each:
        _to_every_unit(opened, asked, about.as_of, about)
        return exit_code(opened)
    may_put_out(campaign.folder, asked.output, force=asked.force)
    if record:
        from cz.verbs.report_record import refuse_record  # what writes is loaded for --record only

        refuse_record(opened, about, day)
    text = _drawn_up(opened, asked, about.as_of, about)
    say_cautions(campaign, about, day)
    if record:
        from cz.show.changes import show_outcome
        from cz.verbs.report_record import put_on_record

        show_outcome(put_on_record(campaign.folder, about), out=sys.stderr, in_words_only=True)
    put_out(campaign.folder, text, asked.output, force=asked.force)
    return exit_code(opened)


def _drawn_up(opened: Opened, asked: Asked, day: date, about: Period | None = None) -> str | bytes:
    with patience("正在生成报告"):
        return paper(opened, _request(opened, asked, day, about), asked.output)


def _request(opened: Opened, asked: Asked, day: date, about: Period | None) -> Request:
    campaign = opened.campaign
    return Request(
        template=asked.template,
        phase=pick_phase(campaign, asked.phase, day),
        today=day,
        unit=find_unit(campaign, asked.unit) if asked.unit is not None else None,
        period=about,
        by=asked.by,
        document_number=asked.number,
        assessment=_assessment(campaign, asked, day),
    )


def _assessment(campaign: Campaign, asked: Asked, day: date) -> RoundStory | None:
    if asked.template != ASSESSMENT and not asked.round:
        return None
    from cz.verbs.round.show import last_held, story

    return story(campaign, asked.round or last_held(campaign, day), day, asked.against)
