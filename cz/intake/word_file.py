"""A Word file (.docx) as lines and tables, numbering that Word makes included.

Read with the standard library: a plan comes in where the extra ``office`` is not installed, text
that Word tracks as inserted is taken and deleted text left out, and a table's cells keep how far
they span.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from cz.intake.paragraphs import Block, Document, Line, Span, bounded, laid_out
from cz.tables.archive import Archive
from cz.words import cn_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 40  # tables within tables, boxes within boxes
# Parts of a paragraph whose text is no text of the document.
_LEFT_OUT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}
_BOX = f"{_W}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Level(NamedTuple):
    """One level of a numbering: ``text`` as 第%1条, ``form`` the kind of its numbers.

    ``counter``: what counts it, with others. ``style``: the style whose paragraphs are of it.
    """

    text: str
    form: str
    start: int
    counter: str = ""
    style: str = ""


Levels = dict[tuple[str, int], Level]


def word_document(raw: bytes, path: str, name: str) -> Document:
    """``path``: the file as the user named it. Raises Refusal."""
    archive = Archive(raw, path)
    body = archive.tree("word/document.xml")
    levels = _levels(_part(archive, "word/numbering.xml"))
    reader = _Reader(levels, _styles(_part(archive, "word/styles.xml"), levels))
    holder = body.find(f"{_W}body")
    blocks = bounded(list(reader.blocks(body if holder is None else holder)), path)
    return Document(name, blocks, (*reader.boxes, *_notes(archive)))


def _part(archive: Archive, name: str) -> ElementTree.Element | None:
    return archive.tree(name) if name in archive else None


_NOTES = (("footnote", "脚注"), ("endnote", "尾注"), ("comment", "批注"))


def _notes(archive: Archive) -> Iterator[Line]:
    """Footnotes, endnotes and comments, in the order of each file."""
    for kind, word in _NOTES:
        part = _part(archive, f"word/{kind}s.xml")
        notes = [] if part is None else part.findall(f"{_W}{kind}")
        texts = [text for text in map(_all_text, notes) if text]
        yield from (Line(text, f"{word} {number}") for number, text in enumerate(texts, 1))


def _all_text(element: ElementTree.Element) -> str:
    """The text of all paragraphs within."""
    return " ".join(_text_of(each).strip() for each in element.iter(f"{_W}p")).strip()


def _boxes(element: ElementTree.Element, depth: int = 0) -> Iterator[ElementTree.Element]:
    """The text boxes within, each once: Word writes them again for programs that know none."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK and depth < _DEEPEST:
            yield from _boxes(child, depth + 1)


def _value(element: ElementTree.Element | None, path: str, otherwise: str = "") -> str:
    """The value of a property, as ``<w:ilvl w:val="0"/>`` has it."""
    if element is None:
        return otherwise
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return otherwise if found is None else found.get(f"{_W}val", otherwise)


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _levels(numbering: ElementTree.Element | None) -> Levels:
    """The levels of every numbering, by its id and level.

    Numberings of one model count on together, but from where one of them says that it starts anew.
    """
    levels: Levels = {}
    if numbering is None:
        return levels
    abstract = {}
    for each in numbering.findall(f"{_W}abstractNum"):
        abstract[each.get(f"{_W}abstractNumId", "")] = each
    for each in numbering.findall(f"{_W}num"):
        number = each.get(f"{_W}numId", "")
        model = abstract.get(_value(each, "abstractNumId"))
        if model is None:
            continue
        anew = _starts_anew(each)
        for level in model.findall(f"{_W}lvl"):
            depth = _count(level.get(f"{_W}ilvl", ""), 0)
            start = _count(_value(level, "start"), 1)
            levels[(number, depth)] = Level(
                text=_value(level, "lvlText"),
                form=_value(level, "numFmt", "decimal"),
                start=anew.get(depth, start),
                counter=f"num {number}" if anew else _value(each, "abstractNumId"),
                style=_value(level, "pStyle"),
            )
    return levels


def _starts_anew(number: ElementTree.Element) -> dict[int, int]:
    """By level, the number that a numbering says it starts with."""
    starts = {}
    for each in number.findall(f"{_W}lvlOverride"):
        start = _count(_value(each, "startOverride"), -1)
        if start >= 0:
            starts[_count(each.get(f"{_W}ilvl", ""), 0)] = start
    return starts


class Style(NamedTuple):
    """What a paragraph takes from its style. ``level``: of a heading, from 1; 0 of any other.

    ``number``: numbering and level, each "" where the style says nothing of it.
    """

    level: int = 0
    number: tuple[str, str] = ("", "")


def _styles(styles: ElementTree.Element | None, levels: Levels) -> dict[str, Style]:
    """Every style by its id, with what it takes from the style that it is based on."""
    if styles is None:
        return {}
    elements = {each.get(f"{_W}styleId", ""): each for each in styles.findall(f"{_W}style")}
    depths = {(number, each.style): depth for (number, depth), each in levels.items()}
    known: dict[str, Style] = {}
    for name in elements:
        chain = [name]
        while len(chain) < _DEEPEST and _value(elements[chain[-1]], "basedOn") in elements:
            chain.append(_value(elements[chain[-1]], "basedOn"))
        style = Style()
        for each in reversed(chain):
            style = _style(elements[each], style, each, depths)
        known[name] = style
    return known


def _style(
    element: ElementTree.Element, base: Style, name: str, depths: dict[tuple[str, str], int]
) -> Style:
    properties = element.find(f"{_W}pPr")
    title = _value(element, "name").lower()
    level = _count(_value(properties, "outlineLvl"), base.level - 1) + 1
    if title.startswith("heading ") and title[8:].isdigit():
        level = int(title[8:])
    number = _value(properties, "numPr/numId", base.number[0])
    linked = depths.get((number, name))
    depth = base.number[1] if linked is None else str(linked)
    depth = _value(properties, "numPr/ilvl", depth)
    return Style(level if level < 10 else 0, (number, depth))


class _Reader:
    """Walks a body; counts paragraphs, tables and what Word numbers."""

    def __init__(self, levels: Levels, styles: dict[str, Style]) -> None:
        self.levels = levels
        self.styles = styles
        self.counts: dict[tuple[str, int], int] = {}
        self.paragraphs = 0
        self.tables = 0
        self.boxes: list[Line] = []

    def blocks(self, holder: ElementTree.Element, depth: int = 0) -> Iterator[Block]:
        if depth > _DEEPEST:
            return
        for child in holder:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, depth)
            elif child.tag not in _LEFT_OUT and child.tag != f"{_W}sectPr":
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: ElementTree.Element) -> Iterator[Line]:
        self.paragraphs += 1
        properties = paragraph.find(f"{_W}pPr")
        style = self.styles.get(_value(properties, "pStyle"), Style())
        level = _count(_value(properties, "outlineLvl"), style.level - 1) + 1
        number = self._number(properties, style)
        place = f"第 {self.paragraphs} 段"
        for box in _boxes(paragraph):
            text = _all_text(box)
            self.boxes += [Line(text, f"{place}的文本框")] if text else []
        for line in _text_of(paragraph).split("\n"):
            if line.strip():
                yield Line(f"{number}{line.strip()}", place, level if level < 10 else 0)
                number = ""

    def _number(self, properties: ElementTree.Element | None, style: Style) -> str:
        """What Word writes before the paragraph: 一、 or （三）; "" where it numbers nothing."""
        numbering = _value(properties, "numPr/numId", style.number[0])
        depth = _count(_value(properties, "numPr/ilvl", style.number[1]), 0)
        level = self.levels.get((numbering, depth))
        if level is None or level.form in ("bullet", "none"):
            return ""
        counter = level.counter
        self.counts[(counter, depth)] = self.counts.get((counter, depth), level.start - 1) + 1
        for deeper in range(depth + 1, 10):
            self.counts.pop((counter, deeper), None)
        text = level.text
        for place in range(depth + 1):
            above = self.levels.get((numbering, place), level)
            count = self.counts.get((counter, place), above.start)
            text = text.replace(f"%{place + 1}", numeral(count, above.form))
        return text

    def _table(self, table: ElementTree.Element, depth: int) -> Iterator[Block]:
        """A table; one of a single column is a frame, with paragraphs and tables of its own."""
        self.tables += 1
        place = f"表 {self.tables} "
        whole = [row for row in _within(table, f"{_W}tr") if not _is_deleted(row)]
        if all(len(list(_within(row, f"{_W}tc"))) < 2 for row in whole):
            for row in whole:
                for cell in _within(row, f"{_W}tc"):
                    yield from self.blocks(cell, depth + 1)
            return
        yield laid_out(_with_rows_spanned([self._row(row) for row in whole]), place)

    def _row(self, row: ElementTree.Element) -> list[Span]:
        """The cells; one that goes on from the row above spans 0 rows."""
        spans = []
        for cell in _within(row, f"{_W}tc"):
            properties = cell.find(f"{_W}tcPr")
            columns = _count(_value(properties, "gridSpan"), 1)
            merged = None if properties is None else properties.find(f"{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            lines = [self._in_cell(paragraph) for paragraph in cell.iter(f"{_W}p")]
            text = "\n".join(line for line in lines if line)
            spans.append(Span(text, columns, 0 if goes_on else 1))
        return spans

    def _in_cell(self, paragraph: ElementTree.Element) -> str:
        properties = paragraph.find(f"{_W}pPr")
        style = self.styles.get(_value(properties, "pStyle"), Style())
        return f"{self._number(properties, style)}{_text_of(paragraph).strip()}"


def _is_deleted(row: ElementTree.Element) -> bool:
    """Whether Word tracks a row as deleted."""
    properties = row.find(f"{_W}trPr")
    return properties is not None and properties.find(f"{_W}del") is not None


def _within(
    element: ElementTree.Element, tag: str, depth: int = 0
) -> Iterator[ElementTree.Element]:
    """Those of a kind that belong to the element itself, not to a table in it."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != f"{_W}tbl" and depth < _DEEPEST:
            yield from _within(child, tag, depth + 1)


def _with_rows_spanned(rows: list[list[Span]]) -> list[list[Span]]:
    """The rows with each cell's number of rows, in place of those that say they go on."""
    placed: list[dict[int, Span]] = []
    for row in rows:
        column, columns = 0, {}
        for span in row:
            columns[column] = span
            column += span.columns
        placed.append(columns)
    counted = []
    for number, columns in enumerate(placed):
        spans = []
        for column, span in columns.items():
            if span.rows == 0 and number > 0 and column in placed[number - 1]:
                continue
            height = 1
            while number + height < len(placed):
                below = placed[number + height].get(column)
                if below is None or below.rows:
                    break
                height += 1
            spans.append(span._replace(rows=height))
        counted.append(spans)
    return counted


def _text_of(element: ElementTree.Element, depth: int = 0) -> str:
    """The text within, a line break as "\\n"; what is hidden or tracked as deleted is not."""
    parts: list[str] = []
    for child in element:
        if child.tag in _LEFT_OUT or child.tag in (_FALLBACK, _BOX) or depth > _DEEPEST:
            continue
        if child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}tab":
            parts.append("\t")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            parts.append(_text_of(child, depth + 1))
    return "".join(parts)


def numeral(count: int, form: str) -> str:
    """A number as Word's kind of numbers writes it."""
    if form.startswith(("chinese", "japanese", "ideograph", "taiwanese")):
        return cn_number(count) if 0 < count < 100 else str(count)
    if form.startswith("decimalEnclosedCircle") and 0 < count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter if form == "lowerLetter" else letter.upper()
    return str(count)
