"""``cz evidence review``."""

from __future__ import annotations

from collections.abc import Iterator
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
    record,
)
from cz.load.folder import find_plan
from cz.problem import Refusal
from cz.records import FAKED, PASSED, RETURNED
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.typography import visible
from cz.verbs.evidence.review import Drawn, Verdict, draw, named, review
from cz.write.writing import How


@examples(
    "cz evidence review e3 e5~7 --pass --by 区教育局          牵头单位审过的",
    "cz evidence review e5 --return 没有落款日期 --due 7月22日",
    "cz evidence review e5 --return 照片是去年的 --faked      弄虚作假，查漏补缺里排在最前",
    "cz evidence review --draw 10%                            从通过的里抽查，种子记下来",
    "cz evidence review --draw 20% --seed 20260720 --dry-run",
)
def command(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号",
            help="材料的编号，可以写几个，也可以写一段：e5~7。",
            show_default=False,
            autocompletion=suggest.pieces,
        ),
    ] = None,
    passed: Annotated[bool, typer.Option("--pass", help="通过。")] = False,
    returned: Annotated[
        str | None,
        typer.Option("--return", metavar="原因", help="退回，写明原因；补来以前都催。"),
    ] = None,
    faked: Annotated[
        bool, typer.Option("--faked", help="和 --return 同用：弄虚作假，或被上级点名。")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="谁", help="审的单位或人；不写就不记。")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="时限", help="退回的何时前补来；不写就没有时限，照样催。"),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="审核的日期；不写就是今天。")
    ] = None,
    draw_: Annotated[
        str | None,
        typer.Option(
            "--draw",
            metavar="比例",
            help="抽查通过的材料，例如 10%；写 r2026-1 就照种子重抽。",
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option("--seed", metavar="种子", help="抽查的种子；不写就是今天的年月日。"),
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    how = How(dry_run, commit)
    if draw_ is not None:
        _refuse_beside_draw(ids, passed=passed, returned=returned)
        return _draw(find_plan(plan), draw_, today, seed, how)
    verdict = _verdict(passed=passed, returned=returned, faked=faked, by=by or "", due=due or "")
    return record(review, find_plan(plan), ids or [], clock(today), verdict, day=date, how=how)


def _refuse_beside_draw(ids: list[str] | None, *, passed: bool, returned: str | None) -> None:
    if ids or passed or returned is not None:
        raise Refusal("--draw 从通过的材料里抽，不写编号，也不和 --pass、--return 同用。")


def _verdict(*, passed: bool, returned: str | None, faked: bool, by: str, due: str) -> Verdict:
    if passed is (returned is not None):
        raise Refusal("请写 --pass（通过）或 --return 原因（退回），只写一个。")
    if returned is None:
        if faked or due:
            raise Refusal("--faked 和 --due 只和 --return 同用。")
        return Verdict(PASSED, by=by)
    return Verdict(FAKED if faked else RETURNED, returned, by, due)


def _draw(folder: str, asked: str, today: str | None, seed: str | None, how: How) -> int:
    outcome = draw(folder, asked, clock(today), seed=seed, how=how)
    complain(outcome.warnings)
    result: Drawn = outcome.result
    if not result.again:
        show_outcome(outcome, in_words_only=True)
    for line in _lines(result):
        print(visible(line))
    return 1 if outcome.refused else 0


def _lines(result: Drawn) -> Iterator[str]:
    drawn = result.draw
    if result.again and not result.gone and not result.come:
        yield f"{drawn.id} 按种子 {drawn.seed} 重抽，{len(drawn.pieces)} 份和记着的一样。"
        return
    if result.again:
        yield f"{drawn.id} 没有改动。按种子 {drawn.seed} 重抽，和记着的不一样："
        if result.gone:
            yield f"  记着而抽不到的：{'、'.join(result.gone)}"
        if result.come:
            yield f"  抽到而没有记的：{'、'.join(result.come)}"
        yield "抽过以后又审了同一天的材料，会这样；要按当时的重抽，请看那时的提交。"
        return
    for piece in result.pieces:
        yield f"  {named(piece)}"
