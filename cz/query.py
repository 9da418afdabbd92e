"""The query language of ``cz list``: fields, comparisons, free words, ``not`` and ``or``.

query   = group {"or" group}        group = term {term}          term = ["not"] test
test    = field ":" value {"," value} | "due" ("<" | "<=" | ">" | ">=" | "=") date | word
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cz.choose import choose
from cz.days import read_asked
from cz.letters import folded, narrow
from cz.names import find_chapter, find_group, find_unit, unit_called
from cz.problem import Refusal, nearest
from cz.progress import LIGHTS, State
from cz.records import STATUSES, Campaign, Indicator, Step, Task
from cz.records.fields import Bad
from cz.records.repeat import PERIODS, Repeat, read_repeat
from cz.typed.ids import ids_of_run, is_like_id, normal_id, run_meant
from cz.typed.lists import parts
from cz.typed.numbers import ordinal_meant
from cz.typed.words import grade_meant, status_meant
from cz.whose import collectives_of, is_lead, present_ids, shares_in


class Row(NamedTuple):
    """What a test looks at: a task's or step's state, or an indicator with its task's, if any.

    What it stands under, as id and title: ``project`` and ``block`` of an indicator (x1 理想信念
    教育), ``chapter`` of a task.
    """

    phase: int
    state: State | None
    indicator: Indicator | None = None
    project: str = ""
    block: str = ""
    chapter: str = ""

    @property
    def record(self) -> Task | Step | Indicator:
        if self.indicator is not None:
            return self.indicator
        assert self.state is not None
        return self.state.item


Test = Callable[[Row], bool]

FIELDS = {
    "unit": "牵头或责任单位（含集体单位的成员）",
    "lead": "牵头单位",
    "group": "工作组",
    "chapter": "板块号或名称",
    "phase": "看哪个阶段",
    "status": "状态",
    "light": "灯：green、yellow、red、none",
    "due": "时限，如 due<2026-07-01，没有时限写 due:none",
    "source": "plan 或 proposed",
    "rating": "评级：A、B、C、none",
    "project": "测评项目编号",
    "method": "测评方法",
    "task": "任务编号",
}
CHINESE = {
    "单位": "unit",
    "牵头": "lead",
    "牵头单位": "lead",
    "工作组": "group",
    "板块": "chapter",
    "阶段": "phase",
    "状态": "status",
    "灯": "light",
    "时限": "due",
    "来源": "source",
    "评级": "rating",
    "测评项目": "project",
    "项目": "project",
    "测评方法": "method",
    "方法": "method",
    "任务": "task",
}
OF_INDICATORS = ("rating", "project", "method", "task")
_EXAMPLES = {
    "unit": "unit:区教育局",
    "status": "status:doing",
    "chapter": "chapter:3",
    "light": "light:red",
    "rating": "rating:C",
}
_ALL_OF_FEW = 12  # so many ids are all named where none is near


class Query(NamedTuple):
    """``phase`` is the phase asked for, if any; ``fields`` those used."""

    matches: Test
    phase: int | None
    fields: frozenset[str] = frozenset()


def parse_query(words: Sequence[str], campaign: Campaign, today: date | None = None) -> Query:
    """Compile a query. ``today``: what 9月30日 and 昨天 are told from, the calendar's where None.

    Raises Refusal (misuse) for a field, value or order of words it does not know.
    """
    groups: list[list[Test]] = [[]]
    fields = set()
    phase: int | None = None
    negate = False
    for word in _words(words):
        fields.add(re.split("[:<>=]", word, maxsplit=1)[0].lower())
        plain = word.lower()
        if plain in ("and", "并且"):
            continue
        if plain in ("or", "或者"):
            if negate or not groups[-1]:
                raise _lonely_or()
            groups.append([])
        elif plain in ("not", "不是"):
            negate = not negate
        elif plain.startswith(("phase:", "phase=")):
            if negate or phase is not None or len(groups) > 1:
                raise Refusal(
                    "phase: 说明看哪个阶段，只能写一次，写在最前面，不能和 not、or 连用。"
                )
            phase = _phase(word[len("phase:") :], campaign)
        else:
            test = _test(word, campaign, today or date.today())
            groups[-1].append(_not(test) if negate else test)
            negate = False
    if negate:
        raise Refusal("not 的后面要有条件，例如：not status:done。")
    if len(groups) > 1 and not groups[-1]:
        raise _lonely_or()
    matches = _any_of([_all_of(group) for group in groups])
    return Query(matches, phase, frozenset(fields))


class Narrowed(NamedTuple):
    """A query that only rows of some units match.

    ``units``: of each alternative, as they are written; ``fields``: those used.
    """

    units: tuple[str, ...]
    fields: frozenset[str]


# Conditions that are judged by all there is: what is not there is refused with the nearest.
_OF_THE_WHOLE = ("method", "task")


def narrowed_to_units(words: Sequence[str]) -> Narrowed | None:
    """``None`` where other rows may match as well, or the query may ask for what is not there."""
    units: list[str] = []  # of each alternative, "" where it names none
    fields = set()
    negate = False
    for word in ["or", *_words(words)]:
        plain = word.lower()
        if plain in ("or", "或者"):
            units.append("")
        elif plain in ("not", "不是"):
            negate = not negate
        elif plain not in ("and", "并且"):
            name, sign, value = _parted(word)
            if not sign and (run_meant(word) or is_like_id(word) or len(parts(word)) > 1):
                return None
            if sign and (name in _OF_THE_WHOLE or name not in FIELDS):
                return None
            if name in ("unit", "lead") and not negate:
                units[-1] = units[-1] or value
            fields.add(name if sign else "")
            negate = False
    return Narrowed(tuple(units), frozenset(fields)) if all(units) else None


def _words(texts: Sequence[str]) -> Iterator[str]:
    """The words of a query, a field's Chinese name before a colon as its English one."""
    for text in texts:
        for word in narrow(text).split():
            name, colon, value = word.partition(":")
            if colon and name in CHINESE:
                yield f"{CHINESE[name]}:{value}"
            else:
                yield word


def _lonely_or() -> Refusal:
    return Refusal("or 的前后都要有条件，例如：status:todo or status:blocked。")


def _not(test: Test) -> Test:
    return lambda row: not test(row)


def _all_of(tests: Sequence[Test]) -> Test:
    return lambda row: all(test(row) for test in tests)


def _any_of(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda row: any(test(row) for test in tests)


def _phase(text: str, campaign: Campaign) -> int:
    if not text:
        raise Refusal("phase: 后面要写阶段号，例如 phase:2。")
    number = ordinal_meant(text, "阶段")
    if number is None or campaign.phase(number) is None:
        known = "、".join(str(phase.number) for phase in campaign.phases)
        raise Refusal(f"没有第“{text}”阶段。方案里的阶段有：{known}。")
    return number


_COMPARISON = re.compile("([a-z_]+)(<=|>=|<|>|=)(.*)")


def _parted(word: str) -> tuple[str, str, str]:
    """(field, sign, value) of a condition; a free word has no sign."""
    field, colon, value = word.partition(":")
    comparison = _COMPARISON.fullmatch(word)
    if comparison and (not colon or len(comparison[1]) < len(field)):
        return comparison[1], comparison[2], comparison[3]
    if colon and field.isascii() and field.isalpha():
        return field, colon, value
    return word, "", ""


def _test(word: str, campaign: Campaign, today: date) -> Test:
    name, sign, value = _parted(word)
    if not sign:
        if word in ("due", "时限"):
            raise Refusal(
                '时限的条件要加引号，例如 "due<2026-07-01"；'
                "不加引号，< 和 > 会被命令行当作文件的进出。"
            )
        return _free(word, campaign)
    if name == "due":
        return _due(sign, value, today)
    if sign not in (":", "="):
        raise Refusal(f"“{word}”里的“{sign}”只能用于 due，例如 due<2026-07-01。")
    known = {f"{field}:": "" for field in FIELDS}
    field = choose(f"{name}:", known, "这个条件").removesuffix(":")
    if not value:
        raise Refusal(f"“{name}:”后面要写内容，例如 {_EXAMPLES.get(field, field + ':…')}。")
    make = _TESTS[field]
    is_name = field in ("unit", "lead") and any(owner.name == value for owner in campaign.owners)
    tests = [make(part, campaign) for part in ([value] if is_name else parts(value))]
    if not tests:
        raise Refusal(f"“{word}”里只有逗号，没有内容。")
    return _any_of(tests)


def _of_state(holds: Callable[[State], bool]) -> Test:
    """Of the task or step; of an indicator, the task it belongs to, where it has one."""
    return lambda row: row.state is not None and holds(row.state)


def _of_indicator(holds: Callable[[Indicator], bool]) -> Test:
    return lambda row: row.indicator is not None and holds(row.indicator)


def _unit(value: str, campaign: Campaign) -> Test:
    owner = find_unit(campaign, value)
    collectives = collectives_of(campaign, owner.name)

    def holds(row: Row) -> bool:
        if row.indicator is not None:
            return row.indicator.unit == owner.name
        if row.state is None:
            return False
        item = row.state.item
        return is_lead(item, owner) or shares_in(item, owner, collectives) is not None

    return holds


def _lead(value: str, campaign: Campaign) -> Test:
    name = find_unit(campaign, value).name
    return _of_state(lambda state: state.item.lead == name)


def _group(value: str, campaign: Campaign) -> Test:
    name = find_group(campaign, value).name
    return _of_state(lambda state: state.item.group == name)


def _chapter(value: str, campaign: Campaign) -> Test:
    number = str(find_chapter(campaign, value).number)
    return _of_state(lambda state: state.item.id.partition("-")[0] == number)


def _status(value: str, campaign: Campaign) -> Test:
    status = status_meant(value) or choose(value, STATUSES, "这种状态")
    return _of_state(lambda state: state.status == status)


def _light(value: str, campaign: Campaign) -> Test:
    light = choose(value, LIGHTS, "这种灯")
    return _of_state(lambda state: state.light == light)


def _repeats(holds: Callable[[Repeat], bool]) -> Test:
    return _of_state(lambda state: state.repeat is not None and holds(state.repeat))


def _source(value: str, campaign: Campaign) -> Test:
    source = choose(value, {"plan": "方案", "proposed": "拟"}, "这种来源")
    return lambda row: row.record.source == source


def _rating(value: str, campaign: Campaign) -> Test:
    known = {"A": "A类", "B": "B类", "C": "C类", "none": "未评"}
    rating = grade_meant(value) or choose(value, known, "这种评级").removeprefix("none")

    def holds(row: Row) -> bool:
        return row.indicator is not None and row.indicator.ratings.get(row.phase, "") == rating

    return holds


def _project(value: str, campaign: Campaign) -> Test:
    known = [project.id for project in campaign.projects]
    project = _one_of(normal_id(value), known, "测评项目")
    return _of_indicator(lambda indicator: indicator.project == project)


def _method(value: str, campaign: Campaign) -> Test:
    known = list(dict.fromkeys(indicator.method for indicator in campaign.indicators))
    method = choose(value, dict.fromkeys(known, ""), "这种测评方法")
    return _of_indicator(lambda indicator: indicator.method == method)


def _task(value: str, campaign: Campaign) -> Test:
    asked = normal_id(value)
    task = _one_of(
        present_ids(campaign).get(asked, asked), [task.id for task in campaign.tasks], "任务"
    )
    return _of_indicator(lambda indicator: indicator.task == task)


_TESTS: dict[str, Callable[[str, Campaign], Test]] = {
    "unit": _unit,
    "lead": _lead,
    "group": _group,
    "chapter": _chapter,
    "status": _status,
    "light": _light,
    "source": _source,
    "rating": _rating,
    "project": _project,
    "method": _method,
    "task": _task,
}


def _one_of(value: str, ids: list[str], word: str) -> str:
    """The id, if it is one of these. Raises Refusal with the nearest, or with all where few."""
    if value in ids:
        return value
    near = nearest(value, ids)
    if not near and len(ids) <= _ALL_OF_FEW:
        near = ids
    hint = f"可用的有：{'、'.join(near)}。" if near else ""
    raise Refusal(f"没有编号为“{value}”的{word}。{hint}")


def _due(sign: str, value: str, today: date) -> Test:
    if not value:
        raise Refusal(f"due{sign} 后面要写日期，例如 due{sign}2026-07-01。")
    if sign == ":":
        return _any_of([_due_on(part, today) for part in parts(value)])
    return _due_by(sign, read_asked(value, today))


def _due_on(value: str, today: date) -> Test:
    if value == "none":
        return lambda row: row.state is None or not row.state.has_deadline
    if value in PERIODS:
        return _repeats(lambda repeat: repeat.period == value)
    try:
        wanted = read_repeat(value, today)
    except Bad as bad:
        raise Refusal(f"{bad.message}{bad.advice}") from None
    if wanted is not None:
        return _repeats(lambda repeat: repeat.falls_with(wanted))
    return _due_by("=", read_asked(value, today))


def _due_by(sign: str, when: date) -> Test:
    compare: dict[str, Callable[[date], bool]] = {
        "<": lambda due: due < when,
        "<=": lambda due: due <= when,
        ">": lambda due: due > when,
        ">=": lambda due: due >= when,
        "=": lambda due: due == when,
    }
    holds = compare[sign]
    return _of_state(lambda state: state.due is not None and holds(state.due))


def _free(word: str, campaign: Campaign) -> Test:
    """A word that the record says; also ids, a run of them, or whom it is about."""
    run = run_meant(word)
    if run is not None:
        every = (*campaign.work, *campaign.indicators)
        ids = frozenset(ids_of_run(run, [record.id for record in every], "编号"))
        return lambda row: row.record.id in ids
    listed = parts(word)
    if len(listed) > 1 and all(is_like_id(part) for part in listed):
        return _any_of([_has_word(part) for part in listed])
    tests = [_has_word(word)]
    owner = unit_called(campaign, word)
    if owner is not None:
        tests.append(_unit(owner.name, campaign))
    if any(folded(group.name) == folded(word) for group in campaign.groups):
        tests.append(_group(word, campaign))
    return _any_of(tests)


def _has_word(word: str) -> Test:
    wanted = folded(word)

    def holds(row: Row) -> bool:
        record = row.record
        if wanted == record.id.lower() or wanted in folded(record.title):
            return True
        if isinstance(record, Indicator):
            return wanted in folded(record.unit) or wanted in folded(record.content)
        units = (record.lead, *record.units)
        return any(wanted in folded(unit) for unit in units)

    return holds
