"""A text, Markdown or web page as lines and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from cz.intake.boxes import Numbered, is_of_box, rows_of_box
from cz.intake.comma_tables import are_headings, rows_below
from cz.intake.paragraphs import Block, Document, Grid, Line, Row, Span, bounded, laid_out

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_HEADING = re.compile(r"\s{0,3}(#{1,9})\s+(.*)")
_EMPHASIS = re.compile(r"\*\*|__|</?(?:b|strong|u|i|em|span|font)\b[^>]{0,200}>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*")
_OPEN_ROW = re.compile(r"\s*[^|\s][^|]*(?:\|[^|]*){2,}\|\s*")
_BARE_ROW = re.compile(r"\s*[^|\s：:][^|：:]*(?:\s\|\s[^|：:]*){2,}[^|\s：:]\s*")
_RULE = re.compile(r"[\s|:—–-]+")
_ITEM = re.compile(r"\s{0,8}[-*+•●◆■▪]\s+")


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else GBK (GB 18030); what is no character becomes U+FFFD."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def text_document(text: str, path: str, name: str) -> Document:
    """``path``: the file as the user named it. Raises Refusal."""
    blocks: list[Block] = []
    rows: list[Row] = []
    box: list[Numbered] = []
    tables = behind = 0
    lines = _LINE_END.split(text)
    for number, line in enumerate(lines, 1):
        if number <= behind:
            continue
        if are_headings(line):
            below = list(rows_below(lines[number - 1 :]))
            rows += [Row(cells, f"第 {number - 1 + ends} 行") for ends, cells in below]
            behind = number - 1 + below[-1][0]
            continue
        if is_of_box(line):
            box.append((number, line))
            continue
        rows += _of_box(box)
        box = []
        cells = _cells(line)
        if len(cells) > 1:
            rows.append(Row(cells, f"第 {number} 行"))
            continue
        tables += _put_table(blocks, rows, tables)
        rows = []
        if line.strip():
            blocks.append(_line(line, f"第 {number} 行"))
    _put_table(blocks, [*rows, *_of_box(box)], tables)
    return Document(name, bounded(blocks, path))


def _of_box(lines: Sequence[Numbered]) -> list[Row]:
    return [Row(cells, f"第 {number} 行") for number, cells in rows_of_box(lines)]


def _put_table(blocks: list[Block], rows: list[Row], before: int) -> int:
    """Add rows that belong together as a table, a single one as a line; returns how many tables."""
    rows = [row for row in rows if any(not _RULE.fullmatch(cell) for cell in row.cells)]
    if len(rows) == 1:
        blocks.append(Line("　".join(filter(None, rows[0].cells)), rows[0].place))
        return 0
    if not rows:
        return 0
    blocks.append(Grid(tuple(rows), f"表 {before + 1}"))
    return 1


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line that is a row of a table in Markdown, or parted by tabs; else ().

    The bar in front may be missing, and so may the one behind.
    """
    if _BARE_ROW.fullmatch(line):
        line = f"{line}|"
    if _OPEN_ROW.fullmatch(line):
        line = f"|{line}"
    if _TABLE_ROW.fullmatch(line):
        inner = line.strip()[1:-1].replace("\\|", "\0")
        cells = _BREAK.sub("\n", inner).split("|")
        return tuple(_plain(cell.replace("\0", "|")).strip() for cell in cells)
    if line.strip("\t ").count("\t") > 1:
        return tuple(cell.strip() for cell in line.rstrip("\r\n").split("\t"))
    return ()


def _line(line: str, place: str) -> Line:
    heading = _HEADING.fullmatch(line)
    text = heading[2].rstrip("# ") if heading else _ITEM.sub("", line, count=1)
    return Line(_plain(text).strip(), place, len(heading[1]) if heading else 0)


# *责任单位：市林业局*, and no 5*8.
_SLANTED = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,300})(?<=\S)\*(?!\*)")


def _plain(text: str) -> str:
    return _SLANTED.sub(r"\1", _EMPHASIS.sub("", text))


_BLOCKS = {
    *("p", "div", "li", "ul", "ol", "br", "hr", "section", "article", "header", "footer", "main"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "title", "blockquote", "pre", "dd", "dt", "dl"),
    *("table", "tr", "td", "th", "caption", "thead", "tbody", "body"),
}
_NO_TEXT = ("script", "style", "noscript", "template", "svg", "select", "button")
_IN_HEADING = re.compile(r"h([1-6])")
_MOST_ROWS = 20_000
_LONGEST_CELL = 3000  # characters; a longer one holds the page's text


def html_document(text: str, path: str, name: str) -> Document:
    """Raises Refusal."""
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    reader.end_line()
    return Document(name, bounded(reader.blocks, path))


class _HtmlReader(HTMLParser):
    """Lines where blocks begin and end; a table of two columns or more as a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.level = 0
        self.silent = 0
        self.lines = 0
        self.tables = 0
        self.depth = 0  # of tables
        self.rows: list[list[Span]] = []
        self.cell: Span | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_TEXT:
            self.silent += 1
        if tag not in _BLOCKS:
            return
        self.end_line()
        heading = _IN_HEADING.fullmatch(tag)
        if heading:
            self.level = int(heading[1])
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.rows = []
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            if len(self.rows) < _MOST_ROWS:
                self.rows.append([])
        elif self.depth == 1 and tag in ("td", "th") and self.rows:
            self._end_cell()
            spans = dict(attrs)
            self.cell = Span("", _span(spans.get("colspan")), _span(spans.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _NO_TEXT:
            self.silent = max(0, self.silent - 1)
        if tag not in _BLOCKS:
            return
        self.end_line()
        self.level = 0
        if tag in ("td", "th") and self.depth == 1:
            self._end_cell()
        elif tag == "table" and self.depth:
            self.depth -= 1
            if self.depth == 0:
                self._end_cell()
                self._put_table()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)

    def end_line(self) -> None:
        text = " ".join("".join(self.text).split())
        self.text = []
        if not text:
            return
        if self.cell is not None:
            joined = f"{self.cell.text}\n{text}" if self.cell.text else text
            self.cell = self.cell._replace(text=joined)
            return
        self.lines += 1
        self.blocks.append(Line(text, f"第 {self.lines} 段", self.level))

    def _end_cell(self) -> None:
        if self.cell is not None and self.rows:
            self.rows[-1].append(self.cell)
        self.cell = None

    def _put_table(self) -> None:
        """A table as one; where it only lays out the page, its lines."""
        widest = max((len(row) for row in self.rows), default=0)
        longest = max((len(cell.text) for row in self.rows for cell in row), default=0)
        if widest > 1 and longest < _LONGEST_CELL:
            self.tables += 1
            self.blocks.append(laid_out(self.rows, f"表 {self.tables} "))
        else:
            for row in self.rows:
                for cell in row:
                    for line in cell.text.split("\n"):
                        self.lines += 1
                        self.blocks.append(Line(line, f"第 {self.lines} 段"))
        self.rows = []


def _span(text: str | None) -> int:
    if text and text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 4:
        return max(1, int(text))
    return 1
