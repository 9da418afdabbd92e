"""Changes to texts written in many people's ways.

The new bytes, and that nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from plans import expected, hold, patched, plain, records, tree_of

from cz.edit import Append, Change, Drop, Hunk, Put, Relist, edit
from cz.edit.changes import Splice
from cz.edit.words import typed_fields
from cz.problem import Refusal
from cz.records import plan, supervision
from cz.records.fields import readers_of, text, texts
from cz.source import Source
from cz.tree import Map, Tree, parse

H = "tasks:\n  - id: 1-1\n    title: 旧\n"
N = "  - id: 1-2\n    title: 邻   # 勿动\n    units: [甲]\n"

HABITS = {
    "plain": H + N,
    "aligned comments": "tasks:\n  - id: 1-1      # 号\n    title: 旧     # 名\n"
    "    lead:  甲     # 牵头\n" + N,
    "spaces": "tasks:\n  - id: 1-1\n    title:    旧   \n    units:   \n" + N,
    "double quotes": "tasks:\n  - id: '1-1'\n    title: \"旧\"\n" + N,
    "single quotes": "tasks:\n  - id: 1-1\n    title: '旧'  # 名\n" + N,
    "quoted keys": 'tasks:\n  - "id": 1-1\n    "title": 旧\n' + N,
    "windows": (H + "    units:\n      - 甲\n      - 乙\n" + N).replace("\n", "\r\n"),
    "no final newline": N.replace("  - id", "tasks:\n  - id", 1) + "  - id: 1-1\n    title: 旧",
    "list last, no final newline": H + "    units:\n      - 甲",
    "windows, no final newline": (H + "    units:\n      - 甲").replace("\n", "\r\n"),
    "directive": "%YAML 1.1\n---\n" + H + N,
    "document end": H + "...\n# 完\n",
    "lists at the key's indent": "tasks:\n- id: 1-1\n  title: 旧\n  units:\n  - 甲\n  - 乙\n"
    "- id: 1-2\n"
    "  title: 邻\n",
    "deep indent": "tasks:\n    -   id: 1-1\n        title: 旧\n        units:\n            - 甲\n"
    "    -   id: 1-2\n        title: 邻\n",
    "dash on its own line": "tasks:\n  -\n    id: 1-1\n    title: 旧\n" + N,
    "comments between records": "# 头\n" + H + "\n  # 下一条\n\n" + N + "# 尾\n",
    "comments within a list": H
    + "    units:   # 单位\n      # 头\n      - 甲 # a\n      # 中\n      - 乙\n      # 尾\n"
    "    lead: 丙\n" + N,
    "flow list": H + "    units: [甲, '乙', \"丙\"]   # 单位\n" + N,
    "flow list over lines": H + "    units: [甲,\n      乙,  # 乙的注\n      丙]\n" + N,
    "flow list, comma at the end": H + "    units: [\n      甲,\n      乙,\n    ]\n" + N,
    "literal": H + "    text: |\n      甲\n\n      乙\n\n" + N,
    "literal kept": H + "    text: >+\n      甲\n\n\n" + N,
    "literal stripped, comment": H + "    text: |-\n      甲\n  # 注\n" + N,
    "text over lines": 'tasks:\n  - id: 1-1\n    title: 旧\n      的\n    lead: "甲\n      乙"\n'
    + N,
    "empty progress": H + "    progress:   # 待填\n    lead: 甲\n" + N,
    "empty progress last": H + "    progress:\n" + N,
    "empty brackets": H + "    progress: {}\n    units: []\n" + N,
    "spaced brackets": H + "    progress: { 1: { status: doing } }\n    units: [ 甲 ]\n" + N,
    "progress": H + "    progress:\n      1: {status: doing, due: 2026-06-30}   # 急\n" + N,
    "progress of another phase": H + "    progress:\n      2: {status: doing}\n" + N,
    "progress over lines": H
    + "    progress:\n      1:\n        status: doing   # 态\n        due: 2026-06-30\n"
    + N,
    "quoted progress": H + "    progress: {1: {status: \"doing\", due: '2026-06-30'}}\n" + N,
    "commas at the end": H + "    progress: {1: {status: doing,},}\n    units: [甲,]\n" + N,
    "all in braces": "tasks:\n  - {id: 1-1, title: 旧, units: [甲], progress: {1: {status: "
    "todo}}}\n" + N,
    "updates": H + "    updates:\n      - {date: 2026-01-01, note: 一}\n" + N,
    "updates over lines": H
    + "    updates:\n      - date: 2026-01-01\n        note: |\n          一\n"
    + N,
    "a fault elsewhere": H + "  - id: 1-3\n    title: &a 锚\n" + N,
    "tight braces": "tasks:\n  - {id: 1-1, title: 旧}\n" + N,
    "tight braces, comma": "tasks:\n  - {id: 1-1, title: 旧,}\n" + N,
}

Make = Callable[[Map], Put | Relist | Drop]
CHANGES: dict[str, Make] = {
    "title": lambda record: Put(record, ("title",), "新"),
    "quoted": lambda record: Put(record, ("title",), "甲: 乙, '丙' #丁"),
    "phase": lambda record: Put(record, ("progress", "1"), {"status": "done"}),
    "status": lambda record: Put(record, ("progress", "1", "status"), "done"),
    "lead": lambda record: Put(record, ("lead",), "丁"),
    "add": lambda record: Relist(record, ("units",), ("丁",)),
    "drop": lambda record: Relist(record, ("units",), (), (0,)),
    "swap": lambda record: Relist(record, ("units",), ("丁",), tuple(range(len(record["units"])))),
    "note": lambda record: Relist(
        record, ("updates",), ({"date": "2026-01-02", "note": "好, 的"},)
    ),
}

# Where the way of writing leaves no place that can be proven, nothing is changed.
REFUSED = {
    ("flow list over lines", "drop"),
    ("flow list over lines", "swap"),
    ("flow list, comma at the end", "drop"),
    ("flow list, comma at the end", "swap"),
    ("progress over lines", "phase"),
}


def changed(tree: Tree, change: Change) -> str:
    return edit(tree, [change])[0].source.text


PROGRESS = "    progress:\n      1: {status: done}\n"


@pytest.mark.parametrize(
    "habit, change, old, new",
    [
        ("plain", "title", "旧", "新"),
        ("plain", "quoted", "旧", "\"甲: 乙, '丙' #丁\""),
        ("plain", "phase", "旧\n", "旧\n" + PROGRESS),
        ("plain", "add", "旧\n", "旧\n    units:\n      - 丁\n"),
        ("plain", "note", "旧\n", '旧\n    updates:\n      - {date: 2026-01-02, note: "好, 的"}\n'),
        ("aligned comments", "title", "title: 旧     # 名", "title: 新     # 名"),
        ("aligned comments", "lead", "lead:  甲     # 牵头", "lead:  丁     # 牵头"),
        ("aligned comments", "phase", "甲     # 牵头\n", "甲     # 牵头\n" + PROGRESS),
        ("spaces", "title", "title:    旧   \n", "title:    新   \n"),
        ("spaces", "add", "units:   \n", "units:   \n      - 丁\n"),
        ("double quotes", "title", '"旧"', '"新"'),
        ("double quotes", "quoted", '"旧"', "\"甲: 乙, '丙' #丁\""),
        ("single quotes", "quoted", "'旧'  # 名", "'甲: 乙, ''丙'' #丁'  # 名"),
        ("quoted keys", "title", '"title": 旧', '"title": 新'),
        ("windows", "title", "旧\r\n", "新\r\n"),
        ("windows", "phase", "- 乙\r\n", "- 乙\r\n    progress:\r\n      1: {status: done}\r\n"),
        ("windows", "drop", "      - 甲\r\n", ""),
        ("no final newline", "phase", "旧", "旧\n    progress:\n      1: {status: done}"),
        ("list last, no final newline", "drop", "\n    units:\n      - 甲", ""),
        ("windows, no final newline", "drop", "\r\n    units:\r\n      - 甲", ""),
        ("windows, no final newline", "add", "- 甲", "- 甲\r\n      - 丁"),
        ("directive", "status", "旧\n", "旧\n    progress:\n      1:\n        status: done\n"),
        ("document end", "lead", "旧\n", "旧\n    lead: 丁\n"),
        ("lists at the key's indent", "add", "  - 乙\n", "  - 乙\n  - 丁\n"),
        (
            "lists at the key's indent",
            "phase",
            "  - 乙\n",
            "  - 乙\n  progress:\n    1: {status: done}\n",
        ),
        ("lists at the key's indent", "swap", "  - 甲\n  - 乙\n", "  - 丁\n"),
        ("deep indent", "add", "            - 甲\n", "            - 甲\n            - 丁\n"),
        ("comments between records", "phase", "旧\n", "旧\n" + PROGRESS),
        ("comments within a list", "add", "- 乙\n", "- 乙\n      - 丁\n"),
        ("comments within a list", "drop", "      - 甲 # a\n", "      # a\n"),
        ("flow list", "add", '"丙"]', '"丙", 丁]'),
        ("flow list", "drop", "[甲, '乙', \"丙\"]", "['乙', \"丙\"]"),
        ("flow list", "swap", "[甲, '乙', \"丙\"]", "[丁]"),
        ("flow list over lines", "add", "丙]", "丙, 丁]"),
        ("flow list, comma at the end", "add", "乙,\n", "乙, 丁,\n"),
        ("literal", "phase", "乙\n\n", "乙\n" + PROGRESS + "\n"),
        ("literal kept", "phase", "甲\n\n\n", "甲\n\n\n" + PROGRESS),
        ("literal stripped, comment", "phase", "      甲\n", "      甲\n" + PROGRESS),
        ("text over lines", "title", "旧\n      的", "新"),
        ("empty progress", "phase", "# 待填\n", "# 待填\n      1: {status: done}\n"),
        ("empty progress last", "phase", "progress:\n", "progress:\n      1: {status: done}\n"),
        ("empty brackets", "phase", "{}", "{1: {status: done}}"),
        ("empty brackets", "add", "[]", "[丁]"),
        ("spaced brackets", "status", "doing", "done"),
        ("progress", "status", "doing", "done"),
        (
            "progress of another phase",
            "phase",
            "      2: {status: doing}\n",
            "      2: {status: doing}\n      1: {status: done}\n",
        ),
        ("progress over lines", "status", "doing", "done"),
        ("quoted progress", "status", "doing", "done"),
        ("commas at the end", "status", "doing", "done"),
        (
            "all in braces",
            "note",
            "todo}}",
            'todo}}, updates: [{date: 2026-01-02, note: "好, 的"}]',
        ),
        (
            "updates",
            "note",
            "note: 一}\n",
            'note: 一}\n      - {date: 2026-01-02, note: "好, 的"}\n',
        ),
        (
            "updates over lines",
            "note",
            "          一\n",
            '          一\n      - {date: 2026-01-02, note: "好, 的"}\n',
        ),
    ],
)
def test_the_new_text_to_the_byte(habit: str, change: str, old: str, new: str) -> None:
    text = HABITS[habit]
    assert text.count(old) == 1
    tree = tree_of(text)
    assert changed(tree, CHANGES[change](records(tree)["1-1"])) == text.replace(old, new)


def applies(habit: str, change: str) -> bool:
    record = records(tree_of(HABITS[habit]))["1-1"]
    return change not in ("drop", "swap") or bool(record.get("units"))


ALL = [(habit, change) for habit in HABITS for change in CHANGES if applies(habit, change)]
SOUND = [pair for pair in ALL if pair not in REFUSED]


@pytest.mark.parametrize("habit, change", SOUND)
def test_only_the_target_differs(habit: str, change: str) -> None:
    tree = tree_of(HABITS[habit])
    fresh = hold(tree, records(tree)["1-1"], CHANGES[change](records(tree)["1-1"]))
    assert fresh.source.text != tree.source.text
    for mark in (
        "# 勿动",
        "# 号",
        "# 名",
        "# 牵头",
        "# 下一条",
        "# 待填",
        "# 急",
        "# 态",
        "# 单位",
        "# 尾",
        "# 完",
    ):
        assert fresh.source.text.count(mark) == tree.source.text.count(mark)


@pytest.mark.parametrize("habit, change", sorted(REFUSED))
def test_what_cannot_be_proven_is_refused(habit: str, change: str) -> None:
    tree = tree_of(HABITS[habit])
    with pytest.raises(Refusal) as refusal:
        edit(tree, [CHANGES[change](records(tree)["1-1"])])
    assert refusal.value.message == (
        "data/tasks.yaml：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，"
        "所以没有改。请用编辑器手工修改这一处。"
    )
    assert refusal.value.exit_code == 1


TWINS = [
    (habit, change) for habit, change in SOUND if change in ("title", "quoted", "status", "lead")
]


@pytest.mark.parametrize("habit, change", TWINS)
def test_the_same_once_more_changes_nothing(habit: str, change: str) -> None:
    tree = tree_of(HABITS[habit])
    fresh, hunks = edit(tree, [CHANGES[change](records(tree)["1-1"])])
    assert hunks
    again, none = edit(fresh, [CHANGES[change](records(fresh)["1-1"])])
    assert none == []
    assert again is fresh
    assert again.source.encode(again.source.text) == fresh.source.encode(fresh.source.text)


def test_the_same_entry_once_more_changes_nothing() -> None:
    tree = tree_of(H + PROGRESS + N)
    assert edit(tree, [Put(records(tree)["1-1"], ("progress", "1"), {"status": "done"})])[1] == []


def test_the_byte_order_mark_stays() -> None:
    tree = tree_of(H.replace("\n", "\r\n"), bom=True)
    fresh = edit(tree, [Put(records(tree)["1-1"], ("lead",), "丁")])[0]
    assert fresh.source.encode(fresh.source.text) == (
        b"\xef\xbb\xbftasks:\r\n  - id: 1-1\r\n    title: \xe6\x97\xa7\r\n"
        b"    lead: \xe4\xb8\x81\r\n"
    )


def test_several_changes_at_once_in_any_order() -> None:
    tree = tree_of("# 头\n" + H + "    units:\n      - 甲\n    page: 6\n" + N)
    first, second = records(tree)["1-1"], records(tree)["1-2"]
    changes = [
        Put(second, ("lead",), "丙"),
        Put(first, ("lead",), "乙"),
        Put(first, ("group",), "组"),
        Put(first, ("title",), "新"),
        Relist(first, ("units",), ("丁",)),
        Put(first, ("page",), "7"),
    ]
    fresh, hunks = edit(tree, changes)
    assert fresh.source.text == (
        "# 头\ntasks:\n  - id: 1-1\n    title: 新\n    units:\n      - 甲\n      - 丁\n"
        "    page: 7\n    lead: 乙\n    group: 组\n" + N + "    lead: 丙\n"
    )
    assert patched(tree.source.text, hunks) == fresh.source.text.splitlines()


def test_a_status_and_a_note_where_the_updates_stand_last() -> None:
    """``cz note 1-1 一``, then ``cz set 1-1 done --note 二``."""
    old = H + "    updates:\n      - {date: 2026-01-01, note: 一}\n"
    tree = tree_of(old + N)
    record = records(tree)["1-1"]
    fresh, hunks = edit(tree, [CHANGES["phase"](record), CHANGES["note"](record)])
    assert fresh.source.text == old + '      - {date: 2026-01-02, note: "好, 的"}\n' + PROGRESS + N
    assert patched(tree.source.text, hunks) == fresh.source.text.splitlines()


def test_a_lead_and_a_unit_where_the_units_stand_last() -> None:
    """``cz assign 1-1 --lead 丁 --add 丁``."""
    old = H + "    units:\n      - 甲\n"
    tree = tree_of(old + N)
    record = records(tree)["1-1"]
    assert (
        edit(tree, [CHANGES["lead"](record), CHANGES["add"](record)])[0].source.text
        == old + "      - 丁\n    lead: 丁\n" + N
    )


def test_a_record_with_a_bare_question_mark_is_refused() -> None:
    tree = tree_of("tasks:\n  - id: 1-1\n    title: 旧\n    ?")
    with pytest.raises(Refusal):
        edit(tree, [CHANGES["lead"](records(tree)["1-1"])])


def test_a_field_after_a_kept_literal_under_windows() -> None:
    old = (H + "    text: |+\n      甲\n").replace("\n", "\r\n")
    tree = tree_of(old + N.replace("\n", "\r\n"))
    assert changed(
        tree, CHANGES["lead"](records(tree)["1-1"])
    ) == old + "    lead: 丁\r\n" + N.replace("\n", "\r\n")


def test_the_comparison_can_fail() -> None:
    tree = tree_of(H + N)
    first, second = records(tree).values()
    meant, other = (
        plain(expected(tree.root, record, CHANGES["title"](record))) for record in (first, second)
    )
    fresh = edit(tree, [CHANGES["title"](first)])[0]
    assert plain(fresh.root) == meant != other
    with pytest.raises(AssertionError):
        patched(tree.source.text, [Hunk("x", 2, ("    title: 旧",), ("    title: 新",))])
    assert patched(tree.source.text, []) != fresh.source.text.splitlines()


# --- fields taken away
# ------------------------------------------------------------------------------------------------

REFUSAL = (
    "data/tasks.yaml：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，所以没有改。"
    "请用编辑器手工修改这一处。"
)


def drops(record: Map, names: str) -> list[Drop]:
    return [Drop(record, (name,)) for name in names.split()]


@pytest.mark.parametrize(
    "habit, names, old, new",
    [
        ("plain", "title", "    title: 旧\n", ""),
        ("aligned comments", "title", "    title: 旧     # 名\n", "    # 名\n"),
        (
            "aligned comments",
            "title lead",
            "    title: 旧     # 名\n    lead:  甲     # 牵头\n",
            "    # 名\n    # 牵头\n",
        ),
        ("spaces", "units", "    units:   \n", ""),
        ("quoted keys", "title", '    "title": 旧\n', ""),
        ("windows", "units", "    units:\r\n      - 甲\r\n      - 乙\r\n", ""),
        (
            "windows",
            "title units",
            "    title: 旧\r\n    units:\r\n      - 甲\r\n      - 乙\r\n",
            "",
        ),
        ("no final newline", "title", "\n    title: 旧", ""),
        ("list last, no final newline", "units", "\n    units:\n      - 甲", ""),
        (
            "list last, no final newline",
            "units title",
            "\n    title: 旧\n    units:\n      - 甲",
            "",
        ),
        (
            "windows, no final newline",
            "title units",
            "\r\n    title: 旧\r\n    units:\r\n      - 甲",
            "",
        ),
        ("document end", "title", "    title: 旧\n", ""),
        ("lists at the key's indent", "units", "  units:\n  - 甲\n  - 乙\n", ""),
        ("dash on its own line", "id", "    id: 1-1\n", ""),
        ("comments between records", "title", "    title: 旧\n", ""),
        (
            "comments within a list",
            "units",
            "    units:   # 单位\n      # 头\n      - 甲 # a\n      # 中\n      - 乙\n      # 尾\n",
            "    # 单位\n      # 头\n      # a\n      # 中\n      # 尾\n",
        ),
        ("flow list", "units", "    units: [甲, '乙', \"丙\"]   # 单位\n", "    # 单位\n"),
        ("flow list, comma at the end", "units", "    units: [\n      甲,\n      乙,\n    ]\n", ""),
        ("literal", "text", "    text: |\n      甲\n\n      乙\n", ""),
        ("literal kept", "text", "    text: >+\n      甲\n\n\n", ""),
        ("literal stripped, comment", "text title", "    title: 旧\n    text: |-\n      甲\n", ""),
        ("text over lines", "title", "    title: 旧\n      的\n", ""),
        ("text over lines", "lead", '    lead: "甲\n      乙"\n', ""),
        ("empty progress", "progress", "    progress:   # 待填\n", "    # 待填\n"),
        ("empty brackets", "progress units", "    progress: {}\n    units: []\n", ""),
        (
            "progress over lines",
            "progress",
            "    progress:\n      1:\n        status: doing   # 态\n        due: 2026-06-30\n",
            "        # 态\n",
        ),
        ("all in braces", "units", ", units: [甲]", ""),
        (
            "all in braces",
            "title units progress",
            ", title: 旧, units: [甲], progress: {1: {status: todo}}",
            "",
        ),
        (
            "updates over lines",
            "updates",
            "    updates:\n      - date: 2026-01-01\n        note: |\n          一\n",
            "",
        ),
        ("tight braces, comma", "title", ", title: 旧", ""),
    ],
)
def test_a_field_goes_with_its_lines_and_its_comment_stays(
    habit: str, names: str, old: str, new: str
) -> None:
    text = HABITS[habit]
    assert text.count(old) == 1
    tree = tree_of(text)
    record = records(tree)["1-1"]
    fresh = hold(tree, record, *drops(record, names))
    assert fresh.source.text == text.replace(old, new)
    gone = next(item for item in fresh.root["tasks"] if item.get("id", "1-1") == "1-1")
    again, none = edit(fresh, drops(gone, names))
    assert (again, none) == (fresh, [])
    assert again.source.encode(again.source.text) == fresh.source.encode(fresh.source.text)


@pytest.mark.parametrize(
    "text",
    [
        HABITS["plain"],
        HABITS["all in braces"],
        "tasks:\n  - id: 1-1\n",
        "tasks:\n  -\n    id: 1-1\n",
    ],
)
def test_the_first_field_of_a_record_does_not_go(text: str) -> None:
    tree = tree_of(text)
    with pytest.raises(Refusal) as refusal:
        edit(tree, drops(records(tree)["1-1"], "id"))
    assert (refusal.value.message, refusal.value.exit_code) == (REFUSAL, 1)


@pytest.mark.parametrize(
    "text, names",
    [
        ("tasks:\n  -\n    id: 1-1\n    title: 旧\n", "id title"),
        ("tasks:\n  - {id: 1-1,\n     title: 旧}\n", "title"),
        (
            "tasks:\n  - id: 1-1\n    text: |+\n      甲\n    title: 旧\n\n",
            "title",
        ),  # the blank line would go to the text
    ],
)
def test_a_field_that_leaves_something_else_behind_does_not_go(text: str, names: str) -> None:
    tree = tree_of(text)
    with pytest.raises(Refusal) as refusal:
        edit(tree, drops(records(tree)["1-1"], names))
    assert refusal.value.message == REFUSAL


FIX = "    fix: 换人\n    rectified: 2026-03-01   # 报\n    verified: 2026-03-05\n"
REOPENED = "    reopened:\n      - {date: 2026-04-01, note: 又}\n"


@pytest.mark.parametrize("after", ["", "# 尾\n", "\n" + N])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_the_last_fields_give_way_to_a_list(after: str, newline: str, final: bool) -> None:
    """What reopening a finding does; asked for in any order."""

    def told(text: str) -> str:
        return (text if final else text[:-1]).replace("\n", newline)

    tree = tree_of(told(H + FIX + after))
    record = records(tree)["1-1"]
    fields = drops(record, "fix rectified verified")
    entry = Relist(record, ("reopened",), ({"date": "2026-04-01", "note": "又"},))
    for changes in (
        [*fields, entry],
        [entry, *reversed(fields)],
        [fields[1], entry, fields[0], fields[2]],
    ):
        fresh, hunks = edit(tree, changes)
        assert fresh.source.text == told(H + "    # 报\n" + REOPENED + after)
        assert patched(tree.source.text, hunks) == fresh.source.text.splitlines()


def test_what_is_added_stands_above_fields_that_go_and_below_those_that_stay() -> None:
    text = H + "    units:\n      - 甲\n    fix: 一\n    # 注\n    rectified: 二\n"
    tree = tree_of(text + N)
    record = records(tree)["1-1"]
    fresh = hold(
        tree,
        record,
        Put(record, ("lead",), "丁"),
        Relist(record, ("units",), ("乙",)),
        *drops(record, "fix rectified"),
    )
    assert (
        fresh.source.text == H + "    units:\n      - 甲\n      - 乙\n    # 注\n    lead: 丁\n" + N
    )


def test_the_items_of_a_list_and_the_fields_below_it_go_at_once() -> None:
    tree = tree_of(H + "    units:\n      - 甲\n      - 乙\n    fix: 一")
    record = records(tree)["1-1"]
    changes = [
        Relist(record, ("units",), (), (1,)),
        *drops(record, "fix"),
        Put(record, ("lead",), "丁"),
    ]
    assert hold(tree, record, *changes).source.text == H + "    units:\n      - 甲\n    lead: 丁"


def test_an_empty_last_field_is_filled_and_another_added() -> None:
    tree = tree_of(H + "    lead:\n" + N)
    record = records(tree)["1-1"]
    fresh = hold(tree, record, Put(record, ("page",), "6"), Put(record, ("lead",), "丁"))
    assert fresh.source.text == H + "    lead: 丁\n    page: 6\n" + N


def test_a_pair_goes_and_another_comes_within_braces() -> None:
    tree = tree_of(HABITS["all in braces"])
    record = records(tree)["1-1"]
    fresh = hold(tree, record, *drops(record, "title progress"), Put(record, ("lead",), "丁"))
    assert fresh.source.text == "tasks:\n  - {id: 1-1, units: [甲], lead: 丁}\n" + N


def test_a_field_goes_from_a_section() -> None:
    tree = tree_of("plan:\n  phase: 1   # 期\n  title: 甲\n" + H)
    assert (
        hold(tree, tree.root["plan"], Drop(tree.root["plan"], ("phase",))).source.text
        == "plan:\n  # 期\n  title: 甲\n" + H
    )


# --- records added --------------------------------------------------------------------------------
# --------------------

NEW = {
    "id": "w1",
    "title": "甲: 乙",
    "due": "",
    "units": ("区教育局", "- 丙"),
    "proposed": (),
    "reopened": ({"date": "2026-04-01", "note": "好, 的", "by": ""},),
}
LINES = """\
  - id: w1
    title: "甲: 乙"
    units:
      - 区教育局
      - "- 丙"
    reopened:
      - {date: 2026-04-01, note: "好, 的"}
"""
TWO = "  - id: w2\n  - id: w3\n"
R = "findings:\n  - id: w0\n    title: 旧   # 注\n"

APPENDED = {
    "at the end": (R, R + LINES),
    "before the next section": (R + "\n" + H, R + LINES + "\n" + H),
    "comments below stay below": (R + "    # 尾\n\n# 完\n", R + LINES + "    # 尾\n\n# 完\n"),
    "no final newline": (R[:-1], R + LINES[:-1]),
    "windows": (R.replace("\n", "\r\n"), (R + LINES).replace("\n", "\r\n")),
    "windows, no final newline": (
        R[:-1].replace("\n", "\r\n"),
        (R + LINES[:-1]).replace("\n", "\r\n"),
    ),
    "a blank line between records": (
        "findings:\n  - id: w8\n\n  # 注\n  - id: w9\n# 尾\n",
        "findings:\n  - id: w8\n\n  # 注\n  - id: w9\n\n" + LINES + "# 尾\n",
    ),
    "blank lines once": (
        "findings:\n  - id: w7\n\n  - id: w8\n  - id: w9\n",
        "findings:\n  - id: w7\n\n  - id: w8\n  - id: w9\n" + LINES,
    ),
    "two blank lines": (
        "findings:\n  - id: w8\n\n\n  - id: w9\n",
        "findings:\n  - id: w8\n\n\n  - id: w9\n" + LINES,
    ),
    "dashes at the margin": (
        "findings:\n- id: w0\n" + H,
        "findings:\n- id: w0\n" + LINES.replace("\n  ", "\n")[2:] + H,
    ),
    "deep indent": (
        "findings:\n    -   id: w0\n",
        "findings:\n    -   id: w0\n"
        + LINES.replace("\n    ", "\n        ").replace("  - id: w1", "    -   id: w1"),
    ),
    "dash on its own line": (
        "findings:\n  -\n    id: w0\n",
        "findings:\n  -\n    id: w0\n" + LINES,
    ),
    "in braces": ("findings:\n  - {id: w0}\n", "findings:\n  - {id: w0}\n" + LINES),
    "list last": (
        "findings:\n  - id: w0\n    units:\n      - 甲\n      # 注\n",
        "findings:\n  - id: w0\n    units:\n      - 甲\n" + LINES + "      # 注\n",
    ),
    "text last": (
        "findings:\n  - id: w0\n    note: |\n      甲\n\n" + H,
        "findings:\n  - id: w0\n    note: |\n      甲\n" + LINES + "\n" + H,
    ),
    "quoted name": ('"findings":   # 注\n', '"findings":   # 注\n' + LINES),
    "empty section": (
        "findings:   # 注\n  # 尾\n" + H,
        "findings:   # 注\n" + LINES + "  # 尾\n" + H,
    ),
    "empty section, no final newline": ("findings:", "findings:\n" + LINES[:-1]),
    "empty brackets": (
        "findings: [ ]   # 注\r\n" + H.replace("\n", "\r\n"),
        ("findings:   # 注\n" + LINES + H).replace("\n", "\r\n"),
    ),
    "missing section": (H, H + "\nfindings:\n" + LINES),
    "missing section, no final newline": (H[:-1], H + "\nfindings:\n" + LINES[:-1]),
    "missing section, a blank line at the end": (H + "\n", H + "\nfindings:\n" + LINES),
    "missing section, the document ends": (
        H + "...\n# 完\n",
        H + "\nfindings:\n" + LINES + "...\n# 完\n",
    ),
    "missing section, all indented": (
        "  a:\n    b: 1\n",
        "  a:\n    b: 1\n\n  findings:\n" + "".join(f"  {line}\n" for line in LINES.splitlines()),
    ),
    "only comments": ("# 头\r\n", ("# 头\n\nfindings:\n" + LINES).replace("\n", "\r\n")),
    "only a comment, no final newline": ("# 头", "# 头\n\nfindings:\n" + LINES[:-1]),
    "nothing": ("", "findings:\n" + LINES),
    "a fault elsewhere": (R + "tasks:\n  - id: &a 锚\n", R + LINES + "tasks:\n  - id: &a 锚\n"),
    "a fault at the end of the section": (R + "  - id: &a 锚\n", R + "  - id: &a 锚\n" + LINES),
}


@pytest.mark.parametrize("habit", APPENDED)
@pytest.mark.parametrize("bom", [False, True])
def test_a_record_is_added_at_the_end_of_its_section(habit: str, bom: bool) -> None:
    old, new = APPENDED[habit]
    tree = tree_of(old, bom=bom)
    fresh, hunks = edit(tree, [Append(tree.root, "findings", (NEW,))])
    assert (
        fresh.source.encode(fresh.source.text) == (b"\xef\xbb\xbf" if bom else b"") + new.encode()
    )
    assert patched(old, hunks) == new.splitlines()
    assert fresh.root["findings"][-1] == {
        "id": "w1",
        "title": "甲: 乙",
        "units": ["区教育局", "- 丙"],
        "reopened": [{"date": "2026-04-01", "note": "好, 的"}],
    }


@pytest.mark.parametrize("habit", APPENDED)
def test_no_record_is_no_change(habit: str) -> None:
    tree = tree_of(APPENDED[habit][0])
    assert edit(tree, [Append(tree.root, "findings", ())]) == (tree, [])


@pytest.mark.parametrize(
    "text",
    [
        "findings: [{id: w0}]\n",
        "findings: [甲]\n",
        "findings: [\n]\n",
        "findings: 甲\n",
        "findings: ''\n",
        "findings: {}\n",
        "findings:\n  - 甲\n",
        "findings:\n  a: 1\n",
        "{findings: }\n",
        "- 甲\n",
        "甲\n",
        R + "tasks:\n  - {id: 1-1\n  - id: 1-2\n",
        R + "text: |+\n  甲\n",
    ],
)
def test_where_no_record_can_be_added_nothing_is_changed(text: str) -> None:
    tree = tree_of(text)
    section = "others" if "+" in text else "findings"
    with pytest.raises(Refusal) as refusal:
        edit(tree, [Append(tree.root, section, ({"id": "w1"},))])
    assert (refusal.value.message, refusal.value.exit_code) == (REFUSAL, 1)


def test_a_record_with_nothing_in_it_is_refused() -> None:
    tree = tree_of(R)
    with pytest.raises(Refusal):
        edit(tree, [Append(tree.root, "findings", ({"id": "w1"}, {"id": "", "units": ()}))])


def test_records_for_several_sections_at_once() -> None:
    tree = tree_of("# 头\n" + R + "visits:\n")
    fresh, hunks = edit(
        tree,
        [
            Append(tree.root, "letters", ({"id": "l1"},)),
            Append(tree.root, "findings", ({"id": "w2"},)),
            Append(tree.root, "visits", ({"id": "v1"},)),
            Append(tree.root, "reports", ({"id": "r1"},)),
            Append(tree.root, "findings", ({"id": "w3"},)),
            Append(tree.root, "letters", ({"id": "l2"},)),
        ],
    )
    assert fresh.source.text == (
        "# 头\n"
        + R
        + TWO
        + "visits:\n  - id: v1\n\nletters:\n  - id: l1\n  - id: l2\n\nreports:\n  - id: r1\n"
    )
    assert patched(tree.source.text, hunks) == fresh.source.text.splitlines()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_a_record_is_closed_and_others_added_below_it(newline: str, final: bool) -> None:
    def told(text: str) -> str:
        return (text if final else text[:-1]).replace("\n", newline)

    tree = tree_of(told(H + FIX + "    units:\n      - 甲\n    page: 6\n"))
    record = records(tree)["1-1"]
    fresh, hunks = edit(
        tree,
        [
            Append(tree.root, "findings", ({"id": "w1"},)),
            Append(tree.root, "tasks", ({"id": "1-2"}, {"id": "1-3"})),
            *drops(record, "page fix"),
            Put(record, ("lead",), "丁"),
            Relist(record, ("units",), ("乙",)),
            *drops(record, "verified rectified"),
        ],
    )
    assert fresh.source.text == told(
        H + "    # 报\n    units:\n      - 甲\n      - 乙\n    lead: 丁\n  - id: 1-2\n"
        "  - id: 1-3\n\nfindings:\n  - id: w1\n"
    )
    assert patched(tree.source.text, hunks) == fresh.source.text.splitlines()
    assert fresh.root["tasks"] == [
        {"id": "1-1", "title": "旧", "units": ["甲", "乙"], "lead": "丁"},
        {"id": "1-2"},
        {"id": "1-3"},
    ]


@pytest.mark.parametrize("name", ["drop", "append"])
def test_the_proof_can_fail(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field too many that goes, a record at another's end.

    Parsed without a fault, and refused.
    """
    tree = tree_of(H + N + R)
    record = records(tree)["1-2"]
    change = (
        Drop(record, ("title",)) if name == "drop" else Append(tree.root, "tasks", ({"id": "w2"},))
    )
    assert edit(tree, [change])[1]
    cut = Splice(tree.source.text.index("    title: 邻"), tree.source.text.index("findings"), "")
    there = Splice(len(tree.source.text) - 1, len(tree.source.text) - 1, "\n  - id: w2")
    monkeypatch.setattr(f"cz.edit.{name}", lambda *_: [cut if name == "drop" else there])
    with pytest.raises(Refusal) as refusal:
        edit(tree, [change])
    assert refusal.value.message == REFUSAL


NOTES = [
    # the record's own lines, what is done to it, the lines then
    (
        "    units:\n      - 甲  # 管交通\n      - 乙\n",
        "off",
        "    units:\n      # 管交通\n      - 乙\n",
    ),
    ("    units:   # 各\n      - 甲  # 管交通\n", "off", "    # 各\n      # 管交通\n"),
    ("    units:\n      - 甲\n      - 乙  # 末\n", "off", "    units:\n      - 乙  # 末\n"),
    ("    text: |-  # 原文\n      甲\n      乙\n", "put", "    text: 新  # 原文\n"),
    ("    text: >+ # 原文\n      甲\n", "put", "    text: 新  # 原文\n"),
    ("    text: |-  # 原文\n      甲\n      乙\n", "drop", "    # 原文\n"),
    ("    text: |-\n      甲 # 不是注\n", "drop", ""),
    ("    text:\n      甲  # 在自己的行\n", "put", "    text:\n      新  # 在自己的行\n"),
    ("    text:\n      甲  # 在自己的行\n", "drop", "    # 在自己的行\n"),
    ("    text:  # 一\n      甲  # 二\n", "drop", "    # 一\n      # 二\n"),
    ("    text: '甲 # 乙'\n", "drop", ""),
]


@pytest.mark.parametrize(("own", "done", "then"), NOTES)
def test_what_is_noted_behind_stays(own: str, done: str, then: str) -> None:
    head, tail = "tasks:\n  - id: 1-1\n    title: 一\n", "    lead: 丙\n"
    tree = parse(Source("t", head + own + tail))
    record = tree.root["tasks"][0]
    changes = {
        "off": Relist(record, ("units",), (), (0,)),
        "put": Put(record, ("text",), "新"),
        "drop": Drop(record, ("text",)),
    }
    assert changed(tree, changes[done]) == head + then + tail


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "Yes",
        "ON",
        "y",
        "N",
        "null",
        "Null",
        "true",
        "1:30",
        "12:30:45",
        "010",
        "0o7",
        "0x1F",
        "0b1",
        "1_000",
        "12",
        "1.5",
        ".5",
        "+1",
        "1e3",
        "6e23",
        "-1",
        ".inf",
        ".NaN",
        "2026-06-30",
        "2026-6-3",
        "<<",
        "=",
        "~",
        "*",
        "&a",
        "!t",
        "%x",
        "@x",
        "`x",
    ],
)
def test_text_stays_text_for_other_readers(value: str) -> None:
    """Of YAML 1.1, which PyYAML is."""
    tree = parse(
        Source("t", "tasks:\n  - id: 1-1\n    title: 一\n    progress: {1: {status: done}}\n")
    )
    record = tree.root["tasks"][0]
    changes = [
        Put(record, ("lead",), value),
        Relist(record, ("units",), (value,)),
        Relist(record, ("updates",), ({"date": "2026-01-02", "phase": "1", "note": value},)),
        Put(record, ("progress", "1", "due"), "2026-06-30"),
        Append(tree.root, "requirements", ({"id": "r1", "title": value, "date": "2026-06-30"},)),
    ]
    now = edit(tree, changes)[0].source.text
    read = yaml.safe_load(now)
    task = read["tasks"][0]
    assert (task["lead"], task["units"], task["updates"][0]["note"]) == (value, [value], value)
    assert read["requirements"][0]["title"] == value
    for there in ("date: 2026-01-02, phase: 1", "due: 2026-06-30", "    date: 2026-06-30\n"):
        assert there in now


def test_no_field_is_text_in_one_record_and_a_number_or_date_in_another() -> None:
    """Else what is written under its name could not be quoted right.

    A task's own ``due`` is the plan's words for a day: a day to other readers too where it is one.
    """
    records = [
        record
        for module in (plan, supervision)
        for record in vars(module).values()
        if isinstance(record, type) and hasattr(record, "_fields")
    ]
    readers = [pair for record in records for pair in readers_of(record).items()]
    assert {"due", "phase", "minors", "truncated", "shared"} <= typed_fields()
    both = [name for name, reader in readers if name in typed_fields() and reader in (text, texts)]
    assert both == ["due"]
