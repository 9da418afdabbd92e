"""What a mock assessment came to, for a program: rates in percent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from cz.rounds.rates import Rate
from cz.rounds.redrawn import Between


def in_percent(value: Fraction | None) -> Fraction | None:
    return None if value is None else 100 * value


def number_of(value: Fraction | None) -> float | None:
    """Six digits behind the point."""
    return None if value is None else round(float(value), 6)


def rate_data(rate: Rate) -> dict[str, Any]:
    return {
        "rate": number_of(in_percent(rate.value)),
        "plain": number_of(in_percent(rate.plain)),
        "standards": rate.standards,
        "seen": rate.seen,
        "met": rate.met,
    }


def between_data(between: Between | None) -> list[float | None] | None:
    if between is None:
        return None
    return [number_of(in_percent(value)) for value in between]
