"""``cz add indicator``: an assessment standard (测评标准) more."""

from __future__ import annotations

from cz.letters import folded
from cz.names import find_record, find_task
from cz.problem import Refusal
from cz.records import Campaign, Indicator, Project
from cz.records.kinds import KINDS
from cz.verbs.add.entering import (
    Entry,
    enter,
    last_of,
    name_of,
    next_number,
    source_of,
    titled,
)
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_indicator(
    folder: str,
    title: str,
    project: str,
    *,
    content: str = "",
    method: str = "",
    material: str = "",
    task: str | None = None,
    unit: str | None = None,
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """It gets the project's next number. Raises Refusal."""

    def make(campaign: Campaign) -> Entry:
        owner = _project(campaign, project)
        there = [each for each in campaign.indicators if each.project == owner.id]
        indicator = Indicator(
            id=_next_id(owner, campaign),
            title=titled(title, there, "测评标准"),
            project=owner.id,
            content=kept_line(content) if content else "",
            method=kept_line(method) if method else "",
            material=kept_line(material) if material else "",
            task=find_task(campaign, task).id if task else "",
            unit=name_of(campaign, unit) if unit else "",
            source=source_of(confirm),
        )
        return Entry(indicator, last_of(there), f"评级用 cz rate {indicator.id} A")

    return enter(folder, "indicators", make, how)


def _project(campaign: Campaign, text: str) -> Project:
    """By id or title."""
    for project in campaign.projects:
        if folded(project.title) == folded(text):
            return project
    if not campaign.projects:
        raise Refusal("方案里还没有测评项目。请先用 cz add project 名称 加上。")
    owner: Project = find_record(campaign, KINDS["projects"], text)
    return owner


def _next_id(project: Project, campaign: Campaign) -> str:
    """i3-07 where x3 has six: as many digits as the others have, two where there are none."""
    start = f"i{project.id[1:]}-"
    own = [each.id for each in campaign.indicators if each.id.startswith(start)]
    digits = max((len(id_) - len(start) for id_ in own), default=2)
    return f"{start}{next_number(own):0{digits}}"
