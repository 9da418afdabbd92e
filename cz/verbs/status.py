"""``cz status``: where the whole plan stands, or the slice of one group or chapter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz.names import find_chapter, find_group
from cz.progress import (
    SOON,
    State,
    StatusShare,
    due_next,
    late,
    phase_or_blank,
    shares,
    step_states,
    task_states,
)
from cz.records import STATUSES, Agreed, Campaign, Chapter, Order, Phase
from cz.supervise.meetings import unfinished
from cz.supervise.orders import unanswered
from cz.supervise.reviews import Reviewed, returned
from cz.supervise.state import Counts, counts, stands
from cz.targets import Standing, standing


class Slice(NamedTuple):
    """The tasks and steps of a phase that were asked for. ``title``: "" for all of them.

    ``group``, ``chapter``: whose they are, "" and None for anyone's.
    """

    title: str
    group: str
    chapter: int | None
    tasks: list[State]
    steps: list[State]


def slice_of(
    campaign: Campaign, phase: int, today: date, group: str | None, chapter: str | None
) -> Slice:
    """What one group and one chapter, as the user calls them, answer for; None: any.

    No step is a chapter's. Raises Refusal for a group or chapter that does not exist.
    """
    tasks = task_states(campaign, phase, today)
    steps = step_states(campaign, phase, today)
    titles = []
    name = ""
    if group is not None:
        name = find_group(campaign, group).name
        tasks = [task for task in tasks if task.item.group == name]
        steps = [step for step in steps if step.item.group == name]
        titles.append(name)
    number = None
    if chapter is not None:
        asked = find_chapter(campaign, chapter)
        number = asked.number
        titles.append(f"板块：{asked.title}")
        tasks = [task for task in tasks if _chapter_of(task) == str(number)]
        steps = []
    return Slice("　".join(titles), name, number, tasks, steps)


def _chapter_of(task: State) -> str:
    return task.item.id.partition("-")[0]


class ChapterProgress(NamedTuple):
    chapter: Chapter
    total: int
    finished: int
    late: int


class Overview(NamedTuple):
    """The whole plan, or a slice of it, in one phase.

    ``title``, ``group``, ``chapter``: what slice it is, as in Slice. Only the whole plan has a
    ``standing``, ``findings`` (None where it has none at all), ``orders`` (slips not answered),
    ``agreed`` (what meetings agreed and is not done) and ``returned`` (evidence to bring again).
    """

    campaign: Campaign
    phase: Phase
    today: date
    title: str
    group: str
    chapter: int | None
    standing: Standing | None
    tasks: list[State]
    steps: list[State]
    chapters: list[ChapterProgress]
    shares: list[StatusShare]
    late: list[State]
    soon: list[State]
    findings: Counts | None
    orders: list[Order]
    agreed: list[Agreed]
    returned: list[Reviewed]


def overview(
    campaign: Campaign,
    phase: int,
    today: date,
    group: str | None = None,
    chapter: str | None = None,
) -> Overview:
    """Raises Refusal for a group or chapter that does not exist."""
    asked = slice_of(campaign, phase, today, group, chapter)
    tasks, steps = asked.tasks, asked.steps
    whole = not asked.title
    findings = None
    if whole and campaign.findings:
        findings = counts(stands(campaign.findings, today))
    return Overview(
        campaign=campaign,
        phase=phase_or_blank(campaign, phase),
        today=today,
        title=asked.title,
        group=asked.group,
        chapter=asked.chapter,
        standing=standing(campaign, phase) if whole else None,
        tasks=tasks,
        steps=steps,
        chapters=_chapters(campaign, tasks),
        shares=shares(tasks),
        late=late([*tasks, *steps]),
        soon=due_next([*tasks, *steps], SOON),
        findings=findings,
        orders=unanswered(campaign, today) if whole else [],
        agreed=unfinished(campaign, today) if whole else [],
        returned=list(returned(campaign, today)) if whole else [],
    )


def _chapters(campaign: Campaign, tasks: Iterable[State]) -> list[ChapterProgress]:
    """Those that hold any of the tasks, in the plan's order."""
    of_chapter: dict[str, list[State]] = {}
    for task in tasks:
        of_chapter.setdefault(_chapter_of(task), []).append(task)
    chapters = []
    for chapter in campaign.chapters:
        own = of_chapter.get(str(chapter.number))
        if own:
            finished = sum(task.finished for task in own)
            overdue = sum(task.late > 0 for task in own)
            chapters.append(ChapterProgress(chapter, len(own), finished, overdue))
    return chapters


class Moved(NamedTuple):
    """One figure then and now, counted in ``measure``: 项, 条, % …

    ``better`` is +1 where more is better, -1 where less is, 0 where neither.
    """

    word: str
    then: float
    now: float
    better: int
    measure: str


_BETTER = {"todo": -1, "doing": 0, "blocked": -1, "done": 1, "verified": 1}


def movement(then: Overview, now: Overview) -> list[Moved]:
    """What moved between two states of a plan, each looked at as of its own day."""
    figures = []
    for was, is_now in zip(then.shares, now.shares, strict=True):
        word, better = STATUSES[was.status], _BETTER[was.status]
        figures.append(Moved(word, was.count, is_now.count, better, "项"))
    figures.append(Moved("逾期", len(then.late), len(now.late), -1, "项"))
    figures.append(Moved(f"{SOON} 天内到期", len(then.soon), len(now.soon), 0, "项"))
    if then.standing and now.standing:
        figures += _movement_of_targets(then.standing, now.standing)
    if then.findings or now.findings:
        nothing = Counts(0, 0, 0, 0, 0)
        figures += _movement_of_findings(then.findings or nothing, now.findings or nothing)
    return [figure for figure in figures if figure.then != figure.now]


def _movement_of_targets(then: Standing, now: Standing) -> list[Moved]:
    figures = [
        Moved("A类占比", then.share, now.share, 1, "%"),
        Moved("A类", then.a, now.a, 1, "条"),
        Moved("B类", then.b, now.b, 0, "条"),
        Moved("C类", then.c, now.c, -1, "条"),
        Moved("未评", then.unrated, now.unrated, -1, "条"),
    ]
    if then.minors is not None and now.minors is not None:
        figures.append(Moved("未成年人测评", then.minors, now.minors, 1, "分"))
    return figures


def _movement_of_findings(then: Counts, now: Counts) -> list[Moved]:
    return [
        Moved("督查问题", then.total, now.total, 0, "个"),
        Moved("问题待交办", then.unsent, now.unsent, -1, "个"),
        Moved("问题待整改", then.open, now.open, -1, "个"),
        Moved("问题逾期", then.late, now.late, -1, "个"),
        Moved("问题待复核", then.rectified, now.rectified, 0, "个"),
        Moved("问题已销号", then.verified, now.verified, 1, "个"),
    ]
