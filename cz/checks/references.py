"""Errors between records: whatever a record names has to exist, and every id has to be one record's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from cz.checks.known import Known, error, no_phase, owners_by_form, unknown_unit, unlisted
from cz.checks.ledger import of_ledger
from cz.problem import Problem, nearest
from cz.records import Campaign, Step, Task
from cz.records.kinds import KINDS
from cz.tree import Path

_WORD = {section: kind.word for section, kind in KINDS.items()}
_NOTHING_LOST: Mapping[str, AbstractSet[str]] = {}
_NAMED = tuple(section for section, kind in KINDS.items() if kind.key == "id")


def references(
    campaign: Campaign, lost: Mapping[str, AbstractSet[str]] = _NOTHING_LOST
) -> list[Problem]:
    """All of them, in file order.

    ``lost``: what could not be read, as in cz.load.Loaded. Naming it is not held against a record: the cause is told
    where it lies.
    """
    known = Known(campaign, lost)
    found = [
        *_ids(campaign),
        *_names(campaign),
        *_work(campaign, known),
        *_members(campaign, known),
        *_standards(campaign, known),
        *_scores(campaign, known),
        *of_ledger(campaign, known),
    ]
    order = {source.path: index for index, source in enumerate(campaign.sources.values())}
    return sorted(found, key=lambda problem: (order[problem.path], problem.line, problem.column))


def _ids(campaign: Campaign) -> Iterator[Problem]:
    """E301: an id (a phase's or chapter's number) stands twice, in whatever kinds of records."""
    seen: dict[str, str] = {}
    for section in _NAMED:
        for record in getattr(campaign, section):
            if record.id in seen:
                yield error(
                    campaign,
                    section,
                    record,
                    ("id",),
                    "E301",
                    f"编号“{record.id}”用了两次，{seen[record.id]}里已经有了。",
                    "每个编号只能有一条记录，请给其中一条换一个编号。",
                )
            seen[record.id] = _WORD[section]
    for section in ("phases", "chapters"):
        numbers = set()
        for record in getattr(campaign, section):
            if record.number in numbers:
                yield error(
                    campaign,
                    section,
                    record,
                    ("number",),
                    "E301",
                    f"{_WORD[section]}号 {record.number} 用了两次。",
                    "请改成各不相同的号。",
                )
            numbers.add(record.number)


def _names(campaign: Campaign) -> Iterator[Problem]:
    """E308: two units, or a unit and a collective, of one name; a former name that two units claim."""
    seen: set[str] = set()
    for section in ("units", "collectives"):
        for record in getattr(campaign, section):
            if record.name in seen:
                yield error(
                    campaign,
                    section,
                    record,
                    ("name",),
                    "E308",
                    f"单位名称“{record.name}”出现了两次。",
                    "请删去重复的一条，或把名称写得有区别。",
                )
            seen.add(record.name)
    for unit in campaign.units:
        for index, name in enumerate(unit.former):
            if name in seen:
                yield error(
                    campaign,
                    "units",
                    unit,
                    ("former", index),
                    "E308",
                    f"曾用名“{name}”已经是一个单位的名称或曾用名。",
                    "请核对它现在是哪个单位。",
                )
            seen.add(name)


def _work(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E303, E306, E307 in tasks and steps."""
    names, groups, phases, chapters = known.owners, known.groups, known.phases, known.chapters
    for section in ("tasks", "steps"):
        items: tuple[Task | Step, ...] = getattr(campaign, section)
        for item in items:
            wrong: list[tuple[Path, str]] = []
            if item.lead and item.lead not in names:
                wrong.append((("lead",), item.lead))
            for index, name in enumerate(item.units):
                if name not in names:
                    wrong.append((("units", index), name))
            for index, update in enumerate(item.updates):
                if update.unit and update.unit not in known.owners_ever:
                    wrong.append((("updates", index, "unit"), update.unit))
                if update.phase and update.phase not in phases:
                    yield no_phase(
                        campaign, section, item, ("updates", index, "phase"), update.phase
                    )
            for path, name in wrong:
                yield unknown_unit(campaign, section, item, path, name, owners_by_form(campaign))
            if item.group and item.group not in groups:
                yield _no_group(campaign, section, item)
            for number in item.progress:
                if number not in phases:
                    yield no_phase(
                        campaign, section, item, ("progress", str(number)), number, key=True
                    )
            if isinstance(item, Step):
                if item.phase not in phases:
                    yield no_phase(campaign, section, item, ("phase",), item.phase)
            elif item.id.partition("-")[0] not in chapters:
                listed = "、".join(str(chapter.number) for chapter in campaign.chapters)
                yield error(
                    campaign,
                    section,
                    item,
                    ("id",),
                    "E307",
                    f"任务 {item.id} 属于第 {item.chapter} 板块，但没有这个板块。",
                    f"{f'板块有：{listed}。' if listed else ''}请改编号，或在 chapters 里补上板块。",
                )


def _no_group(campaign: Campaign, section: str, item: Task | Step) -> Problem:
    listed = [group.name for group in campaign.groups]
    near = nearest(item.group, listed, 1)
    hint = (
        f"是不是“{near[0]}”？"
        if near
        else f"工作组有：{'、'.join(listed)}。"
        if listed
        else "请在 data/units.yaml 的 groups 里补上。"
    )
    return error(
        campaign, section, item, ("group",), "E303", f"没有叫“{item.group}”的工作组。", hint
    )


def _members(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302 in the members of collectives."""
    for collective in campaign.collectives:
        for index, name in enumerate(collective.members):
            if name not in known.units:
                yield unknown_unit(
                    campaign,
                    "collectives",
                    collective,
                    ("members", index),
                    name,
                    {u.name: u.name for u in campaign.units},
                )


def _standards(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E304, E305, E306 in indicators, E305 in projects."""
    tasks, projects, units, phases = known.tasks, known.projects, known.owners, known.phases
    for one in campaign.indicators:
        if one.project not in projects:
            yield unlisted(
                campaign,
                "indicators",
                one,
                "project",
                one.project,
                [project.id for project in campaign.projects],
                "测评项目",
                "E305",
            )
        if one.task and one.task not in tasks:
            yield unlisted(
                campaign,
                "indicators",
                one,
                "task",
                one.task,
                [task.id for task in campaign.tasks],
                "任务",
                "E304",
            )
        if one.unit and one.unit not in units:
            yield unknown_unit(
                campaign, "indicators", one, ("unit",), one.unit, owners_by_form(campaign)
            )
        for number in one.ratings:
            if number not in phases:
                yield no_phase(
                    campaign, "indicators", one, ("ratings", str(number)), number, key=True
                )
    for project in campaign.projects:
        if project.block and project.block not in known.blocks:
            listed = [block.id for block in campaign.blocks]
            near = nearest(project.block, listed, 1)
            yield error(
                campaign,
                "projects",
                project,
                ("block",),
                "E305",
                f"没有编号为“{project.block}”的版块。",
                f"是不是 {near[0]}？"
                if near
                else f"版块有：{'、'.join(listed)}。"
                if listed
                else "请在 blocks 里补上。",
            )


def _scores(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E306 in the scores of the assessment systems."""
    for system in campaign.systems:
        for number in system.scores:
            if number not in known.phases:
                yield no_phase(
                    campaign, "systems", system, ("scores", str(number)), number, key=True
                )
