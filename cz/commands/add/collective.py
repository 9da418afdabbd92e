"""``cz add collective``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples, record
from cz.commands.add.options import ConfirmOption
from cz.load.folder import find_plan
from cz.verbs.add.collective import add_collective
from cz.write.writing import How


@examples("cz add collective 各窗口单位 --member 区政务服务局、区税务局")
def command(
    name: Annotated[str, typer.Argument(metavar="名称", help="方案里怎样合称，例如 各乡镇。")],
    members: Annotated[
        list[str],
        typer.Option(
            "--member",
            metavar="单位",
            help="包括哪个单位，可以写几次，也可以写 A、B。",
            autocompletion=suggest.units,
        ),
    ],
    confirm: ConfirmOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add_collective,
        find_plan(plan),
        name,
        members,
        confirm=confirm,
        how=How(dry_run, commit),
    )
