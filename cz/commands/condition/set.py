"""``cz condition set``."""

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
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.condition.set import Told, set_condition
from cz.write.writing import How


@examples(
    "cz condition set n1 符合 --proof e12",
    "cz condition n3 不符合 --note 正在整改      不写动作也是记",
)
def command(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="编号", help="条件的编号，例如 n1。", autocompletion=suggest.conditions
        ),
    ],
    state: Annotated[
        str,
        typer.Argument(
            metavar="状态",
            help="符合、不符合；写 待核实 是撤回。负面清单没有发生的是符合。",
            show_default=False,
        ),
    ] = "",
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="单位", help="谁负责核实。", autocompletion=suggest.units),
    ] = "",
    proof: Annotated[
        list[str] | None,
        typer.Option("--proof", metavar="编号", help="证明材料的编号，可以写几个。"),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="说明", help="一句话。")] = "",
    phase: PhaseOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    told = Told(state=state, unit=unit, proof=proof or (), note=note)
    return record(
        set_condition,
        find_plan(plan),
        id_,
        told,
        clock(today),
        phase=phase,
        how=How(dry_run, commit),
    )
