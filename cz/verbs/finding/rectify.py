"""``cz finding rectify``: the unit says that it is put right."""

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
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write

MOST_IDS = 6  # that are named


def rectify(
    folder: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    day: str | None = None,
    fix: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """The unit says it is put right.

    What is so already stays; asked for alone, its day and words (``fix``) are put as named. All or
    none. Raises Refusal.
    """
    fix_asked = kept_line(fix) if fix is not None else ""

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        day_asked = read_past(day, today) if day else None
        findings = find_findings(loaded.campaign, ids)
        is_alone = len(findings) == 1
        changes: list[Change] = []
        said = []
        for finding in findings:
            _refuse_verified(finding)
            claimed = finding.rectified or today
            if day_asked and (is_alone or not finding.rectified):
                claimed = day_asked
            if claimed != finding.rectified:
                refuse_day(finding, claimed, today, "整改日期")
            keeps_fix = not is_alone and finding.rectified and finding.fix
            new_fix = finding.fix if keeps_fix else fix_asked
            if new_fix and new_fix != finding.fix:
                changes.append(Put(finding.node, ("fix",), new_fix))
            if claimed != finding.rectified:
                changes.append(Put(finding.node, ("rectified",), claimed.isoformat()))
            words = _words(finding, claimed, today)
            if fix_asked:
                words += "，整改情况仍为：" if new_fix == finding.fix else "，整改情况："
                words += new_fix
            said.append(Said(named(finding), words))
        return Planned(
            changes=changes,
            records=[finding.id for finding in findings],
            said=said,
            warn_as_of=today,
            next_step=to_verify([finding.id for finding in findings]),
        )

    return write(
        folder, "findings", plan, how, beside=("units", "tasks"), need=concern.findings(ids)
    )


def _refuse_verified(finding: Finding) -> None:
    if finding.verified:
        raise Refusal(
            f"{finding.id} 已于 {finding.verified} 复核销号，不能再记整改。"
            f"现场反弹的请用 cz finding reopen {finding.id} --reason 原因 重开。"
        )


def _words(finding: Finding, claimed: date, today: date) -> str:
    return f"{moved('报整改', finding.rectified, claimed)}（{in_time(finding, claimed, today)}）"


def to_verify(ids: Sequence[str]) -> str:
    """What is to be done with findings that are put right."""
    which = " ".join(ids) if len(ids) <= MOST_IDS else "编号"
    return f"现场看过，再销号：cz finding verify {which}"
