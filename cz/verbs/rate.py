"""``cz rate``: the ratings of indicators."""

from __future__ import annotations

from collections.abc import Sequence

from cz.choose import listing
from cz.edit import Change, Put
from cz.load import Loaded
from cz.names import find_indicators
from cz.problem import Refusal
from cz.records import CLASSES
from cz.typed.words import grade_meant
from cz.verbs.kept import kept_line
from cz.verbs.work import add_adjustments, adjustment, named, reason_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write


def read_rating(text: str) -> str:
    """A, B or C, also as a类. Raises Refusal."""
    grade = grade_meant(text)
    if grade:
        return grade
    # One letter is as near as another, so that none is offered.
    raise Refusal(f"没有“{text}”这种评级。可用的有：{listing(dict.fromkeys(CLASSES, ''))}。")


def rate(
    folder: str,
    ids: Sequence[str],
    rating: str,
    clock: Clock,
    *,
    phase: int | None = None,
    reason: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Rate indicators A, B or C in a phase. All of them or none.

    ``reason`` is kept with the change. Raises Refusal.
    """
    wanted = read_rating(rating)
    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        number = phase_to_write(loaded, phase, today)
        indicators = find_indicators(campaign, ids)
        changes: list[Change] = []
        said = []
        for indicator in indicators:
            before = indicator.ratings.get(number, "")
            changes.append(Put(indicator.node, ("ratings", str(number)), wanted))
            if kept_reason and before != wanted:
                entry = adjustment(today, "rating", before, wanted, kept_reason, number)
                changes += add_adjustments(indicator, [entry])
            words = f"{_moved(before, wanted)}{reason_words(kept_reason, changed=before != wanted)}"
            said.append(Said(named(indicator), f"第{number}阶段评级：{words}"))
        return Planned(changes, [indicator.id for indicator in indicators], said)

    return write(folder, "indicators", plan, how, beside=("tasks",))


def _moved(before: str, after: str) -> str:
    if before == after:
        return f"仍为 {after}"
    if not before:
        return f"未评 → {after}"
    worse = "，比原来低" if before < after else ""
    return f"{before} → {after}{worse}"
