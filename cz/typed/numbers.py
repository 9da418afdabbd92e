"""Numbers as people write them: 12, １２, 十二, 二〇二六, 第二阶段."""

from __future__ import annotations

import re

from cz.letters import narrow

DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
LONGEST = 9  # characters of a number
CHINESE = "零〇○一二三四五六七八九十两"


def number_meant(text: str) -> int | None:
    """12, 十二 (up to 九十九), 二〇二六 digit by digit; ``None`` for what is no number."""
    plain = narrow(text).strip()
    if len(plain) > LONGEST:
        return None
    if plain.isascii() and plain.isdecimal():
        return int(plain)
    plain = plain.replace("两", "二")
    if not plain or not set(plain) <= {*DIGITS, "十"}:
        return None
    if "十" not in plain:
        return int("".join(str(DIGITS[sign]) for sign in plain))
    tens, _, ones = plain.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return 10 * (DIGITS[tens] if tens else 1) + (DIGITS[ones] if ones else 0)


def ordinal_meant(text: str, word: str) -> int | None:
    """2, 二, 第二, 第2阶段, 阶段二, 第二阶段, where ``word`` is 阶段; else ``None``."""
    plain = re.sub(r"\s", "", narrow(text))
    plain = plain.removeprefix(word).removesuffix(word).removeprefix("第")
    return number_meant(plain)


def in_digits(text: str) -> str:
    """九月三十日 as 9月30日: the numbers before 年, 月, 日 and 号."""

    def digits(match: re.Match[str]) -> str:
        number = number_meant(match[0])
        return match[0] if number is None else str(number)

    return re.sub(f"[{CHINESE}]+(?=[年月日号])", digits, text)
