"""The records of surveys (问卷): tallies alone, never what one person answered.

Frozen like all records.
"""

from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Flag, MaybeDay, MaybePoints, Number, Text
from cz.tree.nodes import NOWHERE, Map


class Survey(NamedTuple):
    """A survey as it was counted: ``sent`` handed out, ``returned`` rows, ``valid`` of them with
    an answer. ``file``, ``sha256``: of the table it was counted from, which is not kept.
    """

    id: Annotated[str, f.Identifier("q", 2, "q2026-1（q 加年份-序号）")]
    title: Text
    start: Annotated[MaybeDay, "第一份答卷"] = None
    end: Annotated[MaybeDay, "最后一份答卷"] = None
    by: Annotated[Text, "调查单位"] = ""
    sent: Annotated[Number, "发出份数"] = 0
    returned: Annotated[Number, "收回份数"] = 0
    valid: Annotated[Number, "有效份数"] = 0
    file: Annotated[Text, "统计自"] = ""
    sha256: Annotated[str, f.sha256] = ""
    node: Map = NOWHERE


class Option(NamedTuple):
    """``good``: the office counts it for the rate; ``skip``: it is no answer (说不清)."""

    text: Annotated[Text, "选项"]
    chosen: Annotated[Number, "人数"] = 0
    good: Annotated[Flag, "算好评"] = False
    skip: Annotated[Flag, "不算回答"] = False


class OfUnit(NamedTuple):
    """``counts``: of each option, in their order: 60/30/5/2."""

    unit: Annotated[Text, "单位"]
    counts: Annotated[tuple[int, ...], f.slashed_numbers, "各选项人数"]


class Question(NamedTuple):
    """One question of a survey; its id is the survey's with k and its own number.

    ``blank``: did not answer; ``passed``: were not asked. ``several``: one may choose several
    options, so that counts exceed ``answered``. ``weight``: only as the office sets it.
    """

    id: Annotated[str, f.Identifier("k", 3, "k2026-1-3（k 加问卷的年份-序号-题号）")]
    text: Annotated[Text, "题目"]
    several: Annotated[Flag, "多选"] = False
    answered: Annotated[Number, "回答人数"] = 0
    blank: Annotated[Number, "没有答"] = 0
    passed: Annotated[Number, "没有问到"] = 0
    indicator: Text = ""
    weight: Annotated[MaybePoints, "权重"] = None
    options: Annotated[tuple[Option, ...], f.listed(f.inner(Option), "选项"), "选项"] = ()
    units: Annotated[tuple[OfUnit, ...], f.listed(f.inner(OfUnit), "单位"), "各单位"] = ()
    node: Map = NOWHERE

    @property
    def survey(self) -> str:
        return "q" + self.id[1:].rpartition("-")[0]

    @property
    def number(self) -> int:
        return int(self.id.rpartition("-")[2])
