"""The records of people (人员): who holds which post, and who answers for a unit.

Frozen like all records.
"""

from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import MaybeDay, Text
from cz.tree.nodes import NOWHERE, Map

HEADQUARTERS, OFFICE = "指挥部", "办公室"


class Person(NamedTuple):
    """One person in one role, from ``since`` to ``until``, both days included.

    ``body``: 指挥部, 办公室, a work group's name, or "" for a role in the person's own unit
    (分管领导, 联络员). ``unit`` need not be one of the plan's. Who follows is a line of his own.
    """

    id: Annotated[str, f.Identifier("w", 1, "w12（w 加序号）")]
    name: Annotated[Text, "姓名"]
    role: Annotated[Text, "角色"]
    unit: Annotated[Text, "单位"] = ""
    post: Annotated[Text, "职务"] = ""
    body: Annotated[Text, "机构"] = ""
    phone: Annotated[str, f.private, "电话"] = ""
    since: Annotated[MaybeDay, "任职日期"] = None
    until: Annotated[MaybeDay, "卸任日期"] = None
    node: Map = NOWHERE
