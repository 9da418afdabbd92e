"""``cz finding import``: a field team's table into the ledger.

What can be taken is, in one write; the rest is returned with its reasons.
"""

import os
from collections.abc import Sequence
from datetime import date as Day
from typing import NamedTuple

from cz.days import read_past
from cz.edit import Append
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign, Finding, Visit
from cz.supervise.entry import numbered, sameness, section_of, unsettled, written
from cz.supervise.matching import proposals
from cz.supervise.table import Table, plain_heading, read_table
from cz.tables import read_bytes
from cz.verbs.finding.actions import in_time
from cz.verbs.finding.answer import answers_put
from cz.verbs.finding.cells import Given
from cz.verbs.finding.returned import refuse_loss, rows_lost, target_beside
from cz.verbs.finding.row import Verdict, judge
from cz.verbs.round.finding import find_round
from cz.write.files import RETURNED, refuse_own_folders
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write

MOST_DAYS = 365
MOST_RUNS = 6  # days whose numbers are told
_OF_ROUNDS = {"点位编号", "是否符合"}  # headings of the sheets of mock assessments


class Asked(NamedTuple):
    """The command's options, as typed."""

    date: str | None = None
    by: str = ""
    days: int | None = None
    output: str | None = None
    sheet: str = ""
    round: str = ""


class Imported(NamedTuple):
    """What became of every row: ``taken``, ``answered`` (what became of a finding), ``known``
    (already in the ledger), ``blank`` (of our list, not filled in), ``covered`` (no clean spot: a
    problem was found there) or ``returned``.

    ``table.skipped`` more say nothing. ``target``: the file for what is returned, "" where it could
    not be written; ``stale``: an older one of ours that is not needed any more. ``dateless``: how
    many say that they were put right, but not when. ``unkept``: clean spots with what has no place
    there. ``again``: the ids of what was taken, with that
    of the finding of the same problem at the same spot that is not struck off yet. ``late``: of the
    answers that came too late the id, and by how much. ``likely``: of how many findings taken
    without a standard one can be proposed.
    """

    path: str
    table: Table
    asked: Asked
    target: str
    taken: tuple[Finding | Visit, ...] = ()
    known: tuple[Verdict, ...] = ()
    blank: tuple[Verdict, ...] = ()
    returned: tuple[Verdict, ...] = ()
    answered: tuple[Verdict, ...] = ()
    covered: tuple[Verdict, ...] = ()
    unkept: tuple[Verdict, ...] = ()
    dateless: int = 0
    dry_run: bool = False
    outcome: Outcome = Outcome((), (), False)
    stale: bool = False
    again: tuple[tuple[str, str], ...] = ()
    late: tuple[tuple[str, str], ...] = ()
    likely: int = 0


class _Result(NamedTuple):
    """``lost``: rows that would be lost by writing the returned ones."""

    imported: Imported
    lost: list[Verdict]


def import_table(
    folder: str, path: str, clock: Clock, asked: Asked, how: How = PLAINLY
) -> Imported:
    """Write what can be taken into the ledger, all at once. The returned rows are the caller's to
    write, at ``target``.

    Raises Refusal, with nothing written, also where that file would cost someone's work.
    """
    if asked.days is not None and not 0 <= asked.days <= MOST_DAYS:
        raise Refusal(f"--days 应当是 0 到 {MOST_DAYS} 的天数，写的是 {asked.days}。")
    table = _table_of_findings(path, asked)
    if asked.output == "":
        raise Refusal("-o 后面要写文件名，例如 -o 退回.csv。")
    target = asked.output or target_beside(path)
    refuse_own_folders(folder, target, RETURNED.what, RETURNED.example)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        given = _given(loaded, asked, table, clock(campaign))
        verdicts = judge(table, campaign, given)
        of_round = find_round(campaign, asked.round).id if asked.round else ""
        entries = [row.entry._replace(round=of_round) for row in verdicts if row.entry]
        taken = tuple(numbered(campaign, entries))
        returned = tuple(row for row in verdicts if row.reason)
        lost = rows_lost(target, path, verdicts, campaign, given)
        answered = tuple(row for row in verdicts if row.answer)
        imported = Imported(
            path=path,
            table=table,
            asked=asked,
            target=target,
            taken=taken,
            known=tuple(row for row in verdicts if row.known and not row.blank),
            blank=tuple(row for row in verdicts if row.blank),
            returned=returned,
            answered=answered,
            covered=tuple(row for row in verdicts if row.covered),
            unkept=tuple(row for row in verdicts if row.unkept),
            dateless=sum(row.dateless for row in verdicts),
            dry_run=how.dry_run,
            stale=not returned and not how.dry_run and _is_done_with(lost, target, path),
            again=told_again(campaign, taken),
            late=_late(answered, clock(campaign)),
            likely=len(proposals(campaign, _only_findings(taken), clock(campaign))),
        )
        said = []
        if taken or answered:
            words = "；".join(filter(None, (took(taken), answers_taken(answered))))
            said.append(Said("导入", f"{os.path.basename(path)}：{words}"))
        return Planned(
            changes=[
                *_appended(loaded, taken),
                *answers_put([row.answer for row in answered if row.answer]),
            ],
            records=[record.id for record in taken]
            + [row.answer.finding.id for row in answered if row.answer],
            said=said,
            result=_Result(imported, lost or []),
        )

    def approve(planned: Planned, upon_head: Planned | None) -> None:
        result: _Result = planned.result
        if upon_head and _differ(upon_head.result.imported, result.imported):
            raise Refusal(
                "data/findings.yaml 里还有没提交的改动，这次导入要接着它编号，不能单独提交。"
                "请先提交它，或不加 --commit 再执行一次。什么也没有改动。"
            )
        if result.imported.returned:
            refuse_loss(folder, target, [row.number for row in result.lost])

    beside = ["units", "tasks", "supervision"]
    if asked.round:
        beside.append("assessments")
    has_spots = os.path.exists(os.path.join(folder, "data", "spots.yaml"))
    if has_spots:
        beside.append("spots")
    if has_spots or "indicator" in table.where:
        beside.append("indicators")
    outcome = write(folder, "findings", plan, how, beside=beside, approve=approve)
    imported: Imported = outcome.result.imported
    return imported._replace(outcome=outcome)


def _table_of_findings(path: str, asked: Asked) -> Table:
    """Raises Refusal where it is none, or holds no rows."""
    table = read_table(read_bytes(path), path, asked.sheet)
    if not table.rows:
        raise Refusal(f"{path} 里只有表头，没有内容。")
    if not asked.round and set(map(plain_heading, table.headings)) >= _OF_ROUNDS:
        raise asks_for_round(path)
    return table


def asks_for_round(path: str) -> Refusal:
    return Refusal(
        f"{path} 像是模拟测评的记录表。请用 --round 写明是哪一次，例如 --round m2026-2。"
    )


def _only_findings(taken: Sequence[Finding | Visit]) -> list[Finding]:
    return [record for record in taken if isinstance(record, Finding)]


def _is_done_with(lost: list[Verdict] | None, target: str, path: str) -> bool:
    """Whether nothing is left to do in the file of what was returned, which may be this table."""
    return lost == [] or os.path.realpath(target) == os.path.realpath(path)


def _late(answered: Sequence[Verdict], today: Day) -> tuple[tuple[str, str], ...]:
    late = []
    for row in answered:
        if row.answer is None:
            continue
        finding, _, rectified = row.answer
        words = in_time(finding, rectified, today)
        if words != "按时":
            late.append((finding.id, words))
    return tuple(late)


def _appended(loaded: Loaded, taken: Sequence[Finding | Visit]) -> list[Append]:
    root = loaded.trees["findings"].root
    changes = []
    for section in ("findings", "visits"):
        records = tuple(written(record) for record in taken if section_of(record) == section)
        if records:
            changes.append(Append(root, section, records))
    return changes


def _differ(one: Imported, other: Imported) -> bool:
    return one.taken != other.taken or _answers(one) != _answers(other)


def _answers(imported: Imported) -> list[tuple[str, str, Day]]:
    answers = [row.answer for row in imported.answered if row.answer]
    return [(answer.finding.id, answer.fix, answer.rectified) for answer in answers]


def ids_answered(answered: Sequence[Verdict]) -> list[str]:
    return [row.answer.finding.id for row in answered if row.answer]


def answers_taken(answered: Sequence[Verdict]) -> str:
    """记整改 2 条（f260713-1、f260713-2）; "" of none."""
    ids = ids_answered(answered)
    if not ids:
        return ""
    more = "等" if len(ids) > MOST_RUNS else ""
    return f"记整改 {len(ids)} 条（{'、'.join(ids[:MOST_RUNS])}{more}）"


def told_again(campaign: Campaign, taken: Sequence[Finding | Visit]) -> tuple[tuple[str, str], ...]:
    """The ids of new findings, each with that of the same problem at the spot not struck off."""
    known = unsettled(campaign)
    pairs = []
    for record in taken:
        if isinstance(record, Finding) and record.spot:
            same = sameness(record.unit, record.spot, record.problem)
            if same in known:
                pairs.append((record.id, known[same]))
            known[same] = record.id
    return tuple(pairs)


def took(taken: Sequence[Finding | Visit]) -> str:
    """37 条问题（f260713-1～18、f260714-1～19）、4 个没有问题的点位."""
    numbers_of: dict[str, list[int]] = {}
    findings = _only_findings(taken)
    for finding in findings:
        day, _, number = finding.id.partition("-")
        numbers_of.setdefault(day, []).append(int(number))
    runs = []
    for day, numbers in sorted(numbers_of.items()):
        last = f"～{numbers[-1]}" if len(numbers) > 1 else ""
        runs.append(f"{day}-{numbers[0]}{last}")
    parts = []
    if findings:
        ids = "、".join(runs[:MOST_RUNS]) + ("等" if len(runs) > MOST_RUNS else "")
        parts.append(f"{len(findings)} 条问题（{ids}）")
    visits = len(taken) - len(findings)
    if visits:
        parts.append(f"{visits} 个没有问题的点位")
    return "、".join(parts)


def _given(loaded: Loaded, asked: Asked, table: Table, today: Day) -> Given:
    """Raises Refusal also where the plan's files leave open what is known already, or what is
    called what."""
    _refuse_unsound(loaded, table)
    date = read_past(asked.date, today) if asked.date else None
    if date and date > today:
        raise Refusal(f"--date 写的 {date} 晚于今天（{today}）。请核对日期。")
    return Given(today, date, " ".join(asked.by.split()), asked.days)


def _refuse_unsound(loaded: Loaded, table: Table) -> None:
    stems = ["findings", "units"]
    if "task" in table.where:
        stems.append("tasks")
    if "indicator" in table.where:
        stems.append("indicators")
    if "rules" in loaded.broken or "*" in loaded.lost.get("supervision", ()):
        stems.append("supervision")
    names = tuple(f"{stem}.yaml" for stem in stems)
    unsound = tuple(
        problem
        for problem in loaded.problems
        if problem.level == "error" and problem.path.endswith(names)
    )
    if unsound:
        raise Refusal(
            "方案文件里有上面的错误，看不准哪些已经登记过、单位和编号对不对，没有导入。请先改正。",
            problems=unsound[:5],
            exit_code=1,
        )
