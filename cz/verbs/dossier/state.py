"""``cz dossier state``: what is concluded (结论性说明) of a standard in a phase."""

from __future__ import annotations

from cz.edit import Append, Change, Put
from cz.edit.changes import Field
from cz.load import Loaded
from cz.names import find_indicator
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write


def state(
    folder: str,
    id_: str,
    text: str,
    clock: Clock,
    *,
    phase: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Put it in the place of what was said before. Raises Refusal."""
    words = kept_line(text)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        indicator = find_indicator(campaign, id_)
        number = phase_to_write(loaded, phase, clock(campaign))
        known = [each for each in campaign.statements if each.indicator == indicator.id]
        before = known[0].texts.get(number, "") if known else ""
        if known:
            change: Change = Put(known[0].node, ("texts", str(number)), words)
        else:
            texts: Field = {str(number): words}
            record: dict[str, Field] = {"indicator": indicator.id, "texts": texts}
            change = Append(loaded.trees["evidence"].root, "statements", (record,))
        told = f"第{number}阶段结论性说明：{f'{before} → ' if before else ''}{words}"
        return Planned([change], [indicator.id], [Said(f"{indicator.id} {indicator.title}", told)])

    return write(folder, "evidence", plan, how, beside=("tasks", "indicators", "units"))
