"""``cz add unit``: a unit more."""

from __future__ import annotations

from cz.choose import choose
from cz.intake.pinyin import initials
from cz.intake.units import kind_of
from cz.records import Campaign, Unit
from cz.records.fields import UNIT_KINDS
from cz.verbs.add.entering import Entry, enter, free_id, last_of, source_of
from cz.verbs.unit.names import read_name, refuse_taken
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_unit(
    folder: str,
    name: str,
    *,
    kind: str | None = None,
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """Its id are the first letters of its name's pinyin; ``kind`` None: as its name says."""
    new_name = read_name(name)
    its_kind = kind_of(new_name)
    if kind:
        its_kind = choose(kind, dict.fromkeys(UNIT_KINDS, ""), "这种单位")

    def make(campaign: Campaign) -> Entry:
        refuse_taken(campaign, new_name, ())
        unit = Unit(
            id=free_id(letters_of(new_name), campaign),
            name=new_name,
            kind=its_kind,
            source=source_of(confirm),
        )
        like = [other for other in campaign.units if other.kind == its_kind]
        return Entry(unit, last_of(like), f"类别记为{its_kind}" if kind is None else "")

    return enter(folder, "units", make, how)


def letters_of(name: str) -> str:
    return initials(name).lstrip("0123456789")[:24] or "dw"
