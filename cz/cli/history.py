"""The commands that look at history: diff, restore, log."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.common import AtOption, DryRunOption, JsonOption, PlanOption, examples, one_form


@examples(
    "cz diff                      上次提交以来改了什么", "cz diff HEAD~3               最近三次提交以来改了什么",
    "cz diff 2026-06-30           某一天以来改了什么", "cz diff main...HEAD --markdown   这个分支改了什么，贴到合并请求里",
)  # fmt: skip
def diff_command(
    revisions: Annotated[
        list[str] | None, typer.Argument(metavar="版本", help="提交编号、分支、标签、日期；写两个就比较两个；A...B 是 B 从分开以来。", show_default=False)
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="和已暂存（git add）的比，不和文件比。")] = False,
    by: Annotated[str, typer.Option("--by", metavar="分组", help="unit 按单位（不写就是它），chapter 按板块。", autocompletion=suggest.groupings)] = "unit",
    markdown: Annotated[bool, typer.Option("--markdown", help="输出 Markdown，可贴到合并请求里。")] = False,
    json: JsonOption = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有变化时退出码为 1。")] = False,
    plan: PlanOption = None,
) -> int:  # fmt: skip
    from cz.problem import Refusal
    from cz.show import difference as shown
    from cz.show.waiting import patience
    from cz.verbs.difference import difference
    from cz.verbs.plan import find_plan

    one_form(json=json, markdown=markdown)
    if by not in ("unit", "chapter"):
        raise Refusal(f"不能按“{by}”分组。可用的有：unit（单位）、chapter（板块）。")
    with patience("正在比较"):
        found = difference(find_plan(plan), revisions or (), staged=staged)
    if found.problems:
        from cz.show.complaints import left_out

        left_out(found.problems, len(found.problems))
    if json:
        from cz.show.data import dump

        print(dump(shown.as_data(found)))
    elif markdown:
        print(shown.markdown(found, by), end="")
    else:
        shown.show_difference(found, by)
    return 1 if found.problems or (exit_code and found.records) else 0


@examples("cz restore 1-5                回到上次提交时的样子，别处的改动不动", "cz restore 1-5 --at 2026-06-30 --dry-run")
def restore_command(
    id: Annotated[str, typer.Argument(metavar="编号", help="任务、步骤、指标或单位的编号。", autocompletion=suggest.everything)],
    at: AtOption = None, dry_run: DryRunOption = False, plan: PlanOption = None,
) -> int:  # fmt: skip
    from cz.show.changes import show_outcome
    from cz.verbs.plan import find_plan
    from cz.verbs.restore import restore

    show_outcome(restore(find_plan(plan), id, at, dry_run=dry_run))
    return 0


@examples(
    "cz log                       谁在什么时候改了什么，最近的在前", "cz log 1-5                   一项任务的来龙去脉",
    "cz log --unit 区教育局 --since 2026-06-01", "cz log --field 时限           时限改过几次",
)  # fmt: skip
def log_command(
    name: Annotated[
        str | None,
        typer.Argument(metavar="编号", help="任务、步骤、指标、单位等的编号或名称，以前有过的也行；不写就是全部。", show_default=False, autocompletion=suggest.everything),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="它牵头、参与（含通过集体单位）、负责的各条记录。", autocompletion=suggest.units)
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="日期或版本", help="只看这一天起的，或这个版本以后的。")] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="字段", help="只看一个字段，例如 状态、时限、牵头单位、评级、进展。")] = None,
    json: JsonOption = False, plan: PlanOption = None,
) -> int:  # fmt: skip
    import sys

    from cz.show import log as shown
    from cz.show.waiting import patience
    from cz.verbs.log import log
    from cz.verbs.plan import find_plan

    with patience("正在读历史"):
        found = log(find_plan(plan), name, unit=unit, since=since, field=field)
    for note in shown.notes(found):
        print(f"cz：{note}", file=sys.stderr)
    if json:
        from cz.show.data import dump

        print(dump(shown.as_data(found)))
    else:
        shown.show_log(found)
    return 0
