"""The plan's own text for a template: its parts in order, each with the records in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cz.records import Campaign, Part, Step, Task
from cz.report.view_plan import PartView, TextOf
from cz.words import cn_number

# The parts of a plan that does not say which it has, and what they are called.
_TITLES = {
    "phases": "创建目标",
    "tasks": "工作任务",
    "steps": "实施步骤",
    "requirements": "工作要求",
}


def plan_text(campaign: Campaign) -> tuple[PartView, ...]:
    """Nothing that is proposed (拟) is among it."""
    parts = campaign.parts or _usual(campaign)
    return tuple(_part(campaign, part) for part in parts)


def _usual(campaign: Campaign) -> list[Part]:
    held = [section for section in _TITLES if getattr(campaign, section)]
    return [
        Part(number, _TITLES[section], mark=cn_number(number), holds=section)
        for number, section in enumerate(held, 1)
    ]


def _part(campaign: Campaign, part: Part) -> PartView:
    below = _BELOW.get(part.holds, _nothing)(campaign)
    headings = [_text(heading.title, heading.page) for heading in part.headings]
    contents: list[tuple[str, str]] = []
    if part.holds == "phases":
        contents = [(each.title, each.in_contents) for each in campaign.phases if each.in_contents]
    return PartView(
        number=part.number,
        mark=part.mark,
        title=part.title,
        page=part.page,
        text=part.text,
        seen=part.seen,
        holds=part.holds,
        below=(*headings, *below),
        contents=tuple(contents),
    )


def _text(
    title: str, page: int, *, mark: str = "", text: str = "", below: Iterable[TextOf] = ()
) -> TextOf:
    return TextOf("", mark, title, page, text, "", cut=False, below=tuple(below))


def _nothing(campaign: Campaign) -> list[TextOf]:
    return []


def _phases(campaign: Campaign) -> list[TextOf]:
    own = [phase for phase in campaign.phases if phase.source == "plan"]
    return [
        _text(
            f"{phase.year}，{phase.title}" if phase.year else phase.title,
            phase.page,
            mark=f"（{cn_number(number)}）",
            text=phase.goal,
        )
        for number, phase in enumerate(own, 1)
    ]


def _tasks(campaign: Campaign) -> list[TextOf]:
    chapters = [chapter for chapter in campaign.chapters if chapter.source == "plan"]
    texts = []
    for number, chapter in enumerate(chapters, 1):
        tasks = [task for task in campaign.tasks if task.chapter == chapter.number]
        texts.append(
            _text(
                chapter.title,
                chapter.page,
                mark=f"（{cn_number(number)}）",
                below=[_task(task, place) for place, task in enumerate(tasks, 1)],
            )
        )
    return texts


def _task(task: Task, number: int) -> TextOf:
    """Title and text are the plan's even where lead and units are ours."""
    return TextOf(
        id=task.id,
        mark=str(number),
        title=task.title,
        page=task.page,
        text=task.text,
        clause=task.clause or _clause(task),
        cut=task.truncated,
        below=(),
    )


def _clause(item: Task | Step) -> str:
    """Who does it, of a record that is the plan's in this."""
    if item.source != "plan":
        return ""
    said = []
    if item.lead and "lead" not in item.proposed:
        said.append(f"牵头单位：{item.lead}")
    if item.units and "units" not in item.proposed:
        said.append(f"责任单位：{'、'.join(item.units)}")
    return "；".join(said)


def _steps(campaign: Campaign) -> list[TextOf]:
    texts = []
    for number, phase in enumerate(campaign.phases, 1):
        own = [
            step for step in campaign.steps if step.phase == phase.number and step.source == "plan"
        ]
        year = f"（{phase.year}）" if phase.year else ""
        below = [
            TextOf(step.id, str(place), step.title, step.page, "", _clause(step), False, ())
            for place, step in enumerate(own, 1)
        ]
        if phase.stage or below:
            title = f"{phase.stage or phase.title}{year}"
            mark = f"（{cn_number(number)}）"
            texts.append(_text(title, phase.stage_page, mark=mark, below=below))
    return texts


def _requirements(campaign: Campaign) -> list[TextOf]:
    own = [each for each in campaign.requirements if each.source == "plan"]
    return [
        _text(each.title, each.page, mark=f"（{cn_number(number)}）")
        for number, each in enumerate(own, 1)
    ]


def _groups(campaign: Campaign) -> list[TextOf]:
    own = [group for group in campaign.groups if group.source == "plan"]
    return [
        _text(group.name, group.page, mark=str(number), text="\n".join(group.duties))
        for number, group in enumerate(own, 1)
    ]


_BELOW: dict[str, Callable[[Campaign], Sequence[TextOf]]] = {
    "phases": _phases,
    "tasks": _tasks,
    "steps": _steps,
    "requirements": _requirements,
    "annex": _groups,
}
