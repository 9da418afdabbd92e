"""What calamine does not tell of an .ods: how far it reaches, merged cells, what is hidden."""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

from cz.tables.archive import Archive, broken, locked
from cz.tables.sent import Area, Place
from cz.tables.unseen import Unseen


class OpenSheet(NamedTuple):
    name: str
    hidden: bool
    unseen: Unseen
    merged: tuple[Area, ...]


def sheets(archive: Archive) -> list[OpenSheet]:
    """Raises Refusal."""
    if "META-INF/manifest.xml" in archive:
        manifest = archive.part("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise locked(archive.shown)
    reader = _Reader()
    try:
        for piece in archive.pieces("content.xml"):
            reader.parser.Parse(piece, False)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise broken(archive.shown) from None
    return reader.sheets


class _Reader:
    """The whole of content.xml, element by element."""

    def __init__(self) -> None:
        self.sheets: list[OpenSheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.depth = 0  # of tables within each other
        self.note: list[str] | None = None
        parser = self.parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.doctype
        self._begin_sheet({})

    def doctype(self, *_: object) -> None:
        raise ValueError("a document type")

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        self.name = attributes.get("table:name", "")
        self.hidden = attributes.get("table:style-name", "") in self.hidden_styles
        self.protected = attributes.get("table:protected") == "true"
        self.row, self.rows, self.column, self.columns = 0, 0, 0, 0
        self.heads = 0  # columns declared
        self.height = self.width = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Area] = []
        self.pictures: set[Place] = set()
        self.comments: dict[Place, str] = {}
        self.uncounted: set[Place] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style:style":
            self.style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == "table:table":
            self.depth += 1
            if self.depth == 1:
                self._begin_sheet(attributes)
        elif self.depth == 1:
            self._start_inside(tag, attributes)

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table-column":
            many = _times(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self.hidden_columns.update(range(self.heads, min(self.heads + many, _MOST)))
            self.heads += many
        elif tag == "table:table-row":
            self.row += self.rows
            self.rows = _times(attributes, "table:number-rows-repeated")
            self.column = self.columns = 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                last = min(self.rows, _MOST)
                self.hidden_rows.update(range(self.row + 1, self.row + last + 1))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._begin_cell(attributes)
        elif tag == "text:p" and self.note is None:
            self._reaches()
        elif tag == "draw:image":
            self.pictures.add(self._place())
        elif tag == "office:annotation":
            self.note = []

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.column += self.columns
        self.columns = _times(attributes, "table:number-columns-repeated")
        wide = _times(attributes, "table:number-columns-spanned")
        high = _times(attributes, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            top, left = self._place()
            self.merged.append(Area(top, left, top + high - 1, left + wide - 1))
        if "office:value-type" in attributes or "table:formula" in attributes:
            self._reaches()
        if "table:formula" in attributes and "office:value-type" not in attributes:
            self.uncounted.add(self._place())

    def _place(self) -> Place:
        return Place(self.row + 1, self.column)

    def _reaches(self) -> None:
        self.height = max(self.height, self.row + self.rows)
        self.width = max(self.width, self.column + self.columns)

    def characters(self, text: str) -> None:
        if self.note is not None:
            self.note.append(text)

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self.depth -= 1
            if self.depth == 0:
                self._end_sheet()
        elif tag == "office:annotation" and self.note is not None:
            self.comments[self._place()] = "".join(self.note).strip()
            self.note = None

    def _end_sheet(self) -> None:
        unseen = Unseen(
            height=self.height,
            width=self.width,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            protected=self.protected,
            uncounted=frozenset(self.uncounted),
            pictures=frozenset(self.pictures),
            comments=self.comments,
        )
        self.sheets.append(OpenSheet(self.name, self.hidden, unseen, tuple(self.merged)))


_MOST = 1_048_576  # rows


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
