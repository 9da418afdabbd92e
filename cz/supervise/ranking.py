"""The ranking by rectification rate within each class of units; a unit can recompute its place."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.records import Bulletin, Campaign, Place, Rules, year_and_number
from cz.supervise.state import Stand, class_of, stands
from cz.whose import PresentNames, present_names


class Period(NamedTuple):
    """The inspections that a bulletin is about, counted as of ``as_of``.

    ``issue``: the bulletin's id. ``recorded``: it is on record already.
    """

    issue: str
    start: date
    end: date
    as_of: date
    recorded: bool = False

    @property
    def year(self) -> int:
        return year_and_number(self.issue)[0]

    @property
    def number(self) -> int:
        return year_and_number(self.issue)[1]


class Tally(NamedTuple):
    """Findings counted as of a day. ``handed`` = ``in_time`` + ``late`` + ``open``.

    ``in_time``: put right by the deadline; ``late``: put right after it, or struck off and opened
    again since; ``open``: not put right, of which ``pending`` can still be put right in time.
    ``verified``: struck off. ``unsent``: without a deadline, not handed out and in none of the
    other figures. ``apart``: false where it is not known how many of ``open`` were late.
    """

    handed: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    pending: int = 0
    verified: int = 0
    unsent: int = 0
    apart: bool = True

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

    ``last``: 末位. ``running``: how often it has been last in a row, this time included.
    ``before``: its place in the bulletin before.
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
    """A class of units. ``lines``: those that are ranked.

    Not ranked: ``clean``: inspected, nothing wrong; ``unsent``: findings, but none handed out yet;
    ``unseen``: not inspected this time.
    """

    name: str
    lines: tuple[Line, ...]
    clean: tuple[str, ...]
    unsent: tuple[str, ...]
    unseen: tuple[str, ...]


class Correction(NamedTuple):
    """What is on record of a unit's place and what the ledger gives now, in words."""

    unit: str
    recorded: str
    now: str


class Ranking(NamedTuple):
    """``before``: the bulletin issued last before this day, which places are held against.

    ``recorded``: the figures are those of a bulletin on record; ``corrections``: where the ledger
    differs since.
    """

    start: date
    end: date
    as_of: date
    classes: tuple[Class, ...]
    total: Tally
    before: Bulletin | None
    recorded: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def last(self) -> tuple[Line, ...]:
        return tuple(line for group in self.classes for line in group.lines if line.last)


def in_period(campaign: Campaign, start: date, end: date, as_of: date) -> list[Stand]:
    """The findings of inspections from ``start`` to ``end``, as of ``as_of``."""
    until = min(end, as_of)
    made = [finding for finding in campaign.findings if start <= finding.date <= until]
    return stands(made, as_of)


def tally(stands: Sequence[Stand]) -> Tally:
    handed = in_time = late = open_ = pending = verified = unsent = 0
    for finding in stands:
        if finding.judged is None:
            unsent += 1
            continue
        handed += 1
        verified += finding.state == "verified"
        if finding.in_time:
            in_time += 1
        elif finding.settled:
            late += 1
        else:
            open_ += 1
            pending += not finding.missed
    return Tally(
        handed=handed,
        in_time=in_time,
        late=late,
        open=open_,
        pending=pending,
        verified=verified,
        unsent=unsent,
    )


def ranking(
    campaign: Campaign,
    start: date,
    end: date,
    as_of: date,
    issue: str = "",
    stands: Sequence[Stand] | None = None,
) -> Ranking:
    """The places for the inspections from ``start`` to ``end``, as of ``as_of``.

    ``issue``: the id of the bulletin that this is, so as not to follow itself. ``stands``: the
    findings of the period, where they are at hand.
    """
    if stands is None:
        stands = in_period(campaign, start, end, as_of)
    present = present_names(campaign)
    tallies = _tallies(stands, present)
    until = min(end, as_of)
    inspected = {present[visit.unit] for visit in campaign.visits if start <= visit.date <= until}
    before = earlier(campaign, as_of, issue)
    classes = []
    for name, units in _units_by_class(campaign).items():
        if units:
            ranked = [
                (unit, tallies[unit]) for unit in units if unit in tallies and tallies[unit].handed
            ]
            classes.append(
                Class(
                    name=name,
                    lines=_lines(campaign, ranked, before, present),
                    clean=tuple(
                        unit for unit in units if unit in inspected and unit not in tallies
                    ),
                    unsent=tuple(
                        unit for unit in units if unit in tallies and not tallies[unit].handed
                    ),
                    unseen=tuple(
                        unit for unit in units if unit not in inspected and unit not in tallies
                    ),
                )
            )
    return Ranking(
        start=start,
        end=end,
        as_of=as_of,
        classes=tuple(classes),
        total=tally(stands),
        before=before[0] if before else None,
    )


def from_ledger(
    campaign: Campaign, period: Period, stands: Sequence[Stand] | None = None
) -> Ranking:
    """The ranking of a period as it comes out now, whatever is on record.

    ``stands``: its findings, where they are at hand.
    """
    return ranking(campaign, period.start, period.end, period.as_of, period.issue, stands)


def _tallies(stands: Sequence[Stand], present: PresentNames) -> dict[str, Tally]:
    """By the unit's present name, for every unit that has a finding."""
    by_unit: dict[str, list[Stand]] = {}
    for finding in stands:
        by_unit.setdefault(present[finding.finding.unit], []).append(finding)
    return {unit: tally(own) for unit, own in by_unit.items()}


def _units_by_class(campaign: Campaign) -> dict[str, list[str]]:
    """The classes in the order of the rules, each with its units in the order of their file."""
    classes: dict[str, list[str]] = {name: [] for name in campaign.rules.classes}
    for unit in campaign.units:
        classes.setdefault(class_of(unit.kind, campaign.rules), []).append(unit.name)
    return classes


def _lines(
    campaign: Campaign,
    tallies: Sequence[tuple[str, Tally]],
    before: Sequence[Bulletin],
    present: PresentNames,
) -> tuple[Line, ...]:
    """Best rate first; equal rates share a rank and keep the order of the units' file."""
    rates = sorted(counts.rate for _, counts in tallies)
    size = len(rates)
    lines = []
    for unit, counts in sorted(tallies, key=lambda pair: -pair[1].rate):
        better = size - bisect_right(rates, counts.rate)
        worse = bisect_left(rates, counts.rate)
        last = size > 1 and not worse and counts.missed > 0
        places = places_of(unit, before[0], present) if before else []
        lines.append(
            Line(
                unit=unit,
                tally=counts,
                rank=better + 1,
                size=size,
                listed=list_of(counts, better, worse, size, campaign.rules),
                last=last,
                running=1 + times_last(unit, before, present) if last else 0,
                before=places[0] if places else None,
            )
        )
    return tuple(lines)


def list_of(counts: Tally, better: int, worse: int, size: int, rules: Rules) -> str:
    """The list (红榜, 黑榜 or "") of a unit. Of the ``size`` ranked so many are better, worse.

    Equal rates are listed together or not at all: where the list down to them, them included,
    would hold more than half of those ranked, they are not. So no unit is on both lists.
    """
    half = size // 2
    if counts.missed and worse < rules.black and size - better <= half:
        return "黑榜"
    if counts.in_time and better < rules.red and size - worse <= half:
        return "红榜"
    return ""


class LeftOff(NamedTuple):
    """A tie that a list reaches and leaves off: with it the list would hold ``held``, over half.

    ``sharing``: how many units share the rank. ``size``: how many are ranked.
    """

    rank: int
    sharing: int
    listing: str
    held: int
    size: int


def left_off(group: Class, rules: Rules) -> list[LeftOff]:
    """The ties that are on no list only because of the half that ``list_of`` keeps to."""
    size = len(group.lines)
    half = size // 2
    sharing: dict[int, list[Line]] = {}
    for line in group.lines:
        sharing.setdefault(line.rank, []).append(line)
    ties = []
    for rank, lines in sharing.items():
        better = rank - 1
        down_to, up_to = better + len(lines), size - better
        worse = size - down_to
        if len(lines) == 1 or any(line.listed for line in lines):
            continue
        if better < rules.red and down_to > half and any(line.tally.in_time for line in lines):
            ties.append(LeftOff(rank, len(lines), "红榜", down_to, size))
        elif worse < rules.black and up_to > half and any(line.tally.missed for line in lines):
            ties.append(LeftOff(rank, len(lines), "黑榜", up_to, size))
    return ties


def in_order(bulletins: Sequence[Bulletin]) -> list[Bulletin]:
    """The newest first."""
    return sorted(
        bulletins,
        key=lambda bulletin: (bulletin.as_of, bulletin.year, bulletin.number),
        reverse=True,
    )


def earlier(campaign: Campaign, as_of: date, issue: str = "") -> list[Bulletin]:
    """The bulletins issued before the one of this day, the newest first.

    ``issue``: that one's id; where it is on record, its number decides and not the day.
    """
    bulletins = in_order(campaign.bulletins)
    if any(bulletin.id == issue for bulletin in bulletins):
        own = year_and_number(issue)
        return [bulletin for bulletin in bulletins if year_and_number(bulletin.id) < own]
    return [bulletin for bulletin in bulletins if bulletin.as_of <= as_of]


def bulletin_name(year: int, number: int) -> str:
    return f"{year}年第{number}期督查通报"


def places_of(unit: str, bulletin: Bulletin, present: Mapping[str, str]) -> list[Place]:
    """A unit's places in a bulletin; several where it was made of several units since."""
    return [place for place in bulletin.ranking if present[place.unit] == unit]


def times_last(
    unit: str, before: Sequence[Bulletin], present: PresentNames, since: date | None = None
) -> int:
    """How often in a row the unit was last, the newest bulletin first.

    A bulletin in which it was not ranked is passed over. The row of a unit that others were merged
    into begins with its own name; one that was renamed, however often, goes on.
    ``since``: only bulletins counted to a later day.
    """
    times = 0
    merged = unit in present.merged
    for bulletin in before:
        places = places_of(unit, bulletin, present)
        if not places:
            continue
        of_a_part = len(places) > 1 or (merged and places[0].unit != unit)
        before_since = since is not None and bulletin.as_of <= since
        if of_a_part or before_since or not places[0].last:
            break
        times += 1
    return times


def consequence(campaign: Campaign, running: int) -> str:
    """What being last so often in a row leads to, "" where the rules name nothing."""
    named = campaign.rules.consequences
    return named[min(running, len(named)) - 1] if named and running else ""


def places(ranked: Ranking) -> tuple[Place, ...]:
    """The ranking as a bulletin records it."""
    return tuple(
        Place(
            kind=group.name,
            rank=line.rank,
            unit=line.unit,
            handed=line.tally.handed,
            in_time=line.tally.in_time,
            late=line.tally.late,
            open=line.tally.open,
            pending=line.tally.pending,
            verified=line.tally.verified,
            last=line.last,
            listed=line.listed,
        )
        for group in ranked.classes
        for line in group.lines
    )


def rule_words(campaign: Campaign) -> tuple[str, ...]:
    """The rule as it is printed under every ranking."""
    rules = campaign.rules
    return (
        "按时整改率＝按时整改数÷交办数。整改日期不晚于整改时限的算按时，"
        "时限当天算按时，第二天起算逾期；按自然日计，遇周末、节假日不顺延。",
        "交办数是督查日期在本期内、已定整改时限的全部问题，时限未到、尚未整改的也在内；"
        "截至日期以后的整改不计。",
        "到期之前（含当天）批准延期的，按新时限判断；到期以后才批的，仍按原时限。"
        "复核前被退回的，以最后一次报整改的日期为准；"
        "销号后又重开的，不再算按时，按误过时限计。",
        "几个单位共同承担的问题只计第一个（责任单位），协办单位不计；"
        "改派的计入现在的责任单位，时限从改派那天起另算，改派以前按原单位。"
        "单位改名、合并的，原名下的问题计入现单位。",
        "分类排名，比率相同的名次相同，其后的名次顺延；没有交办问题的单位不参加排名。"
        f"红榜取前{rules.red}名，黑榜取后{rules.black}名，名次相同的一并列入；"
        "都不超过本类参加排名单位的一半，连同名次相同的数过一半的，那一名次都不列，"
        "所以没有单位同时列入红榜和黑榜。"
        "没有误过时限的单位不列黑榜，按时整改率为0的不列红榜。"
        "末位是本类中按时整改率最低、又误过时限的（参加排名的不少于两个）；"
        "连续末位按已登记的各期通报计算，没有参加排名的期次跳过。",
    )
