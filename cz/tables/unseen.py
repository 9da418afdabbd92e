"""What is in a sheet of an .xlsx that its values do not tell: formulas without a value, pictures,
comments, what is hidden; and how far it reaches.

A plain sheet is searched as bytes, four times as fast; one that is written in any other way is
gone through with expat. Both find the same (``tests/test_tables.py``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from cz.tables.archive import Archive, broken, local
from cz.tables.sent import Place, column_number

# Of cells that hold something, as the usual programmes write them.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"[^<>/]*><')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>/]*)><f(?: [^<>]*?)?(?:/>|>([^<]*)</f>)(<v>[^<])?'
)
_FAULT = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>/]* t="e"[^<>/]*>'
    rb"(?:<f(?: [^<>]*?)?(?:/>|>[^<]*</f>))?<v>([^<]*)</v>"
)
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]{1,7})"[^<>]* hidden="(?:1|true)"')
_HIDDEN_COLUMNS = re.compile(
    rb'<col min="([0-9]{1,5})" max="([0-9]{1,5})"[^<>]* hidden="(?:1|true)"'
)
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_UNUSUAL = re.compile(rb":c[\s/>]|</c\s")
_PICTURE = "DISPIMG("
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Unseen(NamedTuple):
    """As the fields of ``Table`` of the same names. ``height`` and ``width``: rows and columns from
    the first to the last that is filled in.
    """

    height: int = 0
    width: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    protected: bool = False
    uncounted: frozenset[Place] = frozenset()
    faults: Mapping[Place, str] = {}
    pictures: frozenset[Place] = frozenset()
    comments: Mapping[Place, str] = {}


class SheetPart(NamedTuple):
    """``name`` and ``hidden`` as the workbook has them; ``part``: in the zip, "" where there is
    none.
    """

    name: str
    part: str
    hidden: bool


def sheet_parts(archive: Archive) -> list[SheetPart]:
    """The workbook's sheets, in order. Raises Refusal."""
    book = main_part(archive)
    targets = related(archive, book)
    sheets = []
    for element in archive.tree(book).iter():
        if local(element.tag) != "sheet":
            continue
        id_ = next((value for key, value in element.attrib.items() if local(key) == "id"), "")
        part = targets.get(id_, "")
        sheets.append(
            SheetPart(
                name=element.get("name", ""),
                part=part if part in archive else "",
                hidden=element.get("state", "visible") != "visible",
            )
        )
    return sheets


def main_part(archive: Archive) -> str:
    """The part that the zip is about: xl/workbook.xml. Raises Refusal."""
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    parts = [part for part in related(archive, "").values() if part in archive]
    for part in parts:
        if part.endswith((".xml", ".bin")) and "docProps" not in part:
            return part
    raise broken(archive.shown)


def related(archive: Archive, part: str) -> dict[str, str]:
    """The parts that one refers to, by the id it knows them by."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return {}
    targets = {}
    for element in archive.tree(listed):
        if element.get("TargetMode") == "External":
            continue
        target = posixpath.join("/", folder, element.get("Target", ""))
        targets[element.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return targets


def unseen(archive: Archive, part: str) -> Unseen:
    """Raises Refusal."""
    head = next(archive.pieces(part), b"")[:_HEAD]
    if b"\0" in head:
        raise broken(archive.shown)  # UTF-16, in which calamine finds no cell
    quickly = _quickly(archive, part)
    return _closely(archive, part) if quickly is None else quickly


class _Gathered:
    """What has been seen of a sheet so far."""

    def __init__(self) -> None:
        self.height = self.width = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.protected = False
        self.uncounted: set[Place] = set()
        self.faults: dict[Place, str] = {}
        self.pictures: set[Place] = set()

    def hide(self, low: str | None, high: str | None) -> None:
        first, last = _count(low), min(_count(high), _MOST_COLUMNS)
        self.hidden_columns.update(range(first - 1, last))

    def done(self) -> Unseen:
        return Unseen(
            height=self.height,
            width=self.width,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            protected=self.protected,
            uncounted=frozenset(self.uncounted),
            faults=self.faults,
            pictures=frozenset(self.pictures),
        )


_MOST_COLUMNS = 16_384
_HEAD = 200  # bytes, by which the encoding is known
_LONGEST_CELL = 16 * 2**20  # bytes without the beginning of a cell or row
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 1


def _whole_cells(archive: Archive, part: str) -> Iterator[bytes]:
    """The part in pieces that end where a cell, or a row, begins. Raises Refusal."""
    rest = b""
    for piece in archive.pieces(part):
        rest += piece
        if len(rest) > _LONGEST_CELL:
            raise broken(archive.shown)
        cut = max(rest.rfind(b"<c "), rest.rfind(b"<row "))
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _quickly(archive: Archive, part: str) -> Unseen | None:
    """None: it is written in a way that this does not know."""
    gathered = _Gathered()
    names: set[bytes] = set()
    for number, piece in enumerate(_whole_cells(archive, part)):
        prolog = piece.find(b"?>") + 2 if number == 0 and piece.lstrip().startswith(b"<?") else 0
        if _is_unusual(piece, prolog):
            return None
        filled = _FILLED.findall(piece)
        if len(filled) != piece.count(b"</c>"):
            return None
        places = b" ".join(filled)
        names.update(places.translate(None, b"0123456789").split())
        rows = set(places.translate(None, ascii_uppercase.encode()).split())
        gathered.height = max(gathered.height, max(map(int, rows), default=0))
        if not _rarities(piece, gathered):
            return None
    gathered.width = max((column_number(name.decode()) + 1 for name in names), default=0)
    return gathered.done()


def _is_unusual(piece: bytes, start: int) -> bool:
    """Whether cells may stand there that are not written as ``<c …>…</c>``, or are no cells."""
    if piece.find(b"<!", start) >= 0 or piece.find(b"<?", start) >= 0:
        return True
    may_be = piece.count(b"</c") != piece.count(b"</c>") or b":c" in piece
    return may_be and _UNUSUAL.search(piece) is not None


def _rarities(piece: bytes, gathered: _Gathered) -> bool:
    """What only some sheets have. False: it is written in a way that this does not know."""
    if b"<f>" in piece or b"<f " in piece or b"<f/" in piece:
        formulas = 0
        for letters, row, attributes, formula, value in _FORMULA.findall(piece):
            formulas += 1
            place = _place(letters, row)
            if _PICTURE.encode() in formula.upper():
                gathered.pictures.add(place)
            elif not value and b't="str"' not in attributes and b't="e"' not in attributes:
                gathered.uncounted.add(place)
        if formulas != piece.count(b"<f>") + piece.count(b"<f ") + piece.count(b"<f/"):
            return False
    if b't="e"' in piece:
        faults = _FAULT.findall(piece)
        if len(faults) != piece.count(b't="e"'):
            return False
        for letters, row, fault in faults:
            gathered.faults[_place(letters, row)] = fault.decode("utf-8", "replace")
    if b" hidden=" in piece:
        rows, columns = _HIDDEN_ROW.findall(piece), _HIDDEN_COLUMNS.findall(piece)
        if len(rows) + len(columns) != len(_HIDDEN.findall(piece)):
            return False
        gathered.hidden_rows.update(map(int, rows))
        for low, high in columns:
            gathered.hide(low.decode(), high.decode())
    return b"<sheetProtection" not in piece and b' vm="' not in piece


def _place(letters: bytes, row: bytes) -> Place:
    return Place(int(row), column_number(letters.decode()))


def _closely(archive: Archive, part: str) -> Unseen:
    """Raises Refusal."""
    gathered = _Gathered()
    reader = _Reader(gathered)
    try:
        for piece in archive.pieces(part):
            reader.parser.Parse(piece, False)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise broken(archive.shown) from None
    return gathered.done()


class _Reader:
    """One sheet, element by element; whatever prefix its names have."""

    def __init__(self, gathered: _Gathered) -> None:
        self.gathered = gathered
        self.row, self.column = 0, -1
        self.text: list[str] | None = None
        self.kind = self.formula = self.value = ""
        self.has_formula = self.has_picture = self.is_filled = False
        parser = self.parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        raise ValueError("a document type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self.row = _count(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.gathered.hidden_rows.add(self.row)
        elif tag in ("f", "v", "is"):
            self.text = []
            self.is_filled = True
            self.has_formula |= tag == "f"
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self.gathered.hide(attributes.get("min"), attributes.get("max"))
        elif tag == "sheetProtection":
            self.gathered.protected = attributes.get("sheet") in ("1", "true")

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            named = _PLACE.fullmatch(attributes["r"])
            if named is None:  # calamine would take any text for some place, however far
                raise ValueError("a cell at no place")
            self.column, self.row = column_number(named[1]), int(named[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.has_picture = "vm" in attributes and self.kind == "e"
        self.has_formula = self.is_filled = False
        self.formula = self.value = ""

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "f":
            self.formula = "".join(self.text or ())
        elif tag == "v":
            self.value = "".join(self.text or ())
        elif tag == "c":
            self._end_cell()
        if tag in ("f", "v", "is"):
            self.text = None

    def _end_cell(self) -> None:
        gathered, place = self.gathered, Place(self.row, self.column)
        if not self.is_filled:
            return
        gathered.height = max(gathered.height, place.row)
        gathered.width = max(gathered.width, place.column + 1)
        if _PICTURE in self.formula.upper() or self.has_picture:
            gathered.pictures.add(place)
        elif self.kind == "e":
            gathered.faults[place] = self.value
        elif self.has_formula and not self.value and self.kind != "str":
            gathered.uncounted.add(place)


def beside(archive: Archive, part: str) -> tuple[frozenset[Place], dict[Place, str]]:
    """The pictures that lie on a sheet, by the cell of their upper left corner, and its comments.

    Raises Refusal.
    """
    pictures: set[Place] = set()
    comments: dict[Place, str] = {}
    for other in related(archive, part).values():
        if other not in archive or not other.endswith(".xml"):
            continue
        root = archive.tree(other)
        kind = local(root.tag)
        if kind == "wsDr":
            pictures.update(_pictures(root))
        elif kind == "comments":
            comments |= _comments(root)
        elif kind == "ThreadedComments":
            comments |= _comments(root, "threadedComment")
    return frozenset(pictures), comments


def _pictures(drawing: ElementTree.Element) -> Iterator[Place]:
    for anchor in drawing:
        corner = next((part for part in anchor if local(part.tag) == "from"), None)
        if corner is None or not any(local(part.tag) == "pic" for part in anchor.iter()):
            continue
        numbers = {local(part.tag): _count(part.text) for part in corner}
        yield Place(numbers.get("row", 0) + 1, numbers.get("col", 0))


def _comments(root: ElementTree.Element, name: str = "comment") -> dict[Place, str]:
    comments = {}
    for element in root.iter():
        named = _PLACE.fullmatch(element.get("ref", ""))
        if local(element.tag) != name or not named:
            continue
        texts = [part.text or "" for part in element.iter() if local(part.tag) in ("t", "text")]
        comments[Place(int(named[2]), column_number(named[1]))] = "".join(texts).strip()
    return comments
