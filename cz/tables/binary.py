"""What calamine does not tell of an .xls, and whether it is one that can be read at all.

An .xls is a compound file whose stream ``Workbook`` is a row of records (MS-CFB, MS-XLS).
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from
from typing import NamedTuple

from cz.tables.archive import broken, locked
from cz.tables.sent import Place
from cz.tables.unseen import Unseen

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512  # bytes
_OLDEST_SECTORS = 109  # of the table of sectors that the header itself lists
_END = 0xFFFFFFFA  # and above: no sector
_STREAMS = ("Workbook", "Book")

_BOF, _EOF, _BOUND_SHEET, _FILE_PASS = 0x0809, 0x0A, 0x85, 0x2F
_ROW, _COLUMNS, _PROTECT, _NOTE = 0x0208, 0x7D, 0x12, 0x1C
_FORMULA, _BOOLEAN_OR_ERROR = 0x06, 0x0205
_CELLS = {0xFD, 0x0203, 0x027E, 0x0204, 0xD6, _FORMULA, _BOOLEAN_OR_ERROR, 0x0406, 0x0206}
_MANY_CELLS = 0xBD
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def sheets(raw: bytes, shown: str) -> list[Unseen]:
    """One for each sheet, in order. Raises Refusal."""
    try:
        streams = _streams(raw)
        if "EncryptedPackage" in streams:
            raise locked(shown)
        stream = next((streams[name] for name in _STREAMS if name in streams), None)
        if stream is None:
            raise broken(shown)
        return _sheets(stream, shown)
    except (StructError, IndexError):
        raise broken(shown) from None


def names(raw: bytes) -> list[str]:
    """The streams of a compound file, [] where it cannot be made out."""
    try:
        return list(_streams(raw))
    except (StructError, IndexError):
        return []


def _streams(raw: bytes) -> dict[str, bytes]:
    """The streams that tell what a compound file is, by their names. Raises StructError."""
    shift, small_shift = unpack_from("<HH", raw, 30)
    if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:
        raise StructError
    size, small = 1 << shift, 1 << small_shift
    directory_at, largest_small, small_at = (
        unpack_from("<I", raw, place)[0] for place in (48, 56, 60)
    )
    following = _following(raw, size)
    directory = _chain(raw, _HEADER if size < _HEADER else size, size, following, directory_at)
    entries = [_entry(directory, place) for place in range(0, len(directory) - 127, 128)]
    root = next((entry for entry in entries if entry.kind == 5), None)
    small_table = _chain(raw, size, size, following, small_at)
    streams = {}
    for entry in entries:
        if entry.kind != 2:
            continue
        if entry.name not in _STREAMS:
            streams[entry.name] = b""
        elif entry.size < largest_small and root:
            inner = _chain(raw, size, size, following, root.start)
            steps = unpack_from(f"<{len(small_table) // 4}I", small_table)
            streams[entry.name] = _chain(inner, 0, small, steps, entry.start)[: entry.size]
        else:
            streams[entry.name] = _chain(raw, size, size, following, entry.start)[: entry.size]
    return streams


class _Entry(NamedTuple):
    name: str
    kind: int
    start: int
    size: int


def _entry(directory: bytes, place: int) -> _Entry:
    length, kind = unpack_from("<HB", directory, place + 64)
    start, size = unpack_from("<II", directory, place + 116)
    name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, start, size)


def _following(raw: bytes, size: int) -> tuple[int, ...]:
    """The sector that follows on each."""
    listed = list(unpack_from(f"<{_OLDEST_SECTORS}I", raw, 76))
    more, count = unpack_from("<II", raw, 68)
    while more < _END and count > 0:
        place = size + more * size
        *sectors, more = unpack_from(f"<{size // 4}I", raw, place)
        listed += sectors
        count -= 1
    following: list[int] = []
    for sector in listed:
        if sector >= _END or (sector + 2) * size > len(raw) + size:
            continue
        table = raw[size + sector * size : size + (sector + 1) * size]
        following += unpack_from(f"<{len(table) // 4}I", table)
    return tuple(following)


def _chain(data: bytes, first: int, size: int, following: tuple[int, ...], sector: int) -> bytes:
    """What stands in the sectors from ``sector`` on; the first of all begins at ``first``."""
    pieces = []
    for _ in range(len(data) // size + 1):
        if sector >= _END:
            break
        pieces.append(data[first + sector * size : first + (sector + 1) * size])
        sector = following[sector]
    return b"".join(pieces)


class _Sheet:
    def __init__(self) -> None:
        self.height = self.width = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.protected = False
        self.faults: dict[Place, str] = {}
        self.comments: dict[Place, str] = {}

    def reaches(self, row: int, column: int) -> None:
        self.height = max(self.height, row + 1)
        self.width = max(self.width, column + 1)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """The kind, place and size of each record of the part that begins at ``place``."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, place)
        yield kind, place + 4, size
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
        place += 4 + size


def _sheets(stream: bytes, shown: str) -> list[Unseen]:
    begins = []
    for kind, place, _ in _records(stream, 0):
        if kind == _FILE_PASS:
            raise locked(shown)
        if kind == _BOUND_SHEET:
            begins.append(unpack_from("<I", stream, place)[0])
    return [_sheet(stream, begin) for begin in begins]


def _sheet(stream: bytes, begin: int) -> Unseen:
    sheet = _Sheet()
    for kind, place, size in _records(stream, begin):
        if kind in _CELLS:
            row, column = unpack_from("<HH", stream, place)
            sheet.reaches(row, column)
            if kind in (_FORMULA, _BOOLEAN_OR_ERROR):
                _note_fault(sheet, kind, stream, place)
        elif kind == _MANY_CELLS:
            row, _, last = (
                *unpack_from("<HH", stream, place),
                *unpack_from("<H", stream, place + size - 2),
            )
            sheet.reaches(row, last)
        else:
            _note_rare(sheet, kind, stream, place)
    return Unseen(
        height=sheet.height,
        width=sheet.width,
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
        protected=sheet.protected,
        faults=sheet.faults,
        comments=sheet.comments,
    )


def _note_fault(sheet: _Sheet, kind: int, stream: bytes, place: int) -> None:
    row, column = unpack_from("<HH", stream, place)
    if kind == _BOOLEAN_OR_ERROR:
        code, is_fault = unpack_from("<BB", stream, place + 6)
    else:
        result, code, ones = unpack_from("<BxBxxxH", stream, place + 6)
        is_fault = result == 2 and ones == 0xFFFF
    if is_fault:
        sheet.faults[Place(row + 1, column)] = _ERRORS.get(code, "#N/A")


def _note_rare(sheet: _Sheet, kind: int, stream: bytes, place: int) -> None:
    if kind == _ROW:
        row, looks = unpack_from("<H10xH", stream, place)
        if looks & 0x20:
            sheet.hidden_rows.add(row + 1)
    elif kind == _COLUMNS:
        first, last, looks = unpack_from("<HH4xH", stream, place)
        if looks & 1:
            sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == _PROTECT:
        sheet.protected |= unpack_from("<H", stream, place)[0] == 1
    elif kind == _NOTE:
        row, column = unpack_from("<HH", stream, place)
        sheet.comments[Place(row + 1, column)] = ""
