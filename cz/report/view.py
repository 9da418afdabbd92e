"""What a template sees: plain frozen records, nothing that reaches a file, a clock or the
interpreter.

``Marked`` and ``Names`` print with （拟） where they are ours, so that a template cannot forget it.
Percentages are 0–100, dates ``datetime.date`` or ``None``, absent text is ``""``.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.history.months import Figures, Issue, Month, Part, Trend
from cz.report.view_application import WORDS as APPLICATION
from cz.report.view_application import ApplicationView
from cz.report.view_checklist import WORDS as CHECKLIST
from cz.report.view_checklist import Checklist
from cz.report.view_evidence import WORDS as EVIDENCE
from cz.report.view_evidence import Catalogue, Exhibit
from cz.report.view_gaps import WORDS as GAPS
from cz.report.view_gaps import GapList
from cz.report.view_inspection import (
    FindingView,
    Inspection,
    Ledger,
    Problems,
    Ranked,
    RankedClass,
    Slip,
    Spots,
)
from cz.report.view_meetings import WORDS as MEETINGS
from cz.report.view_meetings import MeetingView, PackView
from cz.report.view_people import WORDS as PEOPLE
from cz.report.view_people import PersonView, RosterView
from cz.report.view_plan import WORDS as PLAN
from cz.report.view_plan import PartView
from cz.report.view_rounds import WORDS as ROUNDS
from cz.report.view_rounds import RoundView
from cz.supervise.ranking import Correction
from cz.supervise.ranking import Tally as Findings
from cz.surveys.forms import Asked, Questionnaire
from cz.words import NOTHING, cn_date, mark, with_repeat


class Marked(NamedTuple):
    """A text and whether it is ours; false where the text is empty."""

    name: str
    proposed: bool = False

    def __bool__(self) -> bool:
        return bool(self.name)

    def __str__(self) -> str:
        return mark(self.name, self.proposed) or "—"


class Names(NamedTuple):
    """Several names under one mark; false where there are none."""

    names: tuple[str, ...] = ()
    proposed: bool = False

    def __bool__(self) -> bool:
        return bool(self.names)

    def __str__(self) -> str:
        return mark("、".join(self.names), self.proposed) or "—"


class Note(NamedTuple):
    """One update of a task or step; prints as 2026年6月18日，区妇联：推荐材料已报送."""

    date: date
    unit: str
    status: str
    text: str
    id: str
    title: Marked

    def __str__(self) -> str:
        who = f"{cn_date(self.date)}，{self.unit}" if self.unit else cn_date(self.date)
        return f"{who}：{self.text}" if self.text else who


class Work(NamedTuple):
    """A task or step in the report's phase.

    ``late``: days past the deadline; ``left``: days to it or ``None``.

    ``notes`` are this phase's, the newest first. ``through`` is set in ``mine.shared``: the
    collective by which the unit takes part (empty: by its own name).
    """

    id: str
    title: Marked
    text: str
    step: bool
    chapter: int
    lead: Marked
    units: Names
    group: Marked
    status: str
    finished: bool
    due: date | None
    repeat: str
    light: str
    late: int
    left: int | None
    notes: tuple[Note, ...] = ()
    through: Marked = Marked("")

    @property
    def deadline(self) -> str:
        """In words, with how often it comes again; — where none is set."""
        return with_repeat(cn_date(self.due, ""), self.repeat) or NOTHING

    @property
    def has_deadline(self) -> bool:
        return bool(self.due or self.repeat)

    @property
    def latest(self) -> Note | None:
        return self.notes[0] if self.notes else None

    @property
    def account(self) -> Note | None:
        """What the lead unit reported last; where it reported nothing, what anyone did."""
        for note in self.notes:
            if note.unit in ("", self.lead.name):
                return note
        return self.latest

    @property
    def blocked(self) -> bool:
        return self.status == "blocked"


class Due(NamedTuple):
    """Tasks and steps that are overdue, or due within ``days``: the most pressing first.

    Prints as 18项（任务17项、步骤1项）, without steps among them as 17项.
    """

    items: tuple[Work, ...]
    days: int = 0

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def steps(self) -> int:
        return sum(work.step for work in self.items)

    @property
    def tasks(self) -> int:
        return self.total - self.steps

    def __str__(self) -> str:
        parts = f"（任务{self.tasks}项、步骤{self.steps}项）" if self.steps else ""
        return f"{self.total}项{parts}"


class Tally(NamedTuple):
    """Tasks counted: all, of a chapter, of a lead unit; of one unit its steps too.

    ``steps`` of them are steps; ``assigned`` of them have a lead that is ours.
    """

    name: Marked
    number: int
    kind: str
    total: int
    todo: int
    doing: int
    blocked: int
    done: int
    verified: int
    late: int
    assigned: int
    dated: int
    steps: int

    @property
    def tasks(self) -> int:
        return self.total - self.steps

    @property
    def finished(self) -> int:
        return self.done + self.verified

    @property
    def finished_percent(self) -> float:
        return 100 * self.finished / self.total if self.total else 0.0


class Item(NamedTuple):
    """An indicator.

    ``rating`` in the report's phase, ``earlier`` in the phase before: A, B, C or empty.
    ``person``: who answers for it (责任人), "" where nobody is on record.
    """

    id: str
    title: Marked
    content: Marked
    project: Marked
    method: str
    material: str
    unit: Marked
    task: Work | None
    rating: str
    earlier: str
    person: str = ""


class Ratings(NamedTuple):
    """Indicators of one project, counted by rating."""

    name: Marked
    total: int
    a: int
    b: int
    c: int
    unrated: int


class Lift(NamedTuple):
    """The class-B indicators of one unit, those to raise first first."""

    unit: Marked
    items: tuple[Item, ...]


class Goal(NamedTuple):
    """The phase's targets and where the ratings stand.

    ``unrated`` holds ``unlisted`` standards not in the list yet.

    ``a_share`` (percent required), ``need`` (how many A's that is), ``gap`` (how many are missing)
    and ``minors_need`` are ``None`` where the plan states none; ``minors`` and ``minors_met`` where
    nothing is known.
    """

    a_share: float | None
    floor: str
    declared: int
    listed: int
    unlisted: int
    need: int | None
    gap: int | None
    a: int
    b: int
    c: int
    unrated: int
    share: float
    minors_need: float | None
    minors: float | None
    minors_met: bool | None
    verdict: str
    c_items: tuple[Item, ...]
    lifts: tuple[Lift, ...]
    projects: tuple[Ratings, ...]

    @property
    def rated(self) -> int:
        return self.a + self.b + self.c


class Stage(NamedTuple):
    """A phase of the plan."""

    number: int
    title: str
    year: str
    goal: str
    start: date | None
    end: date | None
    stage: str
    proposed: bool


class Scheme(NamedTuple):
    """The plan itself. ``label`` is 演示数据 or the like; the lights' limits in days."""

    title: Marked
    label: str
    headquarters: Marked
    office: Marked
    phases: tuple[Stage, ...]
    yellow_days: int
    red_days: int


class Proposed(NamedTuple):
    """How much is still ours: tasks by lead or responsible units, indicators, units; each with its
    total.
    """

    tasks: int
    all_tasks: int
    indicators: int
    all_indicators: int
    units: int
    all_units: int

    @property
    def any(self) -> bool:
        return bool(self.tasks or self.indicators or self.units)


class Mine(NamedTuple):
    """The unit asked for: what it leads, what it shares in, the indicators it answers for, counts
    of each.

    ``problems``: its findings that are not struck off; ``helping``: those of others that it assists
    in. ``orders``: the order slips it has not answered. ``overdue``: of what it leads and shares
    in.
    """

    name: str
    title: Marked
    kind: str
    collectives: Names
    members: Names
    led: tuple[Work, ...]
    shared: tuple[Work, ...]
    items: tuple[Item, ...]
    table: tuple[Item, ...]
    counts: Tally
    shared_counts: Tally
    overdue: Due
    ratings: Ratings
    notes: tuple[Note, ...]
    problems: tuple[FindingView, ...]
    helping: tuple[FindingView, ...]
    orders: tuple[Slip, ...]

    def __str__(self) -> str:
        return str(self.title)


class LeftOut(NamedTuple):
    """Why figures are incomplete: ``records`` that could not be read (``names``: their ids, as far
    as they are known), ``files`` that could not be read at all.
    """

    records: int
    names: tuple[str, ...]
    files: tuple[str, ...]
    places: tuple[str, ...]


class Report(NamedTuple):
    """Every variable of a template, by name."""

    plan: Scheme
    phase: Stage
    today: date
    unit: Mine | None
    tasks: tuple[Work, ...]
    steps: tuple[Work, ...]
    chapters: tuple[Tally, ...]
    leads: tuple[Tally, ...]
    counts: Tally
    late: tuple[Work, ...]
    late_steps: tuple[Work, ...]
    blocked: tuple[Work, ...]
    due_soon: tuple[Work, ...]
    overdue: Due
    soon: Due
    fortnight: Due
    notes: tuple[Note, ...]
    indicators: tuple[Item, ...]
    goal: Goal
    proposed: Proposed
    left_out: LeftOut | None
    version: str
    findings: Ledger
    inspection: Inspection | None
    order: Slip | None
    checklist: Checklist | None
    assessment: RoundView | None
    evidence: Catalogue | None
    gaps: GapList | None
    form: str
    tables_only: bool
    document_number: str
    trend: Trend | None
    roster: RosterView | None
    parts: tuple[PartView, ...]
    meeting: MeetingView | None
    pack: PackView | None
    application: ApplicationView | None
    questionnaire: Questionnaire | None


# The records that a template may print whole.
PRINTABLE = frozenset([Due, Exhibit, Marked, Names, Note, Mine, PersonView])

# What the records are called in messages to the author of a template.
WORDS: dict[type, str] = {
    **CHECKLIST,
    **ROUNDS,
    **EVIDENCE,
    **PEOPLE,
    **PLAN,
    **GAPS,
    **MEETINGS,
    **APPLICATION,
    Questionnaire: "调查问卷",
    Asked: "问卷的一题",
    Marked: "带标记的文字",
    Names: "名单",
    Note: "进展情况",
    Work: "任务",
    Due: "到期事项",
    Tally: "任务统计",
    Item: "指标",
    Ratings: "评级统计",
    Lift: "提升建议",
    Goal: "目标对照",
    Stage: "阶段",
    Scheme: "方案",
    Proposed: "拟写情况",
    Mine: "单位",
    LeftOut: "数据说明",
    FindingView: "问题",
    Problems: "一组问题",
    Spots: "点位统计",
    Ranked: "名次",
    RankedClass: "一类单位的排名",
    Inspection: "督查情况",
    Correction: "更正",
    Slip: "督办单",
    Ledger: "问题台账",
    Findings: "问题统计",
    Trend: "按月的走势",
    Month: "一个月",
    Figures: "一个月的数",
    Part: "占比",
    Issue: "一期通报",
    date: "日期",
    str: "文字",
    int: "数",
    float: "数",
    tuple: "列表",
    list: "列表",
    dict: "对照表",
}
