"""``cz score``: the score of an assessment system."""

from __future__ import annotations

from cz.edit import Change, Put
from cz.letters import narrow
from cz.load import Loaded
from cz.names import find_system
from cz.problem import Refusal
from cz.records.fields import Bad, points
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write


def score(
    folder: str,
    system: str,
    value: str,
    clock: Clock,
    *,
    phase: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Record the score (0–100) of an assessment system in a phase. Raises Refusal."""
    text = narrow(value).strip().removesuffix("分").strip()
    wanted = _read(text)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        scored = find_system(campaign, system)
        number = phase_to_write(loaded, phase, clock(campaign))
        before = scored.scores.get(number)
        changes: list[Change] = []
        if before == wanted:
            words = f"第{number}阶段得分仍为 {wanted:g}"
        else:
            changes.append(Put(scored.node, ("scores", str(number)), text))
            was = "未测" if before is None else f"{before:g}"
            words = f"第{number}阶段得分：{was} → {wanted:g}"
        return Planned(changes, [scored.id], [Said(scored.name, words)])

    return write(folder, "indicators", plan, how, beside=("tasks",))


def _read(text: str) -> float:
    try:
        return points(text)
    except Bad as bad:
        raise Refusal(f"{bad.message}{bad.advice}") from None
