"""The tables of a Word file, by its XML alone."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cz.tables.archive import Archive, broken, local
from cz.tables.sent import Area, Place, Row, Sent, Table

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_MOST_OF_A_ROW = 500  # columns that cells together take
_WIDEST = 63  # columns that Word itself allows


def read_docx(archive: Archive) -> Sent:
    """The tables that stand in the text itself, in order. Raises Refusal."""
    root = archive.tree(_MAIN)
    return Sent("docx", tuple(_table(element, archive.shown) for element in _outermost(root)))


def _outermost(element: Element) -> Iterator[Element]:
    for child in element:
        if local(child.tag) == "tbl":
            yield child
        elif local(child.tag) != "Fallback":
            yield from _outermost(child)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Those of this name in it, but not in what stands in a table within."""
    for child in element:
        if local(child.tag) == name:
            yield child
        elif local(child.tag) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(child, name)


def _table(table: Element, shown: str) -> Table:
    """Raises Refusal."""
    rows = []
    pictures: set[Place] = set()
    tops: dict[int, tuple[int, int]] = {}  # by its left column, the top row and width of a merge
    merged: dict[tuple[int, int], Area] = {}
    number = 0
    for number, element in enumerate(_inside(table, "tr"), 1):
        cells: list[str] = [""] * _skipped(element)
        for cell in _inside(element, "tc"):
            place = Place(number, len(cells))
            wide = _span(cell)
            if _continues(cell):
                top = tops.get(place.column, (number, wide))[0]
                text = ""
            else:
                top = number
                text = _text(cell)
                tops[place.column] = (number, wide)
            if top < number or wide > 1:
                merged[top, place.column] = Area(top, place.column, number, place.column + wide - 1)
            if any(local(part.tag) in ("drawing", "pict") for part in cell.iter()):
                pictures.add(place)
            cells += [text, *[""] * (wide - 1)]
            if len(cells) > _MOST_OF_A_ROW:
                raise broken(shown)
        if any(cells):
            rows.append(Row(number, tuple(cells)))
    return Table("", tuple(rows), number, tuple(merged.values()), pictures=frozenset(pictures))


def _property(element: Element, holder: str, name: str) -> Element | None:
    properties = next((part for part in element if local(part.tag) == holder), None)
    if properties is None:
        return None
    return next((part for part in properties if local(part.tag) == name), None)


def _value(element: Element | None) -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if local(key) == "val"), "")


def _times(text: str, least: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else least
    return max(least, min(number, _WIDEST))


def _skipped(row: Element) -> int:
    """Columns left out before the first cell."""
    return _times(_value(_property(row, "trPr", "gridBefore")), 0)


def _span(cell: Element) -> int:
    return _times(_value(_property(cell, "tcPr", "gridSpan")), 1)


def _continues(cell: Element) -> bool:
    merge = _property(cell, "tcPr", "vMerge")
    return merge is not None and _value(merge) != "restart"


def _text(cell: Element) -> str:
    """Its paragraphs as lines, as they read with all changes accepted."""
    return "\n".join(_paragraphs(cell)).strip()


def _paragraphs(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child.tag)
        if name == "p":
            yield "".join(_words(child))
        elif name not in ("tcPr", "Fallback"):
            yield from _paragraphs(child)


def _words(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child.tag)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in ("moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText"):
            yield from _words(child)
