"""What the actions on a finding share: its days, its deadline moved, what is said of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.edit import Change, Put, Relist
from cz.problem import Refusal
from cz.records import Extension, Finding
from cz.supervise.state import judgement, stand
from cz.words import moved_by


def named(finding: Finding) -> str:
    """``f260710-6 柳溪镇农贸市场`` as it stands before what was done to it."""
    return f"{finding.id} {finding.spot or finding.problem}"


def weekend(day: date) -> str:
    """星期六, 星期日, "" for another day."""
    return {5: "星期六", 6: "星期日"}.get(day.weekday(), "")


def noted(*notes: str) -> str:
    """The notes that say something, in brackets behind what they are about."""
    words = "，".join(note for note in notes if note)
    return f"（{words}）" if words else ""


def moved(word: str, before: date | None, after: date) -> str:
    if before is None:
        return f"{word} {after}"
    if before == after:
        return f"{word}仍为 {after}"
    return f"{word}：{before} → {after}"


def in_time(finding: Finding, claimed: date, today: date) -> str:
    """按时, 逾期5天: of the finding, were it put right on the day ``claimed``."""
    after = stand(finding._replace(rectified=claimed), today)
    return judgement(claimed, after.judged, after.relapsed)


def refuse_day(finding: Finding, day: date, today: date, word: str) -> None:
    """Raises Refusal for a day before the inspection or the last reopening, or after today."""
    if day > today:
        raise Refusal(f"{word} {day} 晚于今天（{today}），没有改动。请核对 --date。")
    if day < finding.date:
        raise Refusal(
            f"{finding.id} 的{word} {day} 早于督查日期 {finding.date}，没有改动。请核对 --date。"
        )
    if finding.reopened and day < finding.reopened[-1].date:
        last = finding.reopened[-1]
        undone = "重开" if last.verified else "退回"
        raise Refusal(
            f"{finding.id} 的{word} {day} 早于{undone}日期 {last.date}，没有改动。请核对 --date。"
        )


class Moved(NamedTuple):
    """A deadline set or changed: the finding afterwards, the changes, what is said of it."""

    finding: Finding
    changes: list[Change]
    words: str


def move_deadline(
    finding: Finding, due: date, granted: date, reason: str, today: date, remark: str = ""
) -> Moved:
    """The first deadline hands it out, a later one is kept as an extension ``granted`` that day.

    ``remark`` stands among the words. Raises Refusal.
    """
    if due < finding.date:
        raise Refusal(
            f"{finding.id} 的时限 {due} 早于督查日期 {finding.date}，没有改动。请核对日期。"
        )
    put = Put(finding.node, ("due",), due.isoformat())
    if finding.due is None:
        words = f"交办，整改时限 {due}{noted(weekend(due))}"
        return Moved(finding._replace(due=due), [put], words)
    if finding.extended and granted < finding.extended[-1].date:
        raise Refusal(
            f"{finding.id} 上一次改时限是 {finding.extended[-1].date}，"
            f"这一次不能早于它（{granted}），没有改动。请核对 --date。"
        )
    extension = Extension(granted, finding.due, due, reason)
    after = finding._replace(due=due, extended=(*finding.extended, extension))
    entry = {
        "date": granted.isoformat(),
        "was": finding.due.isoformat(),
        "due": due.isoformat(),
        "reason": reason,
    }
    how_far = noted(moved_by((due - finding.due).days), weekend(due))
    words = f"时限：{finding.due} → {due}{how_far}{remark}"
    judged = stand(after, today).judged
    if judged != due:
        words += f"；已过原时限，排名仍按 {judged} 计"
    return Moved(after, [put, Relist(finding.node, ("extended",), (entry,))], words)
