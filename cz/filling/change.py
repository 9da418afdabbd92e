"""One sheet's XML with cells filled in and rows added; the bytes around them stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from cz.filling.layout import Cell, Layout, Line, Ranged
from cz.tables.sent import Place, column_name, column_number

_FIRST = date(1899, 12, 30)  # the day that spreadsheets number 0
_BETWEEN_EPOCHS = 1462  # days that a workbook which counts from 1904 is behind
# What XML cannot hold, and _x000D_, which spreadsheets take for a character by its number.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Filled = str | int | date


class Added(NamedTuple):
    """A row to be added below the table, looking like the row ``like``."""

    number: int
    like: int


class Grown(NamedTuple):
    """Ranges of the sheet that now reach further: as they were and are."""

    element: str
    before: str
    after: str


class Changed(NamedTuple):
    xml: bytes
    grown: tuple[Grown, ...]


class _Splice(NamedTuple):
    start: int
    end: int
    new: bytes


def change(
    xml: bytes,
    layout: Layout,
    values: Mapping[Place, Filled],
    added: Sequence[Added] = (),
    *,
    from_1904: bool = False,
) -> Changed:
    """``values``: of cells that are there or not, none of which has a formula; ``added``: rows that
    follow on the table's last one, without a gap.
    """
    writer = _Writer(layout, from_1904)
    by_row: dict[int, dict[int, Filled]] = {}
    for place, value in values.items():
        by_row.setdefault(place.row, {})[place.column] = value
    lines = {line.number: line for line in layout.lines}
    fresh = {row.number: row for row in added}
    splices = []
    for number in sorted(by_row.keys() | fresh.keys()):
        cells = by_row.get(number, {})
        if number in lines and number not in fresh:
            splices += writer.in_row(lines[number], cells)
        elif number in fresh:
            like = lines[fresh[number].like]
            replaced = lines.get(number)
            splices.append(writer.row_like(like, number, cells, replaced))
        else:
            at = _after(layout, number)
            splices.append(_Splice(at, at, writer.row(number, cells)))
    grown, ranges = _grown(layout.ranged, values, added)
    splices += ranges
    return Changed(_spliced(xml, splices), tuple(grown))


def _after(layout: Layout, number: int) -> int:
    """Where a row of this number goes."""
    for line in layout.lines:
        if line.number > number:
            return line.start
    return layout.rows


def _spliced(xml: bytes, splices: Iterable[_Splice]) -> bytes:
    """Those at one place in the order given."""
    pieces = []
    done = 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        pieces += [xml[done : splice.start], splice.new]
        done = splice.end
    pieces.append(xml[done:])
    return b"".join(pieces)


class _Writer:
    def __init__(self, layout: Layout, from_1904: bool) -> None:
        self.layout, self.from_1904 = layout, from_1904

    def in_row(self, line: Line, values: Mapping[int, Filled]) -> list[_Splice]:
        """Cells changed where they are, or put between those that are there."""
        there = {cell.place.column: cell for cell in line.cells}
        splices = []
        rest: list[bytes] = []
        for column, value in sorted(values.items()):
            place = Place(line.number, column)
            style = self._style_at(line, column)
            new = self.cell(place, value, style)
            following = next((cell for cell in line.cells if cell.place.column > column), None)
            if column in there:
                splices.append(_Splice(there[column].start, there[column].end, new))
            elif following is not None:
                splices.append(_Splice(following.start, following.start, new))
            elif line.is_bare:
                rest.append(new)
            else:
                splices.append(_Splice(line.inside, line.inside, new))
        if rest:
            opened = line.tag[:-2].rstrip() + b">" + b"".join(rest) + self._end("row")
            splices.append(_Splice(line.start, line.end, opened))
        return splices

    def row(self, number: int, values: Mapping[int, Filled]) -> bytes:
        cells = [
            self.cell(Place(number, column), value, self._column_style(column))
            for column, value in sorted(values.items())
        ]
        start = f'<{self.layout.prefix}row r="{number}">'.encode()
        return start + b"".join(cells) + self._end("row")

    def row_like(
        self, like: Line, number: int, values: Mapping[int, Filled], replaced: Line | None
    ) -> _Splice:
        """A row with the height and the formats of another, in place of an empty one or new."""
        styles = {cell.place.column: cell.style for cell in like.cells}
        cells = [
            self.cell(
                Place(number, column),
                values.get(column, ""),
                styles[column] if column in styles else self._style_at(like, column),
            )
            for column in sorted(styles.keys() | values.keys())
        ]
        tag = re.sub(rb'(\sr\s*=\s*["\'])[0-9]+', rb"\g<1>%d" % number, like.tag, count=1)
        tag = re.sub(rb'\s(?:hidden|collapsed)\s*=\s*["\'][^"\']*["\']', b"", tag)
        if tag.endswith(b"/>"):
            tag = tag[:-2].rstrip() + b">"
        new = tag + b"".join(cells) + self._end("row")
        if replaced is not None:
            return _Splice(replaced.start, replaced.end, new)
        at = _after(self.layout, number)
        return _Splice(at, at, new)

    def _end(self, name: str) -> bytes:
        return f"</{self.layout.prefix}{name}>".encode()

    def _style_at(self, line: Line, column: int) -> str:
        return style_at(self.layout, line, column)

    def _column_style(self, column: int) -> str:
        return column_style(self.layout, column)

    def cell(self, place: Place, value: Filled, style: str) -> bytes:
        """``value`` "": an empty cell that keeps its format."""
        prefix = self.layout.prefix
        styled = f" s={quoteattr(style)}" if style else ""
        head = f'<{prefix}c r="{place}"{styled}'
        if value == "":
            return f"{head}/>".encode()
        if isinstance(value, str):
            text = escape(cell_text(value)).replace("\r", "&#13;")
            return (
                f'{head} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{text}'
                f"</{prefix}t></{prefix}is></{prefix}c>"
            ).encode()
        number = self.serial(value) if isinstance(value, date) else value
        return f"{head}><{prefix}v>{number}</{prefix}v></{prefix}c>".encode()

    def serial(self, day: date) -> int:
        return (day - _FIRST).days - (_BETWEEN_EPOCHS if self.from_1904 else 0)


def cell_text(text: str) -> str:
    """As it is kept in XML, without what that cannot hold."""
    return _NUMBERED.sub("_x005F_", _FORBIDDEN.sub("", text))


def style_at(layout: Layout, line: Line | None, column: int) -> str:
    """The format of a cell that is there or not: its own, else the row's, else the column's."""
    if line is not None:
        own = next((cell for cell in line.cells if cell.place.column == column), None)
        if own is not None:
            return own.style
        of_row = re.search(rb'\ss\s*=\s*["\']([0-9]+)', line.tag)
        if of_row:
            return of_row[1].decode()
    return column_style(layout, column)


def column_style(layout: Layout, column: int) -> str:
    for first, last, style in layout.columns:
        if first <= column <= last:
            return style
    return ""


def formulas_of(line: Line) -> list[Cell]:
    return [cell for cell in line.cells if cell.formula]


def _grown(
    ranged: Sequence[Ranged], values: Mapping[Place, Filled], added: Sequence[Added]
) -> tuple[list[Grown], list[_Splice]]:
    grown, splices = [], []
    for each in ranged:
        after = each.ranges
        if each.element == "dimension":
            after = _reaching(after, values)
        elif added:
            after = longer(after, added[0].like, added[-1].number)
        if after != each.ranges:
            grown.append(Grown(each.element, each.ranges, after))
            splices.append(_Splice(each.start, each.end, after.encode()))
    return grown, splices


_RANGE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+):(\$?)([A-Z]{1,3})(\$?)([0-9]+)")
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


def longer(ranges: str, last: int, new: int) -> str:
    """Ranges that end in the table's last row, now to the row ``new``.

    A single cell of that row becomes a range where it stands in a list of ranges.
    """

    def of_one(text: str) -> str:
        area = _RANGE.fullmatch(text)
        if area and int(area[8]) == last:
            return text[: area.start(8)] + str(new)
        single = _CELL.fullmatch(text)
        if single and int(single[4]) == last:
            return f"{text}:{single[1]}{single[2]}{single[3]}{new}"
        return text

    return " ".join(of_one(text) for text in ranges.split(" "))


def _reaching(dimension: str, values: Mapping[Place, Filled]) -> str:
    """The range that holds all cells, with those that are new."""
    area = _RANGE.fullmatch(dimension)
    single = _CELL.fullmatch(dimension)
    if area:
        left, top, right, bottom = area[2], int(area[4]), area[6], int(area[8])
    elif single:
        left, top, right, bottom = single[2], int(single[4]), single[2], int(single[4])
    else:
        return dimension
    columns = [column_number(left), column_number(right), *(place.column for place in values)]
    rows = [top, bottom, *(place.row for place in values)]
    first = f"{column_name(min(columns))}{min(rows)}"
    last = f"{column_name(max(columns))}{max(rows)}"
    before = f"{left}{top}:{right}{bottom}"
    after = f"{first}:{last}"
    return dimension if after == before or first == last else after
