"""Merging three texts of a file: the whole result to the byte, for what happens in an office."""

from __future__ import annotations

import pytest

from cz.review.merge import Conflict, Merged, merge

BASE = """\
# 任务
#
# 由创城办维护

plan:
  title: 方案   # 题目
  phase: 1

# 任务表
tasks:
  # （一）思想道德
  - id: 1-1
    title: 学习宣贯
    lead: 区委宣传部   # 方案原文：区×宣传×
    units:
      - 区教育局   # 原文：区教育×
      - 团区委
    progress:
      1: {status: doing, due: 2026-06-30}   # 急
    updates:
      - {date: 2026-03-05, phase: 1, note: 已印发}
  - id: 1-2
    title: 志愿服务
    lead: 团区委

  # （二）政务环境
  - id: 2-1
    title: 作风建设
    lead: 区纪委
"""


def changed(*changes: tuple[str, str], text: str = BASE) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def clean(ours: str, theirs: str, base: str = BASE) -> str:
    found = merge(base, ours, theirs)
    assert found is not None
    assert found.conflicts == ()
    return found.text


FLOW = "{status: doing, due: 2026-06-30}"
NOTE = "      - {date: 2026-03-05, phase: 1, note: 已印发}\n"
NEW_A = "  # 新增\n  - id: 1-3\n    title: 甲   # 拟\n"
NEW_B = "  - id: 1-4\n    title: 乙\n"
MARKED = "{0}<<<<<<< 我方\n{1}=======\n{2}>>>>>>> 对方{3}\n"

CLEAN = {
    "two fields on one line": (
        [("doing", "done")],
        [("06-30", "09-30")],
        [("doing", "done"), ("06-30", "09-30")],
    ),
    "one entered, one removed, on one line": (
        [(", due: 2026-06-30", "")],
        [("{status", "{by: 甲, status")],
        [(FLOW, "{by: 甲, status: doing}")],
    ),
    "two fields of one record": (
        [("学习宣贯", "学习")],
        [("    lead: 团区委\n", "    lead: 区民政局\n")],
        [("学习宣贯", "学习"), ("    lead: 团区委\n", "    lead: 区民政局\n")],
    ),
    "the same value": ([("doing", "done")], [("doing", "done")], [("doing", "done")]),
    "the same value in other quotes": (
        [("作风建设", "'作风'")],
        [("作风建设", '"作风"')],
        [("作风建设", "'作风'")],
    ),
    "both add updates": (
        [(NOTE, NOTE + "      - {date: 2026-04-01, note: 甲}\n")],
        [(NOTE, NOTE + "      - {date: 2026-04-02, note: 乙}\n")],
        [
            (
                NOTE,
                NOTE
                + "      - {date: 2026-04-01, note: 甲}\n      - {date: 2026-04-02, note: 乙}\n",
            )
        ],
    ),
    "both add one and the same update": (
        [(NOTE, NOTE + "      - {date: 2026-04-01, note: 甲}\n"), ("学习宣贯", "学习")],
        [(NOTE, NOTE + "      - {note: 甲, date: 2026-04-01}\n")],
        [(NOTE, NOTE + "      - {date: 2026-04-01, note: 甲}\n"), ("学习宣贯", "学习")],
    ),
    "both add units, one removes one": (
        [("      - 团区委\n", "      - 团区委\n      - 区民政局   # 我加的\n")],
        [
            ("      - 团区委\n", "      - 区总工会   # 他加的\n"),
            ("×\n      -", "×\n      # 群团\n      -"),
        ],
        [
            (
                "      - 团区委\n",
                "      # 群团\n      - 区总工会   # 他加的\n      - 区民政局   # 我加的\n",
            )
        ],
    ),
    "both add records at the end": (
        [("lead: 区纪委\n", "lead: 区纪委\n" + NEW_A)],
        [("lead: 区纪委\n", "lead: 区纪委\n" + NEW_B)],
        [("lead: 区纪委\n", "lead: 区纪委\n" + NEW_A + NEW_B)],
    ),
    "both add records in the middle": (
        [("lead: 团区委\n", "lead: 团区委\n" + NEW_A)],
        [("lead: 团区委\n", "lead: 团区委\n" + NEW_B)],
        [("lead: 团区委\n", "lead: 团区委\n" + NEW_A + NEW_B)],
    ),
    "both add fields": (
        [("lead: 区纪委\n", "lead: 区纪委\n    page: 9\n")],
        [("lead: 区纪委\n", "lead: 区纪委\n    progress:\n      1: {status: todo}   # 未\n")],
        [
            (
                "lead: 区纪委\n",
                "lead: 区纪委\n    page: 9\n    progress:\n      1: {status: todo}   # 未\n",
            )
        ],
    ),
    "moved here, edited there": (
        [
            ("  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n", ""),
            (
                "lead: 区纪委\n",
                "lead: 区纪委\n  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n",
            ),
        ],
        [("志愿服务", "志愿服务制度化   # 改")],
        [
            ("  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n", ""),
            (
                "lead: 区纪委\n",
                "lead: 区纪委\n  - id: 1-2\n    title: 志愿服务制度化   # 改\n    lead: 团区委\n",
            ),
        ],
    ),
    "deleted there with its comment, another edited here": (
        [("doing", "done")],
        [("  # （二）政务环境\n  - id: 2-1\n    title: 作风建设\n    lead: 区纪委\n", "")],
        [
            ("doing", "done"),
            ("  # （二）政务环境\n  - id: 2-1\n    title: 作风建设\n    lead: 区纪委\n", ""),
        ],
    ),
    "deleted there, its comment edited here": (
        [("（二）政务环境", "（二）政务环境（九月核）")],
        [("\n  # （二）政务环境\n  - id: 2-1\n    title: 作风建设\n    lead: 区纪委\n", "")],
        [
            (
                "\n  # （二）政务环境\n  - id: 2-1\n    title: 作风建设\n    lead: 区纪委\n",
                "  # （二）政务环境（九月核）\n",
            )
        ],
    ),
    "trailing comments": (
        [("# 急", "# 很急"), ("学习宣贯", "学习宣贯   # 名")],
        [
            ("doing", "done"),
            ("（一）思想道德", "（一）"),
            ("lead: 团区委\n", "lead: 团区委   # 牵头\n"),
        ],
        [
            ("# 急", "# 很急"),
            ("学习宣贯", "学习宣贯   # 名"),
            ("doing", "done"),
            ("（一）思想道德", "（一）"),
            ("lead: 团区委\n", "lead: 团区委   # 牵头\n"),
        ],
    ),
    "both wrote a comment at one value": (
        [("# 急", "# 我看急")],
        [("# 急", "# 他看不急"), ("doing", "done")],
        [("# 急", "# 我看急   # 他看不急"), ("doing", "done")],
    ),
    "written anew here, edited there": (
        [
            (
                "      1: " + FLOW,
                "      1:   # 第一阶段\n        status: doing\n        due: '2026-06-30'",
            )
        ],
        [("doing", "done")],
        [
            (
                "      1: " + FLOW,
                "      1:   # 第一阶段\n        status: done\n        due: '2026-06-30'",
            )
        ],
    ),
    "edited here, written anew there": (
        [("doing", "done")],
        [("      1: " + FLOW, "      1:\n        status: doing   # 态\n        due: '2026-06-30'")],
        [("      1: " + FLOW, "      1:\n        status: done   # 态\n        due: '2026-06-30'")],
    ),
    "list in brackets here, one more unit there": (
        [
            (
                "    units:\n      - 区教育局   # 原文：区教育×\n      - 团区委\n",
                "    units: [区教育局, 团区委]\n",
            )
        ],
        [("      - 团区委\n", "      - 团区委\n      - 区总工会\n")],
        [
            (
                "    units:\n      - 区教育局   # 原文：区教育×\n      - 团区委\n",
                "    units: [区教育局, 团区委, 区总工会]\n",
            )
        ],
    ),
    "the same, where the brackets have no place for what is noted there": (
        [
            (
                "    units:\n      - 区教育局   # 原文：区教育×\n      - 团区委\n",
                "    units: [区教育局, 团区委]\n",
            )
        ],
        [("      - 团区委\n", "      - 团区委   # 核\n      - 区总工会\n")],
        [
            ("   # 原文：区教育×", ""),
            ("      - 团区委\n", "      - 团区委   # 核\n      - 区总工会\n"),
        ],
    ),
    "the head and a section's comment": (
        [("# 由创城办维护\n", "# 由创城办维护\n# 我\n")],
        [("# 由创城办维护\n", "# 由创城办和督查组维护\n"), ("# 任务表", "# 任务总表")],
        [("# 由创城办维护\n", "# 由创城办和督查组维护\n# 我\n"), ("# 任务表", "# 任务总表")],
    ),
    "a section each": (
        [
            (
                "    lead: 区纪委\n",
                "    lead: 区纪委\n\n# 步骤\nsteps:\n  - id: s1-1\n    title: 动员\n",
            )
        ],
        [
            (
                "    lead: 区纪委\n",
                "    lead: 区纪委\n\nrequirements:\n  - id: r1\n    title: 加强领导\n",
            )
        ],
        [
            (
                "    lead: 区纪委\n",
                "    lead: 区纪委\n\n# 步骤\nsteps:\n  - id: s1-1\n    title: 动员\n\n"
                "requirements:\n  - id: r1\n    title: 加强领导\n",
            )
        ],
    ),
    "moved there, edited here": (
        [("作风建设", "作风")],
        [
            ("  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n", ""),
            ("  # （一）", "  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n  # （一）"),
        ],
        [
            ("  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n", ""),
            ("  # （一）", "  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n  # （一）"),
            ("作风建设", "作风"),
        ],
    ),
    "the last of a list removed by each": (
        [("      - 区教育局   # 原文：区教育×\n", "")],
        [("      - 团区委\n", "")],
        [("    units:\n      - 区教育局   # 原文：区教育×\n      - 团区委\n", "")],
    ),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CLEAN)
def test_what_does_not_contradict_is_merged(name: str, newline: str) -> None:
    three = [changed(*changes).replace("\n", newline) for changes in CLEAN[name]]
    assert clean(three[0], three[1], BASE.replace("\n", newline)) == three[2]


@pytest.mark.parametrize("name", CLEAN)
def test_with_nothing_on_the_other_side_the_text_is_that_of_the_one(name: str) -> None:
    for changes in CLEAN[name][:2]:
        one = changed(*changes)
        assert (
            merge(BASE, one, BASE)
            == merge(BASE, BASE, one)
            == merge(BASE, one, one)
            == Merged(one, ())
        )


def test_one_field_changed_two_ways_is_marked_on_its_line() -> None:
    ours = changed(("doing", "done"), ("学习宣贯", "学习"))
    theirs = changed(("doing", "blocked"), ("06-30", "09-30"), ("作风建设", "作风"))
    found = merge(BASE, ours, theirs, ours_name="HEAD", theirs_name="张三")
    assert found == Merged(
        changed(
            ("学习宣贯", "学习"),
            ("作风建设", "作风"),
            (
                f"      1: {FLOW}   # 急\n",
                "<<<<<<< HEAD\n      1: {status: done, due: 2026-09-30}   # 急\n=======\n"
                "      1: {status: blocked, due: 2026-09-30}   # 急\n>>>>>>> 张三\n",
            ),
        ),
        (Conflict("1-1", "progress.1.status", "done", "blocked", "field"),),
    )


def test_markers_are_as_wide_as_git_asks() -> None:
    found = merge(BASE, changed(("志愿服务", "甲")), changed(("志愿服务", "乙")), marker_size=9)
    assert found is not None
    assert found.text == changed(
        (
            "    title: 志愿服务\n",
            f"{'<' * 9} 我方\n    title: 甲\n{'=' * 9}\n    title: 乙\n{'>' * 9} 对方\n",
        )
    )
    assert found.conflicts == (Conflict("1-2", "title", "甲", "乙", "field"),)


def test_what_stood_there_before_is_shown_where_git_is_asked_to() -> None:
    found = merge(BASE, changed(("志愿服务", "甲")), changed(("志愿服务", "乙")), base_name="原来")
    assert found is not None
    assert found.text == changed(
        (
            "    title: 志愿服务\n",
            "<<<<<<< 我方\n    title: 甲\n||||||| 原来\n    title: 志愿服务\n"
            "=======\n    title: 乙\n>>>>>>> 对方\n",
        )
    )
    found = merge(BASE, changed((RECORD, "")), changed(("志愿服务", "志愿")), base_name="原来")
    assert found is not None
    assert found.text == changed(
        (
            RECORD,
            f"<<<<<<< 我方删除了这条记录\n||||||| 原来\n{RECORD}=======\n"
            + RECORD.replace("志愿服务", "志愿")
            + ">>>>>>> 对方\n",
        )
    )
    fresh = "  - id: 1-9\n    title: {}\n"
    ours, theirs = (changed((RECORD, RECORD + fresh.format(word))) for word in "甲乙")
    found = merge(BASE, ours, theirs, base_name="原来")
    assert found is not None
    assert "<<<<<<< 我方\n    title: 甲\n||||||| 原来\n=======\n    title: 乙\n" in found.text


def test_windows_lines_in_conflict() -> None:
    three = [
        text.replace("\n", "\r\n")
        for text in (BASE, changed(("志愿服务", "甲")), changed(("志愿服务", "乙")))
    ]
    found = merge(*three)
    assert found is not None
    wanted = changed(
        ("    title: 志愿服务\n", MARKED.format("", "    title: 甲\n", "    title: 乙\n", ""))
    )
    assert found.text == wanted.replace("\n", "\r\n")


RECORD = "  - id: 1-2\n    title: 志愿服务\n    lead: 团区委\n"


def test_edited_here_deleted_there() -> None:
    found = merge(BASE, changed(("志愿服务", "志愿")), changed((RECORD, "")))
    assert found is not None
    assert found.text == changed(
        (RECORD, MARKED.format("", RECORD.replace("志愿服务", "志愿"), "", "删除了这条记录"))
    )
    assert found.conflicts == (
        Conflict("1-2", "", "{id: 1-2, title: 志愿, lead: 团区委}", "", "edit/delete"),
    )


def test_deleted_here_edited_there() -> None:
    found = merge(BASE, changed((RECORD, "")), changed(("志愿服务", "志愿")), ours_name="HEAD")
    assert found is not None
    assert found.text == changed(
        (
            RECORD,
            "<<<<<<< HEAD 删除了这条记录\n=======\n"
            + RECORD.replace("志愿服务", "志愿")
            + ">>>>>>> 对方\n",
        )
    )


def test_a_field_edited_here_and_deleted_there() -> None:
    found = merge(
        BASE, changed(("lead: 团区委", "lead: 区民政局")), changed(("    lead: 团区委\n", ""))
    )
    assert found is not None
    assert found.text == changed(
        ("    lead: 团区委\n", MARKED.format("", "    lead: 区民政局\n", "", "删除了这个字段"))
    )
    assert found.conflicts == (Conflict("1-2", "lead", "区民政局", "", "edit/delete"),)


def test_the_first_field_edited_here_and_deleted_there() -> None:
    base = "tasks:\n  - title: 甲\n    id: 1-1\n"
    found = merge(base, base.replace("甲", "乙"), "tasks:\n  - id: 1-1\n")
    assert found is not None
    assert found.text == "tasks:\n" + MARKED.format(
        "", "  - title: 乙\n    id: 1-1\n", "  - id: 1-1\n", ""
    )


def test_one_id_added_twice() -> None:
    new = "  - id: 1-3\n    title: 甲\n    page: 9\n"
    same = changed((RECORD, RECORD + new))
    assert clean(changed(("doing", "done"), text=same), same) == changed(
        ("doing", "done"), text=same
    )
    found = merge(BASE, same, same.replace("甲", "乙") + "\nsteps: []\n")
    assert found is not None
    marked = MARKED.format("", "    title: 甲\n", "    title: 乙\n", "")
    assert (
        found.text
        == changed((RECORD, RECORD + new.replace("    title: 甲\n", marked))) + "\nsteps: []\n"
    )
    assert found.conflicts == (Conflict("1-3", "title", "甲", "乙", "add/add"),)


def test_phases_go_by_their_number_and_systems_by_phase() -> None:
    base = (
        "phases:\n  - number: 1\n    a_share: 70\n    floor: B\nsystems:\n  - id: city\n"
        "    scores:\n      1: 70\n"
    )
    ours = base.replace("70\n    floor", "75\n    floor").replace("1: 70", "1: 71")
    theirs = base.replace("floor: B", "floor: A   # 从严").replace(
        "1: 70\n", "1: 70\n      2: 80\n"
    )
    assert clean(ours, theirs, base) == (
        "phases:\n  - number: 1\n    a_share: 75\n    floor: A   # 从严\nsystems:\n"
        "  - id: city\n    scores:\n      1: 71\n      2: 80\n"
    )


def test_a_section_nobody_knows_whose_records_have_no_id_counts_as_one() -> None:
    base = "notes:\n  - {text: 甲, by: 乙}\n"
    found = merge(base, base.replace("甲", "丙"), base.replace("乙", "丁"))
    assert found is not None
    assert found.text == MARKED.format("", base.replace("甲", "丙"), base.replace("乙", "丁"), "")
    known = base.replace("notes:", "places:").replace("{", "{id: p1, ")
    assert clean(known.replace("甲", "丙"), known.replace("乙", "丁"), known) == known.replace(
        "甲", "丙"
    ).replace("乙", "丁")


def test_a_value_over_several_lines() -> None:
    base = "tasks:\n  - id: 1-1\n    text: 甲   # 原文\n    lead: 乙\n"
    ours = base.replace("乙", "丙")
    theirs = base.replace("text: 甲   # 原文\n", "text: |   # 原文\n      一\n\n      二\n")
    assert clean(ours, theirs, base) == theirs.replace("乙", "丙")
    found = merge(base, base.replace("甲", "丁"), theirs)
    assert found is not None
    assert found.text == base.replace(
        "    text: 甲   # 原文\n",
        MARKED.format(
            "", "    text: 丁   # 原文\n", "    text: |   # 原文\n      一\n\n      二\n", ""
        ),
    )


def test_a_list_written_at_another_column_takes_in_the_others_record() -> None:
    base = "tasks:\n  - id: 1-1\n    units:\n      - 甲\n"
    ours = "tasks:\n- id: 1-1\n  units:\n    - 甲\n"
    theirs = base + "  # 二\n  - id: 1-2\n    units:   # 单位\n      - 乙\n"
    assert clean(ours, theirs, base) == ours + "# 二\n- id: 1-2\n  units:   # 单位\n    - 乙\n"
    assert clean(theirs, ours, base) == ours + "# 二\n- id: 1-2\n  units:   # 单位\n    - 乙\n"


def test_the_last_newline() -> None:
    bare = BASE.removesuffix("\n")
    assert clean(bare.replace("doing", "done"), bare.replace("06-30", "09-30"), bare) == changed(
        ("doing", "done"), ("06-30", "09-30")
    ).removesuffix("\n")
    assert clean(changed(("doing", "done")), bare, BASE) == changed(("doing", "done")).removesuffix(
        "\n"
    )
    assert (
        clean(bare.replace("doing", "done"), BASE + NEW_B, bare)
        == changed(("doing", "done")) + NEW_B
    )


def test_both_add_the_file() -> None:
    assert (
        clean("plan:\n  title: 甲\n", "plan:\n  title: 甲\n  phase: 1\n", "")
        == "plan:\n  title: 甲\n  phase: 1\n"
    )
    found = merge("", "plan:\n  title: 甲\n", "plan:\n  title: 乙\n")
    assert found is not None
    assert found.text == "plan:\n" + MARKED.format("", "  title: 甲\n", "  title: 乙\n", "")


@pytest.mark.parametrize(
    "odd",
    [
        "plan: [\n",
        "plan: &a 1\n",
        "plan:\n  a: 1\n  a: 2\n",
        "tasks:\n  - id: 1-1\n  - id: 1-1\n",
        "- a\n",
        "甲\n",
    ],
)
def test_what_is_not_yaml_of_the_house_is_left_to_git(odd: str) -> None:
    one, other = "plan:\n  title: 甲\n", "plan:\n  title: 乙\n"
    assert merge(odd, one, other) is None
    assert merge(one, odd, other) is None
    assert merge(one, other, odd) is None
