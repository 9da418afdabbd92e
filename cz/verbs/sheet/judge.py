"""Every row of the sheets that came back: taken, unchanged or returned with its reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Day
from typing import NamedTuple

from cz.records import STATUSES, Finding
from cz.sheets.dates import Unusable
from cz.sheets.form import Code, form_of, read_code
from cz.sheets.reading import Filled, Line, Unread
from cz.supervise.state import judgement, stand
from cz.tables import rows_named, text_of
from cz.verbs.finding.actions import moved
from cz.verbs.finding.actions import named as finding_named
from cz.verbs.finding.answer import Answer
from cz.verbs.set import moved as moved_status
from cz.verbs.sheet.evidence import said_of_evidence, title_of
from cz.verbs.sheet.files import Given
from cz.verbs.sheet.ledger import Ledger
from cz.verbs.sheet.row import Asked, Done, Reader, Report, Told
from cz.verbs.sheet.which import Which, which
from cz.verbs.work import named
from cz.whose import Owner
from cz.write.outcome import Said


class Verdict(NamedTuple):
    """What became of a row. ``about``: the id of its record, "" where none is known.

    ``reason``: why it is returned, "" where it is not. ``told``: what it says of the record;
    ``None`` where that was said already, in another row. ``said``: in words, where it is new.
    ``stays``: it is returned for what the row alone no longer shows, until somebody changes it.
    """

    line: Line
    about: str = ""
    reason: str = ""
    told: Told | None = None
    said: Said | None = None
    stays: bool = False

    @property
    def outcome(self) -> str:
        """taken, unchanged or returned."""
        if self.reason:
            return "returned"
        return "taken" if self.said else "unchanged"


class JudgedTable(NamedTuple):
    """``unit``: whose it is, "" where nothing tells. ``sent``: the day its form was made.

    ``counts``: of the verdicts by what came of them.
    """

    filled: Filled
    verdicts: tuple[Verdict, ...]
    unit: str
    sent: Day | None
    counts: Mapping[str, int]

    def count(self, outcome: str) -> int:
        return self.counts.get(outcome, 0)


class JudgedFile(NamedTuple):
    """``fault``: why nothing of the file could be read. ``missing``: the ids of what its unit has
    to report and the form does not hold any more; ``newer``: the day of a newer form of the unit.
    ``target``: where the rows go that are returned; ``lost``: the rows of what is there already
    that would be lost by writing it again.
    """

    path: str
    tables: tuple[JudgedTable, ...] = ()
    unread: tuple[Unread, ...] = ()
    fault: str = ""
    missing: tuple[str, ...] = ()
    newer: Day | None = None
    target: str = ""
    lost: tuple[int, ...] = ()

    @property
    def verdicts(self) -> Iterator[Verdict]:
        for table in self.tables:
            yield from table.verdicts

    def count(self, outcome: str) -> int:
        return sum(table.count(outcome) for table in self.tables)

    @property
    def rows(self) -> int:
        return sum(len(table.filled.lines) for table in self.tables)


def judge(given: Sequence[Given], ledger: Ledger, by: Owner | None) -> tuple[JudgedFile, ...]:
    """Every row of every file, in order."""
    before: dict[Key, Before] = {}
    files = []
    for file in given:
        tables = [_judged(file, filled, ledger, by, before) for filled in file.filled]
        files.append(
            JudgedFile(
                path=file.path,
                tables=tuple(tables),
                unread=file.unread,
                fault=file.fault,
                missing=_missing(tables, ledger),
            )
        )
    newest = _newest(files)
    return tuple(_with_newer(file, newest) for file in files)


Key = tuple[str, str, int]


class _Contradicted(Unusable):
    """Another row, of another file, says something else of the same record and was taken."""


class Before(NamedTuple):
    """A row that was taken before another on the same record, and what it says."""

    path: str
    number: int
    asked: Asked


def _judged(
    file: Given, filled: Filled, ledger: Ledger, by: Owner | None, before: dict[Key, Before]
) -> JudgedTable:
    owner, fault = _owner_of(filled, ledger, by)
    reader = Reader(filled, ledger, os.path.dirname(file.path))
    known: list[Which | Verdict] = []
    for line in filled.lines:
        try:
            if fault:
                raise Unusable(fault)
            if line.over:
                raise Unusable(f"比表头多出“{line.over}”，不知道是哪一列的")
            known.append(which(line, filled, ledger, owner))
        except Unusable as reason:
            known.append(Verdict(line, reason=reason.words, stays=bool(line.fault or line.over)))
    doubled = _doubled(filled.lines, known, reader)
    verdicts = []
    for line, about in zip(filled.lines, known, strict=True):
        if isinstance(about, Verdict):
            verdicts.append(about)
        else:
            verdicts.append(_verdict(file, line, about, reader, doubled, before))
    sent = _codes(filled)
    return JudgedTable(
        filled=filled,
        verdicts=tuple(verdicts),
        unit=owner.name if owner else "",
        sent=max((code.sent for code in sent), default=None),
        counts=Counter(verdict.outcome for verdict in verdicts),
    )


def _owner_of(filled: Filled, ledger: Ledger, by: Owner | None) -> tuple[Owner | None, str]:
    """(whose the table is, why nothing of it can be taken).

    By what is printed, else by its rows' codes, else as the command says.
    """
    units = Counter(code.unit for code in _codes(filled))
    told = ledger.unit_printed(filled.unit) if filled.unit else None
    if told is None and units:
        told = ledger.owner_named(units.most_common(1)[0][0])
    if told and by and told.name != by.name:
        return told, f"这是{told.name}的表，--by 写的是{by.name}，没有记"
    return told or by, ""


def _codes(filled: Filled) -> list[Code]:
    places = filled.where.get("code", ())
    texts = [text_of(line.cells[place]) for place in places for line in filled.lines]
    return [code for text in texts if (code := read_code(text))]


class Doubled(NamedTuple):
    """Rows of a table on one record. ``numbers``: all of them; ``alike``: they say the same."""

    numbers: tuple[int, ...]
    alike: bool


def _doubled(
    lines: Sequence[Line], known: Sequence[Which | Verdict], reader: Reader
) -> dict[Key, Doubled]:
    """The records on which several rows of the table are."""
    times = Counter(about.key for about in known if isinstance(about, Which))
    rows: dict[Key, list[tuple[Line, Which]]] = {}
    for line, about in zip(lines, known, strict=True):
        if isinstance(about, Which) and times[about.key] > 1:
            rows.setdefault(about.key, []).append((line, about))
    return {
        key: Doubled(tuple(line.number for line, _ in pairs), _say_the_same(pairs, reader))
        for key, pairs in rows.items()
    }


def _say_the_same(pairs: Sequence[tuple[Line, Which]], reader: Reader) -> bool:
    if len({reader.as_it_stands(line) for line, _ in pairs}) == 1:
        return True
    return len({reader.asked(line, about) for line, about in pairs}) == 1


def _verdict(
    file: Given,
    line: Line,
    about: Which,
    reader: Reader,
    doubled: Mapping[Key, Doubled],
    before: dict[Key, Before],
) -> Verdict:
    id_ = about.record.id
    try:
        if line.fault:
            raise Unusable(line.fault)
        twins = doubled.get(about.key)
        if twins and not twins.alike:
            raise Unusable(f"{rows_named(twins.numbers)}都是 {id_}，写的不一样，请只留一行")
        if twins and line.number != twins.numbers[0]:
            return Verdict(line, id_)
        told = reader.told(line, about)
        said = _said(told, about, reader.ledger.today)
        if said:
            asked = reader.asked(line, about)
            earlier = before.get(about.key)
            if earlier and earlier.asked == asked:
                return Verdict(line, id_)
            if earlier:
                raise _Contradicted(
                    f"和{earlier.path} 第 {earlier.number} 行说的是同一项（{id_}），写的不一样，"
                    "已经记了那一行"
                )
            before[about.key] = Before(file.path, line.number, asked)
        return Verdict(line, id_, told=told, said=said)
    except Unusable as reason:
        stays = bool(line.fault) or isinstance(reason, _Contradicted)
        return Verdict(line, id_, reason=reason.words.rstrip("。"), stays=stays)


# --- what is said of whole files --------------------------------------------------------------


def _missing(tables: Sequence[JudgedTable], ledger: Ledger) -> tuple[str, ...]:
    """What the unit has to report and its form, which once held it, does not hold any more."""
    missing = []
    for table in tables:
        codes = _codes(table.filled)
        owner = ledger.owner_named(codes[0].unit) if codes else None
        if owner is None or table.filled.ours:  # what we returned holds those rows only
            continue
        there = {verdict.about for verdict in table.verdicts} | {code.id for code in codes}
        phase = max(code.phase for code in codes) or ledger.phase
        for matter in form_of(ledger.campaign, owner, phase, ledger.today).matters:
            record = ledger.records[matter.id]
            is_newer = isinstance(record, Finding) and record.date > codes[0].sent
            if matter.id not in there and matter.kind != "材料" and not is_newer:
                missing.append(matter.id)
    return tuple(missing)


def _newest(files: Iterable[JudgedFile]) -> dict[str, Day]:
    """The day of every unit's newest form."""
    newest: dict[str, Day] = {}
    for file in files:
        for table in file.tables:
            if table.sent:
                newest[table.unit] = max(table.sent, newest.get(table.unit, table.sent))
    return newest


def _with_newer(file: JudgedFile, newest: Mapping[str, Day]) -> JudgedFile:
    for table in file.tables:
        if table.sent and newest[table.unit] > table.sent:
            return file._replace(newer=newest[table.unit])
    return file


# --- in words -------------------------------------------------------------------------------


def _said(told: Told, about: Which, today: Day) -> Said | None:
    """``None`` where nothing is new."""
    if not told.is_new:
        return None
    name, words = f"{about.record.id} {title_of(about.record)}", ""
    if told.report:
        name, words, _ = said_of_report(told.report)
    elif told.answer:
        name, words, _ = said_of_answer(told.answer, today)
    elif told.done:
        words = said_of_done(told.done)
    files = said_of_evidence(told.evidence) if told.evidence else ""
    return Said(name, "；".join(filter(None, (words, files))))


def said_of_report(report: Report) -> Said:
    progress = report.item.progress.get(report.phase)
    now = progress.status if progress else "todo"
    words = []
    if report.status and report.status != now:
        words.append(f"第{report.phase}阶段：{moved_status(now, report.status)}")
    elif report.status:
        words.append(f"第{report.phase}阶段：{STATUSES[now]}于 {report.day}")
    if report.note:
        words.append(f"记进展：{report.note}")
    return Said(named(report.item), f"{'，'.join(words)}（{report.unit}，{report.day}）")


def said_of_done(done: Done) -> str:
    late = ""
    if done.day and done.item.due and done.day > done.item.due:
        late = f"（超过时限 {(done.day - done.item.due).days} 天）"
    words = f"办结，{done.day}{late}" if done.day else "没有办结"
    return words + (f"：{done.result}" if done.result else "")


def said_of_answer(answer: Answer, today: Day) -> Said:
    finding = answer.finding
    after = stand(finding._replace(rectified=answer.rectified), today)
    in_time = judgement(answer.rectified, after.judged, after.relapsed)
    words = f"{moved('报整改', finding.rectified, answer.rectified)}（{in_time}）"
    if answer.fix:
        words += f"，整改情况：{answer.fix}"
    return Said(finding_named(finding), words)
