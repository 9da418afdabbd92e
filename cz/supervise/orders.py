"""Order slips (督办单): what colour the next one on a matter has."""

from collections.abc import Callable, Sequence
from datetime import date

from cz.records import Campaign, Order
from cz.supervise.ranking import in_order, times_last
from cz.whose import present_names


def same_matter(campaign: Campaign, about: str, unit: str) -> list[Order]:
    """The slips on one matter, the oldest first: of a finding, task or step, whoever had it; of last places, the unit's."""
    return _by_matter(campaign, None).get(_matters(campaign)(about, unit), [])


def by_date(campaign: Campaign) -> list[Order]:
    """All slips, the oldest first."""
    return sorted(campaign.orders, key=lambda one: (one.date, _number(one)))


def followed(campaign: Campaign, day: date | None = None) -> dict[str, str]:
    """Every slip sent by ``day`` that is done with without an answer of its own: the id of the later slip that took its
    place, or of the earlier one whose answer came since."""
    found: dict[str, str] = {}
    for slips in _by_matter(campaign, day).values():
        for place, one in enumerate(slips):
            if place + 1 < len(slips):
                found[one.id] = slips[place + 1].id
            elif since := [
                other.id
                for other in slips[:place]
                if other.answered and one.date <= other.answered <= (day or date.max)
            ]:
                found[one.id] = since[-1]
    return found


def _matters(campaign: Campaign) -> Callable[[str, str], tuple[str, str]]:
    """What slips on one matter have in common: the record, or, for a last place in whatever bulletin, the unit."""
    present = present_names(campaign)
    bulletins = {one.id for one in campaign.bulletins}
    return lambda about, unit: ("", present[unit]) if about in bulletins else (about, "")


def _by_matter(campaign: Campaign, day: date | None) -> dict[tuple[str, str], list[Order]]:
    """The slips sent by ``day``, the oldest first, by their matter."""
    matter = _matters(campaign)
    found: dict[tuple[str, str], list[Order]] = {}
    for one in by_date(campaign):
        if day is None or one.date <= day:
            found.setdefault(matter(one.about, one.unit), []).append(one)
    return found


def unanswered(campaign: Campaign, day: date) -> list[Order]:
    """As of ``day``; one matter, one slip: those that a later one has taken the place of are done with."""
    gone = followed(campaign, day)
    return [
        one
        for one in by_date(campaign)
        if one.date <= day and one.id not in gone and (one.answered is None or one.answered > day)
    ]


def _number(one: Order) -> tuple[int, int]:
    year, _, number = one.id[1:].partition("-")
    return int(year), int(number)


def level(campaign: Campaign, about: str, unit: str, slips: Sequence[Order]) -> int:
    """1 for the first colour. One more for each slip on the matter since the last answer came; for a last place also at
    least how often in a row the unit has been last since then."""
    answered = [one.answered for one in slips if one.answered]
    last = max(answered) if answered else None
    place = max((at for at, one in enumerate(slips) if one.answered), default=-1)
    since = [
        one for at, one in enumerate(slips) if at > place and (last is None or one.date >= last)
    ]
    found = 1 + len(since)
    if about in {one.id for one in campaign.bulletins}:
        present = present_names(campaign)
        found = max(found, times_last(present[unit], in_order(campaign.bulletins), present, last))
    return found


def color(campaign: Campaign, level_: int) -> str:
    named = campaign.rules.colors
    return named[min(level_, len(named)) - 1] if named else ""


def next_id(campaign: Campaign, today: date) -> str:
    numbers = [_number(one)[1] for one in campaign.orders if _number(one)[0] == today.year]
    return f"d{today.year}-{max(numbers, default=0) + 1}"


def waiting(slips: Sequence[Order], today: date) -> Order | None:
    """The last slip on the matter, where it is not answered, nor an earlier one since, and its deadline has not passed."""
    if not slips:
        return None
    last = slips[-1]
    replied = any(one.answered and one.answered >= last.date for one in slips)
    return last if not replied and last.due and last.due >= today else None
