"""Who does it, as one cell of a table says."""

from __future__ import annotations

import re
from typing import NamedTuple

from cz.intake.clause_text import read_clause
from cz.intake.deadlines import is_deadline
from cz.intake.spoken import at_together
from cz.intake.unit_names import is_like_unit, may_be_listed, split_names

_HELPS = re.compile(r"\s?[（(]([^（）()]{2,30}?)(?:配合|协办|参与|协助)[）)]")  # 甲局（乙局配合）
_ITEM = re.compile(r"(?:^|(?<=[\s、；;]))\d{1,2}[.．、)）]\s*(?=[\u4e00-\u9fff])")  # 1.市教育局


class Owners(NamedTuple):
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    due: str = ""


def owners_in(cell: str, role: str, known: frozenset[str]) -> Owners:
    """``role``: lead, units or assisting, by the heading of the column."""
    helpers = "、".join(_HELPS.findall(cell))
    owners = _owners_in(_HELPS.sub("", cell), role, known)
    others = [named.name for named in split_names(helpers, known)]
    more = [name for name in others if name not in (*owners.leads, *owners.units)]
    return owners._replace(units=(*owners.units, *more))


def _owners_in(cell: str, role: str, known: frozenset[str]) -> Owners:
    text = _ITEM.sub("", " ".join(cell.split())).rstrip("。；; ")
    if not text or is_deadline(text):
        return Owners(due=text)
    clause = read_clause(text, known)
    if clause is not None and clause.names_somebody:
        leads, units = clause.leads, clause.units
        if role == "lead" and not leads:
            leads, units = units, ()
        return Owners(leads, units, clause.due)
    before, _, after = at_together(text)
    names = [named for named in split_names(before, known) if may_be_listed(named.name)]
    leads = tuple(named.name for named in names if named.leads or after or role == "lead")
    names += [named for named in split_names(after, known) if may_be_listed(named.name)]
    return Owners(leads, tuple(named.name for named in names if named.name not in leads))


_PERSON = re.compile(r"[（(](?!牵头|主办|主责|配合|协办|责任)([\u4e00-\u9fff×]{2,4})[）)]")


def units_among_persons(cell: str, role: str, known: frozenset[str]) -> Owners:
    """Those that are units, of a cell that names persons as well: 县委宣传部 李某."""
    text = _PERSON.sub(lambda at: at[0] if is_like_unit(at[1]) else "", "、".join(cell.split()))
    owners = owners_in(text, role, known)
    return owners._replace(
        leads=tuple(filter(is_like_unit, owners.leads)),
        units=tuple(filter(is_like_unit, owners.units)),
    )
