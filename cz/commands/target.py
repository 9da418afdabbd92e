"""``cz target``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cz.cli.options import (
    AtOption,
    JsonOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    open_for_reading,
)

if TYPE_CHECKING:
    pass


@examples("cz target", "cz target --phase 2")
def command(
    phase: PhaseOption = None,
    at: AtOption = None,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.progress import pick_phase
    from cz.targets import standing

    found, day = open_for_reading(plan, today, at)
    now = standing(found.campaign, pick_phase(found.campaign, phase, day))
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.target(found.campaign, now, day)))
    else:
        from cz.show.target import show_target

        show_target(found.campaign, now, day)
    return exit_code(found)
