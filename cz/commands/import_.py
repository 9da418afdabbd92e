"""``cz import``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from cz.cli import suggest
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
from cz.load.folder import find_plan
from cz.records.kinds import KINDS
from cz.show.complaints import complain
from cz.show.sheet import Sheet
from cz.show.shell import shell_word
from cz.show.waiting import patience
from cz.show.writers import show
from cz.taking.growing import section_of
from cz.taking.headings import SORTS, read_sort
from cz.typography import clip, visible
from cz.verbs.import_ import (
    OUTCOMES,
    Imported,
    TakenFile,
    TakenTable,
    as_returned,
    import_tables,
    read_given,
)
from cz.verbs.sheet.files import back_names, named_files
from cz.write.files import folder_there
from cz.write.writing import How

MOST = 12  # rows of a file told one by one
FEW = 8  # names told
SHOWN = 3  # rows of which the same is remarked
WIDEST = 60  # columns of what a row is called
WORDS = {"added": "新增", "changed": "改动", "unchanged": "没有变化", "returned": "退回"}
# Columns that are another command's, by their headings.
_ELSEWHERE = (
    (
        ("联络员", "联系人", "负责人", "分管领导", "责任人", "职务"),
        "人请用 cz who change",
    ),
    (
        ("电话", "联系电话", "手机", "手机号", "联系方式"),
        "电话写进方案就一直留在 git 历史里，要登记的用 cz who change 的 --phone",
    ),
    (("评级",), "评级请用 cz rate"),
    (("状态", "完成情况", "任务状态", "最近进展", "进展情况"), "进展请用 cz sheet take"),
)


@examples(
    "cz import 测评标准.xlsx --dry-run                先看会改什么、退回哪些",
    "cz import 测评标准.xlsx --commit",
    "cz import 单位名单.xlsx 测评标准.xlsx",
    "cz import 测评标准.xlsx --new                    和方案里的只差一个字的，确实是新的",
    "cz import 通讯录.xlsx --as 单位                  表头认不出的，写明是什么表",
)
def command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件",
            help="表：.xlsx、.xls、.ods、.csv、.docx、.html；也可以写文件夹。",
        ),
    ],
    sort: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="种类",
            help="是什么表：tasks 任务，units 单位，standards 测评标准；不写就看表头。",
            autocompletion=suggest.table_sorts,
        ),
    ] = None,
    returned: ReturnedOption = None,
    anew: Annotated[
        bool,
        typer.Option("--new", help="和方案里的只差一个字的单位、板块、测评项目，也当作新的。"),
    ] = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    folder = find_plan(plan)
    asked = read_sort(sort)
    named = named_files(files)
    paths = named.paths
    targets = back_names(paths, returned)
    refuse_what_is_not_installed(dry_run=dry_run)
    given = read_each(paths, lambda path: read_given(path, asked))
    with patience("正在核对"), folder_there("" if dry_run else returned):
        imported = import_tables(
            folder,
            given,
            clock(today),
            targets=targets,
            anew=anew,
            how=How(dry_run, commit),
        )
        unsaved = [] if dry_run else write_returned(map(as_returned, imported.files))
    complain(imported.outcome.warnings)
    if json:
        show(Sheet([], lambda: data(imported, dry_run=dry_run)), "json")
    else:
        print("\n".join(visible(line) for line in lines(imported, named.passed, dry_run=dry_run)))
    tell_unsaved(unsaved)
    if imported.outcome.refused:
        print(f"cz：{visible(imported.outcome.refused)}", file=sys.stderr)
    is_whole = not imported.count("returned") and not any(map(_is_faulty, imported.files))
    return 0 if is_whole and not unsaved and not imported.outcome.refused else 1


def _is_faulty(file: TakenFile) -> bool:
    return bool(file.fault) or not file.tables


# --- what is told -----------------------------------------------------------------------------


def lines(imported: Imported, passed: Sequence[str], *, dry_run: bool) -> Iterator[str]:
    """``passed``: the files of which what was returned is given as well, and is newer."""
    for file in imported.files:
        yield from _of_file(file, dry_run=dry_run)
    for path in passed:
        yield f"{path}：旁边有后来退回的，这一份以前取过，没有再取。"
    yield from _made(imported)
    if len(imported.files) > 1:
        yield f"合计：{len(imported.files)} 个文件，{_equation(imported)}。"
    if imported.outcome.commit:
        yield f"已提交 {imported.outcome.commit}。"
    if dry_run:
        yield "（试运行，文件未动）"
        return
    targets = [file.target for file in imported.files if file.target]
    if targets:
        more = " …" if len(targets) > 1 else ""
        yield f"退回的行照最后一列改好，再执行 cz import {shell_word(targets[0])}{more}"


def _equation(counts: TakenTable | TakenFile | Imported) -> str:
    """``28 行 = 新增 3 + 改动 1 + 没有变化 24 + 退回 0``."""
    told = [f"{WORDS[outcome]} {counts.count(outcome)}" for outcome in OUTCOMES]
    rows = sum(counts.count(outcome) for outcome in OUTCOMES)
    return f"{rows} 行 = {' + '.join(told)}"


def _of_file(file: TakenFile, *, dry_run: bool) -> Iterator[str]:
    if file.fault:
        yield f"{file.path}：没有取。{file.fault}"
        return
    where = ""
    if file.target:
        where = f"（会写进 {file.target}）" if dry_run else f" → {file.target}"
    sorts = dict.fromkeys(SORTS[table.table.sort] for table in file.tables)
    yield f"{file.path}　{'、'.join(sorts) or '没有认出的表'}：{_equation(file)}{where}"
    for outcome in ("changed", "returned", "added"):
        yield from _rows(file, outcome)
    yield from _of_tables(file)


def _rows(file: TakenFile, outcome: str) -> Iterator[str]:
    placed = [
        (_sheet(file, table), verdict)
        for table in file.tables
        for verdict in table.verdicts
        if verdict.outcome == outcome
    ]
    for sheet, verdict in placed[:MOST]:
        name = clip(f"{verdict.about} {verdict.name}".strip() or "（没有认出）", WIDEST)
        said = "；".join(verdict.words) or verdict.reason
        yield f"  {WORDS[outcome]} {sheet}第 {verdict.line.number} 行　{name}　{said}".rstrip("　")
    if len(placed) > MOST:
        yield f"  另有{WORDS[outcome]} {len(placed) - MOST} 行"


def _sheet(file: TakenFile, table: TakenTable) -> str:
    """``“续”``: the name of the sheet, where the file has several tables."""
    name = table.table.filled.name
    return f"“{name}”" if name and len(file.tables) > 1 else ""


def _of_tables(file: TakenFile) -> Iterator[str]:
    """What was not looked at, and what of the rows is not taken."""
    for unread in file.unread:
        name = f"“{unread.name}”" if unread.name else ""
        yield f"  没有取的表{name}（{unread.rows} 行）：{unread.reason}"
    unused = list(
        dict.fromkeys(title for table in file.tables for title in table.table.filled.unused)
    )
    elsewhere = ""
    for titles, words in _ELSEWHERE:
        if set(titles) & set(unused):
            elsewhere += f"；{words}"
    if unused:
        yield f"  没有取的列（方案里没有地方记）：{'、'.join(unused)}{elsewhere}"
    skipped = sum(table.table.filled.skipped for table in file.tables)
    if skipped:
        yield f"  板块标题、合计行、重复的表头、表尾等 {skipped} 行不算"
    for table in file.tables:
        yield from (f"  {besides}" for besides in table.table.filled.besides)
    yield from _remarks(file)


def _remarks(file: TakenFile) -> Iterator[str]:
    """What of the rows is not taken as it stands, a line for each kind, with the first of them."""
    by_kind: dict[str, list[str]] = {}
    for table in file.tables:
        for verdict in table.verdicts:
            place = f"{_sheet(file, table)}第 {verdict.line.number} 行"
            for remark in verdict.remarks:
                told = f"{place}（{clip(remark.text, WIDEST)}）"
                by_kind.setdefault(remark.kind, []).append(told)
    for kind, rows in by_kind.items():
        more = "等" if len(rows) > SHOWN else ""
        yield f"  注意 {len(rows)} 行：{kind}：{'、'.join(rows[:SHOWN])}{more}"
        if more:
            yield "    全部的见 --json"


def _made(imported: Imported) -> Iterator[str]:
    """The records that rows brought along: what they stand under, and whom they name."""
    by_word: dict[str, list[str]] = {}
    for record in imported.above:
        word = KINDS[section_of(record)].word
        key = getattr(record, KINDS[section_of(record)].key)
        named = getattr(record, "title", "") or record.name
        by_word.setdefault(word, []).append(f"{key} {named}")
    for word, names in by_word.items():
        yield f"新建{word} {len(names)} 个：{_few(names)}"
    if imported.meant:
        pairs = [f"{short} 即 {name}" for short, name in imported.meant]
        yield f"按简称认的单位 {len(pairs)} 个，请核对：{_few(pairs)}"
    if imported.made:
        names = [f"{owner.name}（{owner.id}）" for owner in imported.made]
        yield f"新建单位 {len(names)} 个（拟，类别和编号是推断的，请核对）：{_few(names)}"


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:FEW]) + ("等" if len(names) > FEW else "")


# --- as data ----------------------------------------------------------------------------------


def data(imported: Imported, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "commit": imported.outcome.commit or None,
        **_counts(imported),
        "new_units": [{"id": owner.id, "name": owner.name} for owner in imported.made],
        "short_forms": dict(imported.meant),
        "files": [_file_data(file) for file in imported.files],
    }


def _counts(counts: TakenTable | TakenFile | Imported) -> dict[str, int]:
    by_outcome = {outcome: counts.count(outcome) for outcome in OUTCOMES}
    return {"rows": sum(by_outcome.values()), **by_outcome}


def _file_data(file: TakenFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "fault": file.fault or None,
        **_counts(file),
        "returned_to": file.target or None,
        "tables": [_table_data(table) for table in file.tables],
        "unread": [{"name": unread.name, "reason": unread.reason} for unread in file.unread],
    }


def _table_data(table: TakenTable) -> dict[str, Any]:
    results = [
        {
            "row": verdict.line.number,
            "id": verdict.about or None,
            "result": verdict.outcome,
            "words": list(verdict.words),
            "reason": verdict.reason or None,
            "remarks": [f"{remark.kind}：{remark.text}" for remark in verdict.remarks],
        }
        for verdict in table.verdicts
        if verdict.outcome != "unchanged" or verdict.remarks
    ]
    return {
        "name": table.table.filled.name,
        "kind": table.table.sort,
        **_counts(table),
        "unused": list(table.table.filled.unused),
        "results": results,
    }
