"""``cz add group``: a work group more."""

from __future__ import annotations

from cz.letters import folded
from cz.problem import Refusal
from cz.records import Campaign, Group
from cz.verbs.add.entering import Entry, enter, source_of
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_group(folder: str, name: str, *, confirm: bool = False, how: How = PLAINLY) -> Outcome:
    """Raises Refusal where there is one of this name."""
    new_name = kept_line(name)

    def make(campaign: Campaign) -> Entry:
        for group in campaign.groups:
            if folded(group.name) == folded(new_name):
                raise Refusal(f"{group.id} 已经是叫“{group.name}”的工作组，没有再加。")
        number = max((int(group.id[1:]) for group in campaign.groups), default=0) + 1
        return Entry(Group(id=f"g{number}", name=new_name, source=source_of(confirm)))

    return enter(folder, "groups", make, how)
