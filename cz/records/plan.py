"""The records of a plan, frozen; lists are tuples, dates ``datetime.date``, absent text ``""``.

``node`` is where the record stands in its file (see cz.tree); it takes no part in what the record
means.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Day, Flag, MaybeDay, MaybePoints, Names, Number, Origin, Text, Texts
from cz.records.judge import NO_RULE, Judge
from cz.records.repeat import MaybeDeadline
from cz.tree.nodes import NOWHERE, Map


class Counts(NamedTuple):
    """What the plan declares about the assessment system; 0 where it declares nothing."""

    blocks: Number = 0
    projects: Number = 0
    contents: Number = 0
    standards: Number = 0


class Lights(NamedTuple):
    """Days to the deadline: with ``yellow`` left or fewer yellow, with ``red`` or fewer red."""

    yellow: Number = 30
    red: Number = 7


class Plan(NamedTuple):
    title: Text
    source: Origin = "plan"
    phase: Number = 0
    label: Text = ""  # e.g. 演示数据; printed with every screen and report
    today: MaybeDay = None  # a fixed day, for examples
    counts: Annotated[Counts, f.inner(Counts)] = Counts()
    lights: Annotated[Lights, f.inner(Lights)] = Lights()
    commit: Text = "{words}"  # the message of a commit made by cz; {words} is what changed
    people: Annotated[Text, "名单的位置"] = ""  # of a roster outside; see cz.load.roster
    grades: Annotated[Names, "另有的等级"] = ()  # besides A, B, C, each begins with its class: A+
    node: Map = NOWHERE


UNTITLED = Plan("（方案名称未填）")


class Heading(NamedTuple):
    """A heading below that of a part, of which the plan has no record of its own."""

    title: Text
    page: Number = 0


class Part(NamedTuple):
    """A part (部分) of the plan, in its own order: what stands before the first heading, then each.

    ``mark`` as the plan writes it (一, 附件), "" before the first heading. ``text``: verbatim.
    ``holds``: the section whose records stand in it. ``seen``: how far the plan's text is at hand.
    """

    number: Number
    title: Text
    mark: Annotated[Text, "序号"] = ""
    page: Number = 0
    text: Annotated[Text, "原文"] = ""
    holds: Annotated[str, f.part_of_plan, "其中是"] = ""
    headings: Annotated[tuple[Heading, ...], f.listed(f.inner(Heading), "小标题"), "小标题"] = ()
    seen: Annotated[Text, "看得到的"] = ""
    source: Origin = "plan"
    node: Map = NOWHERE


class Phase(NamedTuple):
    """``a_share``: of the declared standards, in percent. ``minors``: in points.

    ``None`` where the plan states none.
    """

    number: Number
    title: Text
    year: Text = ""
    page: Number = 0
    goal: Text = ""
    a_share: MaybePoints = None
    floor: Annotated[str, f.rating] = ""
    minors: MaybePoints = None
    start: MaybeDay = None
    end: MaybeDay = None
    stage: Text = ""
    stage_page: Number = 0
    in_contents: Annotated[Text, "目录写法"] = ""  # of its title, where the body writes another
    source: Origin = "plan"
    node: Map = NOWHERE


class Chapter(NamedTuple):
    number: Number
    title: Text
    page: Number = 0
    source: Origin = "plan"
    node: Map = NOWHERE


class Progress(NamedTuple):
    status: Annotated[str, f.status] = "todo"
    due: MaybeDeadline = None


class Withdrawal(NamedTuple):
    """Why and when a finding, or a report, was taken back: made in error, or twice."""

    date: Day
    reason: Text


class Update(NamedTuple):
    """What was reported. One that was withdrawn stays, and says nothing any more."""

    date: Day
    phase: Number = 0
    unit: Text = ""
    status: Annotated[str, f.status] = ""
    note: Text = ""
    withdrawn: Annotated[Withdrawal | None, f.inner(Withdrawal), "撤回"] = None


class Adjustment(NamedTuple):
    """Why a field was given another value, told with ``--reason``.

    ``was``, ``now``: as the field writes them; of ``units`` one that left, or one that joined.
    """

    date: Day
    field: Annotated[str, f.adjusted]
    reason: Text
    phase: Number = 0
    was: Annotated[str, f.as_written] = ""
    now: Annotated[str, f.as_written] = ""


Adjustments = Annotated[tuple[Adjustment, ...], f.listed(f.inner(Adjustment), "调整")]


class Task(NamedTuple):
    """``former``: the ids it bore in other chapters; ``split_from``: the task it was part of."""

    id: Annotated[str, f.Identifier("", 2, "1-5（板块号-序号）")]
    title: Text
    page: Number = 0
    text: Text = ""
    truncated: Flag = False
    clause: Annotated[Text, "分工原文"] = ""  # the parts between ， are groups of units
    due: Annotated[str, f.text, "方案所列时限"] = ""  # as the plan writes it: 2026年6月底前, 长期
    lead: Text = ""
    units: Names = ()
    group: Text = ""
    source: Origin = "plan"
    proposed: Names = ()
    former: Annotated[Names, "原编号"] = ()
    split_from: Annotated[str, f.text, "分自"] = ""
    progress: Annotated[Mapping[int, Progress], f.by_phase(f.inner(Progress))] = {}
    updates: Annotated[tuple[Update, ...], f.listed(f.inner(Update), "进展")] = ()
    changes: Adjustments = ()
    node: Map = NOWHERE

    @property
    def chapter(self) -> int:
        return int(self.id.partition("-")[0])


class Step(NamedTuple):
    id: Annotated[str, f.Identifier("s", 2, "s1-1（s 加阶段号-序号）")]
    title: Text
    phase: Number
    page: Number = 0
    lead: Text = ""
    units: Names = ()
    group: Text = ""
    source: Origin = "plan"
    proposed: Names = ()
    progress: Annotated[Mapping[int, Progress], f.by_phase(f.inner(Progress))] = {}
    updates: Annotated[tuple[Update, ...], f.listed(f.inner(Update), "进展")] = ()
    changes: Adjustments = ()
    node: Map = NOWHERE


class Requirement(NamedTuple):
    id: Annotated[str, f.Identifier("r", 1, "r1")]
    title: Text
    page: Number = 0
    source: Origin = "plan"
    node: Map = NOWHERE


class Unit(NamedTuple):
    """``former``: the names it bore earlier in the campaign; ``merged``: those of the units that
    have become part of it.
    """

    id: Annotated[str, f.Identifier("", 0, "qwxcb（名称的拼音首字母）")]
    name: Text
    kind: Annotated[str, f.unit_kind]
    redacted: Names = ()
    former: Names = ()
    merged: Annotated[tuple[str, ...], f.names, "并入的单位"] = ()
    source: Origin = "plan"
    node: Map = NOWHERE


class Collective(NamedTuple):
    id: Annotated[str, f.Identifier("", 0, "gxz（名称的拼音首字母）")]
    name: Text
    redacted: Names = ()
    members: Names = ()
    source: Origin = "plan"
    proposed: Names = ()
    node: Map = NOWHERE


class Group(NamedTuple):
    id: Annotated[str, f.Identifier("g", 1, "g1")]
    name: Text
    page: Number = 0
    duties: Annotated[Texts, "工作职责"] = ()
    source: Origin = "plan"
    node: Map = NOWHERE


class Organ(NamedTuple):
    """The headquarters or its office."""

    name: Text
    page: Number = 0
    duties: Annotated[Texts, "工作职责"] = ()
    also: Annotated[Names, "又称"] = ()  # what the plan calls it elsewhere
    source: Origin = "plan"
    node: Map = NOWHERE


class System(NamedTuple):
    """One of the two assessment systems; ``scores`` in points by phase."""

    id: Annotated[str, f.Identifier("", 0, "city")]
    name: Text
    title: Text = ""
    scores: Annotated[Mapping[int, float], f.scores] = {}
    projects: Annotated[Names, "测评项目"] = ()  # of the minors' system, by title
    within: Annotated[Text, "对应项目"] = ""  # the project of the city's that asks for it
    proposed: Names = ()
    source: Origin = "plan"
    node: Map = NOWHERE


class Block(NamedTuple):
    id: Annotated[str, f.Identifier("b", 1, "b1")]
    title: Text
    source: Origin = "plan"
    node: Map = NOWHERE


MINORS = "minors"  # the id of the system that assesses the work for minors


class Project(NamedTuple):
    """``system``: whose it is where it is not the city's; of the minors' it counts for no share."""

    id: Annotated[str, f.Identifier("x", 1, "x1")]
    title: Text
    block: Text = ""
    system: Annotated[Text, "测评体系"] = ""
    source: Origin = "plan"
    node: Map = NOWHERE


class Indicator(NamedTuple):
    """One assessment standard (测评标准); ``ratings`` by phase.

    ``grades``: what was really given, where the office has more grades than A, B and C; its class
    is in ``ratings``. ``bonus``: 特色指标, which counts for no share and has no points here.
    """

    id: Annotated[str, f.Identifier("i", 0, "i1-01")]
    title: Text
    project: Text
    content: Text = ""
    method: Text = ""
    material: Text = ""
    task: Text = ""
    unit: Text = ""
    ratings: Annotated[Mapping[int, str], f.ratings] = {}
    grades: Annotated[Mapping[int, str], f.by_phase(f.text), "等级原样"] = {}
    bonus: Annotated[Flag, "特色指标"] = False
    weight: Annotated[MaybePoints, "权重"] = None  # as the office gave it
    judge: Annotated[Judge, f.inner(Judge), "评级的规则"] = NO_RULE
    changes: Adjustments = ()
    source: Origin = "plan"
    node: Map = NOWHERE


def reports(item: Task | Step) -> tuple[Update, ...]:
    """Its updates that were not withdrawn."""
    return tuple(update for update in item.updates if update.withdrawn is None)
