"""``cz order print``: an order slip printed again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    JsonOption,
    PlanOption,
    TodayOption,
    examples,
    exit_code,
    folder_of,
    open_for_reading,
)
from cz.cli.paper import ForceOption, may_put_out, paper, put_out
from cz.commands.order.list import order_data
from cz.progress import current_phase
from cz.records import Order
from cz.show.writers import dump, for_any_reader
from cz.verbs.order.find import find_order
from cz.verbs.report import Request

if TYPE_CHECKING:
    from cz.opening import Opened

TEMPLATE = "督办单"

OutputOption = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        help="督办单写到文件，.docx 是 Word，.md 是 Markdown；不写或写 - 就打印在屏幕上。",
    ),
]


@examples(
    "cz order print d2026-7",
    "cz order d2026-7                 不写动作也是重打",
    "cz order print d2026-7 -o 督办单.docx",
)
def command(
    name: Annotated[
        str,
        typer.Argument(metavar="编号", help="督办单的编号。", autocompletion=suggest.everything),
    ],
    output: OutputOption = None,
    force: ForceOption = False,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    may_put_out(folder_of(plan), output, force=force)
    opened, day = open_for_reading(plan, today)
    order = find_order(opened.campaign, name)
    show_slip(opened, order, day, output=output, force=force, json=json)
    return exit_code(opened)


def show_slip(
    opened: Opened, order: Order, today: date, *, output: str | None, force: bool, json: bool
) -> None:
    """Print a slip, or write it to the file ``output``. Raises Refusal."""
    if json:
        print(for_any_reader(dump(order_data(order))))
        return
    phase = current_phase(opened.campaign, today)
    request = Request(template=TEMPLATE, phase=phase, today=today, order=order)
    slip = paper(opened, request, output)
    put_out(opened.campaign.folder, slip, output, force=force)
