"""``cz survey import``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    examples,
)
from cz.load.folder import find_plan
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.show.waiting import patience
from cz.surveys.tally import Tally
from cz.typography import visible
from cz.verbs.survey.import_ import Wanted, import_survey
from cz.write.writing import How


@examples(
    "cz survey import 问卷星导出.csv --as q2026-2 --good 非常满意、满意",
    "cz survey import 问卷星导出.csv --as q2026-2 --unit 您所在的街道（乡镇） --sent 1200",
)
def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="文件", help="问卷星、WPS、腾讯、Kobo 导出的表：第一行是题目，一行一份答卷。"
        ),
    ],
    as_: Annotated[str, typer.Option("--as", metavar="编号", help="记作哪一次，例如 q2026-1。")],
    title: Annotated[
        str, typer.Option("--title", metavar="标题", help="不写就是 2026年第1次问卷调查 这样。")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="单位", help="谁做的调查。")] = "",
    good: Annotated[
        list[str] | None,
        typer.Option("--good", metavar="选项", help="哪些选项算好评，有这些选项的题都照此算。"),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="选项", help="哪些选项不算回答；说不清、不知道等不用写。"),
    ] = None,
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="题目", help="哪一列写着单位，照抄表头；不写就自己认。"),
    ] = "",
    sent: Annotated[int, typer.Option("--sent", metavar="N", help="发出几份。")] = 0,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    wanted = Wanted(
        id=as_,
        title=title,
        by=by,
        good=good or (),
        skip=skip or (),
        unit=unit,
        sent=max(0, sent),
    )
    with patience("正在统计"):
        outcome = import_survey(find_plan(plan), file, wanted, how=How(dry_run, commit))
    complain(outcome.warnings)
    show_outcome(outcome, in_words_only=True)
    for line in told(outcome.result):
        print(visible(line))
    return 1 if outcome.refused else 0


def told(counted: Tally) -> list[str]:
    """What was made of the columns."""
    lines = []
    if counted.by:
        elsewhere = f"，{counted.elsewhere} 份认不出单位" if counted.elsewhere else ""
        lines.append(f"单位看“{counted.by}”一列{elsewhere}。")
    else:
        lines.append("没有一列写着单位，不分单位统计；有的请用 --unit 写明。")
    several = [str(each.number) for each in counted.questions if each.several]
    if several:
        lines.append(f"可以选几项的题：{'、'.join(several)}，只数人数，不算好评率。")
    lines += [f"没有统计“{each.heading}”：{each.why}。" for each in counted.left_out]
    return lines
