"""``cz who NAME|UNIT|GROUP``: who it is, and who it was on a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cz.letters import folded
from cz.load.roster import unread
from cz.names import find_group, find_unit
from cz.problem import Refusal, nearest
from cz.records import HEADQUARTERS, OFFICE, Campaign, Group, Person
from cz.roster import Roster, bodies

_NAMES_OF_BODIES = {"指挥部": HEADQUARTERS, "办公室": OFFICE, "创城办": OFFICE}


class Who(NamedTuple):
    """``heading``: whom was asked for. ``people``: in office; of a person all his lines.

    ``is_person``: asked for by a person's name. ``day``: as of which. ``duties``: of a body, as
    the plan has them.
    """

    heading: str
    people: tuple[Person, ...]
    is_person: bool
    day: date
    duties: tuple[str, ...] = ()


def who(campaign: Campaign, text: str | None, day: date) -> list[Who]:
    """Of a person, a unit, a body; without ``text`` every body. Raises Refusal."""
    reason = unread(campaign)
    if reason:
        raise Refusal(reason, exit_code=1)
    if not campaign.people:
        raise Refusal(
            "还没有名单。加一个人请写：cz who change 区教育局 联络员 姓名；"
            "格式见 data/people.yaml。",
            exit_code=1,
        )
    roster = Roster(campaign, day)
    if text is None:
        return [_of_body(campaign, roster, body) for body in bodies(campaign)]
    lines = roster.named(text.strip())
    if lines:
        return [Who(text.strip(), tuple(lines), is_person=True, day=day)]
    body = body_meant(campaign, text)
    if body:
        return [_of_body(campaign, roster, body)]
    return [_of_unit(campaign, roster, text)]


def _of_body(campaign: Campaign, roster: Roster, body: str) -> Who:
    people = tuple(roster.of_body(body))
    duties = _duties(campaign, body)
    return Who(body, people, is_person=False, day=roster.day, duties=duties)


def _duties(campaign: Campaign, body: str) -> tuple[str, ...]:
    organs = {HEADQUARTERS: campaign.headquarters, OFFICE: campaign.office}
    organ = organs.get(body)
    if organ is not None:
        return organ.duties
    return next((group.duties for group in campaign.groups if group.name == body), ())


def body_meant(campaign: Campaign, text: str) -> str:
    """指挥部, 办公室 or a group's name, "" where it is none of them."""
    plain = folded(text)
    if plain in _NAMES_OF_BODIES:
        return _NAMES_OF_BODIES[plain]
    for name, organ in ((HEADQUARTERS, campaign.headquarters), (OFFICE, campaign.office)):
        if organ is not None and plain in map(folded, (organ.name, *organ.also)):
            return name
    try:
        group: Group = find_group(campaign, text)
    except Refusal:
        return ""
    return group.name


def _of_unit(campaign: Campaign, roster: Roster, text: str) -> Who:
    """A unit by the names it goes by; a unit that is not the plan's by its own name."""
    try:
        name = find_unit(campaign, text).name
    except Refusal as refusal:
        if not refusal.missing:
            raise
        name = text.strip()
        if not roster.of_unit(name):
            raise _nobody(roster, text) from None
    return Who(name, tuple(roster.of_unit(name)), is_person=False, day=roster.day)


def _nobody(roster: Roster, text: str) -> Refusal:
    names = list(dict.fromkeys(person.name for person in roster.everyone))
    near = nearest(text, names) or [name for name in names if text in name][:5]
    hint = f"名单里最接近的有：{'、'.join(near)}。" if near else "可以写姓名、单位、工作组。"
    return Refusal(f"名单里没有叫“{text}”的人，方案里也没有这个单位或工作组。{hint}", missing=text)
