"""The plan's files, written as ``cz init`` writes them: one field a line, in the records' order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from cz.edit.words import flow_map, scalar
from cz.intake.assembly import Imported, TaskRead
from cz.intake.entries import plain
from cz.records.fields import UNIT_KINDS

Value = str | int | date | Sequence[str] | Mapping[str, str]
Record = Mapping[str, Value]

_TASKS_HEAD = """\
# 任务：阶段目标、板块、任务、实施步骤、工作要求
#
# 由 cz init --from 从{files}读出。source: plan 是文件里写的，一字未改；
# source: proposed 和列在 proposed 下的字段是推断的，请核对。拿不准的都列在 导入说明.md 里。
"""
_UNITS_HEAD = """\
# 组织机构与单位：指挥部、办公室、工作组、单位、集体单位
#
# 由 cz init --from 从{files}读出。单位的名称是文件里写的，类别（kind）和编号是推断的，请核对。
# 集体单位的成员（members）文件里没有列的，请填上；“有关部门”没有成员。
"""
_INDICATORS = """\
# 测评指标：测评体系、版块、测评项目、测评标准。方案里没有，请按正式的测评操作手册填写。
systems: []
blocks: []
projects: []
indicators: []
"""


def plan_files(plan: Imported) -> dict[str, str]:
    """The text of each data file by its stem."""
    files = "".join(f"“{_comment(name)}”" for name in plan.files)
    return {
        "tasks": _TASKS_HEAD.format(files=files) + "".join(_tasks_file(plan)),
        "units": _UNITS_HEAD.format(files=files) + "".join(_units_file(plan)),
        "indicators": _INDICATORS,
    }


def _tasks_file(plan: Imported) -> Iterator[str]:
    yield "\nplan:\n"
    head: dict[str, Value] = {"title": plan.title or "（方案名称未填）", "source": "plan"}
    if not all(phase.start for phase in plan.phases):
        head["phase"] = 1
    yield from _fields(head, "  ")
    if plan.frame.counts:
        yield "  counts:\n"
        yield from _fields(dict(plan.frame.counts), "    ")
    yield from _section("phases", [_phase(plan, number) for number in range(len(plan.phases))])
    yield from _section(
        "chapters", [_chapter(plan, number) for number in range(len(plan.chapters))]
    )
    yield "\ntasks:\n" if plan.tasks else "\ntasks: []\n"
    chapter = 0
    headings = {each.number: each.heading.title for each in plan.chapters}
    for task in plan.tasks:
        number = int(task.id.partition("-")[0])
        if number != chapter:
            yield f"  # {_comment(headings[number])}\n"
            chapter = number
        yield from _record(_task(task, len(plan.phases)), note=_comment(task.entry.label))
    yield from _section("steps", list(_steps(plan)))
    requirements: list[Record] = [
        {"id": f"r{number}", "title": line.text, "page": plan.page(line.text), "source": "plan"}
        for number, line in enumerate(plan.frame.requirements, 1)
    ]
    yield from _section("requirements", requirements)


def _phase(plan: Imported, index: int) -> Record:
    phase = plan.phases[index]
    fields: dict[str, Value] = {"number": index + 1, "year": phase.year, "title": phase.title}
    fields |= {"page": plan.page(phase.title), "goal": phase.goal, "a_share": phase.a_share}
    fields |= {"floor": phase.floor, "minors": phase.minors}
    if phase.start and phase.end:
        fields |= {"start": phase.start, "end": phase.end}
    fields |= {"stage": phase.stage, "stage_page": plan.page(phase.stage)}
    return fields | {"source": "plan" if plan.phased else "proposed"}


def _chapter(plan: Imported, index: int) -> Record:
    number, heading = plan.chapters[index]
    source = "plan" if heading.place else "proposed"
    return {
        "number": number,
        "title": heading.title,
        "page": plan.page(heading.title),
        "source": source,
    }


def _task(task: TaskRead, phases: int) -> Record:
    """``phases``: how many; a deadline that comes again stands in all of them."""
    entry = task.entry
    same = plain(entry.text) == plain(entry.title)
    fields: dict[str, Value] = {"id": task.id, "title": entry.title, "page": entry.page}
    fields |= {"text": "" if same else " ".join(entry.text.split()), "due": entry.due}
    fields |= {"lead": task.lead, "units": task.units}
    fields |= {"proposed": ("due",) if entry.due_in_text else (), "source": "plan"}
    numbers = [task.phase] if task.due[:4].isdigit() else range(1, phases + 1)
    if task.due:
        fields["progress"] = {str(number): flow_map({"due": task.due}) for number in numbers}
    return fields


def _steps(plan: Imported) -> Iterator[Record]:
    for number, phase in enumerate(plan.phases, 1):
        for place, step in enumerate(phase.steps, 1):
            yield {
                "id": f"s{number}-{place}",
                "phase": number,
                "title": step.text,
                "page": plan.page(step.text),
                "source": "plan",
            }


def _units_file(plan: Imported) -> Iterator[str]:
    for section, name in (("headquarters", plan.frame.headquarters), ("office", plan.frame.office)):
        if name:
            yield f"\n{section}:\n"
            yield from _fields({"name": name, "source": "plan"}, "  ")
    groups: list[Record] = [
        {"id": f"g{number}", "name": line.text, "page": plan.page(line.text), "source": "plan"}
        for number, line in enumerate(plan.frame.groups, 1)
    ]
    yield from _section("groups", groups)
    yield "\nunits:\n" if plan.owners.units else "\nunits: []\n"
    for kind in UNIT_KINDS:
        units = [unit for unit in plan.owners.units if unit.kind == kind]
        if units:
            yield f"  # {kind}\n"
        for unit in units:
            fields: dict[str, Value] = {"id": unit.id, "name": unit.name, "kind": unit.kind}
            yield from _record(fields | {"former": unit.former, "source": "plan"})
    collectives: list[Record] = []
    for collective in plan.owners.collectives:
        record: dict[str, Value] = {"id": collective.id, "name": collective.name}
        record |= {"members": collective.members}
        record |= {"proposed": ("members",) if collective.members else (), "source": "plan"}
        collectives.append(record)
    yield from _section("collectives", collectives)


def _section(name: str, records: Sequence[Record]) -> Iterator[str]:
    yield f"\n{name}:\n" if records else f"\n{name}: []\n"
    for record in records:
        yield from _record(record)


def _record(record: Record, note: str = "") -> Iterator[str]:
    """A record of a list; fields that say nothing are left out."""
    first = True
    for line in _fields(record, "    "):
        if first:
            line = f"  - {line.lstrip()}"
            if note:
                line = f"{line.rstrip()}   # {note}\n"
            first = False
        yield line


def _fields(record: Record, indent: str) -> Iterator[str]:
    for key, value in record.items():
        if not value:
            continue
        if isinstance(value, str):
            text = scalar(value, typed=key in _TYPED)
            yield f"{indent}{key}: {text}\n"
        elif isinstance(value, (int, date)):
            yield f"{indent}{key}: {value}\n"
        elif isinstance(value, Mapping):
            yield f"{indent}{key}:\n"
            yield from (f"{indent}  {name}: {text}\n" for name, text in value.items())
        else:
            yield f"{indent}{key}:\n"
            yield from (f"{indent}  - {scalar(item)}\n" for item in value)


_TYPED = ("a_share", "minors")


def _comment(text: str) -> str:
    """A text as it may stand behind "#"."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
