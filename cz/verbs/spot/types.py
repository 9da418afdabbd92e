"""``cz spot types``: which standards are looked at on spots of each type."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from cz.edit import Append, Change, Relist
from cz.edit.changes import Field
from cz.load import Loaded
from cz.records import Campaign, SpotType
from cz.records.kinds import new_fields
from cz.supervise.spots import spot_book, spot_of
from cz.supervise.state import is_withdrawn
from cz.verbs.spot.adopt import BESIDE
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

TIMES = 2  # findings of a standard on spots of a type, from which on it is proposed for the type


class TypeRow(NamedTuple):
    """``ledger``: how often the ledger holds each standard against spots of this type.

    ``bare``: of its ``findings`` those without a standard.
    """

    type: SpotType
    spots: int
    findings: int
    bare: int
    ledger: Counter[str]

    @property
    def proposed(self) -> tuple[str, ...]:
        """What the ledger holds against them at least TIMES, and the type does not list."""
        often = [id_ for id_, times in sorted(self.ledger.items()) if times >= TIMES]
        return tuple(id_ for id_ in often if id_ not in self.type.standards)


def types(campaign: Campaign, today: date) -> list[TypeRow]:
    """Those listed, then those that only the ledger names."""
    book = spot_book(campaign)
    of_spots = Counter(spot.type for spot in campaign.spots)
    ledgers: dict[str, Counter[str]] = {}
    for finding in campaign.findings:
        if finding.date > today or is_withdrawn(finding, today):
            continue
        spot = spot_of(book, finding.spot, finding.unit)
        type_ = spot.type if spot and spot.type else finding.type
        if type_:
            ledgers.setdefault(type_, Counter())[finding.indicator] += 1
    listed = {type_.name: type_ for type_ in campaign.types}
    rows = []
    for name in dict.fromkeys([*listed, *ledgers]):
        ledger = ledgers.get(name, Counter())
        row = TypeRow(
            type=listed.get(name, SpotType(name)),
            spots=of_spots[name],
            findings=ledger.total(),
            bare=ledger[""],
            ledger=Counter({id_: times for id_, times in ledger.items() if id_}),
        )
        rows.append(row)
    return rows


def propose(folder: str, clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """Write what the ledger proposes into the types; what stands there stays. Raises Refusal."""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "spots", "types", "spots")
        require(loaded, "findings", "findings")
        campaign = loaded.campaign
        there = {type_.name for type_ in campaign.types}
        changes: list[Change] = []
        said = []
        new: list[dict[str, Field]] = []
        for row in types(campaign, clock(campaign)):
            if not row.proposed:
                continue
            if row.type.name in there:
                changes.append(Relist(row.type.node, ("standards",), row.proposed))
            else:
                new.append({**new_fields(row.type._replace(standards=row.proposed))})
            counts = "、".join(f"{id_}（{row.ledger[id_]} 次）" for id_ in row.proposed)
            said.append(Said(row.type.name, f"测评标准（拟）：加入 {counts}"))
        if new:
            changes.append(Append(loaded.trees["spots"].root, "types", tuple(new)))
        return Planned(changes, [], said)

    return write(folder, "spots", plan, how, beside=BESIDE)
