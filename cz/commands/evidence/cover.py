"""``cz evidence cover``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    open_for_reading,
    record,
)
from cz.load.folder import find_plan
from cz.show.pieces import name_of
from cz.show.sheet import Block, Col, Line, Sheet, Table
from cz.show.writers import show
from cz.verbs.evidence.cover import Open, cover, uncovered
from cz.write.writing import How


@examples(
    "cz evidence cover                      还没有写对应要求的，看字眼可能是哪一项",
    "cz evidence cover e28 宣讲提纲         确认一份答的是哪一项，几项用、隔开",
    "cz evidence cover e27 e28              照提出来的确认",
)
def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号 [要求]",
            help="材料的编号，几个或一段 e5~7；后面写要求里的项，不写就照提出来的。",
            show_default=False,
            autocompletion=suggest.pieces,
        ),
    ] = None,
    unit: UnitOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if not words:
        opened, day = open_for_reading(plan, today)
        show(sheet(uncovered(opened.campaign, day, unit)), "text")
        return exit_code(opened)
    ids = [word for word in words if word[:1] in "eEｅ"]
    items = [word for word in words if word not in ids]
    return record(cover, find_plan(plan), ids, items, how=How(dry_run, commit))


def sheet(found: list[Open]) -> Sheet:
    meant = [each for each in found if each.proposed]
    blocks: list[Block] = [
        Line(f"没有写对应要求的材料 {len(found)} 份，看字眼提得出的 {len(meant)} 份"),
    ]
    if found:
        columns = [Col("编号"), Col("用于"), Col("材料", grow=True), Col("可能是（拟）")]
        columns.append(Col("材料要求", grow=True))
        rows = []
        for each in (*meant, *(each for each in found if not each.proposed)):
            piece = each.piece
            words = "、".join(each.proposed)
            rows.append([piece.id, piece.about, name_of(piece), words, "、".join(each.items)])
        blocks += [Line(), Table(columns, rows, whole=True)]
    if meant:
        ids = " ".join(each.piece.id for each in meant[:8])
        blocks += [Line(), Line(f"照提出来的确认：cz evidence cover {ids}")]
    return Sheet(blocks, [])
