"""``cz init``."""

from __future__ import annotations

from shlex import quote
from typing import Annotated

import typer

from cz.cli.options import examples
from cz.typography import visible
from cz.verbs.init import init


@examples("cz init 创城", "cd 创城 && git init && git add . && git commit -m 建立方案")
def command(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="新方案放在哪里。")],
) -> int:
    for path in init(folder):
        print(visible(f"已写入 {path}"))
    print(
        "下一步，先改成本区的样子：data/tasks.yaml 里的方案名称和各阶段起止日期，"
        "data/units.yaml 里的乡镇街道；"
    )
    print("标着 proposed（拟）的任务分工、单位和测评标准请逐项核实。然后：")
    print(f"  cd {quote(folder)} && git init && git add . && git commit -m 建立方案")
    print("  cz status")
    return 0
