"""``cz sheet make``."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from cz.cli.options import (
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    either,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)
from cz.cli.paper import ForceOption
from cz.forms import refuse_missing
from cz.problem import Refusal
from cz.show.waiting import counted
from cz.typography import visible
from cz.verbs.sheet.make import Made, make
from cz.write.files import FORM, is_named_as_file, may_write, write_file, write_folder

NAMED = 8  # units with nothing to report that are named


@examples(
    "cz sheet make --all -o 反馈表0715              每个单位一个工作簿，放进新文件夹",
    "cz sheet make 柳溪镇 -o 柳溪镇.xlsx            只要一个单位的",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    all_: Annotated[
        bool, typer.Option("--all", help="所有单位，每个单位一个工作簿，放进 -o 写的文件夹。")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="位置",
            help="写到哪里：--all 写新的或空的文件夹，--unit 写 .xlsx 文件或文件夹。",
        ),
    ] = None,
    phase: PhaseOption = None,
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    unit = either(name, unit)
    one_form(unit=unit is not None, all=all_)
    if unit is None and not all_:
        raise Refusal("请写明给哪个单位，例如 cz sheet make 柳溪镇，或写 --all 给所有单位。")
    if output is None:
        example = "-o 反馈表0715" if all_ else "-o 柳溪镇.xlsx"
        raise Refusal(f"请用 -o 写明写到哪里，例如 {example}。")
    opened, day = open_for_reading(plan, today)
    made = make(opened.campaign, day, unit=unit, phase=phase)
    _write(opened.campaign.folder, output, made, as_file=unit is not None, force=force)
    _show(made, output)
    return exit_code(opened)


def _write(plan_folder: str, output: str, made: Made, *, as_file: bool, force: bool) -> None:
    """Raises Refusal."""
    if not made.forms:
        return
    refuse_missing("写 Excel 文件", ["XlsxWriter"], "不装写不出反馈表")
    is_file = as_file and is_named_as_file(output) and not os.path.isdir(output)
    if is_file:
        may_write(plan_folder, output, FORM, force=force)
    from cz.show.form import form_bytes

    books = {}
    with counted("正在写表", len(made.forms)) as step:
        for form in made.forms:
            books[form.unit] = form_bytes(form)
            step()
    if is_file:
        (book,) = books.values()
        write_file(plan_folder, output, book, FORM, force=force)
    else:
        write_folder(plan_folder, output, books, FORM)


def _show(made: Made, output: str) -> None:
    if made.forms:
        print(visible(f"已写入 {output}：{len(made.forms)} 个单位，共 {made.rows} 行。"))
    if made.nothing:
        named = "、".join(made.nothing[:NAMED]) + ("等" if len(made.nothing) > NAMED else "")
        text = f"没有要报的：{named}，共 {len(made.nothing)} 个单位，没有写。"
        if not made.forms:
            print(visible(f"cz：{named}没有要报的任务、问题和材料，没有写。"), file=sys.stderr)
        else:
            print(visible(text))
