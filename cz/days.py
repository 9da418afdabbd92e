"""Days as people type them."""

import re
from datetime import date

from cz.letters import narrow
from cz.problem import Refusal
from cz.records.fields import Bad, day
from cz.records.repeat import NOT_ONE_DAY, Repeat, read_repeat

LONGEST = 3660  # days that can be asked for: ten years
_WHOLE = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})[日号]?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WITHOUT_YEAR = re.compile(r"([0-9]{1,2})[./月]([0-9]{1,2})[日号]?")
_IN_WORDS = re.compile(r"[0-9]{1,2}月[0-9]{1,2}[日号]?")


def read_day(text: str, today: date | None = None) -> date:
    """2026-06-30, 2026.6.30, 20260630 or 2026年6月30日; with ``today`` also 6月30日, 6.30 or 6/30.

    What has no year is of ``today``'s. Raises Refusal.
    """
    plain = narrow(text).strip()
    if today and (short := _WITHOUT_YEAR.fullmatch(plain)):
        plain = f"{today.year}-{short[1]}-{short[2]}"
    parts = _WHOLE.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if parts is None:
        this_year = "；今年的也可以写 6月30日、6.30、6/30" if today else ""
        raise Refusal(
            f"“{text}”不是日期。可以写 2026-06-30、2026.6.30、2026/6/30、"
            f"20260630、2026年6月30日{this_year}。"
        )
    try:
        return day("-".join(part.zfill(2) for part in parts.groups()))
    except Bad as bad:
        message = re.sub("“.*?”", lambda _: f"“{text}”", bad.message, count=1)  # as it was typed
        raise Refusal(f"{message}{bad.advice}") from None


def read_deadline(text: str, today: date) -> date | Repeat:
    """A day as ``read_day`` takes it, or what comes again: 每月25日, 长期. Raises Refusal."""
    plain = narrow(text).strip()
    try:
        repeat = read_repeat(plain)
    except Bad as bad:
        message = re.sub("“.*?”", lambda _: f"“{text}”", bad.message, count=1)  # as it was typed
        raise Refusal(f"{message}{bad.advice}") from None
    if repeat is not None:
        return repeat
    try:
        return read_day(text, today)
    except Refusal as refusal:
        advice = "" if plain[:1].isdecimal() else NOT_ONE_DAY
        raise Refusal(f"{refusal.message}{advice}") from None


def is_day(text: str) -> bool:
    """Whether this is a day as people type it, and not a revision."""
    plain = narrow(text).strip()
    return bool(_WHOLE.fullmatch(plain) or _IN_WORDS.fullmatch(plain))


def check_days(days: int) -> int:
    """So many days, as asked for. Raises Refusal for a number of them that cannot be."""
    if not 0 <= days <= LONGEST:
        raise Refusal(f"天数要在 0 到 {LONGEST} 之间，找到的是 {days}。请核对 --days。")
    return days
