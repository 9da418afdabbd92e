"""Words, numbers and dates the way an office writes them. Pure functions; none knows the template engine."""

from __future__ import annotations

from datetime import date

from cz.problem import Refusal
from cz.progress import LIGHTS, one_decimal
from cz.records import STATUSES

NOTHING = "—"
PROPOSED = "（拟）"
_DIGITS = "零一二三四五六七八九"
_LAMPS = {"green": "🟢 ", "yellow": "🟡 ", "red": "🔴 ", "none": ""}
VERDICTS = {
    "met": "已达标",
    "failed": "未达标（有C类指标）",
    "short": "尚未达标",
    "open": "尚无评级",
}


def cn_date(value: date | None, empty: str = NOTHING) -> str:
    """2026年9月9日, without zero padding; ``empty`` where there is no date."""
    return empty if value is None else f"{value.year}年{value.month}月{value.day}日"


def cn_month_day(value: date | None, empty: str = NOTHING) -> str:
    """9月9日."""
    return empty if value is None else f"{value.month}月{value.day}日"


def cn_number(value: int) -> str:
    """一, 十一, 二十, 一百零五 (0–9999; larger numbers stay in digits)."""
    if not 0 <= value <= 9999:
        return str(value)
    if value < 10:
        return _DIGITS[value]
    out, gap = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + word
        gap = digit == 0
    return out[1:] if 10 <= value < 20 else out


def number(value: float) -> str:
    """82, 72.5, 64.4: at most one decimal."""
    return one_decimal(value).removesuffix(".0")


def percent(value: float) -> str:
    """40.7%: one decimal, ``value`` in percent."""
    return f"{one_decimal(value)}%"


def share(count: int, total: int, word: str = "") -> str:
    """``24（40.7%）``, with a counter word ``24项（40.7%）``; 0 stays bare, so that a table shows what there is."""
    return (
        f"{count}{word}（{percent(100 * count / total)}）" if count and total else f"{count}{word}"
    )


def bar(value: float, width: int = 10) -> str:
    """``████░░░░░░``: ``value`` in percent. Neither full before 100 nor empty above 0."""
    width = max(1, min(int(width), 100))
    filled = round(width * max(0.0, min(float(value), 100.0)) / 100)
    if filled == 0 and value > 0:
        filled = 1
    if filled == width and value < 100:
        filled = width - 1
    return "█" * filled + "░" * (width - filled)


def status_word(status: str) -> str:
    """推进中 for ``doing``; 未评级 is no status, so an unknown word stays as it is."""
    return STATUSES.get(status, status)


def light_word(light: str) -> str:
    """🔴 红 for ``red``; — where there is no deadline."""
    return _LAMPS.get(light, "") + LIGHTS.get(light, light) if light != "none" else NOTHING


def source_word(source: str) -> str:
    """拟 for ``proposed``, 方案 for ``plan``."""
    return {"plan": "方案", "proposed": "拟"}.get(source, source)


def verdict_word(verdict: str) -> str:
    """未达标（有C类指标） for ``failed``."""
    return VERDICTS.get(verdict, verdict)


def rating_word(rating: str) -> str:
    """A类 for ``A``, 未评级 where there is none."""
    return f"{rating}类" if rating else "未评级"


def mark(text: str, proposed: bool) -> str:
    """``text``, with （拟） where it is ours and not the plan's."""
    return f"{text}{PROPOSED}" if text and proposed else text


def stop(message: str) -> str:
    """End the report with a message to whoever asked for it (a template that wants a unit, for example)."""
    raise Refusal(str(message))


FILTERS = {
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
