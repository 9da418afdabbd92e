"""``cz condition add``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    OriginOption,
    PlanOption,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.condition.add import add
from cz.write.writing import How


@examples(
    "cz condition add 手册里的一条原文 --kind 前置条件 --unit 区委宣传部",
    "cz condition add 手册负面清单里的一条 --kind 负面清单 --source plan",
)
def command(
    title: Annotated[str, typer.Argument(metavar="条件", help="照本地手册抄，一条一句。")],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="类别",
            help="前置条件，或 负面清单（不能有的）。",
            autocompletion=suggest.condition_kinds,
        ),
    ],
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="谁负责核实。", autocompletion=suggest.units),
    ] = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    return record(
        add, find_plan(plan), title, kind, unit=unit, source=source, how=How(dry_run, commit)
    )
