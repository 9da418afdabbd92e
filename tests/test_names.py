"""Units, groups, systems and records by what people call them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from plans import PLAN, TODAY, UNITS, campaign, loaded

from cz.checks.advice import advice
from cz.checks.references import references
from cz.choose import choose
from cz.columns import column_names
from cz.letters import folded, odd_characters, without_odd
from cz.names import (
    find_findings,
    find_group,
    find_indicator,
    find_system,
    find_unit,
    find_work,
)
from cz.problem import Refusal
from cz.report import files
from cz.typed.ids import normal_id
from cz.typography import one_line
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
    assert "两个" in refused(lambda: find_unit(found, "区管局"))
    for text in ("健卫局", "城管", "城管所"):
        assert "没有叫" in refused(lambda text=text: find_unit(found, text))  # type: ignore[misc]


def test_the_whole_name_wins_over_names_it_is_part_of() -> None:
    units = UNITS + "  - id: gjd\n    name: 区教育\n"
    found = campaign(PLAN, units)
    assert find_unit(found, "区教育").id == "gjd"
    assert "两个" in refused(lambda: find_unit(found, "教育"))


def test_a_part_of_several_names_is_refused_and_they_are_named() -> None:
    assert (
        refused(lambda: find_unit(PLAN_, "局"))
        == "“局”可以指两个单位：区教育局（qjyj）、区交通局（qjtj）。请写得再具体些。"
    )
    assert (
        refused(lambda: find_unit(PLAN_, "qj"))
        == "“qj”可以指两个单位：区教育局（qjyj）、区交通局（qjtj）。请写得再具体些。"
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
        == "“工作组”可以指两个工作组：宣传教育工作组、督查问效工作组。请写得再具体些。"
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
        == "“测评”可以指两个测评体系：城市测评、未成年人测评。请写得再具体些。"
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
    assert (
        refused(lambda: find_work(PLAN_, "志原服务"))
        == "没有编号或名称是“志原服务”的任务或步骤。最接近的有：1-10 志愿服务。"
    )
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


# --- however it was typed or copied ---------------------------------------------------------------

LOOK_ALIKES = [
    ("区\u2f2f信局", "区工信局"),  # a radical of Kangxi's, as PDFs have it
    ("\uf9dc兴镇", "隆兴镇"),  # a compatibility ideograph
    ("\u2ed3安街道", "长安街道"),  # a radical without a normal form
    ("区\u3000工信局", "区工信局"),
    ("区\u00a0工信 局", "区工信局"),
    ("\u3000隆兴镇\u00a0", "隆兴镇"),
    ("隆兴镇\u200b", "隆兴镇"),
    ("cbd　管委会", "CBD管委会"),
    ("ＣＢＤ管委会", "CBD管委会"),
    ("Cafe\u0301街区", "Café街区"),
    ("区委办(区政府办)", "区委办（区政府办）"),
]


@pytest.mark.parametrize("typed, name", LOOK_ALIKES)
@pytest.mark.parametrize("both", [False, True])
def test_a_name_is_found_however_its_characters_are_coded(
    typed: str, name: str, both: bool
) -> None:
    """Also where the plan holds the look-alike, and people type the plain one."""
    written, asked = (typed, name) if both else (name, typed)
    units = f"units:\n  - id: one\n    name: {written!r}\n    kind: 其他\n"
    assert folded(written) == folded(asked)
    plan = campaign(PLAN, units.replace("'", '"'))
    assert find_unit(plan, asked).id == "one"


def test_groups_systems_and_words_are_found_so_too() -> None:
    assert find_group(PLAN_, "宣传教\u2f80\u3000工作组".replace("\u2f80", "育")).id == "g1"
    assert find_system(PLAN_, "城市\u00a0测评").id == "city"
    assert choose("状\u200b态", {"status": "状态"}, "") == "status"
    assert column_names("ｄｕｅ，late、 id") == ["due", "late", "id"]


@pytest.mark.parametrize("dash", "‐‑‒–—―−－﹣")
def test_an_id_with_the_dash_of_word_or_a_number_pad(dash: str) -> None:
    assert normal_id(f" 1{dash}1 ") == "1-1"
    assert find_work(PLAN_, f"１{dash}１\u00a0").id == "1-1"
    assert (
        find_findings_refusal(dash) == f"“{dash}{dash}unit”：选项前是两个英文短横线，请写 --unit。"
    )


def find_findings_refusal(dash: str) -> str:
    return refused(lambda: find_findings(PLAN_, [f"{dash}{dash}unit"]))


@pytest.mark.parametrize(
    "text, words",
    [
        ("区教育局", []),
        ("区委办（区政府办）", []),
        ("CBD 管委会", []),
        ("区\u2f2f信局", ["第 2 个字“\u2f2f”（U+2F2F）是部首，不是“工”"]),
        ("\uf9dc兴镇", ["第 1 个字“\uf9dc”（U+F9DC）是兼容汉字，不是“隆”"]),
        ("\u2ed3安", ["第 1 个字“\u2ed3”（U+2ED3）是部首，不是“长”"]),
        ("东河\u3000", ["第 3 个字（U+3000）是全角空格"]),
        ("东\u00a0河 ", ["第 2 个字（U+00A0）是不间断空格", "第 4 个字（U+0020）是多出的空格"]),
        ("东河\u200b镇", ["第 3 个字（U+200B）是看不见的字符"]),
        ("3\u20115路", ["第 2 个字“\u2011”（U+2011）是排版用的短横线，不是“-”"]),
        ("东\ue001", ["第 2 个字（U+E001）是私用区的字，别的电脑上显示不出来"]),
        ("Cafe\u0301", ["第 5 个字（U+0301）是拆开写的附加符号"]),
    ],
)
def test_the_odd_character_is_named_where_it_stands(text: str, words: list[str]) -> None:
    assert [odd.words for odd in odd_characters(text)] == words


def test_a_name_is_told_as_it_is_meant() -> None:
    assert without_odd("\u3000区\u2f2f信\u00a0局 \u200b") == "区工信局"
    assert without_odd("CBD\u00a0A\u3000座") == "CBD A座"
    assert without_odd("Cafe\u0301") == "Café"


def checked(units: str = UNITS, tasks: str = PLAN) -> list[str]:
    """What is wrong, as it is told."""
    read = loaded(tasks, units)
    found = [*read.problems, *references(read.campaign), *advice(read.campaign, TODAY)]
    return [f"{one.place} {one.code} {one.message}{one.advice}" for one in found]


def test_check_names_the_odd_character_of_a_name() -> None:
    units = UNITS.replace("name: 区交通局", "name: 区交\u00a0通局")
    assert checked(units)[1:] == [
        "data/units.yaml:16:13 W413 “区交\u00a0通局”里有看上去一样、其实不同的字："
        "第 3 个字（U+00A0）是不间断空格。请改成“区交通局”，别处写到它的也一起改。"
    ]


def test_check_names_the_odd_character_of_a_reference() -> None:
    work = PLAN + "tasks:\n  - id: 1-1\n    title: 甲\n    lead: 区交\u3000通局\n"
    assert checked(tasks=work)[0] == (
        "data/tasks.yaml:34:11 E302 没有叫“区交\u3000通局”的单位。"
        "第 3 个字（U+3000）是全角空格。请写全名“区交通局”。单位都列在 data/units.yaml 里。"
    )


def test_two_names_that_look_the_same_are_one_error() -> None:
    units = UNITS.replace("name: 东河镇\n", "name: 区\u3000教育局\n").replace(
        "      - 东河镇\n", "      - 区教育局\n"
    )
    errors = [told for told in checked(units) if " E3" in told]
    assert errors == [
        "data/units.yaml:19:11 E308 单位名称“区\u3000教育局”出现了两次。"
        "另一处写作“区教育局”，看上去是一个名称：第 2 个字（U+3000）是全角空格。"
        "请删去重复的一条，或把名称写得有区别。"
    ]


def test_two_groups_of_one_name_are_an_error() -> None:
    errors = [told for told in checked(UNITS.replace("督查问效", "宣传教育")) if " E3" in told]
    assert errors == [
        "data/units.yaml:5:11 E308 工作组名称“宣传教育工作组”出现了两次。"
        "请删去重复的一条，或把名称写得有区别。"
    ]


def test_an_id_with_an_odd_hyphen_in_a_file_is_told_as_it_ought_to_be() -> None:
    work = PLAN + "tasks:\n  - id: 1\u20111\n    title: 甲\n"
    assert checked(tasks=work)[:1] == [
        "data/tasks.yaml:32:9 E206 “1\u20111”不能作编号。"
        "第 2 个字“\u2011”（U+2011）是排版用的短横线，不是“-”；请改成 1-1。"
        "编号应当像 1-5（板块号-序号）。"
    ]


@pytest.mark.parametrize("name", ["清\u2f42单", "清文单\u3000", "清文单.md"])
def test_a_template_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "清文单.md.j2").write_text("", encoding="utf-8")
    assert files.find(name, [str(tmp_path)]) == "清文单.md.j2"


def test_a_text_on_its_way_into_a_record_gets_the_characters_it_means() -> None:
    assert one_line("区\u2f2f信局，\u2ed3安街道（已办）") == "区工信局，长安街道（已办）"
