"""Errors between records: whatever a record names has to exist, and every id has to be one record's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cz.load import FILES
from cz.model import Campaign, Step, Task
from cz.problem import Problem, nearest
from cz.tree import Path, complain

_STEM = {kind.section: stem for stem, kinds in FILES.items() for kind in kinds}
_WORD = {kind.section: kind.word for kinds in FILES.values() for kind in kinds}
_NAMED = ("tasks", "steps", "requirements", "groups", "units", "collectives", "systems", "blocks", "projects", "indicators")


def references(campaign: Campaign) -> list[Problem]:
    """All of them, in file order. A reference into a file that could not be read is not held against the record."""
    found = [*_ids(campaign), *_names(campaign), *_work(campaign), *_members(campaign), *_standards(campaign), *_scores(campaign)]
    order = {source.path: index for index, source in enumerate(campaign.sources.values())}
    return sorted(found, key=lambda problem: (order[problem.path], problem.line, problem.column))


def _error(campaign: Campaign, section: str, record: Any, path: Path, code: str, message: str, advice: str) -> Problem:
    source = campaign.sources[_STEM[section]]
    return complain(source, record.node, path, code, "error", message, advice, name=str(getattr(record, "id", "")))


def _ids(campaign: Campaign) -> Iterator[Problem]:
    """E301: an id (a phase's or chapter's number) stands twice, in whatever kinds of records."""
    seen: dict[str, str] = {}
    for section in _NAMED:
        for record in getattr(campaign, section):
            if record.id in seen:
                yield _error(
                    campaign, section, record, ("id",), "E301", f"编号“{record.id}”用了两次，{seen[record.id]}里已经有了。",
                    "每个编号只能有一条记录，请给其中一条换一个编号。",
                )  # fmt: skip
            seen[record.id] = _WORD[section]
    for section in ("phases", "chapters"):
        numbers = set()
        for record in getattr(campaign, section):
            if record.number in numbers:
                yield _error(
                    campaign, section, record, ("number",), "E301", f"{_WORD[section]}号 {record.number} 用了两次。", "请改成各不相同的号。"
                )
            numbers.add(record.number)


def _names(campaign: Campaign) -> Iterator[Problem]:
    """E308: two units, or a unit and a collective, of one name."""
    seen = set()
    for section in ("units", "collectives"):
        for record in getattr(campaign, section):
            if record.name in seen:
                yield _error(
                    campaign, section, record, ("name",), "E308", f"单位名称“{record.name}”出现了两次。", "请删去重复的一条，或把名称写得有区别。"
                )
            seen.add(record.name)


def _unknown_unit(campaign: Campaign, section: str, record: Any, path: Path, name: str, known: dict[str, str]) -> Problem:
    listed = known.get(name.lower())
    if listed is None:
        near = nearest(name, list(dict.fromkeys(known.values())))
        hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    else:
        hint = f"请写全名“{listed}”。"
    return _error(
        campaign, section, record, path, "E302", f"没有叫“{name}”的单位。", f"{hint}单位都列在 data/units.yaml 里。"
    )


def _owners(campaign: Campaign) -> dict[str, str]:
    """Every name, id and blacked-out form to the unit's name."""
    return {
        form: unit.name for unit in (*campaign.units, *campaign.collectives) for form in (*unit.redacted, unit.id, unit.name)
    }


def _work(campaign: Campaign) -> Iterator[Problem]:
    """E302, E303, E306, E307 in tasks and steps."""
    names = {unit.name for unit in campaign.units} | {unit.name for unit in campaign.collectives}
    units_known = "units" in campaign.sources
    groups = {group.name for group in campaign.groups}
    phases = {phase.number for phase in campaign.phases}
    chapters = {str(chapter.number) for chapter in campaign.chapters}
    for section in ("tasks", "steps"):
        items: tuple[Task | Step, ...] = getattr(campaign, section)
        for item in items:
            wrong: list[tuple[Path, str]] = []
            if units_known:
                if item.lead and item.lead not in names:
                    wrong.append((("lead",), item.lead))
                for index, name in enumerate(item.units):
                    if name not in names:
                        wrong.append((("units", index), name))
                for index, update in enumerate(item.updates):
                    if update.unit and update.unit not in names:
                        wrong.append((("updates", index, "unit"), update.unit))
                for path, name in wrong:
                    yield _unknown_unit(campaign, section, item, path, name, _owners(campaign))
                if item.group and item.group not in groups:
                    near = nearest(item.group, list(groups), 1)
                    yield _error(
                        campaign, section, item, ("group",), "E303", f"没有叫“{item.group}”的工作组。",
                        f"是不是“{near[0]}”？" if near else f"工作组有：{'、'.join(group.name for group in campaign.groups)}。",
                    )  # fmt: skip
            for number in item.progress:
                if number not in phases:
                    yield _no_phase(campaign, section, item, ("progress", str(number)), number)
            for index, update in enumerate(item.updates):
                if update.phase and update.phase not in phases:
                    yield _no_phase(campaign, section, item, ("updates", index, "phase"), update.phase)
            if isinstance(item, Step):
                if item.phase not in phases:
                    yield _no_phase(campaign, section, item, ("phase",), item.phase)
            elif item.id.partition("-")[0] not in chapters:
                yield _error(
                    campaign, section, item, ("id",), "E307", f"任务 {item.id} 属于第 {item.chapter} 板块，但没有这个板块。",
                    f"板块有：{'、'.join(str(chapter.number) for chapter in campaign.chapters)}。请改编号，或在 chapters 里补上板块。",
                )  # fmt: skip


def _no_phase(campaign: Campaign, section: str, record: Any, path: Path, number: int) -> Problem:
    known = "、".join(str(phase.number) for phase in campaign.phases)
    return _error(campaign, section, record, path, "E306", f"没有第 {number} 阶段。", f"方案里的阶段有：{known}。" if known else "")


def _members(campaign: Campaign) -> Iterator[Problem]:
    """E302 in the members of collectives."""
    names = {unit.name for unit in campaign.units}
    for collective in campaign.collectives:
        for index, name in enumerate(collective.members):
            if name not in names:
                yield _unknown_unit(campaign, "collectives", collective, ("members", index), name, {u.name: u.name for u in campaign.units})


def _standards(campaign: Campaign) -> Iterator[Problem]:
    """E302, E304, E305, E306 in indicators, E305 in projects."""
    units = {unit.name for unit in campaign.units} | {unit.name for unit in campaign.collectives}
    tasks = {task.id for task in campaign.tasks}
    projects = {project.id for project in campaign.projects}
    phases = {phase.number for phase in campaign.phases}
    has_units, has_tasks = "units" in campaign.sources, "tasks" in campaign.sources
    for one in campaign.indicators:
        if one.project not in projects:
            yield _unlisted(campaign, one, "project", one.project, sorted(projects), "测评项目", "E305")
        if has_tasks and one.task and one.task not in tasks:
            yield _unlisted(campaign, one, "task", one.task, sorted(tasks), "任务", "E304")
        if has_units and one.unit and one.unit not in units:
            yield _unknown_unit(campaign, "indicators", one, ("unit",), one.unit, _owners(campaign))
        if has_tasks:
            for number in one.ratings:
                if number not in phases:
                    yield _no_phase(campaign, "indicators", one, ("ratings", str(number)), number)
    blocks = {block.id for block in campaign.blocks}
    for project in campaign.projects:
        if project.block and project.block not in blocks:
            near = nearest(project.block, sorted(blocks), 1)
            yield _error(
                campaign, "projects", project, ("block",), "E305", f"没有编号为“{project.block}”的版块。",
                f"是不是 {near[0]}？" if near else f"版块有：{'、'.join(sorted(blocks))}。",
            )  # fmt: skip


def _unlisted(campaign: Campaign, record: Any, field: str, found: str, known: list[str], word: str, code: str) -> Problem:
    near = nearest(found, known)
    hint = f"最接近的有：{'、'.join(near)}。" if near else f"请核对{word}编号。"
    return _error(campaign, "indicators", record, (field,), code, f"没有编号为“{found}”的{word}。", hint)


def _scores(campaign: Campaign) -> Iterator[Problem]:
    """E306 in the scores of the assessment systems."""
    phases = {phase.number for phase in campaign.phases}
    for system in campaign.systems if "tasks" in campaign.sources else ():
        for number in system.scores:
            if number not in phases:
                yield _no_phase(campaign, "systems", system, ("scores", str(number)), number)
