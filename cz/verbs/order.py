"""``cz order``: an order slip on one matter, the reply to it, and the slips there are."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from cz.days import read_day
from cz.edit import Append, Put
from cz.load import Loaded
from cz.names import find_finding, find_one_unit, find_work, normal_id
from cz.problem import Refusal, nearest
from cz.progress import current_phase, state
from cz.records import Campaign, Finding, Order, Step, Task
from cz.supervise.entry import later
from cz.supervise.orders import color, level, next_id, same_matter, waiting
from cz.supervise.ranking import in_order, places_of, times_last
from cz.supervise.state import stand
from cz.verbs.record import one_line
from cz.whose import present_names
from cz.words import cn_date, one_decimal
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write

Clock = Callable[[Campaign], date]


class Slip(NamedTuple):
    """A slip with what went before it on the same matter, the oldest first. ``early``: the matter's own deadline is ahead."""

    order: Order
    before: tuple[Order, ...]
    early: bool = False


def find_order(campaign: Campaign, text: str) -> Slip:
    """A slip on record. Raises Refusal with the nearest ids."""
    wanted = normal_id(text)
    found = next((one for one in campaign.orders if one.id == wanted), None)
    if found is None:
        near = nearest(wanted, [one.id for one in campaign.orders])
        raise Refusal(
            f"没有编号为“{text}”的督办单。" + (f"最接近的有：{'、'.join(near)}。" if near else ""),
            missing=wanted,
        )
    slips = same_matter(campaign, found.about, found.unit)
    return Slip(found, tuple(slips[: slips.index(found)]))


def is_order(text: str) -> bool:
    return bool(re.fullmatch(r"d[0-9]+-[0-9]+", normal_id(text)))


def draft(
    campaign: Campaign,
    text: str,
    today: date,
    due: str | None = None,
    requirement: str | None = None,
) -> Slip:
    """The next slip on a finding, a task or step, or, for a unit, on its last place in the newest bulletin.

    Raises Refusal where there is nothing to order, or where a slip on the matter still has time to be answered.
    """
    about, unit, matter, wanted, own = _matter(campaign, text, today)
    when = (
        read_day(due, today) if due else max(later(today, campaign.rules.order_days), own or today)
    )
    if when < today:
        raise Refusal(f"办理时限 {when} 早于今天（{today}）。请核对 --due。")
    slips = same_matter(campaign, about, unit)
    open_ = waiting(slips, today)
    if open_:
        raise Refusal(
            f"这件事已经发过督办单 {open_.id}（{open_.color}），时限 {open_.due}，还没有到期。重打请用 cz order {open_.id}，收到回复请用 cz order {open_.id} --reply 回复内容。"
        )
    asked = (
        one_line(requirement)
        if requirement is not None
        else wanted.format(f"{cn_date(when)}前（含当天）")
    )
    shade = color(campaign, level(campaign, about, unit, slips))
    return Slip(
        Order(next_id(campaign, today), today, unit, about, shade, matter, asked, when),
        tuple(slips),
        own is not None and own >= today,
    )


_Matter = tuple[str, str, str, str, date | None]


def _matter(campaign: Campaign, text: str, today: date) -> _Matter:
    """(the record's id, whom it concerns, the matter in words, what is wanted by {}, its own deadline)."""
    wanted = normal_id(text)
    if re.fullmatch(r"f[0-9]+-[0-9]+", wanted):
        return _of_finding(campaign, find_finding(campaign, wanted), today)
    if re.fullmatch(r"s?[0-9]+-[0-9]+", wanted):
        return _of_work(campaign, find_work(campaign, wanted), today)
    return _of_last_place(campaign, find_one_unit(campaign, text).name)


def _of_finding(campaign: Campaign, one: Finding, today: date) -> _Matter:
    found = stand(one, today)
    if one.date > today:
        raise Refusal(f"{one.id} 的督查日期 {one.date} 晚于今天（{today}）。请核对日期。")
    if found.settled:
        raise Refusal(
            f"{one.id} {'已经销号' if found.verified else f'单位已报整改（{found.claimed}），等待复核'}，不用督办。"
        )
    if found.due is None:
        raise Refusal(f"{one.id} 还没有定整改时限，没有交办。请先用 cz finding due {one.id} 日期。")
    late = f"，已逾期{found.late}天" if found.late else ""
    place = f"{one.spot}：" if one.spot else ""
    matter = f"{cn_date(one.date)}督查发现的问题（{one.id}）{place}{one.problem.rstrip('。')}。整改时限{cn_date(found.due)}{late}。"
    unit = present_names(campaign)[one.unit]
    return one.id, unit, matter, "请于{}整改到位，整改情况连同现场图片书面回复。", found.due


def _of_work(campaign: Campaign, item: Task | Step, today: date) -> _Matter:
    number = item.phase if isinstance(item, Step) else current_phase(campaign, today)
    now = state(item, number, today, campaign.plan.lights)
    if now.finished:
        raise Refusal(f"{item.id} 已完成，不用督办。")
    if not item.lead:
        raise Refusal(
            f"{item.id} 没有牵头单位，不知道督办谁。请先用 cz assign {item.id} --lead 单位。"
        )
    late = (
        f"时限{cn_date(now.due)}，已逾期{now.late}天。"
        if now.due and now.late
        else f"时限{cn_date(now.due)}。"
        if now.due
        else ""
    )
    word = "步骤" if isinstance(item, Step) else "任务"
    return (
        item.id,
        item.lead,
        f"创建{word} {item.id} {item.title}。{late}",
        "请于{}书面回复进展情况、存在困难和完成日期。",
        now.due,
    )


def _of_last_place(campaign: Campaign, unit: str) -> _Matter:
    newest = in_order(campaign.bulletins)
    if not newest:
        raise Refusal(
            f"还没有登记过通报，不知道 {unit} 的名次。督办一个问题请写问题编号；登记通报请用 cz report --template 督查通报 --record。"
        )
    present = present_names(campaign)
    place = next((one for one in places_of(unit, newest[0], present) if one.last), None)
    name = f"{newest[0].year}年第{newest[0].number}期督查通报"
    if place is None:
        open_ = [
            one.id
            for one in campaign.findings
            if present[one.unit] == unit and not one.rectified and not one.verified
        ]
        hint = (
            f"它未整改的问题有：{'、'.join(open_[:8])}{'等' if len(open_) > 8 else ''}。"
            if open_
            else ""
        )
        raise Refusal(f"{unit} 在{name}里不是末位。督办一个问题或任务请写编号。{hint}")
    times = times_last(unit, newest, present)
    again = f"，连续{_TIMES.get(times, str(times))}次" if times > 1 else ""
    rate = one_decimal(100 * place.in_time / max(1, place.handed))
    matter = f"{name}（督查时间{cn_date(newest[0].start)}至{cn_date(newest[0].end)}）按时整改率{rate}%（{place.in_time}/{place.handed}），在{place.kind}中列末位{again}。"
    return (
        newest[0].id,
        unit,
        matter,
        "已逾期的问题立即整改，其余按各自时限整改到位；查明原因，于{}书面回复整改情况和措施。",
        None,
    )


_TIMES = {2: "两", 3: "三", 4: "四", 5: "五"}


def issue(
    folder: str,
    text: str,
    clock: Clock,
    *,
    due: str | None = None,
    requirement: str | None = None,
    how: How = PLAINLY,
) -> tuple[Outcome, str]:
    """Record the next slip on a matter; returns the outcome and the slip's id. Raises Refusal."""
    ids: list[str] = []

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "supervision", "rules", "bulletins", "orders")
        campaign = loaded.campaign
        slip = draft(campaign, text, clock(campaign), due, requirement)
        one = slip.order
        ids.append(one.id)
        fields = {
            name: str(value) for name, value in one._asdict().items() if name != "node" and value
        }
        went = (
            f"（前面发过 {'、'.join(before.id for before in slip.before)}）" if slip.before else ""
        )
        early = "；所督办的还没有到期" if slip.early else ""
        words = f"{one.color}色，{one.unit}，时限 {one.due}{went}{early}"
        return Planned(
            [Append(loaded.trees["supervision"].root, "orders", (fields,))],
            [one.id],
            [Said(f"督办单 {one.id}", words)],
        )

    outcome = write(folder, "supervision", plan, how, beside=("findings", "units", "tasks"))
    return outcome, ids[-1]


def answer(
    folder: str, text: str, reply: str, clock: Clock, *, day_: str | None = None, how: How = PLAINLY
) -> Outcome:
    """Record the reply to a slip. Raises Refusal."""
    kept = one_line(reply)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        one = find_order(campaign, text).order
        today = clock(campaign)
        when = read_day(day_, today) if day_ else today
        if not one.date <= when <= today:
            raise Refusal(
                f"回复日期 {when} 应当在发单（{one.date}）和今天（{today}）之间。请核对 --date。"
            )
        if one.answered and one.reply != kept:
            raise Refusal(
                f"{one.id} 已经在 {one.answered} 回复过：{one.reply or '（没有内容）'}。要改请在 data/supervision.yaml 里改。"
            )
        late = f"，超过时限{(when - one.due).days}天" if one.due and when > one.due else ""
        changes = [Put(one.node, ("answered",), when.isoformat()), Put(one.node, ("reply",), kept)]
        hint = (
            f"；已经整改的，请另记 cz finding rectify {one.about}"
            if one.about.startswith("f") and not one.answered
            else ""
        )
        return Planned(
            changes if not one.answered else [],
            [one.id],
            [Said(f"督办单 {one.id}", f"{one.unit} 已回复（{when}{late}）：{kept}{hint}")],
        )

    return write(folder, "supervision", plan, how, beside=("findings", "units", "tasks"))
