"""``cz round sheet``."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.options import PlanOption, TodayOption, examples, exit_code, open_for_reading
from cz.cli.paper import ForceOption, drawn_up, form_of_paper, may_draw_up, may_put_out, put_out
from cz.commands.round.options import RoundArgument
from cz.forms import FORMS, refuse_missing
from cz.problem import Refusal
from cz.progress import current_phase
from cz.rounds.papers import Papers
from cz.show.waiting import counted, patience
from cz.typography import visible
from cz.verbs.report import Request, completed, printer
from cz.verbs.round.sheet import sheets
from cz.write.files import EXPORTS, REPORT, may_write, may_write_folder, write_file, write_folder

if TYPE_CHECKING:
    from cz.opening import Opened

TEMPLATE = "模拟测评记录表"
XLSFORM = "xlsform"
_LONG = ("csv", "xlsx")  # one table, a row a spot and standard
_ENDINGS = {
    **{FORMS[name].ending[1:]: name for name in ("docx", "html", "markdown", *_LONG)},
    XLSFORM: XLSFORM,
}


@examples(
    "cz round sheet m2026-2 -o 记录表.docx               每个点位一页，印出来带去",
    "cz round sheet m2026-2 p1 p2 --all -o 记录表         每个点位一个文件，放进新文件夹",
    "cz round sheet m2026-2 -o 记录表.xlsx               一行一条标准，填好用 cz finding import 收",
    "cz round sheet m2026-2 -o 手机表.xlsx --form xlsform   给 Kobo、ODK 的表",
    "cz round sheet m2026-2 p1",
)
def command(
    id_: RoundArgument,
    spots: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="点位",
            help="只要这些点位的，编号或名称；不写就是抽到的全部。",
            show_default=False,
            autocompletion=suggest.spots,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="位置",
            help="写到文件，按结尾写成 .docx、.html、.md（每个点位一页），"
            ".xlsx、.csv（一行一条标准）；--all 写新的或空的文件夹；不写就打印在屏幕上。",
        ),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="每个点位一个文件，和 -o 文件夹 连用。")
    ] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--form",
            metavar="格式",
            help="--all 的各个文件写成什么：docx、html、md、csv、xlsx；不写就是 docx。"
            "xlsform 是给 Kobo、ODK 的一张表，写到 .xlsx 文件。",
        ),
    ] = None,
    force: ForceOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    wanted = _form_asked(form, output, all_=all_)
    opened, day = open_for_reading(plan, today)
    papers = sheets(opened.campaign, id_, day, spots or ())
    if all_:
        _put_out_each(opened, papers, day, wanted, output or "")
    elif wanted in (XLSFORM, *_LONG):
        _put_out_table(opened, papers, day, wanted, output or "", force=force)
    else:
        _put_out_paper(opened, papers, day, output, force=force)
    _tell_idle(papers)
    return exit_code(opened)


def _form_asked(asked: str | None, output: str | None, *, all_: bool) -> str:
    """Raises Refusal for options that do not go together."""
    wanted = _ENDINGS.get((asked or "docx").lower().removeprefix("."), "")
    if not wanted:
        raise Refusal(f"--form 可以写 {'、'.join(_ENDINGS)}，找到的是“{asked}”。")
    if wanted == XLSFORM:
        if all_:
            raise Refusal("xlsform 是一张表，里面选点位，不分成几个文件；请不要写 --all。")
        if output is None:
            raise Refusal("--form xlsform 要和 -o 连用，例如 -o 手机表.xlsx。")
        return wanted
    if all_:
        if output is None:
            raise Refusal("--all 要和 -o 连用，写明放进哪个新文件夹，例如 -o 记录表。")
        return wanted
    if asked is not None:
        raise Refusal("--form 只和 --all 连用（xlsform 除外）；写一个文件的，格式看 -o 的结尾。")
    return form_of_paper(output)


def _put_out_paper(
    opened: Opened, papers: Papers, day: date, output: str | None, *, force: bool
) -> None:
    folder = opened.campaign.folder
    may_put_out(folder, output, force=force)
    with patience("正在写表"):
        text = drawn_up(printer(opened), _request(opened, papers, day), form_of_paper(output))
    put_out(folder, text, output, force=force)


def _put_out_table(
    opened: Opened, papers: Papers, day: date, form: str, output: str, *, force: bool
) -> None:
    folder = opened.campaign.folder
    kind = EXPORTS["csv" if form == "csv" else "xlsx"]
    may_write(folder, output, kind, force=force)
    write_file(folder, output, _table(opened, papers, day, form), kind, force=force)
    print(visible(f"已写入 {output}：{len(papers.spots)} 个点位。"))


def _put_out_each(opened: Opened, papers: Papers, day: date, form: str, output: str) -> None:
    folder = opened.campaign.folder
    may_draw_up(form)
    may_write_folder(folder, output, REPORT)
    press = printer(opened)
    files: dict[str, str | bytes] = {}
    with counted("正在写表", len(papers.spots)) as step:
        for paper in papers.spots:
            own = papers._replace(spots=(paper,))
            name = f"{paper.spot.id}-{paper.spot.name}"
            if form in _LONG:
                files[name] = _table(opened, own, day, form)
            else:
                files[name] = drawn_up(press, _request(opened, own, day), form)
            step()
    write_folder(folder, output, files, REPORT, ending=FORMS[form].ending)
    print(visible(f"已写入 {output}：{len(files)} 个点位。"))


def _request(opened: Opened, papers: Papers, day: date) -> Request:
    phase = current_phase(opened.campaign, day)
    request = Request(template=TEMPLATE, phase=phase, today=day, papers=papers)
    return completed(opened, request)


def _table(opened: Opened, papers: Papers, day: date, form: str) -> str | bytes:
    if form == XLSFORM:
        refuse_missing("写 XLSForm", FORMS["xlsx"].packages, "不装也可以写成 .csv")
        from cz.show.xlsform import form_bytes

        return form_bytes(papers, day)
    from cz.show.checklist import long_table
    from cz.show.writers import csv_text, workbook

    table = long_table(opened.campaign, papers)
    if form == "csv":
        return csv_text(table)
    refuse_missing("写 Excel 文件", FORMS["xlsx"].packages, "不装也可以写成 .csv")
    return workbook(table)


def _tell_idle(papers: Papers) -> None:
    if papers.idle:
        names = "、".join(f"{spot.id} {spot.name}" for spot in papers.idle)
        text = f"没有要看的标准的点位 {len(papers.idle)} 个，没有写：{names}。"
        print(visible(text), file=sys.stderr)
