"""The conditions of an application (申报条件). Frozen like all records.

What they are the office writes down from its own handbook; none comes with cz.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Names, Origin, Text
from cz.tree.nodes import NOWHERE, Map

MET, UNMET = "met", "unmet"
UNPROVEN = "没有写依据"  # of a condition that is met
CONDITION_STATES = {MET: "符合", UNMET: "不符合"}
CONDITION_KINDS = ("前置条件", "负面清单")


class Condition(NamedTuple):
    """What has to be so before an application (前置条件), or must not have been (负面清单).

    ``states`` by phase: of what must not have been, met is that it has not. Nothing is said of a
    phase without one. ``proof``: the evidence that shows it.
    """

    id: Annotated[str, f.Identifier("n", 1, "n1（n 加序号）")]
    title: Text
    kind: Annotated[str, f.choice(CONDITION_KINDS, "申报条件"), "类别"]
    unit: Text = ""
    states: Annotated[
        Mapping[int, str], f.by_phase(f.choice(CONDITION_STATES, "状态")), "符合情况"
    ] = {}
    proof: Annotated[Names, "证明材料"] = ()
    note: Annotated[Text, "说明"] = ""
    source: Origin = "proposed"
    node: Map = NOWHERE

    def is_unproven(self, phase: int) -> bool:
        """Whether it is said to be met, and nothing says by what."""
        is_met = self.states.get(phase) == MET
        return is_met and not self.proof and not self.note
