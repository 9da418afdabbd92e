"""A page of HTML that a web system has named .xls: its tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from cz.problem import Refusal
from cz.tables.sent import MOST_CELLS, Area, Place, Row, Sent, Table

_SPOKEN = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HIGHEST = 100_000  # rows over which one cell may go
_WIDEST = 1_000


def is_page(raw: bytes) -> bool:
    head = raw[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")) or (
        head.startswith((b"<?xml", b"<!--")) and b"<html" in head
    )


def read_page(raw: bytes, shown: str) -> Sent:
    """Raises Refusal."""
    reader = _Reader(shown)
    reader.feed(_decoded(raw))
    reader.close()
    reader.finish()
    return Sent("html", tuple(reader.tables))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    spoken = _SPOKEN.search(raw[:4000])
    encodings = ["utf-8-sig", "gb18030"]
    if spoken and spoken[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        encodings.reverse()
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


class _Reader(HTMLParser):
    """Tables within tables are read as tables of their own."""

    def __init__(self, shown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = shown
        self.tables: list[Table] = []
        self.open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append(_Open(self.shown))
        elif self.open:
            self.open[-1].start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.open:
            self.tables.append(self.open.pop().done())
        elif self.open and tag in ("td", "th", "tr"):
            self.open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].text is not None:
            self.open[-1].text.append(data)

    def finish(self) -> None:
        while self.open:
            self.tables.append(self.open.pop().done())


class _Open:
    """One table, as far as it has been read."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.rows: list[dict[int, str]] = []
        self.merged: list[Area] = []
        self.pictures: set[Place] = set()
        self.taken: dict[int, int] = {}  # by column, the last row a cell from above reaches to
        self.text: list[str] | None = None
        self.column = self.cells = 0

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            self.end_cell()
            self.rows.append({})
            self.column = 0
        elif tag in ("td", "th"):
            self.end_cell()
            self._begin_cell(attributes)
        elif tag == "br" and self.text is not None:
            self.text.append("\n")
        elif tag == "img" and self.text is not None:
            self.pictures.add(Place(len(self.rows), self.column))

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not self.rows:
            self.rows.append({})
        row = len(self.rows)
        while self.taken.get(self.column, 0) >= row:
            self.column += 1
        wide = min(_times(attributes.get("colspan")), _WIDEST)
        high = min(_times(attributes.get("rowspan")), _HIGHEST)
        if wide > 1 or high > 1:
            self.merged.append(Area(row, self.column, row + high - 1, self.column + wide - 1))
        self.cells += wide
        if self.cells > MOST_CELLS:
            raise Refusal(f"{self.shown} 里的表太大，没有读。请核对文件。")
        for column in range(self.column, self.column + wide):
            self.taken[column] = row + high - 1
        self.text = []

    def end_cell(self) -> None:
        if self.text is not None:
            self.rows[-1][self.column] = "".join(self.text).strip()
            self.text = None

    def done(self) -> Table:
        self.end_cell()
        rows = []
        for number, cells in enumerate(self.rows, 1):
            if any(cells.values()):
                width = max(cells) + 1
                rows.append(Row(number, tuple(cells.get(place, "") for place in range(width))))
        return Table(
            name="",
            rows=tuple(rows),
            height=len(self.rows),
            merged=tuple(self.merged),
            pictures=frozenset(self.pictures),
        )


def _times(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1
