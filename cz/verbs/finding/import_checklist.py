"""``cz finding import --round``: a filled checklist of a mock assessment, long or wide.

What is not met becomes a finding, what was not looked at is noted with the round, what is met is
not written. Rows that cannot be taken are returned with their reasons.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.days import read_past
from cz.edit import Append, Change, Relist
from cz.load import Loaded, load
from cz.problem import Refusal
from cz.records import Campaign, Finding, Round, Skipped, Spot, Visit
from cz.records.kinds import new_fields
from cz.rounds.checklist import Checklist, checklist_in, likeness
from cz.rounds.headings import FIELDS, Reader
from cz.rounds.held import held, skip_words
from cz.rounds.papers import standards_by_type
from cz.rounds.verdicts import MET, MISSED, SKIPS
from cz.supervise.entry import numbered, written
from cz.supervise.table import Table, read_table
from cz.tables import read_bytes, read_table_bytes
from cz.verbs.finding.cells import Given
from cz.verbs.finding.checked import CheckedRow, brought_back, checked
from cz.verbs.finding.import_ import Asked, asks_for_round, told_again
from cz.verbs.finding.returned import refuse_loss, target_beside
from cz.verbs.round.finding import BESIDE, find_round
from cz.write.files import RETURNED, refuse_own_folders
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write_several

_WORDS = [word for words in FIELDS.values() for word in words]


class Checked(NamedTuple):
    """What became of every row: taken, ``blank`` (nothing is filled in) or ``returned``.

    ``met`` counts the observations of the rows that were taken; ``findings`` and ``skips`` are
    written, ``known`` counts what was there already. ``blanks``: standards that a row left open,
    by spot. ``again``: the ids of new findings, each with that of one that may be the same.
    ``absent``: spots drawn of which neither the table nor the plan says anything.
    ``target``: the file for what is returned, "" where it could not be written; ``stale``: an
    older one of ours that is not needed any more.
    """

    path: str
    table: Table
    asked: Asked
    target: str
    round: Round
    rows: tuple[CheckedRow, ...]
    met: int = 0
    findings: tuple[Finding, ...] = ()
    skips: tuple[Skipped, ...] = ()
    known: int = 0
    again: tuple[tuple[str, str], ...] = ()
    absent: tuple[Spot, ...] = ()
    dry_run: bool = False
    outcome: Outcome = Outcome((), (), False)
    stale: bool = False

    @property
    def returned(self) -> tuple[CheckedRow, ...]:
        return tuple(row for row in self.rows if row.reason)

    @property
    def blank(self) -> tuple[CheckedRow, ...]:
        return tuple(row for row in self.rows if not row.told and not row.reason)

    @property
    def blanks(self) -> dict[str, tuple[str, ...]]:
        """Of spots of which something was taken, by their ids: what no row says anything of."""
        told = {(each.spot.id, each.standard) for row in self.rows for each in row.told}
        taken = {spot for spot, _ in told}
        left: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            if not row.spot or row.spot.id not in taken:
                continue
            spot = row.spot.id
            for standard in row.blanks:
                if (spot, standard) not in told and standard not in left.get(spot, ()):
                    left[spot] = (*left.get(spot, ()), standard)
        return left


class _Result(NamedTuple):
    """``lost``: numbers of rows that would be lost by writing the returned ones."""

    checked: Checked
    lost: list[int] | None


def read_checklist(folder: str, path: str, sheet: str = "") -> Checklist | None:
    """``None`` where the file holds no checklist. Raises Refusal."""
    standards = load(folder, ("indicators",)).campaign.indicators
    sent = read_table_bytes(read_bytes(path), path, _WORDS, likeness)
    return checklist_in(sent, path, Reader(standards), sheet)


def refuse_checklist(folder: str, path: str, sheet: str = "") -> None:
    """Raises Refusal for a checklist that no table of findings is: of which assessment is it?"""
    try:
        read_table(read_bytes(path), path, sheet)
    except Refusal:
        found = read_checklist(folder, path, sheet)
    else:
        return
    if found:
        raise asks_for_round(path)


def import_checklist(
    folder: str, path: str, checklist: Checklist, clock: Clock, asked: Asked, how: How = PLAINLY
) -> Checked:
    """Write what can be taken, all at once. The returned rows are the caller's to write.

    Raises Refusal, with nothing written, also where that file would cost someone's work.
    """
    if not checklist.table.rows:
        raise Refusal(f"{path} 里只有表头，没有内容。")
    if asked.output == "":
        raise Refusal("-o 后面要写文件名，例如 -o 退回.csv。")
    target = asked.output or target_beside(path)
    refuse_own_folders(folder, target, RETURNED.what, RETURNED.example)

    def plan(loaded: Loaded) -> Mapping[str, Planned]:
        campaign = loaded.campaign
        for stem, section in (("assessments", "rounds"), ("findings", "findings")):
            require(loaded, stem, section)
        one = find_round(campaign, asked.round)
        if not one.spots:
            raise Refusal(f"{one.id} 还没有抽点位。请先执行 cz round draw {one.id}。")
        given = _given(asked, clock(campaign))
        rows = checked(checklist, campaign, one, given)
        entries = [each.entry for row in rows for each in row.told if each.entry]
        findings = _only_findings(numbered(campaign, entries))
        skips = _skips(campaign, rows)
        lost = _rows_lost(target, path, rows, campaign, one, given)
        result = Checked(
            path=path,
            table=checklist.table,
            asked=asked,
            target=target,
            round=one,
            rows=tuple(rows),
            met=sum(each.verdict == MET for row in rows for each in row.told),
            findings=findings,
            skips=skips,
            again=_again(campaign, findings, rows),
            known=sum(bool(each.known) for row in rows for each in row.told),
            absent=_absent(campaign, one, rows, given.today),
            dry_run=how.dry_run,
        )
        is_done_with = lost == [] or _is_same(target, path)
        result = result._replace(stale=is_done_with and not result.returned and not how.dry_run)
        return _planned(loaded, result, lost)

    def approve(plans: Mapping[str, Planned], upon_head: Mapping[str, Planned] | None) -> None:
        result: _Result = plans["findings"].result
        if upon_head and upon_head["findings"].result.checked.findings != result.checked.findings:
            raise Refusal(
                "data/findings.yaml 里还有没提交的改动，这次导入要接着它编号，不能单独提交。"
                "请先提交它，或不加 --commit 再执行一次。什么也没有改动。"
            )
        if result.checked.returned:
            ours = checklist.table.ours if _is_same(target, path) else result.lost is not None
            refuse_loss(folder, target, result.lost or [], lambda _: ours)

    stems = ("findings", "assessments")
    beside = [stem for stem in BESIDE if stem not in stems]
    outcome = write_several(folder, stems, plan, how, beside=beside, approve=approve)
    done: Checked = outcome.result.checked
    return done._replace(outcome=outcome)


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _given(asked: Asked, today: date) -> Given:
    day = read_past(asked.date, today) if asked.date else None
    if day and day > today:
        raise Refusal(f"--date 写的 {day} 晚于今天（{today}）。请核对日期。")
    return Given(today, day, " ".join(asked.by.split()), asked.days)


def _only_findings(records: Sequence[Finding | Visit]) -> tuple[Finding, ...]:
    return tuple(record for record in records if isinstance(record, Finding))


def _again(
    campaign: Campaign, findings: Sequence[Finding], rows: Sequence[CheckedRow]
) -> tuple[tuple[str, str], ...]:
    """Of the same standard at the spot in this round, or of the same words and not struck off."""
    same = dict(told_again(campaign, findings))
    entered = [each for row in rows for each in row.told if each.entry]
    for finding, each in zip(findings, entered, strict=True):
        if each.beside:
            same.setdefault(finding.id, each.beside)
    return tuple(same.items())


def _skips(campaign: Campaign, rows: Sequence[CheckedRow]) -> tuple[Skipped, ...]:
    """What was not looked at: by spot and reason; of one reason for all that it shows, the spot."""
    groups: dict[tuple[str, str], list[str]] = {}
    types: dict[str, str] = {}
    for row in rows:
        for each in row.told:
            if each.verdict in SKIPS and not each.known:
                groups.setdefault((each.spot.id, each.problem), []).append(each.standard)
                types[each.spot.id] = each.spot.type
    shown = standards_by_type(campaign)
    skips = []
    for (spot, reason), standards in groups.items():
        whole = {standard.id for standard in shown[types[spot]]} == set(standards)
        skips.append(Skipped(spot, () if whole else tuple(standards), reason))
    return tuple(skips)


def _absent(
    campaign: Campaign, one: Round, rows: Sequence[CheckedRow], today: date
) -> tuple[Spot, ...]:
    told = held(campaign, one, today).spots | brought_back(rows)
    return tuple(spot for spot in campaign.spots if spot.id in one.spots and spot.id not in told)


def _planned(loaded: Loaded, result: Checked, lost: list[int] | None) -> dict[str, Planned]:
    one = result.round
    names = {spot.id: spot.name for spot in loaded.campaign.spots}
    changes: list[Change] = []
    said = []
    if result.findings:
        records = tuple(written(finding) for finding in result.findings)
        changes.append(Append(loaded.trees["findings"].root, "findings", records))
        name = os.path.basename(result.path)
        said.append(Said("导入", f"{name}：不符合 {len(records)} 条，记成问题"))
    skips: list[Change] = []
    if result.skips:
        items = tuple(new_fields(skip) for skip in result.skips)
        skips.append(Relist(one.node, ("skipped",), items))
    told = [
        Said(f"{one.id} {one.title}", f"没有看的：{skip_words(skip, names[skip.spot])}")
        for skip in result.skips
    ]
    ids = [finding.id for finding in result.findings]
    return {
        "findings": Planned(changes, ids, said, result=_Result(result, lost)),
        "assessments": Planned(skips, [one.id] if skips else [], told),
    }


def _rows_lost(
    target: str,
    path: str,
    rows: Sequence[CheckedRow],
    campaign: Campaign,
    one: Round,
    given: Given,
) -> list[int] | None:
    """Numbers of rows returned before that would be lost by writing ``target`` again.

    Those that are not among ``rows``, the table's at ``path``, and have something to say that is
    not on record; ``None`` where the file holds none that we returned.
    """
    if _is_same(target, path):
        return None
    before = _returned_before(target, campaign)
    if before is None:
        return None
    here = {(row.cells, row.over) for row in rows}
    return [
        row.number
        for row in checked(before, campaign, one, given)
        if (row.reason or row.news) and (row.cells, row.over) not in here
    ]


def _returned_before(path: str, campaign: Campaign) -> Checklist | None:
    if not os.path.isfile(path):
        return None
    try:
        sent = read_table_bytes(read_bytes(path), path, _WORDS, likeness)
        found = checklist_in(sent, path, Reader(campaign.indicators))
    except Refusal:
        return None
    return found if found and found.table.ours else None


def verdict_words(result: Checked) -> str:
    """How many observations of each verdict the rows that were taken hold."""
    counts = {MET: result.met, MISSED: 0, "没有看的": 0}
    for row in result.rows:
        for each in row.told:
            if each.verdict == MISSED:
                counts[MISSED] += 1
            elif each.verdict in SKIPS:
                counts["没有看的"] += 1
    return "、".join(f"{word} {count}" for word, count in counts.items() if count)
