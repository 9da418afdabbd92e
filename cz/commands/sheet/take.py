"""``cz sheet take``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    JsonOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
)
from cz.cli.returned import (
    ReturnedOption,
    read_each,
    refuse_what_is_not_installed,
    tell_unsaved,
    write_returned,
)
from cz.cli.suggest import units
from cz.load.folder import find_plan
from cz.show.complaints import complain
from cz.show.data import day_text
from cz.show.sheet import Sheet
from cz.show.shell import shell_word
from cz.show.waiting import patience
from cz.show.writers import show
from cz.typography import visible
from cz.verbs.sheet.files import Named, back_names, named_files, read_file
from cz.verbs.sheet.judge import JudgedFile, Verdict
from cz.verbs.sheet.take import Taken, take
from cz.words import cn_date
from cz.write.files import folder_there
from cz.write.writing import How

MOST = 12  # rows of a file told one by one
FEW = 8  # ids named


@examples(
    "cz sheet take 反馈表0715 --dry-run              先看会取走哪些、退回哪些",
    "cz sheet take 反馈表0715",
    "cz sheet take 进展.xlsx --by 区教育局 --commit   表里没有写单位的",
)
def command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件",
            help="收回来的表：.xlsx、.xls、.ods、.csv、.docx；也可以写文件夹。",
        ),
    ],
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="单位",
            help="是哪个单位的表；表里写着的不用。",
            autocompletion=units,
        ),
    ] = None,
    returned: ReturnedOption = None,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    folder = find_plan(plan)
    named = named_files(files)
    targets = back_names(named.paths, returned)
    refuse_what_is_not_installed(dry_run=dry_run)
    given = read_each(named.paths, read_file)
    with patience("正在核对"), folder_there("" if dry_run else returned):
        taken = take(folder, given, clock(today), targets=targets, by=by, how=How(dry_run, commit))
        unsaved = [] if dry_run else write_returned(taken.files)
    complain(taken.outcome.warnings)
    if json:
        show(Sheet([], lambda: data(taken, dry_run=dry_run)), "json")
    else:
        print("\n".join(visible(line) for line in lines(taken, named, dry_run=dry_run, by=by)))
    tell_unsaved(unsaved)
    if taken.outcome.refused:
        print(f"cz：{visible(taken.outcome.refused)}", file=sys.stderr)
    is_whole = not taken.count("returned") and not any(_is_faulty(file) for file in taken.files)
    return 0 if is_whole and not taken.outcome.refused else 1


def _is_faulty(file: JudgedFile) -> bool:
    return bool(file.fault or file.unread)


# --- what is told -----------------------------------------------------------------------------


def lines(taken: Taken, named: Named, *, dry_run: bool, by: str | None) -> Iterator[str]:
    quiet = []
    for file in taken.files:
        told = list(_of_file(file, dry_run=dry_run))
        if len(told) == 1 and _is_unchanged(file) and len(taken.files) > 1:
            quiet.append(file)
        else:
            yield from told
    if quiet:
        rows = sum(file.rows for file in quiet)
        yield f"另有 {len(quiet)} 个文件没有变化（{rows} 行）。"
    for path in named.passed:
        yield f"{path}：旁边有后来退回的，这一份以前取过，没有再取。"
    if len(taken.files) > 1:
        yield f"合计：{len(taken.files)} 个文件，{_equation(taken)}。"
    if taken.outcome.commit:
        yield f"已提交 {taken.outcome.commit}。"
    if dry_run:
        yield "（试运行，文件未动）"
    else:
        yield from _what_next(taken, by)


def _is_unchanged(file: JudgedFile) -> bool:
    return not file.fault and file.count("unchanged") == file.rows


def _equation(counts: JudgedFile | Taken) -> str:
    """``28 行 = 取走 3 + 没有变化 24 + 退回 1``."""
    return (
        f"{counts.rows} 行 = 取走 {counts.count('taken')} + 没有变化 "
        f"{counts.count('unchanged')} + 退回 {counts.count('returned')}"
    )


def _of_file(file: JudgedFile, *, dry_run: bool) -> Iterator[str]:
    if file.fault:
        yield f"{file.path}：没有取。{file.fault}"
        return
    where = ""
    if file.target:
        where = f"（会写进 {file.target}）" if dry_run else f" → {file.target}"
    yield f"{file.path}　{_whose(file)}：{_equation(file)}{where}"
    yield from _rows(file, "taken", "取走")
    yield from _rows(file, "returned", "退回")
    yield from _of_tables(file)
    yield from _remarks(file)


def _whose(file: JudgedFile) -> str:
    named = []
    for table in file.tables:
        day = f"（{cn_date(table.sent)}的表）" if table.sent else ""
        named.append(f"{table.unit or '没有写单位'}{day}")
    return "、".join(dict.fromkeys(named)) or "没有认出的表"


def _rows(file: JudgedFile, outcome: str, word: str) -> Iterator[str]:
    verdicts = [verdict for verdict in file.verdicts if verdict.outcome == outcome]
    for verdict in verdicts[:MOST]:
        place = f"  {word} 第 {verdict.line.number} 行"
        if verdict.said:
            yield f"{place}　{verdict.said.name}　{verdict.said.words}"
        else:
            yield f"{place}　{verdict.about or '（没有认出）'}　{verdict.reason}"
    if len(verdicts) > MOST:
        yield f"  另有{word} {len(verdicts) - MOST} 行"


def _of_tables(file: JudgedFile) -> Iterator[str]:
    """What was not looked at, or is not as it was sent."""
    for unread in file.unread:
        name = f"“{unread.name}”" if unread.name else ""
        yield f"  没有取的表{name}（{unread.rows} 行）：{unread.reason.rstrip('。')}"
    skipped = sum(table.filled.skipped for table in file.tables)
    if skipped:
        yield f"  合计行、重复的表头、表尾等 {skipped} 行没有算"
    unused = dict.fromkeys(title for table in file.tables for title in table.filled.unused)
    if unused:
        yield f"  没有用到的列：{'、'.join(' '.join(title.split()) for title in unused)}"
    for table in file.tables:
        yield from (f"  {besides}" for besides in table.filled.besides)
    if file.missing:
        more = "等" if len(file.missing) > FEW else ""
        yield (
            f"  表里少了 {len(file.missing)} 项（{'、'.join(file.missing[:FEW])}{more}），"
            "多半是删去了，没有改动"
        )
    if file.newer:
        yield f"  这个单位还交了 {cn_date(file.newer)}的表，这一份是旧的，请核对"


def _remarks(file: JudgedFile) -> Iterator[str]:
    """What is in the rows besides, and was not taken."""
    remarks = [
        f"  注意 第 {verdict.line.number} 行：{remark}"
        for verdict in file.verdicts
        for remark in (*verdict.line.remarks, *(verdict.told.remarks if verdict.told else ()))
    ]
    yield from remarks[:MOST]
    if len(remarks) > MOST:
        yield f"  另有 {len(remarks) - MOST} 处要注意"


def _what_next(taken: Taken, by: str | None) -> Iterator[str]:
    targets = [file.target for file in taken.files if file.target]
    if not targets:
        return
    more = " …" if len(targets) > 1 else ""
    option = f" --by {shell_word(by)}" if by else ""
    yield f"退回的行请单位改好，再执行 cz sheet take {shell_word(targets[0])}{more}{option}"


# --- as data ----------------------------------------------------------------------------------


def data(taken: Taken, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "commit": taken.outcome.commit or None,
        **_counts(taken),
        "files": [_file_data(file) for file in taken.files],
    }


def _counts(counts: JudgedFile | Taken) -> dict[str, int]:
    return {
        "rows": counts.rows,
        "taken": counts.count("taken"),
        "unchanged": counts.count("unchanged"),
        "returned": counts.count("returned"),
    }


def _file_data(file: JudgedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "fault": file.fault or None,
        **_counts(file),
        "returned_to": file.target or None,
        "missing": list(file.missing),
        "tables": [
            {
                "name": table.filled.name,
                "unit": table.unit or None,
                "sent": day_text(table.sent),
                "results": [
                    _row_data(verdict)
                    for verdict in table.verdicts
                    if verdict.outcome != "unchanged"
                ],
            }
            for table in file.tables
        ],
        "unread": [{"name": unread.name, "reason": unread.reason} for unread in file.unread],
    }


def _row_data(verdict: Verdict) -> dict[str, Any]:
    return {
        "row": verdict.line.number,
        "id": verdict.about or None,
        "result": verdict.outcome,
        "words": verdict.said.words if verdict.said else None,
        "reason": verdict.reason or None,
    }
