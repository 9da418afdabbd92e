"""``cz add unit``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    NewIdOption,
    OriginOption,
    PlanOption,
    examples,
    record,
)
from cz.cli.suggest import unit_kinds
from cz.load.folder import find_plan
from cz.verbs.add.unit import add_units
from cz.write.writing import How


@examples(
    "cz add unit 区数据局 区大数据公司            类别看名称定，编号是拼音首字母",
    "cz add unit 区投资促进中心 --kind 政府部门",
)
def command(
    names: Annotated[list[str], typer.Argument(metavar="名称", help="全名，可以写几个。")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="类别",
            help="党委部门、政府部门、群团、乡镇、街道、其他；不写就看名称定。",
            autocompletion=unit_kinds,
        ),
    ] = None,
    id: NewIdOption = None,
    source: OriginOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    how = How(dry_run, commit)
    folder = find_plan(plan)
    return record(add_units, folder, names, kind=kind, id_=id, source=source, how=how)
