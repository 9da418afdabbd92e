"""``cz git merge-driver``: called by git, as ``cz git setup`` has told it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli.options import examples
from cz.problem import Refusal
from cz.typography import visible
from cz.verbs.git.merge_driver import merge_files


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
    return status
