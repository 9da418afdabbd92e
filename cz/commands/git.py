"""``cz git``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli.options import PlanOption, examples
from cz.typography import visible

if TYPE_CHECKING:
    from cz.verbs.git.setup import Setup

ACTIONS = ("setup", "pre-commit", "merge-driver")


@examples(
    "cz git setup               给这个克隆装上，别人的克隆不受影响",
    "cz git setup --undo        撤掉，恢复原样",
    "cz git pre-commit          检查暂存的方案，和提交时一样",
)
def command(
    action: Annotated[
        str,
        typer.Argument(
            metavar="动作",
            help="setup 安装；pre-commit 检查暂存的方案；merge-driver 合并一个文件，由 git 调用。",
        ),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="文件",
            help="merge-driver 用：原来、我方、对方三个文件，标记长度，路径。",
            show_default=False,
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="去掉 setup 写入的，别的不动。")] = False,
    plan: PlanOption = None,
) -> int:
    from cz.problem import Refusal, nearest

    if action not in ACTIONS:
        near = nearest(action, ACTIONS, 1)
        raise Refusal(
            f"cz git 没有“{action}”这个动作。"
            + (f"是不是 {near[0]}？" if near else f"可以写：{'、'.join(ACTIONS)}。")
        )
    if undo and action != "setup":
        raise Refusal("--undo 只用于 cz git setup。")
    if action == "merge-driver":
        return _merge_driver(files or [])
    if files:
        raise Refusal(f"cz git {action} 后面多出了“{files[0]}”。")
    return _setup(plan, undo) if action == "setup" else _pre_commit(plan)


def _setup(plan: str | None, undo: bool) -> int:
    from cz.load.folder import find_plan
    from cz.verbs.git import setup as gitsetup

    if undo:
        _tell(gitsetup.undo(_anywhere(plan)), "没有可去掉的，什么也没有改动。", "已撤掉。")
    else:
        done = gitsetup.setup(find_plan(plan))
        _tell(
            done,
            "没有要写的，什么也没有改动。" if done.notes else "都已装好，什么也没有改动。",
            "只对这个克隆有效；撤掉请用 cz git setup --undo。",
        )
    return 0


def _anywhere(plan: str | None) -> str:
    """The plan, or where the user stands: the plan may be gone when its setup is to go."""
    from cz.load.folder import find_plan
    from cz.problem import Refusal

    try:
        return find_plan(plan)
    except Refusal:
        if plan:
            raise
        return "."


def _tell(done: Setup, nothing: str, end: str) -> None:
    for line in done.written:
        print(visible(line))
    print(end if done.written else nothing)
    for note in done.notes:
        print("cz：" + "\n".join(map(visible, note.split("\n"))), file=sys.stderr)


def _pre_commit(plan: str | None) -> int:
    from cz.show.complaints import complain
    from cz.verbs.git.setup import staged

    found = staged(plan)
    if found.errors:
        complain(found.errors)
        print(
            f"cz：暂存的方案有 {len(found.errors)} 个错误，没有提交。改好后重新 git add 再提交；要跳过检查，请用 git commit --no-verify。",
            file=sys.stderr,
        )
        return 1
    print("暂存的方案没有错误。" if found.plans else "没有暂存方案的文件，不用检查。")
    return 0


def _merge_driver(files: list[str]) -> int:
    from cz.problem import Refusal
    from cz.verbs.git.setup import merge_files

    if len(files) != 5 or not files[3].isdigit():
        raise Refusal(
            "merge-driver 由 git 调用，要写明五项：原来、我方、对方三个文件，标记长度，方案里的路径。请用 cz git setup 安装。"
        )
    code, told = merge_files(files[0], files[1], files[2], int(files[3]), files[4])
    for line in told:
        print(visible(line), file=sys.stderr)
    return code
