"""Which spots a mock assessment looks at: drawn by a seed, so that anyone can draw them again.

Within a type the spots stand in the order of SHA-256 of ``seed:id``; nothing here depends on the
version of Python or on the order of the ledger.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import NamedTuple

from cz.records import Campaign, Spot

LEAST = 3  # spots that show a standard, as far as there are so many
ON_SITE = ("实地考察", "整体观察")  # methods whose standards are looked at on spots


class Drawn(NamedTuple):
    """``spots`` in the order of the ledger. ``added``: of them those drawn beyond their type's
    sample, for a standard that too few showed; ``thin``: standards shown by fewer than LEAST, with
    how many; ``unseen``: standards looked at on site that no type of spots shows.
    """

    spots: tuple[Spot, ...]
    added: tuple[Spot, ...]
    thin: tuple[tuple[str, int], ...]
    unseen: tuple[str, ...]


def draw(campaign: Campaign, seed: int) -> Drawn:
    """By type as many as its ``sample`` says, then more until each standard is seen LEAST times."""
    shown = {type_.name: type_.standards for type_ in campaign.types}
    waiting: dict[str, list[Spot]] = {}
    for spot in sorted(campaign.spots, key=lambda spot: place(seed, spot.id)):
        waiting.setdefault(spot.type, []).append(spot)
    chosen: list[Spot] = []
    for type_ in campaign.types:
        spots = waiting.get(type_.name, [])
        number = (type_.sample or len(spots)) if type_.standards else 0
        chosen += spots[:number]
        del spots[:number]
    times = Counter(id_ for spot in chosen for id_ in shown.get(spot.type, ()))
    added: list[Spot] = []
    listed = standards_shown(campaign)
    for id_ in listed:
        if times[id_] >= LEAST:
            continue
        rest = [
            spot for spots in waiting.values() for spot in spots if id_ in shown.get(spot.type, ())
        ]
        for spot in sorted(rest, key=lambda spot: place(seed, spot.id)):
            if times[id_] >= LEAST:
                break
            added.append(spot)
            waiting[spot.type].remove(spot)
            times.update(shown[spot.type])
    ids = {spot.id for spot in (*chosen, *added)}
    return Drawn(
        spots=tuple(spot for spot in campaign.spots if spot.id in ids),
        added=tuple(added),
        thin=tuple((id_, times[id_]) for id_ in listed if times[id_] < LEAST),
        unseen=tuple(
            standard.id
            for standard in campaign.indicators
            if standard.method in ON_SITE and standard.id not in listed
        ),
    )


def place(seed: int, id_: str) -> str:
    """What spots of a type are put in order by."""
    return sha256(f"{seed}:{id_}".encode()).hexdigest()


def standards_shown(campaign: Campaign) -> dict[str, None]:
    """Those that some type of spots shows, in the order of their list."""
    shown = {id_ for type_ in campaign.types for id_ in type_.standards}
    return {standard.id: None for standard in campaign.indicators if standard.id in shown}
