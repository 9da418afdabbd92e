"""Which record a row of a sheet is about, and whose row it is."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from cz.letters import narrow
from cz.problem import nearest
from cz.records import Agreed, Evidence, Finding, Indicator, Step, Task
from cz.sheets.dates import Unusable
from cz.sheets.form import Code, read_code
from cz.sheets.ids import ids_meant
from cz.sheets.reading import Filled, Line
from cz.tables import text_of
from cz.typed.titles import bare_title, plain_title
from cz.verbs.sheet.ledger import Ledger, Record
from cz.whose import Owner

_ID_FIRST = re.compile(r"(s?[0-9]{1,3}-[0-9]{1,3})(?![0-9-])[\s、.:]*(.*)", re.DOTALL)


class Which(NamedTuple):
    """``code``: ``None`` of a row that bears none; ``owner``: ``None`` where nothing tells.

    ``phase``: of a task or step, else 0. ``key``: what the rows have in common that are about the
    same, a task's only those of one unit.
    """

    record: Record
    code: Code | None
    owner: Owner | None
    phase: int
    key: tuple[str, str, int]


def which(line: Line, filled: Filled, ledger: Ledger, owner: Owner | None) -> Which:
    """``owner``: whose the table is. Raises Unusable."""
    code_text = _text(line, filled, "code")
    code = read_code(code_text) if code_text else None
    ids = _ids(line, filled)
    title = _text(line, filled, "title") or _text(line, filled, "task")
    if parts := _ID_FIRST.fullmatch(narrow(title)):
        ids = ids or ids_meant(parts[1])
        title = parts[2]
    own = _owner(code, owner, ledger)
    if code:
        record = _by_code(code, ids, title, ledger)
    elif ids and not all(id_.isdigit() for id_ in ids):
        record = _by_id(ids, title, ledger)
    elif title:
        record = _by_title(title, ledger, own)
    else:
        raise Unusable("没有编号，也没有任务名称，不知道说的是哪一项")
    phase = _phase(record, code, ledger)
    unit = "" if isinstance(record, Finding) or own is None else own.name
    return Which(record, code, own, phase, (unit, record.id, phase))


def _phase(record: Record, code: Code | None, ledger: Ledger) -> int:
    """That of a step, else the one that the form was for, else the current one."""
    if isinstance(record, (Finding, Agreed, Indicator, Evidence)):
        return 0
    if isinstance(record, Step):
        return record.phase
    return code.phase if code and code.phase else ledger.phase


def _text(line: Line, filled: Filled, field: str) -> str:
    for place in filled.where.get(field, ()):
        value = line.cells[place]
        if value != "" and not isinstance(value, date):
            return text_of(value).strip()
    return ""


def _ids(line: Line, filled: Filled) -> tuple[str, ...]:
    """As the column of numbers has them, else one of tasks that holds ids."""
    for field in ("id", "task"):
        for place in filled.where.get(field, ()):
            value = line.cells[place]
            if field == "id" or isinstance(value, date):
                return ids_meant(value)
    return ()


def _owner(code: Code | None, owner: Owner | None, ledger: Ledger) -> Owner | None:
    """Whose row it is. Raises Unusable where it is not of the unit whose table it stands in."""
    if code is None:
        return owner
    own = ledger.owner_named(code.unit)
    if own is None:
        raise Unusable(f"这一行是发给“{code.unit}”的，名单里没有这个单位")
    if owner and own.name != owner.name:
        raise Unusable(f"这一行是发给{own.name}的，不是{owner.name}的，没有记")
    return own


def _by_code(code: Code, ids: tuple[str, ...], title: str, ledger: Ledger) -> Record:
    record = ledger.records.get(code.id)
    if record is None:
        raise Unusable(f"发出时的编号是 {code.id}，方案里现在没有这一条")
    if ids and code.id not in ids:
        raise Unusable(
            f"编号写的是 {ids[0]}，这一行的对照码却是 {code.id} 的"
            "（多半是只排了几列的序，或粘贴错了行），请核对"
        )
    others = [item.id for item in ledger.by_title.get(plain_title(title), ()) if title]
    if others and code.id not in others:
        raise Unusable(
            f"事项写的是“{title}”（{'、'.join(others)}），这一行的对照码却是 {code.id} 的，请核对"
        )
    return record


def _by_id(ids: tuple[str, ...], title: str, ledger: Ledger) -> Record:
    record = next((ledger.records[id_] for id_ in ids if id_ in ledger.records), None)
    if record is None:
        near = nearest(ids[0], [id_ for id_ in ledger.records if id_[:1] == ids[0][:1]])
        hint = f"，最接近的有：{'、'.join(near)}" if near else ""
        raise Unusable(f"没有编号为“{ids[0]}”的任务、步骤或问题{hint}")
    if title and isinstance(record, (Task, Step)) and not _alike(title, record.title):
        others = [item.id for item in ledger.by_title.get(plain_title(bare_title(title)), ())]
        which = f"（{'、'.join(others)}）" if others else ""
        raise Unusable(f"编号 {record.id} 是“{record.title}”，写的任务却是“{title}”{which}，请核对")
    return record


def _alike(written: str, title: str) -> bool:
    """Whether the one may stand for the other: the same, or short for it."""
    one, other = plain_title(bare_title(written)), plain_title(title)
    if one in other or other in one:
        return True
    rest = iter(other)
    return len(one) > 3 and all(char in rest for char in one)


def _by_title(title: str, ledger: Ledger, owner: Owner | None) -> Task | Step:
    items = ledger.by_title.get(plain_title(title)) or ledger.by_title.get(
        plain_title(bare_title(title))
    )
    if not items:
        near = nearest(plain_title(bare_title(title)), list(ledger.by_title), 3)
        named = [f"{item.id} {item.title}" for name in near for item in ledger.by_title[name]]
        hint = f"，最接近的有：{'、'.join(named)}" if named else ""
        raise Unusable(f"没有叫“{title[:40]}”的任务或步骤{hint}；请加一列编号")
    if len(items) > 1 and owner:
        reporter = ledger.reporter(owner)
        own = [item for item in items if ledger.standing(item, ledger.phase, reporter).part]
        items = own or items
    if len(items) > 1:
        listed = "、".join(f"{item.id}（{item.lead or '没有牵头单位'}）" for item in items)
        raise Unusable(f"叫“{title[:40]}”的有好几项：{listed}，请加一列编号写明")
    return items[0]
