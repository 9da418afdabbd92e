"""``cz finding verify``: the office strikes it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz import concern
from cz.days import read_past
from cz.edit import Change, Put
from cz.load import Loaded
from cz.names import find_findings
from cz.problem import Refusal
from cz.records import Finding
from cz.verbs.finding.actions import in_time, moved, named, refuse_day
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def verify(
    folder: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    day: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Strike off. What no unit reported as put right counts as put right that day.

    What is so already stays; asked for alone, its day is put as named. All or none. Raises Refusal.
    """

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        day_asked = read_past(day, today) if day else None
        findings = find_findings(loaded.campaign, ids)
        changes: list[Change] = []
        said = []
        for finding in findings:
            verified = finding.verified or today
            if day_asked and (len(findings) == 1 or not finding.verified):
                verified = day_asked
            words = moved("复核销号", finding.verified, verified)
            if verified != finding.verified:
                _refuse_too_early(finding, verified, today)
                if not finding.rectified and not finding.verified:
                    changes.append(Put(finding.node, ("rectified",), verified.isoformat()))
                    words += f"；单位未报整改，按复核日期记（{in_time(finding, verified, today)}）"
                changes.append(Put(finding.node, ("verified",), verified.isoformat()))
            said.append(Said(named(finding), words))
        return Planned(
            changes=changes,
            records=[finding.id for finding in findings],
            said=said,
            warn_as_of=today,
        )

    return write(
        folder, "findings", plan, how, beside=("units", "tasks"), need=concern.findings(ids)
    )


def _refuse_too_early(finding: Finding, verified: date, today: date) -> None:
    refuse_day(finding, verified, today, "复核日期")
    if finding.rectified and verified < finding.rectified:
        raise Refusal(
            f"{finding.id} 的复核日期 {verified} 早于整改日期 {finding.rectified}，没有改动。"
            "请核对 --date。"
        )
