"""``cz sheet take``: what units sent back into the plan, all files in one write.

Every row is taken, unchanged or returned with its reason; nothing is dropped.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cz.edit import Change, Put
from cz.load import Loaded
from cz.names import find_unit
from cz.problem import Refusal
from cz.verbs.evidence.add import entries_put
from cz.verbs.finding.answer import answers_put
from cz.verbs.sheet.files import Given, read_file
from cz.verbs.sheet.judge import JudgedFile, judge
from cz.verbs.sheet.ledger import Ledger
from cz.verbs.sheet.row import Done, Report
from cz.verbs.work import add_updates, put_progress, unique, update_entry
from cz.whose import Owner
from cz.write.files import RETURNED_FORM, may_write
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, Clock, How, write_several

STEMS = ("tasks", "findings", "evidence", "meetings")
BESIDE = ("units", "indicators", "supervision")


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
        done = [each.done for each, _ in told if each.done]
        entries = [entry for each, _ in told for entry in each.evidence]
        tasks = Planned(
            changes=_reports_put(reports),
            records=unique(report.item.id for report in reports),
            said=[said for each, said in told if each.report or not (each.answer or each.done)],
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
        meetings = Planned(
            changes=[change for each in done for change in _done_put(each)],
            records=[each.item.id for each in done],
            said=[said for each, said in told if each.done],
        )
        return {
            "tasks": tasks,
            "findings": findings,
            "evidence": evidence,
            "meetings": meetings,
        }

    def approved(planned: Mapping[str, Planned], upon_head: Mapping[str, Planned] | None) -> None:
        if not how.dry_run:
            _refuse_loss(folder, planned["tasks"].result)

    outcome = write_several(folder, STEMS, plan, how, beside=BESIDE, approve=approved)
    return Taken(outcome.result, outcome)


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


def _done_put(done: Done) -> list[Change]:
    changes: list[Change] = []
    if done.day:
        changes.append(Put(done.item.node, ("done",), done.day.isoformat()))
    if done.result:
        changes.append(Put(done.item.node, ("result",), done.result))
    return changes


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
