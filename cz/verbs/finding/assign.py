"""``cz finding assign``: a finding given to another unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.edit import Change, Put, Relist
from cz.load import Loaded
from cz.names import find_findings, find_one_unit, find_units
from cz.problem import Refusal
from cz.records import Campaign, Finding
from cz.verbs.finding.actions import named
from cz.whose import PresentNames, present_names
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def assign(
    folder: str,
    ids: Sequence[str],
    unit: str,
    clock: Clock,
    *,
    helpers: Sequence[str] | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Give findings to another unit.

    With ``helpers`` (None: as they are) these assist, instead of whoever did. All or none. Raises
    Refusal.
    """

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        present = present_names(campaign)
        owner = find_one_unit(campaign, unit).name
        asked = None
        if helpers is not None:
            asked = [helper.name for helper in find_units(campaign, helpers)]
        findings = find_findings(campaign, ids)
        changes: list[Change] = []
        said = []
        for finding in findings:
            _refuse_verified(finding)
            helpers_change, helpers_words = _change_helpers(finding, owner, asked, present)
            before = present[finding.unit]
            if before == owner:
                words = [f"责任单位仍为 {owner}", *helpers_words]
            else:
                changes.append(Put(finding.node, ("unit",), owner))
                words = [f"责任单位：{before} → {owner}", *helpers_words]
                words += _stays_behind(campaign, finding, present, today)
            changes += helpers_change
            said.append(Said(named(finding), "；".join(words)))
        return Planned(changes, [finding.id for finding in findings], said)

    return write(folder, "findings", plan, how, beside=("units", "tasks", "supervision"))


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


def _stays_behind(
    campaign: Campaign, finding: Finding, present: PresentNames, today: date
) -> list[str]:
    """What does not change with the unit, and what to do about it."""
    words = []
    if finding.due and not finding.rectified and finding.due <= today:
        words.append(
            f"时限 {finding.due} 已到，要另定的请用 cz finding due {finding.id} 日期 --reason 改派"
        )
    slips = [
        f"{order.id}（{present[order.unit]}）"
        for order in campaign.orders
        if order.about == finding.id
    ]
    if slips:
        words.append(f"已发督办单 {'、'.join(slips)}，不随着改，需要的请另发")
    return words
