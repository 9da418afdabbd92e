"""``cz spot set``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.spot.options import (
    GroundOption,
    KeeperOption,
    LeaderOption,
    SpotArgument,
    TypeOption,
)
from cz.load.folder import find_plan
from cz.verbs.spot.set import set_spot
from cz.write.writing import How


@examples(
    "cz spot set 城南农贸市场 --keeper 区财政局 --leader 演示人员01",
    "cz spot set 城南农贸市场 --name 城南集贸市场           台账里的旧名照样认得",
)
def command(
    spot: SpotArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="名称", help="新的名称。")] = None,
    type_: TypeOption = None,
    unit: GroundOption = None,
    keeper: KeeperOption = None,
    leader: LeaderOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        set_spot,
        find_plan(plan),
        spot,
        name=name,
        type_=type_,
        unit=unit,
        keeper=keeper,
        leader=leader,
        how=How(dry_run, commit),
    )
