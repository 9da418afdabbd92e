"""``cz trend``: the share of A's, the tasks finished and the rectification rate by month."""

from __future__ import annotations

from datetime import date

from cz.history.months import Trend
from cz.history.trend import known
from cz.history.trend import trend as by_month
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import Campaign

USUAL = 12  # months, as far as they are known
MOST = 120


def trend(
    campaign: Campaign, phase: int, today: date, unit: str | None = None, months: int | None = None
) -> Trend:
    """So many months, unknown ones too; by default those that are known of the last twelve.

    Raises Refusal for a number of months that cannot be, and where ``unit`` is not one unit.
    """
    if months is not None and not 1 <= months <= MOST:
        raise Refusal(f"月数要在 1 到 {MOST} 之间，找到的是 {months}。请核对 --months。")
    owner = find_unit(campaign, unit) if unit is not None else None
    told = by_month(campaign, phase, today, months or USUAL, owner)
    return told if months else known(told)
