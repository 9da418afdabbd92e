"""Reports and order slips: printed on the screen, or written in the form of a file's ending."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from cz.forms import FORMS, form_named, refuse_missing
from cz.problem import Refusal
from cz.report.parts import TABLES
from cz.show.pager import pager, put
from cz.show.sheet import Sheet, Table
from cz.typography import visible
from cz.verbs.report import Request, completed, printer
from cz.words import cn_date
from cz.write.files import REPORT, is_standard_output, may_write, write_file

if TYPE_CHECKING:
    from cz.opening import Opened
    from cz.report import Printer

ForceOption = Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")]


def may_put_out(folder: str, output: str | None, *, force: bool) -> None:
    """Raises Refusal, before anything is done, where there may be no such file ``output``."""
    if output is None:
        return
    may_write(folder, output, REPORT, force=force)
    may_draw_up(form_of_paper(output))


def may_draw_up(form: str) -> None:
    """Raises Refusal where what draws up papers of this form is not installed."""
    needed = list(FORMS[form].packages)
    if form in _OF_BLOCKS:
        needed.append("markdown-it-py")
    refuse_missing(f"写 {FORMS[form].words}", needed, "不装也可以写成 .md")


def is_word(output: str | None) -> bool:
    """Whether what is written to this file is to be a Word file."""
    return form_of_paper(output) == "docx"


def form_of_paper(output: str | None) -> str:
    """Markdown for the screen, and for a name that ends in none of the other forms."""
    named = form_named(output) if output is not None else ""
    return named if named in _DRAWN_UP else "markdown"


def paper(opened: Opened, request: Request, output: str | None) -> str | bytes:
    """The report in the form that the file's name asks for. Raises Refusal."""
    return drawn_up(printer(opened), completed(opened, request), form_of_paper(output))


def drawn_up(printer: Printer, request: Request, form: str) -> str | bytes:
    """``form``: one of PAPERS; the request is completed. Raises as the printer does."""
    return _DRAWN_UP[form](printer, request)


def _markdown(printer: Printer, request: Request) -> str:
    return printer.text(request)


def _word(printer: Printer, request: Request) -> bytes:
    return printer.word(request)


def _page(printer: Printer, request: Request) -> str:
    return printer.page(request)


def _workbook(printer: Printer, request: Request) -> bytes:
    from cz.show.writers import workbook

    return workbook(_tables(printer, request, "Excel 文件"))


def _csv(printer: Printer, request: Request) -> str:
    from cz.show.writers import csv_text

    return csv_text(_tables(printer, request, "CSV 表格"))


def _tables(printer: Printer, request: Request, form: str) -> Sheet:
    from cz.show.grids import tables_sheet

    blocks = printer.blocks(request._replace(form=TABLES))
    sheet = tables_sheet(blocks, f"截至{cn_date(request.today)}")
    if not any(isinstance(block, Table) for block in sheet.blocks):
        raise Refusal(f"这份报告里没有表格，写不成 {form}。请写成 .docx 或 .md。")
    return sheet


_OF_BLOCKS = ("html", "xlsx", "csv")  # made of the report's Markdown as it is parsed
_DRAWN_UP: dict[str, Callable[[Printer, Request], str | bytes]] = {
    "markdown": _markdown,
    "docx": _word,
    "html": _page,
    "xlsx": _workbook,
    "csv": _csv,
}
PAPERS = tuple(_DRAWN_UP)


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
