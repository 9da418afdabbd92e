"""``cz sheet fill``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    DryRunOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitOption,
    examples,
    exit_code,
    open_for_reading,
)
from cz.cli.paper import ForceOption
from cz.problem import Refusal
from cz.show.waiting import patience
from cz.tables import rows_named
from cz.typography import visible
from cz.verbs.sheet.fill import Asked, Filling, Left, fill, target_beside
from cz.write.files import FILLED, is_standard_output, may_write, write_file

MOST = 20  # cells told
FEW = 6  # places named
_KINDS = {"tasks": "任务", "findings": "问题", "indicators": "测评标准"}


@examples(
    "cz sheet fill 市表.xlsx --dry-run      先看会填哪些格",
    "cz sheet fill 市表.xlsx                写成 市表-已填.xlsx，原表不动",
    "cz sheet fill 市表.xlsx -o 报市里.xlsx --force",
)
def command(
    file: Annotated[
        str, typer.Argument(metavar="文件", help="上级发来的 .xlsx（.xlsm）；.xls 请先另存。")
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到哪里；不写就在原表旁边，名字加“-已填”。",
        ),
    ] = None,
    sheet: Annotated[
        str,
        typer.Option("--sheet", metavar="名称", help="填哪一张工作表；只有一张认得出的不用写。"),
    ] = "",
    unit: UnitOption = None,
    phase: PhaseOption = None,
    over: Annotated[
        bool, typer.Option("--over", help="已经填了、和台账不同的格也改写；不写就留着、列出来。")
    ] = False,
    dry_run: DryRunOption = False,
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    opened, day = open_for_reading(plan, today)
    target = output or target_beside(file)
    if not dry_run:
        may_write(opened.campaign.folder, target, FILLED, force=force)
    with patience("正在填表"):
        filling = fill(opened.campaign, file, day, Asked(sheet, unit, phase, over))
    if filling.answers and not dry_run:
        _refuse_ending(file, target)
        write_file(opened.campaign.folder, target, filling.content, FILLED, force=force)
    if not is_standard_output(target) or dry_run:
        print("\n".join(visible(line) for line in lines(filling, target, dry_run=dry_run)))
    return exit_code(opened)


def _refuse_ending(file: str, target: str) -> None:
    """Raises Refusal where the name says another kind of workbook: with macros, or without."""
    with_macros = file.lower().endswith(".xlsm")
    if not is_standard_output(target) and target.lower().endswith(".xlsm") != with_macros:
        ending = ".xlsm" if with_macros else ".xlsx"
        raise Refusal(
            f"{file} 填好仍是 {ending}，找到的是 {target}。请把文件名改成 {ending} 结尾。"
        )


def lines(filling: Filling, target: str, *, dry_run: bool) -> list[str]:
    """What is told on the screen."""
    shown = [_headline(filling, target, dry_run=dry_run), _heads(filling)]
    if dry_run:
        shown += _cells(filling)
    shown += [_left(left) for left in filling.left]
    if filling.lacking:
        kind = _KINDS[filling.head.kind]
        shown.append(f"另有 {filling.lacking} 条{kind}表里没有，没有加行。")
    shown += filling.notes
    if dry_run:
        shown.append("（试运行，没有写文件）")
    return shown


def _headline(filling: Filling, target: str, *, dry_run: bool) -> str:
    parts = [f"认出 {filling.rows} 行"]
    if filling.added:
        parts.append(f"其中新加 {filling.added} 行")
    if filling.same:
        parts.append(f"已经填对的 {filling.same} 格")
    if filling.answers:
        verb = "会填" if dry_run else "填了"
        parts.append(f"{verb} {len(filling.answers)} 格 → {target}")
    else:
        parts.append("没有要填的格，没有写")
    return f"{filling.sheet}：{'，'.join(parts)}"


def _heads(filling: Filling) -> str:
    head = filling.head
    rows = f"第 {head.first} 行" if head.first == head.last else f"第 {head.first}～{head.last} 行"
    text = f"表头在{rows}：{'、'.join(column.title for column in head.columns)}。"
    if head.unknown:
        text += f"不认得、没有填的列：{'、'.join(head.unknown)}。"
    if head.twice:
        text += f"分不清填哪一列、没有填的：{'、'.join(head.twice)}。"
    return text


def _cells(filling: Filling) -> list[str]:
    told = []
    for answer in filling.answers[:MOST]:
        before = f"“{answer.before}”→" if answer.before else ""
        told.append(f"  {answer.place}　{answer.heading}　{before}{' '.join(answer.after.split())}")
    more = len(filling.answers) - MOST
    return [*told, f"  另有 {more} 格"] if more > 0 else told


def _left(left: Left) -> str:
    where = rows_named(left.rows)
    if left.cells:
        where = "、".join(left.cells[:FEW]) + ("等" if len(left.cells) > FEW else "")
    return f"没有填 {len(left.rows)} 处，{left.why}：{where}"
