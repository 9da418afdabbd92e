"""``cz status``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli.options import (
    AtOption,
    ChapterOption,
    GroupOption,
    JsonOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    open_for_reading,
)

if TYPE_CHECKING:
    from cz.records import Campaign


@examples(
    "cz status                      全区进展",
    "cz status --unit 区教育局      一个单位牵头、参与什么，指标怎样",
    "cz status --unit qjyj          用拼音首字母也行",
    "cz status --group 环境卫生组 --phase 2",
    "cz status --at 2026-06-30        那时的样子，数字一个不差",
    "cz status --since 2026-06-30     那时以来动了多少",
)
def command(
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
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.progress import pick_phase
    from cz.verbs import status

    found, day = open_for_reading(plan, today, at)
    number = pick_phase(found.campaign, phase, day)
    if unit is not None:
        sheet = status.unit_sheet(found.campaign, unit, number, day, group, chapter)
        if json:
            from cz.show import data
            from cz.show.writers import dump

            print(dump(data.unit(sheet)))
        else:
            from cz.show.status import show_unit

            show_unit(sheet)
        return exit_code(found)
    whole = status.overview(found.campaign, number, day, group, chapter)
    moved = (
        status.movement(_then(plan, since), found.campaign, number, day, group, chapter)
        if since
        else None
    )
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.overview(whole, moved)))
    else:
        from cz.show.status import show_overview

        show_overview(whole, moved)
    return exit_code(found)


def _then(plan: str | None, since: str) -> Campaign:
    from cz.history.past import open_at
    from cz.load.folder import find_plan

    return open_at(find_plan(plan), since).plan.campaign
