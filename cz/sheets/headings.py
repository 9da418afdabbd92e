"""What may stand at the head of a column of what units send back, and where the headings are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cz.supervise.table import HEADINGS as OF_FINDINGS
from cz.supervise.table import REASON, find_titles, plain_heading
from cz.tables import LOOKED, Row, text_of

# Of tasks and steps; the first word is what messages call it.
OF_WORK: Mapping[str, tuple[str, ...]] = {
    "code": ("对照码",),
    "title": (
        "事项",
        "任务名称",
        "任务内容",
        "工作任务",
        "重点任务",
        "目标任务",
        "创建任务",
        "主要任务",
        "工作内容",
        "工作事项",
        "任务事项",
        "实施步骤",
    ),
    "status": (
        "状态",
        "完成状态",
        "任务状态",
        "当前状态",
        "目前状态",
        "办理状态",
        "整改状态",
        "是否完成",
        "是否整改",
    ),
    "progress": (
        "进展情况",
        "工作进展情况",
        "工作进展",
        "任务进展",
        "任务进展情况",
        "进展",
        "目前进展",
        "本月进展",
        "推进情况",
        "工作推进情况",
        "落实情况",
        "工作落实情况",
        "完成情况",
        "工作完成情况",
        "进度情况",
    ),
    "files": ("佐证材料", "佐证材料文件", "支撑材料", "印证材料", "材料文件", "材料名称"),
}
HEADINGS: Mapping[str, tuple[str, ...]] = {**OF_FINDINGS, **OF_WORK}
FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words}
UNHEEDED = ("序号", "种类", "职责")  # of our own form, or saying nothing
ANSWERS = ("status", "progress", "fix", "rectified", "files")
WORDS = tuple(FIELD_OF)

_KNOWN_BY = ("code", "id", "title", "task")


class Head(NamedTuple):
    """``below``: the place, among the rows, of the first one under the headings."""

    titles: tuple[str, ...]
    below: int


def likeness(cells: Sequence[str]) -> int:
    """How many of a row's cells are headings that are known."""
    return sum(plain_heading(cell) in FIELD_OF for cell in cells)


def find_head(rows: Sequence[Row]) -> Head | None:
    """The headings in the first rows, over two rows where these say more than one does."""
    looked = [
        [text_of(cell).strip() for cell in row.cells]
        for row in rows[: LOOKED + 1]
        if row.number <= LOOKED + 1
    ]
    head = find_titles(looked, FIELD_OF, _enough_fields)
    return Head(tuple(head.titles), head.below) if head else None


def _enough_fields(titles: Sequence[str]) -> int:
    """How many, 0 where they do not tell which record a row is of, and what became of it."""
    fields = {FIELD_OF.get(plain_heading(title), "") for title in titles}
    if fields.isdisjoint(_KNOWN_BY) or fields.isdisjoint(ANSWERS):
        return 0
    return likeness(titles)


def likeliest(rows: Sequence[Row]) -> str:
    """``第 2 行：序号、任务、时间`` of the row most like headings; "" where there is none."""
    best = max(
        rows[:LOOKED],
        key=lambda row: (likeness([text_of(cell) for cell in row.cells]), len(row.cells)),
        default=None,
    )
    if best is None:
        return ""
    cells = [" ".join(text_of(cell).split())[:12] for cell in best.cells]
    named = [cell for cell in cells if cell]
    return f"第 {best.number} 行：{'、'.join(named[:8])}{'等' if len(named) > 8 else ''}"


def is_ours_returned(titles: Sequence[str]) -> bool:
    """Whether the table is one that we returned."""
    return any(plain_heading(title) == REASON for title in titles)
