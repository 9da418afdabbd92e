"""Errors between records.

Whatever a record names has to exist, and every id has to be one record's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from cz.checks.conditions import of_conditions
from cz.checks.known import (
    Known,
    error,
    no_phase,
    odd_words,
    owners_by_form,
    unknown_unit,
    unlisted,
)
from cz.checks.ledger import of_ledger
from cz.checks.material import of_material
from cz.checks.meetings import of_meetings
from cz.checks.rounds import of_judges, of_rounds, of_scoring
from cz.checks.spots import of_spots
from cz.checks.surveys import of_surveys
from cz.letters import folded
from cz.problem import Problem, nearest
from cz.records import HEADQUARTERS, OFFICE, Campaign, Project, Step, Task
from cz.records.kinds import KINDS, word_of
from cz.tree import Path

_WORD = {section: kind.word for section, kind in KINDS.items()}
_NOTHING_LOST: Mapping[str, AbstractSet[str]] = {}
_NAMED = tuple(section for section, kind in KINDS.items() if kind.key == "id")


def references(
    campaign: Campaign, lost: Mapping[str, AbstractSet[str]] = _NOTHING_LOST
) -> list[Problem]:
    """All of them, in file order.

    ``lost``: what could not be read, as in cz.load.Loaded. Naming it is not held against a record:
    the cause is told where it lies.
    """
    known = Known(campaign, lost)
    problems = [
        *_ids(campaign),
        *_names(campaign),
        *_work(campaign, known),
        *_members(campaign, known),
        *_standards(campaign, known),
        *_scores(campaign, known),
        *of_ledger(campaign, known),
        *of_material(campaign, known),
        *of_spots(campaign, known),
        *of_rounds(campaign, known),
        *of_meetings(campaign, known),
        *of_scoring(campaign),
        *of_judges(campaign),
        *of_surveys(campaign, known),
        *of_conditions(campaign, known),
        *_people(campaign, known),
    ]
    order = {source.path: index for index, source in enumerate(campaign.sources.values())}
    return sorted(problems, key=lambda problem: (order[problem.path], problem.line, problem.column))


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
    for task in campaign.tasks:
        for index, id_ in enumerate(task.former):
            if id_ in seen:
                yield error(
                    campaign,
                    "tasks",
                    task,
                    ("former", index),
                    "E301",
                    f"原编号“{id_}”现在是另一条记录的编号，或写了两次。",
                    "写着这个编号的记录不知道指哪一条，请改其中一个。",
                )
            seen[id_] = "原编号"
    for section in ("parts", "phases", "chapters"):
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
    """E308: two units, or a unit and a collective, of one name; a former name claimed twice.

    Also two groups, or two assessment systems. Names that only look the same are the same.
    """
    seen: dict[str, str] = {}
    for section in ("units", "collectives"):
        yield from _names_twice(campaign, section, "单位", seen)
    for unit in campaign.units:
        told = [(("former", index), name) for index, name in enumerate(unit.former)]
        told += [(("merged", index), name) for index, name in enumerate(unit.merged)]
        for path, name in told:
            other = seen.get(folded(name))
            if other is not None:
                yield error(
                    campaign,
                    "units",
                    unit,
                    path,
                    "E308",
                    f"{word_of(unit, path[0])}“{name}”已经是一个单位的名称或曾用名。",
                    f"{_looks_same(name, other)}请核对它现在是哪个单位。",
                )
            seen[folded(name)] = name
    yield from _names_twice(campaign, "groups", "工作组", {})
    yield from _names_twice(campaign, "systems", "测评体系", {})


def _names_twice(
    campaign: Campaign, section: str, word: str, seen: dict[str, str]
) -> Iterator[Problem]:
    """``seen``: the names before, by what they are compared by; those of the section are added."""
    for record in getattr(campaign, section):
        other = seen.get(folded(record.name))
        if other is not None:
            yield error(
                campaign,
                section,
                record,
                ("name",),
                "E308",
                f"{word}名称“{record.name}”出现了两次。",
                f"{_looks_same(record.name, other)}请删去重复的一条，或把名称写得有区别。",
            )
        seen[folded(record.name)] = record.name


def _looks_same(name: str, other: str) -> str:
    """How a name differs from the other that it is taken for; "" where it does not."""
    if name == other:
        return ""
    odd = odd_words(name) or odd_words(other) or "只差空格、大小写或全角半角。"
    return f"另一处写作“{other}”，看上去是一个名称：{odd}"


def _work(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E303, E306, E307 in tasks and steps."""
    for task in campaign.tasks:
        yield from _units_of_work(campaign, "tasks", task, known)
        yield from _phases_of_work(campaign, "tasks", task, known)
        if task.id.partition("-")[0] not in known.chapters:
            yield _no_chapter(campaign, task)
        if task.split_from and task.split_from not in known.tasks:
            yield unlisted(
                campaign,
                "tasks",
                task,
                "split_from",
                task.split_from,
                [other.id for other in campaign.tasks],
                "任务",
                "E304",
            )
    for step in campaign.steps:
        yield from _units_of_work(campaign, "steps", step, known)
        yield from _phases_of_work(campaign, "steps", step, known)
        if step.phase not in known.phases:
            yield no_phase(campaign, "steps", step, ("phase",), step.phase)


def _units_of_work(
    campaign: Campaign, section: str, item: Task | Step, known: Known
) -> Iterator[Problem]:
    unknown: list[tuple[Path, str]] = []
    if item.lead and item.lead not in known.owners_ever:
        unknown.append((("lead",), item.lead))
    for index, name in enumerate(item.units):
        if name not in known.owners_ever:
            unknown.append((("units", index), name))
    for index, update in enumerate(item.updates):
        if update.unit and update.unit not in known.owners_ever:
            unknown.append((("updates", index, "unit"), update.unit))
    for path, name in unknown:
        yield unknown_unit(campaign, section, item, path, name, owners_by_form(campaign))
    if item.group and item.group not in known.groups:
        yield _no_group(campaign, section, item, "group", item.group)


def _phases_of_work(
    campaign: Campaign, section: str, item: Task | Step, known: Known
) -> Iterator[Problem]:
    for index, update in enumerate(item.updates):
        if update.phase and update.phase not in known.phases:
            place: Path = ("updates", index, "phase")
            yield no_phase(campaign, section, item, place, update.phase)
    for number in item.progress:
        if number not in known.phases:
            place = ("progress", str(number))
            yield no_phase(campaign, section, item, place, number, key=True)


def _people(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E303: a person in a body that there is none of. Units may be others than the plan's."""
    bodies = (HEADQUARTERS, OFFICE)
    for person in campaign.people:
        if person.body and person.body not in bodies and person.body not in known.groups:
            yield _no_group(campaign, "people", person, "body", person.body)


def _no_chapter(campaign: Campaign, task: Task) -> Problem:
    numbers = "、".join(str(chapter.number) for chapter in campaign.chapters)
    listed = f"板块有：{numbers}。" if numbers else ""
    return error(
        campaign,
        "tasks",
        task,
        ("id",),
        "E307",
        f"任务 {task.id} 属于第 {task.chapter} 板块，但没有这个板块。",
        f"{listed}请改编号，或在 chapters 里补上板块。",
    )


def _no_group(campaign: Campaign, section: str, record: Any, field: str, name: str) -> Problem:
    """``field`` names a work group that there is none of."""
    names = [group.name for group in campaign.groups]
    alike = [other for other in names if folded(other) == folded(name)]
    near = nearest(name, names, 1)
    if alike:
        hint = f"{odd_words(name)}请改成“{alike[0]}”。"
    elif near:
        hint = f"是不是“{near[0]}”？"
    elif names:
        hint = f"工作组有：{'、'.join(names)}。"
    else:
        hint = "请在 data/units.yaml 的 groups 里补上。"
    message = f"没有叫“{name}”的工作组。"
    return error(campaign, section, record, (field,), "E303", message, hint)


def _members(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302 in the members of collectives."""
    for collective in campaign.collectives:
        for index, name in enumerate(collective.members):
            if name not in known.units_ever:
                yield unknown_unit(
                    campaign,
                    "collectives",
                    collective,
                    ("members", index),
                    name,
                    {unit.name: unit.name for unit in campaign.units},
                )


def _standards(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E304, E305, E306 in indicators, E305 in projects."""
    tasks, projects, units, phases = known.tasks, known.projects, known.owners_ever, known.phases
    for indicator in campaign.indicators:
        if indicator.project not in projects:
            yield unlisted(
                campaign,
                "indicators",
                indicator,
                "project",
                indicator.project,
                [project.id for project in campaign.projects],
                "测评项目",
                "E305",
            )
        if indicator.task and indicator.task not in tasks:
            yield unlisted(
                campaign,
                "indicators",
                indicator,
                "task",
                indicator.task,
                [task.id for task in campaign.tasks],
                "任务",
                "E304",
            )
        if indicator.unit and indicator.unit not in units:
            yield unknown_unit(
                campaign,
                "indicators",
                indicator,
                ("unit",),
                indicator.unit,
                owners_by_form(campaign),
            )
        for number in indicator.ratings:
            if number not in phases:
                yield no_phase(
                    campaign, "indicators", indicator, ("ratings", str(number)), number, key=True
                )
    for project in campaign.projects:
        if project.block and project.block not in known.blocks:
            yield _no_block(campaign, project)
        if project.system and project.system not in known.systems:
            yield _no_system(campaign, project)


def _no_block(campaign: Campaign, project: Project) -> Problem:
    ids = [block.id for block in campaign.blocks]
    near = nearest(project.block, ids, 1)
    if near:
        hint = f"是不是 {near[0]}？"
    elif ids:
        hint = f"版块有：{'、'.join(ids)}。"
    else:
        hint = "请在 blocks 里补上。"
    message = f"没有编号为“{project.block}”的版块。"
    return error(campaign, "projects", project, ("block",), "E305", message, hint)


def _no_system(campaign: Campaign, project: Project) -> Problem:
    ids = [system.id for system in campaign.systems]
    hint = f"测评体系有：{'、'.join(ids)}。" if ids else "请在 systems 里补上。"
    message = f"没有编号为“{project.system}”的测评体系。"
    return error(campaign, "projects", project, ("system",), "E305", message, hint)


def _scores(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E306 in the scores of the assessment systems."""
    for system in campaign.systems:
        for number in system.scores:
            if number not in known.phases:
                yield no_phase(
                    campaign, "systems", system, ("scores", str(number)), number, key=True
                )
