"""Which inspections a bulletin or ranking is about, and putting an issued bulletin on record."""

import re
from datetime import date

from cz.days import read_day
from cz.edit import Append
from cz.load import Loaded
from cz.names import narrow
from cz.problem import Refusal
from cz.records import Campaign, Place
from cz.supervise.ranking import (
    Period,
    earlier,
    in_order,
    in_period,
    next_period,
    places,
    ranking,
    tally,
)
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write


def read_issue(text: str) -> tuple[int | None, int]:
    """(the year, where it is named; the number) of 3, 第3期, 2026-3 or t2026-3. Raises Refusal."""
    found = re.fullmatch(
        r"t?(?:([0-9]{4})(?:-|年第?))?第?([1-9][0-9]{0,5})期?", narrow(text).strip().lower()
    )
    if not found:
        raise Refusal(f"期号应当像 3 或 2026-3，找到的是“{text}”。")
    return int(found[1]) if found[1] else None, int(found[2])


def period(
    campaign: Campaign,
    today: date,
    issue: str | None = None,
    start: str | None = None,
    end: str | None = None,
    at: str | None = None,
) -> Period:
    """What is not said is taken from the bulletin of that number, else: the next number, from the day after the last one's
    period, to today. Raises Refusal where nothing was inspected then."""
    as_of = read_day(at, today) if at is not None else None
    first, last = (read_day(text, today) if text is not None else None for text in (start, end))
    asked_year, number = read_issue(issue) if issue is not None else (None, 0)
    year = asked_year or (as_of or today).year
    known = next(
        (one for one in campaign.bulletins if (one.year, one.number) == (year, number)), None
    )
    before = [one.id[1:] for one in campaign.bulletins if one.number == number and one.year < year]
    if known is None and before and asked_year is None and first is None and last is None:
        raise Refusal(
            f"{year}年还没有登记第 {number} 期。重打从前的请写明年份：--issue {before[-1]}；今年的第 {number} 期请用 --from、--to 写明督查时间。"
        )
    if known:
        found = Period(
            known.id, first or known.start, last or known.end, as_of or known.as_of, True
        )
    else:
        number = (
            number
            or max((one.number for one in campaign.bulletins if one.year == year), default=0) + 1
        )
        from_, until = next_period(campaign, as_of or today)
        found = Period(
            f"t{year}-{number}",
            first or (min(from_, last) if last else from_),
            last or until,
            as_of or today,
        )
    if found.end < found.start:
        raise Refusal(
            f"督查时间的结束日期 {found.end} 早于开始日期 {found.start}。请核对 --from 和 --to。"
        )
    if found.as_of < found.start:
        raise Refusal(f"截至日期 {found.as_of} 早于督查时间 {found.start}。请核对 --at。")
    days = [*(one.date for one in campaign.findings), *(one.date for one in campaign.visits)]
    if not any(found.start <= day <= found.end for day in days):
        newest = in_order(campaign.bulletins)
        told = (
            f"最近登记的是第 {newest[0].number} 期（督查时间 {newest[0].start} 至 {newest[0].end}）。"
            if newest
            else ""
        )
        if not days:
            raise Refusal("还没有登记过问题。登记请用 cz finding add 或 cz finding import。")
        raise Refusal(
            f"{found.start} 至 {found.end} 没有督查记录。最近一次督查是 {max(days)}。{told}请用 --from、--to 写明督查时间。"
        )
    return found


def changed_since(campaign: Campaign, asked: Period) -> str:
    """What of the ranking on record comes out otherwise now, in words; "" where nothing does."""
    held = next(
        (one for one in campaign.bulletins if asked.recorded and one.id == asked.issue), None
    )
    if held is None or (held.start, held.end, held.as_of) != (asked.start, asked.end, asked.as_of):
        return ""
    now = {
        one.unit: one
        for one in places(ranking(campaign, asked.start, asked.end, asked.as_of, asked.issue))
    }
    then = {one.unit: one for one in held.ranking}
    told = [
        f"{unit}由{_figures(then.get(unit))}变为{_figures(now.get(unit))}"
        for unit in {**then, **now}
        if _figures(then.get(unit)) != _figures(now.get(unit))
    ]
    some = "、".join(told[:5]) + (f"等 {len(told)} 个单位" if len(told) > 5 else "")
    return (
        f"第 {asked.number} 期登记以后台账有改动，现在算出的和登记的不同：{some}。已发的以登记的为准。"
        if told
        else ""
    )


def _figures(place: Place | None) -> str:
    return (
        f"第{place.rank}名{'、末位' if place.last else ''}（{place.in_time}/{place.handed}）"
        if place
        else "未参加排名"
    )


def cautions(campaign: Campaign, asked: Period, today: date) -> list[str]:
    """What whoever publishes these figures ought to know."""
    told = []
    if asked.as_of > today:
        told.append(
            f"截至日期 {asked.as_of} 晚于今天（{today}），以后报来的整改还不知道，会多算逾期。"
        )
    pending = (
        0
        if asked.recorded
        else tally(in_period(campaign, asked.start, asked.end, asked.as_of)).pending
    )
    if pending:
        told.append(
            f"有 {pending} 个问题未到整改时限，也在交办数里；等时限都过了再发布，名次才算定。"
        )
    overlap = [
        one
        for one in campaign.bulletins
        if not asked.recorded and one.start <= asked.end and asked.start <= one.end
    ]
    if overlap:
        told.append(
            f"督查时间和第 {overlap[-1].number} 期（{overlap[-1].start} 至 {overlap[-1].end}）有重叠，重叠的几天两期都算。"
        )
    return [*told, *filter(None, [changed_since(campaign, asked), _entered_late(campaign, asked)])]


def _entered_late(campaign: Campaign, asked: Period) -> str:
    """Findings of the last bulletin's inspections that were entered after it was issued: no period that follows has them."""
    before = earlier(campaign, asked.as_of, asked.issue)
    if asked.recorded or not before or asked.start <= before[0].end:
        return ""
    last = before[0]
    more = tally(in_period(campaign, last.start, last.end, last.as_of)).handed - sum(
        place.handed for place in last.ranking
    )
    return (
        f"第 {last.number} 期督查时间内有 {more} 个问题是通报登记以后才登记的，哪一期也没有算到；要算进来，请用 --from 把督查时间提前。"
        if more > 0
        else ""
    )


def put_on_record(folder: str, asked: Period, how: How = PLAINLY) -> Outcome:
    """Record a bulletin as issued: number, period, ranking. Raises Refusal where another is on record under its number."""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "supervision", "rules", "bulletins")
        campaign = loaded.campaign
        found = places(ranking(campaign, asked.start, asked.end, asked.as_of, asked.issue))
        name = f"{asked.issue[1:5]}年第{asked.number}期督查通报"
        held = next((one for one in campaign.bulletins if one.id == asked.issue), None)
        if held:
            if (held.start, held.end, held.as_of, held.ranking) == (
                asked.start,
                asked.end,
                asked.as_of,
                found,
            ):
                return Planned([], [held.id], [Said(name, "已经登记过，内容相同")])
            raise Refusal(
                f"{name}已经登记过（督查时间 {held.start} 至 {held.end}，截至 {held.as_of}），内容与这次的不同。"
                f"已发的通报不改；确要改的，请在 data/supervision.yaml 里删去 {held.id} 再登记。"
            )
        twice = next(
            (one for one in campaign.bulletins if (one.start, one.end) == (asked.start, asked.end)),
            None,
        )
        if twice:
            raise Refusal(
                f"督查时间 {asked.start} 至 {asked.end} 的通报已经登记过，是{twice.year}年第 {twice.number} 期。同一段时间不登记两次，否则连续末位会多算。"
            )
        newest = in_order(campaign.bulletins)
        if newest and asked.as_of < newest[0].as_of:
            raise Refusal(
                f"截至日期 {asked.as_of} 早于已登记的{newest[0].year}年第 {newest[0].number} 期（{newest[0].as_of}）。通报要按先后登记，请核对 --at。"
            )
        record: dict[str, object] = {
            "id": asked.issue,
            "start": asked.start.isoformat(),
            "end": asked.end.isoformat(),
            "as_of": asked.as_of.isoformat(),
        }
        record["ranking"] = [_written(place) for place in found]
        words = f"登记为已发：督查时间 {asked.start} 至 {asked.end}，截至 {asked.as_of}，参加排名的单位 {len(found)} 个"
        return Planned(
            [Append(loaded.trees["supervision"].root, "bulletins", (record,))],  # type: ignore[arg-type]
            [asked.issue],
            [Said(name, words)],
        )

    return write(folder, "supervision", plan, how, beside=("findings", "units", "tasks"))


def _written(place: Place) -> dict[str, str]:
    fields = {key: str(value) for key, value in place._asdict().items() if key != "last"}
    return {**fields, "last": "true"} if place.last else fields
