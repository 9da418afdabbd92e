"""How much each standard and each observation weighs, as ``rules.scoring`` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from cz.records import Campaign

STANDARD, OBSERVATION, WEIGHT = "standard", "observation", "weight"
_PARTS = 10_000  # of a weight, which is written with four decimals at most


class Weighing(NamedTuple):
    """``weights``: by standard, in ten-thousandths; asked for by the method WEIGHT alone."""

    method: str = STANDARD
    weights: Mapping[str, int] = {}

    def of(self, standard: str) -> int:
        """0 where the office gave it none: it counts for nothing."""
        return self.weights.get(standard, 0) if self.method == WEIGHT else 1

    def mean(self, counts: Iterable[tuple[str, int, int]]) -> Fraction | None:
        """The rate of standards of which each was judged ``seen`` times, ``met`` of them.

        Those never judged are left out; ``None`` where nothing is left.
        """
        by_seen: dict[int, int] = {}
        total = 0
        for standard, seen, met in counts:
            if not seen:
                continue
            if self.method == OBSERVATION:
                by_seen[1] = by_seen.get(1, 0) + met
                total += seen
            else:
                weight = self.of(standard)
                by_seen[seen] = by_seen.get(seen, 0) + weight * met
                total += weight
        if not total:
            return None
        return sum((Fraction(met, seen) for seen, met in by_seen.items()), Fraction()) / total


EQUAL = Weighing()


def weighing_of(campaign: Campaign) -> Weighing:
    method = campaign.rules.scoring.method
    if method != WEIGHT:
        return Weighing(method)
    weights = {
        standard.id: round(standard.weight * _PARTS)
        for standard in campaign.indicators
        if standard.weight is not None
    }
    return Weighing(method, weights)
