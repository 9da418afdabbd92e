"""``cz finding withdraw``: taken back, kept on record."""

from __future__ import annotations

from collections.abc import Sequence

from cz import concern
from cz.days import read_past
from cz.edit import Change, Put
from cz.load import Loaded
from cz.names import find_findings
from cz.problem import Refusal
from cz.supervise.orders import unanswered
from cz.verbs.finding.actions import named, refuse_day
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def withdraw(
    folder: str,
    ids: Sequence[str],
    reason: str,
    clock: Clock,
    *,
    day: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Take findings out of every count from that day on. All or none.

    What was withdrawn already stays as it is. Raises Refusal.
    """
    kept_reason = kept_line(reason)

    def plan(loaded: Loaded) -> Planned:
        today = clock(loaded.campaign)
        withdrawn = read_past(day, today) if day else today
        findings = find_findings(loaded.campaign, ids, withdrawn=True)
        urged = {order.about: order for order in unanswered(loaded.campaign, today)}
        changes: list[Change] = []
        said = []
        for finding in findings:
            before = finding.withdrawn
            if before:
                said.append(Said(named(finding), f"{before.date} 已经撤回：{before.reason}"))
                continue
            refuse_day(finding, withdrawn, today, "撤回日期")
            if finding.id in urged:
                order = urged[finding.id]
                raise Refusal(
                    f"{finding.id} 有督办单 {order.id} 还没有回复，没有改动。"
                    f"请先用 cz order {order.id} --reply 写明撤回。"
                )
            entry = {"date": withdrawn.isoformat(), "reason": kept_reason}
            changes.append(Put(finding.node, ("withdrawn",), entry))
            words = f"撤回 {withdrawn}：{kept_reason}；记录留着，不再计入各项统计"
            said.append(Said(named(finding), words))
        return Planned(changes, [finding.id for finding in findings], said, warn_as_of=today)

    return write(
        folder,
        "findings",
        plan,
        how,
        beside=("units", "tasks", "supervision"),
        need=concern.findings(ids),
    )
