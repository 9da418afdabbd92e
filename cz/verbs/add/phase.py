"""``cz add phase``: a phase of the plan more."""

from __future__ import annotations

from cz.days import read_day
from cz.problem import Refusal
from cz.records import Campaign, Phase
from cz.verbs.add.entering import Entry, enter, source_of, titled
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_phase(
    folder: str,
    title: str,
    *,
    start: str | None = None,
    end: str | None = None,
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """It gets the next number. ``start`` and ``end``: its first and last day. Raises Refusal."""
    first = read_day(start) if start else None
    last = read_day(end) if end else None
    if first and last and last < first:
        raise Refusal(f"结束日期 {last} 早于开始日期 {first}。请核对 --start 和 --end。")

    def make(campaign: Campaign) -> Entry:
        phase = Phase(
            number=max((each.number for each in campaign.phases), default=0) + 1,
            title=titled(title, campaign.phases, "阶段"),
            start=first,
            end=last,
            source=source_of(confirm),
        )
        return Entry(phase)

    return enter(folder, "phases", make, how)
