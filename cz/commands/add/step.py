"""``cz add step``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    ItsGroupOption,
    LeadOption,
    NewDueOption,
    NewIdOption,
    OriginOption,
    PlanOption,
    SharersOption,
    TodayOption,
    clock,
    examples,
    ordinal,
    record,
)
from cz.cli.suggest import phases
from cz.load.folder import find_plan
from cz.verbs.add.step import add_step
from cz.verbs.add.task import Duties
from cz.write.writing import How


@examples("cz add step 迎检演练 --phase 2 --due 10月15日")
def command(
    title: Annotated[str, typer.Argument(metavar="标题", help="步骤的标题。")],
    phase: Annotated[
        int | None,
        typer.Option(
            "--phase",
            metavar="N",
            help="哪个阶段；不写就是当前阶段。",
            autocompletion=phases,
            parser=ordinal("阶段"),
        ),
    ] = None,
    lead: LeadOption = None,
    unit: SharersOption = None,
    group: ItsGroupOption = None,
    due: NewDueOption = None,
    id: NewIdOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        add_step,
        find_plan(plan),
        title,
        clock(today),
        phase=phase,
        id_=id,
        duties=Duties(lead, unit or (), group, due),
        source=source,
        how=How(dry_run, commit),
    )
