"""``cz finding list``."""

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
    UnitOption,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)

if TYPE_CHECKING:
    pass


@examples(
    "cz finding list --state 逾期",
    "cz finding list --unit 城东街道 --state 待整改,待复核",
    "cz finding list 占道 --type 农贸市场 --sort due",
    "cz finding list --from 2026-07-01 --to 2026-07-15 --csv > 台账.csv",
)
def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="词",
            show_default=False,
            help="编号、点位、问题、单位或类型里的词；几个词要都有。",
        ),
    ] = None,
    unit: UnitOption = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="状态",
            help="待交办、待整改、待复核、已销号、逾期；几种用逗号隔开。",
            autocompletion=suggest.finding_states,
        ),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="类型",
            help="点位类型，或其中一段。",
            autocompletion=suggest.spot_types,
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="督查日期从哪天起。")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="日期", help="督查日期到哪天止。")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar="列",
            help="按哪一列排，例如 due；-due 倒排；可用逗号写几列。",
            autocompletion=suggest.finding_sorts,
        ),
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="输出 CSV，可用 Excel、WPS 打开。")] = False,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    from cz.verbs.finding.list import findings

    one_form(json=json, csv=csv)
    found, day = open_for_reading(plan, today, at)
    listed = findings(
        found.campaign,
        words or (),
        day,
        unit=unit,
        state=state,
        type_=type_,
        start=start,
        end=end,
        sort=sort,
    )
    if json:
        from cz.show import data
        from cz.show.writers import dump

        print(
            dump(
                [
                    data.finding(row.stand, row.unit, row.fix, helping=row.helping)
                    for row in listed.rows
                ]
            )
        )
    elif csv:
        from cz.show.finding import csv_text

        sys.stdout.flush()
        sys.stdout.buffer.write(csv_text(listed).encode("utf-8"))
    else:
        from cz.show.finding import show_findings

        show_findings(listed)
    return exit_code(found)
