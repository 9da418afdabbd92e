"""What a table is, by its headings, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from cz.choose import choose
from cz.intake.columns import role_of
from cz.supervise.table import find_titles, plain_heading
from cz.tables import LOOKED, Row, text_of

STANDARDS, TASKS, UNITS = "standards", "tasks", "units"
SORTS = {TASKS: "任务", UNITS: "单位", STANDARDS: "测评标准"}

Words = Mapping[str, tuple[str, ...]]

_OF_STANDARDS: Words = {
    "id": ("指标编号", "测评标准编号", "标准编号", "测评编号", "编号", "代码", "指标代码", "编码"),
    "block": ("测评版块", "版块", "测评板块", "板块", "测评模块", "模块", "版块名称"),
    "project": ("测评项目", "项目", "项目名称", "测评项目名称", "一级指标", "测评指标"),
    "content": ("测评内容", "内容", "二级指标", "测评要点", "测评内容及要求"),
    "title": ("测评标准", "测评标准及要求", "标准", "标准内容", "指标", "三级指标", "指标要求"),
    "method": ("测评方法", "测评方式", "方法", "考核方式", "数据采集方式", "采集方式"),
    "material": ("材料要求", "申报材料", "材料审核要求", "申报材料要求", "所需材料"),
    "unit": ("责任单位", "责任部门", "主责单位", "主责部门", "落实单位", "承办单位"),
    "lead": ("牵头单位", "牵头部门"),
    "task": ("对应任务", "任务", "任务编号", "对应任务编号"),
    "task_title": ("任务名称", "对应任务名称"),
    "due": ("完成时限", "时限", "完成时间"),
    "source": ("来源",),
}
_OF_TASKS: Words = {
    "id": ("编号", "任务编号", "任务序号"),
    "chapter": ("板块", "任务板块", "所属板块", "板块名称"),
    "title": (
        *("任务", "任务名称", "重点任务", "工作任务", "创建任务", "主要任务", "目标任务"),
        *("事项", "任务事项", "工作事项", "任务标题", "工作名称"),
    ),
    "text": ("任务要求", "工作要求", "要求", "任务内容", "工作内容", "主要内容", "具体内容"),
    "lead": ("牵头单位",),
    "units": ("责任单位",),
    "group": ("工作组", "专项组", "所属工作组"),
    "due": ("时限", "完成时限"),
    "repeat": ("周期",),
    "phase": ("阶段",),
    "page": ("页码",),
    "proposed": ("拟定的字段",),
    "source": ("来源",),
}
_OF_UNITS: Words = {
    "id": ("编号", "单位编号"),
    "name": ("单位名称", "单位全称", "单位", "名称", "部门名称", "部门", "成员单位", "单位部门"),
    "kind": ("类别", "单位类别", "单位性质", "类型", "单位类型", "性质"),
    "former": ("曾用名", "原名称", "原名", "曾用名称", "原单位名称", "曾用"),
    "redacted": ("方案写法", "遮盖写法"),
    "members": ("成员", "成员单位名单", "包括单位"),
    "contact": ("联络员", "联系人", "联络员姓名", "联系人姓名"),
    "proposed": ("拟定的字段",),
    "source": ("来源",),
}
WORDS: Mapping[str, Words] = {STANDARDS: _OF_STANDARDS, TASKS: _OF_TASKS, UNITS: _OF_UNITS}
_FIELD_OF = {
    sort: {word: field for field, words in of_sort.items() for word in words}
    for sort, of_sort in WORDS.items()
}
EVERY_WORD = tuple({word: "" for of_sort in _FIELD_OF.values() for word in of_sort})
SEVERAL = ("text", "units", "former")  # fields whose columns may be there several times
_PARTS = ("project", "content", "method", "id", "unit")  # one of them a table of standards has
_WORK = ("lead", "units", "due", "id", "chapter", "text", "group")
_ROLES = {
    "number": "id",
    "lead": "lead",
    "units": "units",
    "assisting": "units",
    "due": "due",
    "chapter": "chapter",
}
# What other commands take, by a heading that only their tables have.
_ELSEWHERE = {
    "对照码": "这是反馈表，请用 cz sheet take",
    "点位名称": "这是点位表，请用 cz spot import",
    "存在问题": "这是督查问题表，请用 cz finding import",
    "问题描述": "这是督查问题表，请用 cz finding import",
}


class Head(NamedTuple):
    """``titles``: one a column, "" of one without; ``where``: the columns of each field.

    ``below``: the place, among the rows, of the first one under the headings.
    """

    sort: str
    titles: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]]
    below: int


def read_sort(asked: str | None) -> str:
    """Which of SORTS is meant, "" where nothing is asked. Raises Refusal."""
    return choose(asked, SORTS, "这种表", "--as 可用的有") if asked else ""


def find_head(rows: Sequence[Row], asked: str) -> Head | None:
    """The headings in the first rows, over two rows where these say more than one does."""
    lines = [[text_of(cell).strip() for cell in row.cells] for row in rows[: LOOKED + 1]]
    for sort in [asked] if asked else [STANDARDS, TASKS, UNITS]:
        head = find_titles(lines, _FIELD_OF[sort], partial(_enough_fields, sort), _says_its_role)
        if head:
            return Head(sort, tuple(head.titles), _columns(sort, head.titles), head.below)
    return None


def _enough_fields(sort: str, titles: Sequence[str]) -> int:
    """How many, 0 where such columns make no table of this sort."""
    where = _columns(sort, titles)
    return len(where) if _suffices(sort, titles, where) else 0


def _says_its_role(title: str) -> bool:
    return role_of(title) != ""


def _columns(sort: str, titles: Sequence[str]) -> dict[str, tuple[int, ...]]:
    where: dict[str, tuple[int, ...]] = {}
    unknown = []
    for column, title in enumerate(titles):
        field = _FIELD_OF[sort].get(plain_heading(title), "")
        if not field:
            unknown.append(column)
        elif field not in where or field in SEVERAL:
            where[field] = (*where.get(field, ()), column)
    for column in unknown if sort == TASKS else []:
        field = _role(titles[column], where)
        if field and (field not in where or field in SEVERAL):
            where[field] = (*where.get(field, ()), column)
    if sort == STANDARDS and not {"lead", "unit"} <= where.keys():
        where.pop("due", None)  # it is the deadline of a task that the row does not speak of
    if sort == TASKS and "title" not in where and "text" in where:
        first, *more = where.pop("text")
        where |= {"title": (first,)} | ({"text": tuple(more)} if more else {})
    return where


def _role(title: str, where: Mapping[str, tuple[int, ...]]) -> str:
    """What a column of tasks holds whose heading is none of ours, by how plans call such."""
    role = role_of(title)
    if role == "content":
        return "text" if "title" in where else "title"
    return _ROLES.get(role, "")


def _suffices(sort: str, titles: Sequence[str], where: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether such columns make a table of this sort."""
    if sort == UNITS:
        return "name" in where
    if "title" not in where:
        return False
    if sort == STANDARDS:
        return any(field in where for field in _PARTS)
    heading = plain_heading(titles[where["title"][0]])
    if heading in _OF_TASKS["title"]:
        return any(field in where for field in _WORK)
    return "lead" in where or "units" in where  # 名称 and 类别 head a list of units as well


def is_heading(sort: str, text: str) -> bool:
    return plain_heading(text) in _FIELD_OF[sort] or plain_heading(text) == "序号"


def elsewhere(rows: Sequence[Row]) -> str:
    """Which command takes this table, "" where none of the others does."""
    for row in rows[:LOOKED]:
        for cell in row.cells:
            words = _ELSEWHERE.get(plain_heading(text_of(cell)))
            if words:
                return words
    return ""


def likeness(cells: Sequence[str]) -> int:
    """How many of a row's cells are headings that are known."""
    words = [plain_heading(cell) for cell in cells]
    return max(sum(word in known for word in words) for known in _FIELD_OF.values())
