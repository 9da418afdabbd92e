"""The ranking by rectification rate, within each class of units, so that a unit can recompute its place."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.records import Bulletin, Campaign, Place
from cz.supervise.entry import later
from cz.supervise.state import Stand, class_of, stand
from cz.whose import present_names


class Period(NamedTuple):
    """``issue``: the bulletin's id. ``recorded``: it is on record already."""

    issue: str
    start: date
    end: date
    as_of: date
    recorded: bool = False

    @property
    def number(self) -> int:
        return int(self.issue.partition("-")[2])


class Tally(NamedTuple):
    """Findings counted as of a day. ``handed`` = ``in_time`` + ``late`` + ``open``.

    ``in_time``: put right by the deadline; ``late``: put right after it, or struck off and opened again since; ``open``:
    not put right, of which ``pending`` can still be put right in time. ``verified``: struck off. ``unsent``: without a
    deadline, not handed out and in none of the other figures.
    """

    handed: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    pending: int = 0
    verified: int = 0
    unsent: int = 0

    @property
    def settled(self) -> int:
        return self.in_time + self.late

    @property
    def missed(self) -> int:
        """Those whose deadline passed before they were put right, or that came back."""
        return self.handed - self.in_time - self.pending

    @property
    def rate(self) -> float:
        """In percent."""
        return 100 * self.in_time / self.handed if self.handed else 0.0


class Line(NamedTuple):
    """One unit's place. ``size``: how many are ranked in its class. ``listed``: 红榜, 黑榜 or "".

    ``last``: 末位. ``running``: how often it has been last in a row, this time included. ``before``: its place in the
    bulletin before.
    """

    unit: str
    tally: Tally
    rank: int
    size: int
    listed: str
    last: bool
    running: int
    before: Place | None


class Class(NamedTuple):
    """``clean``: inspected, nothing wrong; ``unsent``: findings, but none handed out yet; ``unseen``: not inspected this
    time. None of these is ranked."""

    name: str
    lines: tuple[Line, ...]
    clean: tuple[str, ...]
    unsent: tuple[str, ...]
    unseen: tuple[str, ...]


class Ranking(NamedTuple):
    """``before``: the bulletin issued last before this day, which places are held against."""

    start: date
    end: date
    as_of: date
    classes: tuple[Class, ...]
    total: Tally
    before: Bulletin | None

    @property
    def last(self) -> tuple[Line, ...]:
        return tuple(line for one in self.classes for line in one.lines if line.last)


def in_period(campaign: Campaign, start: date, end: date, as_of: date) -> list[Stand]:
    """The findings of inspections from ``start`` to ``end``, as of ``as_of``."""
    until = min(end, as_of)
    return [stand(one, as_of) for one in campaign.findings if start <= one.date <= until]


def tally(found: Sequence[Stand]) -> Tally:
    handed = in_time = late = open_ = pending = verified = unsent = 0
    for one in found:
        if one.judged is None:
            unsent += 1
            continue
        handed += 1
        verified += one.state == "verified"
        if one.in_time:
            in_time += 1
        elif one.settled:
            late += 1
        else:
            open_ += 1
            pending += not one.missed
    return Tally(handed, in_time, late, open_, pending, verified, unsent)


def ranking(
    campaign: Campaign,
    start: date,
    end: date,
    as_of: date,
    issue: str = "",
    found: Sequence[Stand] | None = None,
) -> Ranking:
    """The places for a period as of a day. ``issue``: the id of the bulletin that this is, so as not to follow itself.

    ``found``: the findings of the period, where they are at hand.
    """
    found = in_period(campaign, start, end, as_of) if found is None else found
    present = present_names(campaign)
    by_unit: dict[str, list[Stand]] = {}
    for one in found:
        name = one.finding.unit
        by_unit.setdefault(present[name], []).append(one)
    until = min(end, as_of)
    seen = {present[visit.unit] for visit in campaign.visits if start <= visit.date <= until}
    tallies = {unit: tally(stands) for unit, stands in by_unit.items()}
    before = earlier(campaign, as_of, issue)
    classes: dict[str, list[str]] = {name: [] for name in campaign.rules.classes}
    for unit in campaign.units:
        classes.setdefault(class_of(unit.kind, campaign.rules), []).append(unit.name)
    return Ranking(
        start,
        end,
        as_of,
        tuple(
            Class(
                name,
                _lines(
                    campaign,
                    [
                        (unit, tallies[unit])
                        for unit in units
                        if unit in tallies and tallies[unit].handed
                    ],
                    before,
                    present,
                ),
                tuple(unit for unit in units if unit in seen and unit not in by_unit),
                tuple(unit for unit in units if unit in tallies and not tallies[unit].handed),
                tuple(unit for unit in units if unit not in seen and unit not in by_unit),
            )
            for name, units in classes.items()
            if units
        ),
        tally(found),
        before[0] if before else None,
    )


def _lines(
    campaign: Campaign,
    tallies: Sequence[tuple[str, Tally]],
    before: Sequence[Bulletin],
    present: Mapping[str, str],
) -> tuple[Line, ...]:
    """Best rate first; equal rates share a rank and keep the order of the units' file."""
    rules, size = campaign.rules, len(tallies)
    rates = sorted((found.rate for _, found in tallies), reverse=True)
    half = size // 2
    lines = []
    for unit, found in sorted(tallies, key=lambda pair: -pair[1].rate):
        rank, from_below = rates.index(found.rate) + 1, rates[::-1].index(found.rate) + 1
        black = from_below <= min(rules.black, half) and found.missed > 0
        red = not black and rank <= min(rules.red, half) and found.rate > 0
        last = size > 1 and from_below == 1 and found.missed > 0
        running = 1 + times_last(unit, before, present) if last else 0
        place = places_of(unit, before[0], present)[:1] if before else []
        lines.append(
            Line(
                unit,
                found,
                rank,
                size,
                "黑榜" if black else "红榜" if red else "",
                last,
                running,
                place[0] if place else None,
            )
        )
    return tuple(lines)


def in_order(bulletins: Sequence[Bulletin]) -> list[Bulletin]:
    """The newest first."""
    return sorted(bulletins, key=lambda one: (one.as_of, one.year, one.number), reverse=True)


def earlier(campaign: Campaign, as_of: date, issue: str = "") -> list[Bulletin]:
    """The bulletins issued before the one of this day, the newest first."""
    own = next(((one.year, one.number) for one in campaign.bulletins if one.id == issue), None)
    return [
        one
        for one in in_order(campaign.bulletins)
        if one.id != issue and ((one.year, one.number) < own if own else one.as_of <= as_of)
    ]


def places_of(unit: str, bulletin: Bulletin, present: Mapping[str, str]) -> list[Place]:
    """A unit's places in a bulletin; several where it was made of several units since."""
    return [place for place in bulletin.ranking if present[place.unit] == unit]


def times_last(
    unit: str, before: Sequence[Bulletin], present: Mapping[str, str], since: date | None = None
) -> int:
    """How often in a row the unit was last, the newest bulletin first.

    A bulletin in which it was not ranked is passed over. A unit of several former names was merged of several units: its row
    begins with its own name. ``since``: only bulletins counted to a later day.
    """
    times = 0
    merged = sum(name == unit for name in present.values()) > 1
    for bulletin in before:
        places = places_of(unit, bulletin, present)
        if not places:
            continue
        if (
            len(places) > 1
            or (merged and places[0].unit != unit)
            or not places[0].last
            or (since and bulletin.as_of <= since)
        ):
            break
        times += 1
    return times


def next_period(campaign: Campaign, as_of: date) -> tuple[date, date]:
    """From the day after the last bulletin's period, or from the first inspection, to ``as_of``."""
    before = earlier(campaign, as_of)
    if before:
        return later(max(one.end for one in before), 1), as_of
    days = [*(one.date for one in campaign.findings), *(one.date for one in campaign.visits)]
    return min(days, default=as_of), as_of


def consequence(campaign: Campaign, running: int) -> str:
    """What being last so often in a row leads to, "" where the rules name nothing."""
    named = campaign.rules.consequences
    return named[min(running, len(named)) - 1] if named and running else ""


def places(found: Ranking) -> tuple[Place, ...]:
    """The ranking as a bulletin records it."""
    return tuple(
        Place(
            one.name,
            line.rank,
            line.unit,
            line.tally.handed,
            line.tally.in_time,
            line.tally.verified,
            line.last,
        )
        for one in found.classes
        for line in one.lines
    )


def rule_words(campaign: Campaign) -> tuple[str, ...]:
    """The rule as it is printed under every ranking."""
    rules = campaign.rules
    return (
        "按时整改率＝按时整改数÷交办数。整改日期不晚于整改时限的算按时，时限当天算按时，第二天起算逾期；按自然日计，遇周末、节假日不顺延。",
        "交办数是督查日期在本期内、已定整改时限的全部问题，时限未到、尚未整改的也在内；截至日期以后的整改不计。",
        "到期之前（含当天）批准延期的，按新时限判断；到期以后才批的，仍按原时限。复核前被退回的，以最后一次报整改的日期为准；销号后又重开的，不再算按时，按误过时限计。",
        "几个单位共同承担的问题只计第一个（责任单位），协办单位不计；改派的计入现在的责任单位。单位改名、合并的，原名下的问题计入现单位。",
        f"分类排名，比率相同的名次相同，其后的名次顺延；没有交办问题的单位不参加排名。红榜取前{rules.red}名，黑榜取后{rules.black}名，都不超过本类参加排名单位的一半，名次相同的都列入；"
        "没有误过时限的单位不列黑榜，按时整改率为0的不列红榜。末位是本类中按时整改率最低、又误过时限的（参加排名的不少于两个）；连续末位按已登记的各期通报计算，没有参加排名的期次跳过。",
    )
