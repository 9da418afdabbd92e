"""``cz finding add``: what was seen at a spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.days import read_past
from cz.edit import Append
from cz.load import Loaded
from cz.names import find_indicator, find_one_unit, find_units, find_work
from cz.problem import Refusal
from cz.records import Campaign, Finding
from cz.sheets.dates import read_due, term
from cz.supervise.entry import (
    EARLIEST,
    deadline,
    likeness,
    numbered,
    problem_of,
    sameness,
    section_of,
    unsettled,
    with_problem,
    written,
)
from cz.verbs.finding.actions import noted, weekend
from cz.verbs.kept import kept_line
from cz.whose import present_names
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

_BESIDE = ("units", "tasks", "indicators", "supervision")


def add(
    folder: str,
    clock: Clock,
    *,
    unit: str,
    problem: str,
    spot: str = "",
    type_: str = "",
    day: str | None = None,
    due: str | None = None,
    helpers: Sequence[str] = (),
    indicator: str | None = None,
    task: str | None = None,
    by: str = "",
    how: How = PLAINLY,
) -> Outcome:
    """Enter a finding; a problem that says there is none makes a visit.

    ``due`` None: so many days as the rules say; 无 or 待定: none yet. Raises Refusal.
    """
    text = problem_of(kept_line(problem))

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        seen = _day_seen(day, today)
        if due is None and text:
            require(loaded, "supervision", "rules")
        last_day, counted = _deadline(due, seen, campaign)
        owner = find_one_unit(campaign, unit).name
        entry = Finding(
            id="",
            date=seen,
            unit=owner,
            problem=text,
            spot=kept_line(spot) if spot else "",
            type=kept_line(type_) if type_ else "",
            helpers=_others(campaign, helpers, owner),
            due=last_day if text else None,
            indicator=find_indicator(campaign, indicator).id if indicator else "",
            task=find_work(campaign, task).id if task else "",
            by=kept_line(by) if by else "",
        )
        _refuse_again(campaign, entry)
        if not text:
            _refuse_clean(campaign, entry)
        (record,) = numbered(campaign, [entry])
        if text:
            words = _words_of_finding(campaign, entry, counted)
        else:
            words = _words_of_visit(entry, due)
        root = loaded.trees["findings"].root
        return Planned(
            changes=[Append(root, section_of(record), (written(record),))],
            records=[record.id],
            said=[Said(f"{record.id} {record.spot}".rstrip(), words)],
            warn_as_of=today,
        )

    return write(folder, "findings", plan, how, beside=_BESIDE)


def _day_seen(text: str | None, today: date) -> date:
    day = read_past(text, today) if text else today
    if day > today:
        raise Refusal(f"督查日期 {day} 晚于今天（{today}）。请核对 --date。")
    if day < EARLIEST:
        raise Refusal(f"督查日期 {day} 太早，多半是年份写错了。请核对 --date。")
    return day


def _deadline(text: str | None, seen: date, campaign: Campaign) -> tuple[date | None, str]:
    """(the deadline, how it was come by where no date was named)."""
    if text is None:
        return deadline(seen, campaign.rules), f"按 {campaign.rules.days} 天计"
    due = read_due(text, seen)
    if due and due < seen:
        raise Refusal(f"整改时限 {due} 早于督查日期 {seen}。请核对 --due。")
    last_day = term(text, seen)
    if last_day is None:
        return due, ""
    return due, f"按 {(last_day - seen).days} 天计" if last_day > seen else "当天"


def _others(campaign: Campaign, helpers: Sequence[str], owner: str) -> tuple[str, ...]:
    names = [helper.name for helper in find_units(campaign, helpers)]
    return tuple(name for name in names if name != owner)


def _refuse_again(campaign: Campaign, entry: Finding) -> None:
    """Raises Refusal where the ledger holds this already."""
    present = present_names(campaign)
    mine = likeness(entry.date, entry.unit, entry.spot, entry.problem)
    for known in campaign.findings if entry.problem else campaign.visits:
        problem = known.problem if isinstance(known, Finding) else ""
        if likeness(known.date, present[known.unit], known.spot, problem) == mine:
            same = "日期、单位、点位和问题" if problem else "日期、单位和点位"
            raise Refusal(f"{known.id} 已经记了这一条：{same}都相同。没有再记。")


def _refuse_clean(campaign: Campaign, entry: Finding) -> None:
    """Raises Refusal for a spot without a problem where one was found that day."""
    spot = likeness(entry.date, entry.unit, entry.spot, "")
    problem = with_problem(campaign).get(spot) if entry.spot else None
    if problem:
        raise Refusal(f"{problem} 记了这一天这个点位的问题，不能又记成没有问题的点位。没有再记。")


def _words_of_finding(campaign: Campaign, entry: Finding, counted: str) -> str:
    words = f"登记问题：{entry.problem}，责任单位 {entry.unit}，"
    if entry.due:
        words += f"整改时限 {entry.due}{noted(counted, weekend(entry.due))}"
    else:
        words += "未定时限，待交办"
    same = sameness(entry.unit, entry.spot, entry.problem)
    earlier = unsettled(campaign).get(same) if entry.spot else None
    if earlier:
        words += f"；同一点位同样的问题 {earlier} 还没有销号"
    return words


def _words_of_visit(entry: Finding, due: str | None) -> str:
    """Also what was asked for that a spot without a problem does not keep."""
    words = f"登记点位：未发现问题，单位 {entry.unit}"
    asked = {"时限": due, "协办单位": entry.helpers, "指标": entry.indicator, "任务": entry.task}
    unused = [word for word, value in asked.items() if value]
    return words + ("；未记：" + "、".join(unused) if unused else "")
