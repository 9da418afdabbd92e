"""The levels of gaps, in fixed order, and what is told of a gap."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Level(NamedTuple):
    """``because``: why a gap of this level matters; ``{missing}``: how many A's are missing."""

    word: str
    because: str


LEVELS = {
    1: Level("一票否决", "有一条C类，本阶段就不达标"),
    2: Level("自相矛盾", "评级和记录对不上，测评时站不住"),
    3: Level("丢分", "测评组到现场就扣分"),
    4: Level("没有依据", "没有东西可以证明，测评时只能算没有做"),
    5: Level("要抬", "离目标还差{missing}条A类"),
    6: Level("事务", "事情没有按时办"),
}
STANDARD, FINDING, TASK, STEP, UNIT = "indicator", "finding", "task", "step", "unit"
CONDITION = "condition"
MEASURES = {STANDARD: "条", FINDING: "个", TASK: "项", STEP: "项", UNIT: "个", CONDITION: "条"}
WORDS = {
    STANDARD: "标准",
    FINDING: "问题",
    TASK: "任务",
    STEP: "步骤",
    UNIT: "单位",
    CONDITION: "申报条件",
}


class Deadline(NamedTuple):
    """A day on record. ``of``: what says so, 任务7-3."""

    day: date
    of: str


class Subject(NamedTuple):
    """What a gap is about: a standard, a finding, a task, a step, a unit or a condition.

    ``title`` with （拟） where it is ours; ``unit``: who has to act, by its present name, "" where
    nobody is named. ``standards``: ids of those that suffer from it. ``facts``: what is on record
    of a standard, in words. ``deadlines``: those on record that have not passed.
    """

    kind: str
    id: str
    title: str
    unit: str
    method: str = ""
    standards: tuple[str, ...] = ()
    facts: str = ""
    deadlines: tuple[Deadline, ...] = ()


class Gap(NamedTuple):
    """One thing that is missing. ``weight``: within its level, the larger the sooner it is told."""

    subject: Subject
    why: str
    weight: int = 0


class Reason(NamedTuple):
    """A gap by the rule that found it (a key of cz.gaps.rules.RULES)."""

    rule: str
    why: str


class Entry(NamedTuple):
    """Everything of one level that one subject lacks."""

    level: int
    subject: Subject
    reasons: tuple[Reason, ...]
    weight: int

    @property
    def why(self) -> str:
        return "；".join(reason.why for reason in self.reasons)
