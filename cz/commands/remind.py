"""``cz remind``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli.options import (
    AtOption,
    JsonOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)
from cz.typography import visible


@examples(
    "cz remind                      各单位的催办文字，一个接一个",
    "cz remind --unit 柳溪镇        只要一个单位的，可直接贴进工作群",
    "cz remind --all -o 催办0715    每个单位一个文件，放进新文件夹",
    "cz remind --days 3             只催逾期和 3 天内到期的",
)
def command(
    unit: UnitOption = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", help="几天之内到期的要催；不写就按方案的红灯天数。"),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="所有该催的单位，和 -o 连用，每个单位写一个文件。")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="位置", help="写到哪里：--all 写文件夹，--unit 写 .txt 文件。"
        ),
    ] = None,
    json: JsonOption = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.problem import Refusal
    from cz.show import chasing as show
    from cz.verbs import chasing
    from cz.write.files import REMINDER, write_folder, write_text

    one_form(unit=unit is not None, all=all_)
    one_form(json=json, output=output is not None)
    if output is not None and unit is None and not all_:
        raise Refusal(
            "-o 要和 --all 或 --unit 连用：--all 每个单位写一个文件，--unit 只写一个单位。"
        )
    found, day = open_for_reading(plan, today, at)
    due = chasing.remind(found.campaign, day, unit, days)
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.reminders(due, show.texts(due))))
        return exit_code(found)
    if not due.sheets:
        print(visible(f"cz：{due.asked}没有需要催办的事项。"), file=sys.stderr)
        return exit_code(found)
    texts = show.texts(due)
    if output is None:
        sys.stdout.write(next(iter(texts.values())) if unit is not None else show.all_texts(due))
        return exit_code(found)
    if all_:
        write_folder(found.campaign.folder, output, texts, REMINDER)
    else:
        write_text(found.campaign.folder, output, next(iter(texts.values())), REMINDER)
    print(visible(f"已写入 {output}：{show.total(due)}。"))
    return exit_code(found)
