"""The records of supervision (督查): what was found, how it ended, what was published and proven.

Frozen like all records.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Day, Flag, MaybeDay, Names, Number, Origin, Text, Texts
from cz.records.material import Review
from cz.records.plan import Withdrawal
from cz.tree.nodes import NOWHERE, Map


class Extension(NamedTuple):
    """A change of a finding's deadline, made on ``date``: from ``was`` to ``due``."""

    date: Day
    was: Day
    due: Day
    reason: Text


class Reopening(NamedTuple):
    """A finding sent back (``verified`` is None) or, after it was struck off, opened again.

    Holds what was undone.
    """

    date: Day
    reason: Text
    rectified: MaybeDay = None
    verified: MaybeDay = None
    fix: Text = ""


class Reassignment(NamedTuple):
    """A finding given to another unit on ``date``.

    ``unit`` had it before, with the deadline ``was``; ``due`` is the one it has from then on.
    """

    date: Day
    unit: Annotated[Text, "原单位"]
    was: MaybeDay = None
    due: MaybeDay = None
    reason: Text = ""


class Finding(NamedTuple):
    """Something wrong at a spot, one unit's to put right.

    ``due``: the deadline in force; None: not handed out yet.
    ``rectified`` is when the unit said so, ``verified`` when the office struck it off.
    """

    id: Annotated[str, f.Identifier("f", 2, "f260715-1（f 加督查日期-序号）")]
    date: Annotated[Day, "督查日期"]
    unit: Text
    problem: Text
    spot: Text = ""
    type: Text = ""
    helpers: Names = ()
    due: Annotated[MaybeDay, "整改时限"] = None
    indicator: Text = ""
    task: Text = ""
    round: Annotated[Text, "模拟测评"] = ""
    by: Text = ""
    fix: Text = ""
    rectified: MaybeDay = None
    verified: MaybeDay = None
    extended: Annotated[tuple[Extension, ...], f.listed(f.inner(Extension), "延期")] = ()
    reopened: Annotated[tuple[Reopening, ...], f.listed(f.inner(Reopening), "退回")] = ()
    reassigned: Annotated[tuple[Reassignment, ...], f.listed(f.inner(Reassignment), "改派")] = ()
    withdrawn: Annotated[Withdrawal | None, f.inner(Withdrawal), "撤回"] = None
    node: Map = NOWHERE


class Visit(NamedTuple):
    """A spot inspected where nothing was wrong."""

    id: Annotated[str, f.Identifier("v", 2, "v260715-1（v 加督查日期-序号）")]
    date: Annotated[Day, "督查日期"]
    unit: Annotated[Text, "单位"]
    spot: Text = ""
    type: Text = ""
    by: Text = ""
    node: Map = NOWHERE


class Window(NamedTuple):
    """The dates inside which evidence counts."""

    start: Day
    end: Day


CLASSES_OF_UNITS: Mapping[str, tuple[str, ...]] = {
    "部门": ("党委部门", "政府部门", "群团"),
    "乡镇": ("乡镇",),
    "街道": ("街道",),
    "其他": ("其他",),
}


class Scoring(NamedTuple):
    """How a mock assessment is counted; the rules stand in docs/rounds.md.

    ``missing``: what a unit gets for a standard that only others of its class were judged on.
    ``min_obs``: observations from which on a unit is ranked.
    """

    method: Annotated[str, f.scoring_method, "怎样算"] = "standard"
    missing: Annotated[str, f.scoring_missing, "没有看的标准"] = "leave_out"
    min_obs: Annotated[Number, "排名至少要有的观察"] = 10


class Rules(NamedTuple):
    """How the office supervises; every district has its own.

    ``days``, ``order_days``, ``quiet`` in calendar days. ``red`` and ``black``: lengths of the two
    lists. ``consequences``: of being last once, twice running, and so on.
    ``classes``: the kinds of units ranked together, by the class's name.
    """

    days: Number = 7
    order_days: Number = 3
    quiet: Number = 7
    red: Number = 5
    black: Number = 3
    colors: Annotated[tuple[str, ...], f.some_texts] = ("蓝", "橙", "红")
    consequences: Texts = ("约谈分管负责人", "通报组织部门", "启动问责")
    classes: Annotated[Mapping[str, tuple[str, ...]], f.unit_classes] = CLASSES_OF_UNITS
    scoring: Annotated[Scoring, f.inner(Scoring), "模拟测评的算法"] = Scoring()
    window: Annotated[Window | None, f.inner(Window)] = None
    source: Origin = "proposed"
    node: Map = NOWHERE


class Place(NamedTuple):
    """One line of a ranking as it was issued.

    ``kind``: the class of units; ``last``: 末位, ``listed``: 红榜 or 黑榜, as published. ``late``,
    ``open``, ``pending`` as in cz.supervise.ranking.Tally: bulletins recorded by the first versions
    do not say them.
    """

    kind: Text
    rank: Number
    unit: Text
    handed: Number
    in_time: Number
    late: Number = 0
    open: Number = 0
    pending: Number = 0
    verified: Number = 0
    last: Flag = False
    listed: Text = ""


def year_and_number(id_: str) -> tuple[int, int]:
    """2026 and 3 of ``t2026-3``, a bulletin's id, or of ``d2026-3``, an order slip's."""
    year, _, number = id_[1:].partition("-")
    return int(year), int(number)


class Bulletin(NamedTuple):
    """An issued bulletin (督查通报): its period, the day it counts to, its ranking.

    Its id holds year and number.
    """

    id: Annotated[str, f.Identifier("t", 2, "t2026-3（t 加年份-期号）")]
    start: Annotated[Day, "督查开始日期"]
    end: Annotated[Day, "督查结束日期"]
    as_of: Day
    ranking: Annotated[tuple[Place, ...], f.listed(f.inner(Place), "名次")] = ()
    node: Map = NOWHERE

    @property
    def year(self) -> int:
        return year_and_number(self.id)[0]

    @property
    def number(self) -> int:
        return year_and_number(self.id)[1]


class Order(NamedTuple):
    """An order slip (督办单) on one matter.

    ``about``: a finding, a task or step, or a bulletin in which the unit was last.
    """

    id: Annotated[str, f.Identifier("d", 2, "d2026-1（d 加年份-序号）")]
    date: Day
    unit: Text
    about: Text
    color: Text
    matter: Text = ""
    requirement: Text = ""
    due: Annotated[MaybeDay, "回复时限"] = None
    answered: MaybeDay = None
    reply: Text = ""
    node: Map = NOWHERE

    @property
    def year(self) -> int:
        return year_and_number(self.id)[0]

    @property
    def number(self) -> int:
        return year_and_number(self.id)[1]


class Evidence(NamedTuple):
    """A file that shows something.

    ``file``: relative to the plan's folder, with ``/``; ``about``: the record it is for.
    ``shared``: the file is meant to serve other records as well.
    ``covers``: the items of a standard's 材料要求 that it answers, as a person confirmed.
    """

    id: Annotated[str, f.Identifier("e", 1, "e1")]
    about: Text
    file: Text
    kind: Annotated[str, f.evidence_kind]
    date: Day
    caption: Text = ""
    sha256: Annotated[str, f.sha256] = ""
    shared: Annotated[Flag, "共用"] = False
    covers: Annotated[Names, "对应要求"] = ()
    reviews: Annotated[tuple[Review, ...], f.listed(f.inner(Review), "审核")] = ()
    node: Map = NOWHERE
