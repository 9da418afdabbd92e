"""The commands that look after what is not done: remind, silent, agenda."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli.common import (
    AtOption,
    JsonOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)  # fmt: skip
from cz.source import visible


@examples(
    "cz remind                      各单位的催办文字，一个接一个", "cz remind --unit 柳溪镇        只要一个单位的，可直接贴进工作群",
    "cz remind --all -o 催办0715    每个单位一个文件，放进新文件夹", "cz remind --days 3             只催逾期和 3 天内到期的",
)  # fmt: skip
def remind_command(
    unit: UnitOption = None,
    days: Annotated[int | None, typer.Option("--days", metavar="N", help="几天之内到期的要催；不写就按方案的红灯天数。")] = None,
    all_: Annotated[bool, typer.Option("--all", help="所有该催的单位，和 -o 连用，每个单位写一个文件。")] = False,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="位置", help="写到哪里：--all 写文件夹，--unit 写 .txt 文件。")] = None,
    json: JsonOption = False, at: AtOption = None, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.problem import Refusal
    from cz.show import chasing as show
    from cz.verbs import chasing

    one_form(unit=unit is not None, all=all_)
    one_form(json=json, output=output is not None)
    if output is not None and unit is None and not all_:
        raise Refusal("-o 要和 --all 或 --unit 连用：--all 每个单位写一个文件，--unit 只写一个单位。")
    found, day = open_for_reading(plan, today, at)
    due = chasing.remind(found.campaign, day, unit, days)
    if json:
        from cz.show import data

        print(data.dump(data.reminders(due, show.texts(due))))
        return exit_code(found)
    if not due.sheets:
        print(visible(f"cz：{due.asked}没有需要催办的事项。"), file=sys.stderr)
        return exit_code(found)
    texts = show.texts(due)
    if output is None:
        sys.stdout.write(next(iter(texts.values())) if unit is not None else show.all_texts(due))
        return exit_code(found)
    if all_:
        chasing.save_each(found.campaign.folder, output, texts)
    else:
        chasing.save_text(found.campaign.folder, output, next(iter(texts.values())))
    print(visible(f"已写入 {output}：{show.total(due)}。"))
    return exit_code(found)


@examples("cz silent                    30 天没有消息的单位和任务", "cz silent --days 14")
def silent_command(
    days: Annotated[int, typer.Option("--days", metavar="N", help="多少天没有消息。")] = 30,
    json: JsonOption = False, at: AtOption = None, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.chasing import silent

    found, day = open_for_reading(plan, today, at)
    silence = silent(found.campaign, day, days)
    if json:
        from cz.show import data

        print(data.dump(data.silence(silence)))
    else:
        from cz.show.chasing import show_silent

        show_silent(silence)
    return exit_code(found)


@examples(
    "cz agenda                            今天起 14 天内到期的，按天列出", "cz agenda --days 30 --unit 柳溪镇",
    "cz agenda --days 60 --ics 创城.ics   存成日历，导入手机或办公软件；再次导入只更新、不重复",
)  # fmt: skip
def agenda_command(
    days: Annotated[int, typer.Option("--days", metavar="N", help="看今天起多少天。")] = 14,
    unit: UnitOption = None,
    ics: Annotated[str | None, typer.Option("--ics", metavar="文件", help="存成日历文件（.ics），不显示在屏幕上。")] = None,
    json: JsonOption = False, at: AtOption = None, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.show import chasing as show
    from cz.verbs import chasing

    one_form(json=json, ics=ics is not None)
    found, day = open_for_reading(plan, today, at)
    ahead = chasing.agenda(found.campaign, day, days, unit)
    if json:
        from cz.show import data

        print(data.dump(data.agenda(ahead)))
    elif ics is not None:
        from cz.show.ics import MARK

        chasing.save_calendar(found.campaign.folder, ics, show.agenda_calendar(ahead), MARK)
        left = f"；已逾期的 {len(ahead.late)} 项没有写进去" if ahead.late else ""
        print(visible(f"已写入 {ics}：{len(ahead.ahead)} 项{left}。"))
    else:
        show.show_agenda(ahead)
    return exit_code(found)
