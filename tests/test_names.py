"""Units, groups, systems and records by what people call them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from plans import PLAN, UNITS, campaign

from cz.names import find_group, find_indicator, find_system, find_unit, find_work, normal_id
from cz.problem import Refusal
from cz.whose import collectives_of

PLAN_ = campaign(
    PLAN + "tasks:\n  - id: 1-1\n    title: 学习宣传\n  - id: 1-10\n    title: 志愿服务\nsteps:\n"
    "  - id: s1-1\n    title: 成立机构\n    phase: 1\n",
    UNITS,
    """\
systems:
  - id: city
    name: 城市测评
    title: 全×文明城市测评体系
  - id: minors
    name: 未成年人测评
    title: 未成年人思想道德建设工作测评体系
projects:
  - id: x1
    title: 理想信念
indicators:
  - id: i1-01
    project: x1
    title: 有计划
""",
)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    assert refusal.value.exit_code == 2
    return refusal.value.message


@pytest.mark.parametrize(
    "text, name",
    [
        ("区教育局", "区教育局"),
        ("教育", "区教育局"),
        ("  区教育局 ", "区教育局"),
        ("qjyj", "区教育局"),
        ("QJYJ", "区教育局"),
        ("jyj", "区教育局"),
        ("区×宣传×", "区委宣传部"),
        ("×宣传", "区委宣传部"),
        ("东河", "东河镇"),
        ("dhz", "东河镇"),
        ("乡镇", "各乡镇党委和政府"),
        ("gxz", "各乡镇党委和政府"),
    ],
)
def test_a_unit_by_name_part_pinyin_or_blacked_out_form(text: str, name: str) -> None:
    assert find_unit(PLAN_, text).name == name


def test_a_unit_by_the_short_form_that_offices_use() -> None:
    """城管局: the name with characters left out, the last one kept.

    Only where no name holds it as it stands.
    """
    more = "".join(
        f"  - id: {id_}\n    name: {name}\n    kind: 政府部门\n"
        for id_, name in (
            ("qcg", "区城市管理局"),
            ("qwj", "区卫生健康局"),
            ("qsj", "区市场监督管理局"),
        )
    )
    found = campaign(PLAN, UNITS.replace("collectives:", f"{more}collectives:"))
    assert [find_unit(found, text).name for text in ("城管局", "卫健局", "区卫健局", "市监局")] == [
        "区城市管理局",
        "区卫生健康局",
        "区卫生健康局",
        "区市场监督管理局",
    ]
    assert "好几个" in refused(lambda: find_unit(found, "区管局"))
    for text in ("健卫局", "城管", "城管所"):
        assert "没有叫" in refused(lambda text=text: find_unit(found, text))  # type: ignore[misc]


def test_the_whole_name_wins_over_names_it_is_part_of() -> None:
    units = UNITS + "  - id: gjd\n    name: 区教育\n"
    found = campaign(PLAN, units)
    assert find_unit(found, "区教育").id == "gjd"
    assert "好几个" in refused(lambda: find_unit(found, "教育"))


def test_a_part_of_several_names_is_refused_and_they_are_named() -> None:
    assert (
        refused(lambda: find_unit(PLAN_, "局"))
        == "“局”可以指好几个单位：区教育局（qjyj）、区交通局（qjtj）。请写得再具体些。"
    )
    assert (
        refused(lambda: find_unit(PLAN_, "qj"))
        == "“qj”可以指好几个单位：区教育局（qjyj）、区交通局（qjtj）。请写得再具体些。"
    )


def test_of_very_many_only_eight_are_named() -> None:
    many = campaign(
        PLAN,
        "units:\n"
        + "".join(
            f"  - id: u{chr(97 + n)}\n    name: 第{n}局\n    kind: 其他\n" for n in range(10)
        ),
    )
    listed = "、".join(f"第{n}局（u{chr(97 + n)}）" for n in range(8))
    assert (
        refused(lambda: find_unit(many, "局"))
        == f"“局”可以指好几个单位：{listed}等 10 个。请写得再具体些。"
    )


@pytest.mark.parametrize(
    "text, message",
    [
        ("区教育厅", "没有叫“区教育厅”的单位。最接近的有：区教育局（qjyj）。"),
        ("qjyjj", "没有叫“qjyjj”的单位。最接近的有：区教育局（qjyj）、区交通局（qjtj）。"),
        ("交警大队", "没有叫“交警大队”的单位。最接近的有：区交通局（qjtj）。"),
        ("789", "没有叫“789”的单位。请用 cz list --kind unit 看全部单位。"),
        ("", "没有叫“”的单位。请用 cz list --kind unit 看全部单位。"),
        ("   ", "没有叫“   ”的单位。请用 cz list --kind unit 看全部单位。"),
    ],
)
def test_a_unit_that_is_not_there_is_refused_with_the_nearest(text: str, message: str) -> None:
    assert refused(lambda: find_unit(PLAN_, text)) == message


@pytest.mark.parametrize(
    "text, name",
    [
        ("宣传教育工作组", "宣传教育工作组"),
        ("宣传", "宣传教育工作组"),
        ("g2", "督查问效工作组"),
        ("2", "督查问效工作组"),
        ("G1", "宣传教育工作组"),
    ],
)
def test_a_group_by_name_id_number_or_part(text: str, name: str) -> None:
    assert find_group(PLAN_, text).name == name


def test_a_group_that_is_not_there_or_could_be_several_is_refused() -> None:
    assert (
        refused(lambda: find_group(PLAN_, "工作组"))
        == "“工作组”可以指好几个工作组：宣传教育工作组、督查问效工作组。请写得再具体些。"
    )
    assert (
        refused(lambda: find_group(PLAN_, "宣传教育组"))
        == "没有叫“宣传教育组”的工作组。最接近的有：宣传教育工作组。"
    )
    assert refused(lambda: find_group(PLAN_, "9")) == "没有叫“9”的工作组。"


def test_a_system_by_name_id_or_title() -> None:
    assert [find_system(PLAN_, text).id for text in ("city", "未成年人", "思想道德", "全×")] == [
        "city",
        "minors",
        "minors",
        "city",
    ]
    assert (
        refused(lambda: find_system(PLAN_, "测评"))
        == "“测评”可以指好几个测评体系：城市测评、未成年人测评。请写得再具体些。"
    )


@pytest.mark.parametrize(
    "text, id_",
    [
        ("1-1", "1-1"),
        (" 1-10 ", "1-10"),
        ("１－１", "1-1"),
        ("1—1", "1-1"),
        ("1–1", "1-1"),
        ("s1-1", "s1-1"),
        ("S1-1", "s1-1"),
        ("ｓ１‐１", "s1-1"),
    ],
)
def test_a_task_or_step_as_an_input_method_writes_its_id(text: str, id_: str) -> None:
    assert find_work(PLAN_, text).id == id_


def test_normal_id_leaves_other_text_as_it_is() -> None:
    assert normal_id(" Ｉ１－０１ ") == "i1-01"
    assert normal_id("教育") == "教育"


def test_an_id_that_is_not_there_is_refused_with_the_nearest() -> None:
    assert (
        refused(lambda: find_work(PLAN_, "1-2")) == "没有编号为“1-2”的任务或步骤。最接近的有：1-1。"
    )
    assert refused(lambda: find_work(PLAN_, "志愿")) == "没有编号为“志愿”的任务或步骤。"
    assert (
        refused(lambda: find_indicator(PLAN_, "i1-1"))
        == "没有编号为“i1-1”的指标。最接近的有：i1-01。"
    )
    assert find_indicator(PLAN_, "I1-01").title == "有计划"


def test_the_id_of_a_finding_is_no_tasks() -> None:
    assert (
        refused(lambda: find_work(PLAN_, "F260707-5"))
        == "f260707-5 是问题的编号，请用 cz finding rectify、verify 或 due。"
    )


def test_an_id_that_stands_twice_is_the_plans_fault() -> None:
    twice = campaign(PLAN + "tasks:\n  - id: 1-1\n    title: 甲\n  - id: 1-1\n    title: 乙\n")
    with pytest.raises(Refusal) as refusal:
        find_work(twice, "1-1")
    assert (
        refusal.value.message
        == "编号 1-1 有 2 条记录，不知道指哪一条。请先用 cz check 找到重号并改正。"
    )
    assert refusal.value.exit_code == 1


def test_collectives_of_a_member() -> None:
    assert collectives_of(PLAN_, "东河镇") == ("各乡镇党委和政府",)
    assert collectives_of(PLAN_, "区教育局") == ()
