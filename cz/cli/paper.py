"""Reports and order slips: printed on the screen, or written in the form of a file's ending."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from cz.problem import Refusal
from cz.show.pager import pager, put
from cz.typography import visible
from cz.verbs.report import Request, report, word
from cz.write.files import REPORT, is_standard_output, may_write, write_file

if TYPE_CHECKING:
    from cz.opening import Opened

ForceOption = Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")]


def may_put_out(folder: str, output: str | None, *, force: bool) -> None:
    """Raises Refusal, before anything is done, where there may be no such file ``output``."""
    if output is None:
        return
    may_write(folder, output, REPORT, force=force)
    if is_word(output) and not (find_spec("docx") and find_spec("markdown_it")):
        raise Refusal(
            "写 Word 文件要用 python-docx 和 markdown-it-py，现在没有装。"
            "请执行 pip install python-docx markdown-it-py，再写一次；"
            "不装也可以写成 .md。",
            exit_code=1,
        )


def is_word(output: str | None) -> bool:
    """Whether what is written to this file is to be a Word file."""
    return output is not None and output.lower().endswith(".docx")


def paper(opened: Opened, request: Request, output: str | None) -> str | bytes:
    """The report in the form that the file's name asks for. Raises Refusal."""
    draw_up: Callable[[Opened, Request], str | bytes] = word if is_word(output) else report
    return draw_up(opened, request)


def put_out(folder: str, content: str | bytes, output: str | None, *, force: bool) -> None:
    """``folder``: the plan's. Raises Refusal as ``may_put_out`` does."""
    if isinstance(content, str) and (output is None or is_standard_output(output)):
        if command := pager():
            put(content, command)
        else:
            print(content, end="")
    elif output is not None:
        write_file(folder, output, content, REPORT, force=force)
        print(visible(f"已写入 {output}。"))
