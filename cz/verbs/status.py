"""Where things stand: the whole plan, or what one unit, group or chapter answers for."""

from datetime import date
from typing import NamedTuple

from cz.names import find_group, find_unit
from cz.problem import Refusal
from cz.progress import (
    State,
    StatusShare,
    due_next,
    late,
    of_unit,
    phase_or_blank,
    shares,
    step_states,
    task_states,
)
from cz.records import STATUSES, Campaign, Chapter, Group, Indicator, Order, Phase
from cz.supervise.orders import unanswered
from cz.supervise.state import Counts, Stand, counts, stands
from cz.supervise.state import of_unit as findings_of
from cz.targets import Standing, standing
from cz.whose import Owner, collectives_of, former_of

SOON = 30  # days ahead that "due next" looks


class ChapterLine(NamedTuple):
    chapter: Chapter
    total: int
    finished: int
    late: int


class Overview(NamedTuple):
    """The whole plan, or the slice of one group or chapter, in one phase."""

    campaign: Campaign
    phase: Phase
    today: date
    title: str  # "" for the whole plan
    standing: Standing | None  # only for the whole plan
    states: tuple[State, ...]
    steps: tuple[State, ...]
    chapters: tuple[ChapterLine, ...]
    shares: tuple[StatusShare, ...]
    late: tuple[State, ...]
    soon: tuple[State, ...]
    findings: Counts | None  # only for the whole plan, where there are any
    orders: tuple[Order, ...]  # slips not answered; only for the whole plan


class UnitSheet(NamedTuple):
    """What one unit answers for in one phase. ``shared`` pairs a state with the collective it came through.

    ``findings`` are the unit's own, struck off or not, ``helping`` those of others that it assists in.
    """

    campaign: Campaign
    phase: Phase
    today: date
    owner: Owner
    collectives: tuple[str, ...]
    led: tuple[State, ...]
    shared: tuple[tuple[State, str], ...]
    steps: tuple[State, ...]
    indicators: tuple[Indicator, ...]
    late: tuple[State, ...]
    soon: tuple[State, ...]
    findings: tuple[Stand, ...]
    helping: tuple[Stand, ...]
    orders: tuple[Order, ...]  # not answered


class _Slice(NamedTuple):
    title: str
    states: list[State]
    steps: list[State]


def _slice(
    campaign: Campaign, phase: int, today: date, group: str | None, chapter: int | None
) -> _Slice:
    states = task_states(campaign, phase, today)
    steps = step_states(campaign, phase, today)
    titles = []
    if group is not None:
        found: Group = find_group(campaign, group)
        states = [one for one in states if one.item.group == found.name]
        steps = [one for one in steps if one.item.group == found.name]
        titles.append(found.name)
    if chapter is not None:
        named = next((one for one in campaign.chapters if one.number == chapter), None)
        if named is None:
            known = "、".join(str(one.number) for one in campaign.chapters)
            raise Refusal(f"没有第 {chapter} 板块。" + (f"板块有：{known}。" if known else ""))
        states = [one for one in states if one.item.id.startswith(f"{chapter}-")]
        steps = []
        titles.append(f"板块：{named.title}")
    return _Slice("　".join(titles), states, steps)


def overview(
    campaign: Campaign,
    phase: int,
    today: date,
    group: str | None = None,
    chapter: int | None = None,
) -> Overview:
    """Raises Refusal for a group or chapter that does not exist."""
    title, states, steps = _slice(campaign, phase, today, group, chapter)
    everything = [*states, *steps]
    return Overview(
        campaign,
        phase_or_blank(campaign, phase),
        today,
        title,
        None if title else standing(campaign, phase),
        tuple(states),
        tuple(steps),
        _chapters(campaign, states),
        tuple(shares(states)),
        tuple(late(everything)),
        tuple(due_next(everything, SOON)),
        counts(stands(campaign.findings, today)) if campaign.findings and not title else None,
        () if title else tuple(unanswered(campaign, today)),
    )


def _chapters(campaign: Campaign, states: list[State]) -> tuple[ChapterLine, ...]:
    lines: dict[str, list[State]] = {str(chapter.number): [] for chapter in campaign.chapters}
    for one in states:
        lines.get(one.item.id.partition("-")[0], []).append(one)
    return tuple(
        ChapterLine(
            chapter,
            len(found),
            sum(one.finished for one in found),
            sum(one.late > 0 for one in found),
        )
        for chapter in campaign.chapters
        if (found := lines[str(chapter.number)])
    )


def unit_sheet(
    campaign: Campaign,
    unit: str,
    phase: int,
    today: date,
    group: str | None = None,
    chapter: int | None = None,
) -> UnitSheet:
    """Raises Refusal with the nearest names where ``unit`` is not one unit."""
    owner = find_unit(campaign, unit)
    title, states, all_steps = _slice(campaign, phase, today, group, chapter)
    led, shared = of_unit(states, campaign, owner)
    led_steps, shared_steps = of_unit(all_steps, campaign, owner)
    steps = [*led_steps, *(one for one, _ in shared_steps)]
    concerned = [*led, *(one for one, _ in shared), *steps]
    tasks = {one.item.id for one in states} if title else None
    findings, helping = findings_of(campaign, owner, today)
    if tasks is not None:
        findings, helping = (
            [one for one in found if one.finding.task in tasks] for found in (findings, helping)
        )
    return UnitSheet(
        campaign,
        phase_or_blank(campaign, phase),
        today,
        owner,
        collectives_of(campaign, owner.name),
        tuple(led),
        tuple(shared),
        tuple(steps),
        tuple(
            one
            for one in campaign.indicators
            if one.unit == owner.name and (tasks is None or one.task in tasks)
        ),
        tuple(late(concerned)),
        tuple(due_next(concerned, SOON)),
        tuple(findings),
        tuple(helping),
        tuple(
            one
            for one in unanswered(campaign, today)
            if one.unit in (owner.name, *former_of(owner))
        ),
    )


class Moved(NamedTuple):
    """One figure then and now; ``better`` is +1 where more is better, -1 where less is, 0 where neither."""

    word: str
    then: float
    now: float
    better: int
    unit: str = ""


def movement(
    old: Campaign,
    new: Campaign,
    phase: int,
    today: date,
    group: str | None = None,
    chapter: int | None = None,
) -> tuple[Moved, ...]:
    """What moved between two states of the plan, both looked at as of ``today``; only what did move."""
    before, after = (
        overview(old, phase, today, group, chapter),
        overview(new, phase, today, group, chapter),
    )
    better = {"todo": -1, "doing": 0, "blocked": -1, "done": 1, "verified": 1}
    found = [
        Moved(STATUSES[was.status], was.count, now.count, better[was.status], "项")
        for was, now in zip(before.shares, after.shares, strict=True)
    ]
    found.append(Moved("逾期", len(before.late), len(after.late), -1, "项"))
    if before.standing and after.standing:
        was_, now_ = before.standing, after.standing
        found += [
            Moved("A类占比", was_.share, now_.share, 1, "%"),
            Moved("A类", was_.a, now_.a, 1, "条"),
            Moved("B类", was_.b, now_.b, 0, "条"),
            Moved("C类", was_.c, now_.c, -1, "条"),
            Moved("未评", was_.unrated, now_.unrated, -1, "条"),
        ]
        if was_.minors is not None and now_.minors is not None:
            found.append(Moved("未成年人测评", was_.minors, now_.minors, 1, "分"))
    if before.findings or after.findings:
        nothing = Counts(0, 0, 0, 0, 0)
        was, now = before.findings or nothing, after.findings or nothing
        found += [
            Moved("问题待整改", was.open, now.open, -1, "个"),
            Moved("问题逾期", was.late, now.late, -1, "个"),
            Moved("问题待复核", was.rectified, now.rectified, 0, "个"),
            Moved("问题已销号", was.verified, now.verified, 1, "个"),
        ]
    return tuple(one for one in found if one.then != one.now)
