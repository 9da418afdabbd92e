"""One row of a field team's table: what it is, or why it cannot be used."""

from collections.abc import Callable, Mapping
from datetime import date as Day
from typing import NamedTuple, TypeVar

from cz.names import find_finding, is_id_of
from cz.problem import Refusal
from cz.records import Campaign, Finding
from cz.sheets.dates import Unusable, flat
from cz.supervise.entry import likeness, with_problem
from cz.supervise.table import ANSWERS, Row, Table
from cz.typed.ids import normal_id
from cz.verbs.finding.answer import Answer, answer_of, differing, ignored
from cz.verbs.finding.cells import Cells, Given, said_in
from cz.whose import present_names

Read = TypeVar("Read")
Likeness = tuple[Day, str, str, str]

# What only a problem has; of a clean spot it has no place in the ledger.
_OF_PROBLEMS = ("helpers", "due", "indicator", "task", "fix", "rectified")


class Verdict(NamedTuple):
    """A row is an entry, an answer, known, covered, or returned for a ``reason``.

    ``known``: the id of the record it is like. ``covered``: nothing was wrong, it says, but this
    finding, or row, was found at the spot that day. ``cells`` are the row's with the date and team
    that were carried down to it filled in. ``dateless``: put right, it says, but not when.
    ``unkept``: what is filled in of a clean spot and has no place there. ``blank``: of one that is
    known by its id nothing is filled in. ``unread``: of one that is known something cannot be used:
    it was returned before, mended there and taken.
    """

    number: int
    cells: tuple[str, ...]
    over: str
    unit: str
    entry: Finding | None = None
    known: str = ""
    reason: str = ""
    dateless: bool = False
    answer: Answer | None = None
    covered: str = ""
    unkept: tuple[str, ...] = ()
    blank: bool = False
    unread: bool = False


class Ledger(NamedTuple):
    """What a row is held against.

    ``known``: see ``known_by_likeness``. ``seen``: the rows before that were taken, by what they
    have in common with others; ``answered``: those that answer for a finding, by its id.
    ``troubled``: the finding, or row, by the day, unit and spot at which it tells of a problem.
    """

    campaign: Campaign
    known: Mapping[Likeness, str]
    seen: dict[Likeness, int]
    answered: dict[str, int]
    troubled: dict[Likeness, str]


def judge(table: Table, campaign: Campaign, given: Given) -> list[Verdict]:
    """Every row, in order. A date or team left blank is that of the row above."""
    cells = Cells(campaign, given, table)
    ledger = Ledger(campaign, known_by_likeness(campaign), {}, {}, with_problem(campaign))
    asked = {"date": given.date.isoformat() if given.date else "", "by": given.by}
    above: dict[str, str] = {}
    rows = []
    for row in table.rows:
        filled = list(row.cells)
        for field, asked_for in asked.items():
            place = table.where.get(field)
            if place is not None:
                filled[place] = above[field] = filled[place] or above.get(field, "") or asked_for
        rows.append(row._replace(cells=tuple(filled)))
    for row in rows:
        _note_problem(row, table, cells, ledger)
    return [_verdict(row, table, cells, ledger) for row in rows]


def _note_problem(row: Row, table: Table, cells: Cells, ledger: Ledger) -> None:
    """Keep where the row tells of a problem: that day the spot is none without."""
    text = _by_field(row, table)
    try:
        date = cells.date(text.get("date", ""))
        unit = cells.units(text.get("unit", ""))[0]
        problem = cells.problem(text.get("problem", ""))
    except Unusable:
        return
    spot = said_in(text.get("spot", ""))
    if problem and spot:
        ledger.troubled.setdefault(likeness(date, unit, spot, ""), f"第 {row.number} 行")


def _by_field(row: Row, table: Table) -> dict[str, str]:
    return {field: row.cells[place] for field, place in table.where.items()}


def known_by_likeness(campaign: Campaign) -> dict[Likeness, str]:
    """The id of every record by what it would be known again by.

    Findings also with no unit, by all else, for those given to another since.
    """
    present = present_names(campaign)
    whoever: dict[Likeness, str] = {}
    known: dict[Likeness, str] = {}
    for visit in campaign.visits:
        known[likeness(visit.date, present[visit.unit], visit.spot, "")] = visit.id
    for finding in campaign.findings:
        unit = present[finding.unit]
        known[likeness(finding.date, unit, finding.spot, finding.problem)] = finding.id
        if finding.spot:
            whoever[likeness(finding.date, "", finding.spot, finding.problem)] = finding.id
    return whoever | known


def _verdict(row: Row, table: Table, cells: Cells, ledger: Ledger) -> Verdict:
    text = _by_field(row, table)
    verdict = Verdict(row.number, row.cells, row.over, flat(text.get("unit", "")))
    id_ = normal_id(text.get("id", ""))
    by_id = is_id_of(id_, "findings")
    if by_id:
        judged = _of_finding(verdict, id_, text, cells, ledger)
    else:
        judged = _of_inspection(verdict, text, cells, ledger)
    if row.illegible and (by_id or not judged.known):
        reasons = filter(None, (row.illegible, judged.reason))
        return verdict._replace(unit=judged.unit, reason="；".join(reasons))
    return judged


def _of_finding(
    verdict: Verdict, id_: str, text: Mapping[str, str], cells: Cells, ledger: Ledger
) -> Verdict:
    """A row that bears the id of a finding tells what became of it."""
    try:
        finding = find_finding(ledger.campaign, id_)
    except Refusal as refusal:
        return verdict._replace(reason=refusal.message.rstrip("。"))
    verdict = verdict._replace(unit=verdict.unit or finding.unit)
    if verdict.over:
        return verdict._replace(reason=_over(verdict.over))
    other = differing(finding, text, cells)
    if other:
        return verdict._replace(reason=f"编号是 {id_}，可是{other}，请核对编号")
    verdict = _told_again(verdict, finding, text, cells, ledger)
    asks = not cells.table.where.keys().isdisjoint(ANSWERS)
    filled = any(said_in(text.get(field, "")) for field in ANSWERS)
    return verdict._replace(blank=bool(verdict.known) and asks and not filled)


def _told_again(
    verdict: Verdict, finding: Finding, text: Mapping[str, str], cells: Cells, ledger: Ledger
) -> Verdict:
    """Of a finding in the ledger: nothing new, an answer that can be taken, or why it cannot."""
    try:
        unlike = ignored(finding, text, cells)
        answer = answer_of(finding, text, cells)
    except Unusable as fault:
        return verdict._replace(reason=f"{finding.id}：{fault}")
    if unlike:
        return verdict._replace(reason=f"已登记为 {finding.id}，{unlike}")
    if answer is None:
        return verdict._replace(known=finding.id)
    if finding.id in ledger.answered:
        earlier = ledger.answered[finding.id]
        return verdict._replace(reason=f"与第 {earlier} 行是同一个问题，请只留一行")
    ledger.answered[finding.id] = verdict.number
    return verdict._replace(answer=answer)


def _says_news(finding: Finding, text: Mapping[str, str], cells: Cells) -> bool:
    try:
        return bool(ignored(finding, text, cells) or answer_of(finding, text, cells))
    except Unusable:
        return True


def _over(over: str) -> str:
    return f"比表头多出“{over}”，多半是文字里的半角逗号把一格断成了两格"


def _of_inspection(
    verdict: Verdict, text: Mapping[str, str], cells: Cells, ledger: Ledger
) -> Verdict:
    faults: list[str] = []

    def read(field: str, reader: Callable[..., Read], *more: Day | None) -> Read | None:
        try:
            return reader(text.get(field, ""), *more)
        except Unusable as fault:
            faults.append(str(fault))
            return None

    if verdict.over:
        faults.append(_over(verdict.over))
    date = read("date", cells.date)
    units = read("unit", cells.units)
    problem = read("problem", cells.problem)
    spot = said_in(text.get("spot", ""))
    if date and units and problem is not None and not verdict.over:
        mine = likeness(date, units[0], spot, problem)
        if mine in ledger.known:
            return _known(verdict, ledger.known[mine], text, cells, ledger)
        if not problem and mine in ledger.troubled:
            return verdict._replace(covered=ledger.troubled[mine])
        faults += _alike(mine, ledger)
    elif date and problem and spot and text.get("unit") and not verdict.over:
        known = ledger.known.get(likeness(date, "", spot, problem), "")
        if known and not _says_news(find_finding(ledger.campaign, known), text, cells):
            return verdict._replace(known=known, unread=True)
    helpers = read("helpers", cells.helpers) or ()
    due = read("due", cells.due, date) if problem != "" else None
    indicator = read("indicator", cells.indicator) or ""
    task = read("task", cells.task) or ""
    rectified = read("rectified", cells.rectified, date) if problem != "" else None
    if faults or not date or not units or problem is None:
        return verdict._replace(reason="；".join(fault.rstrip("。") for fault in faults))
    ledger.seen[likeness(date, units[0], spot, problem)] = verdict.number
    fix = said_in(text.get("fix", ""))
    entry = Finding(
        id="",
        date=date,
        unit=units[0],
        problem=problem,
        spot=spot,
        type=said_in(text.get("type", "")),
        helpers=_others(units, helpers),
        due=due,
        indicator=indicator,
        task=task,
        by=said_in(text.get("by", "")) or cells.given.by,
        fix=fix,
        rectified=rectified,
    )
    unkept = (
        () if problem else tuple(field for field in _OF_PROBLEMS if said_in(text.get(field, "")))
    )
    dateless = bool(problem and fix and not rectified)
    return verdict._replace(entry=entry, dateless=dateless, unkept=unkept)


def _known(
    verdict: Verdict, id_: str, text: Mapping[str, str], cells: Cells, ledger: Ledger
) -> Verdict:
    """Of a row that is like this record of the ledger."""
    if not is_id_of(id_, "findings"):
        return verdict._replace(known=id_)
    finding = find_finding(ledger.campaign, id_)
    try:
        ignored(finding, text, cells)
    except Unusable:
        text = {field: words for field, words in text.items() if field in ANSWERS}
        return _told_again(verdict, finding, text, cells, ledger)._replace(unread=True)
    return _told_again(verdict, finding, text, cells, ledger)


def _alike(mine: Likeness, ledger: Ledger) -> list[str]:
    """Why it may be in the ledger or in the table already."""
    faults = []
    day, _, spot, problem = mine
    elsewhere = ledger.known.get((day, "", spot, problem))
    if spot and elsewhere:
        faults.append(
            f"与已登记的 {elsewhere} 只有单位不同，多半是改派了；"
            "确是两家各有一个问题，请在存在问题里写出区别"
        )
    if mine in ledger.seen:
        faults.append(
            f"与第 {ledger.seen[mine]} 行相同：重复的请删去，确是两个问题请在存在问题里写出区别"
        )
    return faults


def _others(units: tuple[str, ...], helpers: tuple[str, ...]) -> tuple[str, ...]:
    """Who assists: the units named after the first one as well, each once."""
    first, *more = units
    return tuple(name for name in dict.fromkeys((*more, *helpers)) if name != first)
