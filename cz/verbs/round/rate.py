"""``cz round rate``: ratings proposed from a mock assessment, and those that were confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.load import Loaded
from cz.names import find_indicators
from cz.problem import Refusal
from cz.progress import pick_phase
from cz.records import Campaign, Indicator, Round
from cz.records.judge import NO_RULE
from cz.rounds.judging import Judged, judge_all, observed_words
from cz.rounds.rates import Scored
from cz.rounds.story import Contradiction, contradictions, result_of
from cz.verbs.rate import Grade, ratings
from cz.verbs.round.finding import find_round
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, Clock, How, phase_to_write, require, write

_BESIDE = ("units", "tasks", "findings", "supervision", "spots", "assessments")


class RatedRound(NamedTuple):
    """``judged``: those with a rule; ``observed``: how many standards there were in all."""

    campaign: Campaign
    round: Round
    phase: int
    judged: tuple[Judged, ...]
    observed: int
    contradictions: tuple[Contradiction, ...]

    @property
    def proposed(self) -> tuple[Judged, ...]:
        return tuple(each for each in self.judged if each.is_proposed)


def rated(campaign: Campaign, text: str, today: date, phase: int | None = None) -> RatedRound:
    """Raises Refusal where there is no such round, and where it has not been held yet."""
    return _rated(campaign, find_round(campaign, text), today, pick_phase(campaign, phase, today))


def _rated(campaign: Campaign, held: Round, today: date, phase: int) -> RatedRound:
    result: Scored = result_of(campaign, held, today)
    return RatedRound(
        campaign=campaign,
        round=held,
        phase=phase,
        judged=judge_all(campaign, result, phase),
        observed=len(result.standards),
        contradictions=contradictions(campaign, result, phase),
    )


def accept(
    folder: str,
    text: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    phase: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Rate these standards as is proposed, all of them or none; why is kept with each.

    Raises Refusal, also where nothing is proposed of one.
    """
    if not ids:
        raise Refusal("逐条核对过，再写明是哪几条，例如 cz round rate m2026-2 i9-18 --accept。")

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "assessments", "rounds")
        require(loaded, "spots", "types", "spots")
        require(loaded, "findings", "findings")
        campaign, today = loaded.campaign, clock(loaded.campaign)
        number = phase_to_write(loaded, phase, today)
        told = _rated(campaign, find_round(campaign, text), today, number)
        by_id = {each.standard.id: each for each in told.judged}

        def given(standard: Indicator) -> tuple[Grade, str]:
            each = _proposed(standard, by_id.get(standard.id), told)
            return Grade(each.grade), basis_words(told.round, each)

        return ratings(find_indicators(campaign, ids), number, today, given)

    return write(folder, "indicators", plan, how, beside=_BESIDE)


def basis_words(held: Round, each: Judged) -> str:
    """``2026年第2次模拟测评（m2026-2）看5次，达到4次：达到不少于80%为B``."""
    rule = each.standard.judge.conditions[each.grade]
    return f"{held.title}（{held.id}）{observed_words(each.rate)}：{rule}为{each.grade}"


def _proposed(standard: Indicator, each: Judged | None, told: RatedRound) -> Judged:
    """Raises Refusal where nothing is proposed of it."""
    if each is not None and each.is_proposed:
        return each
    instead = f"要改评级请用 cz rate {standard.id} 评级。"
    if standard.judge == NO_RULE:
        why = "没有写评级的规则（judge）"
    elif each is None:
        why = f"在 {told.round.id} 里没有看过"
    elif not each.grade:
        why = f"{observed_words(each.rate)}，它的规则（{standard.judge}）提不出评级"
    else:
        why, instead = f"照规则是 {each.grade}，和现在的评级一样", "不用改。"
    raise Refusal(f"{standard.id} {why}。{instead}")
