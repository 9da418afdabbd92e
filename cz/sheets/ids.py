"""Ids as they come back out of a spreadsheet: 5-1 may have become the first of May."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from cz.letters import narrow
from cz.tables import Value, text_of
from cz.typed.ids import normal_id

_FIRST_OF_EXCEL = date(1899, 12, 30)  # the day that spreadsheets number 0
_ID = re.compile(r"([a-z]?)0*([0-9]+)-0*([0-9]+)")
_CHINESE = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日?")
_YEAR_FIRST = re.compile(
    r"[0-9]{4}[-/年.]([0-9]{1,2})[-/月.]([0-9]{1,2})日?(?:[ T]0?0:00(?::00)?)?"
)
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(f"([0-9]{{1,2}})-({'|'.join(_MONTHS)})")
_MONTH_NUMBER = re.compile(f"({'|'.join(_MONTHS)})-([0-9]{{1,2}})")
_SERIAL = re.compile(r"[45][0-9]{4}(?:\.0+)?")


def ids_meant(value: Value) -> tuple[str, ...]:
    """The ids that the cell may have held before a spreadsheet took it for a date.

    The likeliest first; () of an empty cell. What is no date is the id as it stands.
    """
    if isinstance(value, date):
        return _of_date(value)
    text = normal_id(text_of(value)).lstrip("'")
    plain = re.sub(r"\s+", "", text)
    if not plain:
        return ()
    if id_ := _ID.fullmatch(plain):
        return (f"{id_[1]}{id_[2]}-{id_[3]}",) if not id_[1] else (plain,)
    for pattern in (_CHINESE, _YEAR_FIRST, _SLASHED):
        if parts := pattern.fullmatch(text if pattern is _YEAR_FIRST else plain):
            return (f"{int(parts[1])}-{int(parts[2])}",)
    if parts := _DAY_MONTH.fullmatch(plain):
        return (f"{_MONTHS.index(parts[2]) + 1}-{int(parts[1])}",)
    if parts := _MONTH_NUMBER.fullmatch(plain):
        return (f"{_MONTHS.index(parts[1]) + 1}-{int(parts[2])}",)
    if _SERIAL.fullmatch(plain):
        return _of_date(_FIRST_OF_EXCEL + timedelta(days=int(plain[:5])))
    return (plain,)


def _of_date(value: date) -> tuple[str, ...]:
    """5-1 becomes 1 May of this year; 5-40 the first of May 1940."""
    day = value.date() if isinstance(value, datetime) else value
    meant = f"{day.month}-{day.day}"
    if day.day == 1 and day.year % 100 > 31:
        return (f"{day.month}-{day.year % 100}", meant)
    return (meant,)


def looks_like_id(value: Value) -> bool:
    """Whether a cell under 序号 holds an id and not a mere number."""
    return bool(value) and (isinstance(value, date) or "-" in narrow(text_of(value)))
