"""``cz rate``: the ratings of indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from cz import concern
from cz.choose import listing
from cz.edit import Change, Put
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_indicators
from cz.problem import Refusal
from cz.records import CLASSES, Indicator
from cz.typed.words import grade_meant
from cz.verbs.kept import kept_line
from cz.verbs.work import add_adjustments, adjustment, named, reason_words
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, write


class Grade(NamedTuple):
    """``rating``: the class it counts as. ``mark``: the office's own grade, "" for a plain one."""

    rating: str
    mark: str = ""


def read_rating(text: str, grades: Sequence[str] = ()) -> Grade:
    """A, B or C, also as a类; or one of the office's own ``grades``. Raises Refusal."""
    grade = grade_meant(text)
    if grade:
        return Grade(grade)
    for mark in grades:
        if folded(mark) == folded(text.strip().removesuffix("类")):
            rating = grade_meant(mark[:1])
            if rating:
                return Grade(rating, mark)
    # One letter is as near as another, so that none is offered.
    known = listing(dict.fromkeys((*CLASSES, *grades), ""))
    own = ""
    if grade_meant(text.strip()[:1]) and not grades:
        own = "本地另有等级的，先在 data/tasks.yaml 的 plan 里写 grades，每项以 A、B 或 C 开头。"
    raise Refusal(f"没有“{text}”这种评级。可用的有：{known}。{own}")


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
    """Rate indicators in a phase, A, B, C or a grade of the office's own.

    All of them or none. ``reason`` is kept with the change. Raises Refusal.
    """
    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        wanted = read_rating(rating, campaign.plan.grades)
        today = clock(campaign)
        number = phase_to_write(loaded, phase, today)
        indicators = find_indicators(campaign, ids)
        return ratings(indicators, number, today, lambda indicator: (wanted, kept_reason))

    return write(folder, "indicators", plan, how, beside=("tasks",), need=concern.standards(ids))


def ratings(
    indicators: Sequence[Indicator],
    phase: int,
    today: date,
    given: Callable[[Indicator], tuple[Grade, str]],
) -> Planned:
    """Indicators rated in a phase. ``given``: what each is given, and why, "" for no reason."""
    changes: list[Change] = []
    said: list[Said] = []
    for indicator in indicators:
        wanted, reason = given(indicator)
        own, words = _rating_changes(indicator, phase, wanted, reason, today)
        changes += own
        said.append(words)
    return Planned(changes, [indicator.id for indicator in indicators], said)


def _rating_changes(
    indicator: Indicator, phase: int, wanted: Grade, reason: str, today: date
) -> tuple[list[Change], Said]:
    """``reason``: kept with the change, where there is one."""
    before, after = _given(indicator, phase), wanted.mark or wanted.rating
    changes: list[Change] = [Put(indicator.node, ("ratings", str(phase)), wanted.rating)]
    if wanted.mark or phase in indicator.grades:
        changes.append(Put(indicator.node, ("grades", str(phase)), after))
    if reason and before != after:
        entry = adjustment(today, "rating", before, after, reason, phase)
        changes += add_adjustments(indicator, [entry])
    words = f"{_moved(before, after)}{reason_words(reason, changed=before != after)}"
    return changes, Said(named(indicator), f"第{phase}阶段评级：{words}")


def _given(indicator: Indicator, phase: int) -> str:
    return indicator.grades.get(phase) or indicator.ratings.get(phase, "")


def _moved(before: str, after: str) -> str:
    if before == after:
        return f"仍为 {after}"
    if not before:
        return f"未评 → {after}"
    worse = "，比原来低" if before[0] < after[0] else ""
    return f"{before} → {after}{worse}"
