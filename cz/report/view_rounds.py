"""What a template sees of a mock assessment (模拟测评). Frozen, like cz.report.view.

Rates are texts: ``90.4%``, or that there is nothing to reckon.
"""

from datetime import date as Day
from typing import NamedTuple

from cz.report.view_inspection import FindingView


class RateLine(NamedTuple):
    """A standard, a project or a unit; ``id`` is "" of a unit.

    ``plain``: each observation weighing 1. ``missed`` of ``seen`` observations were not met.
    """

    id: str
    name: str
    rate: str
    plain: str
    standards: int
    seen: int
    met: int

    @property
    def missed(self) -> int:
        return self.seen - self.met


class PlaceView(NamedTuple):
    """A unit's place within its class."""

    rank: int
    unit: str
    rate: str
    seen: int
    met: int


class ClassRates(NamedTuple):
    """``few``: the units that were looked at too seldom to be ranked."""

    name: str
    ranked: tuple[PlaceView, ...]
    few: tuple[RateLine, ...]


class AgainstView(NamedTuple):
    """Against another round; ``words`` say it whole. ``undecided``: no conclusion can be drawn."""

    id: str
    title: str
    words: str
    undecided: bool


class ContradictionView(NamedTuple):
    """A standard whose rating does not go with what was observed."""

    id: str
    title: str
    rating: str
    seen: int
    met: int


class SpotResult(NamedTuple):
    """A spot that was drawn. ``seen`` 0 where it was passed by.

    ``missed``: ids of the standards not met; ``skipped``: of those not looked at, in words.
    """

    id: str
    name: str
    type: str
    unit: str
    keeper: str
    seen: int
    met: int
    missed: tuple[str, ...]
    skipped: str


class UnitFindings(NamedTuple):
    """What was found of one unit.

    ``open``: not put right; ``waiting``: said to be, and not struck off yet.
    """

    unit: str
    items: tuple[FindingView, ...]
    open: int
    late: int
    waiting: int


class LooseView(NamedTuple):
    """A finding of the round that the rate does not count; ``why``, in words."""

    id: str
    spot: str
    text: str
    why: str


class RoundView(NamedTuple):
    """``drawn`` spots, of which ``spots`` were looked at. ``error``: how far the rate would go.

    ``minors``: those of the minors' system, which are in nothing else here but ``projects``,
    ``standards`` and ``classes``. ``standards``: worst first. ``too_good``: rated A and not met
    everywhere; ``too_bad``: rated lower and met everywhere, by the ratings of ``phase``.
    ``method``: how it is reckoned (standard, observation, weight).
    ``nobody``: observations at spots without a unit. ``rules``: how it is reckoned.
    """

    id: str
    title: str
    start: Day
    end: Day
    by: str
    seed: int
    drawn: int
    spots: int
    types: int
    seen: int
    missed: int
    all_met: int
    method: str
    city: RateLine
    minors: RateLine
    error: str
    against: AgainstView | None
    projects: tuple[RateLine, ...]
    classes: tuple[ClassRates, ...]
    nobody: int
    least: int
    standards: tuple[RateLine, ...]
    phase: int
    too_good: tuple[ContradictionView, ...]
    too_bad: tuple[ContradictionView, ...]
    findings: int
    units: tuple[UnitFindings, ...]
    open: int
    loose: tuple[LooseView, ...]
    places: tuple[SpotResult, ...]
    rules: tuple[str, ...]

    @property
    def weak(self) -> tuple[RateLine, ...]:
        """The standards not met everywhere, worst first."""
        return tuple(line for line in self.standards if line.missed)


WORDS: dict[type, str] = {
    RateLine: "得分率",
    PlaceView: "名次",
    ClassRates: "一类单位的得分率",
    AgainstView: "和另一次的比较",
    ContradictionView: "和评级不合的标准",
    SpotResult: "点位的结果",
    UnitFindings: "一个单位的问题",
    LooseView: "没有算进去的问题",
    RoundView: "模拟测评",
}
