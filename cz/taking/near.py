"""Names that are one character off another's: more likely a slip than somebody new."""

from __future__ import annotations

from collections.abc import Iterable

from cz.intake.pinyin import initials
from cz.letters import folded

_SHORTEST = 3  # characters; of two that differ in one nothing follows
_LONG = 4  # from so many on the two need not sound alike: 区妇联 and 区文联 are two
_TELLING = (  # two characters of a row tell two names apart: 城东街道, 城西街道
    set("0123456789一二三四五六七八九十"),
    set("甲乙丙丁戊己庚辛"),
    set("东西南北中上下前后左右内外新老旧大小"),
    set("省市区县镇乡村街州旗"),
)


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The first of the known names that this one is a slip of, "" where it is none."""
    wanted = folded(name)
    for other in known:
        if _is_slip(wanted, folded(other)):
            return other
    return ""


def _is_slip(name: str, other: str) -> bool:
    """Whether one character is another, missing, too many, or changed places with the next."""
    if name == other or min(len(name), len(other)) < _SHORTEST or abs(len(name) - len(other)) > 1:
        return False
    ahead = _alike_ahead(name, other)
    behind = _alike_ahead(name[ahead:][::-1], other[ahead:][::-1])
    mine, yours = name[ahead : len(name) - behind], other[ahead : len(other) - behind]
    if len(mine) == len(yours) == 2:
        return mine == yours[::-1]
    if max(len(mine), len(yours)) > 1:
        return False
    if any(mine in row and yours in row for row in _TELLING if mine and yours):
        return False
    is_long = min(len(name), len(other)) >= _LONG
    return is_long or (bool(mine and yours) and initials(mine) == initials(yours))


def _alike_ahead(name: str, other: str) -> int:
    """How many characters the two begin with alike."""
    count = 0
    for mine, yours in zip(name, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count
