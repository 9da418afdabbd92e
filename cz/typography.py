"""Text in a terminal's columns: wide characters take two, and nothing in a text is alive."""

import os
import re
from functools import cache, lru_cache
from unicodedata import category, east_asian_width

from cz.letters import tidied


def width(text: str) -> int:
    """Columns ``text`` takes in a terminal: wide and full-width characters take two."""
    return len(text) if text.isascii() else _wide_width(text)


@lru_cache(maxsize=4096)
def _wide_width(text: str) -> int:
    return sum(map(_columns_of, text))


@lru_cache(maxsize=4096)
def _columns_of(char: str) -> int:
    if east_asian_width(char) in _TWO:
        return 2
    return 0 if category(char) in _NO_WIDTH else 1


# Some terminals draw what is neither narrow nor wide (× “ ” … █) two columns wide, as Chinese type
# is set; none tells which it does, so that CZ_WIDE=1 has to.
_TWO = "WFA" if os.environ.get("CZ_WIDE", "0") not in ("", "0") else "WF"

_NO_WIDTH = ("Mn", "Me", "Cf")  # combining marks, variation selectors, joiners


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def clip(text: str, columns: int) -> str:
    """``text`` cut to at most ``columns``, ending in … where something was cut."""
    if width(text) <= columns:
        return text
    out, used, room = [], 0, columns - width("…")
    for char in text:
        size = width(char)
        if used + size > room and size:
            break
        out.append(char)
        used += size
    return "".join(out) + "…"


_CLOSING = "，。；：、）”？！"
# What stays on one line: a number with what is in brackets after it, 14（63.6%）; a word of ASCII;
# an opening bracket and what it opens.
_PIECE = r"(?:[!-~]*[0-9%]（[!-~]+|[（“《]*(?:[!-~]+|.))"


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of ``columns``, or of one closing punctuation mark more.

    None begins with one or ends in an opening bracket, and no word of ASCII is split, nor a number
    from its share in brackets.
    """
    lines, line = [], ""
    for piece in re.findall(_PIECE, text, re.S):
        if line and width(line) + width(piece) > columns and piece not in _CLOSING:
            lines.append(line.rstrip())
            line = ""
        if line or piece != " " or not lines:
            line += piece
    return [*lines, line.rstrip()]


LONGEST_QUOTED = 200  # columns of what a message quotes
_LONG = f"{{{LONGEST_QUOTED // 2},}}"
# What stands in quotation marks, or goes on without a space or a mark.
_QUOTED = rf"(?<=“)[^“”]{_LONG}(?=”)|[^\s“”，。；：、（）]{_LONG}"


def without_long_quotes(message: str) -> str:
    """``message`` with what it quotes of the user's cut to what still tells which it is."""
    return re.sub(_QUOTED, lambda quoted: clip(quoted[0], LONGEST_QUOTED), message)


def one_line(text: str) -> str:
    """``text`` as it is kept in a record: what breaks a line or cannot be seen is a space, and
    spaces stand alone. Full-width spaces stay, but for those at its ends; radicals out of a PDF
    become the characters they look like. "" where nothing is left.
    """
    text = tidied(text)
    seen = [char if char.isprintable() or char == "\u3000" else " " for char in text]
    return re.sub(" +", " ", "".join(seen)).strip()


# Bidirectional marks, overrides and isolates, separators, soft hyphen, zero-width space, byte order
# mark, tags.
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
    """``text`` with every control character made a visible picture, so that none reaches a terminal
    alive.
    """
    return text if text.isprintable() else text.translate(_PICTURES)


# What no XML file can hold, hence no file of Word or Excel.
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def printable(text: str) -> str:
    """``text`` with a visible sign for every character that is none, fit for a file of XML."""
    if text.isprintable():
        return text
    return re.sub(_NOT_IN_XML, "\ufffd", visible(text))


_COLOUR = "\x1b\\[[0-9;]*m"


def harmless(text: str, *, colours: bool = False) -> str:
    """Whole lines of text as ``visible`` makes them: tabs and the ends of lines stay.

    ``colours``: codes that do nothing but colour stay as well.
    """
    shown = re.sub(_COLOUR, "", text) if colours else text
    if shown.replace("\n", "").replace("\u3000", "").replace("\t", "").isprintable():
        return text
    return _control().sub(lambda code: _shown_code(code[0], colours), text)


@cache
def _control() -> re.Pattern[str]:
    """A code that colours, an end of a line of two characters, a character nobody sees."""
    unseen = "".join(map(re.escape, map(chr, _UNSEEN)))
    return re.compile(f"{_COLOUR}|\r\n|[\\x00-\\x08\\x0b-\\x1f\\x7f{unseen}]")


def _shown_code(code: str, colours: bool) -> str:
    if code == "\r\n" or (colours and len(code) > 1):
        return code
    return visible(code)


def folded(text: str, room: int) -> list[str]:
    """Lines of at most so many columns.

    No closing punctuation begins one, and no word of ASCII is broken that fits in one, nor a number
    and its share in brackets.
    """
    lines, line_ = [], ""
    for piece in re.findall(f"{_PIECE}[{_CLOSING}]*", visible(text)):
        if line_.strip() and width(line_ + piece.rstrip()) > room:
            lines.append(line_.rstrip())
            line_ = ""
        line_ = (line_ + piece).lstrip() if not line_ else line_ + piece
        while width(line_.rstrip()) > room >= 8:
            head = clip(line_.rstrip() + "  ", room + width("…"))[:-1]
            lines.append(head)
            line_ = line_[len(head) :]
    return [*lines, line_.rstrip()] if line_.strip() or not lines else lines
