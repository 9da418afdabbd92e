"""Errors between records: whatever a record names has to exist, and every id has to be one record's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from cz.load import FILES
from cz.model import Campaign, Step, Task
from cz.problem import Problem, nearest
from cz.tree import Path, complain

_STEM = {kind.section: stem for stem, kinds in FILES.items() for kind in kinds}
_WORD = {kind.section: kind.word for kinds in FILES.values() for kind in kinds}
_NOTHING_LOST: Mapping[str, AbstractSet[str]] = {}
_NAMED = ("tasks", "steps", "requirements", "groups", "units", "collectives", "systems", "blocks", "projects", "indicators")


def references(campaign: Campaign, lost: Mapping[str, AbstractSet[str]] = _NOTHING_LOST) -> list[Problem]:
    """All of them, in file order.

    ``lost``: what could not be read, as in cz.load.Loaded. Naming it is not held against a record: the cause is told
    where it lies.
    """
    known = _Known(campaign, lost)
    found = [
        *_ids(campaign), *_names(campaign), *_work(campaign, known), *_members(campaign, known), *_standards(campaign, known),
        *_scores(campaign, known),
    ]  # fmt: skip
    order = {source.path: index for index, source in enumerate(campaign.sources.values())}
    return sorted(found, key=lambda problem: (order[problem.path], problem.line, problem.column))


class _Anything(frozenset[Any]):
    """Holds whatever it is asked for."""

    def __contains__(self, item: object) -> bool:
        return True


class _Known:
    """What may be named, by kind; everything where the file that says so could not be read."""

    def __init__(self, campaign: Campaign, lost: Mapping[str, AbstractSet[str]]) -> None:
        def names(stem: str, found: Iterable[str]) -> AbstractSet[str]:
            gone = lost.get(stem, frozenset()) if stem in campaign.sources else {"*"}
            return _Anything() if "*" in gone else frozenset(found) | gone

        self.owners = names("units", (owner.name for owner in campaign.owners))
        self.units = names("units", (unit.name for unit in campaign.units))
        self.groups = names("units", (group.name for group in campaign.groups))
        phases = names("tasks", (str(phase.number) for phase in campaign.phases))
        self.phases = phases if isinstance(phases, _Anything) else frozenset(int(number) for number in phases if number.isdecimal())
        self.chapters = names("tasks", (str(chapter.number) for chapter in campaign.chapters))
        self.tasks = names("tasks", (task.id for task in campaign.tasks))
        self.projects = names("indicators", (project.id for project in campaign.projects))
        self.blocks = names("indicators", (block.id for block in campaign.blocks))


def _error(
    campaign: Campaign, section: str, record: Any, path: Path, code: str, message: str, advice: str, *, key: bool = False
) -> Problem:
    source = campaign.sources[_STEM[section]]
    return complain(source, record.node, path, code, "error", message, advice, key=key, name=str(getattr(record, "id", "")))


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
        form: unit.name for unit in campaign.owners for form in (*unit.redacted, unit.id, unit.name)
    }


def _work(campaign: Campaign, known: _Known) -> Iterator[Problem]:
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
                if update.unit and update.unit not in names:
                    wrong.append((("updates", index, "unit"), update.unit))
                if update.phase and update.phase not in phases:
                    yield _no_phase(campaign, section, item, ("updates", index, "phase"), update.phase)
            for path, name in wrong:
                yield _unknown_unit(campaign, section, item, path, name, _owners(campaign))
            if item.group and item.group not in groups:
                yield _no_group(campaign, section, item)
            for number in item.progress:
                if number not in phases:
                    yield _no_phase(campaign, section, item, ("progress", str(number)), number, key=True)
            if isinstance(item, Step):
                if item.phase not in phases:
                    yield _no_phase(campaign, section, item, ("phase",), item.phase)
            elif item.id.partition("-")[0] not in chapters:
                listed = "、".join(str(chapter.number) for chapter in campaign.chapters)
                yield _error(
                    campaign, section, item, ("id",), "E307", f"任务 {item.id} 属于第 {item.chapter} 板块，但没有这个板块。",
                    f"{f'板块有：{listed}。' if listed else ''}请改编号，或在 chapters 里补上板块。",
                )  # fmt: skip


def _no_group(campaign: Campaign, section: str, item: Task | Step) -> Problem:
    listed = [group.name for group in campaign.groups]
    near = nearest(item.group, listed, 1)
    hint = f"是不是“{near[0]}”？" if near else f"工作组有：{'、'.join(listed)}。" if listed else "请在 data/units.yaml 的 groups 里补上。"
    return _error(campaign, section, item, ("group",), "E303", f"没有叫“{item.group}”的工作组。", hint)


def _no_phase(campaign: Campaign, section: str, record: Any, path: Path, number: int, *, key: bool = False) -> Problem:
    listed = "、".join(str(phase.number) for phase in campaign.phases)
    hint = f"方案里的阶段有：{listed}。" if listed else "请在 data/tasks.yaml 的 phases 里补上。"
    return _error(campaign, section, record, path, "E306", f"没有第 {number} 阶段。", hint, key=key)


def _members(campaign: Campaign, known: _Known) -> Iterator[Problem]:
    """E302 in the members of collectives."""
    for collective in campaign.collectives:
        for index, name in enumerate(collective.members):
            if name not in known.units:
                yield _unknown_unit(campaign, "collectives", collective, ("members", index), name, {u.name: u.name for u in campaign.units})


def _standards(campaign: Campaign, known: _Known) -> Iterator[Problem]:
    """E302, E304, E305, E306 in indicators, E305 in projects."""
    tasks, projects, units, phases = known.tasks, known.projects, known.owners, known.phases
    for one in campaign.indicators:
        if one.project not in projects:
            yield _unlisted(campaign, one, "project", one.project, [project.id for project in campaign.projects], "测评项目", "E305")
        if one.task and one.task not in tasks:
            yield _unlisted(campaign, one, "task", one.task, [task.id for task in campaign.tasks], "任务", "E304")
        if one.unit and one.unit not in units:
            yield _unknown_unit(campaign, "indicators", one, ("unit",), one.unit, _owners(campaign))
        for number in one.ratings:
            if number not in phases:
                yield _no_phase(campaign, "indicators", one, ("ratings", str(number)), number, key=True)
    for project in campaign.projects:
        if project.block and project.block not in known.blocks:
            listed = [block.id for block in campaign.blocks]
            near = nearest(project.block, listed, 1)
            yield _error(
                campaign, "projects", project, ("block",), "E305", f"没有编号为“{project.block}”的版块。",
                f"是不是 {near[0]}？" if near else f"版块有：{'、'.join(listed)}。" if listed else "请在 blocks 里补上。",
            )  # fmt: skip


def _unlisted(campaign: Campaign, record: Any, field: str, found: str, known: list[str], word: str, code: str) -> Problem:
    near = nearest(found, known)
    hint = f"最接近的有：{'、'.join(near)}。" if near else f"请核对{word}编号。"
    return _error(campaign, "indicators", record, (field,), code, f"没有编号为“{found}”的{word}。", hint)


def _scores(campaign: Campaign, known: _Known) -> Iterator[Problem]:
    """E306 in the scores of the assessment systems."""
    for system in campaign.systems:
        for number in system.scores:
            if number not in known.phases:
                yield _no_phase(campaign, "systems", system, ("scores", str(number)), number, key=True)
