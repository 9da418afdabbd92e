"""A row of a list of units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cz.choose import meant_by
from cz.intake.unit_names import is_plural
from cz.intake.units import kind_of
from cz.letters import folded, tidied
from cz.records import Collective, Unit
from cz.records.fields import UNIT_KINDS
from cz.taking.cells import Said, is_alike, said_in
from cz.taking.contacts import contact_of
from cz.taking.growing import Changed, Growing, Unusable
from cz.taking.reading import Given
from cz.taking.rows import Remark, Taken
from cz.whose import COLLECTIVE, Owner, former_of

_BETWEEN = re.compile("[、，,；;\n]")
_PARTLY = {"党委": "党委部门", "政府": "政府部门", "镇": "乡镇", "乡": "乡镇", "群团组织": "群团"}


def take_unit(growing: Growing, row: Given) -> Taken:
    """Raises Unusable."""
    said = said_in(row)
    name = tidied(said.of("name")).strip()
    if not name:
        raise Unusable("没有写单位名称")
    former = _listed(said.of("former"))
    remarks: list[Remark] = []
    kind = _kind(said.of("kind"), remarks if row.raw.get("kind") else [])
    owner = _known(growing, said.of("id"), name, former)
    if owner is None:
        growing.refuse_slip("units", name)
        now = _entered(growing, name, kind, said)
    else:
        now = _brought_up_to_date(growing, owner, name, kind, said)
    contact = contact_of(growing, now, said.of("contact"), remarks)
    called = now.name if owner is None else name
    return Taken(now.id, called, (*contact, Changed(owner, now)), tuple(remarks))


def _entered(growing: Growing, name: str, kind: str, said: Said) -> Owner:
    """The new unit that a row tells of."""
    owner = _new(growing, name, kind, said.of("id"))
    owner = owner._replace(**_lists(growing, owner, said))
    source = said.source_under("name")
    return owner._replace(source=source) if source else owner


def _brought_up_to_date(growing: Growing, owner: Owner, name: str, kind: str, said: Said) -> Owner:
    """A unit of the plan with what the row says of it. Raises Unusable."""
    fields = _lists(growing, owner, said)
    if folded(name) != folded(owner.name):
        fields |= _renamed(owner, name)
    if kind and kind != COLLECTIVE and isinstance(owner, Unit):
        fields["kind"] = kind
    if said.source:
        fields["source"] = said.source
    return owner._replace(**fields)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in _BETWEEN.split(text) if piece.strip())


def _kind(text: str, remarks: list[Remark]) -> str:
    """The kind meant by the column or by the row that heads this one, "" where it is none."""
    plain = re.sub(r"^[一二三四五六七八九十\d]+[、.．]|[（(].*$", "", text).strip()
    kinds = dict.fromkeys((*UNIT_KINDS, COLLECTIVE), "")
    kind = meant_by(plain, kinds) or _PARTLY.get(plain, "")
    if text and not kind:
        told = f"类别没有取，可用的有：{'、'.join(UNIT_KINDS)}"
        remarks.append(Remark(told, f"没有“{text}”这种类别"))
    return kind


def _known(growing: Growing, id_: str, name: str, former: tuple[str, ...]) -> Owner | None:
    """The unit meant: by its name, its id or one that it bore. Raises Unusable."""
    by_name = growing.owner(name)
    by_id = growing.owner(id_) if id_ else None
    if by_id is not None and by_id.id != id_.lower():
        by_id = None
    if by_name is not None or by_id is not None:
        return by_name or by_id  # what others name is the name
    bearers: dict[str, Owner] = {}
    for former_name in former:
        bearer = growing.owner(former_name)
        if bearer is not None:
            bearers[bearer.id] = bearer
    if len(bearers) > 1:
        raise Unusable("曾用名是几个单位的；几个单位合并请用 cz unit merge")
    return next(iter(bearers.values()), None)


def _new(growing: Growing, name: str, kind: str, id_: str) -> Owner:
    """Its name is the table's; where that says no kind, kind and id are inferred, so it is ours."""
    new_id = growing.new_unit_id(name, id_.strip().lower())
    source = "plan" if kind else "proposed"
    if kind == COLLECTIVE or (not kind and is_plural(name)):
        return Collective(id=new_id, name=name, source=source)
    return Unit(id=new_id, name=name, kind=kind or kind_of(name), source=source)


def _lists(growing: Growing, owner: Owner, said: Said) -> dict[str, Any]:
    """What the row adds to the lists of the record; it takes nothing away."""
    fields: dict[str, Any] = {}
    redacted = _joined(owner.redacted, _listed(said.of("redacted")))
    if redacted != owner.redacted:
        fields["redacted"] = redacted
    if isinstance(owner, Unit):
        known = {folded(owner.name), *map(folded, former_of(owner))}
        more = tuple(name for name in _listed(said.of("former")) if folded(name) not in known)
        if more:
            fields["former"] = (*owner.former, *more)
        return fields
    members = [growing.named(name) for name in _listed(said.of("members"))]
    if not set(members) <= set(owner.members):
        fields["members"] = _joined(owner.members, members)
        ours = said.listed_as_ours(Collective._fields)
        if "members" in said.ours:
            ours.append("members")
        fields["proposed"] = _joined(owner.proposed, ours)
    return fields


def _joined(known: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Each once."""
    return tuple(dict.fromkeys([*known, *more]))


def _renamed(owner: Owner, name: str) -> dict[str, Any]:
    """A name that it does not bear yet; one that it bore is no change. Raises Unusable."""
    if folded(name) in map(folded, former_of(owner)):
        return {}
    if not isinstance(owner, Unit):
        raise Unusable(f"编号 {owner.id} 是集体单位“{owner.name}”，集体单位不能在这里改名")
    if not is_alike(owner.name, name):
        raise Unusable(f"编号 {owner.id} 在方案里是{owner.name}，改名请用 cz unit rename")
    return {"name": name, "former": (*owner.former, owner.name)}
