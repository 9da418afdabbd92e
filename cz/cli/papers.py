"""The same paper for every unit: one file each, in a new folder, in the form asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli.paper import PAPERS, drawn_up, may_draw_up
from cz.forms import FORMS
from cz.problem import Refusal
from cz.report import NothingToList
from cz.show.waiting import counted
from cz.typography import visible
from cz.verbs.report import Request, completed, printer
from cz.write.files import REPORT, may_write_folder, write_folder

if TYPE_CHECKING:
    from cz.opening import Opened

DEFAULT = "docx"
_BY_ENDING = {FORMS[name].ending.removeprefix("."): name for name in PAPERS}

AllOption = Annotated[
    bool, typer.Option("--all", help="每个单位一份，和 -o 文件夹 连用，单位名就是文件名。")
]
FormOption = Annotated[
    str | None,
    typer.Option(
        "--form",
        metavar="格式",
        help=f"--all 的各个文件写成什么：{'、'.join(_BY_ENDING)}；不写就是 {DEFAULT}。",
    ),
]


def form_of_all(asked: str | None, output: str | None, *, all_: bool, unit: str | None) -> str:
    """The form of each file, "" where there is to be one paper only.

    Raises Refusal for options that do not go together.
    """
    if not all_:
        if asked is not None:
            raise Refusal("--form 只和 --all 连用；只写一份的，格式看 -o 文件名的结尾。")
        return ""
    if unit is not None:
        raise Refusal("--all 是每个单位一份，--unit 是只要一个单位，只能选一个。")
    if output is None:
        raise Refusal("--all 要和 -o 连用，写明放进哪个新文件夹，例如 -o 单位清单0715。")
    wanted = (asked or DEFAULT).lower().removeprefix(".")
    if wanted not in _BY_ENDING:
        raise Refusal(f"--form 可以写 {'、'.join(_BY_ENDING)}，找到的是“{asked}”。")
    return _BY_ENDING[wanted]


def put_out_all(
    opened: Opened, requests: Mapping[str, Request], form: str, folder: str, what: str
) -> None:
    """A file for each of the names, but for those that have nothing to list, which are named.

    ``what``: what is counted, 个单位. Raises Refusal; then there is no file at all.
    """
    plan_folder = opened.campaign.folder
    may_draw_up(form)
    may_write_folder(plan_folder, folder, REPORT)
    press = printer(opened)
    papers: dict[str, str | bytes] = {}
    empty = []
    with counted("正在写", len(requests)) as step:
        for name, request in requests.items():
            try:
                papers[name] = drawn_up(press, completed(opened, request), form)
            except NothingToList:
                empty.append(name)
            step()
    if papers:
        write_folder(plan_folder, folder, papers, REPORT, ending=FORMS[form].ending)
        print(visible(f"已写入 {folder}：{len(papers)} {what}。"))
    if empty:
        names = "、".join(empty)
        print(visible(f"没有可列的 {len(empty)} {what}，没有写：{names}。"))
