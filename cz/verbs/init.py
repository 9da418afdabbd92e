"""``cz init``: a new plan folder, of the shipped starter, of a plan's document, or empty."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from cz import disk
from cz.git.begin import Begun, begin
from cz.problem import Refusal
from cz.records.kinds import REQUIRED
from cz.shipped import shipped
from cz.source import Source
from cz.write.files import write_missing

PAGE = "导入说明.md"
FIRST_MESSAGE = "建立方案"
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

EMPTY = {
    "tasks": """\
# 任务：阶段目标、板块、任务、实施步骤、工作要求。每个字段见 docs/format.md
#
# 一个板块、一项任务这样写：
#
# chapters:
#   - number: 1
#     title: 建立牢固的思想道德基础
#
# tasks:
#   - id: 1-1   # 板块号-序号
#     title: 加强理想信念教育
#     lead: 区委宣传部   # data/units.yaml 里的名称
#     units:
#       - 区教育局
#       - 各乡镇党委和政府

plan:
  title: （方案名称未填）
  source: plan
  phase: 1   # 当前阶段；下面各阶段写了 start、end 就不用写

phases:
  - number: 1
    title: 第一阶段
    source: proposed
  - number: 2
    title: 第二阶段
    source: proposed
  - number: 3
    title: 第三阶段
    source: proposed

chapters: []

tasks: []

steps: []

requirements: []
""",
    "units": """\
# 组织机构与单位：指挥部、办公室、工作组、单位、集体单位
#
# 这样写：
#
# headquarters:
#   name: 创建文明城市工作指挥部
#
# groups:
#   - id: g1
#     name: 宣传教育组
#
# units:
#   - id: qwxcb   # 名称的拼音首字母，各不相同
#     name: 区委宣传部
#     kind: 党委部门   # 党委部门、政府部门、群团、乡镇、街道、其他
#
# collectives:
#   - id: gxz
#     name: 各乡镇党委和政府
#     members:
#       - 东河镇

groups: []

units: []

collectives: []
""",
    "indicators": """\
# 测评指标：测评体系、版块、测评项目、测评标准，请按正式的测评操作手册填写

systems:
  - id: city
    name: 文明城市
    source: proposed
  - id: minors
    name: 未成年人
    source: proposed

blocks: []

projects: []

indicators: []
""",
}


class Made(NamedTuple):
    """``written``: the paths, in order. ``counts``: (what, how many) of what was read of documents,
    ``doubts`` how many were not sure of; ``begun``: what git has of it.
    """

    written: list[str]
    begun: Begun
    counts: list[tuple[str, str]]
    doubts: int = 0
    title: str = ""


def init(folder: str, documents: Sequence[str] = (), *, empty: bool = False) -> Made:
    """Make the plan folder, under git where git is there.

    ``documents``: files that the plan is read from; ``empty``: a plan to fill in. Raises Refusal
    where a plan is already there, a document cannot be read or the folder cannot be made.
    """
    _refuse_unfit(folder)
    read = None
    if documents:
        from cz.intake.importing import files_of_plan

        read = files_of_plan(documents)
        starters = read.data
    elif empty:
        starters = EMPTY
    else:
        starters = {stem: _starter(stem) for stem in REQUIRED}
    files = {".gitignore": _IGNORE, ".gitattributes": _ATTRIBUTES, "README.md": _README}
    if read is not None:
        files[PAGE] = read.page
    # tasks.yaml last: a folder without it is not a plan yet, and init can be run again.
    files |= {f"data/{stem}.yaml": starters[stem] for stem in REQUIRED[::-1]}
    try:
        os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    except OSError as error:
        raise Refusal(f"建不了文件夹 {folder}：{disk.reason(error)}。", exit_code=1) from None
    plain = os.path.join(folder, "").replace(os.sep, "/")
    written = [name for name, text in files.items() if write_missing(f"{plain}{name}", text)]
    begun = begin(folder, written, FIRST_MESSAGE)
    paths = [f"{plain}{name}" for name in written]
    if read is None:
        return Made(paths, begun, [])
    return Made(paths, begun, read.counts, read.doubts, read.title)


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
