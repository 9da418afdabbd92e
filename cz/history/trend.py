"""How far the plan was month by month: the A's, the tasks finished, the findings put right in time.

A month is counted as its last commit left it, as of its last day; the running month as the files
are now, what is not committed included, as of today. All are counted in one phase. What is not
known stays unknown and is not nought: months before the first commit, and those without one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from cz.history.month_ends import Days, Ends, MonthEnd, month_ends
from cz.history.months import (
    BEFORE,
    COMMITTED,
    NO_COMMIT,
    NO_UNIT,
    NOW,
    UNREADABLE,
    Figures,
    Issue,
    Month,
    Part,
    Trend,
)
from cz.problem import Refusal
from cz.progress import of_unit, phase_or_blank, task_states
from cz.records import Bulletin, Campaign, Place
from cz.supervise.ranking import places_of, tally
from cz.supervise.state import of_unit as findings_of_unit
from cz.supervise.state import stands
from cz.targets import count_ratings, standing
from cz.whose import Owner, former_of, present_names

_OF_ALL = ("tasks", "indicators", "findings")


def trend(
    campaign: Campaign, phase: int, today: date, count: int, owner: Owner | None = None
) -> Trend:
    """Of the last ``count`` months; of the whole plan, or of what one unit answers for."""
    *earlier, running = _months(today, count)
    ends: Ends | None = None
    no_history = ""
    try:
        stems = (*_OF_ALL, "units") if owner else _OF_ALL
        ends = month_ends(campaign.folder, earlier, stems)
    except Refusal as refusal:
        no_history = refusal.message
    months = []
    if ends:
        months = [_month(days, ends, phase, owner) for days in earlier]
    months.append(Month(today, NOW, figures(campaign, phase, today, owner)))
    since = earlier[0].first if earlier else running.first
    return Trend(
        phase=phase,
        a_share=phase_or_blank(campaign, phase).a_share,
        months=tuple(months),
        issues=tuple(_issues(campaign, since, today, owner)),
        since=ends.since if ends else None,
        shallow=ends.shallow if ends else False,
        no_history=no_history,
    )


def known(trend: Trend) -> Trend:
    """Beginning with the first month of which anything can be known."""
    months = list(trend.months)
    while months[0].known == BEFORE:
        del months[0]
    return trend._replace(months=tuple(months))


def _months(today: date, count: int) -> list[Days]:
    """The last ``count`` months, the one of today last."""
    months: list[Days] = []
    day = today
    for _ in range(count):
        first = day.replace(day=1)
        last = day.replace(day=monthrange(day.year, day.month)[1])
        months.insert(0, Days(first, last))
        if first == date.min:
            break
        day = first - timedelta(days=1)
    return months


def _month(days: Days, ends: Ends, phase: int, owner: Owner | None) -> Month:
    end = ends.by_month.get(days)
    if end is None:
        return Month(days.last, BEFORE if days.last < ends.since else NO_COMMIT)
    if end.lost:
        return Month(days.last, UNREADABLE, commit=end.commit[:8])
    if end.campaign is None:
        return Month(days.last, BEFORE, commit=end.commit[:8])
    return _counted(days.last, end, end.campaign, phase, owner)


def _counted(
    day: date, end: MonthEnd, campaign: Campaign, phase: int, owner: Owner | None
) -> Month:
    then = _as_it_was(campaign, owner) if owner else None
    month = Month(day, NO_UNIT, commit=end.commit[:8], left_out=end.left_out)
    if owner and then is None:
        return month
    return month._replace(known=COMMITTED, figures=figures(campaign, phase, day, then))


def _as_it_was(campaign: Campaign, owner: Owner) -> Owner | None:
    """The unit in a plan of the past, where it may have had another name."""
    for other in campaign.owners:
        if other.id == owner.id:
            return other
    names = (owner.name, *former_of(owner))
    return next((other for other in campaign.owners if other.name in names), None)


def figures(campaign: Campaign, phase: int, day: date, owner: Owner | None = None) -> Figures:
    """Of a unit: the standards it answers for, the tasks it leads, its own findings."""
    tasks = task_states(campaign, phase, day)
    if owner is None:
        now = standing(campaign, phase)
        a = part(now.a, now.declared) if now.rated else None
        findings = stands(campaign.findings, day)
    else:
        a = _share_of_a(campaign, phase, owner)
        tasks, _ = of_unit(tasks, campaign, owner)
        findings, _ = findings_of_unit(campaign, owner, day)
    counts = tally(findings)
    return Figures(
        a=a,
        finished=part(sum(task.finished for task in tasks), len(tasks)),
        in_time=part(counts.in_time, counts.handed),
    )


def _share_of_a(campaign: Campaign, phase: int, owner: Owner) -> Part | None:
    own = [indicator for indicator in campaign.standards if indicator.unit == owner.name]
    ratings = count_ratings(own, phase)
    if ratings.unrated == ratings.total:
        return None
    return part(ratings.a, ratings.total)


def part(count: int, whole: int) -> Part | None:
    return Part(count, whole) if whole else None


def _issues(campaign: Campaign, since: date, today: date, owner: Owner | None) -> list[Issue]:
    """The bulletins on record that count to one of the days, the oldest first."""
    counted = [each for each in campaign.bulletins if since <= each.as_of <= today]
    counted.sort(key=lambda bulletin: (bulletin.as_of, bulletin.year, bulletin.number))
    present = present_names(campaign)
    issues = []
    for bulletin in counted:
        places: Sequence[Place] = bulletin.ranking
        if owner:
            places = places_of(owner.name, bulletin, present)
        issues.append(_issue(bulletin, places))
    return issues


def _issue(bulletin: Bulletin, places: Sequence[Place]) -> Issue:
    in_time = sum(place.in_time for place in places)
    return Issue(
        year=bulletin.year,
        number=bulletin.number,
        start=bulletin.start,
        end=bulletin.end,
        as_of=bulletin.as_of,
        in_time=part(in_time, sum(place.handed for place in places)),
    )
