"""``cz list``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    JsonOption,
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)

if TYPE_CHECKING:
    pass


@examples(
    "cz list unit:区教育局 status:doing",
    'cz list "due<2026-07-01" not status:done,verified --sort due',
    "cz list light:red or status:blocked",
    "cz list source:proposed 志愿",
    "cz list --kind indicator rating:C",
    "cz list --kind unit 街道",
    "cz list phase:2 --csv > 任务.csv",
)
def command(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="条件",
            autocompletion=suggest.query_words,
            show_default=False,
            help="unit: lead: group: chapter: phase: status: light: due< due> source: rating: project: method: task:，或任意词；not 否定，or 或者；几个值用逗号隔开。",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="种类",
            help="task 任务，step 步骤，indicator 指标，unit 单位。",
            autocompletion=suggest.kinds,
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="列", help="按哪一列排，例如 due；-due 倒排；可用逗号写几列。"
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="列", help="显示哪些列，例如 id,title,units,group。"),
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="输出 CSV，可用 Excel、WPS 打开。")] = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.list import listing

    one_form(json=json, csv=csv)
    found, day = open_for_reading(plan, today, at)
    rows = listing(found.campaign, query or (), day, kind, sort, columns)
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(dump(data.rows(rows)))
    elif csv:
        from cz.show.listing import csv_text

        sys.stdout.flush()
        sys.stdout.buffer.write(csv_text(rows).encode("utf-8"))
    else:
        from cz.show.listing import show_listing

        show_listing(rows)
    return exit_code(found)
