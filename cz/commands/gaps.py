"""``cz gaps``: what is missing before the assessment, in fixed levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    either,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.load.folder import find_plan
from cz.problem import Refusal

if TYPE_CHECKING:
    from cz.gaps.listed import Gaps


@examples(
    "cz gaps                         一、二两级逐条列出，其余各级有多少",
    "cz gaps --week                  本周先抓哪几件：谁、为什么、何时前",
    "cz gaps 区教育局                一个单位的，各级都列出",
    "cz gaps --level 没有依据        一级的，全部列出",
    "cz gaps --csv -o 查漏补缺.csv   各级的，全部写进表格",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    level: Annotated[
        str | None,
        typer.Option(
            "--level",
            metavar="级",
            help="只看一级：1 一票否决，2 自相矛盾，3 丢分，4 没有依据，5 要抬，6 事务。",
            autocompletion=suggest.gap_levels,
        ),
    ] = None,
    week: Annotated[
        bool, typer.Option("--week", help="只挑本周先抓的五到八件，写明单位、原因、何时前。")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="版本", help="那时以来新出现的和补上的：日期或提交编号。"),
    ] = None,
    phase: PhaseOption = None,
    at: AtOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    unit = either(name, unit)
    from cz.show import gaps as screens
    from cz.verbs.gaps import compared, gaps, read_level

    form = one_form(json=json, csv=csv)
    if week and since is not None:
        raise Refusal("--week 挑现在要抓的，--since 看那时以来的变化，只能选一个。")
    asked = read_level(level) if level is not None else None
    opened, day = open_for_reading(plan, today, at)
    found = gaps(opened.campaign, day, unit=unit, phase=phase, level=asked)
    if week:
        sheet = screens.week_sheet(found)
    elif since is not None:
        then = _then(find_plan(plan), since, found, asked)
        sheet = screens.since_sheet(compared(found, then))
    else:
        sheet = screens.sheet(found, whole=unit is not None or level is not None)
    return finish(opened, sheet, form, output)


def _then(folder: str, since: str, now: Gaps, level: int | None) -> Gaps:
    """The same asked of the plan of then, as of the day that was today."""
    from cz.history.past import open_at, that_day
    from cz.show.complaints import left_out
    from cz.verbs.gaps import gaps

    then = open_at(folder, since)
    if then.plan.errors:
        left_out(then.plan.errors, then.plan.left_out, then.plan.unread)
    unit = now.owner.id if now.owner else None
    phase = now.known.phase.number
    return gaps(then.plan.campaign, that_day(then), unit=unit, phase=phase, level=level)
