"""Ids that both sides gave out: two people who register a finding on one day both take the next
number.

The two are two findings. One of them gets a free number before the texts are merged; and where that
was done before, what a side still says under the old number goes to the record that has moved.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cz.edit import Put, edit
from cz.problem import Refusal
from cz.records.kinds import KINDS
from cz.review.merge import CONTENT
from cz.review.merge_values import OURS, THEIRS, Three, is_same_matter
from cz.source import Source
from cz.tree import Map, Seq, Tree, parse
from cz.tree.nodes import new_map

COUNTED = tuple(kind.section for kind in KINDS.values() if kind.moves)

Records = dict[str, Map]


class Move(NamedTuple):
    """A record of ``side`` whose id ``old`` the other side gave to ``kept``: it is ``new`` now."""

    old: str
    new: str
    side: int
    record: Map
    kept: Map
    section: str


class Renumbered(NamedTuple):
    """The three texts as they are to be merged, and which records got another id."""

    texts: Three
    moves: tuple[Move, ...] = ()


Later = Callable[[str], int | None]  # the side that gave the id out later; None: leave it


def renumber(texts: Three, later: Later, refers: Callable[[int, str], bool]) -> Renumbered:
    """``refers``: whether another file of a side names the id, which then has to stay.

    The texts come back as they are where one of them is not whole.
    """
    trees = [_read(text) for text in texts]
    if not _are_sound(trees):
        return Renumbered(texts)
    ids: list[dict[str, str]] = [{}, {}, {}]  # of base, ours, theirs: old to new
    moves: list[Move] = []
    for section in COUNTED:
        records = Three(*(_records(tree, section) for tree in trees))
        for side, old, new in _moved_before(section, records):
            if not refers(1 - side, old):
                ids[0][old] = ids[2 - side][old] = new
        taken = {id_ for held in records for id_ in _ids_ever(held)}
        for id_ in _given_twice(section, records):
            loser = later(id_)
            if loser is None or refers(loser, id_) or _is_named(trees[1 + loser], id_):
                continue
            new = free_id(id_, taken)
            taken.add(new)
            ids[1 + loser][id_] = new
            record, kept = records[1 + loser][id_], records[2 - loser][id_]
            moves.append(Move(id_, new, loser, record, kept, section))
    try:
        changed = [_with_ids(tree, new) for tree, new in zip(trees, ids, strict=True)]
    except Refusal:
        return Renumbered(texts)
    return Renumbered(Three(*changed), tuple(moves))


def with_moved_tasks(texts: Three) -> Three:
    """The texts with every task that one side has moved to another chapter under the id it bears
    there, so that what the other side, which does not know yet, has changed in it is merged.

    The texts come back as they are where one of them is not whole.
    """
    trees = [_read(text) for text in texts]
    if not _are_sound(trees):
        return texts
    base, ours, theirs = (_records(tree, "tasks") for tree in trees)
    ids: list[dict[str, str]] = [{}, {}, {}]  # of base, ours, theirs: old to new
    for other, mine, yours in ((2, ours, theirs), (1, theirs, ours)):
        for id_, record in mine.items():
            if id_ in base or id_ in yours:
                continue
            known = [
                old for old in _borne(record) if old in base and old not in mine and old in yours
            ]
            if known:
                ids[0][known[-1]] = ids[other][known[-1]] = id_
    try:
        changed = [_with_ids(tree, new, ("tasks",)) for tree, new in zip(trees, ids, strict=True)]
    except Refusal:
        return texts
    return Three(*changed)


def _read(text: str) -> Tree:
    source = Source("", text)
    return parse(source) if CONTENT.search(text) else Tree(source, new_map())


def _are_sound(trees: Iterable[Tree]) -> bool:
    return all(tree.whole and not tree.problems for tree in trees)


def _ids_ever(records: Records) -> list[str]:
    """Their ids, and those that they bore before."""
    ids = list(records)
    for record in records.values():
        ids += _borne(record)
    return ids


def _borne(record: Map) -> list[str]:
    """The ids that it bore before."""
    former = record.get("former")
    if not isinstance(former, Seq):
        return []
    return [old for old in former if isinstance(old, str)]


def _is_named(tree: Tree, id_: str) -> bool:
    """Whether something else in the text names the id."""
    name = re.compile(rf"(?<![\w-]){re.escape(id_)}(?![\w-])")
    return len(name.findall(tree.source.text)) > 1


def free_id(id_: str, taken: Iterable[str]) -> str:
    """The next number after all that are taken: of a finding's day, a chapter, the roster."""
    ahead = re.sub("[0-9]+$", "", id_)
    numbers = [other.removeprefix(ahead) for other in taken if other.startswith(ahead)]
    highest = max(int(number) for number in numbers if number.isdigit())
    return f"{ahead}{highest + 1:0{len(id_) - len(ahead)}}"


def _records(tree: Tree, section: str) -> Records:
    held = tree.root.get(section)
    if not isinstance(held, Seq):
        return {}
    records = [record for record in held if isinstance(record, Map)]
    return {record["id"]: record for record in records if isinstance(record.get("id"), str)}


def _given_twice(section: str, records: Three) -> list[str]:
    """Ids that both sides gave out, to different matters."""
    base, ours, theirs = records
    given = []
    for id_, record in ours.items():
        is_new = id_ not in base and id_ in theirs
        if is_new and not is_same_matter(section, record, theirs[id_]):
            given.append(id_)
    return given


def _moved_before(section: str, records: Three) -> Iterator[tuple[int, str, str]]:
    """(the side that did it, old id, new id) of records that one side has given another id, and
    that the other side, which does not know yet, has changed."""
    base = records.base
    for side, mine, yours in (
        (OURS, records.ours, records.theirs),
        (THEIRS, records.theirs, records.ours),
    ):
        for old, record in base.items():
            if old not in mine or old not in yours or yours[old] == record:
                continue
            if is_same_matter(section, record, mine[old]):
                continue
            if not is_same_matter(section, record, yours[old]):
                continue
            homes = _homes(section, record, base, mine)
            if len(homes) == 1 and homes[0] not in yours:
                yield side, old, homes[0]


def _homes(section: str, record: Map, base: Records, mine: Records) -> list[str]:
    """The new ids of a side that are of the same matter as a record of the base."""
    homes = []
    for id_, candidate in mine.items():
        if id_ not in base and is_same_matter(section, candidate, record):
            homes.append(id_)
    return homes


def _with_ids(tree: Tree, new_ids: dict[str, str], sections: Iterable[str] = COUNTED) -> str:
    """The text with these ids changed, and nothing else. Raises Refusal."""
    if not new_ids:
        return tree.source.text
    changes = []
    for section in sections:
        for id_, record in _records(tree, section).items():
            if id_ in new_ids:
                changes.append(Put(record, ("id",), new_ids[id_]))
    fresh, _ = edit(tree, changes)
    return fresh.source.text
