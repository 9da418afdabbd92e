"""What the commands share that take in tables and write back the rows that they return."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, TypeVar

import typer

from cz.forms import refuse_missing
from cz.problem import Refusal
from cz.show.waiting import counted
from cz.typography import visible
from cz.verbs.sheet.judge import JudgedFile
from cz.write.files import create

ReturnedOption = Annotated[
    str | None,
    typer.Option(
        "--returned",
        metavar="文件夹",
        help="退回的行写到哪里；不写就在原表旁边，名字加“-退回”。",
    ),
]
Given = TypeVar("Given")


def refuse_what_is_not_installed(*, dry_run: bool) -> None:
    """Raises Refusal, before anything is read."""
    if not dry_run:
        refuse_missing("写退回的表", ["XlsxWriter"], "不装可以先加 --dry-run 看看")


def read_each(paths: Sequence[str], read: Callable[[str], Given]) -> list[Given]:
    """What ``read`` makes of each file, counted where that takes long."""
    given = []
    with counted("正在读表", len(paths)) as step:
        for path in paths:
            given.append(read(path))
            step()
    return given


def write_returned(files: Iterable[JudgedFile]) -> list[Refusal]:
    """Those that could not be written: what was taken is in the plan by now."""
    from cz.show.form import returned_bytes

    unsaved = []
    for file in files:
        if file.target:
            try:
                create(file.target, returned_bytes(file))
            except Refusal as refusal:
                unsaved.append(refusal)
    return unsaved


def tell_unsaved(unsaved: Iterable[Refusal]) -> None:
    for refusal in unsaved:
        print(f"cz：{visible(refusal.message)}其余已经记好。", file=sys.stderr)
