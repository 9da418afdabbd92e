"""``cz diff``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import JsonOption, PlanOption, examples, one_form


@examples(
    "cz diff                      上次提交以来改了什么",
    "cz diff HEAD~3               最近三次提交以来改了什么",
    "cz diff 2026-06-30           某一天以来改了什么",
    "cz diff main...HEAD --markdown   这个分支改了什么，贴到合并请求里",
)
def command(
    revisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="版本",
            help="提交编号、分支、标签、日期；写两个就比较两个；A...B 是 B 从分开以来。",
            show_default=False,
        ),
    ] = None,
    staged: Annotated[
        bool, typer.Option("--staged", help="和已暂存（git add）的比，不和文件比。")
    ] = False,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="分组",
            help="unit 按单位（不写就是它），chapter 按板块。",
            autocompletion=suggest.groupings,
        ),
    ] = "unit",
    markdown: Annotated[
        bool, typer.Option("--markdown", help="输出 Markdown，可贴到合并请求里。")
    ] = False,
    json: JsonOption = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有变化时退出码为 1。")] = False,
    plan: PlanOption = None,
) -> int:
    from cz.load.folder import find_plan
    from cz.problem import Refusal
    from cz.show import difference as shown
    from cz.show.waiting import patience
    from cz.verbs.diff import difference

    one_form(json=json, markdown=markdown)
    if by not in ("unit", "chapter"):
        raise Refusal(f"不能按“{by}”分组。可用的有：unit（单位）、chapter（板块）。")
    with patience("正在比较"):
        found = difference(find_plan(plan), revisions or (), staged=staged)
    if found.problems:
        from cz.show.complaints import left_out

        left_out(found.problems, len(found.problems))
    if json:
        from cz.show.writers import dump

        print(dump(shown.as_data(found)))
    elif markdown:
        print(shown.markdown(found, by), end="")
    else:
        shown.show_difference(found, by)
    return 1 if found.problems or (exit_code and found.records) else 0
