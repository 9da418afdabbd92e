"""Deadlines that come again, as plans write them: 每月25日, 每季度末, 每周五, from a day on where
that is said (2026年12月起每月25日); and 长期, which never falls due.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any, NamedTuple

from cz.letters import narrow
from cz.records.fields import Bad, day

NOT_ONE_DAY = (
    "不是一天的，写 长期、每周五、每月25日、每季度末 或 每年6月底；"
    "从哪个月算起的，写 2026年12月起每月25日。"
)
LAST = 31  # the last day of a month, whichever that is
_EVERY_MONTH = tuple(range(1, 13))
_QUARTER_ENDS = (3, 6, 9, 12)
_BY_MONTHS = {12: "每月", 4: "每季度", 2: "每半年", 1: "每年"}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NUMBER = "([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
PERIODS = ("每周", *_BY_MONTHS.values())
_LAST_DAY = "(?:月?[底末]|最后一天)"

# Compiled as they are needed: most runs need none of them.
_FROM = "[从自]?([0-9年月日号./-]+?)(?:起|开始)[，,]?(?=[每长持常全])(.+)"
_MONTH_ALONE = r"(?:([0-9]{4})[-./年])?([0-9]{1,2})月?"
_LONG = "(?:长期|持续|常年|常态化?|全程)(?:坚持|推进|开展|进行|实施)?"
_WEEK = "每(?:个)?(?:周|星期|礼拜)的?([一二三四五六日天])"
_MONTH = f"每(?:个)?月的?(?:{_NUMBER}[日号]|{_LAST_DAY})"
_QUARTER = f"每(?:个)?季度?的?(?:[底末]月{_NUMBER}[日号]|{_LAST_DAY})"
_HALF_YEAR = f"每半年的?{_LAST_DAY}"
_YEAR = f"每年的?(?:{_NUMBER}月份?(?:{_NUMBER}[日号]|{_LAST_DAY})|(?:年?[底末]))"


class Repeat(NamedTuple):
    """``words``: as written. It falls due in each of ``months`` on ``day`` (LAST: the last one, as
    is every day that a month has not), or on every ``weekday`` (0 is Monday); with neither never.
    ``start``: nothing is owed of the days before it.
    """

    words: str
    months: tuple[int, ...] = ()
    day: int = LAST
    weekday: int | None = None
    start: date | None = None

    def __str__(self) -> str:
        return self.words

    @property
    def is_long(self) -> bool:
        """Whether it is 长期: no day at all."""
        return not self.months and self.weekday is None

    @property
    def period(self) -> str:
        """每周, 每月, 每季度, 每半年, 每年; 长期."""
        if self.weekday is not None:
            return "每周"
        return _BY_MONTHS[len(self.months)] if self.months else "长期"

    def falls_with(self, other: Repeat) -> bool:
        """Whether it falls due on the same days, however either is written, and from whenever."""
        return self._replace(words="", start=None) == other._replace(words="", start=None)


def read_repeat(text: str, today: date | None = None) -> Repeat | None:
    """What comes again, or ``None`` where this says no such thing.

    12月起 is of the year of ``today``, which is then written out. Raises Bad for 每月32日, and
    without ``today`` for 12月起.
    """
    plain = re.sub("[ \u3000]", "", narrow(text))
    since = re.fullmatch(_FROM, _in_digits(plain)) if "起" in plain or "开始" in plain else None
    if since is None:
        return _read(text, plain)
    repeat = _read(since[2], since[2])
    if repeat is None:
        return None
    start = _start(since[1], today)
    is_whole = today is None or re.match("[从自]?[0-9]{4}", plain)
    words = text if is_whole else f"{_from_words(start)}{repeat.words}"
    return repeat._replace(words=words, start=start)


def _in_digits(plain: str) -> str:
    from cz.typed.numbers import in_digits

    return in_digits(plain)


def _start(written: str, today: date | None) -> date:
    """The day on which 2026年12月 or 2026年12月5日 begins. Raises Bad."""
    from cz.typed.days import NoSuchDay, day_meant, next_year

    written = re.sub("^([0-9]{4})年$", r"\1年1月", written)
    month = re.fullmatch(_MONTH_ALONE, written)
    try:
        begin = day_meant(f"{written}1日" if month else written, today)
        if month and begin is None:
            year = int(month[1]) if month[1] else getattr(today, "year", 0)
            begin = date(year, int(month[2]), 1) if year else None
    except (NoSuchDay, ValueError):
        raise Bad("E204", f"没有“{written}”这一天。", "请核对月份和日子。") from None
    if begin is None:
        advice = "从哪天算起要写年份，例如 2026年12月起每月25日。"
        raise Bad("E204", f"“{written}起”看不出是哪一天。", advice)
    has_year = re.match("[0-9]{4}", written)
    if today is None or has_year or (begin.year, begin.month) >= (today.year, today.month):
        return begin
    return next_year(begin, today)


def _from_words(start: date) -> str:
    """``2026年12月起``, of a day within a month ``2026年12月5日起``."""
    day = "" if start.day == 1 else f"{start.day}日"
    return f"{start.year}年{start.month}月{day}起"


def _read(text: str, plain: str) -> Repeat | None:
    """What comes again, from no day on that is said. Raises Bad."""
    plain = re.sub("(?:之?前|以前|止)$", "", plain)
    if re.fullmatch(_LONG, plain):
        return Repeat(text)
    if week := re.fullmatch(_WEEK, plain):
        return Repeat(text, weekday=_WEEKDAYS[week[1]])
    if month := re.fullmatch(_MONTH, plain):
        return Repeat(text, _EVERY_MONTH, _day_of_month(month[1], _EVERY_MONTH))
    if quarter := re.fullmatch(_QUARTER, plain):
        return Repeat(text, _QUARTER_ENDS, _day_of_month(quarter[1], _QUARTER_ENDS))
    if re.fullmatch(_HALF_YEAR, plain):
        return Repeat(text, (6, 12))
    if year := re.fullmatch(_YEAR, plain):
        months = (_month(year[1]),) if year[1] else (12,)
        return Repeat(text, months, _day_of_month(year[2], months))
    return None


def _month(written: str) -> int:
    number = _number(written)
    if not 1 <= number <= 12:
        raise Bad("E204", f"没有“{written}月”。", "请核对月份。")
    return number


def _day_of_month(written: str | None, months: tuple[int, ...]) -> int:
    """A day that the longest of the months has."""
    if written is None:
        return LAST
    number = _number(written)
    longest = max(monthrange(2000, month)[1] for month in months)
    if not 1 <= number <= longest:
        raise Bad("E204", f"没有“{written}日”这一天。", "请核对日子，月底请写 每月底。")
    return number


def _number(written: str) -> int:
    """25, 二十五, 十; 0 of what is no number."""
    from cz.typed.numbers import number_meant

    return number_meant(written) or 0


def deadline(raw: Any) -> date | Repeat:
    """A date, or what comes again, as a plan's files have it."""
    is_number = raw.__class__ is not str or (raw[:1].isdecimal() and "起" not in raw)
    repeat = None if is_number else read_repeat(raw)
    if repeat is not None:
        return repeat
    try:
        return day(raw)
    except Bad as bad:
        end = _end(raw) if isinstance(raw, str) else None
        if end is not None:
            return end
        if not is_number:
            bad.advice += NOT_ONE_DAY
        raise


def _end(raw: str) -> date | None:
    """The day that 2026年9月底前 or 2026年9月30日前 ends with."""
    from cz.typed.days import NoSuchDay, day_meant, end_meant, without_by

    plain = without_by(raw)
    try:
        return end_meant(plain) or day_meant(plain)
    except NoSuchDay:
        return None


MaybeDeadline = Annotated[date | Repeat | None, deadline]
