"""The text of one file and the places in it.

Offsets are characters into ``Source.text`` (BOM removed, newlines as they stand).
Lines count from 0 inside the program and from 1 wherever a user reads them.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, east_asian_width


class Source(NamedTuple):
    """``path`` is the path as shown to the user, ``text`` the decoded file."""

    path: str
    text: str
    bom: bool = False

    def encode(self, text: str) -> bytes:
        """Bytes of ``text`` as this file would hold it (BOM kept)."""
        return (b"\xef\xbb\xbf" if self.bom else b"") + text.encode("utf-8")

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


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


def width(text: str) -> int:
    """Columns ``text`` takes in a terminal: wide and full-width characters take two."""
    return len(text) if text.isascii() else _wide_width(text)


@lru_cache(maxsize=4096)
def _wide_width(text: str) -> int:
    return sum(
        2 if east_asian_width(char) in "WF" else 0 if category(char) in _NO_WIDTH else 1
        for char in text
    )


_NO_WIDTH = ("Mn", "Me", "Cf")  # combining marks, variation selectors, joiners


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def clip(text: str, columns: int) -> str:
    """``text`` cut to at most ``columns``, ending in … where something was cut."""
    if width(text) <= columns:
        return text
    out, used = [], 0
    for char in text:
        size = width(char)
        if used + size > columns - 1 and size:
            break
        out.append(char)
        used += size
    return "".join(out) + "…"


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of ``columns``, or of one closing punctuation mark more: none begins with one, and no word of ASCII is split."""
    lines, line, word = [], "", ""
    for char in text + " ":
        if char.isascii() and char not in " ":
            word += char
            continue
        for piece in (word, char):
            if piece and width(line) + width(piece) > columns and piece not in "，。；：、）”？！":
                lines.append(line.rstrip())
                line = ""
            line += piece
        word = ""
    return [*lines, line.rstrip()]


# Bidirectional marks, overrides and isolates, separators, soft hyphen, zero-width space, byte order mark, tags.
_UNSEEN = (
    *range(0x80, 0xA0),
    0xAD,
    0x61C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
    *range(0xE0000, 0xE0080),
)
# What JSON lets pass that a terminal would not only show.
ESCAPED = {127: "\\u007f"} | {code: f"\\u{code:04x}" for code in _UNSEEN if code < 0x10000}
_PICTURES = (
    {code: chr(0x2400 + code) for code in range(32)}
    | {127: "␡"}
    | {code: f"\\u{code:04x}" for code in _UNSEEN}
)


def visible(text: str) -> str:
    """``text`` with every control character made a visible picture, so that none reaches a terminal alive."""
    return text if text.isprintable() else text.translate(_PICTURES)
