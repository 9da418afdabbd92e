"""``cz evidence cover``: which required items a piece answers, as a person confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.edit import Change, Relist
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_evidence, find_unit
from cz.problem import Refusal, nearest
from cz.records import RETURNED, Campaign, Evidence
from cz.supervise.covering import Standards, proposed
from cz.supervise.evidence import of_owner
from cz.supervise.reviews import reviewed
from cz.typed.lists import all_parts
from cz.verbs.evidence.review import named
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write


class Open(NamedTuple):
    """A piece of which nobody has said what it answers, the items there are, those proposed."""

    piece: Evidence
    items: tuple[str, ...]
    proposed: tuple[str, ...]


def uncovered(campaign: Campaign, today: date, unit: str | None = None) -> list[Open]:
    """Those that could answer an item and are not returned. Raises Refusal for an unknown unit."""
    owner = find_unit(campaign, unit) if unit is not None else None
    standards = Standards(campaign)
    found = []
    for piece in of_owner(campaign, owner)[1]:
        items = standards.items(piece.about)
        if items and not piece.covers and reviewed(piece, today).state != RETURNED:
            found.append(Open(piece, items, proposed(piece, items)))
    return found


def cover(folder: str, ids: Sequence[str], items: Sequence[str], *, how: How = PLAINLY) -> Outcome:
    """Put the items in the place of those before; without items those proposed are confirmed.

    Raises Refusal for an item that no requirement has, and where nothing is proposed.
    """

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        standards = Standards(campaign)
        changes: list[Change] = []
        said = []
        pieces = find_evidence(campaign, ids)
        for piece in pieces:
            known = standards.items(piece.about)
            wanted = _meant(piece, items, known) if items else proposed(piece, known)
            if not wanted:
                raise Refusal(
                    f"{piece.id} 看字眼看不出答的是哪一项，请写明，"
                    f"例如 cz evidence cover {piece.id} {known[0] if known else '学习制度'}。"
                )
            gone = tuple(at for at, name in enumerate(piece.covers) if name not in wanted)
            more = tuple(name for name in wanted if name not in piece.covers)
            if gone or more:
                changes.append(Relist(piece.node, ("covers",), more, gone))
            said.append(Said(named(piece), f"对应要求：{'、'.join(wanted)}"))
        return Planned(changes, [piece.id for piece in pieces], said)

    beside = ("tasks", "indicators", "findings")
    return write(folder, "evidence", plan, how, beside=beside)


def _meant(piece: Evidence, items: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The items named, as the requirement writes them. Raises Refusal."""
    by_form = {folded(item): item for item in known}
    wanted = []
    for text in all_parts(items):
        if folded(text) not in by_form:
            near = nearest(text, list(known), 1)
            hint = f"是不是“{near[0]}”？" if near else ""
            there = "、".join(known) or "没有写"
            raise Refusal(
                f"“{text}”不是 {piece.about} 材料要求里的一项。{hint}材料要求是：{there}。"
            )
        wanted.append(by_form[folded(text)])
    return tuple(dict.fromkeys(wanted))
