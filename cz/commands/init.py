"""``cz init``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import examples
from cz.show.shell import shell_word
from cz.typography import visible
from cz.verbs.init import init

# One a line: PowerShell 5.1 knows no &&.
_AS_A_REPOSITORY = ("git init", "git add .", "git commit -m 建立方案")


@examples("cz init 创城", "cd 创城", *_AS_A_REPOSITORY)
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
    for line in (f"cd {shell_word(folder)}", *_AS_A_REPOSITORY, "cz status"):
        print(visible(f"  {line}"))
    return 0
