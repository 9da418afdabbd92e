"""``cz git setup``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli.options import PlanOption, examples
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.typography import visible
from cz.verbs.git.setup import Setup, setup, take_out


@examples(
    "cz git setup               给这个克隆装上，别人的克隆不受影响",
    "cz git setup --undo        撤掉，恢复原样",
)
def command(
    undo: Annotated[bool, typer.Option("--undo", help="去掉 setup 写入的，别的不动。")] = False,
    plan: PlanOption = None,
) -> int:
    if undo:
        _say(take_out(_anywhere(plan)), "没有可去掉的，什么也没有改动。", "已撤掉。")
        return 0
    done = setup(find_plan(plan))
    nothing = "没有要写的，什么也没有改动。" if done.notes else "都已装好，什么也没有改动。"
    _say(done, nothing, "只对这个克隆有效；撤掉请用 cz git setup --undo。")
    return 0


def _anywhere(plan: str | None) -> str:
    """The plan, or where the user stands: the plan may be gone when its setup is to go."""
    try:
        return find_plan(plan)
    except Refusal:
        if plan:
            raise
        return "."


def _say(done: Setup, nothing: str, end: str) -> None:
    for line in done.written:
        print(visible(line))
    print(end if done.written else nothing)
    for note in done.notes:
        print("cz：" + "\n".join(map(visible, note.split("\n"))), file=sys.stderr)
