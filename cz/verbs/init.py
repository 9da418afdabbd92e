"""``cz init``: a new plan folder from the shipped starter, ready for git."""

from __future__ import annotations

import os

from cz import disk
from cz.problem import Refusal
from cz.records.kinds import REQUIRED
from cz.shipped import shipped
from cz.source import Source
from cz.write.files import write_missing

_IGNORE = "# cz 写文件时的临时文件\n.*.cz-new\n"
_ATTRIBUTES = """\
# 佐证材料一个字节也不许变，否则校验值对不上
* -text
# 方案文件的行尾统一，避免整个文件显示为已改动
/data/*.yaml text eol=lf
/templates/*.j2 text eol=lf
/README.md text eol=lf
"""
_README = """# 创建文明城市实施方案

- `data/tasks.yaml`：方案、阶段、板块、任务、步骤
- `data/units.yaml`：单位、工作组
- `data/indicators.yaml`：测评标准与评级
- `templates/`：自己的报告模板（没有就用 cz 自带的）

常用：`cz status`、`cz status --unit 单位`、`cz set 1-5 done`、`cz report --phase 1`、`cz check`。
"""


def init(folder: str) -> list[str]:
    """Make the plan folder; returns the paths written, in order.

    Raises Refusal where a plan is already there or the folder cannot be made.
    """
    _refuse_unfit(folder)
    # tasks.yaml last: a folder without it is not a plan yet, and init can be run again.
    starters = {f"data/{stem}.yaml": _starter(stem) for stem in REQUIRED[::-1]}
    files = {
        ".gitignore": _IGNORE,
        ".gitattributes": _ATTRIBUTES,
        "README.md": _README,
        **starters,
    }
    try:
        os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    except OSError as error:
        raise Refusal(f"建不了文件夹 {folder}：{disk.reason(error)}。", exit_code=1) from None
    plain = os.path.join(folder, "").replace(os.sep, "/")
    paths = {f"{plain}{name}": text for name, text in files.items()}
    return [path for path, text in paths.items() if write_missing(path, text)]


def _refuse_unfit(folder: str) -> None:
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise Refusal(f"{folder} 是一个文件，不能当作文件夹。请换一个名字。")
    if not folder.strip():
        raise Refusal("请写明新方案放在哪个文件夹，例如：cz init 创城。")
    if os.path.lexists(os.path.join(folder, "data", "tasks.yaml")):
        raise Refusal(f"{folder} 里已经有方案了，cz 不会覆盖它。请换一个文件夹。")


def _starter(stem: str) -> str:
    source = disk.read(os.path.join(shipped("data"), f"{stem}.yaml"), f"{stem}.yaml")
    if isinstance(source, Source):
        return source.text
    raise Refusal("cz 自带的样例方案不完整，请重新安装。", problems=(source,), exit_code=1)
