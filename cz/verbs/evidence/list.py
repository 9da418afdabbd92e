"""``cz evidence list``: pieces of evidence, how they stand, which items they answer."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.choose import choose
from cz.names import find_unit
from cz.records import Campaign, Evidence
from cz.supervise.covering import Standards, covers, proposed
from cz.supervise.evidence import of_owner
from cz.supervise.reviews import STATES, Reviewed, reviewed, still_to_see, units_of
from cz.verbs.evidence.titles import titles_of
from cz.whose import Owner

TO_SEE = "drawn"  # passed, and drawn by the office that has not looked at it yet
ASKED = {**STATES, TO_SEE: "待抽查"}


class Row(NamedTuple):
    """``title``: of what it is for; ``unit``: whose it is; ``draw``: that is waiting for it.

    ``proposed``: items it may answer by its words and that are not confirmed.
    """

    reviewed: Reviewed
    title: str
    unit: str
    draw: str = ""
    proposed: tuple[str, ...] = ()

    @property
    def record(self) -> Evidence:
        return self.reviewed.record

    @property
    def state(self) -> str:
        return TO_SEE if self.draw else self.reviewed.state


class Listed(NamedTuple):
    """``total``: of the unit, before the state was asked for."""

    campaign: Campaign
    today: date
    owner: Owner | None
    state: str
    total: int
    rows: tuple[Row, ...]


def listed(
    campaign: Campaign, today: date, *, unit: str | None = None, state: str | None = None
) -> Listed:
    """Raises Refusal for an unknown unit or state."""
    owner = find_unit(campaign, unit) if unit is not None else None
    wanted = choose(state.strip(), ASKED, "这种材料状态") if state else ""
    _, records = of_owner(campaign, owner)
    rows = rows_of(campaign, records, today)
    if wanted:
        rows = [row for row in rows if _is_in(row, wanted)]
    return Listed(campaign, today, owner, wanted, len(records), tuple(rows))


def _is_in(row: Row, state: str) -> bool:
    """What waits for a draw has passed, too."""
    return state in (row.state, row.reviewed.state)


def rows_of(campaign: Campaign, records: tuple[Evidence, ...], today: date) -> list[Row]:
    units, titles, standards = units_of(campaign), titles_of(campaign), Standards(campaign)
    rows = []
    for record in records:
        items = standards.items(record.about)
        open_items = [item for item in items if not covers(record, item)]
        draw = still_to_see(campaign, record, today)
        rows.append(
            Row(
                reviewed=reviewed(record, today),
                title=titles.get(record.about, ""),
                unit=units.get(record.about, ""),
                draw=draw.id if draw else "",
                proposed=() if record.covers else proposed(record, open_items),
            )
        )
    return rows
