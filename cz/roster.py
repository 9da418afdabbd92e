"""Who holds which post on a day, who answers for a unit, and what a roster lacks: pure functions.

Rules with examples: docs/people.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cz.records import HEADQUARTERS, OFFICE, Campaign, Person
from cz.whose import present_names

LEADER, CONTACT, CLERK = "分管领导", "联络员", "资料员"  # of a unit
MEMBER = "成员"
DEPUTY = "副"  # in the name of a role: of those there may be several
_HEADS = {HEADQUARTERS: "指挥长", OFFICE: "主任"}
_HEAD_OF_GROUP = "组长"
_CHIEFS = ("指挥长", "总指挥", "政委", "主任", "组长")  # what the role of a head ends in


class Post(NamedTuple):
    """A role in a body of the campaign, or with ``body`` "" in a unit."""

    body: str
    unit: str
    role: str

    @property
    def place(self) -> str:
        return self.body or self.unit

    def __str__(self) -> str:
        return f"{self.place}{self.role}"


class Fault(NamedTuple):
    """Something that a roster lacks or says twice. ``kind``: a key of FAULTS."""

    kind: str
    place: str
    words: str
    people: tuple[str, ...] = ()  # their ids


FAULTS = {
    "head": "没有负责人的机构",
    "ended": "已卸任、没有人接的",
    "overlap": "同一职务同时有两人的",
    "contact": f"没有{CONTACT}的单位",
    "leader": f"没有{LEADER}的单位",
    "unit": "所在单位不在方案里的",
    "dates": "卸任早于任职的",
}


def is_in_office(person: Person, day: date) -> bool:
    """Both the first and the last day count; a day that is not written is no bound."""
    has_begun = person.since is None or person.since <= day
    return has_begun and (person.until is None or day <= person.until)


def head_of(body: str) -> str:
    """What the head of a body is called: 指挥长, 主任, 组长."""
    return _HEADS.get(body, _HEAD_OF_GROUP)


def is_held_by_one(role: str) -> bool:
    """Whether a second person in the same place at the same time is a mistake."""
    return DEPUTY not in role and role.endswith((*_CHIEFS, LEADER, CONTACT))


def rank(role: str) -> int:
    """The head of a body first, then deputies, others, members."""
    if role == MEMBER:
        return 3
    if DEPUTY in role:
        return 1
    return 0 if role.endswith((*_CHIEFS, LEADER)) else 2


class Roster:
    """The people of a campaign who are in office on a day, by present names of units."""

    def __init__(self, campaign: Campaign, day: date) -> None:
        present = present_names(campaign)
        self.day = day
        self.everyone = [
            person._replace(unit=present[person.unit]) if person.unit in present else person
            for person in campaign.people
        ]
        self.people = [person for person in self.everyone if is_in_office(person, day)]

    def of_body(self, body: str) -> list[Person]:
        """The people of 指挥部, 办公室 or a work group, its head first."""
        return _ordered(person for person in self.people if person.body == body)

    def of_unit(self, unit: str) -> list[Person]:
        """Who answers for a unit, then those of it who sit in a body."""
        own = [person for person in self.people if person.unit == unit]
        return [*_ordered(p for p in own if not p.body), *(p for p in own if p.body)]

    def named(self, name: str) -> list[Person]:
        """All that a person of this name does and did, the latest first."""
        lines = [person for person in self.everyone if person.name == name]
        return sorted(lines, key=lambda person: person.since or date.min, reverse=True)

    def holders(self, unit: str, role: str) -> tuple[str, ...]:
        """The names of those who are this for a unit."""
        own = (p for p in self.people if not p.body and p.unit == unit and p.role == role)
        return tuple(dict.fromkeys(person.name for person in own))


def _ordered(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: rank(person.role))


def post_of(person: Person) -> Post:
    return Post(person.body, "" if person.body else person.unit, person.role)


def faults(campaign: Campaign, day: date) -> list[Fault]:
    """All that is wrong with the roster as of a day, in the order of FAULTS."""
    roster = Roster(campaign, day)
    return [
        *_bodies_without_head(campaign, roster),
        *_ended(roster),
        *_overlaps(roster),
        *_units_without(campaign, roster, "contact", CONTACT),
        *_units_without(campaign, roster, "leader", LEADER),
        *_strangers(campaign, roster),
        *_crossed_dates(roster),
    ]


def bodies(campaign: Campaign) -> list[str]:
    """指挥部 and 办公室 where the plan has them, then the work groups."""
    first = [(HEADQUARTERS, campaign.headquarters), (OFFICE, campaign.office)]
    groups = (group.name for group in campaign.groups)
    return [*(name for name, organ in first if organ is not None), *groups]


def _bodies_without_head(campaign: Campaign, roster: Roster) -> Iterator[Fault]:
    for body in bodies(campaign):
        role = head_of(body)
        if not any(rank(person.role) == 0 for person in roster.of_body(body)):
            yield Fault("head", body, f"没有{role}")


def vacancies(roster: Roster, body: str) -> list[str]:
    """The roles in a body that nobody fills: its head where others are in it, and what was left."""
    people = roster.of_body(body)
    left = [post.role for post in _left(roster) if post.body == body]
    has_head = any(rank(person.role) == 0 for person in people)
    if people and not has_head and not any(rank(role) == 0 for role in left):
        return [head_of(body), *left]
    return left


def _ended(roster: Roster) -> Iterator[Fault]:
    """A head is told of above, but not who left."""
    for post, person in _left(roster).items():
        words = f"{person.name}到 {person.until} 为止，没有人接"
        yield Fault("ended", str(post), words, (person.id,))


def _left(roster: Roster) -> dict[Post, Person]:
    """Posts of one holder whose last holder has left and has no successor, and who that was."""
    held = {post_of(person) for person in roster.people}
    left: dict[Post, Person] = {}
    for person in roster.everyone:
        if person.until is None or person.until >= roster.day or not is_held_by_one(person.role):
            continue
        post = post_of(person)
        last = left.get(post)
        if post not in held and (last is None or (last.until or date.min) < person.until):
            left[post] = person
    return left


def _overlaps(roster: Roster) -> Iterator[Fault]:
    by_post: dict[Post, list[Person]] = {}
    for person in roster.everyone:
        by_post.setdefault(post_of(person), []).append(person)
    for post, people in by_post.items():
        for index, one in enumerate(people):
            for other in people[index + 1 :]:
                if not _meet(one, other):
                    continue
                if is_held_by_one(post.role) or one.name == other.name:
                    words = f"{one.name}（{one.id}）和{other.name}（{other.id}）"
                    yield Fault("overlap", str(post), words, (one.id, other.id))


def _meet(one: Person, other: Person) -> bool:
    """Whether there is a day on which both are in office."""
    start = max(one.since or date.min, other.since or date.min)
    return start <= min(one.until or date.max, other.until or date.max)


def _units_without(campaign: Campaign, roster: Roster, kind: str, role: str) -> Iterator[Fault]:
    have = {person.unit for person in roster.people if not person.body and person.role == role}
    for unit in campaign.units:
        if unit.name not in have:
            yield Fault(kind, unit.name, f"没有{role}")


def _strangers(campaign: Campaign, roster: Roster) -> Iterator[Fault]:
    known = {owner.name for owner in campaign.owners}
    for person in roster.people:
        if person.unit and person.unit not in known:
            words = f"{person.name}（{person.id}）"
            yield Fault("unit", person.unit, words, (person.id,))


def _crossed_dates(roster: Roster) -> Iterator[Fault]:
    for person in roster.everyone:
        if person.since and person.until and person.until < person.since:
            words = f"{person.name}（{person.id}）：{person.since} 任职，{person.until} 卸任"
            yield Fault("dates", str(post_of(person)), words, (person.id,))


def names_of(people: Sequence[Person]) -> str:
    return "、".join(dict.fromkeys(person.name for person in people))
