"""Days as people type them into commands: what is no day is refused. The rules are cz.typed's."""

from collections.abc import Callable
from datetime import date

from cz.letters import narrow
from cz.problem import Refusal
from cz.records.fields import Bad
from cz.records.repeat import NOT_ONE_DAY, Repeat, read_repeat
from cz.typed.days import (
    NoSuchDay,
    day_meant,
    due_meant,
    end_meant,
    past_meant,
    relative_day,
    without_year,
)

LONGEST = 3660  # days that can be asked for: ten years


def read_day(text: str, today: date | None = None) -> date:
    """2026-06-30, 2026.6.30, 2026年6月30日; with ``today`` also 6月30日, 6.30 or 6/30.

    What has no year is of ``today``'s. Raises Refusal.
    """
    return _read(text, lambda: day_meant(text, today), today)


def read_past(text: str, today: date) -> date:
    """The same of what has been done: 12月30日 typed in January is last year's. Raises Refusal."""
    return _read(text, lambda: past_meant(text, today), today)


def read_due(text: str, today: date) -> date:
    """The same of a deadline, also 6月底前: 1月15日 typed in December is next year's.

    Raises Refusal.
    """
    return _read(text, lambda: due_meant(text, today), today)


def read_asked(text: str, today: date) -> date:
    """The same in a question, which may also tell a day from today: 昨天, 上周一, 3天前.

    Raises Refusal.
    """

    def meant() -> date | None:
        return relative_day(text, today) or end_meant(text, today) or day_meant(text, today)

    return _read(text, meant, today)


def _read(text: str, meant: Callable[[], date | None], today: date | None) -> date:
    try:
        day = meant()
    except NoSuchDay:
        raise Refusal(
            f"“{text}”不是日期，应当写成 2026-06-30 这样。没有这一天，请核对月份和日子。"
        ) from None
    if day is not None:
        return day
    told = relative_day(text, today) if today else None
    if told is not None:
        raise Refusal(f"“{text}”是哪一天要看今天是哪一天，要记下来的请写日期：{told}。")
    this_year = "；今年的也可以写 6月30日、6.30、6/30" if today else ""
    raise Refusal(
        f"“{text}”不是日期。可以写 2026-06-30、2026.6.30、2026/6/30、"
        f"20260630、2026年6月30日{this_year}。"
    )


def read_deadline(text: str, today: date) -> date | Repeat:
    """A day as ``read_due`` takes it, or what comes again: 每月25日, 长期. Raises Refusal."""
    plain = narrow(text).strip()
    try:
        repeat = read_repeat(plain, today)
    except Bad as bad:
        message = bad.message.replace(plain, text)  # as it was typed
        raise Refusal(f"{message}{bad.advice}") from None
    if repeat is not None:
        return repeat
    try:
        return read_due(text, today)
    except Refusal as refusal:
        is_number = plain[:1].isdecimal() and "起" not in plain
        advice = "" if is_number else NOT_ONE_DAY
        raise Refusal(f"{refusal.message}{advice}") from None


def is_day(text: str) -> bool:
    """Whether this is a day as people type it, and not what could be a revision: 20260630, 9.30."""
    plain = "".join(narrow(text).split())
    if plain.isdecimal() or (plain.isascii() and without_year(plain)):
        return False
    some_day = date(2000, 1, 1)
    try:
        told = relative_day(plain, some_day) or end_meant(plain, some_day)
        return bool(told or day_meant(plain, some_day))
    except NoSuchDay:
        return True


def check_days(days: int) -> int:
    """So many days, as asked for. Raises Refusal for a number of them that cannot be."""
    if not 0 <= days <= LONGEST:
        raise Refusal(f"天数要在 0 到 {LONGEST} 之间，找到的是 {days}。请核对 --days。")
    return days
