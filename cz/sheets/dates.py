"""Dates and terms the way teams write them into their tables, and spreadsheets change them."""

import re
from datetime import date, datetime, time, timedelta
from datetime import date as Day

from cz.letters import narrow, tidied
from cz.problem import Refusal
from cz.tables import Value
from cz.typed.days import NoSuchDay, day_meant, end_meant, next_year, without_year
from cz.typed.numbers import number_meant

LONGEST = 60  # characters of what can be a date or a term

_DATE = r"([0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}|[0-9]{8}|[0-9]{1,2}[./月][0-9]{1,2})[日号]?"
_TIME = (
    r"[ T]*\(?(?:(?:星期|周)[一二三四五六日天])?\)?"
    r"[ T]*(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?"
    r"[ T]*(?:[0-9]{1,2}[:时点][0-9:.时分秒点整半]*)?"
)
_DONE = "(到位|完成|完毕)?"
_AT_ONCE = re.compile(
    "(立行立改|立整立改|立即|立刻|即时|即知即改|当场|现场|当日|当天)(整改|改正|完成)?(到位)?"
)
_SPAN = re.compile(
    "限?期?([0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
    "个?(天|日内|日以内|日之内|自然日|小时|周|星期)"
    "(以内|之内|内)?(完成)?(整改|改正|办结)?" + _DONE
)
_ITEM = re.compile("[(（]?[0-9]{1,2}[.、)）]")  # begins an item of a list
_BY = re.compile("(.*?)(之前|以前|前|止)?(完成)?(整改|改正|办结)?" + _DONE)
NOT_YET = ("无", "待定", "待交办", "未定")  # of a deadline: none has been set
_ZERO = datetime(1899, 12, 31)  # from which they number the days before March 1900
_FIRST_OF_EXCEL = Day(1899, 12, 30)  # the day that spreadsheets number 0


class Unusable(Exception):
    """Why a cell cannot be used: ``words``. ``advice``: what the office may do, behind them."""

    def __init__(self, words: str, advice: str = "") -> None:
        super().__init__(words + advice)
        self.words = words


def flat(text: str) -> str:
    """In one line, each character as it is meant; blanks stand alone.

    Where a line was broken there is one only between words of ASCII, and before an item's number.
    """
    flat_text = ""
    for line in filter(None, (" ".join(part.split()) for part in tidied(text).split("\n"))):
        if flat_text and _parts_lines(flat_text[-1], line):
            flat_text += " "
        flat_text += line
    return flat_text


def _parts_lines(last: str, line: str) -> bool:
    """Whether a blank stands where a line ended with this character and the next one begins."""
    if last in "，。；、：！？）":
        return False
    return bool(_ITEM.match(line)) or (last.isascii() and line[0].isascii())


def as_typed(value: Value) -> Value:
    """The number that was typed into a cell which shows numbers as dates: 7.15 is 1900-01-07."""
    if not isinstance(value, date) or value.year > 1900:
        return value
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    number = (moment - _ZERO) / timedelta(days=1)
    return round(number, 2) if 0 < number < 60 else value


def refuse_unsure(text: str, today: Day, word: str) -> None:
    """Raises Unusable for 7.1, which is what a spreadsheet makes of 7.10 as well."""
    unsure = re.match(r"([0-9]{1,2})\.([123])(?![0-9.])", narrow(text).strip())
    if unsure:
        month, day = unsure.groups()
        raise Unusable(
            f"{word}“{flat(text)}”可能是{month}月{day}日，也可能是{month}月{day}0日"
            f"（表格软件会去掉末尾的 0），请写成 {today} 这样"
        )


def read_cell(text: str, today: Day, word: str, or_else: str = "") -> Day:
    """A date as typed or as a spreadsheet gives it, the time of day cut off.

    A year left out is that of ``today``. ``word``: what the date is of; ``or_else``: what else may
    be written. Raises Unusable.
    """
    plain = " ".join(narrow(text).split())
    if len(plain) > LONGEST:
        raise Unusable(f"{word}“{flat(text)[:LONGEST]}…”看不懂，请写成 {today}{or_else} 这样")
    if re.fullmatch(r"[45][0-9]{4}(\.[0-9]+)?", plain):
        return _FIRST_OF_EXCEL + timedelta(days=int(plain[:5]))
    pattern = _DATE + _TIME
    parts = re.fullmatch(pattern, plain) or re.fullmatch(pattern, re.sub(r"\s", "", plain))
    try:
        day = day_meant(parts[1] if parts else plain, today)
    except NoSuchDay:
        raise Unusable(f"{word}“{flat(text)}”没有这一天") from None
    if day is None:
        raise Unusable(f"{word}“{flat(text)}”看不懂，请写成 {today}{or_else} 这样")
    return day


def term(text: str, seen: Day, *, in_days: bool = False) -> Day | None:
    """A deadline told as so long after the inspection (3天内, 一周, 立行立改); else None.

    ``in_days``: a bare number is days.
    """
    plain = "".join(narrow(text).split())
    if _AT_ONCE.fullmatch(plain):
        return seen
    if in_days and plain.isdigit() and len(plain) < 4:
        return seen + timedelta(days=int(plain))
    span = _SPAN.fullmatch(plain)
    return seen + timedelta(days=_days(_count(span[1]), span[2])) if span else None


def _days(count: int, unit: str) -> int:
    if unit == "小时":
        return -(-count // 24)  # a day begun is a day
    return count * 7 if unit in ("周", "星期") else count


def _count(text: str) -> int:
    return number_meant(text) or 0


def read_due(text: str, seen: Day) -> Day | None:
    """A deadline as typed: a date or a term; None for none yet. Raises Refusal."""
    try:
        return read_deadline(text, seen)
    except Unusable as fault:
        raise Refusal(f"{fault}。") from None


def read_deadline(text: str, seen: Day, in_days: bool = False) -> Day | None:
    """The same of a cell, where with ``in_days`` a bare number is days. Raises Unusable."""
    plain = "".join(narrow(text).split())
    if plain in NOT_YET:
        return None
    if len(plain) > LONGEST:
        raise Unusable(f"整改时限“{flat(text)[:LONGEST]}…”看不懂，请写成 {seen} 或 3天 这样")
    if last_day := term(text, seen, in_days=in_days):
        return last_day
    if "工作日" in plain:
        raise Unusable(f"整改时限“{flat(text)}”按工作日算不准，请写日期")
    by = _BY.fullmatch(" ".join(narrow(text).split()))
    day = by[1] if by and by[1] else text
    try:
        due = end_meant(day, seen) or read_cell(day, seen, "整改时限", " 或 3天")
    except NoSuchDay:
        raise Unusable(f"整改时限“{flat(text)}”没有这一天") from None
    return next_year(due, seen) if due < seen and without_year(plain) else due
