"""``cz spot import``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples
from cz.load.folder import find_plan
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.typography import visible
from cz.verbs.spot.import_ import Imported, import_spots
from cz.write.writing import How

_TOLD = 20  # lines that are told of one by one


@examples("cz spot import 点位表.xlsx")
def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="文件",
            help="表头有点位名称、类型、属地、包保单位、包保领导的表：.xlsx、.xls、.ods、.csv、.docx。",
        ),
    ],
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    outcome = import_spots(find_plan(plan), file, how=How(dry_run, commit))
    complain(outcome.warnings)
    imported: Imported = outcome.result
    show_outcome(outcome, in_words_only=imported.added + imported.changed > _TOLD)
    for line in _lines(imported):
        print(visible(line))
    return 1 if imported.returned or outcome.refused else 0


def _lines(imported: Imported) -> Iterator[str]:
    for row in imported.returned[:_TOLD]:
        yield f"  第 {row.number} 行　{row.name or '（没有名称）'}　{row.reason.rstrip('。')}"
    more = len(imported.returned) - _TOLD
    if more > 0:
        yield f"  另有 {more} 行没有取"
    if imported.unused:
        yield f"没有用到的列：{'、'.join(imported.unused)}。"
    yield (
        f"{imported.rows} 行 = 新增 {imported.added} + 改动 {imported.changed}"
        f" + 没有变化 {imported.unchanged} + 没有取 {len(imported.returned)}"
    )
