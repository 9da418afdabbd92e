"""``cz agenda``."""

from __future__ import annotations

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
    "cz agenda                            今天起 14 天内到期的，按天列出",
    "cz agenda --days 30 --unit 柳溪镇",
    "cz agenda --days 60 --ics 创城.ics   存成日历，导入手机或办公软件；再次导入只更新、不重复",
)
def command(
    days: Annotated[int, typer.Option("--days", metavar="N", help="看今天起多少天。")] = 14,
    unit: UnitOption = None,
    ics: Annotated[
        str | None,
        typer.Option("--ics", metavar="文件", help="存成日历文件（.ics），不显示在屏幕上。"),
    ] = None,
    json: JsonOption = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.show import chasing as show
    from cz.verbs import chasing

    one_form(json=json, ics=ics is not None)
    found, day = open_for_reading(plan, today, at)
    ahead = chasing.agenda(found.campaign, day, days, unit)
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.agenda(ahead)))
    elif ics is not None:
        from cz.show.ics import MARK
        from cz.write.files import CALENDAR, bears_mark, write_text

        def ours(path: str) -> bool:
            return bears_mark(path, MARK)

        text = show.agenda_calendar(ahead)
        write_text(found.campaign.folder, ics, text, CALENDAR, ours=ours)
        left = f"；已逾期的 {len(ahead.late)} 项没有写进去" if ahead.late else ""
        print(visible(f"已写入 {ics}：{len(ahead.ahead)} 项{left}。"))
    else:
        show.show_agenda(ahead)
    return exit_code(found)
