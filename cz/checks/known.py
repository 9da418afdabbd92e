"""What records may name, and the complaints about what they name in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

from cz.letters import folded, narrow, odd_characters
from cz.load import ANYTHING
from cz.problem import Problem, nearest
from cz.records import Campaign
from cz.records.kinds import OPTIONAL, REQUIRED, STEMS
from cz.tree import Path, complain
from cz.whose import former_of

MANY = 2000  # ids, among which looking for the nearest takes long
MOST_ODD = 3  # odd characters of a name that are told


class _Anything(frozenset[Any]):
    """Holds whatever it is asked for."""

    def __contains__(self, item: object) -> bool:
        return True


class Known:
    """What may be named, by kind; everything where the file that says so could not be read."""

    def __init__(self, campaign: Campaign, lost: Mapping[str, AbstractSet[str]]) -> None:
        # Where one of these is not there, only some of the files were asked for.
        whole = all(stem in campaign.sources for stem in REQUIRED)

        def names(stem: str, read: Iterable[str]) -> AbstractSet[str]:
            gone: AbstractSet[str] = {ANYTHING}
            if stem in campaign.sources or (stem in OPTIONAL and whole):
                gone = lost.get(stem, frozenset())
            return _Anything() if ANYTHING in gone else frozenset(read) | gone

        self.owners = names("units", (owner.name for owner in campaign.owners))
        self.units = names("units", (unit.name for unit in campaign.units))
        self.groups = names("units", (group.name for group in campaign.groups))
        phases = names("tasks", (str(phase.number) for phase in campaign.phases))
        self.phases: AbstractSet[Any] = phases
        if not isinstance(phases, _Anything):
            self.phases = frozenset(int(number) for number in phases if number.isdecimal())
        self.chapters = names("tasks", (str(chapter.number) for chapter in campaign.chapters))
        tasks = [id_ for task in campaign.tasks for id_ in (task.id, *task.former)]
        self.tasks = names("tasks", tasks)
        self.projects = names("indicators", (project.id for project in campaign.projects))
        self.blocks = names("indicators", (block.id for block in campaign.blocks))
        self.indicators = names("indicators", (indicator.id for indicator in campaign.indicators))
        self.work = names("tasks", (*tasks, *(step.id for step in campaign.steps)))
        self.findings = names("findings", (finding.id for finding in campaign.findings))
        self.bulletins = names("supervision", (bulletin.id for bulletin in campaign.bulletins))
        self.types = names("spots", (type_.name for type_ in campaign.types))
        former = frozenset(name for unit in campaign.units for name in former_of(unit))
