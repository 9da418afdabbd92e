"""``cz survey form``: a questionnaire, printed or for phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    open_for_reading,
)
from cz.cli.paper import ForceOption, may_put_out, paper, put_out
from cz.forms import FORMS, refuse_missing
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.progress import current_phase
from cz.surveys.forms import Questionnaire, asked_again, of_standards
from cz.typed.lists import all_parts
from cz.verbs.report import Request
from cz.verbs.survey.finding import find_survey, questions_of

if TYPE_CHECKING:
    from cz.opening import Opened

TEMPLATE = "调查问卷"
XLSFORM = "xlsform"


@examples(
    "cz survey form q2026-1 -o 问卷.docx                     照上次的再问一遍，印出来",
    "cz survey form --options 满意、基本满意、不满意、说不清 -o 问卷.docx",
    "cz survey form q2026-1 -o 问卷.xlsx --form xlsform      给 Kobo、ODK",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="问卷",
            help="照哪一次的题目；不写就是用问卷测评的标准一条一题。",
            show_default=False,
            autocompletion=suggest.surveys,
        ),
    ] = None,
    options: Annotated[
        list[str] | None,
        typer.Option("--options", metavar="选项", help="标准一条一题时各题的选项。"),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="标题", help="印在上面。")] = "",
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件", help="写到 .docx、.html、.md；不写就印在屏幕上。"
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="格式", help="xlsform：给 Kobo、ODK 的 .xlsx。"),
    ] = None,
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if form not in (None, XLSFORM):
        raise Refusal(f"--form 可以写 {XLSFORM}，找到的是“{form}”。别的看 -o 的结尾。")
    if form == XLSFORM and not (output or "").endswith(".xlsx"):
        raise Refusal("--form xlsform 要写到 .xlsx 文件，例如 -o 问卷.xlsx。")
    may_put_out(find_plan(plan), output, force=force)
    opened, day = open_for_reading(plan, today)
    asked = _asked(opened, name, all_parts(options or ()), title)
    if form == XLSFORM:
        refuse_missing("写 XLSForm", FORMS["xlsx"].packages, "不装也可以写成 .md")
        from cz.show.questionnaire import form_bytes

        put_out(opened.campaign.folder, form_bytes(asked, day), output, force=force)
    else:
        phase = current_phase(opened.campaign, day)
        request = Request(template=TEMPLATE, phase=phase, today=day, questionnaire=asked)
        put_out(opened.campaign.folder, paper(opened, request, output), output, force=force)
    return exit_code(opened)


def _asked(opened: Opened, name: str | None, options: list[str], title: str) -> Questionnaire:
    """Raises Refusal."""
    campaign = opened.campaign
    if name is not None:
        if options:
            raise Refusal("照上次的题目，选项也是上次的，请不要写 --options。")
        survey = find_survey(campaign, name)
        return asked_again(campaign, title or survey.title, questions_of(campaign, survey))
    if len(options) < 2:
        raise Refusal(
            "请用 --options 写明各题的选项，例如 --options 满意、基本满意、不满意、说不清；"
            "或写照哪一次的题目，例如 cz survey form q2026-1。"
        )
    asked = of_standards(campaign, title or "调查问卷", options)
    if not any(each.indicator for each in asked.questions):
        raise Refusal("没有一条测评标准的方法是问卷。题目请在问卷平台上编，导出来再统计。")
    return asked
