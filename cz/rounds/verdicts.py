"""What a cell of a checklist says of a standard, in whatever words, signs or figures."""

from __future__ import annotations

import re

from cz.letters import narrow
from cz.sheets.dates import Unusable, flat

MET, MISSED, NOT_HERE, UNSEEN = "符合", "不符合", "不适用", "没有看"
SKIPS = (NOT_HERE, UNSEEN)  # neither met nor missed: they leave the denominator

_WORDS = {
    MET: "符合 √ ✓ ✔ ☑ 是 1 yes y true 达标 合格 达到 达到标准 已达标 好 o ○",
    MISSED: "不符合 × ✗ ✘ x 否 0 no n false 不达标 不合格 没有达到 未达到 未达标 不是",
    NOT_HERE: "不适用 不涉及 无此项 没有这一项 没有此项 na n/a",
    UNSEEN: "没有看 没看 未看 未查看 未检查 未查 没有查 没查 unseen",
}
_VERDICTS = {word: verdict for verdict, words in _WORDS.items() for word in words.split()}
# What 问卷星 exports of a question that was skipped or left out, and dashes.
_BLANK = ("", "(空)", "(跳过)", "空", "跳过", "-", "--", "/", "_")
_PARTS = re.compile(r"[┋|\n;,、]")
_OPTION = re.compile(r"^[a-h][.、:)]")
_TICKED = re.compile(r"^[√✓✔☑■](?=.)")
_UNTICKED = re.compile(r"□[^□√✓✔☑■]*")
_WITH_WORDS = re.compile(r"(.{1,8}?)\s*(?:〖(.*)〗|[:：](.+)|[(（](.+)[)）])", re.S)
LONGEST = 12  # characters of a cell that are told


def with_words(text: str) -> tuple[str, str]:
    """(the cell's verdict, what stands behind it): 不符合〖停车乱〗, as 问卷星 joins the two.

    Raises Unusable.
    """
    parts = _WITH_WORDS.fullmatch(text.strip())
    if parts and _plain(narrow(parts[1]).lower()) in _VERDICTS:
        words = next((words for words in parts.groups()[1:] if words), "")
        return verdict_of(parts[1]), words.strip()
    return verdict_of(text), ""


def verdict_of(text: str) -> str:
    """One of MET, MISSED, NOT_HERE, UNSEEN; "" where the cell says nothing. Raises Unusable."""
    plain = _UNTICKED.sub("", narrow(text).strip().lower())
    parts = [_plain(part) for part in _PARTS.split(plain)]
    said = [part for part in parts if part not in _BLANK]
    if len(said) == 1 and said[0] not in _VERDICTS:
        words = said[0].split()
        said = words if all(word in _VERDICTS for word in words) else said
    shown = flat(text)[:LONGEST]
    unknown = [part for part in said if part not in _VERDICTS]
    if unknown:
        raise Unusable(f"“{shown}”看不出是符合还是不符合")
    verdicts = {_VERDICTS[part] for part in said}
    if len(verdicts) > 1:
        raise Unusable(f"“{shown}”写了不止一个判定")
    return verdicts.pop() if verdicts else ""


def _plain(part: str) -> str:
    return _TICKED.sub("", _OPTION.sub("", part.strip()).strip()).strip().rstrip("。.")
