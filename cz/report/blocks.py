"""Our Markdown as blocks: headings, paragraphs, items, tables. The only import of markdown-it.

A block may play a part in a paper (公文): whom it is addressed to, its signature, an attachment.
Templates say so with ``{{ part("主送") }}``, which leaves a mark at the block's beginning that no
text from a file can hold, for such text is escaped. Nothing is guessed from the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cz.page import TABLE_CLOSE, TABLE_OPEN, cell_class, drawn, escaped
from cz.report.parts import mark

_MARK = re.compile(r"<!--(\w+)-->")


class Run(NamedTuple):
    text: str
    bold: bool = False


Runs = tuple[Run, ...]


class Heading(NamedTuple):
    """``level`` from 1, the title."""

    level: int
    runs: Runs
    part: str = ""


class Paragraph(NamedTuple):
    """``number``: an item's place in its numbered list, 0 elsewhere.

    ``quoted``: a note set apart.
    """

    runs: Runs
    part: str = ""
    number: int = 0
    bullet: bool = False
    quoted: bool = False


class Grid(NamedTuple):
    """A table; ``sides`` by column: left, right or center."""

    titles: tuple[Runs, ...]
    sides: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    part: str = ""


Block = Heading | Paragraph | Grid


def text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def first_heading(blocks: Iterable[Block]) -> str:
    """Its text, "" where there is none."""
    for block in blocks:
        if isinstance(block, Heading):
            return text_of(block.runs)
    return ""


def most_columns(blocks: Iterable[Block]) -> int:
    """Of the widest table, 0 where there is none."""
    return max((len(block.titles) for block in blocks if isinstance(block, Grid)), default=0)


def holds_part(blocks: Iterable[Block], text: str) -> bool:
    """Whether one of the parts of the paper is just this text."""
    return any(
        block.part != "" and not isinstance(block, Grid) and text_of(block.runs) == text
        for block in blocks
    )


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks(markdown: str) -> list[Block]:
    tokens = _parser().parse(markdown)
    read: list[Block] = []
    lists: list[int] = []  # the number of each open list's next item, -1 in a list of bullets
    quoted = False
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "table_open":
            end = _closing(tokens, place)
            read.append(_grid(tokens[place:end]))
            place = end
        elif token.type == "heading_open":
            runs, part = _inline(tokens[place + 1])
            read.append(Heading(int(token.tag[1:]), runs, part))
        elif token.type == "paragraph_open":
            runs, part = _inline(tokens[place + 1])
            number = lists[-1] if lists else 0
            paragraph = Paragraph(runs, part, max(number, 0), bullet=number < 0, quoted=quoted)
            read.append(paragraph)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            lists.append(-1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_close" and lists[-1] > 0:
            lists[-1] += 1
        elif token.type in ("blockquote_open", "blockquote_close"):
            quoted = token.type == "blockquote_open"
        place += 1
    return read


def html(markdown: str) -> str:
    """The same as HTML, without pictures, each table in a box in which it can be moved sideways."""
    parser = _parser().disable("image")
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    tokens = parser.parse(markdown)
    return str(parser.renderer.render(tokens, parser.options, {}))


def _cell(_: object, tokens: list[Token], place: int, *__: object) -> str:
    token, text = tokens[place], tokens[place + 1].content
    side = str(token.attrs.get("style", "")).rpartition(":")[2]
    return f"<{token.tag}{cell_class(text, _SIDES.get(side, ''))}>"


_SIDES = {"right": "r", "center": "m"}
_Rule = Callable[..., str]
_RULES: dict[str, _Rule] = {
    "table_open": lambda *_: f"{TABLE_OPEN}\n",
    "table_close": lambda *_: f"{TABLE_CLOSE}\n",
    "th_open": _cell,
    "td_open": _cell,
    "softbreak": lambda *_: "",  # Chinese has no space between lines
    "text": lambda _, tokens, place, *__: drawn(escaped(tokens[place].content)),
}


def _closing(tokens: list[Token], start: int) -> int:
    for place in range(start, len(tokens)):
        if tokens[place].type == "table_close":
            return place
    raise AssertionError("a table that is not closed")


def _grid(tokens: list[Token]) -> Grid:
    lines: list[list[Runs]] = []
    sides: list[str] = []
    part = ""
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            lines.append([])
        if token.type != "inline":
            continue
        runs, marked = _inline(token)
        part = part or marked
        lines[-1].append(runs)
        if len(lines) == 1:
            sides.append(str(before.attrGet("style") or "").rpartition(":")[2] or "left")
    titles, *rows = lines
    return Grid(tuple(titles), tuple(sides), tuple(map(tuple, rows)), part)


def _inline(token: Token) -> tuple[Runs, str]:
    """(the runs of text, the part that the template gave the block)."""
    marked = _MARK.match(token.content)
    part = marked[1] if marked else ""
    runs = list(_runs(token.children or []))
    if part and runs:
        runs[0] = runs[0]._replace(text=runs[0].text.removeprefix(mark(part)))
    return tuple(run for run in runs if run.text), part


def _runs(tokens: list[Token]) -> Iterator[Run]:
    bold = False
    text = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            yield Run(text, bold)
            text, bold = "", token.type == "strong_open"
        elif token.type in ("softbreak", "hardbreak"):
            text += ""
        else:
            text += token.content
    yield Run(text, bold)
