"""The query language of ``cz list``: fields, comparisons, free words, ``not`` and ``or``.

query   = group {"or" group}        group = term {term}          term = ["not"] test
test    = field ":" value {"," value} | "due" ("<" | "<=" | ">" | ">=" | "=") date | word
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from cz.names import find_group, find_unit, normal_id
from cz.problem import Refusal, nearest
from cz.progress import LIGHTS, State
from cz.records import STATUSES, Campaign, Indicator, Step, Task
from cz.records.fields import Bad, day
from cz.whose import collectives_of, is_lead, shares_in


class Row(NamedTuple):
    """What a test looks at: a task's or step's state, or an indicator with its task's state (where it has one)."""

    phase: int
    state: State | None
    indicator: Indicator | None = None

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
    "chapter": "板块号",
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
_COMPARE = r"([a-z_]+)(<=|>=|<|>|=)(.*)"


# What an input method leaves of the signs and numbers of a query.
_NARROW = {
    ord("："): ":",
    ord("＜"): "<",
    ord("＞"): ">",
    ord("＝"): "=",
    ord("－"): "-",
    0x3000: " ",
} | {0xFF10 + n: 0x30 + n for n in range(10)}


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


class Query(NamedTuple):
    """``phase`` is the phase asked for, if any; ``fields`` those used."""

    matches: Test
    phase: int | None
    fields: frozenset[str] = frozenset()


def parse_query(words: Sequence[str], campaign: Campaign) -> Query:
    """Compile a query. Raises Refusal (misuse) for a field, value or order of words it does not know."""
    groups: list[list[Test]] = [[]]
    fields = set()
    phase: int | None = None
    negate = False
    for word in (part for text in words for part in text.translate(_NARROW).split()):
        named, colon, rest = word.partition(":")
        if colon and named in CHINESE:
            word = f"{CHINESE[named]}:{rest}"
        fields.add(re.split("[:<>=]", word, maxsplit=1)[0])
        plain = word.lower()
        if plain in ("and", "并且"):
            continue
        if plain in ("or", "或者"):
            if negate or not groups[-1]:
                raise Refusal("or 的前后都要有条件，例如：status:todo or status:blocked。")
            groups.append([])
        elif plain in ("not", "不是"):
            negate = not negate
        elif plain.startswith(("phase:", "phase=")):
            if negate or phase is not None or len(groups) > 1:
                raise Refusal(
                    "phase: 说明看哪个阶段，只能写一次，写在最前面，不能和 not、or 连用。"
                )
            phase = _phase(word[6:], campaign)
        else:
            test = _test(word, campaign)
            groups[-1].append(_not(test) if negate else test)
            negate = False
    if negate:
        raise Refusal("not 的后面要有条件，例如：not status:done。")
    if len(groups) > 1 and not groups[-1]:
        raise Refusal("or 的前后都要有条件，例如：status:todo or status:blocked。")
    if len(groups) == 1:
        (only,) = groups
        return Query(lambda row: all(test(row) for test in only), phase, frozenset(fields))
    return Query(
        lambda row: any(all(test(row) for test in group) for group in groups),
        phase,
        frozenset(fields),
    )


def _not(test: Test) -> Test:
    return lambda row: not test(row)


def _phase(text: str, campaign: Campaign) -> int:
    if not text:
        raise Refusal("phase: 后面要写阶段号，例如 phase:2。")
    if not text.isdecimal() or campaign.phase(int(text)) is None:
        known = "、".join(str(phase.number) for phase in campaign.phases)
        raise Refusal(f"没有第“{text}”阶段。方案里的阶段有：{known}。")
    return int(text)


def _test(word: str, campaign: Campaign) -> Test:
    compare = re.fullmatch(_COMPARE, word)
    field, colon, value = word.partition(":")
    if compare and (not colon or len(compare[1]) < len(field)):
        field, sign, value = compare.groups()
        if field == "due":
            return _due(sign, value)
        if sign != "=":
            raise Refusal(f"“{word}”里的“{sign}”只能用于 due，例如 due<2026-07-01。")
    elif field in ("due", "时限") and not colon:
        raise Refusal(
            '时限的条件要加引号，例如 "due<2026-07-01"；不加引号，< 和 > 会被命令行当作文件的进出。'
        )
    elif not colon or not field.isascii() or not field.isalpha():
        return _word(word)
    if field not in FIELDS:
        near = nearest(field, list(FIELDS), 1)
        hint = f"是不是 {near[0]}:？" if near else ""
        raise Refusal(
            f"没有“{field}:”这个条件。{hint}可用的有：{'、'.join(name + ':' for name in FIELDS)}。"
        )
    if not value:
        raise Refusal(f"“{field}:”后面要写内容，例如 {_EXAMPLES.get(field, field + ':…')}。")
    tests = [_field(field, part, campaign) for part in re.split("[,，]", value) if part]
    if not tests:
        raise Refusal(f"“{word}”里只有逗号，没有内容。")
    return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)


_EXAMPLES = {
    "unit": "unit:区教育局",
    "status": "status:doing",
    "chapter": "chapter:3",
    "light": "light:red",
    "rating": "rating:C",
}


def _field(field: str, value: str, campaign: Campaign) -> Test:
    if field == "unit":
        owner = find_unit(campaign, value)
        collectives = collectives_of(campaign, owner.name)

        def held(row: Row) -> bool:
            if row.indicator is not None:
                return row.indicator.unit == owner.name
            item = row.state.item if row.state else None
            return item is not None and (
                is_lead(item, owner) or shares_in(item, owner, collectives) is not None
            )

        return held
    if field == "lead":
        name = find_unit(campaign, value).name
        return lambda row: row.state is not None and row.state.item.lead == name
    if field == "group":
        name = find_group(campaign, value).name
        return lambda row: row.state is not None and row.state.item.group == name
    if field == "status":
        status = _word_of(STATUSES, value, "状态")
        return lambda row: row.state is not None and row.state.status == status
    if field == "light":
        light = _word_of(LIGHTS, value, "灯")
        return lambda row: row.state is not None and row.state.light == light
    if field == "source":
        source = _word_of({"plan": "方案", "proposed": "拟"}, value, "来源")
        return lambda row: row.record.source == source
    if field == "chapter":
        _known(value, [str(chapter.number) for chapter in campaign.chapters], "板块")
        return lambda row: row.state is not None and row.state.item.id.partition("-")[0] == value
    if field == "due":
        if value == "none":
            return lambda row: row.state is None or row.state.due is None
        return _due("=", value)
    if field == "rating":
        wanted = _word_of({"A": "A类", "B": "B类", "C": "C类", "none": "未评"}, value, "评级")
        rating = "" if wanted == "none" else wanted
        return lambda row: (
            row.indicator is not None and row.indicator.ratings.get(row.phase, "") == rating
        )
    if field == "task":
        task = _known(normal_id(value), [task.id for task in campaign.tasks], "任务")
        return lambda row: row.indicator is not None and row.indicator.task == task
    if field == "project":
        project = _known(value.lower(), [project.id for project in campaign.projects], "测评项目")
        return lambda row: row.indicator is not None and row.indicator.project == project
    return lambda row: row.indicator is not None and row.indicator.method == value


def _known(value: str, known: list[str], word: str) -> str:
    if value in known:
        return value
    near = nearest(value, known) or (known if len(known) <= 12 else [])
    raise Refusal(
        f"没有编号为“{value}”的{word}。" + (f"可用的有：{'、'.join(near)}。" if near else "")
    )


def _word_of(words: dict[str, str], value: str, what: str) -> str:
    """A value by its English name in any case, or by its Chinese word."""
    for word, chinese in words.items():
        if value.lower() == word.lower() or value == chinese:
            return word
    near = nearest(value, [*words, *words.values()], 1)
    hint = f"是不是 {near[0]}？" if near else ""
    listing = "、".join(f"{word}（{chinese}）" for word, chinese in words.items())
    raise Refusal(f"没有“{value}”这种{what}。{hint}可用的有：{listing}。")


def _due(sign: str, value: str) -> Test:
    if not value:
        raise Refusal(f"due{sign} 后面要写日期，例如 due{sign}2026-07-01。")
    try:
        when: date = day(value)
    except Bad as bad:
        raise Refusal(f"{bad.message}{bad.advice}") from None
    compare: dict[str, Callable[[date], bool]] = {
        "<": lambda due: due < when,
        "<=": lambda due: due <= when,
        ">": lambda due: due > when,
        ">=": lambda due: due >= when,
        "=": lambda due: due == when,
    }
    holds = compare[sign]
    return lambda row: row.state is not None and row.state.due is not None and holds(row.state.due)


def _word(word: str) -> Test:
    wanted = word.lower()

    def holds(row: Row) -> bool:
        record = row.record
        if wanted == record.id.lower() or wanted in record.title.lower():
            return True
        if isinstance(record, Indicator):
            return wanted in record.unit or wanted in record.content
        return wanted in record.lead or any(wanted in unit for unit in record.units)

    return holds
