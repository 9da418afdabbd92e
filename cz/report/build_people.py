"""The roster as a template sees it: bodies with their duties, then who answers for each unit."""

from __future__ import annotations

from datetime import date

from cz.records import HEADQUARTERS, OFFICE, Campaign, Group, Indicator, Organ, Person
from cz.report.view_people import Body, Desk, PersonView, RosterView
from cz.roster import LEADER, Roster, vacancies
from cz.words import mark

WITH_NUMBERS = "通讯录"  # the one template that is handed telephone numbers


def roster_view(campaign: Campaign, roster: Roster, template: str) -> RosterView:
    """Without people it has the plan's bodies and their duties. ``template``: by its name."""
    numbers = template == WITH_NUMBERS
    head, office = campaign.headquarters, campaign.office
    return RosterView(
        total=len({(person.name, person.unit) for person in roster.people}),
        headquarters=_body(HEADQUARTERS, head, roster, numbers=numbers) if head else None,
        office=_body(OFFICE, office, roster, numbers=numbers) if office else None,
        groups=tuple(
            _body(group.name, group, roster, numbers=numbers) for group in campaign.groups
        ),
        desks=_desks(campaign, roster, numbers=numbers),
    )


def _body(name: str, organ: Organ | Group, roster: Roster, *, numbers: bool) -> Body:
    return Body(
        name=name,
        title=mark(organ.name, organ.source == "proposed"),
        page=organ.page,
        duties=organ.duties,
        people=tuple(_person(each, numbers=numbers) for each in roster.of_body(name)),
        vacant=tuple(vacancies(roster, name)),
    )


def _desks(campaign: Campaign, roster: Roster, *, numbers: bool) -> tuple[Desk, ...]:
    """The plan's units in its order, then the others as they come."""
    known = [owner.name for owner in campaign.owners]
    named = [person.unit for person in roster.people if person.unit]
    desks = []
    for unit in dict.fromkeys((*known, *named)):
        people = tuple(_person(each, numbers=numbers) for each in roster.of_unit(unit))
        if people:
            desks.append(Desk(unit, unit in known, people))
    return tuple(desks)


def _person(person: Person, *, numbers: bool) -> PersonView:
    return PersonView(
        id=person.id,
        name=person.name,
        role=person.role,
        unit=person.unit,
        post=person.post,
        body=person.body,
        phone=person.phone if numbers else "",
        since=person.since,
    )


class Answerable:
    """Who answers for a task or a standard: 分管领导 of the unit, "" where nobody is on record."""

    def __init__(self, campaign: Campaign, day: date) -> None:
        self._roster = Roster(campaign, day)
        self._leads = {task.id: task.lead for task in campaign.tasks}
        self._holders: dict[tuple[str, str], str] = {}  # of a unit and a role

    def of_unit(self, unit: str, role: str = LEADER) -> str:
        if not unit:
            return ""
        names = self._holders.get((unit, role))
        if names is None:
            names = "、".join(self._roster.holders(unit, role))
            self._holders[unit, role] = names
        return names

    def of_standard(self, indicator: Indicator, role: str = LEADER) -> str:
        """Of the unit that answers for it, else of the lead of its task."""
        return self.of_unit(indicator.unit or self._leads.get(indicator.task, ""), role)
