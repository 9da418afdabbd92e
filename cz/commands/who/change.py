"""``cz who change``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.verbs.who.change import New, change
from cz.write.writing import How


@examples(
    "cz who change 区教育局 联络员 演示人员99 --post 办公室主任",
    "cz who change 宣传教育组 组长 演示人员98 --unit 区委宣传部 --since 2026-08-01",
    "cz who change 宣传教育组 成员 演示人员97 --unit 区融媒体中心     成员再加一个",
    "cz who change 宣传教育组 成员 --leaving 演示人员016                 不再担任，没有人接",
)
def command(
    place: Annotated[
        str,
        typer.Argument(
            metavar="机构",
            help="单位，工作组，或 指挥部、办公室。",
            autocompletion=suggest.places_of_people,
        ),
    ],
    role: Annotated[
        str,
        typer.Argument(
            metavar="角色",
            help="联络员、分管领导、资料员、组长、副组长、成员等。",
            autocompletion=suggest.roles,
        ),
    ],
    name: Annotated[
        str,
        typer.Argument(metavar="姓名", show_default=False, help="由谁担任；没有人接的不写。"),
    ] = "",
    leaving: Annotated[
        str | None,
        typer.Option(
            "--leaving",
            metavar="姓名",
            help="谁不再担任；一个人的职务不用写，副职、成员要写，不写就是再加一个。",
        ),
    ] = None,
    post: Annotated[str, typer.Option("--post", metavar="职务", help="在单位的职务。")] = "",
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            metavar="单位",
            help="是哪个单位的人；不写就和前任一样。",
            autocompletion=suggest.units,
        ),
    ] = "",
    phone: Annotated[
        str, typer.Option("--phone", metavar="号码", help="电话，只印在通讯录里。")
    ] = "",
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="日期", help="从哪一天起；不写就是今天。"),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    return record(
        change,
        find_plan(plan),
        place,
        role,
        clock=clock(today),
        new=New(name, post, unit, phone),
        leaving=leaving,
        since=since,
        how=How(dry_run, commit),
    )
