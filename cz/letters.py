"""One text however it was typed or copied: full-width signs, dashes, blanks, look-alikes."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, is_normalized, normalize

# Dashes of input methods, Word and number pads.
DASHES = "‐‑‒–—―⁃−﹘﹣－"
_BLANKS = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# What nobody sees: soft hyphen, zero-width space and joiners, marks of direction, byte order mark.
_UNSEEN = "\u00ad\u061c\u180e\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)
# Radicals that look like a whole character and that Unicode's normal forms leave as they are.
_RADICALS = {
    0x2E81: "厂",
    0x2E84: "乙",
    0x2E88: "刀",
    0x2E8C: "小",
    0x2E8D: "小",
    0x2E8E: "兀",
    0x2E92: "巳",
    0x2E93: "幺",
    0x2E9C: "日",
    0x2E9D: "月",
    0x2EA0: "民",
    0x2EA7: "牛",
    0x2EA9: "王",
    0x2EAB: "目",
    0x2EAC: "示",
    0x2EAE: "竹",
    0x2EB6: "羊",
    0x2EBB: "聿",
    0x2EBC: "肉",
    0x2EBD: "臼",
    0x2EC1: "虎",
    0x2EC4: "西",
    0x2EC5: "见",
    0x2EC6: "角",
    0x2EC9: "贝",
    0x2ECB: "车",
    0x2ECF: "邑",
    0x2ED1: "長",
    0x2ED3: "长",
    0x2ED4: "门",
    0x2ED7: "雨",
    0x2ED8: "青",
    0x2ED9: "韦",
    0x2EDA: "页",
    0x2EDB: "风",
    0x2EDC: "飞",
    0x2EDD: "食",
    0x2EE2: "马",
    0x2EE3: "骨",
    0x2EE4: "鬼",
    0x2EE5: "鱼",
    0x2EE6: "鸟",
    0x2EE7: "卤",
    0x2EE8: "麦",
    0x2EE9: "黄",
    0x2EEA: "黾",
    0x2EEC: "齐",
    0x2EEE: "齿",
    0x2EEF: "竜",
    0x2EF0: "龙",
}

_NARROW: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW |= dict.fromkeys(map(ord, DASHES), "-")
_NARROW |= dict.fromkeys(map(ord, _BLANKS), " ")
_NARROW |= dict.fromkeys(map(ord, _UNSEEN), None)
_NARROW[ord("〜")] = "~"
_FOLDED = _NARROW | _RADICALS
_FOLDED_CHARS = frozenset(map(chr, _FOLDED))
# Quick to search for: every character of these, and others.
_MAY_BE_RADICAL = re.compile("[\u2e80-\u2fdf]")
_MAY_FOLD = "[\u00a0-\u00ad\u061c\u1680-\u3000\u301c\ufe00-\uffff]"
_BETWEEN_WORDS = r"(?<=[!-~])\s+(?=[!-~])"


def narrow(text: str) -> str:
    """Full-width letters, digits, signs and blanks, as an input method leaves them, as ASCII.

    So are the dashes of Word and of number pads; what nobody sees is gone.
    """
    return text if text.isascii() else text.translate(_NARROW)


def _folded_char(match: re.Match[str]) -> str:
    return _FOLDED.get(ord(match[0]), match[0]) or ""


@lru_cache(maxsize=2**14)
def folded(text: str) -> str:
    """What all texts that look the same, or are meant to, have in common.

    Small letters, Unicode's compatibility form (NFKC), radicals as the characters they look like.
    Blanks stand between words of ASCII only, one at a time.
    """
    if not text.isascii():
        if not _FOLDED_CHARS.isdisjoint(text):
            text = re.sub(_MAY_FOLD, _folded_char, text)
        if not is_normalized("NFKC", text):
            text = normalize("NFKC", text).translate(_NARROW)
    text = text.strip().lower()
    if text.isprintable() and " " not in text:
        return text
    return "".join(re.sub(_BETWEEN_WORDS, "\0", text).split()).replace("\0", " ")


def tidied(text: str) -> str:
    """The text with the characters meant for those that only look like them.

    Full-width signs and blanks stay: they are how Chinese is written.
    """
    if text.isascii():
        return text
    if _MAY_BE_RADICAL.search(text):
        text = "".join([_ideograph(char) for char in text])
    return normalize("NFC", text)


def _ideograph(char: str) -> str:
    """The character that a radical looks like; any other is itself."""
    code = ord(char)
    if 0x2F00 <= code <= 0x2FDF or code in (0x2E9F, 0x2EF3):
        return normalize("NFKC", char)
    return _RADICALS.get(code, char)


class Odd(NamedTuple):
    """A character that is not what it looks like.

    ``place`` counts from 0, ``meant`` is what stands there in its stead; ``words`` say of it which
    it is, and what is meant: 第 2 个字“⼯”（U+2F2F）是部首，不是“工”.
    """

    place: int
    char: str
    meant: str
    words: str


# Quick to search for: every character that _oddness may find odd.
_MAY_BE_ODD = (
    "[\t\u00a0\u00ad\u0300-\u036f\u061c\u1680\u180e\u2000-\u2012\u202a-\u202f\u205f-\u2069\u2212"
    "\u2e80-\u2fdf\u3000\ue000-\ufaff\ufeff\U0002f800-\U0002fa1f\U000f0000-\U0010ffff]|^ | $"
)


def odd_characters(text: str) -> Iterator[Odd]:
    """Those that make a name another one than it looks: look-alikes, blanks, what is not seen."""
    for match in re.finditer(_MAY_BE_ODD, text):
        place, char = match.start(), match[0]
        parts_words = _parts_words(text, place)
        kind, meant = _oddness(char, parts_words=parts_words)
        if not kind:
            continue
        shown = f"“{char}”" if category(char)[0] in "LSP" else ""
        words = f"第 {place + 1} 个字{shown}（U+{ord(char):04X}）是{kind}"
        if meant.strip() and meant != char:
            words += f"，不是“{meant}”"
        yield Odd(place, char, meant, words)


def _parts_words(text: str, place: int) -> bool:
    """Whether the character there stands between two of ASCII."""
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return len(around) == 2 and around.isascii() and " " not in around


def without_odd(text: str) -> str:
    """The text as it is meant: every odd character replaced."""
    odd = {odd.place: odd.meant for odd in odd_characters(text)}
    plain = "".join([odd.get(place, char) for place, char in enumerate(text)])
    return normalize("NFC", plain).strip()


def _oddness(char: str, *, parts_words: bool) -> tuple[str, str]:
    """(what an odd character is, what is meant by it); ("", "") of one that is not odd.

    ``parts_words``: as a blank it stands between two words of ASCII.
    """
    code = ord(char)
    meant = _ideograph(char)
    if meant != char:
        return "部首", meant
    if 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        meant = normalize("NFC", char)
        return ("兼容汉字", meant) if meant != char else ("", "")
    if char in _BLANKS or char == "\t":
        word = {"\u00a0": "不间断空格", "\u3000": "全角空格"}.get(char, "特殊的空格")
        return word, " " if parts_words else ""
    if char == " ":
        return "多出的空格", ""
    if char in _UNSEEN:
        return "看不见的字符", ""
    if category(char) == "Co":
        return "私用区的字，别的电脑上显示不出来", ""
    if char in "‐‑‒−":
        return "排版用的短横线", "-"
    if category(char) == "Mn":
        return "拆开写的附加符号", char
    return "", ""


def packed(text: str) -> str:
    """As it is compared: however its characters are coded, without any blank."""
    return "".join(folded(text).split())
