"""``cz add project``: what standards are listed under."""

from __future__ import annotations

from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign
from cz.typed.ids import normal_id
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    new_id,
    numbers_in,
    read_origin,
    read_title,
    refuse_title_twice,
    without_empty,
)
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_project(
    folder: str,
    title: str,
    *,
    block: str | None = None,
    system: str | None = None,
    id_: str | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a project (测评项目). Raises Refusal."""
    kept_title = read_title(title, "测评项目")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        refuse_title_twice(kept_title, campaign.projects, "测评项目里")
        own = new_id(campaign, "projects", "x", id_)
        above = _block(campaign, block) if block else ""
        record = {
            "id": own,
            "title": kept_title,
            "block": above,
            "system": _system(campaign, system) if system else "",
            "source": origin,
        }
        after = last_before(campaign.projects, lambda one: numbers_in(one.id), numbers_in(own))
        next_step = f"加它的标准：cz add indicator 标准 --project {own}。"
        return enter(loaded, "projects", [New(without_empty(record), after)], next_step)

    return write(folder, "indicators", plan, how, beside=("tasks", "units"))


def _block(campaign: Campaign, asked: str) -> str:
    """A block by id or title. Raises Refusal with all there are."""
    for block in campaign.blocks:
        if asked.strip() == block.title or normal_id(asked) == block.id:
            return block.id
    listed = "、".join(f"{block.id} {block.title}" for block in campaign.blocks) or "还没有"
    raise Refusal(f"没有叫“{asked}”的版块，没有改动。版块有：{listed}。")


def _system(campaign: Campaign, asked: str) -> str:
    """An assessment system by id or name. Raises Refusal with all there are."""
    for system in campaign.systems:
        if asked.strip() in (system.name, system.title) or normal_id(asked) == system.id:
            return system.id
    listed = "、".join(f"{system.id} {system.name}" for system in campaign.systems) or "还没有"
    raise Refusal(f"没有叫“{asked}”的测评体系，没有改动。测评体系有：{listed}。")
