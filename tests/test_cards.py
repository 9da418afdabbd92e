"""What cz show and cz list derive from a declaration, and what hangs on a record."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple

import pytest

from cz.commands.finding.show import _PLACED as PLACED_OF_LEDGER
from cz.commands.list import sheet as list_sheet
from cz.commands.show import _PLACED as PLACED_OF_OWNERS
from cz.commands.show import sheet
from cz.commands.show_work import PLACED as PLACED_OF_WORK
from cz.load import load_sources
from cz.problem import Refusal
from cz.records import Campaign
from cz.records import fields as f
from cz.records.fields import Day, Flag, Names, Number, Points, Text, declared, private_of
from cz.records.kinds import KINDS
from cz.show.facts import declared_facts
from cz.show.sheet import made
from cz.show.writers import csv_text, markdown_text
from cz.source import Source
from cz.verbs.finding.list import findings
from cz.verbs.list import _NO_COLUMNS, _SECTIONS, COLUMNS, listing
from cz.verbs.list_plain import PLAIN
from cz.verbs.show import card
from tests.running import MIDWAY, cz

TODAY = date(2026, 7, 15)

TASKS = """\
plan:
  title: 创建方案
  label: 演示
phases:
  - number: 1
    title: 打实基础
    page: 2
    a_share: 70
    start: 2026-01-01
    end: 2026-12-31
chapters:
  - number: 7
    title: 和谐宜居
    page: 18
tasks:
  - id: 7-3
    title: 强化城市管理
    lead: 区城管局
    progress:
      1: {status: doing, due: 2026-07-20}
requirements:
  - id: r1
    title: 加强组织领导
    page: 31
    source: proposed
"""
UNITS = """\
headquarters:
  name: 创建指挥部
  page: 33
units:
  - id: qcgj
    name: 区城管局
    kind: 政府部门
    former: [区城管办]
  - id: dhz
    name: 东河镇
    kind: 乡镇
"""
INDICATORS = """\
systems:
  - id: city
    name: 城市测评
    title: 全国文明城市测评体系
    scores: {1: 82.5}
blocks:
  - id: b1
    title: 环境
projects:
  - id: x9
    title: 宜居
    block: b1
indicators:
  - id: i9-14
    title: 停放有序
    project: x9
    task: 7-3
    unit: 区城管局
    ratings: {1: B}
"""
FINDINGS = """\
findings:
  - id: f260701-1
    date: 2026-07-01
    unit: 区城管办
    problem: 乱停
    spot: 大桥
    due: 2026-07-08
    indicator: i9-14
    rectified: 2026-07-05
    verified: 2026-07-06
    fix: 已清走
  - id: f260707-3
    date: 2026-07-07
    unit: 东河镇
    problem: 占道
    spot: 集市
    due: 2026-07-10
    indicator: i9-14
    task: 7-3
  - id: f260707-13
    date: 2026-07-07
    unit: 东河镇
    problem: 7-3号楼前堆物
    spot: 小区
  - id: f260801-1
    date: 2026-08-01
    unit: 东河镇
    problem: 明天的事
    indicator: i9-14
"""
EVIDENCE = """\
evidence:
  - id: e2
    about: i9-14
    file: 材料/劝导.png
    kind: 图片
    date: 2026-06-25
    caption: 劝导
  - id: e1
    about: i9-14
    file: 材料/方案.md
    kind: 正式发文
    date: 2026-03-02
  - id: e3
    about: 7-3
    file: 材料/清单.csv
    kind: 数据表格
    date: 2026-05-20
"""


def plan() -> Campaign:
    texts = {
        "tasks": TASKS,
        "units": UNITS,
        "indicators": INDICATORS,
        "findings": FINDINGS,
        "evidence": EVIDENCE,
    }
    read = load_sources(
        "", {stem: Source(f"data/{stem}.yaml", text) for stem, text in texts.items()}
    )
    assert read.problems == ()
    return read.campaign


PLAN = plan()


PHASE = """\
第1阶段　打实基础

- 页码：方案第2页
- A类占比目标：70
- 开始日期：2026年1月1日
- 结束日期：2026年12月31日
"""


def shown(text: str) -> str:
    return markdown_text(sheet(card(PLAN, text, 1, TODAY), TODAY))


@pytest.mark.parametrize(
    "text, card_shown",
    [
        ("r1", "r1　加强组织领导（拟）\n\n- 页码：方案第31页\n"),
        (
            "Ｂ1",
            "b1　环境\n\n\n### 测评项目 1 个\n\n"
            "| 编号 | 测评项目 | 标准 | A类 | B类 | C类 | 未评 |\n"
            "| :-- | :-- | --: | --: | --: | --: | --: |\n| x9 | 宜居 | 1 | 0 | 1 | 0 | 0 |\n",
        ),
        ("city", "city　全国文明城市测评体系\n\n- 名称：城市测评\n- 成绩：第1阶段 82.5\n"),
        (
            "第1阶段",
            PHASE,
        ),
        (
            "打实基础",
            PHASE,
        ),
        ("板块7", "第7板块　和谐宜居\n\n- 页码：方案第18页\n"),
        ("指挥部", "指挥部　创建指挥部\n\n- 页码：方案第33页\n"),
        ("方案", "方案　创建方案\n\n- 标注：演示\n- 提交说明：{words}\n"),
    ],
)
def test_every_record_has_a_card_derived_from_its_declaration(text: str, card_shown: str) -> None:
    assert shown(text) == card_shown


def test_a_plain_card_as_data_and_for_a_spreadsheet() -> None:
    plain = sheet(card(PLAN, "x9", 1, TODAY), TODAY)
    data = made(plain.data)
    assert [each["id"] for each in data.pop("indicators")] == ["i9-14"]
    assert data == {
        "kind": "project",
        "id": "x9",
        "title": "宜居",
        "block": "b1",
        "system": "",
        "source": "plan",
    }
    assert csv_text(plain).startswith("\ufeff编号,测评标准,单位,评级\r\ni9-14,")


@pytest.mark.parametrize(
    "text, message",
    [
        ("x8", "没有编号为“x8”的测评项目。"),
        ("r2", "没有编号为“r2”的工作要求。"),
        ("第4阶段", "没有叫“第4阶段”的单位。请用 cz list --kind unit 看全部单位。"),
    ],
)
def test_what_is_not_there_is_refused(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refusal:
        card(PLAN, text, 1, TODAY)
    assert refusal.value.message == message


STANDARD = """\
i9-14　停放有序

- 版块：环境
- 测评项目：宜居
- 责任单位：区城管局
- 对应任务：7-3 强化城市管理
- 任务状态：推进中　还有5天
- 任务牵头：区城管局

### 评级

| 阶段 | 评级 |
| :-- | :-- |
| 第1阶段（当前） | B |

### 督查问题 2 个

| 编号 | 日期 | 点位 | 责任单位 | 存在问题 | 时限 | 状态 |
| :-- | :-- | :-- | :-- | :-- | :-- | :-- |
| f260707-3 | 7月7日 | 集市 | 东河镇 | 占道 | 7月10日 | 逾期5天 |
| f260701-1 | 7月1日 | 大桥 | 区城管局 | 乱停 | 7月8日 | 已销号 |

### 佐证材料 2 份

| 编号 | 日期 | 种类 | 说明 | 文件 |
| :-- | :-- | :-- | :-- | :-- |
| e1 | 2026-03-02 | 正式发文 |  | 材料/方案.md |
| e2 | 2026-06-25 | 图片 | 劝导 | 材料/劝导.png |
"""


def test_a_standard_names_its_findings_the_open_first_and_its_evidence_by_date() -> None:
    """What is found after today is not told; the unit bears its present name."""
    assert shown("i9-14") == STANDARD


OF_THE_TASK = """\
### 督查问题 1 个

| 编号 | 日期 | 点位 | 责任单位 | 存在问题 | 时限 | 状态 |
| :-- | :-- | :-- | :-- | :-- | :-- | :-- |
| f260707-3 | 7月7日 | 集市 | 东河镇 | 占道 | 7月10日 | 逾期5天 |

### 佐证材料 1 份

| 编号 | 日期 | 种类 | 说明 | 文件 |
| :-- | :-- | :-- | :-- | :-- |
| e3 | 2026-05-20 | 数据表格 |  | 材料/清单.csv |
"""


def test_a_task_names_its_findings_and_its_evidence() -> None:
    assert shown("7-3").endswith(OF_THE_TASK)
    data = made(sheet(card(PLAN, "7-3", 1, TODAY), TODAY).data)
    assert [finding["id"] for finding in data["findings"]] == ["f260707-3"]
    assert [proof["id"] for proof in data["evidence"]] == ["e3"]


def test_the_tables_of_a_card_for_a_spreadsheet_have_whole_dates() -> None:
    assert csv_text(sheet(card(PLAN, "7-3", 1, TODAY), TODAY)) == (
        "\ufeff阶段,状态,灯,时限,\r\n"
        "第1阶段（当前）,推进中,红,2026-07-20,还有5天\r\n"
        "\r\n"
        "编号,测评标准,单位,评级\r\n"
        "i9-14,停放有序,区城管局,B\r\n"
        "\r\n"
        "编号,日期,点位,责任单位,存在问题,时限,状态\r\n"
        "f260707-3,2026-07-07,集市,东河镇,占道,2026-07-10,逾期5天\r\n"
        "\r\n"
        "编号,日期,种类,说明,文件\r\n"
        "e3,2026-05-20,数据表格,,材料/清单.csv\r\n"
    )


@pytest.mark.parametrize(
    "word, ids",
    [
        ("i9-14", ["f260701-1", "f260707-3"]),
        ("Ｉ9-14", ["f260701-1", "f260707-3"]),
        ("i9-1", []),
        ("7-3", ["f260707-3", "f260707-13"]),
        ("f260707-3", ["f260707-3"]),
        ("f260707-1", []),
        ("f260707", ["f260707-3", "f260707-13"]),
        ("07-13", ["f260707-13"]),
    ],
)
def test_findings_by_a_standard_a_task_or_an_id(word: str, ids: list[str]) -> None:
    """7-3 stands in a field of the first, in the text of the other, and is no part of a number."""
    rows = findings(PLAN, [word], TODAY).rows
    assert [row.stand.finding.id for row in rows] == ids


class Person(NamedTuple):
    """A record made up of every type of field."""

    id: Annotated[str, f.Identifier("p", 1, "p1")]
    name: Text
    phone: Annotated[str, f.text, "电话"] = ""
    page: Number = 0
    floor: Text = ""
    a_share: Points | None = None
    due: Day | None = None
    truncated: Flag = False
    former: Names = ()
    scores: Annotated[Mapping[int, float], f.scores] = {}
    motto: Text = ""


def test_a_field_that_no_card_places_is_a_fact_by_its_word_where_it_says_something() -> None:
    person = Person(
        id="p1",
        name="张三",
        phone="0571-1",
        page=3,
        a_share=70.5,
        due=date(2026, 7, 1),
        truncated=True,
        former=("甲", "乙"),
        scores={1: 82.0, 2: 90.5},
    )
    assert declared_facts(person, ("id", "name")) == [
        ("电话", "0571-1"),
        ("页码", "方案第3页"),
        ("A类占比目标", "70.5"),
        ("时限", "2026年7月1日"),
        ("原文不全", "是"),
        ("曾用名", "甲、乙"),
        ("成绩", "第1阶段 82；第2阶段 90.5"),
    ]
    assert declared_facts(Person("p1", "张三"), ("id", "name")) == []


@pytest.mark.parametrize("record, placed", [*PLACED_OF_WORK.items(), *PLACED_OF_OWNERS.items()])
def test_what_a_card_places_itself_is_declared(record: Any, placed: tuple[str, ...]) -> None:
    assert set(placed) <= set(declared(record))


@pytest.mark.parametrize("record, placed", PLACED_OF_LEDGER.items())
def test_what_a_card_of_the_ledger_places_is_declared(record: Any, placed: tuple[str, ...]) -> None:
    assert set(placed) <= set(declared(record))


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_declared_field_is_a_column(kind: str) -> None:
    sections = PLAIN[kind].sections if kind in PLAIN else _SECTIONS[kind]
    fields = {name for section in sections for name in KINDS[section].readers}
    fields -= {name for section in sections for name in private_of(KINDS[section].make)}
    assert fields - set(COLUMNS[kind]) == fields & set(_NO_COLUMNS)


def test_a_declared_field_as_a_column_by_name_or_word() -> None:
    """Those for whom it says nothing come last, whichever way round."""
    asked = listing(PLAN, [], TODAY, "unit", "-former", "name,曾用名")
    assert markdown_text(list_sheet(asked)) == (
        "| 单位 | 曾用名 |\n| :-- | :-- |\n| 区城管局 | 区城管办 |\n| 东河镇 |  |\n\n共 2 个单位\n"
    )
    assert csv_text(list_sheet(asked)) == "\ufeff单位,曾用名\r\n区城管局,区城管办\r\n东河镇,\r\n"
    assert (
        json.dumps(made(list_sheet(asked).data)[0]["former"], ensure_ascii=False) == '["区城管办"]'
    )


def test_a_column_that_is_not_there_is_refused_with_the_nearest_and_all_there_are() -> None:
    with pytest.raises(Refusal) as refusal:
        listing(PLAN, [], TODAY, "unit", columns="formr")
    assert refusal.value.message == (
        "没有“formr”这一列。是不是 former？可用的有：id（编号）、name（单位）、kind（类别）、"
        "redacted（方案写法）、members（成员）、source（来源）、former（曾用名）、merged（并入的单位）、"
        "proposed（拟定的字段）。"
    )


@pytest.mark.parametrize("kind", ["unit", "Unit", "单位"])
def test_a_kind_in_english_or_chinese(kind: str) -> None:
    assert [owner.name for owner in listing(PLAN, ["城管"], TODAY, kind).rows] == ["区城管局"]


def test_a_unit_s_card_has_its_findings_and_slips() -> None:
    shown = cz("show", "石桥乡", cwd=MIDWAY).out
    assert "\n督查问题 22 个\n编号        日期     点位" in shown
    assert "\nf260625-14  6月25日  前坝村        石桥乡    房前屋后乱堆柴草" in shown
    assert "\n已销号 14 个：cz finding list --unit 石桥乡 --state 已销号\n" in shown
    assert shown.endswith(
        "\nd2026-7  蓝    石桥乡    第3期督查通报乡镇类末位  7月10日  逾期5天未回复\n"
    )
    data = json.loads(cz("show", "石桥乡", "--json", cwd=MIDWAY).out)
    assert (len(data["findings"]), [slip["id"] for slip in data["orders"]]) == (22, ["d2026-7"])


def test_headquarters_and_office_have_cards() -> None:
    """办公室 is the office, whatever units have the word in their names."""
    for name in ("办公室", "office"):
        told = cz("show", name, cwd=MIDWAY).out
        assert told.startswith(
            "办公室　“创城”工作指挥部办公室\n页码      方案第36页\n\n现任 5 人\n"
        )
    assert cz("show", "指挥部", cwd=MIDWAY).out.startswith("指挥部　××市创建")


def test_a_collective_s_findings_say_whose_they_are() -> None:
    told = cz("status", "--unit", "各乡镇党委和政府", cwd=MIDWAY).out
    assert "\n编号        责任单位  点位" in told
    assert "\nf260625-14  石桥乡    前坝村" in told
    assert "责任单位  点位" not in cz("status", "--unit", "石桥乡", cwd=MIDWAY).out
