"""``cz evidence check``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    JsonOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    open_for_reading,
)


@examples(
    "cz evidence check                     登记的材料有没有问题，哪些指标缺材料",
    "cz evidence check --unit 区城管局",
    "cz evidence check --all               缺材料的指标全部列出",
    "cz evidence check && echo 可以打包     材料有问题退出码是 1，只是缺材料是 0",
)
def command(
    unit: UnitOption = None,
    phase: PhaseOption = None,
    whole: Annotated[bool, typer.Option("--all", help="很长的也全部列出。")] = False,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.show.waiting import patience
    from cz.verbs.evidence import check

    found, day = open_for_reading(plan, today)
    with patience("正在核对文件"):
        checked = check(found.campaign, day, unit=unit, phase=phase)
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.evidence_check(checked)))
    else:
        from cz.show.evidence import show_check

        show_check(checked, whole=whole)
    return 1 if checked.faults else exit_code(found)
