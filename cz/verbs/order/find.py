"""An order slip by its number."""

import re

from cz.problem import Refusal, nearest
from cz.records import Campaign, Order
from cz.typed.ids import normal_id


def is_order(text: str) -> bool:
    """Whether this is the number of an order slip, as people type it."""
    return bool(re.fullmatch(r"d[0-9]+-[0-9]+", normal_id(text)))


def find_order(campaign: Campaign, text: str) -> Order:
    """A slip on record. Raises Refusal with the nearest ids."""
    wanted = normal_id(text)
    for order in campaign.orders:
        if order.id == wanted:
            return order
    near = nearest(wanted, [order.id for order in campaign.orders])
    hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    raise Refusal(f"没有编号为“{text}”的督办单。{hint}", missing=wanted)
