"""The records of a plan. All are frozen; lists are tuples, dates ``datetime.date``, absent text is ``""``.

``node`` is where the record stands in its file (see cz.tree); it takes no part in what the record means.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cz.ledger import Bulletin, Evidence, Finding, Order, Rules, Visit
from cz.source import Source
from cz.tree.nodes import Map, new_map

STATUSES = {"todo": "未启动", "doing": "推进中", "blocked": "受阻", "done": "已完成", "verified": "已复核"}
FINISHED = ("done", "verified")
CLASSES = ("A", "B", "C")
KINDS = ("党委部门", "政府部门", "群团", "乡镇", "街道", "其他")
NOWHERE = new_map()


class Counts(NamedTuple):
    """What the plan declares about the assessment system; 0 where it declares nothing."""

    blocks: int = 0
    projects: int = 0
    contents: int = 0
    standards: int = 0


class Lights(NamedTuple):
    """Days to the deadline: at most ``yellow`` left is yellow, at most ``red`` left (or overdue) is red."""

    yellow: int = 30
    red: int = 7


class Plan(NamedTuple):
    title: str = "（方案名称未填）"
    source: str = "plan"
    phase: int = 0
    label: str = ""  # e.g. 演示数据; printed with every screen and report
    today: date | None = None  # a fixed day, for examples
    counts: Counts = Counts()
    lights: Lights = Lights()
    commit: str = "{words}"  # the message of a commit made by cz; {words} is what changed
    node: Map = NOWHERE


class Phase(NamedTuple):
    """``a_share`` in percent of the declared standards; ``minors`` in points, ``None`` where the plan states none."""

    number: int
    title: str
    year: str = ""
    page: int = 0
    goal: str = ""
    a_share: float | None = None
    floor: str = ""
    minors: float | None = None
    start: date | None = None
    end: date | None = None
    stage: str = ""
    stage_page: int = 0
    source: str = "plan"
    node: Map = NOWHERE


class Chapter(NamedTuple):
    number: int
    title: str
    page: int = 0
    source: str = "plan"
    node: Map = NOWHERE


class Progress(NamedTuple):
    status: str = "todo"
    due: date | None = None


class Update(NamedTuple):
    date: date
    phase: int = 0
    unit: str = ""
    status: str = ""
    note: str = ""


class Task(NamedTuple):
    id: str
    title: str
    page: int = 0
    text: str = ""
    truncated: bool = False
    lead: str = ""
    units: tuple[str, ...] = ()
    group: str = ""
    source: str = "plan"
    proposed: tuple[str, ...] = ()
    progress: Mapping[int, Progress] = {}
    updates: tuple[Update, ...] = ()
    node: Map = NOWHERE

    @property
    def chapter(self) -> int:
        return int(self.id.partition("-")[0])


class Step(NamedTuple):
    id: str
    title: str
    phase: int
    page: int = 0
    lead: str = ""
    units: tuple[str, ...] = ()
    group: str = ""
    source: str = "plan"
    proposed: tuple[str, ...] = ()
    progress: Mapping[int, Progress] = {}
    updates: tuple[Update, ...] = ()
    node: Map = NOWHERE


class Requirement(NamedTuple):
    id: str
    title: str
    page: int = 0
    source: str = "plan"
    node: Map = NOWHERE


class Unit(NamedTuple):
    """``former``: the names it bore earlier in the campaign, and those of units merged into it."""

    id: str
    name: str
    kind: str = "其他"
    redacted: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    source: str = "plan"
    node: Map = NOWHERE


class Collective(NamedTuple):
    id: str
    name: str
    redacted: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    source: str = "plan"
    proposed: tuple[str, ...] = ()
    node: Map = NOWHERE


class Group(NamedTuple):
    id: str
    name: str
    page: int = 0
    source: str = "plan"
    node: Map = NOWHERE


class Organ(NamedTuple):
    """The headquarters or its office."""

    name: str
    page: int = 0
    source: str = "plan"
    node: Map = NOWHERE


class System(NamedTuple):
    """One of the two assessment systems; ``scores`` in points by phase."""

    id: str
    name: str
    title: str = ""
    scores: Mapping[int, float] = {}
    source: str = "plan"
    node: Map = NOWHERE


class Block(NamedTuple):
    id: str
    title: str
    source: str = "plan"
    node: Map = NOWHERE


class Project(NamedTuple):
    id: str
    title: str
    block: str = ""
    source: str = "plan"
    node: Map = NOWHERE


class Indicator(NamedTuple):
    """One assessment standard (测评标准); ``ratings`` by phase."""

    id: str
    title: str
    project: str = ""
    content: str = ""
    method: str = ""
    material: str = ""
    task: str = ""
    unit: str = ""
    ratings: Mapping[int, str] = {}
    source: str = "plan"
    node: Map = NOWHERE


class Campaign(NamedTuple):
    """Everything the plan's files say. ``sources`` by file stem, of the files that are there."""

    folder: str
    sources: Mapping[str, Source]
    plan: Plan
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
    findings: tuple[Finding, ...] = ()
    visits: tuple[Visit, ...] = ()
    rules: Rules = Rules()
    bulletins: tuple[Bulletin, ...] = ()
    orders: tuple[Order, ...] = ()
    evidence: tuple[Evidence, ...] = ()

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
        """How many standards count: what the plan declares, or, where it declares none, what is listed."""
        return self.plan.counts.standards or len(self.indicators)
