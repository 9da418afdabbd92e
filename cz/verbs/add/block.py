"""``cz add block``: what projects are listed under."""

from __future__ import annotations

from cz.load import Loaded
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    new_id,
    numbers_in,
    read_origin,
    read_title,
    refuse_title_twice,
)
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_block(
    folder: str,
    title: str,
    *,
    id_: str | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a block (版块). Raises Refusal."""
    kept_title = read_title(title, "版块的名称")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        refuse_title_twice(kept_title, campaign.blocks, "版块里")
        own = new_id(campaign, "blocks", "b", id_)
        record = {"id": own, "title": kept_title, "source": origin}
        after = last_before(campaign.blocks, lambda one: numbers_in(one.id), numbers_in(own))
        next_step = f"加它的测评项目：cz add project 测评项目 --block {own}。"
        return enter(loaded, "blocks", [New(record, after)], next_step)

    return write(folder, "indicators", plan, how, beside=("tasks", "units"))
