"""``cz finding assign``: a finding given to another unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz import concern
from cz.days import read_due
from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_findings, find_one_unit, find_units
from cz.problem import Refusal
from cz.records import Campaign, Finding, Reassignment, Rules
from cz.supervise.entry import deadline
from cz.verbs.finding.actions import named, noted, weekend
from cz.verbs.kept import kept_line
from cz.whose import PresentNames, present_names
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


def assign(
    folder: str,
    ids: Sequence[str],
    unit: str,
    clock: Clock,
    *,
    helpers: Sequence[str] | None = None,
    reason: str | None = None,
    due: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Give findings to another unit, whose time counts from today.

    With ``helpers`` (None: as they are) these assist, instead of whoever did. ``due`` None: so many
    days from today as the rules say, or as it was if later. Whose it was and until when is kept,
    with the reason. All or none. Raises Refusal.
    """
    kept_reason = kept_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        present = present_names(campaign)
        owner = find_one_unit(campaign, unit).name
        asked = None
        if helpers is not None:
            asked = [helper.name for helper in find_units(campaign, helpers)]
        new_due = read_due(due, today) if due else None
        if new_due and new_due < today:
            raise Refusal(f"新的时限 {new_due} 早于今天（{today}）。请核对 --due。")
        findings = find_findings(campaign, ids)
        if new_due is None and any(finding.due for finding in findings):
            require(loaded, "supervision", "rules")
        changes: list[Change] = []
        said = []
        for finding in findings:
            _refuse_verified(finding)
            helpers_change, helpers_words = _change_helpers(finding, owner, asked, present)
            before = present[finding.unit]
            if before == owner:
                words = [f"责任单位仍为 {owner}", *helpers_words]
            else:
                move = _reassignment(finding, today, new_due, kept_reason, campaign.rules)
                changes += _reassigned(finding, owner, move)
                words = [f"责任单位：{before} → {owner}", *helpers_words]
                words += _moved(finding, move)
                words += _slips(campaign, finding, present)
            changes += helpers_change
            said.append(Said(named(finding), "；".join(words)))
        return Planned(changes, [finding.id for finding in findings], said)

    return write(
        folder,
        "findings",
        plan,
        how,
        beside=("units", "tasks", "supervision"),
        need=concern.findings(ids),
    )


def _refuse_verified(finding: Finding) -> None:
    if finding.verified:
        raise Refusal(
            f"{finding.id} 已于 {finding.verified} 复核销号，不再改派，没有改动。"
            f"现场反弹的请先用 cz finding reopen {finding.id} --reason 原因 重开。"
        )


def _change_helpers(
    finding: Finding, owner: str, asked: list[str] | None, present: PresentNames
) -> tuple[list[Change], list[str]]:
    """(the changes, what is said of them); the unit that is responsible does not assist as well."""
    held = [present[name] for name in finding.helpers]
    wanted = [name for name in (held if asked is None else asked) if name != owner]
    if set(wanted) == set(held):
        return [], []
    leaving = tuple(place for place, name in enumerate(held) if name not in wanted)
    joining = tuple(name for name in wanted if name not in held)
    after = [*(name for name in held if name in wanted), *joining]
    change = Relist(finding.node, ("helpers",), joining, leaving)
    return [change], [f"协办单位：{'、'.join(held) or '无'} → {'、'.join(after) or '无'}"]


def _reassignment(
    finding: Finding, today: date, due: date | None, reason: str, rules: Rules
) -> Reassignment:
    """What is put right already keeps its deadline, what was not handed out yet has none."""
    new_due = due
    if due is None or finding.rectified:
        new_due = finding.due
        if finding.due and not finding.rectified:
            new_due = max(finding.due, deadline(today, rules))
    return Reassignment(date=today, unit=finding.unit, was=finding.due, due=new_due, reason=reason)


def _reassigned(finding: Finding, owner: str, move: Reassignment) -> list[Change]:
    entry = {name: str(value) for name, value in move._asdict().items() if value}
    changes: list[Change] = [Put(finding.node, ("unit",), owner)]
    if move.due and move.due != finding.due:
        changes.append(Put(finding.node, ("due",), move.due.isoformat()))
    return [*changes, Relist(finding.node, ("reassigned",), (entry,))]


def _moved(finding: Finding, move: Reassignment) -> list[str]:
    if move.due is None:
        return []
    if move.due == finding.due:
        return [f"时限仍为 {move.due}"]
    before = f"{finding.due} → " if finding.due else ""
    return [f"时限从改派这天起算：{before}{move.due}{noted(weekend(move.due))}"]


def _slips(campaign: Campaign, finding: Finding, present: PresentNames) -> list[str]:
    """The order slips that do not change with the unit."""
    slips = [
        f"{order.id}（{present[order.unit]}）"
        for order in campaign.orders
        if order.about == finding.id
    ]
    if not slips:
        return []
    return [f"已发督办单 {'、'.join(slips)}，不随着改，需要的请另发"]
