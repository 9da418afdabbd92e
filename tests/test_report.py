"""Reports.

Whole outputs of small plans, every kind of mistake in a template, and what text of the data may not
do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from cz.load import load, load_sources
from cz.names import find_unit
from cz.problem import Problem, Refusal
from cz.records import Campaign
from cz.report import Request, engine, render, template_names, words
from cz.report.compiled import SHIPPED, Compiled
from cz.report.markdown import escape
from cz.report.named import words_in
from cz.source import Source
from tests.running import MIDWAY, copy_of, cz

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = str(ROOT / "templates")
TODAY = date(2026, 7, 15)

TASKS = """\
plan:
  title: 小方案
  label: 演示数据
  counts:
    standards: 4
phases:
  - number: 1
    title: 打实基础
    goal: 70%以上达到 A 类。
    a_share: 70
    floor: B
    minors: 70
    stage: 全面启动
  - number: 2
    title: 奋力争先
    a_share: 90
chapters:
  - number: 1
    title: 思想道德
tasks:
  - id: 1-1
    title: 学习宣传
    lead: 区委宣传部
    units:
      - 区教育局
      - 各乡镇
    source: plan
    progress:
      1: {status: verified, due: 2026-06-30}
  - id: 1-2
    title: 志愿服务
    lead: 区教育局
    units:
      - 各乡镇
    source: proposed
    progress:
      1: {status: blocked, due: 2026-07-12}
    updates:
      - {date: 2026-07-01, phase: 1, unit: 区教育局, note: 场地没有落实}
      - {date: 2025-07-01, phase: 2, unit: 区教育局, note: 别的阶段}
  - id: 1-3
    title: 公益广告
    lead: 区委宣传部
    source: plan
    proposed:
      - lead
    progress:
      1: {status: doing, due: 2026-07-20}
steps:
  - id: s1-1
    title: 成立机构
    phase: 1
"""
UNITS = """\
office:
  name: 创城办
units:
  - id: qwxcb
    name: 区委宣传部
    kind: 党委部门
    source: plan
  - id: qjyj
    name: 区教育局
    kind: 政府部门
    source: proposed
  - id: dhz
    name: 东河镇
    kind: 乡镇
    source: proposed
collectives:
  - id: gxz
    name: 各乡镇
    members:
      - 东河镇
    proposed:
      - members
"""
INDICATORS = """\
systems:
  - id: minors
    name: 未成年人
    scores:
      1: 68.5
projects:
  - id: x1
    title: 理想信念
indicators:
  - id: i1-01
    project: x1
    content: 学习
    title: 有计划
    method: 材料审核
    material: 计划
    task: 1-1
    unit: 区委宣传部
    source: plan
    ratings:
      1: A
  - id: i1-02
    project: x1
    content: 服务
    title: 有站点
    task: 1-2
    unit: 区教育局
    source: proposed
    ratings:
      1: C
  - id: i1-03
    project: x1
    content: 广告
    title: 有广告
    task: 1-3
    unit: 区委宣传部
    source: plan
    ratings:
      1: B
"""


def campaign(tasks: str = TASKS, units: str = UNITS, indicators: str = INDICATORS) -> Campaign:
    texts = {"tasks": tasks, "units": units, "indicators": indicators}
    loaded = load_sources(
        "x", {stem: Source(f"data/{stem}.yaml", text) for stem, text in texts.items()}
    )
    assert not loaded.problems
    return loaded.campaign


def report(
    template: str,
    phase: int = 1,
    unit: str = "",
    plan: Campaign | None = None,
    problems: tuple[Problem, ...] = (),
) -> str:
    plan = plan or campaign()
    owner = find_unit(plan, unit) if unit else None
    return render(plan, Request(template, phase, TODAY, owner), [TEMPLATES], problems)


def own(folder: Path, text: str | bytes, name: str = "自己的", plan: Campaign | None = None) -> str:
    """The report that a user's own template makes."""
    (folder / f"{name}.md.j2").write_bytes(text if isinstance(text, bytes) else text.encode())
    return render(plan or campaign(), Request(name, 1, TODAY), [str(folder), TEMPLATES])


def mistake(folder: Path, text: str | bytes) -> Problem:
    with pytest.raises(Refusal) as caught:
        own(folder, text)
    assert caught.value.exit_code == 1
    assert caught.value.message == "模板有误，报告没有生成。"
    assert caught.value.__suppress_context__
    (problem,) = caught.value.problems
    return problem


def test_briefing_whole() -> None:
    assert (
        report("简报")
        == """\
# 创建工作简报（演示数据）

2026年7月15日　第一阶段　打实基础

**目标**　A类1条（25.0%），距70%还差2条；C类1条（25.0%）；未评级1条（25.0%）。未成年人测评成绩68.5分（目标70分）。对照结论：未达标（有C类指标）。

**任务**　3项，已完成（含已复核）1项（33.3%），推进中1项（33.3%），受阻1项（33.3%），未启动0项。

███████░░░░░░░░░░░░░ 33.3%

**最近进展**

- 7月1日，1-2 志愿服务：场地没有落实（区教育局）

**逾期**　1项

- 1-2 志愿服务：逾期3天，区教育局（拟）牵头，受阻

**受阻**　1项（33.3%）

- 1-2 志愿服务，区教育局（拟）牵头：2026年7月1日，区教育局：场地没有落实

**两周内到期**　1项

- 7月20日，1-3 公益广告，区委宣传部（拟）牵头

**C类指标**　1条（25.0%）

- i1-02 有站点（拟），区教育局（拟）

标有（拟）的内容有待核实：任务分工2项（66.7%），测评标准1条（33.3%），单位名录2个（66.7%）。
"""
    )


def test_unit_sheet_of_a_town_whole() -> None:
    assert (
        report("单位清单", unit="东河镇")
        == """\
# 东河镇（拟）第一阶段创建任务清单（演示数据）

> 发送：东河镇（拟）　编制：创城办　数据截至：2026年7月15日　数据性质：演示数据

标有（拟）的内容不是方案原文，是先行拟定、有待核实的。目前仍为拟定的有：任务的牵头单位或责任单位2项（66.7%）、测评标准1条（33.3%）、单位名录2个（66.7%）。

## 一、总体情况

东河镇（乡镇）属于各乡镇（拟），交给集体单位的任务，也是本单位的任务。没有牵头的任务。参与2项：已复核1项（50.0%）、受阻1项（50.0%）。其中逾期1项：牵头的0项、参与的1项。

没有负责的测评标准。

## 二、牵头的任务

没有。

## 三、参与的任务

| 编号 | 任务 | 牵头单位 | 以何名义 | 状态 | 时限 | 灯 |
| :-- | :-- | :-- | :-- | :-- | :-- | :-- |
| 1-1 | 学习宣传 | 区委宣传部 | 各乡镇（拟）成员 | 已复核 | 2026年6月30日 | 🟢 绿 |
| 1-2 | 志愿服务 | 区教育局（拟） | 各乡镇（拟）成员 | 受阻 | 2026年7月12日 | 🔴 红 |

## 四、负责的测评标准

没有。

## 五、逾期和受阻

### （一）逾期

| 编号 | 事项 | 牵头单位 | 时限 | 逾期 | 最近进展 |
| :-- | :-- | :-- | :-- | --: | :-- |
| 1-2 | 志愿服务 | 区教育局（拟） | 2026年7月12日 | 3天 | 2026年7月1日，区教育局：场地没有落实 |

### （二）受阻

| 编号 | 任务 | 牵头单位 | 时限 | 最近进展 |
| :-- | :-- | :-- | :-- | :-- |
| 1-2 | 志愿服务 | 区教育局（拟） | 2026年7月12日 | 2026年7月1日，区教育局：场地没有落实 |

## 六、有关任务的最近进展

1. 2026年7月1日，区教育局：场地没有落实（1-2 志愿服务）
"""
    )


def test_task_table_rows() -> None:
    rows = [line for line in report("任务分解表").splitlines() if line.startswith("| ")][2:]
    assert rows == [
        "| 1 | i1-01 | 理想信念 | 学习 | 有计划 | 材料审核 | 计划 | 区委宣传部 | "
        "区教育局、各乡镇 | | 2026年6月30日 | 已复核 | — |",
        "| 2 | i1-02 | 理想信念 | 服务（拟） | 有站点（拟） | — | — | 区教育局（拟）"
        " | 各乡镇（拟） | | 2026年7月12日 | 受阻 | 2026年7月1日，区教育局：场地没有落实 |",
        "| 3 | i1-03 | 理想信念 | 广告 | 有广告 | — | — | 区委宣传部（拟） | — | |"
        " 2026年7月20日 | 推进中 | — |",
    ]
    assert [
        line[:11]
        for line in report("任务分解表", unit="东河镇").splitlines()
        if line.startswith("| ")
    ][2:] == [
        "| 1 | i1-01",
        "| 2 | i1-02",
    ]


def test_phase_report_sections() -> None:
    text = report("阶段报告")
    assert text.startswith(
        "# 《小方案》第一阶段进展报告（演示数据）\n\n"
        "> 编制：创城办　数据截至：2026年7月15日　数据性质：演示数据\n"
    )
    assert [line for line in text.splitlines() if line.startswith("#")][1:] == [
        "## 一、总体进展",
        "## 二、目标对照",
        "### （一）总体对照",
        "### （二）各测评项目评级",
        "## 三、各板块进展",
        "## 四、各单位进展",
        "## 五、滞后与受阻事项",
        "### （一）逾期事项",
        "### （二）受阻事项",
        "## 六、指标差距",
        "### （一）C类指标",
        "### （二）A类差距",
        "## 七、下一步",
        "### （一）30天内到期的任务和步骤",
        "### （二）本阶段实施步骤",
        "## 附表　任务台账",
    ]
    for line in (
        "| A类占比 | 不低于70%（4条中至少3条） | 1条（25.0%） | 还差2条 |",
        "| C类 | 没有（其余指标达到B类） | 1条（25.0%） | 不符合 |",
        "| 未评级 | 全部评级 | 1条（25.0%） | 待评级 |",
        "| 未成年人测评成绩 | 不低于70分 | 68.5分 | 还差1.5分 |",
        "未评级的当中，有1条（25.0%）是方案所列总数以内、指标库里还没有录入的。",
        "| （一）思想道德 | 3 | 1（33.3%） | 1（33.3%） | 1（33.3%） | 0 | 1（33.3%）"
        " | ███░░░░░░░ |",
        "距70%还差2条。现有B类1条（25.0%），全部提升后仍差1条，要从未评级的1条中争取。",
        "| 2026年7月20日 | 5天 | 1-3 | 公益广告 | 区委宣传部（拟） | 推进中 |",
        "| 1 | 成立机构 | 未启动 | — | — |",
    ):
        assert f"{line}\n" in text
    lead = [
        line
        for line in text.split("## 四、")[1].split("## 五、")[0].splitlines()
        if line.startswith("| 区")
    ]
    assert [line.split(" | ")[0] for line in lead] == [
        "| 区教育局（拟）",
        "| 区委宣传部",
    ]  # the overdue one first


def test_phase_without_ratings_or_minors() -> None:
    text = report("阶段报告", 2)
    assert (
        "截至2026年7月15日，第二阶段（奋力争先）的3项任务均为未启动，各单位尚未填报进展和时限。"
        in text
    )
    assert "| 未成年人测评成绩 | 方案未规定 | 尚无成绩 | — |" in text
    assert "结论：**尚无评级**，目标能否达到暂不能判断。" in text
    assert "各项任务尚未填报时限，暂不能判断是否逾期。" in text
    assert "方案没有列出本阶段的分步。" in text


def test_met() -> None:
    plan = campaign(
        TASKS.replace("standards: 4", "standards: 3").replace("a_share: 70", "a_share: 30"),
        indicators=INDICATORS.replace("1: C", "1: B").replace("68.5", "70"),
    )
    text = report("阶段报告", plan=plan)
    assert "结论：**已达标**。" in text
    assert "| 未成年人测评成绩 | 不低于70分 | 70分 | 已达到 |" in text
    assert "A类1条（33.3%），已达到30%的目标。" in text


def test_left_out_records_are_said() -> None:
    said = Problem("E204", "error", "data/tasks.yaml", 12, 5, "“2026-2-30”不是日期。", record="1-9")
    text = report(
        "简报",
        problems=(
            said,
            said._replace(level="warning", line=3),
            Problem("E002", "error", "data/units.yaml", 0, 0, "读不出"),
        ),
    )
    assert (
        text.split("## 数据说明\n")[1]
        == """
有 1 条记录因数据错误没有计入，本文的数字不含这些记录。
data/units.yaml读不出来，其中的内容没有计入。
改正后请重新生成。出错的位置：

1. data/tasks.yaml:12:5 “2026-2-30”不是日期。
2. data/units.yaml 读不出
"""
    )
    assert "数据说明" not in report("简报", problems=(said._replace(level="warning"),))


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("folder", ["", "examples/midway"])
@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize(
    ("template", "unit"),
    [
        ("阶段报告", ""),
        ("简报", ""),
        ("任务分解表", ""),
        ("任务分解表", "区教育局"),
        ("单位清单", "区教育局"),
        ("单位清单", "东河镇"),
        ("单位清单", "各街道"),
        ("阶段报告", "区教育局"),
    ],
)
def test_shipped_templates_on_real_data(folder: str, phase: int, template: str, unit: str) -> None:
    plan = load(str(ROOT / folder)).campaign
    text = report(template, phase, unit, plan)
    assert text == report(template, phase, unit, plan)
    for bad in ("None", "ndefined", "{{", "{%", "\n\n\n", "（）", "。。", "，，", " object at "):
        assert bad not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "（拟）" in text
    assert ("（演示数据）" in text.split("\n", 1)[0]) == bool(folder)
    rows = [line for line in text.splitlines() if line.startswith("|") and set(line) - set("| :-")]
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<tr>") == len(rows)  # every table came out as a table, every row as a row


def test_phase_report_lists_every_task() -> None:
    plan = load(str(ROOT)).campaign
    ledger = report("阶段报告", 1, plan=plan).split("## 附表")[1]
    assert [line.split(" | ")[0][2:] for line in ledger.splitlines() if line.startswith("| ")][
        2:
    ] == [task.id for task in plan.tasks]


def test_names_and_order_of_folders(tmp_path: Path) -> None:
    assert list(template_names([str(tmp_path / "没有"), TEMPLATES])) == [
        "一页看",
        "任务分解表",
        "会议材料",
        "会议纪要",
        "单位清单",
        "成员名单",
        "排名通报",
        "整改清单",
        "方案全文",
        "材料目录",
        "查漏补缺清单",
        "模拟测评记录表",
        "模拟测评通报",
        "申报自查报告",
        "督办单",
        "督查通报",
        "简报",
        "荣誉称号一览表",
        "调查问卷",
        "通讯录",
        "阶段报告",
    ]
    assert (
        template_names([TEMPLATES])["简报"]
        == "半页简报，适合在手机上看：目标、进展、逾期、临期、C类"
    )
    assert own(tmp_path, "{# 我的 #}\n我的简报", "简报") == "我的简报\n"
    assert template_names([str(tmp_path), TEMPLATES])["简报"] == "我的"
    assert (
        render(campaign(), Request("简报.md.j2", 1, TODAY), [str(tmp_path), TEMPLATES])
        == "我的简报\n"
    )


def test_own_template_builds_on_the_shipped_one(tmp_path: Path) -> None:
    text = own(
        tmp_path,
        '{% extends "原版/阶段报告" %}{% block 附表 %}\n## 附表从略\n{% endblock %}',
        "阶段报告",
    )
    assert text.endswith("| 1 | 成立机构 | 未启动 | — | — |\n\n## 附表从略\n")
    assert (
        own(tmp_path, '{% import "_公用.md.j2" as 公用 with context %}{{ 公用.标题尾() }}')
        == "（演示数据）\n"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "阶段报吿",
            "没有叫“阶段报吿”的模板。最接近的有：阶段报告。现有的模板：一页看、任务分解表、会议材料、会议纪要、单位清单、成员名单、排名通报、整改清单、方案全文、材料目录、查漏补缺清单、模拟测评记录表、模拟测评通报、申报自查报告、督办单、督查通报、简报、荣誉称号一览表、调查问卷、通讯录、阶段报告。",
        ),
        (
            "zzz",
            "没有叫“zzz”的模板。现有的模板：一页看、任务分解表、会议材料、会议纪要、单位清单、成员名单、排名通报、整改清单、方案全文、材料目录、查漏补缺清单、模拟测评记录表、模拟测评通报、申报自查报告、督办单、督查通报、简报、荣誉称号一览表、调查问卷、通讯录、阶段报告。",
        ),
        (
            "_公用",
            "没有叫“_公用”的模板。现有的模板：一页看、任务分解表、会议材料、会议纪要、单位清单、成员名单、排名通报、整改清单、方案全文、材料目录、查漏补缺清单、模拟测评记录表、模拟测评通报、申报自查报告、督办单、督查通报、简报、荣誉称号一览表、调查问卷、通讯录、阶段报告。",
        ),
        (
            "../简报",
            "模板只写名字，不写路径：“../简报”。自己的模板放在方案的 templates/ 里。"
            "现有的模板：一页看、任务分解表、会议材料、会议纪要、单位清单、成员名单、排名通报、整改清单、方案全文、材料目录、查漏补缺清单、模拟测评记录表、模拟测评通报、申报自查报告、督办单、督查通报、简报、荣誉称号一览表、调查问卷、通讯录、阶段报告。",
        ),
        ("单位清单", "单位清单要指明单位，例如 --unit 区教育局。"),
    ],
)
def test_refused_requests(name: str, message: str) -> None:
    with pytest.raises(Refusal) as caught:
        report(name)
    assert (caught.value.message, caught.value.exit_code, caught.value.problems) == (message, 2, ())


@pytest.mark.parametrize(
    ("text", "code", "line", "message", "marked"),
    [
        ("一\n{{ taks | length }}\n", "E502", 2, "没有叫“taks”的变量。是不是“tasks”？", "taks"),
        (
            "{% for t in tasks %}\n{{ t.titel }}\n{% endfor %}",
            "E502",
            2,
            "任务里没有“titel”这一项。是不是“title”？",
            "titel",
        ),
        ("{{ unit.name }}", "E502", 1, "这里的值是空的，取不到“name”。", "name"),
        (
            "\n\n{{ tasks | lenght }}",
            "E502",
            3,
            "没有叫“lenght”的过滤器。是不是“length”？",
            "lenght",
        ),
        ("{{ tasks | safe }}", "E502", 1, "没有叫“safe”的过滤器。是不是“share”？", "safe"),
        ("{{ tasks is emty }}", "E502", 1, "没有叫“emty”的判断词。", "emty"),
        (
            "{% import '_公用.md.j2' as f %}\n{% from '_公用.md.j2' import 没有 %}{{ 没有() }}",
            "E502",
            2,
            "引用的模板里没有这个宏或变量。",
            None,
        ),
        (
            "{{ tasks | map(attribute='titel') | list }}",
            "E502",
            1,
            "任务里没有“titel”这一项。是不是“title”？",
            "titel",
        ),
        ("{{ plan.title ", "E501", 1, "模板语法有误：模板到末尾还没有写完，这里还缺“}}”。", None),
        ("{% for t in tasks %}\n一", "E501", 2, "模板语法有误：模板到末尾还没有结束“for”。", None),
        ("{% fro t in tasks %}", "E501", 1, "模板语法有误：不认识标签“fro”。", None),
        ("一\n{{ a b }}", "E501", 2, "模板语法有误：这里应当是“}}”，写的是“b”。", None),
        ("{{ “引号” }}", "E501", 1, "模板语法有误：这里不能有““”。", None),
        ("{{ (1 }}", "E501", 1, "模板语法有误：这里应当是“)”，写的是“}”。", None),
        (
            "{% if %}{% endif %}",
            "E501",
            1,
            "模板语法有误：这里应当有变量或算式，写的是“%}”。",
            None,
        ),
        ("一\n{{ 1 / 0 }}", "E503", 2, "这一行除以了零。", None),
        ("{{ 'x' + 1 }}", "E503", 1, "这一行的写法和数据的类型对不上，算不出来。", None),
        ("{{ cn_date('x') }}", "E503", 1, "这一行的写法和数据的类型对不上，算不出来。", None),
        (
            "{% include '简抱' %}",
            "E503",
            1,
            "要引用的模板“简抱”没有找到。是不是 简报.md.j2？",
            "简抱",
        ),
        (
            "{% include '../简报' %}",
            "E503",
            1,
            "要引用的模板“../简报”没有找到。是不是 简报.md.j2？",
            None,
        ),
        ("{% include '自己的' %}", "E503", 1, "模板自己引用了自己，没有尽头。", None),
        ("{{ goal }}", "E503", 1, "目标对照不能整个印出来。", None),
        ("{{ cn_date }}", "E503", 1, "这个值不能整个印出来。", None),
        ("{{ today.today() }}", "E503", 1, "模板里不许用“today”。", "today"),
        ("{{ tasks.__class__.__mro__ }}", "E503", 1, "模板里不许用“__class__”。", "__class__"),
        ("{{ '{:>999999999}'.format(1) }}", "E503", 1, "模板里不许用“format”。", "format"),
        ("{{ range(10**9) | list }}", "E503", 1, "这个模板要做的太多，已经停下。", None),
        (
            "{% for a in range(9999) %}\n{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "E503",
            2,
            "这个模板要做的太多，已经停下。",
            None,
        ),
        ("{{ 'a' * 10**9 }}", "E503", 1, "这个模板要做的太多，已经停下。", None),
        ("{% set x = 9 ** (9 ** 9) %}", "E503", 1, "这个模板要做的太多，已经停下。", None),
        (
            "{% set x = 'a' * 9000000 %}{% for i in range(9) %}{{ x }}\n{% endfor %}",
            "E503",
            0,
            "这个模板要做的太多，已经停下。",
            None,
        ),
    ],
)
def test_mistakes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    code: str,
    line: int,
    message: str,
    marked: str | None,
) -> None:
    monkeypatch.chdir(tmp_path)
    problem = mistake(tmp_path, text)
    assert (problem.code, problem.level, problem.path, problem.line, problem.message) == (
        code,
        "error",
        "自己的.md.j2",
        line,
        message,
    )
    if line:
        assert problem.excerpt == text.split("\n")[line - 1]
    start, size = problem.mark
    if marked:
        assert problem.excerpt[start : start + size] == marked
        assert problem.column == start + 1
    assert problem.advice


def test_undefined_name_lists_the_variables(tmp_path: Path) -> None:
    assert mistake(tmp_path, "{{ 没有 }}").advice == (
        "可用的变量有：plan、phase、today、unit、tasks、steps、chapters、leads、counts、late、late_steps、blocked、due_soon、overdue、soon、fortnight、notes、"
        "indicators、goal、proposed、left_out、version、findings、inspection、order、checklist、assessment、evidence、gaps、form、tables_only、document_number、trend、roster、parts、meeting、pack、application、questionnaire。"
    )


def test_mistake_in_an_included_file_is_told_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_部分.md.j2").write_text("一\n二 {{ 没有 }}\n", encoding="utf-8")
    problem = mistake(tmp_path, "\n\n{% include '_部分.md.j2' %}")
    assert (problem.path, problem.line, problem.excerpt) == ("_部分.md.j2", 2, "二 {{ 没有 }}")


def test_template_that_is_not_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problem = mistake(tmp_path, "一\n你好".encode("gbk"))
    assert (problem.code, problem.path) == ("E503", "自己的.md.j2")
    assert "GBK" in problem.message
    (tmp_path / "夹.md.j2").mkdir()
    with pytest.raises(Refusal) as caught:
        render(campaign(), Request("夹", 1, TODAY), [str(tmp_path), TEMPLATES])
    assert [one.code for one in caught.value.problems] == ["E503"]
    assert own(tmp_path, "") == "\n"


NASTY = "{{ 7*7 }} <script>x</script> | x | *b* _i_ `c` [l](u) ~~s~~ &lt; $m$ \\n"


def test_text_of_the_data_stays_text(tmp_path: Path) -> None:
    """What a viewer shows is exactly what the file says, wherever it stands.

    Paragraph, table, heading, list.
    """
    plan = campaign(TASKS.replace("title: 学习宣传", f"title: '{NASTY}'"))
    shown = (
        "{{ 7*7 }} &lt;script&gt;x&lt;/script&gt; | x | *b* _i_ `c` [l](u) ~~s~~ &amp;lt; $m$ \\n"
    )
    text = own(
        tmp_path,
        "# {{ tasks[0].title }}\n\n- {{ tasks[0].title }}\n\n| 一 | 二 |\n| -- | -- |\n"
        "| {{ tasks[0].title.name }} | x |\n",
        plan=plan,
    )
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    assert html.count(shown) == 3
    assert f"<h1>{shown}</h1>" in html
    assert f"<td>{shown}</td>\n<td>x</td>" in html
    for template, unit in (
        ("阶段报告", ""),
        ("简报", ""),
        ("任务分解表", ""),
        ("单位清单", "区委宣传部"),
    ):
        assert "<script" not in MarkdownIt("commonmark").enable("table").render(
            report(template, unit=unit, plan=plan)
        )


@pytest.mark.parametrize(
    "start",
    [
        "# 一",
        "- 一",
        "+ 一",
        "1. 一",
        "2) 一",
        "> 一",
        "---",
        "===",
        "* 一",
        "~~~",
        "    一",
        "| 一 |\n| - |",
    ],
)
def test_no_text_opens_a_block(start: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(f"{escape(start)}\n")
    shown = " ".join(start.split("\n")).strip().replace(">", "&gt;")
    assert html == f"<p>{shown}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "区教育局",
        "××",
        "（一）",
        "1-5",
        "“创城”",
        "2026-07-01",
        "-5",
        "1.5",
        "a-b",
        "第1步",
        "80%",
        "A&B",
        "#"[1:],
    ],
)
def test_plain_text_is_left_alone(text: str) -> None:
    assert escape(text) == text


def test_control_characters_are_made_visible() -> None:
    assert escape("一\x1b[31m二\u202e三\n四") == "一␛\\[31m二\\\\u202e三 四"


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("tasks[0].title ~ '|'", "学习宣传|"),
        ("'|' ~ bar(50)", "|█████░░░░░"),
        ("[tasks[0].lead, '*'] | join('、')", "区委宣传部、*"),
        ("tasks | map(attribute='id') | list", "1-1、1-2、1-3"),
        ("tasks | map(attribute='id')", "1-1、1-2、1-3"),
        ("tasks[1].lead", "区教育局（拟）"),
        ("tasks[1].lead.name", "区教育局"),
        ("tasks[1].units", "各乡镇（拟）"),
        ("tasks[0].due", "2026年6月30日"),
        ("'至' ~ tasks[0].due", "至2026年6月30日"),
        ("tasks[0].latest", "—"),
        ("tasks[1].latest", "2026年7月1日，区教育局：场地没有落实"),
        ("goal.minors", "68.5"),
        ("goal.minors_need", "70"),
        ("true", "是"),
        ("'*' | upper", "*"),
        ("'a|b' | replace('|', bar(10))", "a█░░░░░░░░░b"),
    ],
)
def test_what_an_expression_prints(tmp_path: Path, expression: str, printed: str) -> None:
    text = own(
        tmp_path,
        "{{ "
        + expression
        + " }}{% macro m() %}{{ "
        + expression
        + " }}{% endmacro %}\n\n\n{{ m() ~ '' }}\n",
    )
    assert MarkdownIt("commonmark").render(text) == f"<p>{printed}</p>\n" * 2


def test_blocks_and_switches_do_not_unescape(tmp_path: Path) -> None:
    assert (
        own(
            tmp_path,
            "{% set x %}{{ '|' }}{% endset %}{{ x ~ '*' }}{% autoescape false %}{{ '<' "
            "}}{% endautoescape %}",
        )
        == "\\|\\*\\<\n"
    )


def test_words() -> None:
    assert words.cn_date(date(2026, 9, 9)) == "2026年9月9日"
    assert words.cn_month_day(date(2026, 9, 9)) == "9月9日"
    assert (words.cn_date(None), words.cn_date(None, "未定")) == ("—", "未定")
    assert [
        words.cn_number(one)
        for one in (0, 1, 10, 11, 20, 21, 59, 100, 101, 110, 111, 1005, 1010, 9999, 10000)
    ] == [
        "零",
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "五十九",
        "一百",
        "一百零一",
        "一百一十",
        "一百一十一",
        "一千零五",
        "一千零一十",
        "九千九百九十九",
        "10000",
    ]
    assert (
        words.share(24, 59),
        words.share(24, 59, "项"),
        words.share(0, 59),
        words.share(0, 0),
    ) == (
        "24（40.7%）",
        "24项（40.7%）",
        "0",
        "0",
    )
    assert [words.bar(one) for one in (0, 0.1, 50, 99.9, 100, 120)] == [
        "░░░░░░░░░░",
        "█░░░░░░░░░",
        "█████░░░░░",
        "█████████░",
        "██████████",
        "██████████",
    ]
    assert (words.number(80.0), words.number(72.5), words.percent(6.2)) == ("80", "72.5", "6.2%")
    assert (
        words.status_word("done"),
        words.light_word("red"),
        words.light_word("none"),
        words.source_word("proposed"),
    ) == (
        "已完成",
        "🔴 红",
        "—",
        "拟",
    )
    assert (words.rating_word("A"), words.rating_word(""), words.verdict_word("short")) == (
        "A类",
        "未评级",
        "尚未达标",
    )
    assert (words.mark("区教育局", True), words.mark("", True), words.mark("区教育局", False)) == (
        "区教育局（拟）",
        "",
        "区教育局",
    )


def test_every_variable_and_helper_is_documented() -> None:
    from cz.report.view import Report

    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    for name in (*Report._fields, *words.FILTERS, "stop", "escape"):
        assert f"`{name}`" in text


def test_documented_examples(tmp_path: Path) -> None:
    """Each row `{{ … }}` → result of the table of helpers."""
    rows = [
        line.split(" | ")
        for line in (ROOT / "docs" / "templates.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `{{")
    ]
    assert len(rows) >= len(words.FILTERS)
    for example, printed, *_ in rows:
        template = example.removeprefix("| `").removesuffix("`").replace("\\|", "|")
        assert own(tmp_path, template) == printed.strip(" |").strip("`") + "\n"


def test_compiled_form_is_kept_for_shipped_templates_only(tmp_path: Path) -> None:
    """Run in a process of its own, so that Python's switches are those of the run."""
    assert os.path.realpath(TEMPLATES) == SHIPPED
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "自己的.md.j2").write_text("{{ plan.title }}", encoding="utf-8")
    code = f"""
import sys
from datetime import date
from cz.load import load
from cz.report import Request, render
plan = load({str(ROOT)!r}).campaign
for name in ("简报", "自己的"):
    sys.stdout.write(render(plan, Request(name, 1, date(2026, 7, 15)), [{str(tmp_path / "own")!r}, {TEMPLATES!r}]))
"""
    environment = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }

    def run() -> bytes:
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=True
        ).stdout

    first = run()
    kept = list((tmp_path / "cache").rglob("templates/*.pyc"))
    assert len(kept) == 2  # 简报 and _公用
    assert not list((tmp_path / "cache").rglob("own/*.pyc"))
    assert run() == first
    for file in kept:
        file.write_bytes(b"damaged")
    assert run() == first
    assert Compiled(str(tmp_path / "没有")).stamp


def test_own_template_with_the_shipped_text_is_the_shipped_one_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also its mistakes are told in the own file; one character more, and it is compiled."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "cache"))
    shutil.copy(Path(TEMPLATES) / "简报.md.j2", tmp_path)
    own = tmp_path / "简报.md.j2"
    key, text = str(own), own.read_text(encoding="utf-8")
    keeper, sandbox = Compiled(engine.__file__), engine.Sandbox([TEMPLATES])
    sandbox.get_template("简报.md.j2")  # kept from now on
    compiled = keeper.get_bucket(sandbox, "简报.md.j2", key, text).code
    assert compiled is not None
    names = {compiled.co_filename}
    names |= {each.co_filename for each in compiled.co_consts if hasattr(each, "co_filename")}
    assert names == {key}
    assert keeper.get_bucket(sandbox, "简报.md.j2", key, text + " ").code is None
    own.rename(tmp_path / "别的.md.j2")
    assert keeper.get_bucket(sandbox, "别的.md.j2", str(tmp_path / "别的.md.j2"), text).code is None


def test_formulas_of_viewers_that_know_them_are_escaped() -> None:
    assert escape("$m$") == "\\$m\\$"


def test_documented_template(tmp_path: Path) -> None:
    blocks = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8").split("```jinja\n")[1:]
    weekly = "\n".join(
        line.removeprefix("   ") for line in blocks[0].split("   ```")[0].splitlines()
    )
    assert own(tmp_path, weekly, "周报") == (
        "# 小方案周报\n\n截至2026年7月15日，逾期1项。\n\n"
        "1. 1-2 志愿服务，区教育局（拟）牵头，逾期3天\n"
    )
    assert template_names([str(tmp_path)]) == {"周报": "每周一报：只看逾期的"}
    text = own(tmp_path, blocks[1].split("```")[0], "阶段报告")
    assert text.endswith("\n\n## 附表从略\n")


def test_what_a_template_does_not_name_is_not_worked_out_for_it(tmp_path: Path) -> None:
    """Whatever it takes in counts as its own; where that is not plain, all of it is worked out."""
    for name, text in {
        "甲": '{% include "_乙.md.j2" %}{{ plan.title }}',
        "_乙": "{%- import '_丙.md.j2' as 丙 with context -%}{{ gaps.total }}",
        "_丙": "{{ pack.next.title }}",
        "丁": '{% set part = "_乙.md.j2" %}{% include part %}',
    }.items():
        (tmp_path / f"{name}.md.j2").write_text(text, encoding="utf-8")
    said = words_in("甲.md.j2", [str(tmp_path)], ".md.j2")
    assert said is not None
    assert {"plan", "gaps", "pack"} <= said
    assert "roster" not in said
    assert words_in("丁.md.j2", [str(tmp_path)], ".md.j2") is None
    (tmp_path / "templates").mkdir()
    copy_of(MIDWAY, tmp_path)
    own = "{% set name = '_自己.md.j2' %}{% include name %}"
    (tmp_path / "templates" / "自己.md.j2").write_text(own, encoding="utf-8")
    (tmp_path / "templates" / "_自己.md.j2").write_text("{{ pack.next.title }}", encoding="utf-8")
    ran = cz("report", "--template", "自己", "--today", "2026-07-15", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "第6次推进会\n")
