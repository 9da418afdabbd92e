"""``cz spot add``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.spot.options import GroundOption, KeeperOption, LeaderOption, TypeOption
from cz.load.folder import find_plan
from cz.verbs.spot.add import add
from cz.write.writing import How


@examples("cz spot add 滨河公园东门 --type 公园广场 --unit 滨河街道 --keeper 区财政局")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="点位的名称。")],
    type_: TypeOption = None,
    unit: GroundOption = None,
    keeper: KeeperOption = None,
    leader: LeaderOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add,
        find_plan(plan),
        name,
        type_=type_,
        unit=unit,
        keeper=keeper,
        leader=leader,
        how=How(dry_run, commit),
    )
