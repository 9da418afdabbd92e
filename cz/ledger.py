"""The records of supervision (督查): what was found, how it ended, what was published and proven. Frozen like all records."""

from collections.abc import Mapping
from datetime import date as Day
from typing import NamedTuple

from cz.tree.nodes import Map, new_map

NOWHERE = new_map()


class Extension(NamedTuple):
    """A change of a finding's deadline, made on ``date``: from ``was`` to ``due``."""

    date: Day
    was: Day
    due: Day
    reason: str


class Reopening(NamedTuple):
    """A finding sent back (``verified`` is None) or, after it was struck off, opened again; holds what was undone."""

    date: Day
    reason: str
    rectified: Day | None = None
    verified: Day | None = None
    fix: str = ""


class Finding(NamedTuple):
    """Something wrong at a spot, one unit's to put right. ``due``: the deadline in force; None: not handed out yet.

    ``rectified`` is when the unit said so, ``verified`` when the office struck it off.
    """

    id: str
    date: Day
    unit: str
    problem: str
    spot: str = ""
    type: str = ""
    helpers: tuple[str, ...] = ()
    due: Day | None = None
    indicator: str = ""
    task: str = ""
    by: str = ""
    fix: str = ""
    rectified: Day | None = None
    verified: Day | None = None
    extended: tuple[Extension, ...] = ()
    reopened: tuple[Reopening, ...] = ()
    node: Map = NOWHERE


class Visit(NamedTuple):
    """A spot inspected where nothing was wrong."""

    id: str
    date: Day
    unit: str
    spot: str = ""
    type: str = ""
    by: str = ""
    node: Map = NOWHERE


class Window(NamedTuple):
    """The dates inside which evidence counts."""

    start: Day
    end: Day


CLASSES_OF_UNITS: Mapping[str, tuple[str, ...]] = {
    "部门": ("党委部门", "政府部门", "群团"), "乡镇": ("乡镇",), "街道": ("街道",), "其他": ("其他",),
}  # fmt: skip


class Rules(NamedTuple):
    """How the office supervises; every district has its own. ``days``, ``order_days``, ``quiet`` in calendar days.

    ``red`` and ``black``: lengths of the two lists. ``consequences``: of being last once, twice running, and so on.
    ``classes``: the kinds of units ranked together, by the class's name.
    """

    days: int = 7
    order_days: int = 3
    quiet: int = 7
    red: int = 5
    black: int = 3
    colors: tuple[str, ...] = ("蓝", "橙", "红")
    consequences: tuple[str, ...] = ("约谈分管负责人", "通报组织部门", "启动问责")
    classes: Mapping[str, tuple[str, ...]] = CLASSES_OF_UNITS
    window: Window | None = None
    source: str = "proposed"
    node: Map = NOWHERE


class Place(NamedTuple):
    """One line of a ranking as it was issued. ``kind``: the class of units; ``last``: 末位, as published."""

    kind: str
    rank: int
    unit: str
    handed: int
    in_time: int
    verified: int = 0
    last: bool = False


class Bulletin(NamedTuple):
    """An issued bulletin (督查通报): its period, the day it counts to, its ranking. Its id holds year and number."""

    id: str
    start: Day
    end: Day
    as_of: Day
    ranking: tuple[Place, ...] = ()
    node: Map = NOWHERE

    @property
    def year(self) -> int:
        return int(self.id[1:].partition("-")[0])

    @property
    def number(self) -> int:
        return int(self.id.partition("-")[2])


class Order(NamedTuple):
    """An order slip (督办单) on one matter: ``about`` a finding, a task or step, or a bulletin in which the unit was last."""

    id: str
    date: Day
    unit: str
    about: str = ""
    color: str = ""
    matter: str = ""
    requirement: str = ""
    due: Day | None = None
    answered: Day | None = None
    reply: str = ""
    node: Map = NOWHERE


EVIDENCE_KINDS = ("图片", "正式发文", "说明报告", "数据表格")


class Evidence(NamedTuple):
    """A file that shows something. ``file``: relative to the plan's folder, with ``/``; ``about``: the record it is for."""

    id: str
    about: str
    file: str
    kind: str
    date: Day
    caption: str = ""
    sha256: str = ""
    node: Map = NOWHERE
