"""Order slips (督办单): which are on one matter, which are done with, the colour of the next."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from cz.records import Campaign, Order, year_and_number
from cz.supervise.ranking import in_order, times_last
from cz.whose import present_names

_Matter = tuple[str, str]  # the record and "", or, for a last place, "" and the unit


def same_matter(campaign: Campaign, about: str, unit: str) -> list[Order]:
    """The slips on one matter, the oldest first.

    Of a finding, task or step, whoever had it; of last places, the unit's.
    """
    return _by_matter(campaign, None).get(_matters(campaign)(about, unit), [])


def by_date(campaign: Campaign) -> list[Order]:
    """All slips, the oldest first."""
    return sorted(campaign.orders, key=lambda order: (order.date, year_and_number(order.id)))


def followed(campaign: Campaign, day: date | None = None) -> dict[str, str]:
    """Every slip sent by ``day`` that is done with without an answer of its own.

    Each with the id of the later slip that took its place, or of the earlier one whose answer came
    since.
    """
    into: dict[str, str] = {}
    for slips in _by_matter(campaign, day).values():
        for order, next_order in pairwise(slips):
            into[order.id] = next_order.id
        last = slips[-1]
        for earlier in slips[:-1]:
            if earlier.answered and last.date <= earlier.answered <= (day or date.max):
                into[last.id] = earlier.id
    return into


def _matters(campaign: Campaign) -> Callable[[str, str], _Matter]:
    """What slips on one matter have in common.

    The record, or, for a last place in whatever bulletin, the unit.
    """
    present = present_names(campaign)
    bulletins = {bulletin.id for bulletin in campaign.bulletins}
    return lambda about, unit: ("", present[unit]) if about in bulletins else (about, "")


def _by_matter(campaign: Campaign, day: date | None) -> dict[_Matter, list[Order]]:
    """The slips sent by ``day``, the oldest first, by their matter."""
    matter = _matters(campaign)
    slips: dict[_Matter, list[Order]] = {}
    for order in by_date(campaign):
        if day is None or order.date <= day:
            slips.setdefault(matter(order.about, order.unit), []).append(order)
    return slips


def unanswered(campaign: Campaign, day: date) -> list[Order]:
    """As of ``day``. One matter, one slip: those that a later one replaced are done with."""
    done_with = followed(campaign, day)
    return [
        order
        for order in by_date(campaign)
        if order.date <= day
        and order.id not in done_with
        and (order.answered is None or order.answered > day)
    ]


def level(campaign: Campaign, about: str, unit: str, slips: Sequence[Order]) -> int:
    """1 for the first colour. One more for each slip on the matter since the last answer came.

    For a last place also at least how often in a row the unit has been last since then.
    """
    answers = [order.answered for order in slips if order.answered]
    last_answer = max(answers) if answers else None
    reached = 1
    for order in slips:
        if order.answered:
            reached = 1
        elif last_answer is None or order.date >= last_answer:
            reached += 1
    if about in {bulletin.id for bulletin in campaign.bulletins}:
        present = present_names(campaign)
        bulletins = in_order(campaign.bulletins)
        reached = max(reached, times_last(present[unit], bulletins, present, last_answer))
    return reached


def color(campaign: Campaign, level_: int) -> str:
    """The last of the colours from there on; "" where the rules name none."""
    named = campaign.rules.colors
    return named[min(level_, len(named)) - 1] if named else ""


def next_id(campaign: Campaign, today: date) -> str:
    numbers = [order.number for order in campaign.orders if order.year == today.year]
    return f"d{today.year}-{max(numbers, default=0) + 1}"


def waiting(slips: Sequence[Order], today: date) -> Order | None:
    """The last slip on the matter, where it still has time to be answered.

    It is not answered, nor an earlier one since, and its deadline has not passed.
    """
    if not slips:
        return None
    last = slips[-1]
    replied = any(order.answered and order.answered >= last.date for order in slips)
    return last if not replied and last.due and last.due >= today else None
