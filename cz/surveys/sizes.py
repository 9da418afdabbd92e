"""How many answers are wanted, and how far a rate may be off by chance.

The usual rules of simple random samples, at the worst share, one half.
"""

from __future__ import annotations

import math
from statistics import NormalDist

LEVEL = 95.0  # percent, where nothing else is asked for


def deviate(level: float) -> float:
    """How many standard deviations hold ``level`` percent: 1.96 for 95."""
    return NormalDist().inv_cdf(0.5 + level / 200)


def margin(answers: int, level: float = LEVEL, population: int = 0) -> float:
    """In percentage points either way; ``population``: how many there are to ask, 0 for many."""
    points = 100 * deviate(level) * math.sqrt(0.25 / answers)
    if population > 1:
        points *= math.sqrt(max(0, population - answers) / (population - 1))
    return points


def wanted(error: float, level: float = LEVEL, population: int = 0) -> int:
    """The fewest answers with which the margin is no more than ``error`` points."""
    many = 0.25 * (100 * deviate(level) / error) ** 2
    if population:
        many = many / (1 + (many - 1) / population)
        return min(population, math.ceil(many - 1e-9))
    return math.ceil(many - 1e-9)
