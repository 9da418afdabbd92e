"""How far a rate would move with other spots: the spots drawn again, by the round's own seed.

Within each type as many spots as were visited are drawn out of those visited, with replacement,
TIMES times. Random numbers are SHA-256 of ``seed:time:type:block``, eight of 32 bits each, so that
any program draws the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from hashlib import sha256
from struct import unpack
from typing import NamedTuple

from cz.rounds.observed import Observed
from cz.rounds.weighing import EQUAL, Weighing

TIMES = 400
CUT = 10  # of TIMES, left off at each end: 95 % remain


class Between(NamedTuple):
    low: Fraction
    high: Fraction

    @property
    def holds_nothing(self) -> bool:
        """Whether no difference at all lies within."""
        return self.low <= 0 <= self.high


_Result = tuple[tuple[str, ...], tuple[str, ...]]  # the standards judged, those of them met


class _Type(NamedTuple):
    """Spots of a type. Many come out alike, so each is the place of its result in ``results``."""

    name: str
    spots: list[int]
    results: list[_Result]


def redrawn(
    seen: Observed, standards: Collection[str], weighing: Weighing = EQUAL
) -> list[Fraction | None]:
    """The rate of these standards in each of TIMES drawings."""
    types = _by_type(seen, standards)
    return [_once(types, seen.round.seed, time, weighing) for time in range(TIMES)]


def between(values: list[Fraction | None]) -> Between | None:
    """Where 95 % of them lie; ``None`` where some drawing gave none."""
    ordered = sorted(value for value in values if value is not None)
    if len(ordered) < TIMES:
        return None
    return Between(ordered[CUT], ordered[-1 - CUT])


def difference(one: list[Fraction | None], other: list[Fraction | None]) -> Between | None:
    """Of two rounds, drawing by drawing."""
    pairs = zip(one, other, strict=True)
    return between([None if a is None or b is None else a - b for a, b in pairs])


def _by_type(seen: Observed, standards: Collection[str]) -> list[_Type]:
    judged: dict[str, tuple[list[str], list[str]]] = {spot.id: ([], []) for spot in seen.spots}
    for each in seen.observations:
        if each.standard in standards:
            judged[each.spot.id][0].append(each.standard)
            if each.met:
                judged[each.spot.id][1].append(each.standard)
    types: dict[str, _Type] = {}
    for spot in seen.spots:
        type_ = types.setdefault(spot.type, _Type(spot.type, [], []))
        judged_there, met_there = judged[spot.id]
        result = (tuple(judged_there), tuple(met_there))
        if result not in type_.results:
            type_.results.append(result)
        type_.spots.append(type_.results.index(result))
    return list(types.values())


def _once(types: list[_Type], seed: int, time: int, weighing: Weighing) -> Fraction | None:
    seen: dict[str, int] = {}
    met: dict[str, int] = {}
    for type_ in types:
        spots = type_.spots
        times_drawn = [0] * len(type_.results)
        for index in _indices(f"{seed}:{time}:{type_.name}", len(spots)):
            times_drawn[spots[index]] += 1
        for times, (judged, good) in zip(times_drawn, type_.results, strict=True):
            if times:
                for id_ in judged:
                    seen[id_] = seen.get(id_, 0) + times
                for id_ in good:
                    met[id_] = met.get(id_, 0) + times
    return weighing.mean((id_, times, met.get(id_, 0)) for id_, times in seen.items())


def _indices(stream: str, number: int) -> Iterator[int]:
    """``number`` places below ``number``."""
    for start in range(0, number, 8):
        block = sha256(f"{stream}:{start // 8}".encode()).digest()
        for value in unpack(">8I", block)[: number - start]:
            yield value * number >> 32
