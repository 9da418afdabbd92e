"""The types of fields: text as written to what the record's field means.

The field decides, never YAML.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args

from cz.choose import listing, meant_by
from cz.letters import narrow, odd_characters
from cz.problem import nearest
from cz.tree import Map, Path, Seq

Reader = Callable[[Any], Any]

FINISHED = ("done", "verified")
STATUSES = {
    "todo": "未启动",
    "doing": "推进中",
    "blocked": "受阻",
    "done": "已完成",
    "verified": "已复核",
}
# How far each is: work that is blocked goes on less than work that is being done.
RANKS = {"todo": 0, "blocked": 1, "doing": 2, "done": 3, "verified": 4}
CLASSES = ("A", "B", "C")
UNIT_KINDS = ("党委部门", "政府部门", "群团", "乡镇", "街道", "其他")
EVIDENCE_KINDS = ("图片", "正式发文", "说明报告", "数据表格")


class Bad(Exception):
    """A value that is not what its field wants.

    ``path`` leads from the field to the very value, or with ``at_key`` to the key before it.
    """

    def __init__(
        self, code: str, message: str, advice: str, path: Path = (), *, at_key: bool = False
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice
        self.path = path
        self.at_key = at_key

    def lies_under(self, step: str | int) -> None:
        """``path`` is to lead from the value around this one."""
        self.path = (step, *self.path)


def kind_of(raw: Any) -> str:
    """What was found, for a complaint: 列表, or the text itself."""
    if isinstance(raw, Seq):
        return "列表"
    return "若干“字段: 值”" if isinstance(raw, Map) else f"“{raw}”"


def text(raw: Any) -> str:
    if raw.__class__ is not str:
        raise Bad(
            "E202",
            f"这里应当是一段文字，找到的是{kind_of(raw)}。",
            "请写成“字段名: 文字”，一行写完。",
        )
    return str(raw)


def number(raw: Any) -> int:
    if not isinstance(raw, str) or not (raw.isascii() and raw.isdigit()):
        raise Bad("E203", f"这里应当是整数，找到的是{kind_of(raw)}。", "请写阿拉伯数字，例如 12。")
    if len(raw) > 9:
        raise Bad("E203", f"“{raw[:12]}…”这个数太大了。", "请核对数字。")
    return int(raw)


_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


def points(raw: Any) -> float:
    """A score or a percentage, 0–100."""
    if isinstance(raw, str) and _POINTS.fullmatch(raw) and float(raw) <= 100:
        return float(raw)
    raise Bad(
        "E203",
        f"这里应当是 0 到 100 的数，找到的是{kind_of(raw)}。",
        "例如 82 或 82.5，不带“分”和“%”。",
    )


_days: dict[str, date] = {}  # those read before; a plan names few days many times


def day(raw: Any) -> date:
    """A date as a plan's files have it: 2026-06-30."""
    if raw.__class__ is not str:
        raise Bad("E204", f"这里应当是日期，找到的是{kind_of(raw)}。", "日期写成 2026-06-30。")
    known = _days.get(raw)
    if known is not None:
        return known
    try:
        if len(raw) != 10 or raw[4] != "-" or raw[7] != "-":
            raise ValueError
        value = date.fromisoformat(raw)
    except ValueError:
        value = _as_typed(raw)
    _days[raw] = value
    return value


def _as_typed(raw: str) -> date:
    """The day of 2026年6月30日, 2026/6/30: as people type it, the year with it."""
    from cz.typed.days import NoSuchDay, day_meant

    advice = "年四位、月日各两位，中间用短横线。"
    try:
        value = day_meant(raw)
        if value is None and day_meant(raw, date(2000, 1, 1)):
            advice = f"这里没有写年份，请写成 2026年{raw.strip()} 这样。"
    except NoSuchDay:
        value, advice = None, "没有这一天，请核对月份和日子。"
    if value is None:
        message = f"“{raw}”不是日期，应当写成 2026-06-30 这样。"
        raise Bad("E204", message, advice)
    return value


def choice(choices: dict[str, str] | tuple[str, ...], what: str) -> Reader:
    """One of ``choices``; a mapping also names the Chinese word for each."""
    words = choices if isinstance(choices, dict) else dict.fromkeys(choices, "")
    known = f"可用的有：{listing(words)}。"

    def read(raw: Any) -> str:
        if raw.__class__ is str and raw in words:
            return str(raw)
        if not isinstance(raw, str):
            raise Bad("E202", f"这里应当是一个词，找到的是{kind_of(raw)}。", known)
        if meant := meant_by(raw, words):
            return meant
        near = _nearest_choice(raw, words)
        advice = f"是不是 {near}？{known}" if near else known
        raise Bad("E205", f"没有{kind_of(raw)}这种{what}。", advice)

    return read


def _nearest_choice(raw: str, words: dict[str, str]) -> str | None:
    """The key that is written like ``raw``, or whose Chinese word is."""
    near = nearest(raw, [*words, *filter(None, words.values())], 1)
    return meant_by(near[0], words) if near else None


_status = choice(STATUSES, "状态")
_rating = choice(CLASSES, "评级")


def status(raw: Any) -> str:
    """As commands and tables read it: done, 已完成."""
    if raw.__class__ is str and raw in STATUSES:
        return str(raw)
    from cz.typed.words import status_meant

    meant = status_meant(raw) if isinstance(raw, str) else ""
    return meant or str(_status(raw))


def rating(raw: Any) -> str:
    """As commands and tables read it: A, a, A类."""
    if raw.__class__ is str and raw in CLASSES:
        return str(raw)
    from cz.typed.words import grade_meant

    meant = grade_meant(raw) if isinstance(raw, str) else ""
    return meant or str(_rating(raw))


unit_kind = choice(UNIT_KINDS, "单位类别")
evidence_kind = choice(EVIDENCE_KINDS, "材料")
scoring_method = choice(
    {"standard": "各标准一样重", "observation": "各次观察一样重", "weight": "按权重"}, "算法"
)
scoring_missing = choice(
    {"leave_out": "不算", "mean_of_others": "用其他单位的平均"}, "没有看的标准的算法"
)
origin = choice({"plan": "方案原文", "proposed": "拟"}, "来源")
# Of what a reason is kept, as cz.review calls the fields.
ADJUSTED = {
    "due": "时限",
    "rating": "评级",
    "lead": "牵头单位",
    "units": "责任单位",
    "source": "来源",
    "id": "编号",
    "title": "标题",
}
adjusted = choice(ADJUSTED, "调整的字段")


def as_written(raw: Any) -> str:
    """What another field says or said: a date, a rating, a name. It is quoted no more than that."""
    return text(raw)


# The sections whose records stand in a part of the plan.
HELD = {
    "phases": "创建目标",
    "organs": "组织机构",
    "tasks": "工作任务",
    "steps": "实施步骤",
    "requirements": "工作要求",
    "annex": "附件",
}
part_of_plan = choice(HELD, "部分")


def flag(raw: Any) -> bool:
    if raw not in ("true", "false"):
        raise Bad(
            "E205", f"这里应当是 true 或 false，找到的是{kind_of(raw)}。", "是写 true，否写 false。"
        )
    return bool(raw == "true")


def texts(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str) and raw.startswith("-"):
        raise Bad("E202", "“-”后面缺一个空格。", "列表每项写成“- 名称”。")
    if raw.__class__ is not Seq:
        raise Bad("E202", f"这里应当是列表，找到的是{kind_of(raw)}。", "每项一行，以“- ”开头。")
    for index, item in enumerate(raw):
        if item.__class__ is not str or not item:
            raise Bad(
                "E202",
                f"列表的这一项应当是一段文字，找到的是{kind_of(item)}。",
                "每项一行，写成“- 名称”。",
                (index,),
            )
    return tuple(raw)


def private(raw: Any) -> str:
    """Text that only the report asked for it prints: no card, no list, no history, no JSON."""
    return text(raw)


class Identifier(NamedTuple):
    """The reader of an id: ``prefix``, then ``parts`` numbers joined by "-".

    With 0 parts: small letters, digits and "-". ``example`` is shown where an id is not written so.
    """

    prefix: str
    parts: int
    example: str

    def __call__(self, raw: Any) -> str:
        if raw.__class__ is not str or not self.fits(raw):
            advice = f"{self._meant(raw)}编号应当像 {self.example}。"
            raise Bad("E206", f"{kind_of(raw)}不能作编号。", advice)
        return str(raw)

    def _meant(self, raw: Any) -> str:
        """What to write instead, where only a sign or blank is another than it looks."""
        plain = narrow(raw).strip().lower() if isinstance(raw, str) else ""
        if not self.fits(plain):
            return ""
        odd = next(odd_characters(str(raw)), None)
        return f"{odd.words}；请改成 {plain}。" if odd else f"是不是 {plain}？"

    def fits(self, text: str) -> bool:
        if not text.isascii() or not text.startswith(self.prefix):
            return False
        if self.parts == 0:
            return text.islower() and text[0].isalpha() and text.replace("-", "").isalnum()
        numbers = text[len(self.prefix) :].split("-")
        return len(numbers) == self.parts and all(map(_counts, numbers))


def _counts(text: str) -> bool:
    """Whether it is a number as an id has it: from 1 on, at most six digits, none of them a
    nought before it."""
    return text.isdigit() and text[0] != "0" and len(text) < 7


def names(raw: Any) -> tuple[str, ...]:
    """A list of names: what is added and what is taken away is told name by name.

    Several in one text are refused, for a name may have a 、 of its own.
    """
    if raw.__class__ is str and not raw.startswith("-"):
        from cz.typed.lists import parts

        listed = ", ".join(parts(raw))
        advice = f"请写成 [{listed}]，或每项一行，以“- ”开头。"
        raise Bad("E202", f"这里应当是列表，找到的是{kind_of(raw)}。", advice)
    return texts(raw)


def mapping(raw: Any) -> Map:
    if raw.__class__ is not Map:
        raise Bad(
            "E202",
            f"这里应当是若干“字段: 值”，找到的是{kind_of(raw)}。",
            "每个字段一行，比上一行多缩进两格。",
        )
    return raw


@cache
def declared(record: Any) -> dict[str, tuple[Any, ...]]:
    """What a class of records says of each of its fields: the reader, then a word of its own."""
    fields = {}
    for name, annotation in record.__annotations__.items():
        for part in (annotation, *get_args(annotation)):  # Day | None keeps its reader inside
            if hasattr(part, "__metadata__"):
                fields[name] = part.__metadata__
                break
    return fields


@cache
def private_of(record: Any) -> frozenset[str]:
    """The fields of a class of records that are nobody's business but one report's."""
    return frozenset(name for name, said in declared(record).items() if said[0] is private)


def readers_of(record: Any) -> dict[str, Reader]:
    return {name: declaration[0] for name, declaration in declared(record).items()}


def required_of(record: Any) -> tuple[str, ...]:
    """A field without a default has to be written."""
    return tuple(name for name in record._fields if name not in record._field_defaults)


def inner(make: Any) -> Reader:
    """A small record within a record.

    A key that is not known is refused, for nothing else would notice it.
    """
    readers, required = readers_of(make), required_of(make)

    def read(raw: Any) -> Any:
        values = {}
        for key, value in mapping(raw).items():
            reader = readers.get(key)
            if reader is None:
                raise _unknown_key(key, list(readers))
            if value == "":
                continue
            try:
                values[key] = reader(value)
            except Bad as bad:
                bad.lies_under(key)
                raise
        for key in required:
            if key not in values:
                raise Bad("E201", f"这里缺少“{key}”。", f"请补上“{key}: …”。")
        return make(**values)

    return read


def _unknown_key(key: str, known: list[str]) -> Bad:
    """What to say of a key that no field has: often the colon is at fault."""
    message = f"“{key}”不是“字段: 值”的写法。"
    if "：" in key:
        advice = "“：”是中文冒号，请改成英文冒号加一个空格。"
    elif ":" in key:
        advice = "冒号后面要有一个空格。"
    else:
        message = f"这里没有“{key}”这个字段。"
        near = nearest(key, known, 1)
        advice = f"是不是“{near[0]}”？" if near else f"可用的字段有：{'、'.join(known)}。"
    return Bad("E207", message, advice, (key,), at_key=True)


def by_phase(reader: Reader) -> Reader:
    """A mapping from phase number to what ``reader`` reads.

    What says the same in many records is read once.
    """
    known: dict[tuple[tuple[str, str | int], ...], tuple[dict[int, Any], list[Any]]] = {}

    def read(raw: Any) -> dict[int, Any]:
        # One-line entries that say the same are one node, so its identity stands for it;
        # what is known keeps the node alive.
        seen = tuple(
            [
                (key, value if value.__class__ is str else id(value))
                for key, value in mapping(raw).items()
            ]
        )
        if seen in known:
            return known[seen][0]
        by_number = {}
        for key, value in raw.items():
            if value == "":
                continue
            try:
                by_number[_phase_number(key)] = reader(value)
            except Bad as bad:
                bad.lies_under(key)
                raise
        known[seen] = (by_number, list(raw.values()))
        return by_number

    return read


def _phase_number(key: str) -> int:
    phase = number(key)
    if phase == 0 or str(phase) != key:
        message = f"阶段号应当是 1、2、3，找到的是“{key}”。"
        raise Bad("E203", message, "请写不带 0 的阿拉伯数字。", at_key=True)
    return phase


ratings = by_phase(rating)
scores = by_phase(points)


def listed(reader: Reader, word: str) -> Reader:
    """A list of small records, one a line; ``word`` says what each is."""

    def read(raw: Any) -> tuple[Any, ...]:
        if raw.__class__ is not Seq:
            message = f"这里应当是列表，找到的是{kind_of(raw)}。"
            raise Bad("E202", message, f"每条{word}一行，以“- ”开头。")
        records = []
        for index, item in enumerate(raw):
            try:
                records.append(reader(item))
            except Bad as bad:
                bad.lies_under(index)
                raise
        return tuple(records)

    return read


def some_texts(raw: Any) -> tuple[str, ...]:
    items = texts(raw)
    if not items:
        advice = "不想自己定的，请删去这一行，按不写时的取值。"
        raise Bad("E202", "这个列表是空的，至少要有一项。", advice)
    return items


def unit_classes(raw: Any) -> dict[str, tuple[str, ...]]:
    """The kinds of units that are ranked together, by the name of their class."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, kinds in mapping(raw).items():
        try:
            if not name.strip():
                raise Bad("E202", "这一类没有名称。", "请写成“名称: [单位类别]”。", at_key=True)
            classes[name] = _kinds_of_units(kinds)
        except Bad as bad:
            bad.lies_under(name)
            raise
    return classes


def _kinds_of_units(raw: Any) -> tuple[str, ...]:
    kinds = texts(raw)
    for index, kind in enumerate(kinds):
        if kind not in UNIT_KINDS:
            known = f"可用的有：{'、'.join(UNIT_KINDS)}。"
            raise Bad("E205", f"没有“{kind}”这种单位类别。", known, (index,))
    return kinds


def slashed_numbers(raw: Any) -> tuple[int, ...]:
    """Several counts in one text: 60/30/5/2."""
    try:
        return tuple(number(part) for part in text(raw).split("/"))
    except Bad:
        message = f"这里应当是用 / 隔开的几个整数，找到的是{kind_of(raw)}。"
        raise Bad("E203", message, "例如 60/30/5/2，依选项的次序。") from None


def sha256(raw: Any) -> str:
    if not isinstance(raw, str) or not re.fullmatch("[0-9a-f]{64}", raw):
        raise Bad(
            "E205",
            f"这里应当是文件的校验值（64 位十六进制），找到的是{kind_of(raw)}。",
            "请删去这一行，用 cz evidence add 重新登记。",
        )
    return raw


# What most fields are; what only one record has, it says itself.
Text = Annotated[str, text]
Number = Annotated[int, number]
Points = Annotated[float, points]
Day = Annotated[date, day]
MaybeDay = Annotated[date | None, day]
MaybePoints = Annotated[float | None, points]
Flag = Annotated[bool, flag]
Texts = Annotated[tuple[str, ...], texts]
Names = Annotated[tuple[str, ...], names]
Origin = Annotated[str, origin]
