"""``cz rate``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    WhyOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.rate import rate
from cz.write.writing import How


@examples(
    "cz rate i9-14 B",
    "cz rate i9-14 C --reason 实地考察有两处不达标",
    "cz rate i1-01 i1-02 A --phase 2",
    "cz rate i6-10~13 B类",
)
def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="指标",
            help="指标编号，可以写几个，也可以写一段：i6-10~13。",
            autocompletion=suggest.indicators,
        ),
    ],
    rating: Annotated[
        str, typer.Argument(metavar="评级", help="A、B 或 C。", autocompletion=suggest.ratings)
    ],
    phase: PhaseOption = None,
    reason: WhyOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        rate,
        find_plan(plan),
        ids,
        rating,
        clock(today),
        phase=phase,
        reason=reason,
        how=How(dry_run, commit),
    )
