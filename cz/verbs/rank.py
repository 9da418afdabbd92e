"""``cz rank``: which inspections a ranking is about, and what to know before publishing it."""

import re
from datetime import date
from typing import NamedTuple

from cz.days import read_asked
from cz.letters import narrow
from cz.problem import Refusal
from cz.records import Bulletin, Campaign
from cz.supervise.entry import later
from cz.supervise.ranking import Period, earlier, in_order, in_period, tally
from cz.supervise.reprint import of_period, on_record


def read_issue(text: str) -> tuple[int | None, int]:
    """(the year, where it is named; the number) of 3, 第3期, 2026-3 or t2026-3. Raises Refusal."""
    match = re.fullmatch(
        r"t?(?:([0-9]{4})(?:-|年第?))?第?([1-9][0-9]{0,5})期?", narrow(text).strip().lower()
    )
    if not match:
        raise Refusal(f"期号应当像 3 或 2026-3，找到的是“{text}”。")
    year, number = match.groups()
    return int(year) if year else None, int(number)


class _Days(NamedTuple):
    """What of a period was asked for."""

    start: date | None
    end: date | None
    as_of: date | None


def period(
    campaign: Campaign,
    today: date,
    *,
    issue: str | None = None,
    start: str | None = None,
    end: str | None = None,
    at: str | None = None,
) -> Period:
    """The inspections asked for, all as people type them.

    What is not said is taken from the bulletin of that number, else: the next number, from the day
    after the last one's period, to today. Raises Refusal where nothing was inspected then.
    """
    asked = _Days(
        start=read_asked(start, today) if start is not None else None,
        end=read_asked(end, today) if end is not None else None,
        as_of=read_asked(at, today) if at is not None else None,
    )
    wanted_year, number = read_issue(issue) if issue is not None else (None, 0)
    year = wanted_year or (asked.as_of or today).year
    recorded = _recorded(campaign, year, number)
    if recorded:
        chosen = _of_bulletin(recorded, asked)
    else:
        if wanted_year is None and asked.start is None and asked.end is None:
            _refuse_former_years(campaign, year, number)
        chosen = _next(campaign, today, year, number, asked)
    if not recorded and asked.start is None and chosen.end < chosen.start:
        _refuse_nothing_since(campaign, chosen)
    _refuse_days_astray(chosen)
    _refuse_no_inspection(campaign, chosen)
    return chosen


def _recorded(campaign: Campaign, year: int, number: int) -> Bulletin | None:
    for bulletin in campaign.bulletins:
        if (bulletin.year, bulletin.number) == (year, number):
            return bulletin
    return None


def _of_bulletin(bulletin: Bulletin, asked: _Days) -> Period:
    return Period(
        issue=bulletin.id,
        start=asked.start or bulletin.start,
        end=asked.end or bulletin.end,
        as_of=asked.as_of or bulletin.as_of,
        recorded=True,
    )


def _next(campaign: Campaign, today: date, year: int, number: int, asked: _Days) -> Period:
    """A bulletin that is not on record; ``number``: 0 for the next of the year."""
    if not number:
        numbers = [bulletin.number for bulletin in campaign.bulletins if bulletin.year == year]
        number = max(numbers, default=0) + 1
    as_of = asked.as_of or today
    start = asked.start
    if start is None:
        start = _first_day(campaign, as_of)
        if asked.end:
            start = min(start, asked.end)
    return Period(issue=f"t{year}-{number}", start=start, end=asked.end or as_of, as_of=as_of)


def _first_day(campaign: Campaign, as_of: date) -> date:
    """The day after the last bulletin's period, else the day of the first inspection."""
    before = earlier(campaign, as_of)
    if before:
        return later(max(bulletin.end for bulletin in before), 1)
    return min(_inspected(campaign), default=as_of)


def _inspected(campaign: Campaign) -> list[date]:
    """The days on which something was inspected."""
    days = [finding.date for finding in campaign.findings]
    return days + [visit.date for visit in campaign.visits]


def _refuse_former_years(campaign: Campaign, year: int, number: int) -> None:
    """A number without a year that only former years have on record."""
    former = [
        bulletin.id[1:]
        for bulletin in campaign.bulletins
        if bulletin.number == number and bulletin.year < year
    ]
    if former:
        raise Refusal(
            f"{year}年还没有登记第 {number} 期。重打从前的请写明年份：--issue {former[-1]}；"
            f"今年的第 {number} 期请用 --from、--to 写明督查时间。"
        )


def _refuse_nothing_since(campaign: Campaign, asked: Period) -> None:
    """Raises Refusal where the last bulletin counts to the very day that this one would end on."""
    for last in earlier(campaign, asked.as_of)[:1]:
        raise Refusal(
            f"第 {last.number} 期（督查时间 {last.start} 至 {last.end}）已经登记，"
            f"下一期从 {asked.start} 算起，还没有到。看登记了的这一期请写 --issue {last.number}；"
            "要算别的日子，请用 --from、--to 写明督查时间。"
        )


def _refuse_days_astray(asked: Period) -> None:
    if asked.end < asked.start:
        raise Refusal(
            f"督查时间的结束日期 {asked.end} 早于开始日期 {asked.start}。请核对 --from 和 --to。"
        )
    if asked.as_of < asked.start:
        raise Refusal(f"截至日期 {asked.as_of} 早于督查时间 {asked.start}。请核对 --at。")


def _refuse_no_inspection(campaign: Campaign, asked: Period) -> None:
    days = _inspected(campaign)
    if not days:
        raise Refusal("还没有登记过问题。登记请用 cz finding add 或 cz finding import。")
    if any(asked.start <= day <= asked.end for day in days):
        return
    newest = ""
    for bulletin in in_order(campaign.bulletins)[:1]:
        newest = (
            f"最近登记的是第 {bulletin.number} 期（督查时间 {bulletin.start} 至 {bulletin.end}）。"
        )
    raise Refusal(
        f"{asked.start} 至 {asked.end} 没有督查记录。最近一次督查是 {max(days)}。"
        f"{newest}请用 --from、--to 写明督查时间。"
    )


def cautions(campaign: Campaign, asked: Period, today: date) -> list[str]:
    """What whoever publishes these figures ought to know."""
    words = [
        _not_yet(asked, today),
        _pending(campaign, asked),
        _overlap(campaign, asked),
        _other_days(campaign, asked),
        _changed_since(campaign, asked),
        _entered_late(campaign, asked),
    ]
    return [caution for caution in words if caution]


def _not_yet(asked: Period, today: date) -> str:
    if asked.as_of <= today:
        return ""
    return f"截至日期 {asked.as_of} 晚于今天（{today}），以后报来的整改还不知道，会多算逾期。"


def _pending(campaign: Campaign, asked: Period) -> str:
    if asked.recorded:
        return ""
    pending = tally(in_period(campaign, asked.start, asked.end, asked.as_of)).pending
    if not pending:
        return ""
    return f"有 {pending} 个问题未到整改时限，也在交办数里；等时限都过了再发布，名次才算定。"


def _overlap(campaign: Campaign, asked: Period) -> str:
    if asked.recorded:
        return ""
    overlapping = [
        bulletin
        for bulletin in campaign.bulletins
        if bulletin.start <= asked.end and asked.start <= bulletin.end
    ]
    if not overlapping:
        return ""
    last = overlapping[-1]
    return (
        f"督查时间和第 {last.number} 期（{last.start} 至 {last.end}）有重叠，重叠的几天两期都算。"
    )


def _changed_since(campaign: Campaign, asked: Period) -> str:
    """That the ledger differs from the record, which is what is printed."""
    changes = of_period(campaign, asked).corrections if asked.recorded else ()
    if not changes:
        return ""
    return (
        f"第 {asked.number} 期登记以后台账有改动，{len(changes)} 个单位现在算出的和登记的不同。"
        "印的是登记的，不同的列在“更正”里。"
    )


def _other_days(campaign: Campaign, asked: Period) -> str:
    """That what was asked for has the number of a bulletin on record, and is not it."""
    recorded = _recorded(campaign, asked.year, asked.number) if asked.recorded else None
    if recorded is None or on_record(campaign, asked):
        return ""
    return (
        f"第 {asked.number} 期登记的督查时间是 {recorded.start} 至 {recorded.end}，"
        f"截至 {recorded.as_of}；这里要的日期不同，算出来的不是已发的那一期。"
    )


def _entered_late(campaign: Campaign, asked: Period) -> str:
    """Findings of the last bulletin's inspections that were entered after it was issued.

    No period that follows has them.
    """
    before = earlier(campaign, asked.as_of, asked.issue)
    if asked.recorded or not before or asked.start <= before[0].end:
        return ""
    last = before[0]
    handed_now = tally(in_period(campaign, last.start, last.end, last.as_of)).handed
    more = handed_now - sum(place.handed for place in last.ranking)
    if more <= 0:
        return ""
    return (
        f"第 {last.number} 期督查时间内有 {more} 个问题是通报登记以后才登记的，"
        "哪一期也没有算到；要算进来，请用 --from 把督查时间提前。"
    )
