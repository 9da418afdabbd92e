"""Dates, numbers and shares the way an office writes them, the same on screens and in reports."""

from __future__ import annotations

from datetime import date

NOTHING = "—"
OURS = "（拟）"  # behind what is proposed, not the plan's
_DIGITS = "零一二三四五六七八九"


def one_decimal(value: float) -> str:
    """Rounded half up, as offices and spreadsheets do: 56.25 is 56.3."""
    tenths = int(abs(value) * 10 + 0.5 + 1e-9)
    return f"{tenths / 10 * (-1 if value < 0 else 1):.1f}"


def number(value: float) -> str:
    """82, 72.5, 64.4: at most one decimal."""
    return one_decimal(value).removesuffix(".0")


def percent(value: float) -> str:
    """40.7%: one decimal, ``value`` in percent."""
    return f"{one_decimal(value)}%"


def share(count: int, total: int, word: str = "") -> str:
    """``24（40.7%）``, with a counter word ``24项（40.7%）``.

    0 stays bare, so that a table shows what there is.
    """
    counted = f"{count}{word}"
    return f"{counted}（{percent(100 * count / total)}）" if count and total else counted


def bar(value: float, width: int = 10) -> str:
    """``████░░░░░░``: ``value`` in percent. Neither full before 100 nor empty above 0."""
    width = max(1, min(int(width), 100))
    value = max(0.0, min(float(value), 100.0))
    filled = round(width * value / 100)
    if value > 0:
        filled = max(filled, 1)
    if value < 100:
        filled = min(filled, width - 1)
    return "█" * filled + "░" * (width - filled)


def cn_number(value: int) -> str:
    """一, 十一, 二十, 一百零五 (0–9999; larger numbers stay in digits)."""
    if not 0 <= value <= 9999:
        return str(value)
    if value < 10:
        return _DIGITS[value]
    written, gap = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + word
        gap = digit == 0
    return written[1:] if 10 <= value < 20 else written


def cn_date(value: date | None, empty: str = NOTHING) -> str:
    """2026年9月9日, without zero padding; ``empty`` where there is no date."""
    return empty if value is None else f"{value.year}年{value.month}月{value.day}日"


def cn_month_day(value: date | None, empty: str = NOTHING) -> str:
    """9月9日."""
    return empty if value is None else f"{value.month}月{value.day}日"


def short_date(day: date, today: date) -> str:
    """Without the year where it is this year."""
    return cn_month_day(day) if day.year == today.year else cn_date(day)


def with_repeat(due: str, repeat: str) -> str:
    """``7月25日（每月）``: a day with how often it comes again; 长期, which has none, by itself."""
    return f"{due}（{repeat}）" if due and repeat else due or repeat


def mark(text: str, proposed: bool) -> str:
    """``text``, with （拟） where it is ours and not the plan's."""
    return f"{text}{OURS}" if text and proposed else text


def moved_by(days: int) -> str:
    """推迟 3 天; 提前 3 天 where ``days`` is less than 0."""
    return f"推迟 {days} 天" if days > 0 else f"提前 {-days} 天"
