"""``cz gaps``: what is missing before the assessment, and what came and went since a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cz.choose import choose
from cz.gaps.levels import LEVELS, Entry
from cz.gaps.listed import Gaps
from cz.gaps.listed import gaps as listed
from cz.letters import narrow
from cz.names import find_unit
from cz.progress import pick_phase
from cz.records import Campaign
from cz.whose import present_ids
from cz.words import cn_number

Key = tuple[str, str]  # the rule, the id of what the gap is about


def gaps(
    campaign: Campaign,
    today: date,
    *,
    unit: str | None = None,
    phase: int | None = None,
    level: int | None = None,
) -> Gaps:
    """Of one unit and one level, where they are asked for. Raises Refusal."""
    owner = find_unit(campaign, unit) if unit is not None else None
    found = listed(campaign, pick_phase(campaign, phase, today), today, owner)
    return found if level is None else found._replace(entries=found.of(level))


def read_level(text: str) -> int:
    """3, 三, 丢分. Raises Refusal with all there are."""
    wanted = narrow(text).strip().removeprefix("第").removesuffix("级")
    for number in LEVELS:
        if wanted == cn_number(number):
            return number
    words = {str(number): level.word for number, level in LEVELS.items()}
    return int(choose(wanted, words, "这一级", "六级是"))


class Since(NamedTuple):
    """What is missing ``now`` and was not ``then``, and the other way round.

    An entry here has only the reasons that came, or went.
    """

    now: Gaps
    then: Gaps
    new: tuple[Entry, ...]
    closed: tuple[Entry, ...]


def compared(now: Gaps, then: Gaps) -> Since:
    """By rule and id, an id of then by what it is now."""
    moved = present_ids(now.campaign)
    keys_now, keys_then = set(_keys(now, {})), set(_keys(then, moved))
    return Since(
        now=now,
        then=then,
        new=_without(now, keys_then, {}),
        closed=_without(then, keys_now, moved),
    )


def _keys(found: Gaps, moved: dict[str, str]) -> Iterator[Key]:
    for entry in found.entries:
        for reason in entry.reasons:
            yield reason.rule, moved.get(entry.subject.id, entry.subject.id)


def _without(found: Gaps, known: set[Key], moved: dict[str, str]) -> tuple[Entry, ...]:
    """The entries, less the reasons that are known."""
    left = []
    for entry in found.entries:
        id_ = moved.get(entry.subject.id, entry.subject.id)
        reasons = tuple(reason for reason in entry.reasons if (reason.rule, id_) not in known)
        if reasons:
            left.append(entry._replace(reasons=reasons))
    return tuple(left)
