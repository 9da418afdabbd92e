"""The text of one file and the places in it.

Offsets are characters into ``Source.text`` (BOM removed, newlines as they stand).
Lines count from 0 inside the program and from 1 wherever a user reads them.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

BOM = b"\xef\xbb\xbf"


class Source(NamedTuple):
    """``path`` is the path as shown to the user, ``text`` the decoded file.

    ``boms``: how many byte order marks stand before it.
    """

    path: str
    text: str
    boms: int = 0

    def encode(self, text: str) -> bytes:
        """Bytes of ``text`` as this file would hold it (BOMs kept)."""
        return BOM * self.boms + text.encode("utf-8")

    @property
    def newline(self) -> str:
        return newline_of(self.text)


@lru_cache(maxsize=8)
def newline_of(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


class Span(NamedTuple):
    start: int
    end: int


@lru_cache(maxsize=8)
def line_starts(text: str) -> tuple[int, ...]:
    """Offset of each line's first character; a final newline opens one more, empty line."""
    starts = [0]
    at = text.find("\n") + 1
    while at:
        starts.append(at)
        at = text.find("\n", at) + 1
    return tuple(starts)


def line_column(text: str, offset: int) -> tuple[int, int]:
    """(line, column), both from 0, of ``offset``."""
    line = bisect_right(starts := line_starts(text), offset) - 1
    return line, offset - starts[line]


def line_text(text: str, line: int) -> str:
    """The text of one line without its newline."""
    start = line_starts(text)[line]
    return text[start : end_of_line(text, start)]


def end_of_line(text: str, offset: int) -> int:
    """Offset of the newline (or the ``\\r`` before it) that ends the line of ``offset``."""
    at = text.find("\n", offset)
    if at < 0:
        return len(text)
    return at - 1 if at > offset and text[at - 1] == "\r" else at


def start_of_line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1
