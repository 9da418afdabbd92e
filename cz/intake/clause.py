"""Who does something, as one clause says: who leads, the others, by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.unit_names import Named

LEAD, RESPONSIBLE, ASSISTING, DUE, PERSON, OTHER = "牵头", "责任", "配合", "时限", "人", "别的"

SENTENCE = "…负责。"  # the form of a clause that is a sentence


class Clause(NamedTuple):
    """Who does it. ``start``, ``end``: where it stands in its paragraph.

    ``leads``: those that the clause says lead. ``units``: all others. ``due``: the deadline as
    written. ``form``: how it is written, for the page of doubts. ``labels``: the roles that labels
    name. ``first_leads``: it says that whoever is named first leads, here and below.
    ``from_here``: who it says does everything from here on.
    """

    start: int
    end: int
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    due: str = ""
    form: str = ""
    labels: frozenset[str] = frozenset()
    first_leads: bool = False
    from_here: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def names_somebody(self) -> bool:
        return bool(self.leads or self.units)


class Gathered:
    """What a clause names, as it is read."""

    def __init__(self) -> None:
        self.leads: list[str] = []
        self.others: dict[str, str] = {}  # the role of each, in the order they are named
        self.dues: list[str] = []

    def add(self, role: str, names: Sequence[Named]) -> None:
        for named in names:
            if role == LEAD or named.leads:
                self.leads.append(named.name)
            else:
                self.others.setdefault(named.name, role)

    def clause(self, labels: frozenset[str] = frozenset()) -> Clause:
        leads = list(dict.fromkeys(self.leads))
        main = [name for name, role in self.others.items() if role != ASSISTING]
        if not leads and len(main) == 1 and ASSISTING in self.others.values():
            leads = main  # 市教育局负责，市水务局配合: who others assist leads
        others = [name for name in self.others if name not in leads]
        due = "；".join(dict.fromkeys(self.dues))
        return Clause(0, 0, tuple(leads), tuple(others), due, labels=labels)


def union(before: Clause, clause: Clause) -> Clause:
    leads = tuple(dict.fromkeys((*before.leads, *clause.leads)))
    others = tuple(dict.fromkeys((*before.units, *clause.units)))
    assisted = ASSISTING in clause.labels and not leads and len(before.units) == 1
    if assisted:
        leads = before.units
    return Clause(
        start=before.start,
        end=clause.end,
        leads=leads,
        units=tuple(name for name in others if name not in leads),
        due="；".join(filter(None, (before.due, clause.due))),
        form=before.form,
        labels=before.labels | clause.labels,
        first_leads=before.first_leads or clause.first_leads,
        from_here=(*before.from_here, *clause.from_here),
        doubt=before.doubt or clause.doubt,
    )


def joined(parts: Sequence[Clause]) -> Clause:
    """Several clauses of one thing as one."""
    whole = parts[0]
    for part in parts[1:]:
        whole = union(whole, part)
    return whole
