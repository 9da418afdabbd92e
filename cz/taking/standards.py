"""A row of a table of standards: the official handbook's, or our own 任务分解表."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from cz.records import Block, Indicator, Project
from cz.records.kinds import KINDS
from cz.sheets.ids import ids_meant
from cz.taking.cells import Said, due_in, is_alike, is_same, said_in, who_in
from cz.taking.codes import code_ahead, id_of, read_code
from cz.taking.growing import Changed, Growing, Unusable
from cz.taking.reading import Given
from cz.taking.rows import Remark, Taken
from cz.taking.tasks import NO_TITLE, stub, with_deadline, with_who
from cz.typed.ids import normal_id
from cz.typed.titles import bare_title, plain_title

_DAY = re.compile(r"[12][0-9]{3}[-/年]")
_NUMBERED = re.compile(r"(?P<id>[bx][1-9][0-9]{0,5})\s*(?P<title>.*)", re.DOTALL)


class _Named(NamedTuple):
    """What a cell names that a standard stands under. ``id``: "" where it gives none."""

    id: str
    title: str


class _Number(NamedTuple):
    """The id that a row gives, or ``group``: the code that it shares with other rows."""

    id: str = ""
    group: str = ""


def take_standard(growing: Growing, row: Given) -> Taken:
    """Raises Unusable."""
    said = said_in(row)
    coded = code_ahead(said.of("title"))
    title = coded.text
    if not title:
        raise Unusable("没有写测评标准")
    pairs: list[Changed] = []
    remarks: list[Remark] = []
    project = _project(growing, said, pairs)
    number = _number(row, said, coded.code)
    old = _known(growing, number, title, said.of("content"), project)
    if old is None and project is None:
        raise Unusable("没有写测评项目，不知道放在哪个项目下")
    fields = _fields(said, old)
    task = _task(growing, said, pairs, remarks)
    if task:
        fields["task"] = task
    has_task = bool(task or (old and old.task))
    unit = _unit(growing, said, old, has_task=has_task, remarks=remarks)
    if unit:
        fields["unit"] = unit
    if old is None:
        assert project is not None
        id_ = number.id or _next_id(growing, number, project)
        new = Indicator(id=id_, title=title, project=project.id)
        new = new._replace(**fields, source=said.source_under("title") or "plan")
    else:
        new = _changed(old, title, project, fields, said)
    pairs += _of_task(growing, new, said, row)
    return Taken(new.id, new.title, (*pairs, Changed(old, new)), tuple(remarks))


# --- what it stands under -----------------------------------------------------------------------


def _named(text: str) -> _Named:
    """``x1 理想信念教育`` or 一、理想信念教育, Ⅰ-1 理想信念教育."""
    own = _NUMBERED.fullmatch(text.strip())
    if own:
        return _Named(own["id"], own["title"].strip())
    return _Named("", bare_title(code_ahead(text).text).strip())


def _project(growing: Growing, said: Said, pairs: list[Changed]) -> Project | None:
    """The project that a row is under, made where the plan has none; None where none is said."""
    named = _named(said.of("project"))
    block = _block(growing, said.of("block"), pairs)
    there = _of_name(growing, "projects", named, block)
    if there is not None:
        project: Project = there
        if block and project.block != block:
            moved = project._replace(block=block)
            pairs.append(Changed(project, moved))
            return moved
        return project
    if not named.title:
        return None
    growing.refuse_slip("projects", named.title)
    id_ = _free_id(growing, named.id, "x", "projects")
    made = Project(id=id_, title=named.title, block=block)
    pairs.append(Changed(None, made))
    return made


def _block(growing: Growing, text: str, pairs: list[Changed]) -> str:
    """The id of the block that a row is under, "" where none is said."""
    named = _named(text)
    there = _of_name(growing, "blocks", named, "")
    if there is not None:
        return str(there.id)
    if not named.title:
        return ""
    growing.refuse_slip("blocks", named.title)
    made = Block(id=_free_id(growing, named.id, "b", "blocks"), title=named.title)
    pairs.append(Changed(None, made))
    return made.id


def _of_name(growing: Growing, section: str, named: _Named, block: str) -> Any:
    """By its title, where several bear it the one in this block; else by its id. Raises Unusable
    where the plan has another under that id."""
    by_title = growing.titled(section, named.title) if named.title else []
    if block and len(by_title) > 1:
        by_title = [record for record in by_title if record.block == block] or by_title
    if by_title:
        return by_title[0]
    by_id = growing.get(section, named.id) if named.id else None
    if by_id is not None and named.title:
        word = KINDS[section].word
        raise Unusable(f"{word} {named.id} 在方案里是“{by_id.title}”，表里是“{named.title}”")
    return by_id


def _free_id(growing: Growing, wanted: str, prefix: str, section: str) -> str:
    if wanted and growing.get(section, wanted) is None:
        return wanted
    return f"{prefix}{growing.next_number(prefix, section)}"


# --- which standard it is -----------------------------------------------------------------------


def _number(row: Given, said: Said, ahead: tuple[int, ...]) -> _Number:
    """The id by the code of the row; a code that several rows share is only the beginning of it."""
    identifier = KINDS["indicators"].identifier
    own = normal_id(said.of("id"))
    if identifier and own.startswith("i") and identifier.fits(own) and own[1:2].isdigit():
        return _Number(id=own)
    code = read_code(said.of("id"))
    if isinstance(row.raw.get("id"), date) or _DAY.match(own):
        raise Unusable(f"编号“{said.of('id')}”被表格软件改成了日期，请写成 Ⅲ-1-① 这样")
    if not code and said.of("id"):
        raise Unusable(f"认不出编号“{said.of('id')[:20]}”，应当像 Ⅲ-1-① 或 i3-1-1")
    if len(ahead) > 1:
        return _Number(id=id_of(ahead))
    above = code or code_ahead(said.of("content")).code
    if len(above) < 2 and not ahead:
        return _Number()  # a serial number
    if len(above) > 1 and ahead and len(above) < 3:
        return _Number(id=id_of((*above, *ahead)))
    if code and len(code) > 1 and "id" not in row.shared:
        return _Number(id=id_of(code))
    return _Number(group=id_of(above)) if len(above) > 1 else _Number()


def _known(
    growing: Growing, number: _Number, title: str, content: str, project: Project | None
) -> Indicator | None:
    """By its id, else by its title within its project and content. Raises Unusable."""
    by_id: Indicator | None = growing.get("indicators", number.id) if number.id else None
    if by_id is not None:
        is_ours = by_id.source == "proposed"
        if is_same(by_id.title, title) or is_ours or is_alike(by_id.title, title):
            return by_id
        where = growing.where("indicators", number.id)
        raise Unusable(f"编号 {number.id} 在{where}是“{by_id.title}”，看不准说的是哪一条")
    alike: list[Indicator] = growing.titled("indicators", title)
    alike = [each for each in alike if plain_title(each.title) == plain_title(title)]
    if project is not None:
        alike = [each for each in alike if each.project == project.id]
    if len(alike) > 1 and content:
        alike = [each for each in alike if is_same(each.content, content)] or alike
    if number.group:
        alike = [each for each in alike if each.id.startswith(f"{number.group}-")]
    if number.id and alike:
        raise Unusable(f"表里编号是 {number.id}，方案里这条是 {alike[0].id}，请核对编号")
    if len(alike) > 1:
        ids = "、".join(each.id for each in alike)
        raise Unusable(f"方案里有 {len(alike)} 条是这样写的（{ids}），请写上编号")
    return alike[0] if alike else None


def _next_id(growing: Growing, number: _Number, project: Project) -> str:
    """The next under the shared code, else under the project: i12-17."""
    prefix = f"{number.group}-" if number.group else f"i{project.id[1:]}-"
    width = 1 if number.group else 2
    return f"{prefix}{growing.next_number(prefix, 'indicators'):0{width}d}"


# --- what it says -------------------------------------------------------------------------------


def _fields(said: Said, old: Indicator | None) -> dict[str, Any]:
    """What the cells of the row say outright and the record does not."""
    fields = {}
    for field in ("content", "method", "material"):
        text = said.of(field)
        before = getattr(old, field) if old else ""
        if text and not (before and is_same(text, before)):
            fields[field] = text
    return fields


def _task(growing: Growing, said: Said, pairs: list[Changed], remarks: list[Remark]) -> str:
    """The id of the task meant by its id, or by its title, "" where there is none.

    In a plan without a single task one that is told by its id is made.
    """
    text = said.of("task")
    if not text:
        return ""
    head, _, rest = text.partition(" ")
    title = said.of("task_title") or rest.strip()
    meant = next(iter(ids_meant(head)), "")
    identifier = KINDS["tasks"].identifier
    is_id = identifier is not None and identifier.fits(meant)
    task = growing.task(meant) if is_id else None
    if task is not None and (not title or task.title == NO_TITLE or is_alike(task.title, title)):
        return str(task.id)
    if task is None and is_id and not growing.campaign.tasks:
        pairs += stub(growing, meant, title)
        return meant
    titled = growing.titled("tasks", title or text)
    if len(titled) == 1:
        return str(titled[0].id)
    remarks.append(
        Remark("方案里没有对应的任务，没有记", f"{text} {said.of('task_title')}".strip())
    )
    return ""


def _unit(
    growing: Growing, said: Said, old: Indicator | None, *, has_task: bool, remarks: list[Remark]
) -> str:
    """The unit that answers for the standard: a record holds one, the others are told.

    Where the table has both 牵头单位 and 责任单位 and the standard belongs to a task, they are the
    task's. Raises Unusable.
    """
    if said.of("lead") and "unit" in said.cells and has_task:
        return ""
    named = (
        who_in(growing, said.of("lead"), "lead").names
        + who_in(growing, said.of("unit"), "units").names
    )
    names = tuple(dict.fromkeys(named))
    if not names:
        return ""
    chosen = old.unit if old and old.unit in names else names[0]
    others = [name for name in names if name != chosen]
    if others:
        told = f"记 {chosen}，没有记 {'、'.join(others)}"
        remarks.append(Remark("一条标准只记一个责任单位，表里写了几个", told))
    return chosen


def _changed(
    old: Indicator, title: str, project: Project | None, fields: dict[str, Any], said: Said
) -> Indicator:
    new = old._replace(**fields)
    if project is not None and project.id != old.project:
        new = new._replace(project=project.id)
    if not is_same(title, old.title):
        source = "proposed" if "title" in said.ours else "plan"
        new = new._replace(title=title, source=source)
    return new._replace(source=said.source) if said.source else new


def _of_task(growing: Growing, new: Indicator, said: Said, row: Given) -> list[Changed]:
    """What 任务分解表 says of the task that the standard belongs to: who, and by when."""
    if not new.task or not said.of("lead") or "unit" not in said.cells:
        return []
    task = growing.task(new.task)
    if task is None:
        return []
    lead = who_in(growing, said.of("lead"), "lead")
    units = who_in(growing, said.of("unit"), "units")
    who = lead._replace(units=tuple(name for name in units.names if name != lead.lead))
    cells = {**said.cells, "units": said.of("unit")}
    changed = with_who(task, who, said._replace(cells=cells))
    due = due_in(said.of("due"), row.raw.get("due", ""), growing.today)
    changed = with_deadline(changed, growing.phase, due)
    return [Changed(task, changed)]
