"""The rows of a filled checklist held against the round and the ledger: what each comes to.

The rules stand in docs/rounds.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.letters import packed
from cz.records import Campaign, Finding, Round, Spot
from cz.rounds.checklist import Checklist
from cz.rounds.headings import Reader
from cz.rounds.held import held
from cz.rounds.papers import standards_by_type
from cz.rounds.verdicts import MET, MISSED, SKIPS
from cz.sheets.dates import Unusable, flat
from cz.supervise.table import Row
from cz.verbs.finding.cells import Cells, Given, said_in
from cz.verbs.finding.checked_cells import Answer, Answers
from cz.verbs.finding.checked_spot import Spots
from cz.whose import present_names

_TIME = re.compile(r"(?<=[0-9])[T ]+[0-9]{1,2}:[0-9]{2}\S*.*$")


class Told(NamedTuple):
    """One standard at one spot, as a row tells it. ``problem``: what it says was wrong, or why it
    was not looked at. ``entry``: of what is not met and not in the ledger yet; ``beside``: the id
    of a finding of the round that says something else of the same standard at the spot.
    """

    spot: Spot
    standard: str
    verdict: str
    problem: str = ""
    entry: Finding | None = None
    known: str = ""
    beside: str = ""


class CheckedRow(NamedTuple):
    """``told``: nothing where the row is returned for a ``reason``. ``blanks``: standards of the
    spot that are not filled in; where that is all, ``told`` is empty. ``unit``: the spot, as it
    is named on the screen.
    """

    number: int
    cells: tuple[str, ...]
    over: str
    unit: str
    reason: str = ""
    spot: Spot | None = None
    told: tuple[Told, ...] = ()
    blanks: tuple[str, ...] = ()

    @property
    def news(self) -> bool:
        """Whether the ledger or the round would change by it."""
        return any(each.entry or (each.verdict in SKIPS and not each.known) for each in self.told)


def checked(checklist: Checklist, campaign: Campaign, one: Round, given: Given) -> list[CheckedRow]:
    """Every row, in order. A date or team left blank is that of the row above."""
    judge = _Judge(checklist, campaign, one, given)
    rows = [judge.row(row) for row in _carried(checklist, given)]
    return _without_repeats(_without_contradictions(rows))


def _carried(checklist: Checklist, given: Given) -> Iterator[Row]:
    asked = {"date": given.date.isoformat() if given.date else "", "by": given.by}
    above: dict[str, str] = {}
    for row in checklist.table.rows:
        filled = list(row.cells)
        for field, asked_for in asked.items():
            place = checklist.table.where.get(field)
            if place is not None:
                filled[place] = above[field] = filled[place] or above.get(field, "") or asked_for
        yield row._replace(cells=tuple(filled))


class _Judge:
    def __init__(self, checklist: Checklist, campaign: Campaign, one: Round, given: Given) -> None:
        self.is_long = checklist.is_long
        self.where = checklist.table.where
        self.round = one
        self.given = given
        self.cells = Cells(campaign, given, checklist.table)
        self.answers = Answers(checklist, Reader(campaign.indicators))
        self.spots = Spots(campaign, one)
        self.present = present_names(campaign)
        self.shown = standards_by_type(campaign)
        self.titles = {standard.id: standard.title for standard in campaign.indicators}
        self.held = held(campaign, one, given.today)

    def row(self, row: Row) -> CheckedRow:
        text = {field: row.cells[at] for field, at in self.where.items()}
        name = flat(text.get("spot", "") or text.get("spot_id", ""))
        verdict = CheckedRow(row.number, row.cells, row.over, name)
        faults = [row.illegible] if row.illegible else []
        if row.over:
            faults.append(f"比表头多出“{row.over}”，多半是文字里的半角逗号把一格断成了两格")
        try:
            self._refuse_other_round(text.get("round", ""))
            spot = self._spot(text)
        except Unusable as fault:
            return verdict._replace(reason="；".join([*faults, str(fault)]))
        verdict = verdict._replace(spot=spot, unit=f"{spot.id} {spot.name}")
        shown = [standard.id for standard in self.shown[spot.type]]
        answers = self.answers.of(row, text, shown, faults)
        given = [answer for answer in answers if answer.verdict]
        said = {answer.standard for answer in given}
        blanks = tuple(answer.standard for answer in answers if answer.standard not in said)
        told = self._told(spot, given, text, faults)
        if faults:
            return verdict._replace(reason="；".join(fault.rstrip("。") for fault in faults))
        return verdict._replace(told=tuple(told), blanks=blanks)

    def _refuse_other_round(self, text: str) -> None:
        plain = packed(text)
        if plain and plain not in (self.round.id, packed(self.round.title)):
            raise Unusable(f"写的是“{flat(text)}”，不是 {self.round.id}")

    def _spot(self, text: Mapping[str, str]) -> Spot:
        """A spot of the round at which there is something to look at. Raises Unusable."""
        spot = self.spots.drawn(text, self._unit(text.get("unit", "")))
        if not self.shown.get(spot.type):
            raise Unusable(f"点位类型（{spot.type or '没有写'}）没有写要看哪些标准")
        return spot

    def _unit(self, text: str) -> str:
        try:
            return self.cells.units(text)[0] if text else ""
        except Unusable:
            return ""

    # --- what becomes of it -------------------------------------------------------------------

    def _told(
        self, spot: Spot, answers: Sequence[Answer], text: Mapping[str, str], faults: list[str]
    ) -> list[Told]:
        common = "" if self.is_long else said_in(text.get("problem", ""))
        missed = [answer for answer in answers if answer.verdict == MISSED]
        skipped = [answer for answer in answers if answer.verdict in SKIPS]
        if common and not missed and not skipped:
            faults.append(f"写了存在问题“{common}”，却没有一条不符合")
        told = []
        for answer in answers:
            fault = self._contradicts(spot, answer)
            if fault:
                faults.append(fault)
            elif answer.verdict == MISSED:
                problem = self._problem(answer, common, len(missed))
                told.append(self._missed(spot, answer, problem, text, faults))
            elif answer.verdict in SKIPS:
                why = answer.problem or ("" if missed else common)
                reason = f"{answer.verdict}：{why}" if why else answer.verdict
                known = self.round.id if self.held.is_skipped(spot.id, answer.standard) else ""
                told.append(Told(spot, answer.standard, answer.verdict, reason, known=known))
            else:
                told.append(Told(spot, answer.standard, MET))
        return told

    def _contradicts(self, spot: Spot, answer: Answer) -> str:
        """How it goes against what is on record, "" where it does not."""
        standard, one = answer.standard, self.round.id
        there = self.held.findings.get((spot.id, standard), ())
        if there and answer.verdict != MISSED:
            return f"{standard} 写的是{answer.verdict}，台账里 {one} 却有问题 {there[0].id}"
        if answer.verdict not in SKIPS and self.held.is_skipped(spot.id, standard):
            return (
                f"{standard} 写的是{answer.verdict}，{one} 却记着没有看；"
                f"看了的，请先执行 cz round skip {one} {spot.id} {standard} --undo"
            )
        return ""

    def _problem(self, answer: Answer, common: str, missed: int) -> str:
        """The problem as told of the standard; else its words, with what is told of several."""
        if answer.problem:
            return answer.problem
        if common and missed == 1:
            return common
        beside = f"（填表时写的：{common}）" if common else ""
        return f"不符合：{self.titles[answer.standard]}{beside}"

    def _missed(
        self,
        spot: Spot,
        answer: Answer,
        problem: str,
        text: Mapping[str, str],
        faults: list[str],
    ) -> Told:
        told = Told(spot, answer.standard, MISSED, problem)
        there = self.held.findings.get((spot.id, answer.standard), ())
        is_ours = problem.startswith("不符合：") and not answer.problem
        for finding in there:
            if is_ours or packed(finding.problem) == packed(problem):
                return told._replace(known=finding.id)
        unit = self.present[spot.unit]
        if not unit:
            faults.append(f"{spot.id} 没有属地，问题不知道归谁；请先用 cz spot set 写上 --unit")
            return told
        try:
            day = self._day(text)
            due = self.cells.due("", day)
        except Unusable as fault:
            if str(fault) not in faults:
                faults.append(str(fault))
            return told
        entry = Finding(
            id="",
            date=day,
            unit=unit,
            problem=problem,
            spot=spot.name,
            type=spot.type,
            due=due,
            indicator=answer.standard,
            by=said_in(text.get("by", "")) or self.given.by or self.round.by,
            round=self.round.id,
        )
        return told._replace(entry=entry, beside=there[0].id if there else "")

    def _day(self, text: Mapping[str, str]) -> date:
        """As filled in, else as the command says, else when the answers were sent in."""
        written = text.get("date", "") or ("" if self.given.date else text.get("sent", ""))
        return self.cells.date(_TIME.sub("", written))


def _without_contradictions(rows: Sequence[CheckedRow]) -> list[CheckedRow]:
    """Rows that say different things of one standard at one spot are all returned."""
    said: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        for told in row.told:
            verdict = "没有看" if told.verdict in SKIPS else told.verdict
            numbers = said.setdefault((told.spot.id, told.standard), {})
            numbers.setdefault(verdict, row.number)
    told_twice = {key: numbers for key, numbers in said.items() if len(numbers) > 1}
    return [_contradicted(row, told_twice) for row in rows]


def _contradicted(
    row: CheckedRow, told_twice: Mapping[tuple[str, str], Mapping[str, int]]
) -> CheckedRow:
    reasons = []
    for told in row.told:
        numbers = told_twice.get((told.spot.id, told.standard), {})
        verdict = "没有看" if told.verdict in SKIPS else told.verdict
        for other, number in numbers.items():
            if other != verdict:
                reasons.append(
                    f"{told.standard} 这里写的是{told.verdict}，第 {number} 行写的是{other}"
                )
    if not reasons:
        return row
    return row._replace(told=(), blanks=(), reason="；".join(dict.fromkeys(reasons)))


def _without_repeats(rows: Sequence[CheckedRow]) -> list[CheckedRow]:
    """The same problem, or the same standard passed by, told again counts once."""
    seen: dict[tuple[str, str, str], int] = {}
    once = []
    for row in rows:
        told = []
        for each in row.told:
            what = packed(each.problem) if each.verdict == MISSED else ""
            key = (each.spot.id, each.standard, what)
            is_new = each.verdict != MET and not each.known
            if is_new and seen.setdefault(key, row.number) != row.number:
                each = each._replace(entry=None, known=f"第 {seen[key]} 行")
            told.append(each)
        once.append(row._replace(told=tuple(told)))
    return once


def brought_back(rows: Iterable[CheckedRow]) -> set[str]:
    """The ids of spots of which the table says anything."""
    return {row.spot.id for row in rows if row.spot and (row.told or row.reason)}
