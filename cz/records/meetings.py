"""The records of meetings and training (会议、培训). Frozen like all records."""

from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Day, MaybeDay, Names, Number, Text, Texts
from cz.tree.nodes import NOWHERE, Map

TRAINING = "培训"


class Meeting(NamedTuple):
    """A meeting, or a training, of the office.

    ``number``: which of its kind it was, as it was announced (第5次). ``work``: the tasks, steps
    and standards it serves. ``attendance``: the evidence that is its sign-in sheet. ``points``:
    what was said, a paragraph each.
    """

    id: Annotated[str, f.Identifier("h", 2, "h2026-5（h 加年份-序号）")]
    kind: Annotated[Text, "会议类别"]
    date: Annotated[Day, "会议日期"]
    title: Text
    number: Annotated[Number, "第几次"] = 0
    chair: Annotated[Text, "主持"] = ""
    place: Annotated[Text, "地点"] = ""
    present: Annotated[Names, "参会单位"] = ()
    absent: Annotated[Names, "缺席单位"] = ()
    work: Annotated[Names, "有关的任务和标准"] = ()
    attendance: Annotated[Text, "签到表"] = ""
    points: Annotated[Texts, "会议内容"] = ()
    node: Map = NOWHERE


class Agreed(NamedTuple):
    """What a meeting agreed that a unit does; its id is the meeting's with a number more.

    ``about``: the task, step, standard or finding concerned. ``done``: when it was done.
    """

    id: Annotated[str, f.Identifier("h", 3, "h2026-5-2（会议编号-序号）")]
    unit: Text
    matter: Annotated[Text, "议定事项"]
    due: Annotated[MaybeDay, "办结时限"] = None
    helpers: Names = ()
    about: Text = ""
    done: Annotated[MaybeDay, "办结日期"] = None
    result: Annotated[Text, "办理结果"] = ""
    node: Map = NOWHERE

    @property
    def meeting(self) -> str:
        return self.id.rpartition("-")[0]
