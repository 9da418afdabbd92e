"""Everything the plan's files say, in one value."""

from collections.abc import Mapping
from typing import NamedTuple

from cz.records.conditions import Condition
from cz.records.material import Draw, Honour, Statement
from cz.records.meetings import Agreed, Meeting
from cz.records.people import Person
from cz.records.plan import (
    MINORS,
    Block,
    Chapter,
    Collective,
    Group,
    Indicator,
    Organ,
    Part,
    Phase,
    Plan,
    Project,
    Requirement,
    Step,
    System,
    Task,
    Unit,
)
from cz.records.rounds import Round
from cz.records.spots import Spot, SpotType
from cz.records.supervision import Bulletin, Evidence, Finding, Order, Rules, Visit
from cz.records.surveys import Question, Survey
from cz.source import Source


class Campaign(NamedTuple):
    """Everything the plan's files say. ``sources`` by file stem, of the files that are there."""

    folder: str
    sources: Mapping[str, Source]
    plan: Plan
    parts: tuple[Part, ...] = ()
    phases: tuple[Phase, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    tasks: tuple[Task, ...] = ()
    steps: tuple[Step, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    headquarters: Organ | None = None
    office: Organ | None = None
    groups: tuple[Group, ...] = ()
    units: tuple[Unit, ...] = ()
    collectives: tuple[Collective, ...] = ()
    systems: tuple[System, ...] = ()
    blocks: tuple[Block, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    conditions: tuple[Condition, ...] = ()
    findings: tuple[Finding, ...] = ()
    visits: tuple[Visit, ...] = ()
    rules: Rules = Rules()
    bulletins: tuple[Bulletin, ...] = ()
    orders: tuple[Order, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    draws: tuple[Draw, ...] = ()
    statements: tuple[Statement, ...] = ()
    honours: tuple[Honour, ...] = ()
    types: tuple[SpotType, ...] = ()
    spots: tuple[Spot, ...] = ()
    rounds: tuple[Round, ...] = ()
    people: tuple[Person, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    surveys: tuple[Survey, ...] = ()
    questions: tuple[Question, ...] = ()

    def phase(self, number: int) -> Phase | None:
        return next((phase for phase in self.phases if phase.number == number), None)

    @property
    def work(self) -> tuple[Task | Step, ...]:
        return (*self.tasks, *self.steps)

    @property
    def owners(self) -> tuple[Unit | Collective, ...]:
        """Whoever a task can name: units and collectives."""
        return (*self.units, *self.collectives)

    @property
    def declared(self) -> int:
        """How many standards count: as many as the plan declares, else as are listed."""
        return self.plan.counts.standards or len(self.standards)

    @property
    def standards(self) -> tuple[Indicator, ...]:
        """The standards that count: all but 特色指标 and the minors' system's own."""
        apart = self.minors_projects
        if not apart and not any(indicator.bonus for indicator in self.indicators):
            return self.indicators
        return tuple(
            indicator
            for indicator in self.indicators
            if not indicator.bonus and indicator.project not in apart
        )

    @property
    def minors_projects(self) -> frozenset[str]:
        """Ids of the projects that the minors' system has of its own."""
        return frozenset(project.id for project in self.projects if project.system == MINORS)

    @property
    def minors_standards(self) -> tuple[Indicator, ...]:
        """The standards that the minors' system has of its own."""
        apart = self.minors_projects
        return tuple(indicator for indicator in self.indicators if indicator.project in apart)

    @property
    def bonus(self) -> tuple[Indicator, ...]:
        """特色指标, listed and proven, but counted in no share."""
        return tuple(indicator for indicator in self.indicators if indicator.bonus)
