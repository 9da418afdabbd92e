"""Errors in what supervision's records name."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from cz.checks.known import Known, error, owners_by_form, unknown_unit, unlisted
from cz.problem import Problem
from cz.records import Bulletin, Campaign
from cz.tree import Path


def of_ledger(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E304, E309, E310 in the records of supervision; E312 and E313 in bulletins; E311."""
    yield from _findings(campaign, known)
    for visit in campaign.visits:
        if visit.unit not in known.units_ever:
            yield _no_unit(campaign, "visits", visit, ("unit",), visit.unit)
    for bulletin in campaign.bulletins:
        yield from _bulletin(campaign, bulletin, known)
    for order in campaign.orders:
        if order.unit not in known.units_ever:
            yield _no_unit(campaign, "orders", order, ("unit",), order.unit)
        concerned: tuple[AbstractSet[str], ...] = (known.findings, known.work, known.bulletins)
        if order.about.startswith("h"):
            concerned = (known.agreed,)
        if not any(order.about in ids for ids in concerned):
            yield _no_record(campaign, "orders", order, "问题、任务、步骤、议定事项或通报")
    yield from _classes(campaign)
    window = campaign.rules.window
    if window and window.end < window.start:
        path = ("window", "end")
        yield _ends_early(campaign, "rules", campaign.rules, path, "材料有效期")


def _bulletin(campaign: Campaign, bulletin: Bulletin, known: Known) -> Iterator[Problem]:
    for index, place in enumerate(bulletin.ranking):
        if place.unit not in known.units_ever:
            path = ("ranking", index, "unit")
            yield _no_unit(campaign, "bulletins", bulletin, path, place.unit)
    yield from _places(campaign, bulletin)
    if bulletin.end < bulletin.start:
        yield _ends_early(campaign, "bulletins", bulletin, ("end",), "督查时间")


def _ends_early(campaign: Campaign, section: str, record: Any, path: Path, what: str) -> Problem:
    message = f"{what}的结束日期早于开始日期。"
    return error(campaign, section, record, path, "E312", message, "请核对 start 和 end。")


def _places(campaign: Campaign, bulletin: Bulletin) -> Iterator[Problem]:
    """E313: a ranking that cannot be.

    A unit twice, more put right in time than handed out, nothing handed out.
    """
    seen: set[str] = set()
    for index, place in enumerate(bulletin.ranking):
        if place.unit in seen:
            yield error(
                campaign,
                "bulletins",
                bulletin,
                ("ranking", index, "unit"),
                "E313",
                f"“{place.unit}”在这一期排名里出现了两次。",
                "请按发出的通报改正，只留一条。",
            )
        elif (
            not 0 <= place.in_time <= place.handed
            or not place.handed
            or place.verified > place.handed
        ):
            yield error(
                campaign,
                "bulletins",
                bulletin,
                ("ranking", index, "handed"),
                "E313",
                f"“{place.unit}”的数目不对：交办 {place.handed}，"
                f"按时整改 {place.in_time}，销号 {place.verified}。",
                "请按发出的通报改正。",
            )
        seen.add(place.unit)


def _findings(campaign: Campaign, known: Known) -> Iterator[Problem]:
    for finding in campaign.findings:
        if finding.unit not in known.units_ever:
            yield _no_unit(campaign, "findings", finding, ("unit",), finding.unit)
        for index, reassignment in enumerate(finding.reassigned):
            if reassignment.unit not in known.units_ever:
                path: Path = ("reassigned", index, "unit")
                yield _no_unit(campaign, "findings", finding, path, reassignment.unit)
        for index, name in enumerate(finding.helpers):
            if name not in known.owners_ever:
                yield _no_unit(campaign, "findings", finding, ("helpers", index), name)
        if finding.task and finding.task not in known.work:
            yield unlisted(
                campaign,
                "findings",
                finding,
                "task",
                finding.task,
                [item.id for item in campaign.work],
                "任务",
                "E304",
            )
        if finding.indicator and finding.indicator not in known.indicators:
            yield unlisted(
                campaign,
                "findings",
                finding,
                "indicator",
                finding.indicator,
                [item.id for item in campaign.indicators],
                "指标",
                "E309",
            )


def _no_unit(campaign: Campaign, section: str, record: Any, path: Path, name: str) -> Problem:
    named = (each.members for each in campaign.collectives if each.name == name)
    members = next(named, None)
    if members is None:
        return unknown_unit(campaign, section, record, path, name, owners_by_form(campaign))
    listed = f"它的成员有：{'、'.join(members)}。" if members else ""
    return error(
        campaign, section, record, path, "E302", f"“{name}”是集体单位，这里要写明一个单位。", listed
    )


def _no_record(campaign: Campaign, section: str, record: Any, word: str) -> Problem:
    ids = []
    for kind in ("indicators", "tasks", "steps", "findings", "bulletins", "agreed"):
        ids += [other.id for other in getattr(campaign, kind)]
    return unlisted(campaign, section, record, "about", record.about, ids, word, "E310")


def _classes(campaign: Campaign) -> Iterator[Problem]:
    """E311: a kind of units that stands in two classes."""
    seen: dict[str, str] = {}
    for name, kinds in campaign.rules.classes.items():
        for index, kind in enumerate(kinds):
            if kind in seen:
                yield error(
                    campaign,
                    "rules",
                    campaign.rules,
                    ("classes", name, index),
                    "E311",
                    f"“{kind}”已经在“{seen[kind]}”这一类里。",
                    "一种单位只能在一类里排名，请删去一处。",
                )
            seen[kind] = name
