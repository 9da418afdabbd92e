"""``cz condition set``: whether a condition is met, whose it is, what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.choose import choose
from cz.edit import Change, Drop, Put, Relist
from cz.load import Loaded
from cz.names import find_record, find_unit
from cz.problem import Refusal
from cz.records import CONDITION_STATES, Campaign, Condition
from cz.records.kinds import KINDS
from cz.tree import Map
from cz.typed.ids import normal_id, split_ids
from cz.verbs.condition.add import BESIDE
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write

OPEN = "待核实"


class Told(NamedTuple):
    """As it was typed. ``state``: 符合, 不符合, or 待核实, which takes it back."""

    state: str = ""
    unit: str = ""
    proof: Sequence[str] = ()
    note: str = ""


def set_condition(
    folder: str, id_: str, told: Told, clock: Clock, *, phase: int | None = None, how: How = PLAINLY
) -> Outcome:
    """Raises Refusal."""
    if told == Told():
        raise Refusal("没有说要记什么：写 符合、不符合 或 待核实，或用 --unit、--proof、--note。")
    words_of = {**CONDITION_STATES, "": OPEN}
    state = choose(told.state, words_of, "这种状态") if told.state else None

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        condition: Condition = find_record(campaign, KINDS["conditions"], id_)
        changes: list[Change] = []
        words: list[str] = []
        if state is not None:
            number = phase_to_write(loaded, phase, clock(campaign))
            before = condition.states.get(number, "")
            changes += _put_state(condition, number, before, state)
            words.append(f"第{number}阶段：{words_of[before]} → {words_of[state]}")
        if told.unit:
            unit = find_unit(campaign, told.unit).name
            changes += [Put(condition.node, ("unit",), unit)] if unit != condition.unit else []
            words.append(f"责任单位：{condition.unit or '无'} → {unit}")
        if told.proof:
            new = [each for each in _proofs(campaign, told.proof) if each not in condition.proof]
            changes += [Relist(condition.node, ("proof",), tuple(new))] if new else []
            words.append(f"证明材料：加入 {'、'.join(new)}" if new else "证明材料已经有了")
        if told.note:
            changes.append(Put(condition.node, ("note",), kept_line(told.note)))
            words.append(f"说明：{kept_line(told.note)}")
        said = [Said(f"{condition.id} {condition.title}", "；".join(words))]
        return Planned(changes, [condition.id], said)

    return write(folder, "indicators", plan, how, beside=BESIDE)


def _put_state(condition: Condition, phase: int, before: str, state: str) -> list[Change]:
    if before == state:
        return []
    if not state:
        if len(condition.states) == 1:
            return [Drop(condition.node, ("states",))]
        raise Refusal(
            f"{condition.id} 别的阶段也记了，这里撤不了第 {phase} 阶段的。"
            "请在 data/indicators.yaml 里删去这一行。"
        )
    if isinstance(condition.node.get("states"), Map):
        return [Put(condition.node, ("states", str(phase)), state)]
    return [Put(condition.node, ("states",), {str(phase): state})]


def _proofs(campaign: Campaign, texts: Sequence[str]) -> list[str]:
    """Raises Refusal for what is no evidence's id."""
    known = {piece.id for piece in campaign.evidence}
    ids = list(dict.fromkeys(map(normal_id, split_ids(texts))))
    for id_ in ids:
        if id_ not in known:
            raise Refusal(
                f"没有编号为“{id_}”的佐证材料。请先用 cz evidence add 登记。", missing=id_
            )
    return ids
