"""``cz evidence check``: what is recorded against the files, and what indicators lack."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.names import find_unit
from cz.progress import pick_phase
from cz.records import EVIDENCE_KINDS, Campaign, Evidence, Indicator
from cz.supervise.covering import Standards, unknown
from cz.supervise.evidence import (
    FAULTS,
    Fault,
    Lacking,
    Span,
    faults,
    lacking,
    of_owner,
    place_names,
    span_of,
    summaries,
)
from cz.verbs.evidence.files import moved_files, seen_files
from cz.whose import Owner


class Checked(NamedTuple):
    """``counts``: how many records of every kind.

    ``proven``: how many of the indicators have evidence, their own or their task's.
    ``unhashed``: records without a checksum.
    """

    campaign: Campaign
    today: date
    owner: Owner | None
    span: Span | None
    records: tuple[Evidence, ...]
    counts: dict[str, int]
    indicators: tuple[Indicator, ...]
    proven: int
    faults: tuple[Fault, ...]
    lacking: tuple[Lacking, ...]
    unhashed: tuple[Evidence, ...]


def check(
    campaign: Campaign, today: date, *, unit: str | None = None, phase: int | None = None
) -> Checked:
    """All records against the files. Raises Refusal for an unknown unit or phase."""
    owner = find_unit(campaign, unit) if unit is not None else None
    span = span_of(campaign, pick_phase(campaign, phase, today))
    indicators, records = of_owner(campaign, owner)
    everything = campaign.evidence
    seen = seen_files(campaign.folder, {record.file for record in everything})
    seen |= moved_files(campaign.folder, everything, seen)
    counts = dict.fromkeys(EVIDENCE_KINDS, 0)
    for record in records:
        counts[record.kind] += 1
    about = {record.about for record in everything}
    proven = sum(indicator.id in about or indicator.task in about for indicator in indicators)
    return Checked(
        campaign=campaign,
        today=today,
        owner=owner,
        span=span,
        records=records,
        counts=counts,
        indicators=indicators,
        proven=proven,
        faults=_ordered(
            [
                *faults(records, everything, seen, span, place_names(campaign)),
                *summaries(records, {each.id: each.material for each in campaign.indicators}),
                *_covers(campaign, records),
            ]
        ),
        lacking=tuple(lacking(indicators, everything)),
        unhashed=tuple(record for record in records if not record.sha256),
    )


def _covers(campaign: Campaign, records: tuple[Evidence, ...]) -> list[Fault]:
    """Items that a piece is said to answer and that are in no requirement it can speak for."""
    standards = Standards(campaign)
    wrong = []
    for record in records:
        names = unknown(record, standards.items(record.about))
        if names:
            wrong.append(Fault("covers", record, f"没有“{'”“'.join(names)}”这一项"))
    return wrong


def _ordered(wrong: list[Fault]) -> tuple[Fault, ...]:
    order = {kind: place for place, kind in enumerate(FAULTS)}
    return tuple(sorted(wrong, key=lambda fault: order[fault.kind]))
