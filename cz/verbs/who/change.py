"""``cz who change``: another person in a post; who held it stays on record with his last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cz.days import read_day
from cz.edit import Append, Change, Put
from cz.load import Loaded
from cz.load.roster import is_outside, path_of
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import Campaign, Person
from cz.records.kinds import new_fields
from cz.roster import Post, Roster, is_held_by_one, post_of
from cz.typography import one_line
from cz.verbs.who.show import body_meant
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

LONGEST = 40  # characters of a name, a role


class New(NamedTuple):
    """Who comes; ``name`` "" where nobody does."""

    name: str = ""
    post: str = ""
    unit: str = ""
    phone: str = ""


def change(
    folder: str,
    place: str,
    role: str,
    *,
    clock: Clock,
    new: New,
    leaving: str | None = None,
    since: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """``place``: a body or a unit; ``since``: the first day of who comes, else today.

    ``leaving``: who goes, where several hold the post. Raises Refusal.
    """
    wanted_role = _short(role, "角色")
    come = New(*(one_line(part).strip() for part in new))
    if not come.name and leaving is None:
        raise Refusal("请在角色后面写由谁担任；只是有人不再担任的，用 --leaving 写明是谁。")
    if come.name:
        _short(come.name, "姓名")

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        path_of(campaign, folder)
        if how.commit and is_outside(campaign):
            raise Refusal("名单在方案的仓库以外，不能用 --commit 提交，没有改动。请去掉 --commit。")
        require(loaded, "people", "people")
        today = clock(campaign)
        day = read_day(since, today) if since else today
        post = _post(campaign, place, wanted_role)
        roster = Roster(campaign, day)
        goes = _who_goes(campaign, roster, post, leaving)
        if goes is not None and goes.name == come.name:
            raise Refusal(f"{post}现在就是{come.name}（{goes.id}），没有改动。")
        changes: list[Change] = []
        said: list[Said] = []
        if goes is not None:
            last = day - timedelta(days=1)
            if goes.since and last < goes.since:
                raise Refusal(
                    f"{goes.name}（{goes.id}）从 {goes.since} 起担任{post}，"
                    f"{day} 不能有人接。请核对 --since。"
                )
            changes.append(Put(goes.node, ("until",), last.isoformat()))
            said.append(Said(f"{goes.id} {goes.name}", f"不再担任{post}，到 {last} 为止"))
        records = [goes.id] if goes else []
        if come.name:
            person = _person(campaign, post, come, goes, day)
            root = loaded.trees["people"].root
            changes.append(Append(root, "people", (new_fields(person),)))
            said.append(Said(f"{person.id} {person.name}", f"担任{post}，从 {day} 起"))
            records.append(person.id)
        return Planned(changes, records, said)

    return write(folder, "people", plan, how, beside=("tasks", "units"))


def _short(text: str, word: str) -> str:
    plain = one_line(text).strip()
    if not plain or len(plain) > LONGEST:
        raise Refusal(f"“{plain}”不能作{word}：请写一个词，不超过 {LONGEST} 个字。")
    return plain


def _post(campaign: Campaign, place: str, role: str) -> Post:
    body = body_meant(campaign, place)
    if body:
        return Post(body, "", role)
    return Post("", find_unit(campaign, place).name, role)


def _who_goes(campaign: Campaign, roster: Roster, post: Post, leaving: str | None) -> Person | None:
    """The one line that ends, as it stands in the file. Raises Refusal."""
    lines = {person.id: person for person in campaign.people}
    held = [lines[person.id] for person in roster.people if post_of(person) == post]
    if leaving is not None:
        held = [person for person in held if leaving.strip() in (person.name, person.id)]
        if not held:
            raise Refusal(f"{roster.day} 担任{post}的没有{leaving.strip()}。{_now(roster, post)}")
    elif not is_held_by_one(post.role):
        return None  # one more beside the others
    if len(held) > 1:
        named = "、".join(f"{person.name}（{person.id}）" for person in held)
        raise Refusal(f"担任{post}的有 {len(held)} 条：{named}。请用 --leaving 写明编号。")
    return held[0] if held else None


def _now(roster: Roster, post: Post) -> str:
    held = [person for person in roster.people if post_of(person) == post]
    named = "、".join(f"{person.name}（{person.id}）" for person in held)
    return f"那天担任的是：{named}。" if named else "那天没有人担任。"


def _person(campaign: Campaign, post: Post, come: New, goes: Person | None, day: date) -> Person:
    """Who comes: of the unit named, else of the post's, else of his who goes."""
    unit = post.unit or (goes.unit if goes else "")
    if come.unit:
        unit = _unit_named(campaign, come.unit)
    return Person(
        id=_next_id(campaign.people),
        name=come.name,
        role=post.role,
        unit=unit,
        post=come.post,
        body=post.body,
        phone=come.phone,
        since=day,
    )


def _unit_named(campaign: Campaign, text: str) -> str:
    """The plan's unit of this name; one that is not the plan's as it is written."""
    try:
        return find_unit(campaign, text).name
    except Refusal as refusal:
        if not refusal.missing:
            raise
        return text


def _next_id(people: Sequence[Person]) -> str:
    return f"w{max((int(person.id[1:]) for person in people), default=0) + 1}"
