"""``cz sheet take``: what units sent back into the plan, all files in one write.

Every row is taken, unchanged or returned with its reason; nothing is dropped.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Day
from typing import NamedTuple

from cz.edit import Change
from cz.load import Loaded
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import STATUSES, Finding
from cz.sheets.dates import Unusable
from cz.sheets.form import Code, form_of, read_code
from cz.sheets.reading import Filled, Line, Unread
from cz.supervise.state import judgement, stand
from cz.tables import rows_named, text_of
from cz.verbs.evidence.add import entries_put
from cz.verbs.finding.actions import moved
from cz.verbs.finding.actions import named as finding_named
from cz.verbs.finding.answer import Answer, answers_put
from cz.verbs.set import moved as moved_status
from cz.verbs.sheet.evidence import said_of_evidence, title_of
from cz.verbs.sheet.files import Given, read_file
from cz.verbs.sheet.ledger import Ledger
from cz.verbs.sheet.row import Asked, Reader, Report, Told
from cz.verbs.sheet.which import Which, which
from cz.verbs.work import add_updates, named, put_progress, unique, update_entry
from cz.whose import Owner
from cz.write.files import RETURNED_FORM, may_write
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write_several

STEMS = ("tasks", "findings", "evidence")
BESIDE = ("units", "indicators", "supervision")


class Verdict(NamedTuple):
    """What became of a row. ``about``: the id of its record, "" where none is known.

    ``reason``: why it is returned, "" where it is not. ``told``: what it says of the record;
    ``None`` where that was said already, in another row. ``said``: in words, where it is new.
    """

    line: Line
    about: str = ""
    reason: str = ""
    told: Told | None = None
    said: Said | None = None

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


class Taken(NamedTuple):
    files: tuple[JudgedFile, ...]
    outcome: Outcome

    def count(self, outcome: str) -> int:
        return sum(file.count(outcome) for file in self.files)

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)


def take(
    folder: str,
    given: Sequence[Given],
    clock: Clock,
    *,
    targets: Mapping[str, str],
    by: str | None = None,
    how: How = PLAINLY,
) -> Taken:
    """Write what can be taken of all files at once. The returned rows are the caller's to write.

    ``targets``: where those of each file go; ``by``: whose the tables are that do not say it.
    Raises Refusal, with nothing written, also where one of these files would cost someone's work.
    """

    def plan(loaded: Loaded) -> dict[str, Planned]:
        owner = find_unit(loaded.campaign, by) if by else None
        ledger = Ledger(loaded, clock(loaded.campaign))
        files = tuple(
            _with_target(file, targets[file.path], ledger, owner)
            for file in judge(given, ledger, owner)
        )
        told = [
            (verdict.told, verdict.said)
            for file in files
            for verdict in file.verdicts
            if verdict.told and verdict.said
        ]
        reports = [each.report for each, _ in told if each.report]
        answers = [each.answer for each, _ in told if each.answer]
        entries = [entry for each, _ in told for entry in each.evidence]
        tasks = Planned(
            changes=_reports_put(reports),
            records=unique(report.item.id for report in reports),
            said=[said for each, said in told if each.report or not each.answer],
            result=files,
        )
        findings = Planned(
            changes=answers_put(answers),
            records=[answer.finding.id for answer in answers],
            said=[said for each, said in told if each.answer],
        )
        evidence = Planned(
            changes=entries_put(loaded, entries),
            records=[entry.id for entry in entries],
            said=[],  # said with the rows
        )
        return {"tasks": tasks, "findings": findings, "evidence": evidence}

    def approved(planned: Mapping[str, Planned], upon_head: Mapping[str, Planned] | None) -> None:
        if not how.dry_run:
            _refuse_loss(folder, planned["tasks"].result)

    outcome = write_several(folder, STEMS, plan, how, beside=BESIDE, approve=approved)
    return Taken(outcome.result, outcome)


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
            known.append(Verdict(line, reason=reason.words))
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
                raise Unusable(
                    f"和{earlier.path} 第 {earlier.number} 行说的是同一项（{id_}），写的不一样，"
                    "已经记了那一行"
                )
            before[about.key] = Before(file.path, line.number, asked)
        return Verdict(line, id_, told=told, said=said)
    except Unusable as reason:
        return Verdict(line, id_, reason=reason.words.rstrip("。"))


# --- what is said of whole files --------------------------------------------------------------


def _missing(tables: Sequence[JudgedTable], ledger: Ledger) -> tuple[str, ...]:
    """What the unit has to report and its form, which once held it, does not hold any more."""
    missing = []
    for table in tables:
        codes = _codes(table.filled)
        owner = ledger.owner_named(codes[0].unit) if codes else None
        if owner is None:
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


# --- what is returned -------------------------------------------------------------------------


def _with_target(file: JudgedFile, target: str, ledger: Ledger, by: Owner | None) -> JudgedFile:
    """With where its rows are returned to, where some are, and what would be lost there.

    Those that were returned before and are neither known by now nor among this file's rows:
    someone has mended them.
    """
    if not file.count("returned"):
        return file
    file = file._replace(target=target)
    if not os.path.isfile(target) or os.path.realpath(target) == os.path.realpath(file.path):
        return file
    there = read_file(target)
    if there.fault or not all(filled.ours for filled in there.filled):
        return file  # not ours: refused as such
    here = {line.cells for table in file.tables for line in table.filled.lines}
    lost = [
        verdict.line.number
        for before in judge([there], ledger, by)
        for verdict in before.verdicts
        if verdict.outcome != "unchanged" and verdict.line.cells not in here
    ]
    return file._replace(lost=tuple(lost))


def _refuse_loss(plan_folder: str, files: Iterable[JudgedFile]) -> None:
    """Raises Refusal where returned rows cannot be written, or someone's work would be lost."""
    for file in files:
        if not file.target:
            continue
        try:
            may_write(plan_folder, file.target, RETURNED_FORM, ours=_is_ours)
        except Refusal as refusal:
            raise Refusal(f"{refusal.message}什么也没有改动。") from None
        if file.lost:
            rows = f"第 {file.lost[0]} 行" + ("等" if len(file.lost) > 1 else "")
            raise Refusal(
                f"{file.target} 里还有 {len(file.lost)} 行改过、没有取（{rows}），覆盖了就没有了。"
                "请先取它，或给它改名，或用 --returned 写到别的文件夹。什么也没有改动。"
            )


def _is_ours(path: str) -> bool:
    there = read_file(path)
    return not there.fault and bool(there.filled) and all(filled.ours for filled in there.filled)


# --- what is written --------------------------------------------------------------------------


def _reports_put(reports: Sequence[Report]) -> list[Change]:
    changes: list[Change] = []
    entries: dict[str, list[Report]] = {}
    for report in reports:
        entries.setdefault(report.item.id, []).append(report)
        progress = report.item.progress.get(report.phase)
        now = progress.status if progress else "todo"
        if report.status and report.status != now:
            changes.append(put_progress(report.item, report.phase, "status", report.status))
    for of_item in entries.values():
        updates = [
            update_entry(
                report.day, report.phase, unit=report.unit, status=report.status, note=report.note
            )
            for report in of_item
        ]
        changes.append(add_updates(of_item[0].item, updates))
    return changes


def _said(told: Told, about: Which, today: Day) -> Said | None:
    """``None`` where nothing is new."""
    if not told.is_new:
        return None
    name, words = f"{about.record.id} {title_of(about.record)}", ""
    if told.report:
        name, words = said_of_report(told.report)
    elif told.answer:
        name, words = said_of_answer(told.answer, today)
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


def said_of_answer(answer: Answer, today: Day) -> Said:
    finding = answer.finding
    after = stand(finding._replace(rectified=answer.rectified), today)
    in_time = judgement(answer.rectified, after.judged, after.relapsed)
    words = f"{moved('报整改', finding.rectified, answer.rectified)}（{in_time}）"
    if answer.fix:
        words += f"，整改情况：{answer.fix}"
    return Said(finding_named(finding), words)
