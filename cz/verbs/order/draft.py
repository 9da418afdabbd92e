"""What the next order slip on a matter says."""

import re
from datetime import date
from typing import NamedTuple

from cz.days import read_due
from cz.names import find_agreed, find_finding, find_one_unit, find_titled, find_work
from cz.problem import Refusal
from cz.progress import current_phase, state
from cz.records import Agreed, Bulletin, Campaign, Finding, Order, Place, Step, Task
from cz.supervise.entry import later
from cz.supervise.meetings import is_done
from cz.supervise.orders import color, level, next_id, same_matter, waiting
from cz.supervise.ranking import bulletin_name, in_order, places_of, times_last
from cz.supervise.state import WITHDRAWN, stand
from cz.typed.ids import normal_id
from cz.verbs.kept import kept_line
from cz.whose import present_names
from cz.words import cn_date, one_decimal

FINDINGS_NAMED = 8  # of a unit's, where it was not last
_TIMES = {2: "两", 3: "三", 4: "四", 5: "五"}


class Draft(NamedTuple):
    """A slip with what went before it on the same matter, the oldest first.

    ``early``: the matter's own deadline is ahead.
    """

    order: Order
    before: tuple[Order, ...]
    early: bool


class Matter(NamedTuple):
    """What a slip is about.

    ``about``: the record's id. ``unit``: whom it concerns. ``words``: the matter. ``wanted``: what
    is to be done, with {} for the deadline. ``due``: the matter's own deadline.
    """

    about: str
    unit: str
    words: str
    wanted: str
    due: date | None


def draft(
    campaign: Campaign,
    text: str,
    today: date,
    due: str | None = None,
    requirement: str | None = None,
) -> Draft:
    """The next slip on a finding, an agreed item, a task or step, or a unit's last place in the
    newest bulletin.

    Raises Refusal where there is nothing to order, or where a slip on the matter still has time to
    be answered.
    """
    matter = _matter(campaign, text, today)
    deadline = _deadline(campaign, matter, today, due)
    before = same_matter(campaign, matter.about, matter.unit)
    _refuse_while_waiting(before, today)
    if requirement is not None:
        wanted = kept_line(requirement)
    else:
        wanted = matter.wanted.format(f"{cn_date(deadline)}前（含当天）")
    order = Order(
        id=next_id(campaign, today),
        date=today,
        unit=matter.unit,
        about=matter.about,
        color=color(campaign, level(campaign, matter.about, matter.unit, before)),
        matter=matter.words,
        requirement=wanted,
        due=deadline,
    )
    early = matter.due is not None and matter.due >= today
    return Draft(order, tuple(before), early)


def _deadline(campaign: Campaign, matter: Matter, today: date, due: str | None) -> date:
    """As asked for, else after the rule's days, never before the matter's own. Raises Refusal."""
    if not due:
        return max(later(today, campaign.rules.order_days), matter.due or today)
    deadline = read_due(due, today)
    if deadline < today:
        raise Refusal(f"办理时限 {deadline} 早于今天（{today}）。请核对 --due。")
    return deadline


def _refuse_while_waiting(slips: list[Order], today: date) -> None:
    order = waiting(slips, today)
    if order:
        raise Refusal(
            f"这件事已经发过督办单 {order.id}（{order.color}），时限 {order.due}，还没有到期。"
            f"重打请用 cz order {order.id}，收到回复请用 cz order {order.id} --reply 回复内容。"
        )


def _matter(campaign: Campaign, text: str, today: date) -> Matter:
    wanted = normal_id(text)
    if re.fullmatch(r"f[0-9]+-[0-9]+", wanted):
        return _of_finding(campaign, find_finding(campaign, wanted), today)
    if re.fullmatch(r"h[0-9]+-[0-9]+-[0-9]+", wanted):
        return _of_agreed(campaign, find_agreed(campaign, wanted), today)
    if re.fullmatch(r"s?[0-9]+-[0-9]+", wanted):
        return _of_work(campaign, find_work(campaign, wanted), today)
    try:
        unit = find_one_unit(campaign, text).name
    except Refusal as refusal:
        if refusal.missing and isinstance(called := find_titled(campaign, text), Task | Step):
            return _of_work(campaign, called, today)
        raise
    return _of_last_place(campaign, unit)


def _of_finding(campaign: Campaign, finding: Finding, today: date) -> Matter:
    now = stand(finding, today)
    if finding.date > today:
        raise Refusal(f"{finding.id} 的督查日期 {finding.date} 晚于今天（{today}）。请核对日期。")
    if finding.withdrawn and now.state == WITHDRAWN:
        raise Refusal(f"{finding.id} 已于 {finding.withdrawn.date} 撤回，不用督办。")
    if now.verified:
        raise Refusal(f"{finding.id} 已经销号，不用督办。")
    if now.settled:
        raise Refusal(f"{finding.id} 单位已报整改（{now.claimed}），等待复核，不用督办。")
    if now.due is None:
        raise Refusal(
            f"{finding.id} 还没有定整改时限，没有交办。请先用 cz finding due {finding.id} 日期。"
        )
    place = f"{finding.spot}：" if finding.spot else ""
    late = f"，已逾期{now.late}天" if now.late else ""
    return Matter(
        about=finding.id,
        unit=present_names(campaign)[finding.unit],
        words=(
            f"{cn_date(finding.date)}督查发现的问题（{finding.id}）"
            f"{place}{finding.problem.rstrip('。')}。整改时限{cn_date(now.due)}{late}。"
        ),
        wanted="请于{}整改到位，整改情况连同现场图片书面回复。",
        due=now.due,
    )


def _of_agreed(campaign: Campaign, item: Agreed, today: date) -> Matter:
    if is_done(item, today):
        raise Refusal(f"{item.id} 已于 {item.done} 办结，不用督办。")
    deadline = ""
    if item.due:
        days = (today - item.due).days
        late = f"，已逾期{days}天" if days > 0 else ""
        deadline = f"时限{cn_date(item.due)}{late}。"
    meetings = {meeting.id: meeting for meeting in campaign.meetings}
    held = meetings.get(item.meeting)
    when = f"{cn_date(held.date)}{held.title}" if held else "会议"
    return Matter(
        about=item.id,
        unit=present_names(campaign)[item.unit],
        words=f"{when}议定的事项（{item.id}）：{item.matter.rstrip('。')}。{deadline}",
        wanted="请于{}办结，办理结果书面回复。",
        due=item.due,
    )


def _of_work(campaign: Campaign, item: Task | Step, today: date) -> Matter:
    phase = item.phase if isinstance(item, Step) else current_phase(campaign, today)
    now = state(item, phase, today, campaign)
    if now.finished:
        raise Refusal(f"{item.id} 已完成，不用督办。")
    if not item.lead:
        raise Refusal(
            f"{item.id} 没有牵头单位，不知道督办谁。请先用 cz assign {item.id} --lead 单位。"
        )
    deadline = ""
    if now.due:
        late = f"，已逾期{now.late}天" if now.late else ""
        deadline = f"时限{cn_date(now.due)}{late}。"
    word = "步骤" if isinstance(item, Step) else "任务"
    return Matter(
        about=item.id,
        unit=item.lead,
        words=f"创建{word} {item.id} {item.title}。{deadline}",
        wanted="请于{}书面回复进展情况、存在困难和完成日期。",
        due=now.due,
    )


def _of_last_place(campaign: Campaign, unit: str) -> Matter:
    bulletins = in_order(campaign.bulletins)
    if not bulletins:
        raise Refusal(
            f"还没有登记过通报，不知道 {unit} 的名次。督办一个问题请写问题编号；"
            "登记通报请用 cz report --template 督查通报 --record。"
        )
    newest = bulletins[0]
    present = present_names(campaign)
    last_places = [place for place in places_of(unit, newest, present) if place.last]
    if not last_places:
        _refuse_not_last(campaign, unit, newest)
    times = times_last(unit, bulletins, present)
    return Matter(
        about=newest.id,
        unit=unit,
        words=_last_place_words(newest, last_places[0], times),
        wanted=(
            "已逾期的问题立即整改，其余按各自时限整改到位；查明原因，于{}书面回复整改情况和措施。"
        ),
        due=None,
    )


def _last_place_words(bulletin: Bulletin, place: Place, times: int) -> str:
    """``times``: how often in a row."""
    rate = one_decimal(100 * place.in_time / max(1, place.handed))
    again = f"，连续{_TIMES.get(times, str(times))}次" if times > 1 else ""
    return (
        f"{bulletin_name(bulletin.year, bulletin.number)}"
        f"（督查时间{cn_date(bulletin.start)}至{cn_date(bulletin.end)}）"
        f"按时整改率{rate}%（{place.in_time}/{place.handed}），"
        f"在{place.kind}中列末位{again}。"
    )


def _refuse_not_last(campaign: Campaign, unit: str, bulletin: Bulletin) -> None:
    present = present_names(campaign)
    unsettled = [
        finding.id
        for finding in campaign.findings
        if present[finding.unit] == unit
        and not (finding.rectified or finding.verified or finding.withdrawn)
    ]
    hint = ""
    if unsettled:
        more = "等" if len(unsettled) > FINDINGS_NAMED else ""
        hint = f"它未整改的问题有：{'、'.join(unsettled[:FINDINGS_NAMED])}{more}。"
    raise Refusal(
        f"{unit} 在{bulletin_name(bulletin.year, bulletin.number)}里不是末位。"
        f"督办一个问题或任务请写编号。{hint}"
    )
