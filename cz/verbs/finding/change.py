"""The verbs of the ledger: a finding entered, put right, struck off, sent back, given a deadline, given to another unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from cz.days import read_day
from cz.edit import Append, Change, Drop, Put, Relist
from cz.load import Loaded
from cz.names import (
    find_findings,
    find_indicator,
    find_one_unit,
    find_unit,
    find_work,
    normal_id,
    refuse_slips,
)
from cz.problem import Refusal
from cz.records import Campaign, Extension, Finding, Reopening
from cz.supervise.entry import (
    EARLIEST,
    Entry,
    deadline,
    likeness,
    numbered,
    problem_of,
    record,
    sameness,
    unsettled,
)
from cz.supervise.state import stand
from cz.tree import Map
from cz.verbs.finding.list import judgement
from cz.verbs.finding.row import read_due, term
from cz.verbs.record import one_line
from cz.whose import present_names
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write

Clock = Callable[[Campaign], date]
_BESIDE = ("units", "tasks")


def add(
    folder: str,
    clock: Clock,
    *,
    unit: str,
    problem: str,
    spot: str = "",
    type_: str = "",
    day_: str | None = None,
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
    told = problem_of(one_line(problem))

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        when = read_day(day_, today) if day_ else today
        if when > today:
            raise Refusal(f"督查日期 {when} 晚于今天（{today}）。请核对 --date。")
        if when < EARLIEST:
            raise Refusal(f"督查日期 {when} 太早，多半是年份写错了。请核对 --date。")
        if due is None and told:
            require(loaded, "supervision", "rules")
        set_, counted = _deadline(due, when, campaign)
        owner = find_one_unit(campaign, unit).name
        entry = Entry(
            when,
            owner,
            told,
            one_line(spot) if spot else "",
            one_line(type_) if type_ else "",
            tuple(
                name
                for name in dict.fromkeys(find_unit(campaign, helper).name for helper in helpers)
                if name != owner
            ),
            set_ if told else None,
            find_indicator(campaign, indicator).id if indicator else "",
            find_work(campaign, task).id if task else "",
            one_line(by) if by else "",
        )
        _refuse_again(campaign, entry)
        ((section, id_),) = numbered(campaign, [entry])
        name = f"{id_} {entry.spot}".rstrip()
        if told:
            words = f"登记问题：{told}，责任单位 {owner}，" + (
                f"整改时限 {set_}{_noted(counted, _weekend(set_))}" if set_ else "未定时限，待交办"
            )
            same = (
                unsettled(campaign).get(sameness(owner, entry.spot, told)) if entry.spot else None
            )
            words += f"；同一点位同样的问题 {same} 还没有销号" if same else ""
        else:
            words = f"登记点位：未发现问题，单位 {owner}" + (
                "；未记：" + "、".join(unused) if (unused := _unused(entry, due)) else ""
            )
        change = Append(loaded.trees["findings"].root, section, (record(entry, id_),))
        return Planned([change], [id_], [Said(name, words)], today)

    return write(folder, "findings", plan, how, beside=(*_BESIDE, "indicators", "supervision"))


def _deadline(text: str | None, found: date, campaign: Campaign) -> tuple[date | None, str]:
    """(the deadline, how it was come by where no date was named)."""
    if text is None:
        return deadline(found, campaign.rules), f"按 {campaign.rules.days} 天计"
    when = read_due(text, found)
    if when and when < found:
        raise Refusal(f"整改时限 {when} 早于督查日期 {found}。请核对 --due。")
    return when, _counted(text, found)


def _counted(text: str, start: date) -> str:
    """按 3 天计 where the deadline was told so."""
    last = term(text, start)
    return "" if last is None else f"按 {(last - start).days} 天计" if last > start else "当天"


def _refuse_again(campaign: Campaign, entry: Entry) -> None:
    present = present_names(campaign)
    mine = likeness(entry.date, entry.unit, entry.spot, entry.problem)
    for one in campaign.findings if entry.problem else campaign.visits:
        problem = one.problem if isinstance(one, Finding) else ""
        if likeness(one.date, present[one.unit], one.spot, problem) == mine:
            same = "日期、单位、点位和问题" if problem else "日期、单位和点位"
            raise Refusal(f"{one.id} 已经记了这一条：{same}都相同。没有再记。")


def _unused(entry: Entry, due: str | None) -> list[str]:
    """What was asked for that a spot without a problem does not keep."""
    given = {"时限": due, "协办单位": entry.helpers, "指标": entry.indicator, "任务": entry.task}
    return [word for word, value in given.items() if value]


def _weekend(day: date) -> str:
    return {5: "星期六", 6: "星期日"}.get(day.weekday(), "")


def _noted(*notes: str) -> str:
    told = "，".join(note for note in notes if note)
    return f"（{told}）" if told else ""


def _named(one: Finding) -> str:
    return f"{one.id} {one.spot or one.problem}"


def _check_day(one: Finding, when: date, today: date, word: str) -> None:
    """Raises Refusal for a day before the inspection or the last reopening, or after today."""
    if when > today:
        raise Refusal(f"{word} {when} 晚于今天（{today}），没有改动。请核对 --date。")
    if when < one.date:
        raise Refusal(
            f"{one.id} 的{word} {when} 早于督查日期 {one.date}，没有改动。请核对 --date。"
        )
    if one.reopened and when < one.reopened[-1].date:
        undone = "重开" if one.reopened[-1].verified else "退回"
        raise Refusal(
            f"{one.id} 的{word} {when} 早于{undone}日期 {one.reopened[-1].date}，没有改动。请核对 --date。"
        )


def _moved(word: str, before: date | None, now: date) -> str:
    return (
        f"{word} {now}"
        if before is None
        else f"{word}仍为 {now}"
        if before == now
        else f"{word}：{before} → {now}"
    )


def rectify(
    folder: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    day_: str | None = None,
    fix: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """The unit says it is put right. What is so already stays; asked for alone, its day and words are put as named. All or none."""
    kept = one_line(fix) if fix is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        asked = read_day(day_, today) if day_ else None
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            if one.verified:
                raise Refusal(
                    f"{one.id} 已于 {one.verified} 复核销号，不能再记整改。现场反弹的请用 cz finding reopen {one.id} --reason 原因 重开。"
                )
            alone = len(found) == 1
            when = asked if asked and (alone or not one.rectified) else one.rectified or today
            if when != one.rectified:
                _check_day(one, when, today, "整改日期")
            told = kept if alone or not (one.rectified and one.fix) else one.fix
            if told and told != one.fix:
                changes.append(Put(one.node, ("fix",), told))
            if when != one.rectified:
                changes.append(Put(one.node, ("rectified",), when.isoformat()))
            after = stand(one._replace(rectified=when), today)
            words = f"{_moved('报整改', one.rectified, when)}（{judgement(when, after.judged, after.relapsed)}）"
            if kept:
                words += f"，整改情况：{told}" if told != one.fix else f"，整改情况仍为：{told}"
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=_BESIDE)


def verify(
    folder: str, ids: Sequence[str], clock: Clock, *, day_: str | None = None, how: How = PLAINLY
) -> Outcome:
    """Strike off. What no unit reported as put right counts as put right that day. What is so already stays; asked for
    alone, its day is put as named. All or none."""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        asked = read_day(day_, today) if day_ else None
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            when = (
                asked if asked and (len(found) == 1 or not one.verified) else one.verified or today
            )
            words = _moved("复核销号", one.verified, when)
            if when != one.verified:
                _check_day(one, when, today, "复核日期")
                if one.rectified and when < one.rectified:
                    raise Refusal(
                        f"{one.id} 的复核日期 {when} 早于整改日期 {one.rectified}，没有改动。请核对 --date。"
                    )
                if not one.rectified and not one.verified:
                    after = stand(one._replace(rectified=when), today)
                    words += f"；单位未报整改，按复核日期记（{judgement(when, after.judged, after.relapsed)}）"
                    changes.append(Put(one.node, ("rectified",), when.isoformat()))
                changes.append(Put(one.node, ("verified",), when.isoformat()))
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=_BESIDE)


def reopen(
    folder: str,
    ids: Sequence[str],
    reason: str,
    clock: Clock,
    *,
    day_: str | None = None,
    due: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Send back what is not put right after all; open again what was struck off. What is undone is kept. All or none.

    ``due`` None: sent back, the deadline stays; opened again, it is so many days from then as the rules say, or stays if later.
    """
    kept = one_line(reason)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        when = read_day(day_, today) if day_ else today
        fresh = read_due(due, when) if due else None
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            undone = one.verified or one.rectified
            if undone is None:
                raise Refusal(f"{one.id} 还没有报整改，无从退回或重开，没有改动。")
            word = "重开" if one.verified else "退回"
            if when < max(undone, one.rectified or undone):
                raise Refusal(
                    f"{one.id} 的{word}日期 {when} 早于{'销号' if one.verified else '整改'}日期 {undone}，没有改动。请核对 --date。"
                )
            _check_day(one, when, today, f"{word}日期")
            if fresh and fresh < when:
                raise Refusal(f"新的时限 {fresh} 早于{word}日期 {when}，没有改动。请核对 --due。")
            held = {"rectified": one.rectified, "verified": one.verified, "fix": one.fix}
            entry = {
                "date": when.isoformat(),
                "reason": kept,
                **{name: str(value) for name, value in held.items() if value},
            }
            changes.append(Relist(one.node, ("reopened",), (entry,)))
            changes += [Drop(one.node, (name,)) for name, value in held.items() if value]
            after = one._replace(
                rectified=None,
                verified=None,
                fix="",
                reopened=(
                    *one.reopened,
                    Reopening(when, kept, one.rectified, one.verified, one.fix),
                ),
            )
            words = f"{word}：{kept}，{'复核销号' if one.verified else '报整改'} {undone} 作废"
            again = None
            if one.verified and one.due and not due:
                require(loaded, "supervision", "rules")
                again = deadline(when, campaign.rules)
            if fresh and fresh != one.due:
                after, more, told = _redue(after, fresh, when, kept, today)
                changes += more
                words += f"；{told}"
            elif again and one.due and again > one.due:
                after, more, _ = _redue(after, again, when, kept, today)
                changes += more
                left = stand(after, today).late
                words += f"；新时限 {again}{_noted(f'按 {campaign.rules.days} 天计', _weekend(again))}{f'，已逾期{left}天' if left else ''}"
            elif late := stand(after, today).late:
                words += f"；时限仍为 {after.due}，已逾期{late}天"
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=(*_BESIDE, "supervision"))


def _redue(
    one: Finding, due: date, granted: date, reason: str, today: date, told: str = ""
) -> tuple[Finding, list[Change], str]:
    """A deadline set or changed: the finding afterwards, the changes, the words (``told`` among them). Raises Refusal."""
    if due < one.date:
        raise Refusal(f"{one.id} 的时限 {due} 早于督查日期 {one.date}，没有改动。请核对日期。")
    if one.due is None:
        return (
            one._replace(due=due),
            [Put(one.node, ("due",), due.isoformat())],
            f"交办，整改时限 {due}{_noted(_weekend(due))}",
        )
    if one.extended and granted < one.extended[-1].date:
        raise Refusal(
            f"{one.id} 上一次改时限是 {one.extended[-1].date}，这一次不能早于它（{granted}），没有改动。请核对 --date。"
        )
    entry = {
        "date": granted.isoformat(),
        "was": one.due.isoformat(),
        "due": due.isoformat(),
        "reason": reason,
    }
    changes: list[Change] = [
        Put(one.node, ("due",), due.isoformat()),
        Relist(one.node, ("extended",), (entry,)),
    ]
    after = one._replace(
        due=due, extended=(*one.extended, Extension(granted, one.due, due, reason))
    )
    days = (due - one.due).days
    moved = f"推迟 {days} 天" if days > 0 else f"提前 {-days} 天"
    judged = stand(after, today).judged
    kept = f"；已过原时限，排名仍按 {judged} 计" if judged != due else ""
    return after, changes, f"时限：{one.due} → {due}{_noted(moved, _weekend(due))}{told}{kept}"


def set_deadline(
    folder: str,
    ids: Sequence[str],
    due: str,
    clock: Clock,
    *,
    reason: str | None = None,
    day_: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """The first deadline hands a finding out; each later one takes a reason, which is kept. All or none.

    With the deadline that is in force and another reason, the reason of the last change is put as named.
    """
    kept = one_line(reason) if reason is not None else ""
    refuse_slips([*ids, due])

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        _refuse_order(ids, due, today)
        fresh = read_day(due, today)
        granted = read_day(day_, today) if day_ else today
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            if one.extended and one.due == fresh and kept and kept != one.extended[-1].reason:
                change, words = _other_reason(loaded, one, kept, granted if day_ else None)
                changes.append(change)
                said.append(Said(_named(one), words))
                continue
            if one.verified or one.rectified:
                done = (
                    f"已于 {one.verified} 复核销号"
                    if one.verified
                    else f"已于 {one.rectified} 报整改"
                )
                raise Refusal(
                    f"{one.id} {done}，不再改时限。要退回或重开请用 cz finding reopen {one.id} --reason 原因 --due {fresh}。"
                )
            if one.due == fresh:
                said.append(
                    Said(
                        _named(one),
                        f"时限仍为 {fresh}{'，第一次定的时限不记理由' if kept and not one.extended else ''}",
                    )
                )
                continue
            if one.due and not kept:
                raise Refusal(
                    f"{one.id} 的时限现为 {one.due}，改时限要用 --reason 写明理由，没有改动。"
                )
            if granted > today or granted < one.date:
                where = f"晚于今天（{today}）" if granted > today else f"早于督查日期 {one.date}"
                raise Refusal(f"{one.id} 的批准日期 {granted} {where}，没有改动。请核对 --date。")
            _, more, words = _redue(one, fresh, granted, kept, today, f"，理由：{kept}")
            if one.due and granted <= one.due < today:
                words += f"；{granted} 的批准今天才补记，排名按新时限"
            changes += more
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=_BESIDE)


def _refuse_order(ids: Sequence[str], due: str, today: date) -> None:
    """Raises Refusal where the date does not stand last."""
    day_ = next((text for text in ids if _is_day(text, today)), None)
    if day_ and re.fullmatch("f[0-9]+-[0-9]+", normal_id(due)):
        raise Refusal(f"请先写编号，再写日期，例如 cz finding due {normal_id(due)} {day_}。")
    if day_ and not _is_day(due, today):
        raise Refusal(f"多出了“{due}”，日期应当写在最后。中间有空格的内容请用英文引号括起来。")


def _is_day(text: str, today: date) -> bool:
    try:
        read_day(text, today)
    except Refusal:
        return False
    return True


def _other_reason(
    loaded: Loaded, one: Finding, reason: str, granted: date | None
) -> tuple[Change, str]:
    """The last change of the deadline with another reason. Raises Refusal where another day is named with it, or a
    comment stands beside it."""
    last = one.extended[-1]
    if granted and granted != last.date:
        raise Refusal(
            f"{one.id} 的时限 {last.due} 是 {last.date} 批准的，只能更正理由，没有改动。请不写 --date，或核对时限。"
        )
    text = loaded.trees["findings"].source.text.splitlines()[max(0, one.node.line) : one.node.end]
    if any(
        last.was.isoformat() in line
        and last.due.isoformat() in line
        and re.search(r"[}\]]\s+#", line)
        for line in text
    ):
        raise Refusal(
            f"{one.id} 上一次改时限的那一行有注释，请在 data/findings.yaml 里直接改理由，免得丢了注释。没有改动。"
        )
    at = len(one.extended) - 1
    node = one.node["extended"][at]
    entry = (
        {name: str(value) for name, value in node.items() if value} if isinstance(node, Map) else {}
    )
    change = Relist(one.node, ("extended",), ({**entry, "reason": reason},), (at,))
    return change, f"时限仍为 {last.due}；{last.date} 改时限的理由更正：{last.reason} → {reason}"


def assign(
    folder: str,
    ids: Sequence[str],
    unit: str,
    clock: Clock,
    *,
    helpers: Sequence[str] | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Give findings to another unit; with ``helpers`` (None: as they are) these assist, instead of whoever did. All or none."""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        present = present_names(campaign)
        owner = find_one_unit(campaign, unit).name
        asked = (
            None
            if helpers is None
            else list(dict.fromkeys(find_unit(campaign, helper).name for helper in helpers))
        )
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            if one.verified:
                raise Refusal(
                    f"{one.id} 已于 {one.verified} 复核销号，不再改派，没有改动。现场反弹的请先用 cz finding reopen {one.id} --reason 原因 重开。"
                )
            before = present[one.unit]
            words = [
                f"责任单位：{before} → {owner}" if before != owner else f"责任单位仍为 {owner}"
            ]
            if before != owner:
                changes.append(Put(one.node, ("unit",), owner))
            held = [present[name] for name in one.helpers]
            wanted = [name for name in (held if asked is None else asked) if name != owner]
            if set(wanted) != set(held):
                gone = tuple(at for at, name in enumerate(held) if name not in wanted)
                added = tuple(name for name in wanted if name not in held)
                changes.append(Relist(one.node, ("helpers",), added, gone))
                left = [name for name in held if name in wanted]
                words.append(
                    f"协办单位：{'、'.join(held) or '无'} → {'、'.join([*left, *added]) or '无'}"
                )
            slips = [
                f"{order.id}（{present[order.unit]}）"
                for order in campaign.orders
                if order.about == one.id
            ]
            if before != owner and one.due and not one.rectified and one.due <= today:
                words.append(
                    f"时限 {one.due} 已到，要另定的请用 cz finding due {one.id} 日期 --reason 改派"
                )
            if slips and before != owner:
                words.append(f"已发督办单 {'、'.join(slips)}，不随着改，需要的请另发")
            said.append(Said(_named(one), "；".join(words)))
        return Planned(changes, [one.id for one in found], said)

    return write(folder, "findings", plan, how, beside=(*_BESIDE, "supervision"))
