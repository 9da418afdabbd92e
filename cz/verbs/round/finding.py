"""What the commands of mock assessments share."""

from __future__ import annotations

from datetime import date

from cz.problem import Refusal, nearest
from cz.records import Campaign, Round, year_and_number
from cz.rounds.story import in_order

BESIDE = ("units", "tasks", "indicators", "findings", "supervision", "spots")


def find_round(campaign: Campaign, text: str) -> Round:
    """By id, title, or the number as told (2026年第2次, 2026-2). Raises Refusal."""
    wanted = text.strip().lower()
    for one in campaign.rounds:
        if wanted in (one.id, one.title, one.id[1:]):
            return one
    if not campaign.rounds:
        raise Refusal("还没有登记模拟测评。请先用 cz round new 登记一次。")
    ids = [one.id for one in in_order(campaign)]
    near = nearest(wanted, ids, 3) or ids[-3:]
    raise Refusal(f"没有叫“{text}”的模拟测评。最接近的有：{'、'.join(near)}。", missing=text)


def next_number(campaign: Campaign, day: date) -> int:
    numbers = [year_and_number(one.id) for one in campaign.rounds]
    return max((number for year, number in numbers if year == day.year), default=0) + 1
