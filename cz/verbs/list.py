"""``cz list``: rows of one kind that a query matches, sorted."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.problem import Refusal, nearest
from cz.progress import pick_phase, state, step_states, task_states
from cz.query import OF_INDICATORS, Row, parse_query
from cz.records import STATUSES, Campaign

KINDS = ("task", "step", "indicator", "unit")
KIND_WORDS = {"任务": "task", "步骤": "step", "指标": "indicator", "单位": "unit"}


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


def _text(title: str, value: Callable[[Any], str]) -> Column:
    return Column(title, value, value)


def _of_state(title: str, value: Callable[[Any], Any]) -> Column:
    return Column(
        title,
        lambda row: value(row.state) if row.state else None,
        lambda row: value(row.state) if row.state else None,
    )


_STATUS_ORDER = {status: index for index, status in enumerate(STATUSES)}
_LIGHT_ORDER = {"red": 0, "yellow": 1, "green": 2, "none": 3}

_WORK = {
    "id": Column("编号", lambda row: row.record.id, lambda row: natural(row.record.id)),
    "title": _text("任务", lambda row: row.record.title),
    "lead": _text("牵头单位", lambda row: row.record.lead),
    "units": _text("责任单位", lambda row: "、".join(row.record.units)),
    "group": _text("工作组", lambda row: row.record.group),
    "phase": Column("阶段", lambda row: row.phase, lambda row: row.phase),
    "status": Column(
        "状态", lambda row: row.state.status, lambda row: _STATUS_ORDER[row.state.status]
    ),
    "due": _of_state("时限", lambda one: one.due),
    "light": Column("灯", lambda row: row.state.light, lambda row: _LIGHT_ORDER[row.state.light]),
    "late": _of_state("逾期天数", lambda one: one.late),
    "page": Column("页码", lambda row: row.record.page, lambda row: row.record.page),
    "source": _text("来源", lambda row: row.record.source),
}
_INDICATOR = {
    "id": _WORK["id"],
    "title": _text("测评标准", lambda row: row.record.title),
    "project": _text("测评项目", lambda row: row.record.project),
    "content": _text("测评内容", lambda row: row.record.content),
    "method": _text("测评方法", lambda row: row.record.method),
    "material": _text("材料要求", lambda row: row.record.material),
    "task": Column("任务", lambda row: row.record.task, lambda row: natural(row.record.task)),
    "unit": _text("责任单位", lambda row: row.record.unit),
    "rating": _text("评级", lambda row: row.record.ratings.get(row.phase, "")),
    "phase": _WORK["phase"],
    "status": Column(
        "任务状态",
        lambda row: row.state.status if row.state else "",
        lambda row: row.state.status if row.state else "",
    ),
    "due": _WORK["due"],
    "source": _WORK["source"],
}
_UNIT = {
    "id": _text("编号", lambda unit: unit.id),
    "name": _text("单位", lambda unit: unit.name),
    "kind": _text("类别", lambda unit: getattr(unit, "kind", "集体单位")),
    "redacted": _text("方案写法", lambda unit: "、".join(unit.redacted)),
    "members": _text("成员", lambda unit: "、".join(getattr(unit, "members", ()))),
    "source": _text("来源", lambda unit: unit.source),
}
COLUMNS: dict[str, dict[str, Column]] = {
    "task": _WORK,
    "step": _WORK,
    "indicator": _INDICATOR,
    "unit": _UNIT,
}
DEFAULT = {
    "task": ("id", "title", "lead", "status", "due", "light"),
    "step": ("id", "title", "status", "due", "light"),
    "indicator": ("id", "title", "task", "unit", "rating"),
    "unit": ("id", "name", "kind", "redacted"),
}


class Listing(NamedTuple):
    """``rows`` are query.Row, or units and collectives for kind ``unit``."""

    campaign: Campaign
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
    query = None if kind in ("unit", "单位") else parse_query(words, campaign)
    of_indicators = [name for name in OF_INDICATORS if query and name in query.fields]
    kind = KIND_WORDS.get(kind, kind) if kind else "indicator" if of_indicators else "task"
    if kind in ("task", "step") and of_indicators:
        raise Refusal(f"{of_indicators[0]}: 只用于指标，请改用 --kind indicator。")
    if kind not in KINDS:
        if kind in ("finding", "findings", "问题"):
            raise Refusal("列问题请用 cz finding list。")
        near = nearest(kind, KINDS, 1)
        raise Refusal(
            f"没有“{kind}”这种记录。{f'是不是 {near[0]}？' if near else ''}--kind 可用的有：task（任务）、step（步骤）、indicator（指标）、unit（单位）。"
        )
    shown = (
        tuple(_column(name, kind) for name in columns.replace("，", ",").split(",") if name)
        if columns
        else DEFAULT[kind]
    )
    if not shown:
        raise Refusal(f"--columns 后面要写列名，例如 --columns {','.join(DEFAULT[kind])}。")
    if query is None:
        rows: list[Any] = _units(campaign, words)
        phase = pick_phase(campaign, None, today)
    else:
        phase = pick_phase(campaign, query.phase, today)
        rows = [row for row in _rows(campaign, kind, phase, today) if query.matches(row)]
    for name in reversed((sort or "").replace("，", ",").split(",")):
        if name:
            order = COLUMNS[kind][_column(name.lstrip("-"), kind)].order
            blank = [row for row in rows if order(row) is None]
            rows = (
                sorted(
                    (row for row in rows if order(row) is not None),
                    key=order,
                    reverse=name[0] == "-",
                )
                + blank
            )
    return Listing(campaign, kind, phase, shown, tuple(rows))


def _column(name: str, kind: str) -> str:
    name = name.strip()
    known = COLUMNS[kind]
    if name in known:
        return name
    for key, column in known.items():
        if column.title == name:
            return key
    near = nearest(name, list(known), 1)
    raise Refusal(
        f"没有“{name}”这一列。{f'是不是 {near[0]}？' if near else ''}可用的列有：{'、'.join(f'{key}（{column.title}）' for key, column in known.items())}。"
    )


def _rows(campaign: Campaign, kind: str, phase: int, today: date) -> list[Row]:
    if kind == "task":
        return [Row(phase, one) for one in task_states(campaign, phase, today)]
    if kind == "step":
        return [Row(phase, one) for one in step_states(campaign, phase, today)]
    tasks = {task.id: task for task in campaign.tasks}
    lights = campaign.plan.lights
    return [
        Row(phase, state(tasks[one.task], phase, today, lights) if one.task in tasks else None, one)
        for one in campaign.indicators
    ]


def _units(campaign: Campaign, words: Sequence[str]) -> list[Any]:
    """Units by free words over name, id, kind and blacked-out form."""
    wanted = [word.lower() for text in words for word in text.split()]
    for word in wanted:
        if ":" in word or "：" in word:
            raise Refusal(f"“{word}”不能用来查单位：查单位只用词，例如 cz list --kind unit 街道。")
    return [
        unit
        for unit in campaign.owners
        if all(
            any(
                word in form
                for form in (unit.name, unit.id, getattr(unit, "kind", "集体单位"), *unit.redacted)
            )
            for word in wanted
        )
    ]
