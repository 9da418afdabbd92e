"""What a mock assessment came to: its rates, their error, against the one before, and ratings."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from cz.problem import Refusal
from cz.progress import current_phase
from cz.records import Campaign, Indicator, Round, year_and_number
from cz.rounds.observed import observed
from cz.rounds.rates import Rate, Scored, minors_projects, rate_of, scored
from cz.rounds.redrawn import Between, between, difference, redrawn
from cz.rounds.weighing import weighing_of


class Against(NamedTuple):
    """Two rounds on the standards judged in both, but for the minors'.

    ``between``: of ``now`` less ``then``; ``None`` where nothing was judged in both.
    """

    other: Scored
    now: Rate
    then: Rate
    between: Between | None

    @property
    def by(self) -> Fraction | None:
        if self.now.value is None or self.then.value is None:
            return None
        return self.now.value - self.then.value


class Contradiction(NamedTuple):
    """A standard rated A though not met everywhere, or B or C though it was."""

    standard: Indicator
    rating: str
    rate: Rate


class RoundStory(NamedTuple):
    """``error``: where the city's rate lies with other spots; ``against`` another, if asked for.

    ``contradictions`` with the ratings of ``phase``.
    """

    campaign: Campaign
    today: date
    round: Round
    scored: Scored
    error: Between | None
    against: Against | None
    phase: int
    contradictions: tuple[Contradiction, ...]

    @property
    def all_met(self) -> int:
        """How many spots count as met throughout: nothing found there is entered."""
        seen = self.scored.observed
        missed = {each.spot.id for each in seen.observations if not each.met}
        return sum(spot.id not in missed for spot in seen.spots)


def in_order(campaign: Campaign) -> list[Round]:
    """The oldest first."""
    return sorted(campaign.rounds, key=lambda one: (one.start, year_and_number(one.id)))


def is_held(campaign: Campaign, one: Round, today: date) -> bool:
    """Whether there is a result: spots were drawn, it has ended, and what was found is entered.

    Where not one finding names it no sheet has come back: that is not known, and no full marks.
    """
    ended = bool(one.spots) and one.end <= today
    return ended and any(finding.round == one.id for finding in campaign.findings)


def told(campaign: Campaign, one: Round, today: date, other: Round | None = None) -> RoundStory:
    """``other``: what it is compared with, else the one held last before.

    Raises Refusal where one of them has not been held yet.
    """
    result = result_of(campaign, one, today)
    if other is None:
        before = _before(campaign, one)
        other = before if before and is_held(campaign, before, today) else None
    compared = _against(campaign, result, result_of(campaign, other, today)) if other else None
    phase = current_phase(campaign, today)
    redraws = redrawn(result.observed, _city(campaign, result), weighing_of(campaign))
    return RoundStory(
        campaign=campaign,
        today=today,
        round=one,
        scored=result,
        error=between(redraws),
        against=compared,
        phase=phase,
        contradictions=contradictions(campaign, result, phase),
    )


def _before(campaign: Campaign, one: Round) -> Round | None:
    """The one held last before this."""
    earlier = [other for other in in_order(campaign) if other.end < one.start]
    return earlier[-1] if earlier else None


def result_of(campaign: Campaign, one: Round, today: date) -> Scored:
    """Raises Refusal where it has not been held yet."""
    if not one.spots:
        raise Refusal(f"{one.id} 还没有抽点位。请先执行 cz round draw {one.id}。")
    if one.end > today:
        raise Refusal(f"{one.id} 到 {one.end} 才结束，现在算不出得分率。")
    if not is_held(campaign, one, today):
        raise Refusal(
            f"没有一个问题写着 round: {one.id}，就是记录表还没有收回来，算不出得分率。"
            f"收回来的表用 cz finding import 表 --round {one.id} 导入。"
        )
    return scored(campaign, observed(campaign, one, today))


def _city(campaign: Campaign, result: Scored) -> set[str]:
    """The standards that were judged, but for the minors'."""
    apart = minors_projects(campaign)
    others = {each.id for each in campaign.indicators if each.project not in apart}
    return {row.name for row in result.standards} & others


def _against(campaign: Campaign, one: Scored, other: Scored) -> Against:
    both, weighing = _city(campaign, one) & _city(campaign, other), weighing_of(campaign)
    now = [each for each in one.observed.observations if each.standard in both]
    then = [each for each in other.observed.observations if each.standard in both]
    return Against(
        other=other,
        now=rate_of(now, weighing),
        then=rate_of(then, weighing),
        between=difference(
            redrawn(one.observed, both, weighing), redrawn(other.observed, both, weighing)
        ),
    )


def contradictions(campaign: Campaign, result: Scored, phase: int) -> tuple[Contradiction, ...]:
    """Also where the office has no rule for its ratings."""
    rates = {row.name: row.rate for row in result.standards}
    found = []
    for standard in campaign.indicators:
        rating = standard.ratings.get(phase, "")
        rate = rates.get(standard.id)
        if rating and rate and (rating == "A") != (rate.met == rate.seen):
            found.append(Contradiction(standard, rating, rate))
    return tuple(found)
