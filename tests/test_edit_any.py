"""Any change to any record of any plan: what it touches, what it leaves, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, given, settings
from plans import (
    CHANCE,
    expected,
    hold,
    patched,
    plain,
    records,
    tree_of,
    without_emptied,
    yaml_text,
)

from cz.edit import Append, Drop, Put, Relist, edit
from cz.edit.words import scalar
from cz.problem import Refusal
from cz.source import Source
from cz.tree import Map, Seq, Tree, whole

WORDS = (
    "done",
    "区教育局",
    "2026-06-30",
    "a: b",
    "",
    " x ",
    "'",
    '"',
    "- a",
    "#",
    "甲 #乙",
    "[",
    "{a}",
    "~",
    "\\n",
    "a,b",
    "x\ty",
    "😀",
    "\x1b[0m",
    "&a",
    "---",
    "1-10",
    "yes",
    "？：",
    "甲\u3000",
    "a\nb",
    "\x85",
    "\u2028",
    "\ufeff",
)


def some_change(rnd: Random, record: Map) -> Put | Relist | Drop:
    kind = rnd.randrange(6)
    texts = [key for key, value in record.items() if isinstance(value, str)]
    maps = [
        (key, inner)
        for key, value in record.items()
        if isinstance(value, Map)
        for inner in value
        if isinstance(value[inner], str)
    ]
    lists = [key for key, value in record.items() if isinstance(value, Seq) and value]
    word = rnd.choice(WORDS)
    if kind < 2 and texts:
        return Put(record, (rnd.choice(texts),), word)
    if kind == 2 and maps:
        return Put(record, rnd.choice(maps), word)
    if kind == 3 and lists:
        name = rnd.choice(lists)
        places = tuple(
            sorted(rnd.sample(range(len(record[name])), rnd.randint(0, len(record[name]))))
        )
        return Relist(
            record,
            (name,),
            tuple(rnd.sample(WORDS, 0 if places and rnd.random() < 0.5 else 1)),
            places,
        )
    if kind == 4:
        return Relist(
            record, ("added",), (rnd.choice((word, {"date": "2026-01-02", "note": word})),)
        )
    return Put(
        record,
        *rnd.choice(
            (
                (("added",), word),
                (("added", "1"), {"status": word}),
                (("added", "1", "status"), word),
            )
        ),
    )


def some_changes(rnd: Random, record: Map) -> list[Put | Relist | Drop]:
    """Fields that go, often the last ones, with something new and perhaps a change of what stays.

    In any order.
    """
    names = list(record)[1:]
    gone = (
        names[rnd.randint(0, len(names)) :]
        if rnd.random() < 0.5
        else rnd.sample(names, rnd.randint(0, len(names)))
    )
    changes: list[Put | Relist | Drop] = [Drop(record, (name,)) for name in gone]
    if rnd.random() < 0.5:
        changes.append(Relist(record, ("list",), (rnd.choice(WORDS),)))
    if rnd.random() < 0.5:
        changes.append(Put(record, ("new",), rnd.choice(WORDS)))
    one = some_change(rnd, record)
    if one.path[0] not in gone and rnd.random() < 0.5:
        changes.append(one)
    rnd.shuffle(changes)
    return changes


def some_new(rnd: Random) -> dict[str, str | list[str] | list[dict[str, str]]]:
    words = [rnd.choice(WORDS) for _ in range(4)]
    found: dict[str, str | list[str] | list[dict[str, str]]] = {
        "id": f"n{rnd.randrange(100)}",
        "title": words[0],
    }
    found |= rnd.choice(
        (
            {},
            {"units": words[: rnd.randrange(4)]},
            {"fix": [{"date": "2026-01-02", "note": words[1]}]},
        )
    )
    return found | {"last": words[2]}


def as_read(record: dict[str, str | list[str] | list[dict[str, str]]]) -> Map:
    """A new record as it has to be found: nothing empty in it."""
    found = Map()
    for name, value in record.items():
        if isinstance(value, list):
            items = [
                item
                if isinstance(item, str)
                else Map((key, text) for key, text in item.items() if text)
                for item in value
            ]
            value = Seq(item for item in items if item)
        if value:
            found[name] = value
    return found


def some_tree(rnd: Random) -> Tree | None:
    tree = tree_of(yaml_text(rnd))
    return tree if tree.whole and not tree.problems else None


def some_record(rnd: Random, tree: Tree) -> Map | None:
    found = [
        item
        for value in tree.root.values()
        if isinstance(value, Seq)
        for item in value
        if isinstance(item, Map)
    ]
    found = [item for item in found if item]
    return rnd.choice(found) if found else None


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANCE)
def test_any_change_to_any_record_touches_that_record_only(rnd: Random) -> None:
    try_one(rnd)


def try_one(rnd: Random) -> str:
    tree = some_tree(rnd)
    record = some_record(rnd, tree) if tree is not None else None
    if tree is None or record is None:
        return "none"
    change = some_change(rnd, record)
    try:
        hold(tree, record, change)
    except Refusal:
        return "refused"
    return "done"


def test_most_changes_are_made_and_few_refused() -> None:
    """Else the property above would be kept by refusing everything."""
    ends = [try_one(Random(seed)) for seed in range(500)]
    assert ends.count("done") > 150
    assert ends.count("refused") < ends.count("done") / 10


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANCE)
def test_any_fields_of_any_record_go_while_others_come(rnd: Random) -> None:
    try_several(rnd)


def try_several(rnd: Random) -> str:
    tree = some_tree(rnd)
    record = some_record(rnd, tree) if tree is not None else None
    if tree is None or record is None:
        return "none"
    try:
        hold(tree, record, *some_changes(rnd, record))
    except Refusal:
        return "refused"
    return "done"


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANCE)
def test_any_records_are_added_to_any_section(rnd: Random) -> None:
    try_append(rnd)


def try_append(rnd: Random) -> str:
    """Alone, or with changes to the record they come after."""
    tree = some_tree(rnd)
    if tree is None:
        return "none"
    old, section = tree.source.text, rnd.choice((*tree.root, "added"))
    there = tree.root.get(section) or Seq()
    new = [some_new(rnd) for _ in range(rnd.randint(1, 3))]
    last = there[-1] if isinstance(there, Seq) and there else None
    changes = (
        some_changes(rnd, last) if isinstance(last, Map) and last and rnd.random() < 0.5 else []
    )
    try:
        fresh, hunks = edit(tree, [*changes, Append(tree.root, section, tuple(new))])
    except Refusal:
        return (
            "refused"
            if isinstance(there, Seq) and all(isinstance(item, Map) for item in there)
            else "no place"
        )
    text = fresh.source.text
    found, problems, _ = whole.read(Source("x", text))
    wanted = Map(expected(tree.root, last, *changes) if changes else tree.root)
    wanted[section] = Seq([*(wanted.get(section) or ()), *map(as_read, new)])
    assert problems == ()
    assert plain(without_emptied(found)) == plain(without_emptied(wanted))
    assert patched(old, hunks) == text.splitlines()
    assert text.endswith("\n") == old.endswith("\n")
    if not changes:
        same = next(
            (at for at, (was, now) in enumerate(zip(old, text, strict=False)) if was != now),
            len(old),
        )
        assert text.endswith(old[same:]) or re.match(r" *\[ *\]", old[same:])
    return "done"


def test_most_fields_go_and_most_records_are_added() -> None:
    tries: tuple[Callable[[Random], str], ...] = (try_several, try_append)
    for one in tries:
        ends = [one(Random(seed)) for seed in range(500)]
        assert ends.count("done") > 150
        assert ends.count("refused") < ends.count("done") / 20


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANCE)
def test_the_old_value_put_back_gives_the_old_bytes(rnd: Random) -> None:
    """For values written plainly or in quotes on one line, as ``cz`` would write them itself."""
    tree = some_tree(rnd)
    record = some_record(rnd, tree) if tree is not None else None
    if tree is None or record is None:
        return
    for key, value in record.items():
        if isinstance(value, str) and re.fullmatch(r"\w[\w×：，. -]*", value) and value[-1] != " ":
            if scalar(value) != value:  # other readers take it for a number or a date
                continue
            if not re.search(
                rf"^ +(- +)?{key}: *(['\"]?){re.escape(value)}\2 *( #.*)?\r?$",
                tree.source.text,
                re.M,
            ):
                continue
            there = edit(tree, [Put(record, (key,), "另外的")])[0]
            section = next(
                name
                for name, items in tree.root.items()
                if isinstance(items, Seq) and any(item is record for item in items)
            )
            index = next(at for at, item in enumerate(tree.root[section]) if item is record)
            back = edit(there, [Put(there.root[section][index], (key,), value)])[0]
            assert back.source.text == tree.source.text


def test_what_someone_wrote_by_hand_survives_a_hundred_changes() -> None:
    text = (
        "# 一\ntasks:   # 二\n  # 三\n  - id: 1-1   # 四\n    title: 甲      # 五\n"
        "    # 六\n    units:   # 七\n      # 八\n      - 乙   # 九\n"
        "      # 十\n    lead:   '丙'   # 十一\n    progress:\n      # 十二\n"
        "      1: {status: todo}   # 十三\n\n  # 十四\n  - id: 1-2\n"
        "    title: 丁\n    # 十五\n# 十六"
    )
    comments = re.findall(r" *# ?.*", text)
    rnd, tree, done = Random(1), tree_of(text), 0
    for _ in range(100):
        record = records(tree)[rnd.choice(("1-1", "1-2"))]
        word = rnd.choice(("甲", "a: b", "“乙”", "x #y", "丁 戊", "2026-01-02"))
        change = rnd.choice(
            (
                Put(record, ("title",), word),
                Put(record, ("lead",), word),
                Put(record, ("progress", "1"), {"status": "done"}),
                Put(record, ("progress", "2", "status"), rnd.choice(("doing", "done"))),
                Relist(record, ("units",), (word,)),
                Relist(record, ("updates",), ({"date": "2026-01-02", "note": word},)),
            )
        )
        fresh = hold(tree, record, change)
        done += fresh.source.text != tree.source.text
        tree = fresh
    assert done > 50
    kept = [line for line in re.findall(r" *# ?.*", tree.source.text) if "#y" not in line]
    assert kept == comments
