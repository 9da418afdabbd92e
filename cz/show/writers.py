"""A Sheet in the forms of files and on a terminal, one function a form; a new one is one more.

What only one form needs is imported by its function: a command writes in one form.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import StringIO
from typing import Any

from cz.show.sheet import Facts, Line, Sheet, Table, Title, made, text_of, value_of
from cz.typography import ESCAPED, visible


def show(sheet: Sheet, form: str) -> None:
    """Write it to standard output. ``form``: "text", fitted to a terminal, or one of FORMS."""
    if form == "text":
        _to_terminal(sheet)
        return
    written = FORMS[form](sheet)
    if isinstance(written, str):
        if form == "json":
            written = for_any_reader(written)
        written = written.encode("utf-8", "surrogateescape")
    sys.stdout.flush()
    sys.stdout.buffer.write(written)


def for_any_reader(json_text: str) -> str:
    """JSON for a pipe: one that is not UTF-8 is decoded who knows how, and gets ASCII."""
    encoding = sys.stdout.encoding or ""
    if encoding.lower().replace("-", "") == "utf8":
        return json_text
    return re.sub(r"[^\0-\x7f]", _escaped, json_text)


def _escaped(char: re.Match[str]) -> str:
    import json

    return json.dumps(char[0])[1:-1]


def _to_terminal(sheet: Sheet) -> None:
    from cz.show import terminal
    from cz.show.pager import pager, put

    command = pager()
    kept = StringIO() if command else None
    out = terminal.console(kept)
    for block in sheet.blocks:
        if isinstance(block, Line):
            terminal.line(out, block.text, block.style)
        elif isinstance(block, Title):
            terminal.title(out, block.text)
        elif isinstance(block, Facts):
            terminal.facts(out, block.pairs)
        else:
            shown = [[text_of(cell) for cell in row] for row in block.rows]
            draw = terminal.whole_rows if block.whole else terminal.rows
            draw(out, block.columns, shown)
    if kept:
        put(kept.getvalue(), command)


def json_text(sheet: Sheet) -> str:
    return dump(made(sheet.data)) + "\n"


def dump(value: Any) -> str:
    """Laid out for a reader at a terminal; in one line, several times faster, for a program."""
    import json

    indent = 2 if sys.stdout.isatty() else None
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # To look for them is twenty times as quick as to replace them, and they are hardly ever there.
    return text.translate(ESCAPED) if re.search(f"[{''.join(map(chr, ESCAPED))}]", text) else text


def csv_text(sheet: Sheet) -> str:
    """RFC 4180 with BOM, for Excel and WPS; several tables stand one below the other."""
    import csv
    import io

    shown = [block for block in sheet.blocks if isinstance(block, Table)]
    tables = shown if sheet.records is None else [made(sheet.records)]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow([column.title for column in table.columns])
        writer.writerows([harmless(value_of(cell)) for cell in row] for row in table.rows)
    return "\ufeff" + written.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for neither a formula nor a date."""
    text = visible(cell)
    if re.fullmatch(r"[0-9]{1,2}-[0-9]{1,2}", text):
        return "\t" + text  # an id such as 1-5; a spreadsheet would make it 1月5日
    formula = text.lstrip(" \u3000").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    return "'" + text if formula else text


def markdown_text(sheet: Sheet) -> str:
    from cz.markdown import quiet_line

    parts = []
    for block in sheet.blocks:
        if isinstance(block, Table):
            parts.append(_markdown_table(block))
        elif isinstance(block, Facts):
            parts.append(
                "".join(
                    f"- {quiet_line(name)}：{quiet_line(text)}\n"
                    for name, text in block.pairs
                    if text
                )
            )
        elif isinstance(block, Title):
            parts.append(f"### {quiet_line(block.text)}\n")
        elif block.text:
            parts.append(f"{quiet_line(block.text)}\n")
    return "\n".join(parts)


def _markdown_table(table: Table) -> str:
    from cz.markdown import quiet_line

    lines = [[column.title for column in table.columns]]
    lines += [[text_of(cell) for cell in row] for row in table.rows]
    written = ["| " + " | ".join(map(quiet_line, line)) + " |" for line in lines]
    sides = ["--:" if column.right else ":--" for column in table.columns]
    written.insert(1, "| " + " | ".join(sides) + " |")
    return "\n".join(written) + "\n"


def workbook(sheet: Sheet) -> bytes:
    from cz.show.xlsx import workbook_of  # XlsxWriter is loaded where it is asked for

    return workbook_of(sheet)


def html_text(sheet: Sheet) -> str:
    from cz.show.html import page_of

    return page_of(sheet)


FORMS: dict[str, Callable[[Sheet], str | bytes]] = {
    "json": json_text,
    "csv": csv_text,
    "markdown": markdown_text,
    "html": html_text,
    "xlsx": workbook,
}
