"""``cz finding import``."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
)
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.records import Finding
from cz.rounds.checklist import Checklist
from cz.show import checked
from cz.show.complaints import complain
from cz.show.room import columns
from cz.show.shell import shell_word
from cz.show.waiting import patience
from cz.show.writers import harmless
from cz.supervise.table import HEADINGS, REASON, SPARE, guarded
from cz.typography import clip, visible, width
from cz.verbs.finding.checked import CheckedRow
from cz.verbs.finding.import_ import (
    Asked,
    Imported,
    answers_taken,
    ids_answered,
    import_table,
    took,
)
from cz.verbs.finding.import_checklist import (
    Checked,
    import_checklist,
    read_checklist,
    refuse_checklist,
)
from cz.verbs.finding.rectify import to_verify
from cz.verbs.finding.row import Verdict
from cz.write.files import create, is_standard_output
from cz.write.writing import Clock, How

MOST = 20  # returned rows told on the screen
FEW = 6  # ids named
WIDEST = 40  # columns of a heading that is named
PAIRS = 8  # of findings and those they are like


@examples(
    "cz finding import 督查一组记录表.csv --dry-run      先看会取走哪些、退回哪些",
    "cz finding import 督查一组记录表.csv",
    "cz finding import 督查一组记录表.csv --days 5 --commit",
    "cz finding import 督查一组记录表.csv --round m2026-2   模拟测评的，记录表、问卷星的导出也行",
)
def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="文件",
            help="Excel、WPS 表格（.xlsx、.xls、.ods）、CSV，或 Word 文件里的表格（.docx）。",
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="日期", help="督查日期；表里没有日期一列，或没有填的行，用它。"
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="督查组", help="督查组；表里没有写的行用它。")
    ] = "",
    days: Annotated[
        int | None,
        typer.Option(
            "--days", metavar="N", help="没有写时限的，从督查日期起算几天；不写就按督查规则。"
        ),
    ] = None,
    sheet: Annotated[
        str,
        typer.Option(
            "--sheet", metavar="名称", help="文件里有几张表时，是哪一张：工作表的名字，或第几张。"
        ),
    ] = "",
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="退回的行写到哪里；不写就在原表旁边，名字加“-退回”。",
        ),
    ] = None,
    round_: Annotated[
        str,
        typer.Option(
            "--round",
            metavar="编号",
            help="是哪一次模拟测评的，例如 m2026-2；问题都记上它，也收测评的记录表。",
            autocompletion=suggest.rounds,
        ),
    ] = "",
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    asked = Asked(date, by, days, output, sheet, round_)
    folder = find_plan(plan)
    checklist = read_checklist(folder, file, sheet) if round_ else None
    if checklist:
        return _take(folder, file, checklist, clock(today), asked, How(dry_run, commit))
    unsaved = ""
    with patience("正在导入"):
        try:
            imported = import_table(folder, file, clock(today), asked, How(dry_run, commit))
        except Refusal:
            if not round_:
                refuse_checklist(folder, file, sheet)
            raise
        if imported.returned and not dry_run:
            try:
                create(imported.target, returned_text(imported))
            except Refusal as refusal:
                unsaved = refusal.message
    complain(imported.outcome.warnings)
    if unsaved:
        _show_unsaved(imported.returned, unsaved)
        imported = imported._replace(target="")
    _show(imported)
    return 1 if imported.returned or imported.outcome.refused else 0


def _take(folder: str, file: str, checklist: Checklist, day: Clock, asked: Asked, how: How) -> int:
    """A filled checklist of a mock assessment."""
    unsaved = ""
    with patience("正在导入"):
        result = import_checklist(folder, file, checklist, day, asked, how)
        if result.returned and not how.dry_run:
            try:
                create(result.target, returned_text(result))
            except Refusal as refusal:
                unsaved = refusal.message
    complain(result.outcome.warnings)
    if unsaved:
        _show_unsaved(result.returned, unsaved)
        result = result._replace(target="")
    target = result.target
    if is_standard_output(target):
        result = result._replace(target="")
    _print(checked.lines(result), target)
    if result.outcome.refused:
        print(f"cz：{visible(result.outcome.refused)}", file=sys.stderr)
    return 1 if result.returned or result.outcome.refused else 0


def _print(told: Iterable[str], target: str) -> None:
    """Beside the returned rows, where these go to standard output."""
    out = sys.stderr if is_standard_output(target) else sys.stdout
    room = columns(out) if out.isatty() else 0
    print("\n".join(folded(visible(text), room) for text in told), file=out)


def _show(imported: Imported) -> None:
    target = imported.target
    if is_standard_output(target):
        imported = imported._replace(target="")
    _print(lines(imported), target)
    if imported.outcome.refused:
        print(f"cz：{visible(imported.outcome.refused)}", file=sys.stderr)


def lines(imported: Imported) -> list[str]:
    """What is told on the screen."""
    shown = [_headline(imported), *_reasons(imported)]
    if imported.table.skipped:
        shown.append(f"空行、合计行等 {imported.table.skipped} 行没有用。")
    if imported.table.unused:
        unused = [clip(heading, WIDEST) for heading in imported.table.unused]
        shown.append(f"没有用到的列：{'、'.join(unused)}。")
    shown += imported.table.besides
    shown += _remarks(imported)
    handed = Counter(finding.unit for finding in _findings(imported) if finding.due)
    if handed:
        counts = "，".join(f"{unit} {count}" for unit, count in handed.most_common())
        shown.append(f"交办：{counts}")
    if imported.outcome.commit:
        shown.append(f"已提交 {imported.outcome.commit}。")
    if imported.dry_run:
        return [*shown, "（试运行，文件未动）"]
    if imported.returned and imported.target:
        shown.append(f"退回的行改好后，请执行 {_command_again(imported)}")
    if handed:
        shown.append("交办清单请用 cz report --template 整改清单 --unit 单位")
    if imported.likely:
        shown.append(
            f"没有写测评标准的里有 {imported.likely} 个能按点位类型提出，请看 cz finding match"
        )
    if imported.answered:
        shown.append(to_verify(ids_answered(imported.answered)))
    return shown


def _findings(imported: Imported) -> list[Finding]:
    return [record for record in imported.taken if isinstance(record, Finding)]


def _headline(imported: Imported) -> str:
    parts = [f"取走 {took(imported.taken)}" if imported.taken else ""]
    parts.append(answers_taken(imported.answered))
    head = "；".join(filter(None, parts)) or "没有取走新的"
    if imported.known:
        ids = _few([verdict.known for verdict in imported.known])
        head += f"；{len(imported.known)} 行已登记过（{ids}），没有再记"
    if imported.blank:
        ids = _few([verdict.known for verdict in imported.blank])
        head += f"；{len(imported.blank)} 行没有填，未动（{ids}）"
    if imported.returned:
        head += f"；退回 {len(imported.returned)} 行"
        if imported.dry_run:
            head += f"（会写进 {imported.target}）"
        elif imported.target:
            head += f" → {imported.target}"
    return head


def _reasons(imported: Imported) -> list[str]:
    """Of the rows that are returned."""
    reasons = [
        f"  第 {verdict.number} 行　{verdict.unit or '（没有单位）'}　{verdict.reason}"
        for verdict in imported.returned[:MOST]
    ]
    more = len(imported.returned) - MOST
    if more > 0:
        if imported.dry_run:
            where = "会写进退回的文件"
        elif imported.target:
            where = "写在退回的文件里"
        else:
            where = "见上"
        reasons.append(f"  另有 {more} 行，原因{where}")
    return reasons


def folded(text: str, room: int) -> str:
    """Broken after punctuation where it is wider than the room; 0 is all the room there is."""
    if not room or width(text) <= room:
        return text
    folds = [""]
    for piece in re.findall("[^，；、。]*[，；、。]?", text):
        if folds[-1].strip() and width(folds[-1]) + width(piece) > room:
            folds.append("    ")
        folds[-1] += piece
    return "\n".join(folds)


def _few(ids: Sequence[str]) -> str:
    return "、".join(ids[:FEW]) + ("等" if len(ids) > FEW else "")


def _remarks(imported: Imported) -> list[str]:
    """What somebody should look at in what was taken."""
    findings = _findings(imported)
    no_spot = [record.id for record in imported.taken if not record.spot]
    weekend = [finding.id for finding in findings if finding.due and finding.due.weekday() > 4]
    unsent = [finding.id for finding in findings if not finding.due]
    remarks = _of_clean_spots(imported)
    if no_spot and "spot" in imported.table.where:
        remarks.append(f"{len(no_spot)} 条没有写点位：{_few(no_spot)}。")
    if weekend:
        remarks.append(f"{len(weekend)} 条的整改时限是星期六或星期日：{_few(weekend)}。")
    if unsent:
        remarks.append(f"{len(unsent)} 条没有定时限，待交办：{_few(unsent)}。")
    if imported.again:
        pairs = "、".join(f"{new} 同 {old}" for new, old in imported.again[:PAIRS])
        more = "等" if len(imported.again) > PAIRS else ""
        remarks.append(
            f"{len(imported.again)} 条与还没有销号的问题相同（同一点位、同样的问题）："
            f"{pairs}{more}。请核对：重复登记的，请用 cz finding withdraw 撤回新的一条；"
            "又出现的，不用管。"
        )
    if imported.late:
        pairs = "、".join(f"{id_} {words}" for id_, words in imported.late[:PAIRS])
        more = "等" if len(imported.late) > PAIRS else ""
        remarks.append(f"记整改的有 {len(imported.late)} 条不算按时：{pairs}{more}。")
    unread = [f"第 {row.number} 行（{row.known}）" for row in imported.known if row.unread]
    if unread:
        remarks.append(f"{len(unread)} 行有认不出的内容，但已登记过，没有退回：{_few(unread)}。")
    if imported.dateless:
        remarks.append(
            f"{imported.dateless} 条写了整改情况、没有写整改日期，仍算待整改；"
            "确已整改的请用 cz finding rectify 补记。"
        )
    if imported.stale:
        remarks.append(f"{imported.target} 里的行都已处理，可以删去。")
    return remarks


def _of_clean_spots(imported: Imported) -> list[str]:
    """Of rows that say that nothing was wrong."""
    remarks = []
    if imported.covered:
        where = _few([f"第 {row.number} 行（{row.covered}）" for row in imported.covered])
        remarks.append(
            f"{len(imported.covered)} 行写的是没有问题，同一天同一点位却有问题，"
            f"没有记成没有问题的点位：{where}。"
        )
    if imported.unkept:
        fields = dict.fromkeys(field for row in imported.unkept for field in row.unkept)
        words = "、".join(HEADINGS[field][0] for field in fields)
        where = _few([f"第 {row.number} 行" for row in imported.unkept])
        remarks.append(f"{len(imported.unkept)} 个没有问题的点位还填了{words}，没有记：{where}。")
    return remarks


def _command_again(imported: Imported) -> str:
    asked = imported.asked
    words = ["cz finding import", shell_word(imported.target)]
    for option, value in (
        ("--date", asked.date),
        ("--by", asked.by),
        ("--days", asked.days),
        ("--round", asked.round),
    ):
        if value is not None and value != "":
            words.append(f"{option} {shell_word(str(value))}")
    return " ".join(words)


def returned_text(result: Imported | Checked) -> str:
    """The returned rows as CSV with BOM: the table's columns as they were, then the reasons.

    ``cz.supervise.table.read_table`` gives back just the cells that went in.
    """
    returned: Sequence[Verdict | CheckedRow] = result.returned
    has_spare = any(verdict.over for verdict in returned)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    spare = [SPARE] if has_spare else []
    writer.writerow([*map(_cell, result.table.headings), *spare, REASON])
    for verdict in returned:
        over = [_cell(verdict.over)] if has_spare else []
        writer.writerow([*map(_cell, verdict.cells), *over, _cell(verdict.reason)])
    return "\ufeff" + out.getvalue()


def _cell(text: str) -> str:
    """Harmless in a spreadsheet, its lines kept, and read back as it is."""
    first, *rest = text.split("\n")
    guard = "'" if guarded(text) else ""
    return guard + "\n".join([harmless(first), *map(visible, rest)])


def _show_unsaved(returned: Sequence[Verdict | CheckedRow], why: str) -> None:
    """The ledger is written, the file of the returned rows is not: what it would have held."""
    print(f"cz：{visible(why)}台账已经写好，退回的行没有写成文件，原因如下：", file=sys.stderr)
    for verdict in returned:
        cells = "　".join(cell for cell in verdict.cells if cell)
        print(visible(f"  第 {verdict.number} 行　{cells}　→ {verdict.reason}"), file=sys.stderr)
