"""One row of a field team's table to an entry, or to the reasons why it is none."""

import re
from collections.abc import Callable, Mapping
from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple, TypeVar

from cz.days import read_day
from cz.names import find_indicator, find_one_unit, find_unit, find_work, narrow
from cz.problem import Refusal
from cz.records import Campaign
from cz.supervise.entry import EARLIEST, Entry, deadline, likeness, problem_of
from cz.supervise.table import Row, Table
from cz.whose import present_names

T = TypeVar("T")
Likeness = tuple[Day, str, str, str]


class Given(NamedTuple):
    """What the command says of rows that do not say it themselves. ``days`` None: as the rules have it."""

    today: Day
    date: Day | None = None
    by: str = ""
    days: int | None = None


class Verdict(NamedTuple):
    """A row is an entry, or known (the id of the record it is like), or returned for a reason.

    ``cells`` are the row's with the date and team that were carried down to it filled in. ``dateless``: put right, it
    says, but not when.
    """

    number: int
    cells: tuple[str, ...]
    over: str
    unit: str
    entry: Entry | None = None
    known: str = ""
    reason: str = ""
    dateless: bool = False


class _Fault(Exception):
    """Why a cell cannot be used."""


def judge(table: Table, campaign: Campaign, given: Given) -> list[Verdict]:
    """Every row, in order. A date or team left blank is that of the row above."""
    reader = _Reader(campaign, given, table)
    known = ledger(campaign)
    seen: dict[Likeness, int] = {}
    above: dict[str, str] = {}
    found = []
    for row in table.rows:
        cells = list(row.cells)
        for field, asked in (
            ("date", given.date.isoformat() if given.date else ""),
            ("by", given.by),
        ):
            at = table.where.get(field)
            if at is not None:
                cells[at] = above[field] = cells[at] or above.get(field, "") or asked
        found.append(_verdict(row._replace(cells=tuple(cells)), table, reader, known, seen))
    return found


def ledger(campaign: Campaign) -> dict[Likeness, str]:
    """The id of every record by what it would be known again by; with no unit, by all else, for those given to another since."""
    present = present_names(campaign)
    known = {likeness(one.date, present[one.unit], one.spot, ""): one.id for one in campaign.visits}
    known |= {
        likeness(one.date, present[one.unit], one.spot, one.problem): one.id
        for one in campaign.findings
    }
    return {
        likeness(one.date, "", one.spot, one.problem): one.id
        for one in campaign.findings
        if one.spot
    } | known


def _verdict(
    row: Row,
    table: Table,
    reader: "_Reader",
    known: Mapping[Likeness, str],
    seen: dict[Likeness, int],
) -> Verdict:
    text = {field: row.cells[at] for field, at in table.where.items()}
    faults: list[str] = []

    def read(field: str, how: Callable[..., T], *more: Day | None) -> T | None:
        try:
            return how(text.get(field, ""), *more)
        except _Fault as fault:
            faults.append(str(fault))
            return None

    verdict = Verdict(row.number, row.cells, row.over, _flat(text["unit"]))
    if row.over:
        faults.append(f"比表头多出“{row.over}”，多半是文字里的半角逗号把一格断成了两格")
    date = read("date", reader.date)
    units = read("unit", reader.units)
    problem = read("problem", reader.problem)
    spot = _told(text.get("spot", ""))
    if date and units and problem is not None and not row.over:
        same = likeness(date, units[0], spot, problem)
        if same in known:
            return verdict._replace(known=known[same])
        if spot and (elsewhere := known.get((same[0], "", *same[2:]))):
            faults.append(
                f"与已登记的 {elsewhere} 只有单位不同，多半是改派了；确是两家各有一个问题，请在存在问题里写出区别"
            )
        if same in seen:
            faults.append(f"与第 {seen[same]} 行相同")
    helpers = read("helpers", reader.helpers) or ()
    due = read("due", reader.due, date) if problem != "" else None
    indicator = read("indicator", reader.indicator) or ""
    task = read("task", reader.task) or ""
    rectified = read("rectified", reader.rectified, date) if problem != "" else None
    if faults or not date or not units or problem is None:
        return verdict._replace(reason="；".join(fault.rstrip("。") for fault in faults))
    seen[same] = row.number
    others = tuple(name for name in dict.fromkeys((*units[1:], *helpers)) if name != units[0])
    fix = _told(text.get("fix", ""))
    entry = Entry(
        date,
        units[0],
        problem,
        spot,
        _told(text.get("type", "")),
        others,
        due,
        indicator,
        task,
        _told(text.get("by", "")) or reader.given.by,
        fix,
        rectified,
    )
    return verdict._replace(entry=entry, dateless=bool(problem and fix and not rectified))


def _flat(text: str) -> str:
    """In one line."""
    return " ".join(re.sub(r"(?<=[，。；、：！？）])\s*\n\s*", "", text).split())


def _told(text: str) -> str:
    """In one line; nothing where it says 无 or has a dash."""
    return problem_of(_flat(text))


LONGEST = 60  # characters of what can be a date or a term
_HEAD = r"([0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}|[0-9]{8}|[0-9]{1,2}[./月][0-9]{1,2})[日号]?"
_TIME = r"[ T]*\(?(?:(?:星期|周)[一二三四五六日天])?\)?[ T]*(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?[ T]*(?:[0-9]{1,2}[:时点][0-9:.时分秒点整半]*)?"
_AT_ONCE = re.compile(
    "(立行立改|立整立改|立即|立刻|即时|即知即改|当场|现场|当日|当天)(整改|改正|完成)?(到位)?"
)
_SPAN = re.compile(
    "限?期?([0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])个?(天|日内|日以内|日之内|自然日|小时|周|星期)(以内|之内|内)?(完成)?(整改|改正|办结)?(到位|完成|完毕)?"
)
_BY = re.compile("(.*?)(之前|以前|前|止)?(完成)?(整改|改正|办结)?(到位|完成|完毕)?")
_OPEN = ("无", "待定", "待交办", "未定")
_NUMBERS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def _certain(text: str, today: Day, word: str) -> None:
    """Raises _Fault for 7.1, which is what a spreadsheet makes of 7.10 as well."""
    found = re.match(r"([0-9]{1,2})\.([123])(?![0-9.])", narrow(text).strip())
    if found:
        raise _Fault(
            f"{word}“{_flat(text)}”可能是{found[1]}月{found[2]}日，也可能是{found[1]}月{found[2]}0日（表格软件会去掉末尾的 0），请写成 {today} 这样"
        )


def _day(text: str, today: Day, word: str, or_: str = "") -> Day:
    """A date as typed or as a spreadsheet gives it, the time of day cut off. A year left out is that of ``today``."""
    plain = " ".join(narrow(text).split())
    if len(plain) > LONGEST:
        raise _Fault(f"{word}“{_flat(text)[:LONGEST]}…”看不懂，请写成 {today}{or_} 这样")
    if re.fullmatch(r"4[0-9]{4}(\.[0-9]+)?", plain):
        return Day(1899, 12, 30) + timedelta(days=int(plain[:5]))
    found = re.fullmatch(_HEAD + _TIME, plain) or re.fullmatch(
        _HEAD + _TIME, re.sub(r"\s", "", plain)
    )
    if found is None:
        raise _Fault(f"{word}“{_flat(text)}”看不懂，请写成 {today}{or_} 这样")
    try:
        return read_day(found[1], today)
    except Refusal:
        raise _Fault(f"{word}“{_flat(text)}”没有这一天") from None


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_NUMBERS.get(tens, 1) * 10 if ten else 0) + _NUMBERS.get(ones, 0)


def term(text: str, found: Day, *, in_days: bool = False) -> Day | None:
    """A deadline told as so long after the inspection (3天内, 一周, 立行立改); None where it is told otherwise.

    ``in_days``: a bare number is days.
    """
    plain = "".join(narrow(text).split())
    if _AT_ONCE.fullmatch(plain):
        return found
    span = _SPAN.fullmatch(plain)
    if span or (in_days and plain.isdigit() and len(plain) < 4):
        count, unit = (_count(span[1]), span[2]) if span else (int(plain), "天")
        days = -(-count // 24) if unit == "小时" else count * 7 if unit in ("周", "星期") else count
        return found + timedelta(days=days)
    return None


def read_due(text: str, found: Day) -> Day | None:
    """A deadline as typed: a date or a term; None for none yet. Raises Refusal."""
    try:
        return _due(text, found, False)
    except _Fault as fault:
        raise Refusal(f"{fault}。") from None


def _due(text: str, found: Day, in_days: bool) -> Day | None:
    plain = "".join(narrow(text).split())
    if plain in _OPEN:
        return None
    if len(plain) > LONGEST:
        raise _Fault(f"整改时限“{_flat(text)[:LONGEST]}…”看不懂，请写成 {found} 或 3天 这样")
    if when := term(text, found, in_days=in_days):
        return when
    if "工作日" in plain:
        raise _Fault(f"整改时限“{_flat(text)}”按工作日算不准，请写日期")
    last = _BY.fullmatch(" ".join(narrow(text).split()))
    when = _day(last[1] if last and last[1] else text, found, "整改时限", " 或 3天")
    if when < found and "年" not in plain and re.match("[0-9]{1,2}[./月]", plain):
        later = when.replace(year=when.year + 1) if (when.month, when.day) != (2, 29) else when
        when = later if (later - found).days < 92 else when
    return when


class _Reader:
    """Cells to what they mean, each distinct text looked up once."""

    def __init__(self, campaign: Campaign, given: Given, table: Table) -> None:
        self.campaign, self.given = campaign, given
        self.known: dict[tuple[object, ...], object] = {}
        at = table.where.get("due")
        self.in_days = (
            at is not None and re.search(r"[(（][^)）]*[天日]", table.headings[at]) is not None
        )

    def _once(self, look: Callable[..., T], *key: object) -> T:
        if (look, *key) not in self.known:
            try:
                self.known[look, *key] = look(*key)
            except _Fault as fault:
                self.known[look, *key] = fault
        found = self.known[look, *key]
        if isinstance(found, _Fault):
            raise found
        return found  # type: ignore[return-value]

    def date(self, text: str) -> Day:
        if not text and self.given.date:
            return self.given.date
        if not text:
            raise _Fault("督查日期没有填")
        _certain(text, self.given.today, "督查日期")
        when = self._once(_day, text, self.given.today, "督查日期")
        if when > self.given.today:
            raise _Fault(f"督查日期（{when}）晚于今天（{self.given.today}）")
        if when < EARLIEST:
            raise _Fault(f"督查日期（{when}）太早，多半是年份写错了")
        return when

    def problem(self, text: str) -> str:
        if not text:
            raise _Fault("存在问题没有填；没有问题请写“无”")
        return problem_of(_flat(text))

    def due(self, text: str, found: Day | None) -> Day | None:
        if text and not problem_of(text) and text not in _OPEN:
            text = ""
        if not text:
            days = self.given.days
            return (
                None
                if found is None
                else deadline(found, self.campaign.rules)
                if days is None
                else found + timedelta(days=days)
            )
        _certain(text, found or self.given.today, "整改时限")
        when = self._once(_due, text, found or self.given.today, self.in_days)
        if found and when and when < found:
            raise _Fault(f"整改时限（{when}）早于督查日期（{found}）")
        return when

    def rectified(self, text: str, found: Day | None) -> Day | None:
        if not problem_of(text):
            return None
        _certain(text, found or self.given.today, "整改日期")
        when = self._once(_day, text, found or self.given.today, "整改日期")
        if found and when < found:
            raise _Fault(f"整改日期（{when}）早于督查日期（{found}）")
        if when > self.given.today:
            raise _Fault(f"整改日期（{when}）晚于今天（{self.given.today}）")
        return when

    def units(self, text: str) -> tuple[str, ...]:
        """The responsible one, then those that assist."""
        if not text:
            raise _Fault("责任单位没有填；合并的单元格请逐行填上")
        return self._once(self._units, text)

    def _units(self, text: str) -> tuple[str, ...]:
        first, *others = _parts(self.campaign, text)
        return self._names([(find_one_unit, first), *((find_unit, one) for one in others)])

    def helpers(self, text: str) -> tuple[str, ...]:
        return self._once(self._helpers, text) if problem_of(text) else ()

    def _helpers(self, text: str) -> tuple[str, ...]:
        return self._names([(find_unit, one) for one in _parts(self.campaign, text)])

    def _names(self, wanted: list[tuple[Callable[..., object], str]]) -> tuple[str, ...]:
        found, faults = [], []
        for find, part in wanted:
            try:
                found.append(str(find(self.campaign, part).name))  # type: ignore[attr-defined]
            except Refusal as refusal:
                faults.append(refusal.message.rstrip("。"))
        if faults:
            raise _Fault("；".join(faults))
        return tuple(found)

    def indicator(self, text: str) -> str:
        return self._once(self._found, find_indicator, text) if problem_of(text) else ""

    def task(self, text: str) -> str:
        return self._once(self._found, find_work, text) if problem_of(text) else ""

    def _found(self, find: Callable[..., object], text: str) -> str:
        try:
            return str(find(self.campaign, text).id)  # type: ignore[attr-defined]
        except Refusal as refusal:
            changed = re.fullmatch("([0-9]{1,2})月([0-9]{1,2})日", text)
            why = f"（多半是表格软件把 {changed[1]}-{changed[2]} 改成了日期）" if changed else ""
            raise _Fault(refusal.message.rstrip("。") + why) from None


def _parts(campaign: Campaign, text: str) -> list[str]:
    """The units named in a cell, which are one where the whole is a unit's name."""
    whole = "".join(text.split())
    if any(whole == owner.name for owner in campaign.owners):
        return [whole]
    parts = ["".join(part.split()).rstrip("。.") for part in re.split("[、,，/／;；\n]", text)]
    return [part for part in parts if part] or [whole]
