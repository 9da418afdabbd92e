"""Reports and order slips: printed on the screen, or written to a file."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.show.pager import pager, put
from cz.typography import visible
from cz.write.files import REPORT, is_standard_output, may_write, write_text

ForceOption = Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")]


def may_put_out(folder: str, output: str | None, *, force: bool) -> None:
    """Raises Refusal, before anything is done, where there may be no such file ``output``."""
    if output is not None:
        may_write(folder, output, REPORT, force=force)


def put_out(folder: str, text: str, output: str | None, *, force: bool) -> None:
    """``folder``: the plan's. Raises Refusal as ``may_put_out`` does."""
    if output is None or is_standard_output(output):
        if command := pager():
            put(text, command)
        else:
            print(text, end="")
    else:
        write_text(folder, output, text, REPORT, force=force)
        print(visible(f"已写入 {output}。"))
