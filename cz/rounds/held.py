"""What is on record of a mock assessment: findings, and what was not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cz.records import Campaign, Finding, Round, Skipped
from cz.supervise.spots import spot_book, spot_of
from cz.supervise.state import is_withdrawn


class Held(NamedTuple):
    """``findings`` and ``skipped`` by the ids of spot and standard; ``passed_by``: whole spots."""

    findings: Mapping[tuple[str, str], list[Finding]]
    skipped: frozenset[tuple[str, str]]
    passed_by: frozenset[str]

    def is_skipped(self, spot: str, standard: str) -> bool:
        return spot in self.passed_by or (spot, standard) in self.skipped

    @property
    def spots(self) -> set[str]:
        """Of which anything is on record."""
        return {spot for spot, _ in (*self.findings, *self.skipped)} | self.passed_by


def held(campaign: Campaign, one: Round, today: date) -> Held:
    """Findings that were withdrawn by ``today`` do not count."""
    book = spot_book(campaign)
    findings: dict[tuple[str, str], list[Finding]] = {}
    for finding in campaign.findings:
        if finding.round == one.id and not is_withdrawn(finding, today):
            spot = spot_of(book, finding.spot, finding.unit)
            if spot:
                findings.setdefault((spot.id, finding.indicator), []).append(finding)
    pairs = {(entry.spot, id_) for entry in one.skipped for id_ in entry.standards}
    whole = {entry.spot for entry in one.skipped if not entry.standards}
    return Held(findings, frozenset(pairs), frozenset(whole))


def skip_words(skip: Skipped, name: str) -> str:
    """p17 棉纺小区 i9-18、i9-19（不适用）. ``name``: the spot's."""
    standards = "、".join(skip.standards) or "全部标准"
    reason = f"（{skip.reason}）" if skip.reason else ""
    return f"{skip.spot} {name} {standards}{reason}"
