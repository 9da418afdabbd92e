"""What the templates can write with: the office's words and the words of states and lights."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from cz.problem import Refusal
from cz.progress import LIGHTS
from cz.records import STATUSES
from cz.report.parts import TABLES, WORD
from cz.words import (
    NOTHING,
    bar,
    cn_date,
    cn_month_day,
    cn_number,
    mark,
    number,
    percent,
    share,
)

_LAMPS = {"green": "🟢 ", "yellow": "🟡 ", "red": "🔴 ", "none": ""}
VERDICTS = {
    "met": "已达标",
    "failed": "未达标（有C类指标）",
    "short": "尚未达标",
    "open": "尚无评级",
}


def status_word(status: str) -> str:
    """推进中 for ``doing``; 未评级 is no status, so an unknown word stays as it is."""
    return STATUSES.get(status, status)


def light_word(light: str) -> str:
    """🔴 红 for ``red``; — where there is no deadline."""
    return _LAMPS.get(light, "") + LIGHTS.get(light, light) if light != "none" else NOTHING


def bar_in_word(value: float, width: int = 10) -> str:
    """40.7%: a paper has no bars of blocks."""
    return percent(value)


def light_in_word(light: str) -> str:
    """●红 for ``red``; the file gives the ● its colour."""
    return f"●{LIGHTS[light]}" if light in LIGHTS and light != "none" else NOTHING


def light_in_cell(light: str) -> str:
    """红 for ``red``; a spreadsheet colours the word itself."""
    return NOTHING if light == "none" else LIGHTS.get(light, light)


def source_word(source: str) -> str:
    """拟 for ``proposed``, 方案 for ``plan``."""
    return {"plan": "方案", "proposed": "拟"}.get(source, source)


def verdict_word(verdict: str) -> str:
    """未达标（有C类指标） for ``failed``."""
    return VERDICTS.get(verdict, verdict)


def rating_word(rating: str) -> str:
    """A类 for ``A``, 未评级 where there is none."""
    return f"{rating}类" if rating else "未评级"


def date_by_pattern(day: date, pattern: str) -> str:
    """``strftime``, with the same codes on every system.

    Windows has no ``%-d``, and in a terminal that is not UTF-8 no 年 in a pattern.
    """
    return re.sub("%-?[A-Za-z%]", lambda code: _part_of_date(day, code[0]), pattern)


def _part_of_date(day: date, code: str) -> str:
    if code[1] != "-":
        return day.strftime(code)
    digits = day.strftime(f"%{code[2]}")
    return digits.lstrip("0") or digits[-1:]


def stop(message: str) -> str:
    """End the report with a message to whoever asked for it (a template that wants a unit, for
    example).
    """
    raise Refusal(str(message))


FILTERS: dict[str, Callable[..., Any]] = {
    "cn_date": cn_date,
    "cn_month_day": cn_month_day,
    "cn_number": cn_number,
    "number": number,
    "percent": percent,
    "share": share,
    "bar": bar,
    "status_word": status_word,
    "light_word": light_word,
    "source_word": source_word,
    "verdict_word": verdict_word,
    "rating_word": rating_word,
    "mark": mark,
}


def filters(form: str) -> dict[str, Callable[..., Any]]:
    """The filters of a report in this form."""
    if form == WORD:
        return {**FILTERS, "bar": bar_in_word, "light_word": light_in_word}
    if form == TABLES:
        return {
            **FILTERS,
            "bar": bar_in_word,
            "light_word": light_in_cell,
            "cn_month_day": cn_date,
        }
    return FILTERS
