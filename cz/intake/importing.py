"""A plan's documents as the files of its folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.assembly import imported
from cz.intake.doubts import counts, doubts_page, grouped
from cz.intake.plan_files import plan_files
from cz.intake.reading import documents
from cz.problem import Refusal


class Files(NamedTuple):
    """``data``: the text of each data file by its stem. ``page``: of 导入说明.md.

    ``counts``: (what, how many) of what was read; ``doubts``: how many there are.
    """

    title: str
    data: dict[str, str]
    page: str
    counts: list[tuple[str, str]]
    doubts: int


def files_of_plan(paths: Sequence[str]) -> Files:
    """Raises Refusal where a file cannot be read, or no task is found in any."""
    plan = imported(documents(paths))
    if not plan.tasks:
        names = "、".join(paths)
        raise Refusal(
            f"从 {names} 里没有读出任务。任务要有编号（一、（一）1.），"
            "或者每段末尾写明单位，或者是有“责任单位”一列的表格。请核对文件。"
        )
    return Files(plan.title, plan_files(plan), doubts_page(plan), counts(plan), len(grouped(plan)))
