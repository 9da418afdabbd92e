"""A bulletin on record printed again: its own figures, and where the ledger differs since."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from cz.records import Bulletin, Campaign, Place
from cz.supervise.ranking import (
    Class,
    Correction,
    Line,
    Period,
    Ranking,
    Tally,
    earlier,
    from_ledger,
    list_of,
    places,
    places_of,
    times_last,
)
from cz.supervise.state import Stand
from cz.whose import PresentNames, present_names


def on_record(campaign: Campaign, period: Period) -> Bulletin | None:
    """The bulletin that was recorded for exactly this period under this number."""
    for bulletin in campaign.bulletins:
        days = (bulletin.start, bulletin.end, bulletin.as_of)
        if bulletin.id == period.issue and days == (period.start, period.end, period.as_of):
            return bulletin
    return None


def of_period(campaign: Campaign, period: Period, stands: Sequence[Stand] | None = None) -> Ranking:
    """The ranking that a bulletin publishes: as recorded where it is on record, else by the ledger.

    ``stands``: the findings of the period, where they are at hand.
    """
    now = from_ledger(campaign, period, stands)
    bulletin = on_record(campaign, period)
    return _as_recorded(campaign, bulletin, now) if bulletin else now


def _as_recorded(campaign: Campaign, bulletin: Bulletin, now: Ranking) -> Ranking:
    """What it does not say (who was not ranked, what was not handed out) is from ``now``."""
    present = present_names(campaign)
    tallies_now = {line.unit: line.tally for group in now.classes for line in group.lines}
    tallies = [_tally(place, tallies_now.get(present[place.unit])) for place in bulletin.ranking]
    by_class: dict[str, list[tuple[Place, Tally]]] = {group.name: [] for group in now.classes}
    for place, counts in zip(bulletin.ranking, tallies, strict=True):
        by_class.setdefault(place.kind, []).append((place, counts))
    ranked = {present[place.unit] for place in bulletin.ranking}
    groups = {group.name: group for group in now.classes}
    classes = []
    for name, entries in by_class.items():
        group = groups.get(name) or Class(name, (), (), (), ())
        classes.append(
            Class(
                name=name,
                lines=_lines(campaign, bulletin, entries),
                clean=_without(group.clean, ranked),
                unsent=_without(group.unsent, ranked),
                unseen=_without(group.unseen, ranked),
            )
        )
    total = _sum(tallies)._replace(unsent=now.total.unsent)
    return now._replace(
        classes=tuple(classes),
        total=total,
        recorded=True,
        corrections=tuple(_corrections(bulletin, now, present)),
    )


def _tally(place: Place, now: Tally | None) -> Tally:
    """What a place says; what it leaves out is the ledger's where all it says is still so."""
    counts = Tally(
        handed=place.handed,
        in_time=place.in_time,
        late=place.late,
        open=place.open,
        pending=place.pending,
        verified=place.verified,
    )
    if place.in_time + place.late + place.open == place.handed:
        return counts
    said = (place.handed, place.in_time, place.verified)
    if now and (now.handed, now.in_time, now.verified) == said:
        return now._replace(unsent=0)
    return counts._replace(late=0, open=max(0, place.handed - place.in_time), apart=False)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for counts in tallies:
        total = Tally(
            handed=total.handed + counts.handed,
            in_time=total.in_time + counts.in_time,
            late=total.late + counts.late,
            open=total.open + counts.open,
            pending=total.pending + counts.pending,
            verified=total.verified + counts.verified,
            apart=total.apart and counts.apart,
        )
    return total


def _without(units: Iterable[str], ranked: set[str]) -> tuple[str, ...]:
    return tuple(unit for unit in units if unit not in ranked)


def _lines(
    campaign: Campaign, bulletin: Bulletin, entries: Sequence[tuple[Place, Tally]]
) -> tuple[Line, ...]:
    """In the order of the ranks, as recorded."""
    present = present_names(campaign)
    before = earlier(campaign, bulletin.as_of, bulletin.id)
    rates = sorted(counts.rate for _, counts in entries)
    says_lists = any(place.listed or place.late or place.open for place in bulletin.ranking)
    lines = []
    for place, counts in sorted(entries, key=lambda entry: entry[0].rank):
        unit = present[place.unit]
        listed = place.listed
        if not says_lists:
            better = len(rates) - bisect_right(rates, counts.rate)
            worse = bisect_left(rates, counts.rate)
            listed = list_of(counts, better, worse, len(rates), campaign.rules)
        earlier_places = places_of(unit, before[0], present) if before else []
        lines.append(
            Line(
                unit=place.unit,
                tally=counts,
                rank=place.rank,
                size=len(entries),
                listed=listed,
                last=place.last,
                running=1 + times_last(unit, before, present) if place.last else 0,
                before=earlier_places[0] if earlier_places else None,
            )
        )
    return tuple(lines)


def _corrections(bulletin: Bulletin, now: Ranking, present: PresentNames) -> list[Correction]:
    """Where the ledger gives another place or other figures than the record, unit by unit."""
    recorded = _by_unit(bulletin.ranking, present)
    come_out = _by_unit(places(now), present)
    changes = []
    for unit in {**recorded, **come_out}:
        then, today = _figures(recorded.get(unit, [])), _figures(come_out.get(unit, []))
        if then != today:
            changes.append(Correction(unit, then, today))
    return changes


def _by_unit(ranked: Iterable[Place], present: PresentNames) -> dict[str, list[Place]]:
    """Several places where a unit was made of several since."""
    by_unit: dict[str, list[Place]] = {}
    for place in ranked:
        by_unit.setdefault(present[place.unit], []).append(place)
    return by_unit


def _figures(of_unit: Sequence[Place]) -> str:
    """``第5名、末位（按时1/交办5，销号1）``."""
    words = []
    for place in of_unit:
        last = "、末位" if place.last else ""
        figures = f"按时{place.in_time}/交办{place.handed}，销号{place.verified}"
        words.append(f"第{place.rank}名{last}（{figures}）")
    return "，".join(words) or "未参加排名"
