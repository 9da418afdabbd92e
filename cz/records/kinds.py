"""The kinds of records: which file and section holds them. What each field is, the records say."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.records import (
    conditions,
    material,
    meetings,
    people,
    plan,
    rounds,
    spots,
    supervision,
    surveys,
)
from cz.records.fields import Identifier, Reader, declared, names, readers_of, required_of
from cz.records.words import WORDS


class Kind(NamedTuple):
    """One kind of record.

    ``single``: the section is one record, not a list. ``key``: the field that names a record.
    ``apart``: of a kind whose new ids are the next number, the fields that tell two records apart
    that two people entered under one id. ``moves``: where their branches are merged, the later one
    gets the next free id; else they are in conflict, as the number stands on paper or is named by
    other records of its file.
    """

    word: str
    section: str
    make: Callable[..., Any]
    single: bool = False
    key: str = "id"
    apart: tuple[str, ...] = ()
    moves: bool = False

    @property
    def readers(self) -> dict[str, Reader]:
        return readers_of(self.make)

    @property
    def required(self) -> tuple[str, ...]:
        return required_of(self.make)

    @property
    def words(self) -> dict[str, str]:
        """Every field's Chinese word, the record's own before the common one."""
        own = {name: said[1] for name, said in declared(self.make).items() if len(said) > 1}
        return {name: own.get(name) or WORDS.get(name, name) for name in self.readers}

    @property
    def identifier(self) -> Identifier | None:
        reader = self.readers.get("id")
        return reader if isinstance(reader, Identifier) else None


# Where every record is declared, also those that stand within others.
MODULES = (conditions, material, meetings, people, plan, rounds, spots, supervision, surveys)

FILES: dict[str, tuple[Kind, ...]] = {
    "tasks": (
        Kind("方案", "plan", plan.Plan, single=True, key="title"),
        Kind("部分", "parts", plan.Part, key="number"),
        Kind("阶段", "phases", plan.Phase, key="number"),
        Kind("板块", "chapters", plan.Chapter, key="number"),
        Kind("任务", "tasks", plan.Task, apart=("title",), moves=True),
        Kind("步骤", "steps", plan.Step, apart=("title",), moves=True),
        Kind("工作要求", "requirements", plan.Requirement),
    ),
    "units": (
        Kind("指挥部", "headquarters", plan.Organ, single=True, key="name"),
        Kind("办公室", "office", plan.Organ, single=True, key="name"),
        Kind("工作组", "groups", plan.Group),
        Kind("单位", "units", plan.Unit),
        Kind("集体单位", "collectives", plan.Collective),
    ),
    "indicators": (
        Kind("测评体系", "systems", plan.System),
        Kind("版块", "blocks", plan.Block),
        Kind("测评项目", "projects", plan.Project),
        Kind("指标", "indicators", plan.Indicator, apart=("title",), moves=True),
        Kind("申报条件", "conditions", conditions.Condition, apart=("kind", "title"), moves=True),
    ),
    "findings": (
        Kind(
            "问题", "findings", supervision.Finding, apart=("unit", "spot", "problem"), moves=True
        ),
        Kind("无问题点位", "visits", supervision.Visit, apart=("unit", "spot"), moves=True),
    ),
    "supervision": (
        Kind("督查规则", "rules", supervision.Rules, single=True, key="source"),
        Kind("通报", "bulletins", supervision.Bulletin, apart=("start", "end")),
        Kind("督办单", "orders", supervision.Order, apart=("unit", "about")),
    ),
    "evidence": (
        Kind("佐证材料", "evidence", supervision.Evidence, apart=("about", "file"), moves=True),
        Kind("材料抽查", "draws", material.Draw, apart=("date", "seed")),
        Kind("结论性说明", "statements", material.Statement, key="indicator"),
        Kind("荣誉称号", "honours", material.Honour, apart=("title", "by"), moves=True),
    ),
    "spots": (
        Kind("点位类型", "types", spots.SpotType, key="name"),
        Kind("点位", "spots", spots.Spot, apart=("name", "unit"), moves=True),
    ),
    "assessments": (Kind("模拟测评", "rounds", rounds.Round, apart=("title", "start")),),
    "people": (Kind("人员", "people", people.Person, apart=("name", "unit", "body"), moves=True),),
    "meetings": (
        Kind("会议", "meetings", meetings.Meeting, apart=("kind", "date")),
        Kind("议定事项", "agreed", meetings.Agreed, apart=("unit", "matter"), moves=True),
    ),
    "surveys": (
        Kind("问卷", "surveys", surveys.Survey, apart=("title", "sha256")),
        Kind("问卷题目", "questions", surveys.Question, apart=("text",)),
    ),
}

# What a file that need not be there begins with when cz makes it.
OPTIONAL = {
    "findings": "# 问题台账：督查发现的问题，从交办、整改到复核销号\n",
    "supervision": "# 督查通报、督办单和督查规则\n",
    "evidence": "# 佐证材料：文件放在原处，这里只记路径和校验值\n",
    "spots": "# 点位：类型和它要看的测评标准，每个点位的属地、包保单位和包保领导\n",
    "assessments": "# 模拟测评：每次抽到哪些点位、哪些没有看；没有达到的记在问题台账里\n",
    "people": "# 名单：指挥部、办公室、工作组的人，各单位的分管领导和联络员\n",
    "surveys": "# 问卷：只记各选项多少人，不记谁怎样答；答卷的文件只留校验值\n",
    "meetings": "# 会议和培训：哪天开的、谁参加，议定哪些事、谁办、何时办结\n",
}
REQUIRED = tuple(stem for stem in FILES if stem not in OPTIONAL)

# The stem of the file that holds each section.
STEMS = {kind.section: stem for stem, kinds in FILES.items() for kind in kinds}
KINDS = {kind.section: kind for kinds in FILES.values() for kind in kinds}


def word_of(record: Any, field: str) -> str:
    """What a field of this record is called."""
    return word_in(record.__class__, field)


def word_in(record_class: Any, field: str) -> str:
    """What a field is called in records of a class: its own word before the common one."""
    said = declared(record_class).get(field, ())
    return said[1] if len(said) > 1 else WORDS.get(field, field)


def lists_names(record: Any, field: str) -> bool:
    """Whether the field is a list of names."""
    return declared(record.__class__).get(field, (None,))[0] is names


def kind_by_id(text: str) -> Kind | None:
    """The kind of record whose ids are written so, where a letter and numbers tell."""
    for kind in KINDS.values():
        identifier = kind.identifier
        if identifier and identifier.parts and identifier.fits(text):
            return kind
    return None


def new_fields(record: Any, first: Sequence[str] = ()) -> dict[str, str | Sequence[str]]:
    """What is written of a new record: ``first`` these fields, then in the order declared.

    What is empty is left out, and so is what is no text, number, date or list of names.
    """
    names = [name for name in first if name in record._fields]
    names += [name for name in record._fields if name not in (*first, "node")]
    fields: dict[str, str | Sequence[str]] = {}
    for name in names:
        value = getattr(record, name)
        if isinstance(value, date):
            fields[name] = value.isoformat()
        elif isinstance(value, int):
            fields[name] = str(value) if value else ""
        elif isinstance(value, str | tuple):
            fields[name] = value
    return {name: value for name, value in fields.items() if value}
