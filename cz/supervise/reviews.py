"""Where a piece of evidence stands: waiting, passed or returned, on a day; whose it is.

The lead unit looks at it first, the office at a draw of what has passed (docs/evidence.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from cz.records import AGAIN, FAKED, PASSED, RETURNED, Campaign, Draw, Evidence, Review
from cz.whose import present_names

WAITING = "waiting"
STATES = {WAITING: "待审", PASSED: "通过", RETURNED: "退回"}


class Reviewed(NamedTuple):
    """``review``: the one that says so, None where nobody has looked at it yet.

    ``again``: it was returned before, and is there again.
    """

    record: Evidence
    state: str
    review: Review | None = None
    again: bool = False

    @property
    def faked(self) -> bool:
        """Whether it was returned as false material (弄虚作假)."""
        return self.review is not None and self.review.result == FAKED

    @property
    def why(self) -> str:
        """What was said of it when it was returned; "" of any other."""
        if self.review is None or self.state != RETURNED:
            return ""
        parts = ["弄虚作假" if self.faked else "", self.review.reason]
        return "：".join(part for part in parts if part)


def reviewed(record: Evidence, day: date) -> Reviewed:
    """As of ``day``: the last review decides, whoever it was by; what is there again waits."""
    known = [review for review in record.reviews if review.date <= day]
    if not known:
        return Reviewed(record, WAITING)
    last = known[-1]
    if last.result == AGAIN:
        return Reviewed(record, WAITING, None, again=True)
    return Reviewed(record, PASSED if last.result == PASSED else RETURNED, last)


def returned(campaign: Campaign, day: date) -> Iterator[Reviewed]:
    """What is returned and not there again, as it stands in the file."""
    for record in campaign.evidence:
        now = reviewed(record, day)
        if now.state == RETURNED:
            yield now


def units_of(campaign: Campaign) -> Mapping[str, str]:
    """Whose what evidence can be for is, by id and the unit's present name: "" where nobody's.

    A standard's unit, else the lead of its task; the lead of work; the unit of a finding.
    """
    units = {item.id: item.lead for item in campaign.work}
    present = present_names(campaign)
    for finding in campaign.findings:
        units[finding.id] = present[finding.unit]
    for indicator in campaign.indicators:
        units[indicator.id] = indicator.unit or units.get(indicator.task, "")
    return units


# --- the office's draw ------------------------------------------------------------------------


def drawn(campaign: Campaign, share: int, seed: int, day: date) -> tuple[str, ...]:
    """The ids drawn among what has passed on ``day``, as they stand in the file.

    Pieces stand in the order of SHA-256 of ``seed:id``; of them the first ``share`` percent,
    rounded up, are drawn.
    """
    passed = [each.id for each in campaign.evidence if reviewed(each, day).state == PASSED]
    number = -(-len(passed) * share // 100)
    chosen = set(sorted(passed, key=lambda id_: place(seed, id_))[:number])
    return tuple(id_ for id_ in passed if id_ in chosen)


def place(seed: int, id_: str) -> str:
    """What pieces are put in order by."""
    from hashlib import sha256  # most commands that import this draw nothing

    return sha256(f"{seed}:{id_}".encode()).hexdigest()


def still_to_see(campaign: Campaign, record: Evidence, day: date) -> Draw | None:
    """The last draw it is in, where it has passed and the office has not looked at it for that."""
    looked = {review.draw for review in record.reviews if review.date <= day}
    if reviewed(record, day).state != PASSED:
        return None
    for draw in reversed(campaign.draws):
        if record.id in draw.pieces and draw.date <= day:
            return None if draw.id in looked else draw
    return None
