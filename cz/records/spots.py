"""The records of the spots (点位) that are inspected. Frozen like all records."""

from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Names, Number, Origin, Text
from cz.tree.nodes import NOWHERE, Map


class SpotType(NamedTuple):
    """A kind of spots (点位类型) and the standards that are looked at there.

    ``sample``: how many of them an assessment draws; 0: all.
    """

    name: Text
    sample: Annotated[Number, "每次抽几个"] = 0
    standards: Annotated[Names, "测评标准"] = ()
    source: Origin = "proposed"
    node: Map = NOWHERE


class Spot(NamedTuple):
    """A place that is inspected (点位).

    ``unit`` is whose ground it is (属地), ``keeper`` the unit that looks after it (包保单位) and
    ``leader`` who of it (包保领导). Two spots may bear one name where their units differ.
    """

    id: Annotated[str, f.Identifier("p", 1, "p17")]
    name: Text
    type: Text = ""
    unit: Annotated[Text, "属地"] = ""
    keeper: Annotated[Text, "包保单位"] = ""
    leader: Annotated[Text, "包保领导"] = ""
    former: Names = ()
    source: Origin = "proposed"
    node: Map = NOWHERE
