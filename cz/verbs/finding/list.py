"""The ledger as asked for: which findings, in what order; one of them from end to end."""

import re
from collections.abc import Callable, Sequence
from datetime import date as Day
from typing import Any, NamedTuple

from cz.days import read_day
from cz.names import find_finding, find_unit, narrow, normal_id
from cz.problem import Refusal, nearest
from cz.records import Bulletin, Campaign, Evidence, Finding, Order, Visit
from cz.supervise.state import STATES, Stand, granted, stand, stands
from cz.whose import assists, helps_as, owns_as, present_names

Ledger = Finding | Visit | Order | Bulletin | Evidence


class Row(NamedTuple):
    """``unit``: the responsible unit by the name it bears now. ``fix``: how it was put right, where it is by that day.

    ``helping``: the unit asked for only assists.
    """

    stand: Stand
    unit: str
    fix: str = ""
    helping: bool = False


class Findings(NamedTuple):
    campaign: Campaign
    today: Day
    rows: tuple[Row, ...]


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


_WORDS = {
    **{word: state for state, word in STATES.items()},
    **{state: state for state in STATES},
    "逾期": "overdue",
    "overdue": "overdue",
}
_SYNONYMS = {"已整改": "rectified"}


def _number(id_: str) -> tuple[str, int]:
    day, _, number = id_.partition("-")
    return day, int(number)


SORTS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "id": ("编号", lambda row: _number(row.stand.finding.id)),
    "date": ("日期", lambda row: row.stand.finding.date),
    "spot": ("点位", lambda row: row.stand.finding.spot),
    "type": ("点位类型", lambda row: row.stand.finding.type),
    "unit": ("责任单位", lambda row: row.unit),
    "problem": ("存在问题", lambda row: row.stand.finding.problem),
    "due": ("时限", lambda row: row.stand.due),
    "state": ("状态", lambda row: list(STATES).index(row.stand.state)),
    "late": ("逾期天数", lambda row: row.stand.late),
    "rectified": ("整改日期", lambda row: row.stand.claimed),
    "verified": ("销号日期", lambda row: row.stand.verified),
    "by": ("督查组", lambda row: row.stand.finding.by),
}


def findings(
    campaign: Campaign,
    words: Sequence[str],
    today: Day,
    *,
    unit: str | None = None,
    state: str | None = None,
    type_: str | None = None,
    start: str | None = None,
    end: str | None = None,
    sort: str | None = None,
) -> Findings:
    """Those of which all that is asked holds, in the file's order or that of ``sort``. Raises Refusal."""
    present = present_names(campaign)
    owner = find_unit(campaign, unit) if unit is not None else None
    own_names = owns_as(owner) if owner else frozenset()
    helper_names = helps_as(campaign, owner) if owner else frozenset()
    wanted = _read_states(state) if state is not None else frozenset()
    first = read_day(start, today) if start else None
    last = read_day(end, today) if end else None
    if first and last and last < first:
        raise Refusal(f"--to {last} 早于 --from {first}。请核对日期。")
    texts = [word for text in words for word in narrow(text).lower().split()]
    rows = []
    for one in stands(campaign.findings, today):
        finding = one.finding
        name = present[finding.unit]
        helping = owner is not None and name not in own_names
        if helping and not assists(finding.helpers, helper_names, present):
            continue
        if wanted and one.state not in wanted and not (one.late and "overdue" in wanted):
            continue
        if type_ and narrow(type_).strip() not in narrow(finding.type):
            continue
        if (first and finding.date < first) or (last and finding.date > last):
            continue
        told = narrow(
            f"{finding.id}\n{finding.spot}\n{finding.problem}\n{finding.type}\n{finding.unit}\n{name}"
        ).lower()
        if all(word in told for word in texts):
            rows.append(Row(one, name, _fix(one, today), helping))
    for key in reversed((sort or "").replace("，", ",").split(",")):
        if key.strip():
            order = _order(key.strip().lstrip("-"))
            blank = [row for row in rows if order(row) is None]
            rows = (
                sorted(
                    (row for row in rows if order(row) is not None),
                    key=order,
                    reverse=key.strip()[0] == "-",
                )
                + blank
            )
    return Findings(campaign, today, tuple(rows))


def _fix(now: Stand, today: Day) -> str:
    undone = next((past for past in now.finding.reopened if past.date > today), None)
    if not now.claimed:
        return ""
    return undone.fix if undone else now.finding.fix


def _read_states(text: str) -> frozenset[str]:
    found = set()
    for word in narrow(text).lower().replace("、", ",").split(","):
        if not word.strip():
            continue
        if word.strip() in _SYNONYMS:
            found.add(_SYNONYMS[word.strip()])
            continue
        if word.strip() not in _WORDS:
            near = nearest(word.strip(), list(_WORDS), 1)
            listing = "、".join(
                [*(f"{state}（{chinese}）" for state, chinese in STATES.items()), "overdue（逾期）"]
            )
            raise Refusal(
                f"没有“{word.strip()}”这种状态。{f'是不是 {near[0]}？' if near else ''}可用的有：{listing}。"
            )
        found.add(_WORDS[word.strip()])
    return frozenset(found)


def _order(name: str) -> Callable[[Row], Any]:
    for key, (title, order) in SORTS.items():
        if name in (key, title):
            return order
    near = nearest(name, list(SORTS), 1)
    listing = "、".join(f"{key}（{title}）" for key, (title, _) in SORTS.items())
    raise Refusal(
        f"没有“{name}”这一列。{f'是不是 {near[0]}？' if near else ''}可用的列有：{listing}。"
    )


def judgement(claimed: Day, judged: Day | None, relapsed: bool) -> str:
    """Whether it was put right in time, in words."""
    if judged is None:
        return "没有时限，不计入整改率"
    late = (claimed - judged).days
    if late > 0:
        return f"逾期{late}天"
    return "重开后整改，不算按时" if relapsed else "按时"


def is_of_ledger(text: str) -> bool:
    """Whether it is written like the id of a finding, visit, bulletin, order slip or piece of evidence."""
    return re.fullmatch(r"[fvtd][0-9]+-[0-9]+|e[0-9]+", normal_id(text)) is not None


def ledger_record(campaign: Campaign, text: str) -> Ledger:
    """The record of supervision with this id. Raises Refusal with the nearest."""
    wanted = normal_id(text)
    records: dict[str, tuple[str, Sequence[Ledger]]] = {
        "v": ("点位", campaign.visits),
        "t": ("通报", campaign.bulletins),
        "d": ("督办单", campaign.orders),
        "e": ("佐证材料", campaign.evidence),
    }
    if wanted[:1] not in records:
        return find_finding(campaign, text)
    word, known = records[wanted[:1]]
    for one in known:
        if one.id == wanted:
            return one
    near = nearest(wanted, [one.id for one in known])
    hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    raise Refusal(f"没有编号为“{text}”的{word}。{hint}", missing=wanted)


def story(campaign: Campaign, one: Finding, today: Day) -> Story:
    """What became of a finding by ``today``. Raises Refusal where it was only found later."""
    if one.date > today:
        raise Refusal(f"{one.id} 的督查日期是 {one.date}，到 {today} 还没有发现。")
    now = stand(one, today)
    return Story(
        campaign,
        today,
        now,
        present_names(campaign)[one.unit],
        _fix(now, today),
        tuple(event for event in _events(one) if event.date <= today),
        tuple(order for order in campaign.orders if order.about == one.id and order.date <= today),
        tuple(file for file in campaign.evidence if file.about == one.id),
    )


def _events(one: Finding) -> list[Event]:
    first = one.extended[0].was if one.extended else one.due
    chain = [
        Event(one.date, "发现并交办", f"时限 {first}")
        if first
        else Event(one.date, "发现", "未定时限")
    ]
    relapsed = False
    for past in one.reopened:
        chain += _claimed(one, past.rectified, past.verified, past.fix, relapsed)
        chain.append(Event(past.date, "重开" if past.verified else "退回", past.reason))
        relapsed = relapsed or past.verified is not None
    chain += _claimed(one, one.rectified, one.verified, one.fix, relapsed)
    proper = granted(one)
    for index, change in enumerate(one.extended, start=1):
        before = [
            place
            for place, event in enumerate(chain)
            if event.date < change.date
            or (event.date == change.date and event.word not in ("报整改", "复核销号"))
        ]
        judged = stand(
            one._replace(extended=one.extended[:index], due=change.due), change.date
        ).judged
        late = (
            f"（已过原时限，排名仍按 {judged} 计）"
            if judged != change.due and change in proper
            else ""
        )
        word = (
            "另定时限" if change not in proper else "延期" if change.due > change.was else "改时限"
        )
        chain.insert(
            max(before, default=0) + 1,
            Event(change.date, word, f"{change.was} → {change.due}{late}：{change.reason}"),
        )
    return sorted(chain, key=lambda event: event.date)


def _claimed(
    one: Finding, rectified: Day | None, verified: Day | None, fix: str, relapsed: bool
) -> list[Event]:
    found = []
    if rectified:
        judged = judgement(rectified, stand(one, rectified).judged, relapsed)
        found.append(Event(rectified, "报整改", f"{judged}{f'：{fix}' if fix else ''}"))
    if verified:
        told = (
            ""
            if rectified
            else f"单位未报整改，按复核日期记：{judgement(verified, stand(one, verified).judged, relapsed)}"
        )
        found.append(Event(verified, "复核销号", told))
    return found
