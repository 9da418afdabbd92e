"""Which spot of a mock assessment a row of a checklist is about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cz.letters import narrow, packed
from cz.problem import nearest
from cz.records import Campaign, Round, Spot
from cz.sheets.dates import Unusable, flat
from cz.supervise.spots import spot_book, spot_of

_ID = re.compile(r"(?<![0-9a-z])p[0-9]+(?![0-9])")
FEW = 6  # that are told one by one


class Spots:
    """The spots of a campaign by what a row calls them."""

    def __init__(self, campaign: Campaign, one: Round) -> None:
        self._spots, self._round = campaign.spots, one
        self._by_id = {spot.id: spot for spot in campaign.spots}
        self._book = spot_book(campaign)

    def drawn(self, text: Mapping[str, str], unit: str) -> Spot:
        """``text`` by field; ``unit``: whose ground the row says it is, "" for not known.

        Raises Unusable, also for a spot that the round did not draw.
        """
        spot = self._meant(flat(text.get("spot_id", "")), flat(text.get("spot", "")), unit)
        if spot.id not in self._round.spots:
            raise Unusable(f"{spot.id} {spot.name}不是 {self._round.id} 抽到的点位")
        return spot

    def _meant(self, id_: str, name: str, unit: str) -> Spot:
        by_id = self._numbered(id_)
        if by_id:
            self._refuse_other_name(by_id, name)
            return by_id
        by_id = self._numbered(name)  # 棉纺小区（p17）, as the choices of a form are labelled
        if by_id:
            return by_id
        if not name:
            raise Unusable(f"没有编号是“{id_}”的点位" if id_ else "点位没有填")
        return spot_of(self._book, name, unit) or self._only_drawn(name)

    def _numbered(self, text: str) -> Spot | None:
        ids = {id_ for id_ in _ID.findall(narrow(text).lower()) if id_ in self._by_id}
        return self._by_id[ids.pop()] if len(ids) == 1 else None

    def _refuse_other_name(self, spot: Spot, name: str) -> None:
        """Raises Unusable where the row calls it by the name of another."""
        written = packed(name)
        own = [packed(each) for each in (spot.name, *spot.former)]
        if written and written in self._book.by_name and written not in own:
            raise Unusable(f"点位编号 {spot.id} 是{spot.name}，点位写的却是{name}")

    def _only_drawn(self, name: str) -> Spot:
        """Of several of one name the one that was drawn. Raises Unusable."""
        named = self._book.by_name.get(packed(name), ())
        drawn = [spot for spot in named if spot.id in self._round.spots]
        if len(drawn) == 1:
            return drawn[0]
        if named:
            which = "、".join(f"{spot.id}（{spot.unit or '属地未定'}）" for spot in named[:FEW])
            raise Unusable(f"叫“{name}”的点位有几个：{which}，请写点位编号")
        near = nearest(name, [spot.name for spot in self._spots], 3)
        hint = f"，最接近的有：{'、'.join(near)}" if near else ""
        raise Unusable(f"没有叫“{name}”的点位{hint}")
