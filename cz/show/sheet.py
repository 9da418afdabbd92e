"""What a command has to show, as a value: lines, facts and tables. One function a form writes it; a new form is one more."""

from __future__ import annotations

import csv as csv_
import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

from cz.show.data import dump
from cz.show.listing import harmless
from cz.source import visible


class Line(NamedTuple):
    text: str = ""
    style: str = ""


class Title(NamedTuple):
    text: str


class Col(NamedTuple):
    """``grow``: takes what room is left and is cut with … when there is too little. ``right``: numbers."""

    title: str
    grow: bool = False
    right: bool = False


class Table(NamedTuple):
    columns: Sequence[Col]
    rows: Sequence[Sequence[str]]


class Sheet(NamedTuple):
    """``data``: the same for a program; its fields may be added to, never removed or renamed."""

    blocks: Sequence[Line | Title | Table]
    data: Any


def as_text(sheet: Sheet) -> None:
    from cz.show import terminal

    out = terminal.console()
    for block in sheet.blocks:
        if isinstance(block, Table):
            terminal.rows(out, block.columns, block.rows)  # type: ignore[arg-type]
        elif isinstance(block, Title):
            terminal.title(out, block.text)
        else:
            terminal.line(out, block.text, block.style)


def as_json(sheet: Sheet) -> None:
    print(dump(sheet.data))


def as_csv(sheet: Sheet) -> None:
    """The tables, one below the other."""
    out = io.StringIO()
    writer = csv_.writer(out, lineterminator="\r\n")
    for block in sheet.blocks:
        if isinstance(block, Table):
            writer.writerow([column.title for column in block.columns])
            writer.writerows([harmless(cell) for cell in row] for row in block.rows)
    print("\ufeff" + out.getvalue(), end="")


def as_markdown(sheet: Sheet) -> None:
    from cz.report.markdown import escape as plain

    for block in sheet.blocks:
        if isinstance(block, Table):
            print("| " + " | ".join(plain(column.title) for column in block.columns) + " |")
            print(
                "|"
                + "|".join(" --: " if column.right else " :-- " for column in block.columns)
                + "|"
            )
            for row in block.rows:
                print("| " + " | ".join(map(plain, row)) + " |")
            print()
        else:
            print(("### " if isinstance(block, Title) else "") + plain(block.text) + "\n")


def as_html(sheet: Sheet) -> None:
    print(
        '<!doctype html><meta charset="utf-8"><style>td,th{padding:2px 8px;text-align:left}.r{text-align:right}</style>'
    )
    for block in sheet.blocks:
        if isinstance(block, Table):
            side = ["" if not column.right else ' class="r"' for column in block.columns]
            print(
                "<table><tr>"
                + "".join(
                    f"<th{one}>{escape(column.title)}</th>"
                    for column, one in zip(block.columns, side, strict=True)
                )
                + "</tr>"
            )
            for row in block.rows:
                print(
                    "<tr>"
                    + "".join(
                        f"<td{one}>{escape(visible(cell))}</td>"
                        for cell, one in zip(row, side, strict=True)
                    )
                    + "</tr>"
                )
            print("</table>")
        else:
            tag = "h3" if isinstance(block, Title) else "p"
            print(f"<{tag}>{escape(visible(block.text))}</{tag}>")


FORMS: dict[str, Callable[[Sheet], None]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
    "html": as_html,
}
