"""The rules: each finds the gaps of one source; docs/gaps.md gives an example of every one.

Of what nothing at all is on record (surveys, conditions) there is no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from cz.gaps.known import (
    Known,
    about_condition,
    about_finding,
    about_standard,
    about_unit,
    about_work,
    unsettled,
)
from cz.gaps.levels import Gap
from cz.records import STATUSES, UNMET, Indicator
from cz.roster import CONTACT, Roster
from cz.supervise.reviews import Reviewed
from cz.targets import lifts

OFTEN = 3  # findings in a phase that an A does not go with

# What a method's name has in it, however an assessment system words it.
MATERIAL = ("材料",)
ON_SITE = ("实地", "现场", "观察", "暗访")
ONLINE = ("网上", "网络")
SURVEY = ("问卷", "测评问答")


def is_method(standard: Indicator, words: tuple[str, ...]) -> bool:
    return any(word in standard.method for word in words)


# --- 1 一票否决 -------------------------------------------------------------------------------


_FIRST = 1_000_000  # weight of what stands before all else of its level


def false_material(now: Known) -> Iterator[Gap]:
    """What was sent back as false: whoever hands that in is punished by name from above."""
    for piece in now.returned:
        if piece.faked:
            why = f"材料{piece.record.id}{piece.why}"
            yield from _of_piece(now, piece, why, weight=_FIRST)


def rated_c(now: Known) -> Iterator[Gap]:
    """A C fails the phase, where the plan suffers none."""
    if now.phase.floor == "C":
        return
    for standard in now.standing.rated_c:
        open_ = unsettled(now.found.get(standard.id, ()))
        yield Gap(about_standard(now, standard, on_site=True), "C类", weight=open_)


def unmet_condition(now: Known) -> Iterator[Gap]:
    for condition in now.campaign.conditions:
        if condition.states.get(now.phase.number) == UNMET:
            yield Gap(about_condition(now, condition), f"{condition.kind}不符合")


# --- 2 自相矛盾 -------------------------------------------------------------------------------


def often_found(now: Known) -> Iterator[Gap]:
    """Rated A, and found wanting on the spot again and again, whether put right since or not."""
    for standard in now.campaign.indicators:
        found = now.found.get(standard.id, ())
        if now.rating(standard) == "A" and len(found) >= OFTEN:
            why = f"评A，查出{len(found)}个"
            yield Gap(about_standard(now, standard), why, weight=len(found))


def task_verified(now: Known) -> Iterator[Gap]:
    """The task was checked and found done, the standard is no A."""
    for standard in now.campaign.indicators:
        rating = now.rating(standard)
        if rating in ("B", "C") and now.task_status(standard) == "verified":
            why = f"{standard.task}已复核，仍评{rating}类"
            yield Gap(about_standard(now, standard), why)


# --- 3 丢分 -----------------------------------------------------------------------------------


def overdue_finding(now: Known) -> Iterator[Gap]:
    for stand in now.findings:
        if stand.late:
            why = f"逾期{stand.late}天没有整改"
            yield Gap(about_finding(now, stand), why, weight=stand.late)


def returned_material(now: Known) -> Iterator[Gap]:
    """Sent back, for whatever it is; what is false stands higher."""
    for piece in now.returned:
        if not piece.faked:
            why = f"材料{piece.record.id}被退回：{piece.why}"
            yield from _of_piece(now, piece, why)


def _of_piece(now: Known, piece: Reviewed, why: str, weight: int = 0) -> Iterator[Gap]:
    """About the standard, the task, the step or the finding that the piece is to prove."""
    about = piece.record.about
    standard = now.standards.get(about)
    if standard:
        yield Gap(about_standard(now, standard), why, weight)
    for work in now.work:
        if work.item.id == about:
            yield Gap(about_work(now, work, now.of_task.get(about, ())), why, weight)
    for stand in now.findings:
        if stand.finding.id == about:
            yield Gap(about_finding(now, stand), why, weight)


# --- 4 没有依据 -------------------------------------------------------------------------------


def unrated(now: Known) -> Iterator[Gap]:
    for standard in now.standing.not_rated:
        yield Gap(about_standard(now, standard), "未评")


def no_material(now: Known) -> Iterator[Gap]:
    """Judged by its papers, and none are on record that count, its own or its task's."""
    for standard in now.campaign.indicators:
        if is_method(standard, MATERIAL) and not now.proofs(standard):
            stale = now.stale_proofs(standard)
            why = f"{stale}份材料都不在有效期内" if stale else "没有材料"
            yield Gap(about_standard(now, standard), why)


def not_inspected(now: Known) -> Iterator[Gap]:
    for standard in now.campaign.indicators:
        if is_method(standard, ON_SITE) and not now.is_inspected(standard):
            yield Gap(about_standard(now, standard), "本阶段没有查过")


def not_seen_online(now: Known) -> Iterator[Gap]:
    for standard in now.campaign.indicators:
        known = now.proofs(standard) or now.is_inspected(standard)
        if is_method(standard, ONLINE) and not known:
            yield Gap(about_standard(now, standard), "没有核查记录")


def not_asked(now: Known) -> Iterator[Gap]:
    """Judged by a survey, and no survey of the phase asked about it."""
    if now.asked is None:
        return
    for standard in now.campaign.indicators:
        if is_method(standard, SURVEY) and standard.id not in now.asked:
            yield Gap(about_standard(now, standard), "没有问卷问过")


def no_method(now: Known) -> Iterator[Gap]:
    """It is not even said how it is judged, and nothing is on record."""
    for standard in now.campaign.indicators:
        known = now.proofs(standard) or now.is_inspected(standard)
        if not standard.method and not known:
            yield Gap(about_standard(now, standard), "没有写测评方法")


# --- 5 要抬 -----------------------------------------------------------------------------------


def to_raise(now: Known) -> Iterator[Gap]:
    """Every B while A's are missing, those to raise first as ``cz target`` has them."""
    if not now.standing.gap:
        return
    raising = chain(*lifts(now.campaign, now.standing, now.day).values())
    for place, lift in enumerate(raising):
        task = lift.indicator.task
        status = f"，任务{task}{STATUSES[lift.status]}" if task else ""
        yield Gap(about_standard(now, lift.indicator), f"B类{status}", weight=-place)


# --- 6 事务 -----------------------------------------------------------------------------------


def late_work(now: Known) -> Iterator[Gap]:
    """The standards of a task that is overdue suffer from it."""
    for work in now.work:
        if work.late:
            suffering = now.of_task.get(work.item.id, ())
            why = f"逾期{work.late}天没有完成"
            yield Gap(about_work(now, work, suffering), why, weight=work.late)


def nobody_leads(now: Known) -> Iterator[Gap]:
    for work in now.work:
        if not work.finished and not work.item.lead:
            yield Gap(about_work(now, work), "没有牵头单位")


def not_confirmed(now: Known) -> Iterator[Gap]:
    """Who leads it and who shares in it is ours, not the plan's, and nobody has confirmed it."""
    for work in now.work:
        item = work.item
        ours = item.source == "proposed" or bool({"lead", "units"} & set(item.proposed))
        if not work.finished and item.lead and ours:
            yield Gap(about_work(now, work), "分工是拟的，没有核实")


def no_contact(now: Known) -> Iterator[Gap]:
    """Nobody of the unit is to be reached; without a roster that is not known of any."""
    if not now.campaign.people:
        return
    roster = Roster(now.campaign, now.day)
    for unit in now.campaign.units:
        if not roster.holders(unit.name, CONTACT):
            yield Gap(about_unit(unit.name, unit.id), f"没有{CONTACT}")


class Rule(NamedTuple):
    """``word``: what it is called where it is counted. ``ask``: what closes it."""

    level: int
    word: str
    ask: str
    find: Callable[[Known], Iterator[Gap]]


RULES = {
    "false_material": Rule(1, "材料弄虚作假", "撤下假材料，查清经过，换上真的", false_material),
    "rated_c": Rule(1, "C类", "升到B类以上", rated_c),
    "unmet_condition": Rule(1, "申报条件不符合", "整改到符合，备好证明", unmet_condition),
    "often_found": Rule(2, "评A而查出多", "到现场重评，站不住的改评", often_found),
    "task_verified": Rule(2, "任务已复核而非A类", "查清差在哪里，改评级或退回任务", task_verified),
    "overdue_finding": Rule(3, "逾期未整改", "整改到位，报创城办复核", overdue_finding),
    "returned_material": Rule(3, "材料被退回", "按退回的原因补来", returned_material),
    "unrated": Rule(4, "未评", "评级", unrated),
    "no_material": Rule(4, "没有材料", "报材料", no_material),
    "not_inspected": Rule(4, "现场没有查过", "到现场查一遍", not_inspected),
    "not_seen_online": Rule(4, "网上没有核查记录", "上网核查，截图登记", not_seen_online),
    "not_asked": Rule(4, "没有问卷", "问卷里加一题，问过再看", not_asked),
    "no_method": Rule(4, "没有写测评方法", "写明测评方法", no_method),
    "to_raise": Rule(5, "B类", "升为A类", to_raise),
    "late_work": Rule(6, "逾期", "办结，办不结的说明原因", late_work),
    "nobody_leads": Rule(6, "没有牵头单位", "定牵头单位", nobody_leads),
    "not_confirmed": Rule(6, "分工没有核实", "核实分工", not_confirmed),
    "no_contact": Rule(6, f"没有{CONTACT}", f"定{CONTACT}", no_contact),
}
