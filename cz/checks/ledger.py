"""Errors in what supervision's records name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cz.checks.known import Known, error, owners_by_form, unknown_unit, unlisted
from cz.problem import Problem
from cz.records import Bulletin, Campaign
from cz.tree import Path


def of_ledger(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E302, E304, E309 and E310 in findings, visits, bulletins, order slips and evidence; E311 in the classes of units."""
    yield from _findings(campaign, known)
    for visit in campaign.visits:
        if visit.unit not in known.units_ever:
            yield _no_unit(campaign, "visits", visit, ("unit",), visit.unit)
    for bulletin in campaign.bulletins:
        for index, place in enumerate(bulletin.ranking):
            if place.unit not in known.units_ever:
                yield _no_unit(
                    campaign, "bulletins", bulletin, ("ranking", index, "unit"), place.unit
                )
        yield from _places(campaign, bulletin)
        if bulletin.end < bulletin.start:
            yield error(
                campaign,
                "bulletins",
                bulletin,
                ("end",),
                "E312",
                "督查时间的结束日期早于开始日期。",
                "请核对 start 和 end。",
            )
    for order in campaign.orders:
        if order.unit not in known.units_ever:
            yield _no_unit(campaign, "orders", order, ("unit",), order.unit)
        if not any(order.about in ids for ids in (known.findings, known.work, known.bulletins)):
            yield _no_record(campaign, "orders", order, "问题、任务、步骤或通报")
    for one in campaign.evidence:
        if not any(one.about in ids for ids in (known.indicators, known.work, known.findings)):
            yield _no_record(campaign, "evidence", one, "指标、任务、步骤或问题")
    yield from _classes(campaign)
    window = campaign.rules.window
    if window and window.end < window.start:
        yield error(
            campaign,
            "rules",
            campaign.rules,
            ("window", "end"),
            "E312",
            "材料有效期的结束日期早于开始日期。",
            "请核对 start 和 end。",
        )


def _places(campaign: Campaign, bulletin: Bulletin) -> Iterator[Problem]:
    """E313: a ranking that cannot be: a unit twice, more put right in time than handed out, nothing handed out."""
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
                f"“{place.unit}”的数目不对：交办 {place.handed}，按时整改 {place.in_time}，销号 {place.verified}。",
                "请按发出的通报改正。",
            )
        seen.add(place.unit)


def _findings(campaign: Campaign, known: Known) -> Iterator[Problem]:
    units, owners, tasks, indicators = (
        known.units_ever,
        known.owners_ever,
        known.work,
        known.indicators,
    )
    for one in campaign.findings:
        if one.unit not in units:
            yield _no_unit(campaign, "findings", one, ("unit",), one.unit)
        for index, name in enumerate(one.helpers):
            if name not in owners:
                yield _no_unit(campaign, "findings", one, ("helpers", index), name)
        if one.task and one.task not in tasks:
            yield unlisted(
                campaign,
                "findings",
                one,
                "task",
                one.task,
                [item.id for item in campaign.work],
                "任务",
                "E304",
            )
        if one.indicator and one.indicator not in indicators:
            yield unlisted(
                campaign,
                "findings",
                one,
                "indicator",
                one.indicator,
                [item.id for item in campaign.indicators],
                "指标",
                "E309",
            )


def _no_unit(campaign: Campaign, section: str, record: Any, path: Path, name: str) -> Problem:
    members = next((one.members for one in campaign.collectives if one.name == name), None)
    if members is None:
        return unknown_unit(campaign, section, record, path, name, owners_by_form(campaign))
    listed = f"它的成员有：{'、'.join(members)}。" if members else ""
    return error(
        campaign, section, record, path, "E302", f"“{name}”是集体单位，这里要写明一个单位。", listed
    )


def _no_record(campaign: Campaign, section: str, record: Any, word: str) -> Problem:
    ids = [
        one.id
        for kind in ("indicators", "tasks", "steps", "findings", "bulletins")
        for one in getattr(campaign, kind)
    ]
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
