"""The verbs of the ledger: a finding entered, put right, struck off, sent back, given a deadline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cz.edit import Append, Change, Drop, Put, Relist
from cz.ledger import Extension, Finding, Reopening
from cz.load import Loaded
from cz.model import Campaign
from cz.names import find_findings, find_indicator, find_one_unit, find_unit, find_work, present_names
from cz.problem import Refusal
from cz.supervise.entry import Entry, deadline, likeness, numbered, problem_of, record
from cz.supervise.state import stand
from cz.verbs.change import one_line
from cz.verbs.ledger import judgement
from cz.verbs.outcome import Outcome, Planned, Said
from cz.verbs.plan import read_day
from cz.verbs.writing import PLAINLY, How, write

Clock = Callable[[Campaign], date]
_BESIDE = ("units", "tasks")


def add(
    folder: str, clock: Clock, *, unit: str, problem: str, spot: str = "", type_: str = "", day_: str | None = None, due: str | None = None,
    helpers: Sequence[str] = (), indicator: str | None = None, task: str | None = None, by: str = "", how: How = PLAINLY,
) -> Outcome:  # fmt: skip
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
        set_, counted = _deadline(due, when, campaign, today)
        owner = find_one_unit(campaign, unit).name
        entry = Entry(
            when, owner, told, one_line(spot) if spot else "", one_line(type_) if type_ else "",
            tuple(name for name in dict.fromkeys(find_unit(campaign, helper).name for helper in helpers) if name != owner),
            set_ if told else None, find_indicator(campaign, indicator).id if indicator else "", find_work(campaign, task).id if task else "",
            one_line(by) if by else "",
        )  # fmt: skip
        _refuse_again(campaign, entry)
        ((section, id_),) = numbered(campaign, [entry])
        name = f"{id_} {entry.spot}".rstrip()
        if told:
            words = f"登记问题：{told}，责任单位 {owner}，" + (f"整改时限 {set_}{_noted(counted, _weekend(set_))}" if set_ else "未定时限，待交办")
        else:
            words = f"登记点位：未发现问题，单位 {owner}" + ("；未记：" + "、".join(unused) if (unused := _unused(entry, due)) else "")
        change = Append(loaded.trees["findings"].root, section, (record(entry, id_),))
        return Planned([change], [id_], [Said(name, words)], today)

    return write(folder, "findings", plan, how, beside=(*_BESIDE, "indicators", "supervision"))


def _deadline(text: str | None, found: date, campaign: Campaign, today: date) -> tuple[date | None, str]:
    """(the deadline, how it was come by where nobody set it)."""
    if text is None:
        return deadline(found, campaign.rules), f"按 {campaign.rules.days} 天计"
    if text.strip() in ("无", "待定", "待交办", "未定"):
        return None, ""
    when = read_day(text, today)
    if when < found:
        raise Refusal(f"整改时限 {when} 早于督查日期 {found}。请核对 --due。")
    return when, ""


def _refuse_again(campaign: Campaign, entry: Entry) -> None:
    present = present_names(campaign)
    mine = likeness(entry.date, entry.unit, entry.spot, entry.problem)
    for one in campaign.findings if entry.problem else campaign.visits:
        problem = one.problem if isinstance(one, Finding) else ""
        if likeness(one.date, present.get(one.unit, one.unit), one.spot, problem) == mine:
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
        raise Refusal(f"{one.id} 的{word} {when} 早于督查日期 {one.date}，没有改动。请核对 --date。")
    if one.reopened and when < one.reopened[-1].date:
        undone = "重开" if one.reopened[-1].verified else "退回"
        raise Refusal(f"{one.id} 的{word} {when} 早于{undone}日期 {one.reopened[-1].date}，没有改动。请核对 --date。")


def _moved(word: str, before: date | None, now: date) -> str:
    return f"{word} {now}" if before is None else f"{word}仍为 {now}" if before == now else f"{word}：{before} → {now}"


def rectify(
    folder: str, ids: Sequence[str], clock: Clock, *, day_: str | None = None, fix: str | None = None, how: How = PLAINLY
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
                raise Refusal(f"{one.id} 已于 {one.verified} 复核销号，不能再记整改。现场反弹的请用 cz finding reopen {one.id} --reason 原因 重开。")
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


def verify(folder: str, ids: Sequence[str], clock: Clock, *, day_: str | None = None, how: How = PLAINLY) -> Outcome:
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
            when = asked if asked and (len(found) == 1 or not one.verified) else one.verified or today
            words = _moved("复核销号", one.verified, when)
            if when != one.verified:
                _check_day(one, when, today, "复核日期")
                if one.rectified and when < one.rectified:
                    raise Refusal(f"{one.id} 的复核日期 {when} 早于整改日期 {one.rectified}，没有改动。请核对 --date。")
                if not one.rectified and not one.verified:
                    after = stand(one._replace(rectified=when), today)
                    words += f"；单位未报整改，按复核日期记（{judgement(when, after.judged, after.relapsed)}）"
                    changes.append(Put(one.node, ("rectified",), when.isoformat()))
                changes.append(Put(one.node, ("verified",), when.isoformat()))
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=_BESIDE)


def reopen(
    folder: str, ids: Sequence[str], reason: str, clock: Clock, *, day_: str | None = None, due: str | None = None, how: How = PLAINLY
) -> Outcome:
    """Send back what is not put right after all; open again what was struck off. What is undone is kept. All or none."""
    kept = one_line(reason)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        when = read_day(day_, today) if day_ else today
        fresh = read_day(due, today) if due else None
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            undone = one.verified or one.rectified
            if undone is None:
                raise Refusal(f"{one.id} 还没有报整改，无从退回或重开，没有改动。")
            word = "重开" if one.verified else "退回"
            if when < max(undone, one.rectified or undone):
                raise Refusal(f"{one.id} 的{word}日期 {when} 早于{'销号' if one.verified else '整改'}日期 {undone}，没有改动。请核对 --date。")
            _check_day(one, when, today, f"{word}日期")
            if fresh and fresh < when:
                raise Refusal(f"新的时限 {fresh} 早于{word}日期 {when}，没有改动。请核对 --due。")
            held = {"rectified": one.rectified, "verified": one.verified, "fix": one.fix}
            entry = {"date": when.isoformat(), "reason": kept, **{name: str(value) for name, value in held.items() if value}}
            changes.append(Relist(one.node, ("reopened",), (entry,)))
            changes += [Drop(one.node, (name,)) for name, value in held.items() if value]
            after = one._replace(
                rectified=None, verified=None, fix="", reopened=(*one.reopened, Reopening(when, kept, one.rectified, one.verified, one.fix))
            )
            words = f"{word}：{kept}，{'复核销号' if one.verified else '报整改'} {undone} 作废"
            if fresh and fresh != one.due:
                after, more, told = _redue(after, fresh, when, kept, today)
                changes += more
                words += f"；{told}"
            elif late := stand(after, today).late:
                words += f"；时限仍为 {after.due}，已逾期{late}天"
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=_BESIDE)


def _redue(one: Finding, due: date, granted: date, reason: str, today: date, told: str = "") -> tuple[Finding, list[Change], str]:
    """A deadline set or changed: the finding afterwards, the changes, the words (``told`` among them). Raises Refusal."""
    if due < one.date:
        raise Refusal(f"{one.id} 的时限 {due} 早于督查日期 {one.date}，没有改动。请核对日期。")
    if one.due is None:
        return one._replace(due=due), [Put(one.node, ("due",), due.isoformat())], f"交办，整改时限 {due}{_noted(_weekend(due))}"
    if one.extended and granted < one.extended[-1].date:
        raise Refusal(f"{one.id} 上一次改时限是 {one.extended[-1].date}，这一次不能早于它（{granted}），没有改动。请核对 --date。")
    entry = {"date": granted.isoformat(), "was": one.due.isoformat(), "due": due.isoformat(), "reason": reason}
    changes: list[Change] = [Put(one.node, ("due",), due.isoformat()), Relist(one.node, ("extended",), (entry,))]
    after = one._replace(due=due, extended=(*one.extended, Extension(granted, one.due, due, reason)))
    days = (due - one.due).days
    moved = f"推迟 {days} 天" if days > 0 else f"提前 {-days} 天"
    judged = stand(after, today).judged
    kept = f"；已过原时限，排名仍按 {judged} 计" if judged != due else ""
    return after, changes, f"时限：{one.due} → {due}{_noted(moved, _weekend(due))}{told}{kept}"


def set_deadline(
    folder: str, ids: Sequence[str], due: str, clock: Clock, *, reason: str | None = None, day_: str | None = None, how: How = PLAINLY
) -> Outcome:
    """The first deadline hands a finding out; each later one takes a reason, which is kept. All or none."""
    kept = one_line(reason) if reason is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        fresh = read_day(due, today)
        granted = read_day(day_, today) if day_ else today
        changes: list[Change] = []
        said = []
        found = find_findings(campaign, ids)
        for one in found:
            if one.verified or one.rectified:
                done = f"已于 {one.verified} 复核销号" if one.verified else f"已于 {one.rectified} 报整改"
                raise Refusal(f"{one.id} {done}，不再改时限。要退回或重开请用 cz finding reopen {one.id} --reason 原因 --due {fresh}。")
            if one.due == fresh:
                said.append(Said(_named(one), f"时限仍为 {fresh}"))
                continue
            if one.due and not kept:
                raise Refusal(f"{one.id} 的时限现为 {one.due}，改时限要用 --reason 写明理由，没有改动。")
            if granted > today or granted < one.date:
                where = f"晚于今天（{today}）" if granted > today else f"早于督查日期 {one.date}"
                raise Refusal(f"{one.id} 的批准日期 {granted} {where}，没有改动。请核对 --date。")
            _, more, words = _redue(one, fresh, granted, kept, today, f"，理由：{kept}")
            changes += more
            said.append(Said(_named(one), words))
        return Planned(changes, [one.id for one in found], said, today)

    return write(folder, "findings", plan, how, beside=_BESIDE)
