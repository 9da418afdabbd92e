"""``cz git merge-driver``: called by git, as ``cz git setup`` has told it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from cz.cli.options import examples
from cz.problem import Refusal
from cz.show.shell import shell_word
from cz.typography import visible
from cz.verbs.git.merge_driver import going_on, merge_files


@examples("cz git merge-driver %O %A %B %L %P      git 这样调用它")
def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="文件",
            help="原来、我方、对方三个文件，标记长度，方案里的路径。",
            show_default=False,
        ),
    ] = None,
) -> int:
    given = files or []
    if len(given) != 5 or not given[3].isdigit():
        raise Refusal(
            "merge-driver 由 git 调用，要写明五项：原来、我方、对方三个文件，标记长度，"
            "方案里的路径。请用 cz git setup 安装。"
        )
    base, ours, theirs, marker_size, path = given
    status, messages = merge_files(base, ours, theirs, int(marker_size), path)
    for message in messages:
        print(visible(message), file=sys.stderr)
    if status:
        print(visible(steps(path)), file=sys.stderr)
    return status


def steps(path: str) -> str:
    """What is to be typed once the conflicts of a file are settled by hand.

    ``path``: from the top of the work tree; git says where the user stands in it.
    """
    shown = os.path.relpath(path, os.environ.get("GIT_PREFIX") or ".").replace(os.sep, "/")
    on, off = going_on()
    return (
        f"怎么办：打开 {shown}，每处冲突留下对的内容，删去“<<<<<<<”“=======”“>>>>>>>”几行；"
        f"再依次执行 cz check、git add {shell_word(shown)}、{on}。不合并了，执行 {off}。"
    )
