"""``cz status``: what is asked. What is shown is in status_whole and status_unit.

They are imported when there is something to show: completing ``--unit`` need not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli.options import (
    AtOption,
    ChapterOption,
    CsvOption,
    GroupOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitOption,
    either,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.cli.suggest import units_or_groups
from cz.load.folder import find_plan
from cz.problem import Refusal

if TYPE_CHECKING:
    from datetime import date

    from cz.records import Campaign


@examples(
    "cz status                      全区进展",
    "cz status 区教育局             一个单位牵头、参与什么，指标怎样",
    "cz status qjyj                 用拼音首字母也行",
    "cz status 环境卫生组 --phase 2   一个工作组",
    "cz status --at 2026-06-30        那时的样子，数字一个不差",
    "cz status --since 2026-06-30     那时以来动了多少",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="单位",
            help="只看一个单位或工作组，和 --unit、--group 一样；不写就是全区。",
            show_default=False,
            autocompletion=units_or_groups,
        ),
    ] = None,
    unit: UnitOption = None,
    group: GroupOption = None,
    chapter: ChapterOption = None,
    phase: PhaseOption = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="版本", help="和那时比，动了多少：日期或提交编号。"),
    ] = None,
    at: AtOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz import concern
    from cz.commands import status_unit, status_whole
    from cz.progress import pick_phase
    from cz.verbs.status import overview
    from cz.verbs.status_unit import unit_status

    form = one_form(json=json, csv=csv)
    asked = name if unit is None else unit
    need = None
    if asked is None:
        need = concern.whole_status()
    elif group is None and chapter is None and since is None:
        need = concern.unit_status(asked)
    opened, day = open_for_reading(plan, today, at, need)
    if name is not None:
        unit, group = _meant(opened.campaign, name, unit, group)
    if since and unit is not None:
        raise Refusal("--since 比的是全区、一个工作组或一个板块，不能和 --unit 连用。")
    number = pick_phase(opened.campaign, phase, day)
    if unit is not None:
        status = unit_status(opened.campaign, unit, number, day, group, chapter)
        return finish(opened, status_unit.sheet(status), form, output)
    now = overview(opened.campaign, number, day, group, chapter)
    then = None
    if since:
        campaign, that_day = _then(plan, since)
        then = overview(campaign, number, that_day, group, chapter)
    return finish(opened, status_whole.sheet(now, then), form, output)


def _meant(
    campaign: Campaign, name: str, unit: str | None, group: str | None
) -> tuple[str | None, str | None]:
    """(unit, group), one of which a plain word names. Raises Refusal."""
    from cz.names import find_group, find_unit

    try:
        find_unit(campaign, name)
    except Refusal as no_unit:
        if not no_unit.missing:
            raise
        try:
            return unit, either(find_group(campaign, name).name, group, "--group")
        except Refusal as no_group:
            if not no_group.missing:
                raise
        raise
    return either(name, unit), group


def _then(plan: str | None, since: str) -> tuple[Campaign, date]:
    """The plan of then, and the day that was today: what was late then is judged by it."""
    from cz.history.past import open_at, that_day
    from cz.show.complaints import left_out

    then = open_at(find_plan(plan), since)
    if then.plan.errors:
        left_out(then.plan.errors, then.plan.left_out, then.plan.unread)
    return then.plan.campaign, that_day(then)
