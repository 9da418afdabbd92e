"""``cz finding import``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    folder_of,
    how,
)


@examples(
    "cz finding import 督查一组记录表.csv --dry-run      先看会取走哪些、退回哪些",
    "cz finding import 督查一组记录表.csv",
    "cz finding import 督查一组记录表.csv --days 5 --commit",
)
def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="文件", help="CSV 文件；Excel 和 WPS 里用“另存为”存成 CSV。GBK、UTF-8 都行。"
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
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="退回的行写到哪里；不写就在原表旁边，名字加“-退回”。",
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.problem import Refusal
    from cz.show.complaints import complain
    from cz.show.imported import returned_text, show_imported, show_unsaved
    from cz.show.waiting import patience
    from cz.verbs.finding.import_ import Asked, import_table, save

    unsaved = ""
    with patience("正在导入"):
        found = import_table(
            folder_of(plan), file, clock(today), Asked(date, by, days, output), how(dry_run, commit)
        )
        if found.returned and not dry_run:
            try:
                save(found.target, returned_text(found))
            except Refusal as refusal:
                unsaved = refusal.message
    complain(found.outcome.warnings)
    if unsaved:
        show_unsaved(found.returned, unsaved)
        found = found._replace(target="")
    show_imported(found)
    return 1 if found.returned or found.outcome.refused else 0
