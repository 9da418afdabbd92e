"""Days as people type them: 2026-09-30, 2026年9月30日, 9月30日, 9.30, 9月底, 上周一."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from cz.letters import narrow
from cz.typed.numbers import in_digits

NEAR_DAYS = 92  # as far as a day without its year may lie in the year beside

# Compiled when first used: most commands import this.
_WHOLE = (
    r"([0-9]{4}|[0-9]{2}(?=年))[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})[日号]?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_WITHOUT_YEAR = r"([0-9]{1,2})[./月]([0-9]{1,2})[日号]?"
_END_OF_MONTH = r"(?:([0-9]{4})年|今年)?([0-9]{1,2})月(?:月?[底末]|最后一天)"
_END_OF_YEAR = r"(?:([0-9]{4})年?|今年?|本年?)?年[底末]"
_BY = r"(?:之?前|以前|止)$"
_BESIDE = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_NAMED = f"({'|'.join(_BESIDE)})[天日]"
_AGO = "([0-9]{1,4})[天日](?:以|之)?([前后])"
_WEEKDAY = "(上|本|这|下)(?:个)?(?:周|星期|礼拜)([一二三四五六日天])"
_OF_MONTH = "(上|本|这|下)?(?:个)?月([初底末])"
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}


class NoSuchDay(Exception):
    """It is written as a day, and there is none: 2月30日."""


def day_meant(text: str, today: date | None = None) -> date | None:
    """The day that a text is; ``None`` where it is not written as one.

    Without ``today`` the year has to be written; with it, a year left out is that of ``today``.
    Raises NoSuchDay.
    """
    plain = in_digits(re.sub(r"\s", "", narrow(text)))
    if whole := re.fullmatch(_WHOLE, plain):
        year, month, day = filter(None, whole.groups())
        return _day(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    if today and (short := re.fullmatch(_WITHOUT_YEAR, plain)):
        return _day(today.year, int(short[1]), int(short[2]))
    return None


def end_meant(text: str, today: date | None = None) -> date | None:
    """The last day of 2026年9月底, 年底: good for a deadline, no day on which something was done.

    Raises NoSuchDay.
    """
    plain = in_digits(re.sub(r"\s", "", narrow(text)))
    for pattern, last_month in ((_END_OF_MONTH, 0), (_END_OF_YEAR, 12)):
        end = re.fullmatch(pattern, plain)
        if end is None:
            continue
        if end[1]:
            return _last_of(int(end[1]), last_month or int(end[2]))
        if today:
            return _last_of(today.year, last_month or int(end[2]))
    return None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay from None


def _last_of(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise NoSuchDay
    return _day(year, month, monthrange(year, month)[1])


def without_by(text: str) -> str:
    """2026年9月底前 as 2026年9月底: a deadline says the same with 前, 之前, 止."""
    return re.sub(_BY, "", text.strip())


def without_year(text: str) -> bool:
    """Whether a date is written without its year: 9月30日, 9.30, 9月底."""
    plain = in_digits("".join(narrow(text).split()))
    return "年" not in plain and re.match("[0-9]{1,2}[./月]", plain) is not None


def next_year(day: date, today: date) -> date:
    """A day named in December may lie in January; one further off is a slip, and stays."""
    if (day.month, day.day) == (2, 29) or day.year == date.max.year:
        return day
    later = day.replace(year=day.year + 1)
    return later if (later - today).days < NEAR_DAYS else day


def last_year(day: date, today: date) -> date:
    """A day named in January may lie in December; one further back is a slip, and stays."""
    if (day.month, day.day) == (2, 29) or day.year == date.min.year:
        return day
    earlier = day.replace(year=day.year - 1)
    return earlier if (today - earlier).days < NEAR_DAYS else day


def due_meant(text: str, today: date) -> date | None:
    """The same of a deadline, which lies ahead.

    Without its year a day that has gone by is next year's where that is near. Raises NoSuchDay.
    """
    plain = without_by(text)
    day = end_meant(plain, today) or day_meant(plain, today)
    if day is None or day >= today or not without_year(text):
        return day
    return next_year(day, today)


def past_meant(text: str, today: date) -> date | None:
    """The same of what has been done, which lies behind. Raises NoSuchDay."""
    day = day_meant(text, today)
    if day is None or day <= today or not without_year(text):
        return day
    return last_year(day, today)


def relative_day(text: str, today: date) -> date | None:
    """昨天, 3天前, 上周一, 上月底: a day told from today; ``None`` for anything else."""
    plain = re.sub(r"\s", "", narrow(text))
    if named := re.fullmatch(_NAMED, plain):
        return _shifted(today, _BESIDE[named[1]])
    if ago := re.fullmatch(_AGO, plain):
        return _shifted(today, int(ago[1]) * (-1 if ago[2] == "前" else 1))
    if week := re.fullmatch(_WEEKDAY, plain):
        place = "一二三四五六日".index(week[2].replace("天", "日"))
        return _shifted(today, 7 * _WEEKS[week[1]] + place - today.weekday())
    if month := re.fullmatch(_OF_MONTH, plain):
        months = today.year * 12 + today.month - 1 + _WEEKS.get(month[1] or "", 0)
        year, number = months // 12, months % 12 + 1
        return _day(year, number, 1) if month[2] == "初" else _last_of(year, number)
    return None


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise NoSuchDay from None
