"""Changes to texts written in many people's ways: the new bytes, and that nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plans import expected, hold, patched, plain, records, tree_of

from cz.edit import Change, Hunk, Put, Relist, edit
from cz.problem import Refusal
from cz.tree import Map, Tree

H = "tasks:\n  - id: 1-1\n    title: 旧\n"
N = "  - id: 1-2\n    title: 邻   # 勿动\n    units: [甲]\n"

HABITS = {
    "plain": H + N,
    "aligned comments": "tasks:\n  - id: 1-1      # 号\n    title: 旧     # 名\n    lead:  甲     # 牵头\n" + N,
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
    "lists at the key's indent": "tasks:\n- id: 1-1\n  title: 旧\n  units:\n  - 甲\n  - 乙\n- id: 1-2\n  title: 邻\n",
    "deep indent": "tasks:\n    -   id: 1-1\n        title: 旧\n        units:\n            - 甲\n    -   id: 1-2\n        title: 邻\n",
    "dash on its own line": "tasks:\n  -\n    id: 1-1\n    title: 旧\n" + N,
    "comments between records": "# 头\n" + H + "\n  # 下一条\n\n" + N + "# 尾\n",
    "comments within a list": H + "    units:   # 单位\n      # 头\n      - 甲 # a\n      # 中\n      - 乙\n      # 尾\n    lead: 丙\n" + N,
    "flow list": H + "    units: [甲, '乙', \"丙\"]   # 单位\n" + N,
    "flow list over lines": H + "    units: [甲,\n      乙,  # 乙的注\n      丙]\n" + N,
    "flow list, comma at the end": H + "    units: [\n      甲,\n      乙,\n    ]\n" + N,
    "literal": H + "    text: |\n      甲\n\n      乙\n\n" + N,
    "literal kept": H + "    text: >+\n      甲\n\n\n" + N,
    "literal stripped, comment": H + "    text: |-\n      甲\n  # 注\n" + N,
    "text over lines": "tasks:\n  - id: 1-1\n    title: 旧\n      的\n    lead: \"甲\n      乙\"\n" + N,
    "empty progress": H + "    progress:   # 待填\n    lead: 甲\n" + N,
    "empty progress last": H + "    progress:\n" + N,
    "empty brackets": H + "    progress: {}\n    units: []\n" + N,
    "spaced brackets": H + "    progress: { 1: { status: doing } }\n    units: [ 甲 ]\n" + N,
    "progress": H + "    progress:\n      1: {status: doing, due: 2026-06-30}   # 急\n" + N,
    "progress of another phase": H + "    progress:\n      2: {status: doing}\n" + N,
    "progress over lines": H + "    progress:\n      1:\n        status: doing   # 态\n        due: 2026-06-30\n" + N,
    "quoted progress": H + "    progress: {1: {status: \"doing\", due: '2026-06-30'}}\n" + N,
    "commas at the end": H + "    progress: {1: {status: doing,},}\n    units: [甲,]\n" + N,
    "all in braces": "tasks:\n  - {id: 1-1, title: 旧, units: [甲], progress: {1: {status: todo}}}\n" + N,
    "updates": H + "    updates:\n      - {date: 2026-01-01, note: 一}\n" + N,
    "updates over lines": H + "    updates:\n      - date: 2026-01-01\n        note: |\n          一\n" + N,
    "a fault elsewhere": H + "  - id: 1-3\n    title: &a 锚\n" + N,
    "tight braces": "tasks:\n  - {id: 1-1, title: 旧}\n" + N,
    "tight braces, comma": "tasks:\n  - {id: 1-1, title: 旧,}\n" + N,
}

Make = Callable[[Map], Change]
CHANGES: dict[str, Make] = {
    "title": lambda record: Put(record, ("title",), "新"),
    "quoted": lambda record: Put(record, ("title",), "甲: 乙, '丙' #丁"),
    "phase": lambda record: Put(record, ("progress", "1"), {"status": "done"}),
    "status": lambda record: Put(record, ("progress", "1", "status"), "done"),
    "lead": lambda record: Put(record, ("lead",), "丁"),
    "add": lambda record: Relist(record, ("units",), ("丁",)),
    "drop": lambda record: Relist(record, ("units",), (), (0,)),
    "swap": lambda record: Relist(record, ("units",), ("丁",), tuple(range(len(record["units"])))),
    "note": lambda record: Relist(record, ("updates",), ({"date": "2026-01-02", "note": "好, 的"},)),
}

# Where the way of writing leaves no place that can be proven, nothing is changed.
REFUSED = {
    ("flow list over lines", "drop"), ("flow list over lines", "swap"), ("flow list, comma at the end", "drop"),
    ("flow list, comma at the end", "swap"), ("progress over lines", "phase"),
}  # fmt: skip


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
        ("lists at the key's indent", "phase", "  - 乙\n", "  - 乙\n  progress:\n    1: {status: done}\n"),
        ("lists at the key's indent", "swap", "  - 甲\n  - 乙\n", "  - 丁\n"),
        ("deep indent", "add", "            - 甲\n", "            - 甲\n            - 丁\n"),
        ("comments between records", "phase", "旧\n", "旧\n" + PROGRESS),
        ("comments within a list", "add", "- 乙\n", "- 乙\n      - 丁\n"),
        ("comments within a list", "drop", "      - 甲 # a\n", ""),
        ("flow list", "add", "\"丙\"]", '"丙", 丁]'),
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
        ("progress of another phase", "phase", "      2: {status: doing}\n", "      2: {status: doing}\n      1: {status: done}\n"),
        ("progress over lines", "status", "doing", "done"),
        ("quoted progress", "status", "doing", "done"),
        ("commas at the end", "status", "doing", "done"),
        ("all in braces", "note", "todo}}", 'todo}}, updates: [{date: 2026-01-02, note: "好, 的"}]'),
        ("updates", "note", "note: 一}\n", 'note: 一}\n      - {date: 2026-01-02, note: "好, 的"}\n'),
        ("updates over lines", "note", "          一\n", '          一\n      - {date: 2026-01-02, note: "好, 的"}\n'),
    ],
)  # fmt: skip
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
    for mark in ("# 勿动", "# 号", "# 名", "# 牵头", "# 下一条", "# 待填", "# 急", "# 态", "# 单位", "# 尾", "# 完"):
        assert fresh.source.text.count(mark) == tree.source.text.count(mark)


@pytest.mark.parametrize("habit, change", sorted(REFUSED))
def test_what_cannot_be_proven_is_refused(habit: str, change: str) -> None:
    tree = tree_of(HABITS[habit])
    with pytest.raises(Refusal) as refusal:
        edit(tree, [CHANGES[change](records(tree)["1-1"])])
    assert refusal.value.message == (
        "data/tasks.yaml：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，所以没有改。请用编辑器手工修改这一处。"
    )
    assert refusal.value.exit_code == 1


TWINS = [(habit, change) for habit, change in SOUND if change in ("title", "quoted", "status", "lead")]


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
        b"\xef\xbb\xbftasks:\r\n  - id: 1-1\r\n    title: \xe6\x97\xa7\r\n    lead: \xe4\xb8\x81\r\n"
    )


def test_several_changes_at_once_in_any_order() -> None:
    tree = tree_of("# 头\n" + H + "    units:\n      - 甲\n    page: 6\n" + N)
    first, second = records(tree)["1-1"], records(tree)["1-2"]
    changes = [
        Put(second, ("lead",), "丙"), Put(first, ("lead",), "乙"), Put(first, ("group",), "组"), Put(first, ("title",), "新"),
        Relist(first, ("units",), ("丁",)), Put(first, ("page",), "7"),
    ]  # fmt: skip
    fresh, hunks = edit(tree, changes)
    assert fresh.source.text == (
        "# 头\ntasks:\n  - id: 1-1\n    title: 新\n    units:\n      - 甲\n      - 丁\n    page: 7\n    lead: 乙\n    group: 组\n"
        + N + "    lead: 丙\n"
    )  # fmt: skip
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
    assert edit(tree, [CHANGES["lead"](record), CHANGES["add"](record)])[0].source.text == old + "      - 丁\n    lead: 丁\n" + N


def test_a_record_with_a_bare_question_mark_is_refused() -> None:
    tree = tree_of("tasks:\n  - id: 1-1\n    title: 旧\n    ?")
    with pytest.raises(Refusal):
        edit(tree, [CHANGES["lead"](records(tree)["1-1"])])


def test_a_field_after_a_kept_literal_under_windows() -> None:
    old = (H + "    text: |+\n      甲\n").replace("\n", "\r\n")
    tree = tree_of(old + N.replace("\n", "\r\n"))
    assert changed(tree, CHANGES["lead"](records(tree)["1-1"])) == old + "    lead: 丁\r\n" + N.replace("\n", "\r\n")


def test_the_comparison_can_fail() -> None:
    tree = tree_of(H + N)
    first, second = records(tree).values()
    meant, other = (plain(expected(tree.root, record, CHANGES["title"](record))) for record in (first, second))
    fresh = edit(tree, [CHANGES["title"](first)])[0]
    assert plain(fresh.root) == meant != other
    with pytest.raises(AssertionError):
        patched(tree.source.text, [Hunk("x", 2, ("    title: 旧",), ("    title: 新",))])
    assert patched(tree.source.text, []) != fresh.source.text.splitlines()
