"""``cz init``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import examples
from cz.git.begin import Begun
from cz.problem import Refusal
from cz.show.shell import shell_word
from cz.typography import visible
from cz.verbs.init import FIRST_MESSAGE, PAGE, Made, init


@examples(
    "cz init 创城",
    "cz init 滨海区 --from 方案.docx",
    "cz init 滨海区 --from 方案.docx 任务分解表.xlsx",
    "cz init 新城区 --empty",
)
def command(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="新方案放在哪里。")],
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件]...", help="--from 后面的其他文件。", show_default=False),
    ] = None,
    documents: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="文件",
            help="从方案的文件读：Word、文本、网页、任务表（Excel、CSV）；几个文件接着写。",
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="不带样例，只留下要填的阶段、单位、工作组。")
    ] = False,
) -> int:
    """从带的样例、方案的文件或空白建立。"""
    if more and not documents:
        raise Refusal(f"文件夹只能写一个，多出 {more[0]}。要从文件读，请加 --from。")
    if documents and empty:
        raise Refusal("--from 和 --empty 不能一起用：一个从文件读，一个什么也不带。")
    made = init(folder, [*(documents or ()), *(more or ())], empty=empty)
    for path in made.written:
        print(visible(f"已写入 {path}"))
    _say_begun(made.begun)
    if made.counts:
        _say_read(made)
    else:
        _say_next(empty=empty)
    print("然后：")
    for line in (f"cd {shell_word(folder)}", "cz check", "cz status"):
        print(visible(f"  {line}"))
    return 0


def _say_begun(begun: Begun) -> None:
    """What git has of the new plan."""
    if begun.commit:
        print(f"已建 git 仓库，第一次提交 {begun.commit}（{FIRST_MESSAGE}）")
    elif begun.inside:
        print("文件夹在已有的 git 仓库里，没有另建；新文件请自己 git add、git commit。")
    for number, line in enumerate(begun.lacking):
        print(visible(f"  {line}" if number else line))


def _say_read(made: Made) -> None:
    print(visible(f"读出《{made.title}》："))
    for what, count in made.counts:
        print(visible(f"  {what}　{count}"))
    print(f"拿不准的 {made.doubts} 条，和没有记进 data 的文字，都写在 {PAGE} 里，请先看它。")


def _say_next(*, empty: bool) -> None:
    if empty:
        print("下一步：填 data/tasks.yaml 里的方案名称、阶段、任务，data/units.yaml 里的单位。")
        return
    print(
        "下一步，先改成本区的样子：data/tasks.yaml 里的方案名称和各阶段起止日期，"
        "data/units.yaml 里的乡镇街道；"
    )
    print("标着 proposed（拟）的任务分工、单位和测评标准请逐项核实。")
