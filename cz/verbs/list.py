"""``cz list``: rows of one kind that a query matches, sorted."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.choose import choose
from cz.columns import column_names, sorted_by
from cz.letters import folded, narrow
from cz.problem import Refusal
from cz.progress import pick_phase, state, step_states, task_states
from cz.query import OF_INDICATORS, Query, Row, parse_query
from cz.records import STATUSES, Campaign, Collective, Unit
from cz.records.judge import Judge
from cz.records.kinds import KINDS as RECORDS
from cz.typed.words import kind_meant
from cz.verbs.list_plain import PLAIN, columns_of, rows_of
from cz.whose import kind_of

KINDS = {
    "task": "任务",
    "step": "步骤",
    "indicator": "指标",
    "unit": "单位",
    **{kind: plain.word for kind, plain in PLAIN.items()},
}
_SECTIONS = {
    "task": ("tasks",),
    "step": ("steps",),
    "indicator": ("indicators",),
    "unit": ("units", "collectives"),
}
# Fields that are no column as they stand: others say for one phase what they say for each.
_NO_COLUMNS = ("progress", "updates", "ratings", "grades", "changes")


class Column(NamedTuple):
    """``value`` gives text, a number, a date or ``None``; ``order`` what rows are sorted by."""

    title: str
    value: Callable[[Any], Any]
    order: Callable[[Any], Any]


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """1-2 before 1-10."""
    parts, digits = [], ""
    for char in text + "\0":
        if char.isdecimal() and char.isascii():
            digits += char
            continue
        if digits:
            parts.append((int(digits), ""))
            digits = ""
        parts.append((-1, char))
    return tuple(parts)


def _field(title: str, name: str) -> Column:
    """What the record itself says, a list in one text."""

    def value(row: Any) -> Any:
        record = row.record if isinstance(row, Row) else row
        said = getattr(record, name, None)
        if isinstance(said, Judge):
            return str(said)
        if isinstance(said, Mapping):
            return "；".join(f"第{phase}阶段 {each:g}" for phase, each in said.items())
        if isinstance(said, tuple):
            return "、".join(part if isinstance(part, str) else part[0] for part in said)
        return said

    return Column(title, value, value)


def _id_field(title: str, name: str) -> Column:
    field = _field(title, name)
    return field._replace(order=lambda row: natural(field.value(row)))


def _blank_last(column: Column) -> Column:
    return column._replace(order=lambda row: column.value(row) or None)


def _worked_out(title: str, value: Callable[[Any], Any]) -> Column:
    return Column(title, value, value)


def _of_state(title: str, name: str) -> Column:
    """Of the task's or step's state; of an indicator without a task there is none."""
    return _worked_out(title, lambda row: getattr(row.state, name) if row.state else None)


_STATUS_ORDER = {status: index for index, status in enumerate(STATUSES)}
_LIGHT_ORDER = {"red": 0, "yellow": 1, "green": 2, "none": 3}

_WORK = {
    "id": _id_field("编号", "id"),
    "chapter": _worked_out("板块", lambda row: row.chapter)._replace(
        order=lambda row: natural(row.chapter)
    ),
    "title": _field("任务", "title"),
    "lead": _field("牵头单位", "lead"),
    "units": _field("责任单位", "units"),
    "group": _field("工作组", "group"),
    "phase": _worked_out("阶段", lambda row: row.phase),
    "status": _of_state("状态", "status")._replace(
        order=lambda row: _STATUS_ORDER[row.state.status]
    ),
    "due": _of_state("时限", "due"),
    "repeat": _of_state("周期", "repeat"),
    "light": _of_state("灯", "light")._replace(order=lambda row: _LIGHT_ORDER[row.state.light]),
    "late": _of_state("逾期天数", "late"),
    "page": _field("页码", "page"),
    "source": _field("来源", "source"),
}
_INDICATOR = {
    "id": _WORK["id"],
    "title": _field("测评标准", "title"),
    "block": _worked_out("测评版块", lambda row: row.block)._replace(
        order=lambda row: natural(row.block)
    ),
    "project": _worked_out("测评项目", lambda row: row.project)._replace(
        order=lambda row: natural(row.project)
    ),
    "content": _field("测评内容", "content"),
    "method": _field("测评方法", "method"),
    "material": _field("材料要求", "material"),
    "task": _id_field("任务", "task"),
    "task_title": _worked_out("任务名称", lambda row: row.state.item.title if row.state else ""),
    "unit": _field("责任单位", "unit"),
    "rating": _worked_out("评级", lambda row: row.record.ratings.get(row.phase, "")),
    "phase": _WORK["phase"],
    "status": _worked_out("任务状态", lambda row: row.state.status if row.state else ""),
    "due": _WORK["due"],
    "source": _WORK["source"],
}
_UNIT = {
    "id": _field("编号", "id"),
    "name": _field("单位", "name"),
    "kind": _worked_out("类别", kind_of),
    "redacted": _field("方案写法", "redacted"),
    "members": _worked_out("成员", lambda owner: "、".join(getattr(owner, "members", ()))),
    "source": _field("来源", "source"),
}


def _with_declared(kind: str, placed: dict[str, Column]) -> dict[str, Column]:
    """The columns of today, then one for every other field that the records declare."""
    columns = dict(placed)
    for section in _SECTIONS[kind]:
        for name, word in RECORDS[section].words.items():
            if name not in columns and name not in _NO_COLUMNS:
                columns[name] = _blank_last(_field(word, name))
    return columns


def _plain_columns(kind: str) -> dict[str, Column]:
    names = columns_of(kind)
    return {name: _blank_last(_field(word, name)) for name, word in names.items()}


COLUMNS: dict[str, dict[str, Column]] = {
    "task": _with_declared("task", _WORK),
    "step": _with_declared("step", _WORK),
    "indicator": _with_declared("indicator", _INDICATOR),
    "unit": _with_declared("unit", _UNIT),
    **{kind: _plain_columns(kind) for kind in PLAIN},
}
DEFAULT = {
    **{kind: plain.columns for kind, plain in PLAIN.items()},
    "task": ("id", "title", "lead", "status", "due", "light"),
    "step": ("id", "title", "status", "due", "light"),
    "indicator": ("id", "title", "task", "unit", "rating"),
    "unit": ("id", "name", "kind", "redacted"),
}


class Listing(NamedTuple):
    """``rows`` are query.Row, or units and collectives for kind ``unit``."""

    campaign: Campaign
    today: date
    kind: str
    phase: int
    columns: tuple[str, ...]
    rows: tuple[Any, ...]


def listing(
    campaign: Campaign,
    words: Sequence[str],
    today: date,
    kind: str | None = None,
    sort: str | None = None,
    columns: str | None = None,
) -> Listing:
    """``kind`` where none is asked for: indicators if the query asks of them, else tasks.

    Raises Refusal for an unknown kind, column or query, or one that does not fit the kind.
    """
    query = None
    plain = _plain_kind(kind)
    if not plain and kind_meant(kind or "") != "unit":
        query = parse_query(words, campaign, today)
    kind = plain or _read_kind(kind, query)
    shown = DEFAULT[kind] if not columns else _read_columns(columns, kind)
    phase = pick_phase(campaign, query.phase if query else None, today)
    if plain:
        rows: Sequence[Any] = rows_of(campaign, plain, words)
    elif query is None:
        rows = _units(campaign, words)
    else:
        rows = [row for row in _rows(campaign, kind, phase, today) if query.matches(row)]
    known = COLUMNS[kind]
    ordered = sorted_by(rows, sort or "", lambda name: known[_read_column(name, kind)].order)
    return Listing(
        campaign=campaign,
        today=today,
        kind=kind,
        phase=phase,
        columns=shown,
        rows=tuple(ordered),
    )


def _plain_kind(asked: str | None) -> str:
    """The kind meant of those listed as they stand, "" where it is none of them."""
    plain = folded(asked or "")
    for kind, said in PLAIN.items():
        if plain in (kind, f"{kind}s", folded(said.word), *said.sections):
            return kind
    return ""


def _read_kind(asked: str | None, query: Query | None) -> str:
    of_indicators = [name for name in OF_INDICATORS if query and name in query.fields]
    if not asked:
        return "indicator" if of_indicators else _kind_named(query)
    kind = kind_meant(asked) or choose(asked, KINDS, "这种记录", "--kind 可用的有")
    if kind == "finding":
        raise Refusal("列问题请用 cz finding list。")
    if kind in ("task", "step") and of_indicators:
        raise Refusal(f"{of_indicators[0]}: 只用于指标，请改用 --kind indicator。")
    return kind


def _kind_named(query: Query | None) -> str:
    """The kind of which ids are among the words, s1-1 or i6-10~13; else tasks."""
    for word in query.fields if query else ():
        if re.match("[is][0-9]+-[0-9]", word):
            return "indicator" if word[0] == "i" else "step"
    return "task"


def _read_columns(text: str, kind: str) -> tuple[str, ...]:
    names = column_names(text)
    if names in (["all"], ["全部"]):
        return tuple(COLUMNS[kind])
    if not names:
        raise Refusal(f"--columns 后面要写列名，例如 --columns {','.join(DEFAULT[kind])}。")
    return tuple(_read_column(name, kind) for name in names)


def _read_column(name: str, kind: str) -> str:
    titles = {key: column.title for key, column in COLUMNS[kind].items()}
    return choose(name, titles, "这一列")


def _rows(campaign: Campaign, kind: str, phase: int, today: date) -> list[Row]:
    if kind == "task":
        chapters = {each.number: f"{each.number} {each.title}" for each in campaign.chapters}
        return [
            Row(phase, now, chapter=chapters.get(getattr(now.item, "chapter", 0), ""))
            for now in task_states(campaign, phase, today)
        ]
    if kind == "step":
        return [Row(phase, now) for now in step_states(campaign, phase, today)]
    tasks = {task.id: task for task in campaign.tasks}
    projects = {project.id: project for project in campaign.projects}
    blocks = {block.id: f"{block.id} {block.title}" for block in campaign.blocks}
    rows = []
    for indicator in campaign.indicators:
        task = tasks.get(indicator.task)
        now = state(task, phase, today, campaign) if task else None
        project = projects.get(indicator.project)
        row = Row(phase, now, indicator, project=indicator.project)
        if project is not None:
            named = f"{project.id} {project.title}"
            row = row._replace(project=named, block=blocks.get(project.block, project.block))
        rows.append(row)
    return rows


def _units(campaign: Campaign, words: Sequence[str]) -> list[Unit | Collective]:
    """Units by free words over name, id, kind and blacked-out form."""
    wanted = [word for text in words for word in narrow(text).split()]
    for word in wanted:
        if ":" in word:
            raise Refusal(f"“{word}”不能用来查单位：查单位只用词，例如 cz list --kind unit 街道。")
    return [owner for owner in campaign.owners if _is_called(owner, wanted)]


def _is_called(owner: Unit | Collective, words: Sequence[str]) -> bool:
    forms = (owner.name, owner.id, kind_of(owner), *owner.redacted)
    return all(any(folded(word) in folded(form) for form in forms) for word in words)
