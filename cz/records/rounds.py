"""The records of mock assessments (模拟测评). Frozen like all records."""

from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Day, Names, Number, Text
from cz.tree.nodes import NOWHERE, Map


class Skipped(NamedTuple):
    """What was not judged at a spot: these standards, or where none is named the whole spot."""

    spot: Annotated[Text, "点位"]
    standards: Annotated[Names, "测评标准"] = ()
    reason: Annotated[Text, "原因"] = ""


class Round(NamedTuple):
    """A mock assessment, from ``start`` to ``end``, both days included.

    ``spots``: the ids of those drawn by ``seed``; every one was judged on every standard of its
    type, less ``skipped``. What is not met is a finding with this round; what is met is not
    written.
    """

    id: Annotated[str, f.Identifier("m", 2, "m2026-2（m 加年份-次数）")]
    title: Text
    start: Annotated[Day, "测评开始日期"]
    end: Annotated[Day, "测评结束日期"]
    by: Annotated[Text, "测评组"] = ""
    seed: Annotated[Number, "抽样种子"] = 0
    spots: Annotated[Names, "抽到的点位"] = ()
    skipped: Annotated[tuple[Skipped, ...], f.listed(f.inner(Skipped), "没有看的"), "没有看的"] = ()
    node: Map = NOWHERE
