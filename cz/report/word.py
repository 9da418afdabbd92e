"""A report as a Word file. The only import of python-docx.

Looks live in a reference file (templates/公文.docx): styles, fonts, margins, page numbers. Layout
follows GB/T 9704-2012; what LibreOffice and WPS do differently from Word is noted at its place.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from cz.problem import Refusal
from cz.report.blocks import Block, Grid, Heading, Paragraph, text_of
from cz.report.columns import Rooms, column_widths
from cz.report.word_xml import NAMESPACES, STYLES, section_end, written
from cz.typography import printable, width

A4 = (11906, 16838)  # twentieths of a point
_TWENTIETH = 635  # of a point, in python-docx's units
_LINE_COLUMNS = 56  # columns of a terminal that a line of body text takes
_LEADS = ("", "附件")  # parts of what belongs to the table below it


class About(NamedTuple):
    """What the file says of itself, in its properties. ``version``: the commit of the data."""

    title: str
    office: str
    day: date
    version: str = ""


def word_file(blocks: Sequence[Block], reference: bytes, about: About) -> bytes:
    """The .docx; the same bytes for the same input.

    Raises Refusal where the reference file lacks a style or cannot be read.
    """
    try:
        paper = docx.Document(io.BytesIO(reference))
        body = paper.element.body
        upright = body.get_or_add_sectPr()
        turned = _turned(upright)
        named = _style_ids(paper)
    except (KeyError, ValueError, AttributeError, SyntaxError) as fault:
        raise Refusal(
            f"公文.docx 读不懂（{fault}），请在 Word 里重新做一个。", exit_code=1
        ) from None
    for element in list(body):
        if element is not upright:
            body.remove(element)
    *content, ending = _content(blocks, upright, turned)
    whole = parse_xml(f"<w:body {NAMESPACES}>{''.join(content)}</w:body>")
    for style in whole.iter(qn("w:pStyle")):
        style.set(qn("w:val"), named[style.get(qn("w:val"))])
    for element in list(whole):
        upright.addprevious(element)
    if ending == "turned":
        body.replace(upright, turned)
    _say_what_it_is(paper, about)
    raw = io.BytesIO()
    paper.save(raw)
    return _undated(raw.getvalue())


def _style_ids(paper: Any) -> dict[str, str]:
    """By name: a Chinese Word gives the built-in styles other ids when it saves."""
    named = {style.name.lower(): style.style_id for style in paper.styles}
    missing = [name for name in STYLES if name.lower() not in named]
    if missing:
        raise Refusal(f"公文.docx 里没有样式“{'”“'.join(missing)}”，请补上。", exit_code=1)
    return {name: named[name.lower()] for name in STYLES}


def _turned(upright: Any) -> Any:
    """The same page on its side: its margins turn with it."""
    if upright.page_width is None or upright.page_height is None:
        upright.page_width, upright.page_height = (each * _TWENTIETH for each in A4)
    turned = copy.deepcopy(upright)
    turned.orientation = WD_ORIENT.LANDSCAPE
    turned.page_width, turned.page_height = upright.page_height, upright.page_width
    turned.top_margin, turned.bottom_margin = upright.left_margin, upright.right_margin
    turned.left_margin, turned.right_margin = upright.top_margin, upright.bottom_margin
    if upright.footer and upright.bottom_margin:
        share = upright.right_margin / upright.bottom_margin
        turned.footer = int(upright.footer * share)
    return turned


def _room(section: Any) -> int:
    space = section.page_width - section.left_margin - section.right_margin
    return int(space / _TWENTIETH)


def _content(blocks: Sequence[Block], upright: Any, turned: Any) -> Iterator[str]:
    """The XML of every block, between them the ends of sections; last "turned" or "upright"."""
    rooms = Rooms(_room(upright), _room(turned))
    widths = column_widths([block for block in blocks if isinstance(block, Grid)], rooms)
    wide = {titles for titles, columns in widths.items() if sum(columns) > rooms.upright}
    was_turned = False
    for place, on_its_side in enumerate(_on_their_side(blocks, wide)):
        if on_its_side != was_turned and place:
            yield section_end((turned if was_turned else upright).xml)
        was_turned = on_its_side
        yield from written(blocks, place, widths)
    yield "turned" if was_turned else "upright"


def _on_their_side(blocks: Sequence[Block], wide: set[Any]) -> list[bool]:
    """Of each block, whether its page is turned: wide tables, and what leads up to them."""
    sides = [False] * len(blocks)
    before_table = _before_first(blocks, wide)
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        follows = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Grid):
            sides[place] = block.titles in wide
        elif follows is not None and sides[place + 1] and block.part in _LEADS:
            leads = isinstance(block, Heading) and block.level > 1
            sides[place] = leads or (isinstance(block, Paragraph) and isinstance(follows, Grid))
    for place, block in enumerate(blocks):
        if place < before_table or (block.part == "落款" and sides[place - 1]):
            sides[place] = True
    return sides


def _before_first(blocks: Sequence[Block], wide: set[Any]) -> int:
    """How many blocks stand before the first wide table, 0 where they fill half a page.

    A few lines by themselves on an upright page would look forgotten.
    """
    columns = 0
    for place, block in enumerate(blocks):
        if isinstance(block, Grid):
            return place if block.titles in wide else 0
        columns += max(width(text_of(block.runs)), _LINE_COLUMNS)
        if columns > _LINE_COLUMNS * 10 or block.part == "红头":
            return 0
    return 0


def _say_what_it_is(paper: Any, about: About) -> None:
    properties = paper.core_properties
    made = datetime(about.day.year, about.day.month, about.day.day)
    properties.title = printable(about.title)[:255]
    properties.author = printable(about.office)[:255]
    properties.last_modified_by = properties.author
    properties.created = properties.modified = made
    properties.comments = printable(f"数据版本 {about.version}") if about.version else ""


def _undated(raw: bytes) -> bytes:
    """The archive without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(out, "w") as undated:
        for name in archive.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            undated.writestr(info, archive.read(name))
    return out.getvalue()
