"""``cz finding match``: which standard a finding is against."""

from __future__ import annotations

from collections.abc import Sequence

from cz.edit import Put
from cz.load import Loaded
from cz.names import find_findings, find_indicator
from cz.problem import Refusal
from cz.supervise.matching import proposals
from cz.verbs.finding.actions import named
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

_BESIDE = ("units", "tasks", "indicators", "supervision", "spots")


def match(
    folder: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    indicator: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Write the standard of these findings: ``indicator``, else what is proposed for each.

    Without ``ids`` of all for which one is proposed. Raises Refusal.
    """
    if indicator and not ids:
        raise Refusal(
            "--indicator 要写明是哪个问题，例如 cz finding match f260715-1 --indicator i9-13。"
        )

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "indicators", "indicators")
        campaign, today = loaded.campaign, clock(loaded.campaign)
        findings = find_findings(campaign, ids) if ids else list(campaign.findings)
        if indicator:
            standard = find_indicator(campaign, indicator)
            pairs = [(finding, standard) for finding in findings]
        else:
            require(loaded, "spots", "types", "spots")
            proposed = proposals(campaign, findings, today)
            pairs = [(proposal.finding, proposal.indicator) for proposal in proposed]
        changes, said = [], []
        for finding, standard in pairs:
            changes.append(Put(finding.node, ("indicator",), standard.id))
            words = f"指标：{finding.indicator or '无'} → {standard.id} {standard.title}"
            said.append(Said(named(finding), words))
        return Planned(changes, [finding.id for finding, _ in pairs], said, warn_as_of=today)

    return write(folder, "findings", plan, how, beside=_BESIDE)
