"""``cz git pre-commit``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli.options import PlanOption, examples
from cz.show.complaints import complain
from cz.typography import visible
from cz.verbs.git.pre_commit import check_head, check_staged


@examples("cz git pre-commit          检查暂存的方案，和提交时一样")
def command(
    head: Annotated[
        bool, typer.Option("--head", help="检查已经提交的，变基、拣选以后用。")
    ] = False,
    plan: PlanOption = None,
) -> int:
    if head:
        return _checked_head()
    staged = check_staged(plan)
    if staged.errors:
        complain(staged.errors)
        print(
            f"cz：暂存的方案有 {len(staged.errors)} 个错误，没有提交。"
            "改好后重新 git add 再提交；要跳过检查，请用 git commit --no-verify。",
            file=sys.stderr,
        )
        return 1
    if staged.astray:
        for words in staged.astray:
            print(visible(f"cz：{words}。"), file=sys.stderr)
        print(
            "cz：编号在合并时换过，没有提交。请把上面这些记录里的编号改成新的，"
            "再依次执行 git add data、git commit。",
            file=sys.stderr,
        )
        return 1
    print("暂存的方案没有错误。" if staged.plans else "没有暂存方案的文件，不用检查。")
    return 0


def _checked_head() -> int:
    committed = check_head()
    if committed.errors:
        complain(committed.errors)
        print(
            f"cz：已经提交的方案有 {len(committed.errors)} 个错误，请改正后再提交一次。",
            file=sys.stderr,
        )
        return 1
    print("已经提交的方案没有错误。")
    return 0
