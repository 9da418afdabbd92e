"""``cz finding reopen``: sent back, or opened again after it was struck off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz import concern
from cz.days import read_past
from cz.edit import Change, Drop, Relist
from cz.load import Loaded
from cz.names import find_findings
from cz.problem import Refusal
from cz.records import Finding, Reopening, Rules
from cz.sheets.dates import read_due
from cz.supervise.entry import deadline
from cz.supervise.state import stand
from cz.verbs.finding.actions import move_deadline, named, noted, refuse_day, weekend
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


def reopen(
    folder: str,
    ids: Sequence[str],
    reason: str,
    clock: Clock,
    *,
    day: str | None = None,
    due: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Send back what is not put right after all; open again what was struck off.

    What is undone is kept. ``due`` None: sent back, the deadline stays; opened again, it is so many
    days from then as the rules say, or stays if later. All or none. Raises Refusal.
    """
    kept_reason = kept_line(reason)

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        reopened = read_past(day, today) if day else today
        asked = _Asked(
            day=reopened,
            reason=kept_reason,
            due=read_due(due, reopened) if due else None,
            by_rules=not due,
        )
        findings = find_findings(loaded.campaign, ids)
        changes: list[Change] = []
        said = []
        for finding in findings:
            more, words = _reopen(loaded, finding, asked, today)
            changes += more
            said.append(Said(named(finding), words))
        return Planned(
            changes=changes,
            records=[finding.id for finding in findings],
            said=said,
            warn_as_of=today,
        )

    return write(
        folder,
        "findings",
        plan,
        how,
        beside=("units", "tasks", "supervision"),
        need=concern.findings(ids),
    )


class _Asked(NamedTuple):
    """What the command says. ``due`` None: none is named, or none is to be set yet.

    ``by_rules``: what is opened again gets a deadline by the rules.
    """

    day: date
    reason: str
    due: date | None
    by_rules: bool


def _reopen(
    loaded: Loaded, finding: Finding, asked: _Asked, today: date
) -> tuple[list[Change], str]:
    """(the changes, what is said of them). Raises Refusal."""
    _refuse_early(finding, asked.day, today)
    if asked.due and asked.due < asked.day:
        raise Refusal(
            f"新的时限 {asked.due} 早于{_word(finding)}日期 {asked.day}，没有改动。请核对 --due。"
        )
    by_rules = None
    if asked.by_rules and finding.verified and finding.due:
        require(loaded, "supervision", "rules")
        by_rules = deadline(asked.day, loaded.campaign.rules)
    reopening = Reopening(
        date=asked.day,
        reason=asked.reason,
        rectified=finding.rectified,
        verified=finding.verified,
        fix=finding.fix,
    )
    after = finding._replace(
        rectified=None, verified=None, fix="", reopened=(*finding.reopened, reopening)
    )
    changes = _undo(finding, reopening)
    words = _undone(finding, asked.reason)
    if asked.due and asked.due != finding.due:
        move = move_deadline(after, asked.due, asked.day, asked.reason, today)
        changes += move.changes
        words += f"；{move.words}"
    elif by_rules and finding.due and by_rules > finding.due:
        move = move_deadline(after, by_rules, asked.day, asked.reason, today)
        changes += move.changes
        words += _by_rules(move.finding, by_rules, loaded.campaign.rules, today)
    elif late := stand(after, today).late:
        words += f"；时限仍为 {after.due}，已逾期{late}天"
    return changes, words


def _word(finding: Finding) -> str:
    return "重开" if finding.verified else "退回"


def _refuse_early(finding: Finding, reopened: date, today: date) -> None:
    undone = finding.verified or finding.rectified
    if undone is None:
        raise Refusal(f"{finding.id} 还没有报整改，无从退回或重开，没有改动。")
    word = _word(finding)
    if reopened < max(undone, finding.rectified or undone):
        what = "销号" if finding.verified else "整改"
        raise Refusal(
            f"{finding.id} 的{word}日期 {reopened} 早于{what}日期 {undone}，没有改动。"
            "请核对 --date。"
        )
    refuse_day(finding, reopened, today, f"{word}日期")


def _undo(finding: Finding, reopening: Reopening) -> list[Change]:
    """What was recorded goes from its fields to an entry of ``reopened``."""
    held = {
        name: str(value)
        for name, value in reopening._asdict().items()
        if name not in ("date", "reason") and value
    }
    entry = {"date": reopening.date.isoformat(), "reason": reopening.reason, **held}
    dropped = [Drop(finding.node, (name,)) for name in held]
    return [Relist(finding.node, ("reopened",), (entry,)), *dropped]


def _undone(finding: Finding, reason: str) -> str:
    what = f"复核销号 {finding.verified}" if finding.verified else f"报整改 {finding.rectified}"
    return f"{_word(finding)}：{reason}，{what} 作废"


def _by_rules(after: Finding, due: date, rules: Rules, today: date) -> str:
    late = stand(after, today).late
    overdue = f"，已逾期{late}天" if late else ""
    return f"；新时限 {due}{noted(f'按 {rules.days} 天计', weekend(due))}{overdue}"
