"""A Sheet as a page of HTML: read on a telephone, printed on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cz.page import TABLE_CLOSE, TABLE_OPEN, cell_class, drawn, escaped, page
from cz.show.colours import style_of
from cz.show.sheet import Block, Cell, Col, Facts, Line, Sheet, Table, Title, text_of

UNTITLED = "创建方案"
# The classes of cz.page.STYLE by the styles of a terminal.
_CLASSES = {
    "bright_black": "dim",
    "cyan": "busy",
    "green": "good",
    "bold green": "good strong",
    "yellow": "warn",
    "red": "bad",
    "bold red": "bad",
    "bold": "strong",
}


def page_of(sheet: Sheet) -> str:
    """The page is headed with the sheet's title, else with its first line."""
    blocks = list(sheet.blocks)
    title = sheet.title
    if not title and blocks and isinstance(blocks[0], Line):
        title = blocks[0].text
        del blocks[0]
    body = [f"<h1>{_shown(title)}</h1>"] if title else []
    for block in blocks:
        body += _block(block)
    widths = [len(block.columns) for block in blocks if isinstance(block, Table)]
    return page(title or UNTITLED, "\n".join(body) + "\n", max(widths, default=0))


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield TABLE_OPEN
        yield f"<thead><tr>{''.join(map(_heading, block.columns))}</tr></thead>"
        yield "<tbody>"
        for row in block.rows:
            yield _row(block.columns, row)
        yield f"</tbody>{TABLE_CLOSE}"
    elif isinstance(block, Facts):
        pairs = [(name, text) for name, text in block.pairs if text]
        items = "".join(f"<dt>{_shown(name)}</dt><dd>{_shown(text)}</dd>" for name, text in pairs)
        if items:
            yield f"<dl>{items}</dl>"
    elif isinstance(block, Title):
        yield f"<h2>{_shown(block.text)}</h2>"
    elif block.text.strip():
        name = _CLASSES.get(block.style or style_of(block.text))
        style = f' class="{name}"' if name else ""
        yield f"<p{style}>{_shown(block.text)}</p>"


def _heading(column: Col) -> str:
    side = ' class="r"' if column.right else ""
    return f"<th{side}>{_shown(column.title)}</th>"


def _row(columns: Sequence[Col], row: Sequence[str | Cell]) -> str:
    cells = []
    for column, cell in zip(columns, row, strict=False):
        text = text_of(cell)
        style = _CLASSES.get(style_of(text), "")
        side = "r" if column.right else ""
        cells.append(f"<td{cell_class(text, style, side)}>{_shown(text)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _shown(text: str) -> str:
    """In a line of several parts two spaces stand between them, which HTML makes one."""
    lines = [escaped(line.replace("  ", "　")) for line in text.splitlines()]
    return drawn("<br>".join(lines))
