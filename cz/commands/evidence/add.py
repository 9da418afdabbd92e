"""``cz evidence add``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    exit_code,
    one_form,
    open_for_reading,
    put_out_sheet,
)
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.show.waiting import patience
from cz.typography import LONGEST_QUOTED, clip, visible
from cz.verbs.evidence.add import add
from cz.write.writing import How


@examples(
    "cz evidence add i9-14 佐证材料/清理后.jpg"
    " --caption 2026年6月18日，城东街道，志愿者清理楼道杂物",
    "cz evidence add 7-3 佐证材料/7-3/*.xlsx                几个文件一起记，要么都记上，要么都不记",
    "cz evidence add e5 佐证材料/7-3/*.csv                  顶替原来的文件，退回的又是待审",
    "cz evidence add f260710-6 整改报告.pdf --kind 说明报告 --date 2026-07-07",
    "cz evidence add 佐证材料/1-2 -o 登记表.csv             整个文件夹：先写表，填好用 take 取回",
)
def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="编号",
            help="指标、任务、步骤或问题的编号，例如 i9-14、7-3、f260701-3。",
            autocompletion=suggest.provable,
        ),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="文件",
            help="材料文件或文件夹，可以写几个；只记路径和校验值，文件留在原处。",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="类别",
            help="图片、正式发文、说明报告、数据表格；图片和表格看扩展名就知道，可以不写。",
            autocompletion=suggest.evidence_kinds,
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="日期", help="材料的日期；不写就看文件名，再看修改日期。"),
    ] = None,
    caption: Annotated[
        str | None,
        typer.Option(
            "--caption",
            metavar="图说",
            help="图片写明时间、地点、事由，一般还有人物；其他材料写名称，不写就用文件名。",
        ),
    ] = None,
    shared: Annotated[
        bool, typer.Option("--shared", help="同一份材料有意用于几处，检查时不算重复登记。")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="表",
            help="只写文件夹时：先不登记，写一张表填图说等，填好用 cz evidence take 取回。",
        ),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    if not files:
        return _add_folder(id, output, plan, today, How(dry_run, commit))
    if output is not None:
        raise Refusal("-o 只和文件夹同用，例如 cz evidence add 佐证材料/新交 -o 图说.xlsx。")
    with patience("正在写入"):
        outcome = add(
            find_plan(plan),
            id,
            files,
            clock(today),
            kind=kind,
            day_=date,
            caption=caption,
            shared=shared,
            how=How(dry_run, commit),
        )
    complain(outcome.warnings)
    show_outcome(outcome)
    sys.stdout.flush()
    for note in outcome.result:
        print(f"cz：{visible(note)}", file=sys.stderr)
    return 1 if outcome.refused else 0


def _add_folder(
    folder: str, output: str | None, plan: str | None, today: str | None, how: How
) -> int:
    """Everything in a folder: as a table to be filled in, or at once where names tell enough."""
    from cz.commands.evidence.folder import records, refuse_unclear, told
    from cz.verbs.evidence.folder import is_folder, lying
    from cz.verbs.evidence.take import take_lying

    plan_folder = find_plan(plan)
    if not is_folder(plan_folder, folder):
        raise Refusal(
            f"{clip(folder, LONGEST_QUOTED)} 后面没有写文件。"
            "先写编号，再写文件，例如 cz evidence add i9-14 清理后.jpg；"
            "登记整个文件夹，写文件夹的路径。"
        )
    opened, _ = open_for_reading(plan, today)
    with patience("正在核对文件"):
        found = lying(opened.campaign, folder)
    if output is not None:
        put_out_sheet(records(found), one_form(), output, plan_folder)
        print(visible(told(found, output)))
        return exit_code(opened)
    refuse_unclear(found, folder)
    with patience("正在写入"):
        outcome = take_lying(plan_folder, found, clock(today), how=how)
    complain(outcome.warnings)
    show_outcome(outcome, in_words_only=len(found) > 3)
    return 1 if outcome.refused else 0
