"""``cz add group``: one more work group."""

from __future__ import annotations

from cz.letters import folded
from cz.load import Loaded
from cz.problem import Refusal
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    new_id,
    numbers_in,
    read_origin,
    read_title,
)
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_group(
    folder: str, name: str, *, id_: str | None = None, source: str | None = None, how: How = PLAINLY
) -> Outcome:
    """Enter a work group. Raises Refusal."""
    kept_name = read_title(name, "工作组的名称")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        groups = loaded.campaign.groups
        for group in groups:
            if folded(group.name) == folded(kept_name):
                raise Refusal(f"已经有叫“{group.name}”的工作组（{group.id}），没有改动。")
        number = new_id(loaded.campaign, "groups", "g", id_)
        after = last_before(groups, lambda group: numbers_in(group.id), numbers_in(number))
        record = {"id": number, "name": kept_name, "source": origin}
        return enter(loaded, "groups", [New(record, after)])

    return write(folder, "units", plan, how, beside=("tasks", "indicators"))
