"""Codes of the official handbook, Ⅲ-1-①, and the ids that carry them."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

from cz.letters import narrow

_CIRCLED = "①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛❶-❿"
_BEFORE_CIRCLED = re.compile(rf"[\s\-—–.·、]*([{_CIRCLED}])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_CHINESE = "一二三四五六七八九十"
_PART = r"(?:[IVXLivxl]{1,6}|[0-9]{1,3}|[一二三四五六七八九十])"
_CODE = re.compile(rf"\(?{_PART}(?:[-.]\(?{_PART}\)?)*\)?")
_AHEAD = re.compile(
    rf"\s*(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹIVXivx]{{1,4}}\s*[-—–－.．]\s*\d{{1,2}}"
    rf"(?:\s*[-—–－.．]?\s*(?:[{_CIRCLED}]|\d{{1,2}}))?|[{_CIRCLED}])[\s、.．:：]*"
)


class Coded(NamedTuple):
    """A text and the code before it, () where there is none."""

    code: tuple[int, ...]
    text: str


def read_code(text: str) -> tuple[int, ...]:
    """The numbers of a code: (3, 1, 1) of Ⅲ-1-①, ⅲ－1－①, III-1-1; () of what is none."""
    apart = _BEFORE_CIRCLED.sub(r"-\1", narrow(text).strip()).lstrip("-")
    plain = re.sub(r"\s+", "", narrow(normalize("NFKC", apart)))
    plain = plain.replace("·", "-").replace("_", "-").rstrip(".-、")
    if not plain or not _CODE.fullmatch(plain):
        return ()
    return tuple(_number(part.strip("()")) for part in re.split("[-.]", plain))


def _number(part: str) -> int:
    if part.isdigit() and part.isascii():
        return int(part)
    if part in _CHINESE:
        return _CHINESE.index(part) + 1
    total = 0
    values = [_ROMAN[letter] for letter in part.upper()]
    for place, value in enumerate(values):
        is_taken_off = place + 1 < len(values) and value < values[place + 1]
        total += -value if is_taken_off else value
    return total


def code_ahead(text: str) -> Coded:
    """``①有规划`` is (1,) and 有规划; 一、 and 1. number a list and are no codes."""
    ahead = _AHEAD.match(text)
    if ahead is None or ahead.end() == len(text):
        return Coded((), text)
    code = read_code(ahead[0].rstrip(" 、.．:：　"))
    return Coded(code, text[ahead.end() :]) if code else Coded((), text)


def id_of(code: tuple[int, ...]) -> str:
    """i3-1-1 of Ⅲ-1-①."""
    return "i" + "-".join(map(str, code))
