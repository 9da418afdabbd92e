"""The headings of a form that the office was sent from above: which column asks for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cz.sheets.headings import OF_WORK
from cz.supervise.table import HEADINGS as OF_FINDINGS
from cz.supervise.table import plain_heading
from cz.tables import Area, Place, Table, text_of

LOOKED = 15  # rows in which the headings are looked for
DEEPEST = 3  # rows of headings
_WIDEST = 200  # columns looked at

# The first word is what messages call it.
OF_TASKS: Mapping[str, tuple[str, ...]] = {
    "seq": ("序号",),
    "id": ("编号", "任务编号"),
    "title": ("任务", "重点工作任务", "具体任务", *OF_WORK["title"]),
    "chapter": ("板块", "任务板块"),
    "lead": ("牵头单位", "牵头部门", "牵头责任单位"),
    "units": ("责任单位", "责任部门", "配合单位", "责任单位及部门"),
    "group": ("工作组", "牵头工作组"),
    "person": ("责任人", "责任领导", "分管领导"),
    "contact": ("联系人", "联络员"),
    "due": ("完成时限", "时限", "完成期限", "办结时限", "计划完成时间", "要求完成时间"),
    "progress": (
        "进展情况",
        "工作进展",
        "工作进展情况",
        "任务进展情况",
        "最近进展",
        "目前进展",
        "目前进展情况",
        "进展",
        "推进情况",
        "工作推进情况",
        "推进落实情况",
        "落实情况",
        "工作落实情况",
    ),
    "status": ("完成情况", "状态", "完成状态", "任务状态", "目前状态", "办理状态"),
    "finished": ("完成日期", "实际完成时间", "实际完成日期", "办结日期", "办结时间"),
    "problem": ("存在问题", "存在的问题", "存在主要问题", "问题"),
    "fix": ("整改情况", "问题整改情况", "整改落实情况"),
}
_PEOPLE = ("person", "contact")
FINDINGS: Mapping[str, tuple[str, ...]] = {
    "seq": ("序号",),
    **OF_FINDINGS,
    "state": ("状态", "整改状态", "完成情况", "销号情况"),
    **{field: OF_TASKS[field] for field in _PEOPLE},
}
_OF_WORK = ("seq", "lead", "units", "group", *_PEOPLE, "due", "progress", "status", "finished")
INDICATORS: Mapping[str, tuple[str, ...]] = {
    "id": ("指标编号", "编号", "标准编号"),
    "title": ("测评标准", "具体标准"),
    "project": ("测评项目",),
    "content": ("测评内容",),
    "method": ("测评方法", "测评方式"),
    "material": ("材料要求", "材料要求及说明"),
    "rating": ("评级", "等级", "自评等级", "自评"),
    **{field: OF_TASKS[field] for field in _OF_WORK},
}
_HEADINGS = {"tasks": OF_TASKS, "findings": FINDINGS, "indicators": INDICATORS}
KEYS = {"tasks": ("id", "title"), "findings": ("id", "problem"), "indicators": ("id", "title")}
_SURE_TASK = ("title", "progress", "lead")
_ANSWERS = {
    "tasks": ("progress", "status", "finished", "problem", "fix", "due", "lead", "units"),
    "findings": ("fix", "rectified", "state", "due", "unit"),
    "indicators": ("lead", "units", "due", "status", "progress", "rating", "material"),
}


class Column(NamedTuple):
    """``place``: in a row, from 0. ``title``: as it reads from the top down; ``word``: what
    messages call it.
    """

    field: str
    place: int
    title: str
    word: str


class Head(NamedTuple):
    """``kind``: tasks, findings or indicators. ``first`` and ``last``: its rows. ``unknown``:
    headings that are not understood; ``twice``: those of several columns that ask for the same,
    none of which is filled.
    """

    kind: str
    first: int
    last: int
    columns: tuple[Column, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)


class Grid:
    """A table's texts by place; a merged cell says the same at every place that it covers."""

    def __init__(self, table: Table, rows: int | None = None) -> None:
        """``rows``: how many from the first one matter, all where it is None."""
        self.table = table
        self.cells = {}
        self.width = 0
        for row in table.rows:
            if rows is not None and row.number > rows:
                break
            self.cells[row.number] = row.cells
            filled = [place for place, value in enumerate(row.cells) if value != ""]
            self.width = max(self.width, filled[-1] + 1)
        self.areas: dict[Place, Area] = {}
        for area in table.merged:
            for place in _places(area, rows):
                self.areas[place] = area

    def text(self, place: Place) -> str:
        area = self.areas.get(place)
        row, column = (area.top, area.left) if area else place
        cells = self.cells.get(row, ())
        return text_of(cells[column]).strip() if column < len(cells) else ""


def _places(area: Area, rows: int | None) -> Iterator[Place]:
    last = area.bottom if rows is None else min(area.bottom, rows)
    for row in range(area.top, min(last, area.top + 5000) + 1):
        for column in range(area.left, min(area.right, _WIDEST) + 1):
            yield Place(row, column)


def find_head(table: Table) -> Head | None:
    """The headings in the first rows, over as many rows as say most."""
    grid = Grid(table, LOOKED + DEEPEST)
    best: Head | None = None
    for first in range(1, LOOKED + 1):
        for depth in range(1, DEEPEST + 1):
            head = _head_at(grid, first, first + depth - 1)
            if head and (best is None or _says_more(head, best)):
                best = head
    return _with_its_groups(grid, best) if best else None


def _with_its_groups(grid: Grid, head: Head) -> Head:
    """The same with the rows above, into which some of its headings are merged."""
    tops = [area.top for area in grid.areas.values() if area.top <= head.first <= area.bottom]
    first = min([head.first, *tops])
    whole = _head_at(grid, first, head.last) if first < head.first else None
    return whole if whole and len(whole.columns) >= len(head.columns) else head


def _says_more(head: Head, other: Head) -> bool:
    """Whether it understands more columns, or as many in fewer rows."""
    rows, other_rows = head.last - head.first, other.last - other.first
    return (len(head.columns), -rows) > (len(other.columns), -other_rows)


def _head_at(grid: Grid, first: int, last: int) -> Head | None:
    width = min(grid.width, _WIDEST)
    paths = [_path(grid, first, last, column) for column in range(width)]
    kind = _kind(paths)
    words = _HEADINGS[kind]
    known = _fields_of(words)
    fields = [_field(path, known) for path in paths]
    columns: list[Column] = []
    unknown, twice = [], []
    for place, (path, field) in enumerate(zip(paths, fields, strict=True)):
        title = "".join(path)
        if not field:
            unknown.append(title)
        elif fields.count(field) > 1:
            twice.append(title)
        else:
            columns.append(Column(field, place, title, words[field][0]))
    head = Head(
        kind=kind,
        first=first,
        last=_bottom(grid, first, last),
        columns=tuple(columns),
        unknown=tuple(dict.fromkeys(filter(None, unknown))),
        twice=tuple(dict.fromkeys(twice)),
    )
    return head if _suffices(head) else None


def _path(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """What heads a column, from the top down; a cell merged over rows says it once, one merged
    over columns heads the first of them.
    """
    lowest = grid.areas.get(Place(last, column))
    if lowest is not None and lowest.left < column:
        return []
    path: list[str] = []
    above: Area | None = None
    for row in range(first, last + 1):
        place = Place(row, column)
        area = grid.areas.get(place)
        text = grid.text(place)
        if text and (area is None or area is not above):
            path.append("".join(text.split()))
        above = area
    return path


def _fields_of(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: field for field, names in words.items() for word in names}


def _field(path: Sequence[str], known: Mapping[str, str]) -> str:
    """By all that heads it, else by the lowest two, else by the lowest alone."""
    for parts in (path, path[-2:], path[-1:]) if path else ():
        field = known.get(plain_heading("".join(parts)), "")
        if field:
            return field
    return ""


def _kind(paths: Sequence[Sequence[str]]) -> str:
    """Of indicators where it asks for standards or their parts, of findings where it asks for
    problems and for nothing that only tasks have.
    """

    def fields(kind: str) -> set[str]:
        known = _fields_of(_HEADINGS[kind])
        return {_field(path, known) for path in paths}

    if fields("indicators") & {"title", "content", "project"}:
        return "indicators"
    if "problem" in fields("findings") and not fields("tasks") & {*_SURE_TASK}:
        return "findings"
    return "tasks"


def _suffices(head: Head) -> bool:
    """Whether it tells which record a row is of, and asks for something of it."""
    fields = {column.field for column in head.columns}
    return bool(fields & {*KEYS[head.kind]}) and bool(fields & {*_ANSWERS[head.kind]})


def _bottom(grid: Grid, first: int, last: int) -> int:
    """The last row of the headings, as far down as one of them is merged."""
    bottoms = [
        area.bottom
        for place, area in grid.areas.items()
        if first <= place.row <= last and area.bottom <= LOOKED + DEEPEST
    ]
    return max([last, *bottoms])
