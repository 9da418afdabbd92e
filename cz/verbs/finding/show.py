"""``cz finding show``: a finding from end to end, and the other records of supervision."""

import re
from datetime import date as Day
from typing import NamedTuple

from cz.names import find_finding, find_record, is_id_of
from cz.problem import Refusal
from cz.records import (
    Bulletin,
    Campaign,
    Evidence,
    Extension,
    Finding,
    Order,
    Reassignment,
    Visit,
)
from cz.records.kinds import kind_by_id
from cz.supervise.state import Stand, granted, judgement, moves_of, stand
from cz.typed.ids import normal_id
from cz.verbs.finding.list import fix_by
from cz.whose import present_names

Ledger = Finding | Visit | Order | Bulletin | Evidence
SECTIONS = ("findings", "visits", "bulletins", "orders", "evidence")


class Event(NamedTuple):
    date: Day
    word: str
    text: str = ""


class Story(NamedTuple):
    """One finding from end to end, as of ``today``; ``unit`` is the name its unit bears now."""

    campaign: Campaign
    today: Day
    stand: Stand
    unit: str
    fix: str
    events: tuple[Event, ...]
    orders: tuple[Order, ...]
    evidence: tuple[Evidence, ...]


def is_of_ledger(text: str) -> bool:
    """Whether it is written like the id of a record of supervision, if with noughts: f260715-01."""
    return is_id_of(re.sub("-0+(?=[0-9])", "-", normal_id(text)), *SECTIONS)


def ledger_record(campaign: Campaign, text: str) -> Ledger:
    """The record of supervision with this id. Raises Refusal with the nearest."""
    kind = kind_by_id(normal_id(text))
    if kind is None or kind.section not in SECTIONS:
        return find_finding(campaign, text)
    record: Ledger = find_record(campaign, kind, text)
    return record


def story(campaign: Campaign, finding: Finding, today: Day) -> Story:
    """What became of a finding by ``today``. Raises Refusal where it was only found later."""
    if finding.date > today:
        raise Refusal(f"{finding.id} 的督查日期是 {finding.date}，到 {today} 还没有发现。")
    now = stand(finding, today)
    orders = [order for order in campaign.orders if order.about == finding.id]
    return Story(
        campaign=campaign,
        today=today,
        stand=now,
        unit=present_names(campaign)[now.finding.unit],
        fix=fix_by(now, today),
        events=tuple(event for event in _events(finding) if event.date <= today),
        orders=tuple(order for order in orders if order.date <= today),
        evidence=tuple(proof for proof in campaign.evidence if proof.about == finding.id),
    )


def _events(finding: Finding) -> list[Event]:
    """Everything that its dates tell, in the order in which it happened."""
    events = [_handed_out(finding)]
    relapsed = False
    for undone in finding.reopened:
        events += _put_right(finding, undone.rectified, undone.verified, undone.fix, relapsed)
        events.append(Event(undone.date, "重开" if undone.verified else "退回", undone.reason))
        relapsed = relapsed or undone.verified is not None
    events += _put_right(finding, finding.rectified, finding.verified, finding.fix, relapsed)
    for move in moves_of(finding):
        if isinstance(move, Reassignment):
            event = _given_away(finding, move)
        else:
            event = _new_deadline(finding, move)
        events.insert(_place_of(move, events), event)
    if finding.withdrawn:
        events.append(Event(finding.withdrawn.date, "撤回", finding.withdrawn.reason))
    return sorted(events, key=lambda event: event.date)


def _handed_out(finding: Finding) -> Event:
    moves = moves_of(finding)
    first_due = moves[0].was if moves else finding.due
    if first_due is None:
        return Event(finding.date, "发现", "未定时限")
    return Event(finding.date, "发现并交办", f"时限 {first_due}")


def _given_away(finding: Finding, reassignment: Reassignment) -> Event:
    later = finding.reassigned[finding.reassigned.index(reassignment) + 1 :]
    unit = later[0].unit if later else finding.unit
    text = f"{reassignment.unit} → {unit}"
    if reassignment.due and reassignment.due != reassignment.was:
        text += f"，时限 {reassignment.due}"
    if reassignment.reason:
        text += f"：{reassignment.reason}"
    return Event(reassignment.date, "改派", text)


def _put_right(
    finding: Finding, rectified: Day | None, verified: Day | None, fix: str, relapsed: bool
) -> list[Event]:
    events = []
    if rectified:
        timely = judgement(rectified, stand(finding, rectified).judged, relapsed)
        events.append(Event(rectified, "报整改", f"{timely}：{fix}" if fix else timely))
    if verified:
        text = ""
        if not rectified:
            timely = judgement(verified, stand(finding, verified).judged, relapsed)
            text = f"单位未报整改，按复核日期记：{timely}"
        events.append(Event(verified, "复核销号", text))
    return events


def _place_of(move: Extension | Reassignment, events: list[Event]) -> int:
    """Behind what happened before it; of one day, before the unit's report and the striking off."""
    place = 0
    for index, event in enumerate(events):
        same_day = event.date == move.date and event.word not in ("报整改", "复核销号")
        if event.date < move.date or same_day:
            place = index
    return place + 1


def _new_deadline(finding: Finding, extension: Extension) -> Event:
    index = finding.extended.index(extension)
    proper = extension in granted(finding)
    if not proper:
        word = "另定时限"
    elif extension.due > extension.was:
        word = "延期"
    else:
        word = "改时限"
    so_far = finding._replace(
        extended=finding.extended[: index + 1],
        reassigned=tuple(each for each in finding.reassigned if each.date <= extension.date),
        due=extension.due,
    )
    judged = stand(so_far, extension.date).judged
    late = ""
    if proper and judged != extension.due:
        late = f"（已过原时限，排名仍按 {judged} 计）"
    text = f"{extension.was} → {extension.due}{late}：{extension.reason}"
    return Event(extension.date, word, text)
