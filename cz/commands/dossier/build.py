"""``cz dossier build``."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from cz.cli.options import (
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    open_for_reading,
)
from cz.forms import FORMS, refuse_missing
from cz.show.waiting import counted
from cz.typography import visible
from cz.verbs.dossier.layout import Shelf, layout, pieces_of
from cz.verbs.dossier.show import show
from cz.verbs.dossier.sync import Source, Synced, sync
from cz.verbs.report import folders

MOST = 8  # paths of a kind that are named


@examples(
    "cz dossier build -o 材料档案             审核通过的按标准建成文件夹，再执行只动有变化的",
    "cz dossier build -o 材料档案 --dry-run   只说会动什么",
    "cz dossier build 材料-区教育局 --unit 区教育局 --waiting",
)
def command(
    folder: Annotated[
        str | None,
        typer.Argument(metavar="文件夹", help="建在哪里，和 -o 一样。", show_default=False),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件夹", help="建在哪里：新的、空的，或上次建的文件夹。"
        ),
    ] = None,
    unit: UnitOption = None,
    phase: PhaseOption = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="待审的也放进去。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会动什么，不写文件。")] = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.cli.options import either
    from cz.commands.dossier.papers import papers
    from cz.problem import Refusal
    from cz.report.submission import Forms

    target = either(folder, output, "-o")
    if not target:
        raise Refusal("请写建在哪个文件夹，例如 cz dossier build -o 材料档案。")
    needed = (*FORMS["docx"].packages, *FORMS["xlsx"].packages)
    refuse_missing("写提交表和目录", needed, "不装也可以用 cz dossier -o 缺件.csv 看缺什么")
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    found, owner = show(campaign, day, unit=unit, phase=phase)
    shelves = layout(found, waiting=waiting)
    forms = Forms(campaign, folders(campaign.folder), day)
    with counted("正在写提交表", len(shelves)) as step:
        made = papers(found, shelves, forms, step)
    copies = {
        copy.path: Source(os.path.join(campaign.folder, copy.record.file), copy.record.sha256)
        for copy in pieces_of(shelves)
    }
    synced = sync(
        campaign.folder,
        target,
        made,
        copies,
        lambda total: counted("正在核对和复制", total),
        scope=f"第{found.phase}阶段{owner.name if owner else '全部单位'}",
        dry_run=dry_run,
    )
    for line in _lines(target, synced, shelves, dry_run=dry_run):
        print(visible(line))
    return 1 if synced.lacking or synced.kept else exit_code(opened)


def _lines(target: str, synced: Synced, shelves: tuple[Shelf, ...], *, dry_run: bool) -> list[str]:
    """What was touched, and what is not in it and why."""
    lines = []
    moved = (("新增", synced.added), ("更新", synced.changed), ("删去", synced.removed))
    for word, paths in moved:
        if paths:
            lines += [f"{word} {len(paths)} 个：", *_listed(paths)]
    touched = sum(len(paths) for _, paths in moved)
    if not touched:
        lines.append("没有变化，一个文件也没有动。")
    if synced.kept:
        lines.append(f"手工改过的 {len(synced.kept)} 个，没有动，要重写的请先删去或移走：")
        lines += _listed(synced.kept)
    for path, reason in synced.lacking:
        lines.append(f"没有放进去：{path}，{reason}。")
    left_out = [piece for shelf in shelves for piece in shelf.left_out]
    waiting = sum(piece.state == "waiting" for piece in left_out)
    if waiting or len(left_out) > waiting:
        told = [f"待审 {waiting} 份" if waiting else ""]
        told.append(f"退回 {len(left_out) - waiting} 份" if len(left_out) > waiting else "")
        lines.append(f"没有放进去的还有：{'、'.join(part for part in told if part)}。")
    tail = "（试运行，文件未动）" if dry_run else ""
    lines.append(f"{target}：共 {synced.total} 个文件，这次动了 {touched} 个。{tail}")
    return lines


def _listed(paths: tuple[str, ...]) -> list[str]:
    """One a line, the first of many."""
    lines = [f"  {path}" for path in paths[:MOST]]
    more = len(paths) - MOST
    return [*lines, f"  另有 {more} 个"] if more > 0 else lines
