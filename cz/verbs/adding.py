"""What the kinds of ``cz add`` share: the new record's id, its place in the file, its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cz.choose import choose
from cz.edit import Append, Change
from cz.edit.changes import Field
from cz.letters import folded, narrow, odd_characters
from cz.load import Loaded
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import Campaign
from cz.records.kinds import KINDS, STEMS
from cz.typed.ids import normal_id
from cz.typed.lists import all_parts
from cz.typography import one_line
from cz.verbs.work import unique
from cz.write.outcome import Planned, Said
from cz.write.writing import require

_ORIGINS = {"plan": "方案", "proposed": "拟"}
_ENTERED = {"plan": "", "proposed": "（拟）"}


class New(NamedTuple):
    """A record to enter behind ``after``, a record of its section; ``None``: as the first.

    ``words``, ``aside``: what is told of it, see Said.
    """

    record: Mapping[str, Field]
    after: Any = None
    words: str = ""
    aside: str = ""


def enter(loaded: Loaded, section: str, new: Sequence[New], next_step: str = "") -> Planned:
    """The records in their places. Raises Refusal where the section is not whole."""
    kind = KINDS[section]
    stem = STEMS[section]
    require(loaded, stem, section)
    root = loaded.trees[stem].root
    changes: list[Change] = []
    said = []
    for entry in new:
        behind = entry.after.node if entry.after is not None else None
        changes.append(Append(root, section, (entry.record,), behind, first=behind is None))
        name = str(entry.record[kind.key])
        title = entry.record.get("title") or entry.record.get("name")
        origin = _ENTERED[str(entry.record.get("source", "plan"))]
        said.append(Said(f"{name} {title}", f"新{kind.word}{origin}{entry.words}", entry.aside))
    names = [str(entry.record[kind.key]) for entry in new]
    return Planned(changes, names, said, next_step=next_step)


def read_title(text: str, word: str) -> str:
    """A title as it is kept. Raises Refusal for none, and for characters nobody can see."""
    title = one_line(text).strip()
    if not title:
        raise Refusal(f"{word}是空的，没有什么可加。")
    odd = next(odd_characters(title), None)
    if odd is not None:
        raise Refusal(f"“{title}”里{odd.words}。{word}请用平常的字。")
    return title


def read_origin(text: str | None) -> str:
    """Ours, unless the office says that the plan has it so. Raises Refusal."""
    if text is None:
        return "proposed"
    if narrow(text).strip() == "方案原文":
        return "plan"
    return choose(text, _ORIGINS, "这种来源")


def read_id(section: str, asked: str, taken: Collection[str]) -> str:
    """An id as it was given. Raises Refusal where it is none of this kind, or another record's."""
    kind = KINDS[section]
    id_ = normal_id(asked)
    if kind.identifier is not None and not kind.identifier.fits(id_):
        raise Refusal(f"“{asked}”不能作{kind.word}的编号，应当像 {kind.identifier.example}。")
    if id_ in taken:
        raise Refusal(f"编号 {id_} 已经有了，没有改动。不写 --id，cz 会接着编。")
    return id_


def read_number(section: str, asked: str | None, taken: Collection[int]) -> int:
    """The number given, else the next. Raises Refusal."""
    if asked is None:
        return max(taken, default=0) + 1
    word = KINDS[section].word
    text = re.sub(r"^第|(?:板块|阶段)$", "", narrow(asked).strip())
    if not text.isdecimal() or not 0 < int(text) < 1000:
        raise Refusal(f"“{asked}”不能作{word}号，应当像 {max(taken, default=0) + 1}。")
    if int(text) in taken:
        raise Refusal(f"第 {int(text)} {word}已经有了，没有改动。")
    return int(text)


def taken_ids(campaign: Campaign) -> set[str]:
    """Every id that is a record's now, or was a task's before it was moved."""
    taken: set[str] = set()
    for kind in KINDS.values():
        if kind.key == "id":
            taken.update(record.id for record in getattr(campaign, kind.section))
    for task in campaign.tasks:
        taken.update(task.former)
    return taken


def next_number(ids: Iterable[str], ahead: str) -> int:
    """The number after the highest of these ids that begin so: ``7-`` of 7-1, 7-2 is 3."""
    tails = [id_[len(ahead) :] for id_ in ids if id_.startswith(ahead)]
    return max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1


def new_id(campaign: Campaign, section: str, prefix: str, asked: str | None) -> str:
    """The id given, else the prefix with the next number. Raises Refusal."""
    if asked:
        return read_id(section, asked, taken_ids(campaign))
    ids = [record.id for record in getattr(campaign, section)]
    return f"{prefix}{next_number(ids, prefix)}"


def numbers_in(id_: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", id_)))


def last_before(records: Sequence[Any], key: Callable[[Any], Any], own: Any) -> Any:
    """Of the records whose key is below ``own`` the one that has the highest, the last of equals;
    ``None`` where there is none.
    """
    before = [record for record in records if key(record) < own]
    if not before:
        return None
    highest = max(map(key, before))
    return [record for record in before if key(record) == highest][-1]


def refuse_title_twice(title: str, records: Iterable[Any], where: str) -> None:
    """Raises Refusal where one of the records is called so. ``where``: 第 7 板块里."""
    for record in records:
        if folded(record.title) == folded(title):
            name = getattr(record, "id", None) or record.number
            raise Refusal(f"{where}已经有“{record.title}”（{name}），没有改动。")


def units_meant(campaign: Campaign, texts: Sequence[str]) -> tuple[str, ...]:
    """The full names of units and collectives. Raises Refusal with the nearest."""
    return tuple(unique(name_of(campaign, name) for name in all_parts(texts)))


def name_of(campaign: Campaign, text: str) -> str:
    """A full name. Raises Refusal for who is not in the plan, with what would bring it in."""
    advice = f"新的单位请先用 cz add unit {text.strip()} 加上。"
    if not campaign.owners:
        raise Refusal(f"方案里还没有单位，不知道“{text}”指谁。{advice}")
    try:
        return find_unit(campaign, text).name
    except Refusal as refusal:
        if not refusal.missing:
            raise
        raise Refusal(f"{refusal.message}{advice}", missing=refusal.missing) from None


def without_empty(record: Mapping[str, Field]) -> dict[str, Field]:
    return {name: value for name, value in record.items() if value}
