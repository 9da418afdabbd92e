"""``cz order print``: an order slip printed again, or all that are not answered yet."""

from __future__ import annotations

import sys
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
    one_form,
    open_for_reading,
)
from cz.cli.paper import ForceOption, may_put_out, paper, put_out
from cz.cli.papers import FormOption, form_of_all, put_out_all
from cz.commands.order.list import order_data
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.progress import current_phase
from cz.records import Order
from cz.show.writers import dump, for_any_reader
from cz.supervise.orders import unanswered
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
    "cz order print --all -o 督办单0715    未回复的每张一个文件，放进新文件夹",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="编号",
            help="督办单的编号。",
            show_default=False,
            autocompletion=suggest.everything,
        ),
    ] = None,
    output: OutputOption = None,
    all_: Annotated[
        bool,
        typer.Option("--all", help="未回复的督办单，每张一个文件，和 -o 文件夹 连用。"),
    ] = False,
    form: FormOption = None,
    force: ForceOption = False,
    json: JsonOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if (name is None) is not all_:
        raise Refusal("请写督办单的编号，例如 cz order print d2026-7；或写 --all，未回复的都要。")
    one_form(json=json, all=all_)
    each = form_of_all(form, output, all_=all_, unit=None)
    if not each:
        may_put_out(find_plan(plan), output, force=force)
    opened, day = open_for_reading(plan, today)
    if name is None:
        _put_out_unanswered(opened, day, each, output or "")
    else:
        order = find_order(opened.campaign, name)
        show_slip(opened, order, day, output=output, force=force, json=json)
    return exit_code(opened)


def _put_out_unanswered(opened: Opened, today: date, form: str, folder: str) -> None:
    slips = unanswered(opened.campaign, today)
    if not slips:
        print("没有未回复的督办单。", file=sys.stderr)
        return
    requests = {f"{order.unit}-{order.id}": _request(opened, order, today) for order in slips}
    put_out_all(opened, requests, form, folder, "张督办单")


def show_slip(
    opened: Opened, order: Order, today: date, *, output: str | None, force: bool, json: bool
) -> None:
    """Print a slip, or write it to the file ``output``. Raises Refusal."""
    if json:
        print(for_any_reader(dump(order_data(order))))
        return
    slip = paper(opened, _request(opened, order, today), output)
    put_out(opened.campaign.folder, slip, output, force=force)


def _request(opened: Opened, order: Order, today: date) -> Request:
    phase = current_phase(opened.campaign, today)
    return Request(template=TEMPLATE, phase=phase, today=today, order=order)
