"""``cz condition add``: a condition of the application, as the handbook has it."""

from __future__ import annotations

from cz.choose import choose
from cz.load import Loaded
from cz.names import find_unit
from cz.records import CONDITION_KINDS, Condition
from cz.records.kinds import new_fields
from cz.verbs.adding import New, enter, new_id, read_origin, read_title, refuse_title_twice
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write

BESIDE = ("tasks", "units", "evidence")


def add(
    folder: str,
    title: str,
    kind: str,
    *,
    unit: str | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Raises Refusal."""
    kept_title = read_title(title, "申报条件")
    chosen = choose(kind, dict.fromkeys(CONDITION_KINDS, ""), "这种申报条件")
    origin = read_origin(source)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        refuse_title_twice(kept_title, campaign.conditions, "申报条件里")
        condition = Condition(
            id=new_id(campaign, "conditions", "n", None),
            title=kept_title,
            kind=chosen,
            unit=find_unit(campaign, unit).name if unit else "",
            source=origin,
        )
        last = campaign.conditions[-1] if campaign.conditions else None
        step = f"核实以后记下：cz condition set {condition.id} 符合 --proof 材料编号"
        return enter(loaded, "conditions", [New(new_fields(condition), last)], step)

    return write(folder, "indicators", plan, how, beside=BESIDE)
