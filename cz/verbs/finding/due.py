"""``cz finding due``: the deadline of a finding, its first or another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cz import concern
from cz.days import read_day, read_due, read_past
from cz.edit import Change, Relist
from cz.load import Loaded
from cz.names import find_findings, refuse_slips
from cz.problem import Refusal
from cz.records import Finding
from cz.tree import Map
from cz.typed.ids import normal_id
from cz.verbs.finding.actions import move_deadline, named
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def set_deadline(
    folder: str,
    ids: Sequence[str],
    due: str,
    clock: Clock,
    *,
    reason: str | None = None,
    day: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """The first deadline hands a finding out; each later one takes a reason, which is kept.

    With the deadline that is in force and another reason, the reason of the last change is put as
    named. ``day``: when it was granted. All or none. Raises Refusal.
    """
    kept_reason = kept_line(reason) if reason is not None else ""
    refuse_slips([*ids, due])

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        _refuse_order(ids, due, today)
        new_due = read_due(due, today)
        granted = read_past(day, today) if day else today
        findings = find_findings(loaded.campaign, ids)
        changes: list[Change] = []
        said = []
        for finding in findings:
            if _has_other_reason(finding, new_due, kept_reason):
                _refuse_other_day(finding, granted if day else None)
                _refuse_comment(loaded, finding)
                more, words = _correct_reason(finding, kept_reason)
            else:
                more, words = _move(finding, new_due, granted, kept_reason, today)
            changes += more
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


def _move(
    finding: Finding, due: date, granted: date, reason: str, today: date
) -> tuple[list[Change], str]:
    """(the changes, what is said of them). Raises Refusal."""
    _refuse_settled(finding, due)
    if finding.due == due:
        no_reason = "，第一次定的时限不记理由" if reason and not finding.extended else ""
        return [], f"时限仍为 {due}{no_reason}"
    if finding.due and not reason:
        raise Refusal(
            f"{finding.id} 的时限现为 {finding.due}，改时限要用 --reason 写明理由，没有改动。"
        )
    _refuse_granted(finding, granted, today)
    move = move_deadline(finding, due, granted, reason, today, f"，理由：{reason}")
    words = move.words
    if finding.due and granted <= finding.due < today:
        words += f"；{granted} 的批准今天才补记，排名按新时限"
    return move.changes, words


def _refuse_settled(finding: Finding, due: date) -> None:
    if finding.verified:
        done = f"已于 {finding.verified} 复核销号"
    elif finding.rectified:
        done = f"已于 {finding.rectified} 报整改"
    else:
        return
    raise Refusal(
        f"{finding.id} {done}，不再改时限。"
        f"要退回或重开请用 cz finding reopen {finding.id} --reason 原因 --due {due}。"
    )


def _refuse_granted(finding: Finding, granted: date, today: date) -> None:
    """Raises Refusal where it cannot have been granted that day."""
    if granted > today:
        where = f"晚于今天（{today}）"
    elif granted < finding.date:
        where = f"早于督查日期 {finding.date}"
    else:
        return
    raise Refusal(f"{finding.id} 的批准日期 {granted} {where}，没有改动。请核对 --date。")


def _refuse_order(ids: Sequence[str], due: str, today: date) -> None:
    """Raises Refusal where the date does not stand last."""
    day = next((text for text in ids if _is_day(text, today)), None)
    if day and re.fullmatch("f[0-9]+-[0-9]+", normal_id(due)):
        raise Refusal(f"请先写编号，再写日期，例如 cz finding due {normal_id(due)} {day}。")
    if day and not _is_day(due, today):
        raise Refusal(f"多出了“{due}”，日期应当写在最后。中间有空格的内容请用英文引号括起来。")


def _is_day(text: str, today: date) -> bool:
    try:
        read_day(text, today)
    except Refusal:
        return False
    return True


def _has_other_reason(finding: Finding, due: date, reason: str) -> bool:
    """Whether only the reason of the last change of its deadline is another."""
    if not (finding.extended and finding.due == due and reason):
        return False
    return reason != finding.extended[-1].reason


def _refuse_other_day(finding: Finding, granted: date | None) -> None:
    last = finding.extended[-1]
    if granted and granted != last.date:
        raise Refusal(
            f"{finding.id} 的时限 {last.due} 是 {last.date} 批准的，只能更正理由，没有改动。"
            "请不写 --date，或核对时限。"
        )


def _refuse_comment(loaded: Loaded, finding: Finding) -> None:
    """Raises Refusal where a comment stands beside the entry, which would be lost."""
    last = finding.extended[-1]
    first, end = max(0, finding.node.line), finding.node.end
    for line in loaded.trees["findings"].source.text.splitlines()[first:end]:
        is_entry = last.was.isoformat() in line and last.due.isoformat() in line
        if is_entry and re.search(r"[}\]]\s+#", line):
            raise Refusal(
                f"{finding.id} 上一次改时限的那一行有注释，请在 data/findings.yaml 里直接改理由，"
                "免得丢了注释。没有改动。"
            )


def _correct_reason(finding: Finding, reason: str) -> tuple[list[Change], str]:
    """The last change of the deadline with another reason."""
    last, place = finding.extended[-1], len(finding.extended) - 1
    node = finding.node["extended"][place]
    entry = {}
    if isinstance(node, Map):
        entry = {name: str(value) for name, value in node.items() if value}
    change = Relist(finding.node, ("extended",), ({**entry, "reason": reason},), (place,))
    return [change], (
        f"时限仍为 {last.due}；{last.date} 改时限的理由更正：{last.reason} → {reason}"
    )
