"""Which standard a finding is likely to be against, by its spot's type and its words.

The rule stands in docs/spots.md. It proposes; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from cz.letters import packed
from cz.records import Campaign, Finding, Indicator
from cz.supervise.spots import spot_book, spot_of
from cz.supervise.state import is_withdrawn

LEAST = 2  # pairs of characters; one alone is often 现象 or 通道


class Proposal(NamedTuple):
    """``reason``: what it was come by."""

    finding: Finding
    indicator: Indicator
    reason: str


def proposals(campaign: Campaign, findings: Iterable[Finding], today: date) -> list[Proposal]:
    """For each finding without a standard of which its spot's type leaves one likely."""
    return list(_proposals(campaign, findings, today))


def _proposals(campaign: Campaign, findings: Iterable[Finding], today: date) -> Iterator[Proposal]:
    book = spot_book(campaign)
    indicators = {indicator.id: indicator for indicator in campaign.indicators}
    of_type = {
        type_.name: [indicators[id_] for id_ in type_.standards if id_ in indicators]
        for type_ in campaign.types
    }
    for finding in findings:
        if finding.indicator or is_withdrawn(finding, today):
            continue
        spot = spot_of(book, finding.spot, finding.unit)
        type_ = spot.type if spot and spot.type else finding.type
        likely = _likeliest(finding.problem, of_type.get(type_, []))
        if likely is not None:
            indicator, shared = likely
            reason = f"{type_}，都说到“{shared}”"
            yield Proposal(finding, indicator, reason)


def _likeliest(problem: str, standards: Iterable[Indicator]) -> tuple[Indicator, str] | None:
    """The one that shares the most pairs of characters with the problem, and the first of them.

    ``None`` where none shares LEAST, or two share as many.
    """
    said = _pairs(problem)
    ranked = []
    for indicator in standards:
        pairs = _pairs(indicator.title)
        shared = [pair for pair in said if pair in pairs]
        if len(shared) >= LEAST:
            ranked.append((len(shared), indicator, shared[0]))
    ranked.sort(key=lambda entry: -entry[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    _, indicator, shared_pair = ranked[0]
    return indicator, shared_pair


def _pairs(text: str) -> dict[str, None]:
    """Every two characters that stand side by side, punctuation apart, in their order."""
    plain = packed(text)
    pairs: dict[str, None] = {}
    for first, second in pairwise(plain):
        if first.isalnum() and second.isalnum():
            pairs[first + second] = None
    return pairs
