"""``cz import``: tables of tasks, units and standards into a plan that stands, all in one write.

Every row is added, changed, unchanged or returned with its reason; nothing is dropped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cz.edit import Append, Change
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign
from cz.records.kinds import FILES, KINDS
from cz.sheets.reading import Unread
from cz.tables import read
from cz.taking.cells import said_in
from cz.taking.growing import SECTIONS, Growing, Unusable
from cz.taking.headings import EVERY_WORD, SORTS, STANDARDS, TASKS, UNITS, likeness
from cz.taking.reading import SortedTable, tables_of
from cz.taking.rows import Rows, Verdict, counted, returned
from cz.taking.standards import take_standard
from cz.taking.tasks import take_task
from cz.taking.units import take_unit
from cz.taking.written import puts, record_fields
from cz.verbs.sheet.judge import JudgedFile, JudgedTable
from cz.verbs.sheet.judge import Verdict as SheetVerdict
from cz.whose import Owner
from cz.write.files import RETURNED_FORM, may_write
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write_several

STEMS = ("units", "tasks", "indicators")
_ROSTER = "people"  # is written where a list of units names contacts
OUTCOMES = ("added", "changed", "unchanged", "returned")
_TAKE = {UNITS: take_unit, TASKS: take_task, STANDARDS: take_standard}
_ABOVE = ("groups", "chapters", "blocks", "projects", "people")  # what rows bring along


class GivenFile(NamedTuple):
    """``fault``: why nothing of it can be read."""

    path: str
    tables: tuple[SortedTable | Unread, ...] = ()
    fault: str = ""


class TakenTable(NamedTuple):
    table: SortedTable
    verdicts: tuple[Verdict, ...]

    def count(self, outcome: str) -> int:
        return counted(self.verdicts, outcome)


class TakenFile(NamedTuple):
    """``target``: where the rows go that are returned, "" where none are."""

    path: str
    tables: tuple[TakenTable, ...] = ()
    unread: tuple[Unread, ...] = ()
    fault: str = ""
    target: str = ""

    @property
    def rows(self) -> int:
        return sum(len(table.verdicts) for table in self.tables)

    def count(self, outcome: str) -> int:
        return sum(table.count(outcome) for table in self.tables)


class Imported(NamedTuple):
    """``made``: units that rows name and the plan did not have; ``above``: the groups, chapters,
    blocks and projects that are new. ``meant``: short forms of units, and whom they were read as.
    """

    files: tuple[TakenFile, ...]
    made: tuple[Owner, ...] = ()
    above: tuple[Any, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()
    outcome: Outcome = Outcome((), (), False)

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    def count(self, outcome: str) -> int:
        return sum(file.count(outcome) for file in self.files)


def read_given(path: str, sort: str) -> GivenFile:
    """Its tables; what cannot be read is told as such. ``sort``: one of SORTS, or ""."""
    try:
        tables = tables_of(read(path, EVERY_WORD, likeness), sort, path)
    except Refusal as refusal:
        return GivenFile(path, fault=refusal.message)
    if not tables:
        return GivenFile(path, fault=f"{path} 里没有表，或表是空的。")
    return GivenFile(path, tuple(tables))


def import_tables(
    folder: str,
    given: Sequence[GivenFile],
    clock: Clock,
    *,
    targets: Mapping[str, str],
    anew: bool = False,
    how: How = PLAINLY,
) -> Imported:
    """Write what can be taken of all files at once. The returned rows are the caller's to write.

    ``targets``: where those of each file go. Units come first, then tasks, then standards, so that
    what one names another may bring. ``anew``: names one character off another's are new ones.
    Raises Refusal, with nothing written.
    """

    def plan(loaded: Loaded) -> dict[str, Planned]:
        _refuse_unsound(loaded)
        campaign = loaded.campaign
        listed = _units_listed(given)
        growing = Growing(campaign, clock(campaign), anew=anew, listed=listed)
        files = _judged(given, growing, targets)
        above = [record for section in _ABOVE for record in growing.added(section)]
        imported = Imported(files, tuple(growing.made), tuple(above), tuple(growing.meant.items()))
        planned = {stem: _planned(loaded, growing, stem) for stem in stems}
        first = planned[STEMS[0]]._replace(said=_said(imported), result=imported)
        return {**planned, STEMS[0]: first}

    def approve(planned: Mapping[str, Planned], upon_head: Mapping[str, Planned] | None) -> None:
        imported: Imported = planned[STEMS[0]].result
        if upon_head and _records(stems, upon_head) != _records(stems, planned):
            raise Refusal(
                "方案里还有没提交的改动，这次导入要接着它编号，不能单独提交。"
                "请先提交它，或不加 --commit 再执行一次。什么也没有改动。"
            )
        if not how.dry_run:
            _refuse_loss(folder, imported.files)

    stems = (*STEMS, _ROSTER) if _has_contacts(given) else STEMS
    outcome = write_several(folder, stems, plan, how, beside=_beside(stems), approve=approve)
    imported: Imported = outcome.result
    return imported._replace(outcome=outcome)


def _has_contacts(given: Sequence[GivenFile]) -> bool:
    for file in given:
        for table in file.tables:
            if isinstance(table, SortedTable) and any(
                row.said.get("contact") for row in table.rows
            ):
                return True
    return False


def _beside(stems: Sequence[str]) -> tuple[str, ...]:
    """The files in which ids stand that new ones must not repeat."""
    return tuple(stem for stem in FILES if stem not in stems)


def _refuse_unsound(loaded: Loaded) -> None:
    names = tuple(f"{stem}.yaml" for stem in STEMS)
    unsound = tuple(
        problem
        for problem in loaded.problems
        if problem.level == "error" and problem.path.endswith(names)
    )
    if unsound:
        raise Refusal(
            "方案文件里有上面的错误，看不准方案里已经有什么，没有导入。请先改正。",
            problems=unsound[:5],
            exit_code=1,
        )


# --- every row ----------------------------------------------------------------------------------


def _judged(
    given: Sequence[GivenFile], growing: Growing, targets: Mapping[str, str]
) -> tuple[TakenFile, ...]:
    rows = Rows(growing)
    verdicts: dict[int, tuple[Verdict, ...]] = {}
    for sort in (UNITS, TASKS, STANDARDS):
        for file in given:
            for table in file.tables:
                if isinstance(table, SortedTable) and table.sort == sort:
                    verdicts[id(table)] = tuple(_verdicts(table, rows, _place(file, table)))
    files = []
    for file in given:
        tables = [
            TakenTable(table, verdicts[id(table)])
            for table in file.tables
            if isinstance(table, SortedTable)
        ]
        unread = tuple(table for table in file.tables if isinstance(table, Unread))
        taken = TakenFile(file.path, tuple(tables), unread, file.fault)
        if taken.count("returned"):
            taken = taken._replace(target=targets[file.path])
        files.append(taken)
    return tuple(files)


def _units_listed(given: Sequence[GivenFile]) -> list[str]:
    """The names in lists of units."""
    names = []
    for file in given:
        for table in file.tables:
            if isinstance(table, SortedTable) and table.sort == UNITS:
                names += [said_in(row).of("name") for row in table.rows]
    return names


def _place(file: GivenFile, table: SortedTable) -> str:
    """``手册.xlsx的“续”``: the file, and the sheet where there are several."""
    name = table.filled.name
    sheet = f"的“{name}”" if name and len(file.tables) > 1 else ""
    return f"{os.path.basename(file.path)}{sheet}"


def _verdicts(table: SortedTable, rows: Rows, place: str) -> Iterator[Verdict]:
    for row in table.rows:
        try:
            if row.line.fault:
                raise Unusable(row.line.fault)
            taken = _TAKE[table.sort](rows.growing, row)
            verdict = rows.judge(row, taken, f"{place}第 {row.line.number} 行")
        except Unusable as reason:
            rows.growing.forget()
            yield returned(row, reason.words)
        else:
            rows.growing.keep()
            yield verdict


# --- what is written ----------------------------------------------------------------------------


def _planned(loaded: Loaded, growing: Growing, stem: str) -> Planned:
    root = loaded.trees[stem].root
    changes: list[Change] = []
    records: list[str] = []
    for section in SECTIONS:
        if section not in {kind.section for kind in FILES[stem]}:
            continue
        key = KINDS[section].key
        for pair in growing.changed(section):
            changes += puts(pair)
            records.append(str(getattr(pair.new, key)))
        added = growing.added(section)
        records += [str(getattr(record, key)) for record in added]
        for behind, alike in _placed(loaded.campaign, section, added):
            node = None if behind is None else behind.node
            changes.append(Append(root, section, tuple(map(record_fields, alike)), node))
    return Planned(changes, records, ())


def _placed(
    campaign: Campaign, section: str, added: Sequence[Any]
) -> Iterator[tuple[Any, list[Any]]]:
    """New records with the record that they go behind, the last of their kin: of a task those of
    its chapter or of one before, of a standard its project's; None: at the end.
    """
    kin: dict[Any, list[Any]] = {}
    for record in added:
        kin.setdefault(_kin(section, record), []).append(record)
    last: dict[Any, Any] = {}
    for record in getattr(campaign, section):
        last[_kin(section, record)] = record
    for key, records in kin.items():
        behind = last.get(key)
        if behind is None and section == "tasks":
            before = [number for number in last if number < key]
            behind = last[max(before)] if before else None
        yield behind, records


def _kin(section: str, record: Any) -> Any:
    field = {"tasks": "chapter", "indicators": "project", "units": "kind"}.get(section)
    return getattr(record, field) if field else ""


def _records(stems: Sequence[str], planned: Mapping[str, Planned]) -> list[Sequence[str]]:
    return [planned[stem].records for stem in stems]


def _said(imported: Imported) -> list[Said]:
    """A line for each file that brings anything, as a commit tells it."""
    said = []
    for file in imported.files:
        added, changed = file.count("added"), file.count("changed")
        if added or changed:
            sorts = "、".join(dict.fromkeys(SORTS[table.table.sort] for table in file.tables))
            words = f"{os.path.basename(file.path)}：{sorts}新增 {added}、改动 {changed}"
            said.append(Said("导入", words))
    return said


# --- what is returned ---------------------------------------------------------------------------


def as_returned(file: TakenFile) -> JudgedFile:
    """The file as those are that come back from units, for the workbook of its returned rows."""
    tables = []
    for table in file.tables:
        verdicts = [
            SheetVerdict(verdict.line, reason=verdict.reason)
            for verdict in table.verdicts
            if verdict.outcome == "returned"
        ]
        counts = {"returned": len(verdicts)}
        tables.append(JudgedTable(table.table.filled, tuple(verdicts), "", None, counts))
    return JudgedFile(path=file.path, tables=tuple(tables), target=file.target)


def _refuse_loss(plan_folder: str, files: Sequence[TakenFile]) -> None:
    """Raises Refusal where returned rows cannot be written, or someone's work would be lost."""
    for file in files:
        if not file.target:
            continue
        try:
            may_write(plan_folder, file.target, RETURNED_FORM, ours=_is_ours)
        except Refusal as refusal:
            raise Refusal(f"{refusal.message}什么也没有改动。") from None
        lost = _lost(file)
        if lost:
            raise Refusal(
                f"{file.target} 里还有 {lost} 行是这次的表里没有的，覆盖了就没有了。"
                "请先取它，或给它改名，或用 --returned 写到别的文件夹。什么也没有改动。"
            )


def _lost(file: TakenFile) -> int:
    """How many rows of what was returned before are not in this file."""
    if not os.path.isfile(file.target) or os.path.realpath(file.target) == os.path.realpath(
        file.path
    ):
        return 0
    here = {verdict.line.cells for table in file.tables for verdict in table.verdicts}
    there = [
        table for table in read_given(file.target, "").tables if isinstance(table, SortedTable)
    ]
    return sum(line.cells not in here for table in there for line in table.filled.lines)


def _is_ours(path: str) -> bool:
    given = read_given(path, "")
    tables = [table for table in given.tables if isinstance(table, SortedTable)]
    return bool(tables) and all(table.filled.ours for table in tables)
