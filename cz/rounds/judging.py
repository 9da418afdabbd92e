"""Ratings proposed from what a mock assessment observed, by the office's own rules alone."""

from __future__ import annotations

from typing import NamedTuple

from cz.records import Campaign, Indicator
from cz.records.judge import NO_RULE, judged
from cz.rounds.rates import Rate, Scored


class Judged(NamedTuple):
    """A standard that has a rule. ``grade``: what the rule gives, "" where it gives nothing.

    ``rating``: what it is rated in the phase, "" where it is not.
    """

    standard: Indicator
    rating: str
    rate: Rate
    grade: str

    @property
    def is_proposed(self) -> bool:
        return bool(self.grade) and self.grade != self.rating


def judge_all(campaign: Campaign, result: Scored, phase: int) -> tuple[Judged, ...]:
    """Every standard that was observed and has a rule, in the order of their list."""
    rates = {row.name: row.rate for row in result.standards}
    found = []
    for standard in campaign.indicators:
        rate = rates.get(standard.id)
        if rate and standard.judge != NO_RULE:
            grade = judged(standard.judge, rate.seen, rate.met)
            rating = standard.ratings.get(phase, "")
            found.append(Judged(standard, rating, rate, grade))
    return tuple(found)


def observed_words(rate: Rate) -> str:
    return f"看{rate.seen}次，达到{rate.met}次"
