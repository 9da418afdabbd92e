"""Where the rows and cells of a sheet stand in its XML, as bytes."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from cz.problem import Refusal
from cz.tables.sent import Place, column_number


class Cell(NamedTuple):
    """``start`` and ``end`` in the part's bytes. ``style``: the number of its format, "" for none.
    ``formula``: whether it has one.
    """

    place: Place
    start: int
    end: int
    style: str
    formula: bool


class Line(NamedTuple):
    """A row. ``tag``: its start tag; ``inside``: where its cells end, the place of its end tag, or
    where it ends if it is written as ``<row/>``.
    """

    number: int
    start: int
    tag: bytes
    inside: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def is_bare(self) -> bool:
        return self.tag.endswith(b"/>")

    @property
    def fixed_height(self) -> float:
        """In points; 0 where the row is as high as what stands in it."""
        height = _HEIGHT.search(self.tag)
        return float(height[1]) if height and _FIXED.search(self.tag) else 0


class Choice(NamedTuple):
    """A list from which the cells of ``areas`` are to be chosen: its formula."""

    areas: str
    formula: str


class Ranged(NamedTuple):
    """An attribute, or a text, that names ranges of the sheet. ``start`` and ``end``: of the
    ranges.
    """

    element: str
    start: int
    end: int
    ranges: str


class Layout(NamedTuple):
    """``prefix``: before the names of elements, ``x:`` or nothing. ``rows``: where the rows end.
    ``columns``: by the first and last column from 0, the style of their cells that are not there;
    ``widths``: the same of how wide they are, in characters.
    """

    prefix: str
    lines: tuple[Line, ...]
    rows: int
    columns: tuple[tuple[int, int, str], ...]
    widths: tuple[tuple[int, int, float], ...]
    ranged: tuple[Ranged, ...]
    choices: tuple[Choice, ...]

    def width(self, first: int, last: int) -> float:
        """Of the columns from one to the other, in characters."""
        return sum(self._width(column) for column in range(first, last + 1))

    def _width(self, column: int) -> float:
        for first, last, width in self.widths:
            if first <= column <= last:
                return width
        return _USUAL_WIDTH


# Elements that name ranges of the sheet which grow with the table, and where they do so.
_RANGED = {
    "dimension": "ref",
    "autoFilter": "ref",
    "dataValidation": "sqref",
    "conditionalFormatting": "sqref",
    "protectedRange": "sqref",
    "ignoredError": "sqref",
    "sqref": "",  # of what Excel added later: in the text
}
_USUAL_WIDTH = 8.43  # characters
_FIXED = re.compile(rb'\scustomHeight\s*=\s*["\'](?:1|true)["\']')
_HEIGHT = re.compile(rb'\sht\s*=\s*["\']([0-9.]+)["\']')
_REFERENCE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


def layout_of(xml: bytes, shown: str) -> Layout:
    """Raises Refusal for a sheet that is written as no office programme would."""
    reader = _Reader(xml, shown)
    try:
        reader.parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        raise _unusual(shown) from None
    if reader.rows is None:
        raise _unusual(shown)
    return Layout(
        prefix=reader.prefix,
        lines=tuple(reader.lines),
        rows=reader.rows,
        columns=tuple(reader.columns),
        widths=tuple(reader.widths),
        ranged=tuple(reader.ranged),
        choices=tuple(reader.choices),
    )


def _unusual(shown: str) -> Refusal:
    return Refusal(
        f"{shown} 里的工作表写法少见，填了怕改动别处，没有填。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 再执行。"
    )


class _Reader:
    def __init__(self, xml: bytes, shown: str) -> None:
        self.xml, self.shown = xml, shown
        self.prefix = ""
        self.lines: list[Line] = []
        self.rows: int | None = None
        self.columns: list[tuple[int, int, str]] = []
        self.widths: list[tuple[int, int, float]] = []
        self.ranged: list[Ranged] = []
        self.choices: list[Choice] = []
        self.row: tuple[int, int, bytes] | None = None
        self.cells: list[Cell] = []
        self.cell: tuple[Place, int, str] | None = None
        self.has_formula = False
        self.text: list[str] | None = None
        self.text_at = 0
        self.chosen: str | None = None
        parser = self.parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        parser.XmlDeclHandler = self.declared

    def refuse(self, *_: object) -> None:
        raise ValueError

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise ValueError

    @property
    def at(self) -> int:
        return self.parser.CurrentByteIndex

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _, name = tag.rpartition(":")
        if name == "worksheet" and not self.lines:
            self.prefix = f"{prefix}:" if prefix else ""
        elif name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "col":
            self._note_columns(attributes)
        if name in _RANGED:
            self._note_ranges(name, attributes)
        if name == "dataValidation" and attributes.get("type") == "list":
            self.chosen = attributes.get("sqref", "")
        elif name == "formula1" and self.chosen is not None:
            self.text = []

    def _note_columns(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
        if "style" in attributes:
            self.columns.append((first, last, attributes["style"]))
        if "width" in attributes:
            self.widths.append((first, last, float(attributes["width"])))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        if not number.isdigit() or (self.lines and int(number) <= self.lines[-1].number):
            raise ValueError
        at = self.at
        self.row = (int(number), at, self.xml[at : tag_end(self.xml, at)])
        self.cells = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        named = _REFERENCE.fullmatch(attributes.get("r", ""))
        if named is None or self.row is None or int(named[2]) != self.row[0]:
            raise ValueError
        place = Place(int(named[2]), column_number(named[1]))
        if self.cells and self.cells[-1].place.column >= place.column:
            raise ValueError
        self.cell = (place, self.at, attributes.get("s", ""))
        self.has_formula = False

    def _note_ranges(self, name: str, attributes: dict[str, str]) -> None:
        key = _RANGED[name]
        if not key:
            self.text, self.text_at = [], tag_end(self.xml, self.at)
            return
        at = self.at
        tag = self.xml[at : tag_end(self.xml, at)]
        written = re.search(rb"\s" + key.encode() + rb"\s*=\s*([\"'])(.*?)\1", tag)
        if written:
            place = at + written.start(2)
            ranges = written[2].decode()
            self.ranged.append(Ranged(name, place, place + len(written[2]), ranges))

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c" and self.cell is not None:
            place, start, style = self.cell
            end = self._end_of(start)
            self.cells.append(Cell(place, start, end, style, self.has_formula))
            self.cell = None
        elif name == "row" and self.row is not None:
            number, start, written = self.row
            end = self._end_of(start)
            inside = end if written.endswith(b"/>") else self.at
            self.lines.append(Line(number, start, written, inside, end, tuple(self.cells)))
            self.row = None
        elif name == "sheetData" and self.xml.startswith(b"</", self.at):
            self.rows = self.at
        elif name == "sqref" and self.text is not None:
            text = "".join(self.text)
            self.ranged.append(Ranged(name, self.text_at, self.text_at + len(text), text))
            self.text = None
        elif name == "formula1" and self.text is not None and self.chosen is not None:
            self.choices.append(Choice(self.chosen, "".join(self.text)))
            self.text = None
        elif name == "dataValidation":
            self.chosen = None

    def _end_of(self, start: int) -> int:
        """Behind the element that began at ``start`` and ends here, as ``<c/>`` or with a tag."""
        opened = tag_end(self.xml, start)
        if self.xml.startswith(b"/>", opened - 2):
            return opened
        return tag_end(self.xml, self.at)


def tag_end(xml: bytes, start: int) -> int:
    """Behind the tag that begins at ``start``."""
    quote = 0
    for place in range(start, len(xml)):
        sign = xml[place]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == ord(">"):
            return place + 1
    raise ValueError
