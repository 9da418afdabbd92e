"""How paragraphs are numbered: the mark before one, its kind and number, which is above which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cz.letters import narrow


class Mark(NamedTuple):
    """The number before a paragraph.

    ``kind``: such as 一、 or （1）. ``label``: as written. ``number``: what it says, 0 where
    it says none. ``end``: where in the text the paragraph itself begins.
    """

    kind: str
    label: str
    number: int
    end: int


# The kinds that always stand so, from the highest down.
PART, CHINESE, CHINESE_IN_BRACKETS, DIGITS = "第一章", "一、", "（一）", "1."
DECIMAL, DEEP_DECIMAL = "1.1", "1.1.1"
DIGITS_IN_BRACKETS, DIGITS_AND_BRACKET, CIRCLED = "（1）", "1）", "①"
# These stand below whatever kinds the document uses before them.
ARTICLE, NAMED, MONTH, CARD = "第一条", "任务一", "三月：", "【目标任务】"
_RANKS = {
    PART: 10,
    CHINESE: 20,
    CHINESE_IN_BRACKETS: 30,
    DIGITS: 40,
    DECIMAL: 45,
    DEEP_DECIMAL: 47,
    DIGITS_IN_BRACKETS: 50,
    DIGITS_AND_BRACKET: 60,
    CIRCLED: 70,
}
STYLED = "标题"  # a heading without a number that the file marks as one
_NUMERALS = "一二三四五六七八九十百零〇两"
# Signs that hold the number and what stands about it.
_IN_ONE_SIGN = (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"))

_PATTERNS = (
    (PART, re.compile(rf"第([{_NUMERALS}]{{1,5}}|\d{{1,3}})(?:章|篇|编|部分|节)[、：:\s]*")),
    (ARTICLE, re.compile(rf"第([{_NUMERALS}]{{1,5}}|\d{{1,3}})条(?!措施|规定)[、：:\s]*")),
    (CHINESE, re.compile(rf"([{_NUMERALS}]{{1,4}})\s?(?:、|．|\.(?!\d)|，(?=\S{{2,20}}$))\s*")),
    (CHINESE_IN_BRACKETS, re.compile(rf"[（(〔]\s?([{_NUMERALS}]{{1,4}})\s?[)）〕][、.．]?\s*")),
    (DEEP_DECIMAL, re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){2,3})(?:[.．、]\s*|\s+|(?=[^\d.．]))")),
    (DECIMAL, re.compile(r"(\d{1,2}[.．]\d{1,2})(?:[.．、]\s*|\s+)(?=\D)")),
    (DIGITS, re.compile(r"(\d{1,3})\s?(?:[.．](?!\d)|、|．)\s*")),
    (DIGITS_IN_BRACKETS, re.compile(r"[（(]\s?(\d{1,3})\s?[)）][、.．]?\s*")),
    (DIGITS_AND_BRACKET, re.compile(r"(\d{1,3})[)）]\s*")),
    (DIGITS, re.compile(r"([⒈-⒛])\s*")),
    (DIGITS_IN_BRACKETS, re.compile(r"([⑴-⒇])\s*")),
    (CHINESE_IN_BRACKETS, re.compile(r"([㈠-㈩])\s*")),
    (CIRCLED, re.compile(r"([①-⑳])\s*")),
    (
        NAMED,
        re.compile(
            rf"(?:重点|主要|专项|民生)?(?:任务|工作|行动|工程|项目|举措|事项|实事|措施|计划|改革)"
            rf"([{_NUMERALS}]{{1,4}}|\d{{1,3}})\s*[：:、.．]\s*"
        ),
    ),
    (MONTH, re.compile(rf"([{_NUMERALS}]{{1,2}}|1?\d)月(?:份)?\s?[：:]\s*(?=\S{{4}})")),
)
# 11.121人才 is number 11, where 10 came before; 11.121 is no number of anything.
_GLUED_DIGITS = re.compile(r"(\d{1,3})[.．](?=\d{2,}\D)")
# 1.1编制 begins a paragraph, 1.1万亩 is a figure.
_GLUED_DECIMAL = re.compile(
    r"(\d{1,2}[.．]\d{1,2})(?=[\u4e00-\u9fff“])(?![万亿个家平公吨米元倍亩千百年月日人度名处条项座户分])"
)
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def mark_at(text: str, start: int = 0, *, last_digits: int = -1) -> Mark | None:
    """The mark that the text has at ``start``.

    ``last_digits``: the last number of the kind 1. before; it tells what 11.121 is.
    """
    for kind, pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match:
            return Mark(kind, match[0].strip(), _number(match[1]), match.end())
    match = _GLUED_DIGITS.match(text, start)
    if match and int(match[1]) == last_digits + 1:
        return Mark(DIGITS, match[0], int(match[1]), match.end())
    match = _GLUED_DECIMAL.match(text) if start == 0 else None
    return Mark(DECIMAL, match[0], _number(match[1]), match.end()) if match else None


def without_mark(text: str) -> str:
    """The text behind the mark that it begins with, if any."""
    mark = mark_at(text)
    if mark is None:
        return text
    return text[mark.end :]


def _number(text: str) -> int:
    for first, last in _IN_ONE_SIGN:
        if first <= text <= last and len(text) == 1:
            return ord(text) - ord(first) + 1
    if text[0].isdigit():
        return int(re.split(r"[.．]", narrow(text))[-1])
    return from_numerals(text)


def from_numerals(text: str) -> int:
    """十二 is 12; up to 999."""
    total = digit = 0
    for char in text:
        if char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            digit = _VALUES.get(char, 0)
    return total + digit


def ranks(kinds: Iterable[str]) -> dict[str, int]:
    """How high each kind stands, the highest first, from the kinds in the document's order.

    第N条 and 任务N stand below the lowest kind that came before the first of them.
    """
    known = dict(_RANKS)
    lowest = 0
    for kind in kinds:
        if kind not in known:
            known[kind] = lowest + 5
        lowest = max(lowest, known[kind])
    return known
