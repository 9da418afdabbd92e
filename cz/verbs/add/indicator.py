"""``cz add indicator``: one more standard (测评标准) of a project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cz.letters import folded
from cz.load import Loaded
from cz.names import find_task
from cz.problem import Refusal, nearest
from cz.records import Campaign, Indicator, Project
from cz.typed.ids import normal_id
from cz.verbs.adding import (
    New,
    enter,
    name_of,
    numbers_in,
    read_id,
    read_origin,
    read_title,
    refuse_title_twice,
    taken_ids,
    without_empty,
)
from cz.verbs.work import unique
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


class Details(NamedTuple):
    """What else is known of a standard, as typed."""

    content: str | None = None
    method: str | None = None
    material: str | None = None
    task: str | None = None
    unit: str | None = None


NOTHING_ELSE = Details()


def add_indicator(
    folder: str,
    title: str,
    project: str,
    *,
    id_: str | None = None,
    details: Details = NOTHING_ELSE,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a standard behind those of its project. Raises Refusal."""
    kept_title = read_title(title, "测评标准")
    origin = read_origin(source)
    texts = {
        name: read_title(text, word)
        for name, word, text in (
            ("content", "测评内容", details.content),
            ("method", "测评方法", details.method),
            ("material", "材料要求", details.material),
        )
        if text
    }

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        of = _project(campaign, project)
        alike = [each for each in campaign.indicators if each.project == of.id]
        refuse_title_twice(kept_title, alike, f"“{of.title}”里")
        taken = taken_ids(campaign)
        own = read_id("indicators", id_, taken) if id_ else _next_id(campaign, of, alike, taken)
        record = {
            "id": own,
            "project": of.id,
            "content": texts.get("content", ""),
            "title": kept_title,
            "method": texts.get("method", ""),
            "material": texts.get("material", ""),
            "task": find_task(campaign, details.task).id if details.task else "",
            "unit": name_of(campaign, details.unit) if details.unit else "",
            "source": origin,
        }
        new = New(without_empty(record), _behind(campaign, of, alike), f"，{of.id} {of.title}")
        return enter(loaded, "indicators", [new], f"评级：cz rate {own} A。")

    return write(folder, "indicators", plan, how, beside=("tasks", "units"))


def _project(campaign: Campaign, asked: str) -> Project:
    """By id, title, or a part of it that is no other's. Raises Refusal with the nearest."""
    wanted = folded(asked)
    for project in campaign.projects:
        if project.id == normal_id(asked) or folded(project.title) == wanted:
            return project
    partly = [each for each in campaign.projects if wanted and wanted in folded(each.title)]
    if len(partly) == 1:
        return partly[0]
    by_form = {form: each for each in campaign.projects for form in (each.id, each.title)}
    near = partly or [by_form[form] for form in nearest(asked, list(by_form))]
    near = near or list(campaign.projects)
    listed = "、".join(unique(f"{each.id} {each.title}" for each in near)) or "还没有"
    raise Refusal(
        f"没有叫“{asked}”的测评项目，没有改动。测评项目有：{listed}。"
        "新的请先用 cz add project 加上。",
        missing=asked,
    )


def _next_id(
    campaign: Campaign, project: Project, alike: Sequence[Indicator], taken: set[str]
) -> str:
    """The next after the last of its project, else the first of it, as wide as its neighbours'."""
    last = alike[-1] if alike else None
    form = re.fullmatch(r"(.*?)([0-9]+)", last.id) if last else None
    if form is not None:
        ahead, width = form[1], len(form[2])
    else:
        ahead, width = f"i{numbers_in(project.id)[0]}-", 2
    number = 1
    for each in campaign.indicators:
        tail = each.id.removeprefix(ahead)
        if each.id.startswith(ahead) and tail.isdecimal():
            number = max(number, int(tail) + 1)
    while f"{ahead}{number:0{width}}" in taken:
        number += 1
    return f"{ahead}{number:0{width}}"


def _behind(campaign: Campaign, project: Project, alike: Sequence[Indicator]) -> Indicator | None:
    """The last of its project, else the last of the projects before it."""
    if alike:
        return alike[-1]
    order = [each.id for each in campaign.projects]
    before = set(order[: order.index(project.id)])
    earlier = [each for each in campaign.indicators if each.project in before]
    return earlier[-1] if earlier else None
