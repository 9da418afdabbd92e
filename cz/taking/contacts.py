"""Who a list of units names as its contact (联络员): a line in the roster, by name alone.

A number is not taken: written into the plan it would stay in git's history for good.
"""

from __future__ import annotations

import re

from cz.load.roster import is_outside
from cz.records import Person
from cz.roster import CONTACT, is_in_office
from cz.taking.growing import Changed, Growing
from cz.taking.rows import Remark
from cz.whose import Owner

_NAME = re.compile("[\u3400-\u9fff·]{2,12}")
_IN_BRACKETS = re.compile("[（(].*?[）)]")


def contact_of(
    growing: Growing, owner: Owner, cell: str, remarks: list[Remark]
) -> tuple[Changed, ...]:
    """The contact, where the roster has none of the unit; another one there stays, and is told."""
    name = "".join(_IN_BRACKETS.sub("", cell).split())
    if not name:
        return ()
    if not _NAME.fullmatch(name):
        remarks.append(Remark("认不出联络员的姓名，没有取", f"{owner.name}：{cell}"))
        return ()
    if is_outside(growing.campaign):
        remarks.append(Remark("名单在方案以外，联络员没有取，请用 cz who change", name))
        return ()
    held = [
        person
        for person in growing.records["people"].values()
        if person.role == CONTACT and _is_of(growing, person, owner)
    ]
    now = [person.name for person in held if is_in_office(person, growing.today)]
    if name in now:
        return ()
    if now:
        told = f"{owner.name}：名单里是 {'、'.join(now)}，表里是 {name}"
        remarks.append(Remark("联络员和名单里的不一样，没有改；换人用 cz who change", told))
        return ()
    id_ = f"w{growing.next_number('w', 'people')}"
    return (Changed(None, Person(id=id_, name=name, role=CONTACT, unit=owner.name)),)


def _is_of(growing: Growing, person: Person, owner: Owner) -> bool:
    """Whether he stands for the unit, by a name of today or of the past, and not for a body."""
    known = growing.owner(person.unit)
    return not person.body and known is not None and known.id == owner.id
