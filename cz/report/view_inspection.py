"""What a template sees of supervision: findings, an inspection and its ranking, an order slip.

Frozen, like cz.report.view.
"""

from datetime import date as Day
from typing import NamedTuple

from cz.supervise.ranking import Correction, Tally


class FindingView(NamedTuple):
    """A finding as of the report's day.

    ``state``: 待交办, 待整改, 待复核, 已销号, 已撤回 (``reason``: why). ``claimed``: when it was
    put right.

    ``late``: days past the deadline of what is open; ``left``: days to it, or ``None``. ``judged``:
    the deadline that "in time" goes by; ``missed``: it was not, or can no longer be, kept.
    ``extended``, ``returned``: how often. ``relapsed``: opened again after it was struck off.
    """

    id: str
    date: Day
    spot: str
    type: str
    unit: str
    helpers: tuple[str, ...]
    text: str
    due: Day | None
    indicator: str
    task: str
    by: str
    fix: str
    state: str
    claimed: Day | None
    verified: Day | None
    in_time: bool
    late: int
    left: int | None
    extended: int
    returned: int
    relapsed: bool
    judged: Day | None
    missed: bool
    reason: str

    @property
    def open(self) -> bool:
        return self.state in ("待整改", "待交办")


class Problems(NamedTuple):
    """Findings under one heading: a unit, a type of spots."""

    name: str
    items: tuple[FindingView, ...]
    counts: Tally

    @property
    def found(self) -> int:
        return len(self.items)


class Spots(NamedTuple):
    """Spots of one type: how many were inspected, how many findings were made there."""

    name: str
    spots: int
    found: int


class Ranked(NamedTuple):
    """A unit's place.

    ``before_rank``/``before_rate``: in the bulletin before, ``None`` where it had none.

    ``running``: last so often in a row; ``consequence``: what that leads to, marked （拟） where it
    is ours.
    """

    unit: str
    rank: int
    counts: Tally
    listed: str
    last: bool
    running: int
    consequence: str
    before_rank: int | None
    before_rate: float | None


class RankedClass(NamedTuple):
    """``clean``: inspected, nothing wrong; ``unsent``: findings, none handed out yet; ``unseen``:
    not inspected.
    """

    name: str
    rows: tuple[Ranked, ...]
    clean: tuple[str, ...]
    unsent: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def red(self) -> tuple[str, ...]:
        return tuple(row.unit for row in self.rows if row.listed == "红榜")

    @property
    def black(self) -> tuple[str, ...]:
        return tuple(row.unit for row in self.rows if row.listed == "黑榜")


class Before(NamedTuple):
    """The bulletin before this one, all its units together.

    ``gain``: percentage points since then, of the rates as printed.
    """

    year: int
    number: int
    as_of: Day
    handed: int
    in_time: int
    gain: float

    @property
    def rate(self) -> float:
        return 100 * self.in_time / self.handed if self.handed else 0.0


class Inspection(NamedTuple):
    """One period of inspections.

    A bulletin on record (``recorded``) has the figures and the ranking that are on record;
    ``corrections``: where the ledger differs since.

    ``withdrawn``: findings taken back since the bulletin before, in no figure.
    ``spots``: different spots by type and name; ``clean``: those where nothing was wrong; ``by``:
    unit or type.
    """

    year: int
    number: int
    start: Day
    end: Day
    as_of: Day
    spots: int
    clean: int
    types: tuple[Spots, ...]
    teams: tuple[str, ...]
    found: int
    units: int
    counts: Tally
    by: str
    groups: tuple[Problems, ...]
    open: tuple[FindingView, ...]
    items: tuple[FindingView, ...]
    classes: tuple[RankedClass, ...]
    last: tuple[Ranked, ...]
    before: Before | None
    rules: tuple[str, ...]
    recorded: bool
    corrections: tuple[Correction, ...]
    withdrawn: tuple[FindingView, ...]


class Slip(NamedTuple):
    """An order slip.

    ``before``: those on the same matter before it; ``into``: the one that took its place;
    ``problems``: the findings it concerns that are open; ``earlier``: for a last place, the unit's
    open findings of inspections before that bulletin's.
    """

    id: str
    year: int
    number: int
    date: Day
    unit: str
    color: str
    matter: str
    requirement: str
    due: Day | None
    answered: Day | None
    reply: str
    into: str = ""
    before: tuple["Slip", ...] = ()
    problems: tuple[FindingView, ...] = ()
    earlier: tuple[FindingView, ...] = ()


class Ledger(NamedTuple):
    """All findings as of the report's day.

    ``open``: not struck off, the longest overdue first; ``units``: the same by unit.
    """

    total: int
    unsent: int
    waiting: int
    rectified: int
    verified: int
    late: int
    counts: Tally
    open: tuple[FindingView, ...]
    units: tuple[Problems, ...]
