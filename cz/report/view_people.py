"""What a template sees of the roster. Frozen, like cz.report.view; titles have their （拟）."""

from __future__ import annotations

from datetime import date as Day
from typing import NamedTuple


class PersonView(NamedTuple):
    """One line of the roster, in office. ``phone``: "" in every template but 通讯录."""

    id: str
    name: str
    role: str
    unit: str
    post: str
    body: str
    phone: str
    since: Day | None

    def __str__(self) -> str:
        return self.name


class Body(NamedTuple):
    """指挥部, 办公室 or a work group. ``page``: of the plan, 0 where it is not known.

    ``vacant``: the roles that nobody fills.
    """

    name: str
    title: str
    page: int
    duties: tuple[str, ...]
    people: tuple[PersonView, ...]
    vacant: tuple[str, ...]


class Desk(NamedTuple):
    """A unit and the people who answer for it; ``known``: whether it is one of the plan's."""

    unit: str
    known: bool
    people: tuple[PersonView, ...]


class RosterView(NamedTuple):
    """``total``: how many people there are, each once. ``desks``: of units that have anyone."""

    total: int
    headquarters: Body | None
    office: Body | None
    groups: tuple[Body, ...]
    desks: tuple[Desk, ...]


WORDS: dict[type, str] = {
    PersonView: "名单里的人",
    Body: "机构",
    Desk: "单位的人",
    RosterView: "名单",
}
