"""``cz gaps``: the rules by the examples of docs/gaps.md, the figures against the recount."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from cz.gaps.levels import LEVELS, Entry
from cz.gaps.listed import gaps
from cz.gaps.week import friday, week
from cz.opening import open_plan
from tests import recount, recount_gaps
from tests.plans import PLAN, TODAY, UNITS
from tests.running import MIDWAY, ROOT, cz, repository
from tests.test_figures import some_plan
from tests.test_supervision_rules import campaign

DOC = (ROOT / "docs" / "gaps.md").read_text(encoding="utf-8")
Rows = list[list[str]]


def examples() -> list[tuple[str, str, Rows]]:
    """(heading, the data, the rows of the table below it, its titles first)."""
    found = []
    for heading, body in re.findall(r"^### ([0-9]+\. .*?)\n(.*?)(?=^##|\Z)", DOC, re.M | re.S):
        for text, table in re.findall(r"```yaml\n(.*?)```\n\n((?:\|[^\n]*\n)+)", body, re.S):
            rows = [
                [cell.strip() for cell in line.strip("|\n").split("|")]
                for line in table.splitlines()
            ]
            found.append((heading, text, [rows[0], *rows[2:]]))
    return found


def test_every_rule_has_an_example() -> None:
    numbered = re.findall(r"^### ([0-9]+)\.", DOC, re.M)
    assert [heading.partition(".")[0] for heading, _, _ in examples()] == numbered
    assert len(numbered) == 12


@pytest.mark.parametrize(
    "heading, text, rows", examples(), ids=[heading for heading, _, _ in examples()]
)
def test_the_example_comes_out_as_told(heading: str, text: str, rows: Rows) -> None:
    found = gaps(campaign(text), 1, TODAY)
    if rows[0][0] == "编号":
        assert [_told(entry) for entry in found.entries] == rows[1:]
        return
    asked = [
        [ask.unit, LEVELS[ask.level].word, ask.todo, str(ask.due), ask.due_by or "拟"]
        for ask in week(found).asks
    ]
    assert asked == rows[1:]


def _told(entry: Entry) -> list[str]:
    subject = entry.subject
    word = LEVELS[entry.level].word
    return [subject.id, word, entry.why, subject.unit or "未定", subject.facts]


def test_the_table_of_levels_is_the_programs() -> None:
    rows = re.findall(r"^\| ([1-6]) \| (.*?) \|", DOC, re.M)
    assert rows == [(str(number), level.word) for number, level in LEVELS.items()]


# --- against the recount --------------------------------------------------------------------------


def agree(plan: dict[str, Any], phase: int, day: date, data: dict[str, Any]) -> None:
    """What ``cz gaps --json`` says is what the recount says."""
    found = recount_gaps.gaps(plan, phase, day)
    told = {
        (entry["level"], entry["id"]): {reason["rule"] for reason in entry["reasons"]}
        for level in data["levels"]
        for entry in level["gaps"]
    }
    assert told == found
    assert data["lacking"] == len(recount_gaps.lacking(plan, found))
    for level in data["levels"]:
        ids = [id_ for number, id_ in found if number == level["level"]]
        assert level["count"] == len(ids)
        at_level = {key: rules for key, rules in found.items() if key[0] == level["level"]}
        assert level["standards"] == len(recount_gaps.lacking(plan, at_level))


@pytest.mark.soak(every=2)
@pytest.mark.parametrize("asked", ["2026-07-15", "2026-04-20", "2025-11-02", "2027-02-01"])
def test_midway_agrees_with_the_recount(asked: str) -> None:
    ran = cz("gaps", "--json", "--today", asked, "--plan", str(MIDWAY))
    plan, day = recount_gaps.read(MIDWAY), date.fromisoformat(asked)
    agree(plan, recount.phase_on(plan, day), day, json.loads(ran.out))


def test_the_figures_of_midway() -> None:
    """Those of docs/gaps.md, and what its screens say."""
    out = cz("gaps", "--plan", str(MIDWAY)).out
    for line in (
        "测评标准 188 条，有缺口的 167 条（88.8%），没有的 21 条。",
        "一、一票否决　3 条（C类 3）",
        "二、自相矛盾　25 条（评A而查出多 18、任务已复核而非A类 7）",
        "三、丢分　2 条、问题 11 个（逾期未整改 11、材料被退回 2），涉及标准 10 条",
        "五、要抬　38 条（B类 38）",
    ):
        assert f"{line}\n" in out


@pytest.mark.parametrize("seed", range(12))
def test_plans_made_by_chance_agree_with_the_recount(seed: int, tmp_path: Path) -> None:
    from cz.show.gaps import data

    rnd = Random(seed)
    some_plan(rnd, tmp_path)
    _say_more(rnd, tmp_path / "data")
    opened = open_plan(str(tmp_path))
    assert not opened.errors
    plan = recount_gaps.read(tmp_path)
    for day in (date(2026, 7, 12), date(2026, 8, 20)):
        agree(plan, 1, day, data(gaps(opened.campaign, 1, day)))


def _say_more(rnd: Random, folder: Path) -> None:
    """Methods, what findings are held against, what is proposed."""

    def read(stem: str) -> Any:
        return recount.values((folder / f"{stem}.yaml").read_text(encoding="utf-8"))

    indicators, findings, tasks = read("indicators"), read("findings"), read("tasks")
    standards = indicators.get("indicators", [])
    for one in standards:
        one["method"] = rnd.choice(["材料审核", "实地考察", "整体观察", "网上核查", "问卷调查", ""])
    for one in findings["findings"]:
        if standards and rnd.random() < 0.7:
            one["indicator"] = rnd.choice(standards)["id"]
    for one in tasks.get("tasks", []) + tasks.get("steps", []):
        if rnd.random() < 0.3:
            one["proposed"] = ["units"]
        elif rnd.random() < 0.3:
            one["source"] = "proposed"
    written = {"indicators": indicators, "findings": findings, "tasks": tasks}
    for stem, sections in written.items():
        text = yaml.safe_dump(sections, allow_unicode=True, sort_keys=False)
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")


# --- screens --------------------------------------------------------------------------------------


def test_a_level_is_asked_for_in_words_and_figures() -> None:
    asked = [cz("gaps", "--level", word, cwd=MIDWAY).out for word in ("3", "三", "丢分", "第三级")]
    assert len(set(asked)) == 1
    assert "f260625-14  逾期13天没有整改" in asked[0]
    ran = cz("gaps", "--level", "丢", cwd=MIDWAY)
    assert (ran.code, ran.err) == (
        2,
        "cz：没有“丢”这一级。是不是 丢分？六级是：1（一票否决）、2（自相矛盾）、3（丢分）、"
        "4（没有依据）、5（要抬）、6（事务）。\n",
    )
    ran = cz("gaps", "--week", "--since", "HEAD", cwd=MIDWAY)
    assert (ran.code, ran.err) == (
        2,
        "cz：--week 挑现在要抓的，--since 看那时以来的变化，只能选一个。\n",
    )


def test_a_plan_without_standards_has_no_gaps_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for stem, text in (("tasks", PLAN), ("units", UNITS), ("indicators", "systems:\n")):
        (tmp_path / "data" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    day = ("--today", "2026-07-15")
    told = "第1阶段　截至2026年7月15日\n"
    assert cz("gaps", *day, cwd=tmp_path).out == f"查漏补缺\n{told}还没有测评标准。\n"
    assert cz("gaps", "--week", *day, cwd=tmp_path).out == f"本周先抓\n{told}没有缺口。\n"
    paper = cz("report", "--template", "查漏补缺清单", *day, cwd=tmp_path).out
    assert paper.endswith("\n没有缺口。\n")


def test_what_came_and_went_since(tmp_path: Path) -> None:
    plan = repository(tmp_path / "plan")
    for words in (
        ["rate", "i9-14", "B"],
        ["finding", "rectify", "f260625-14", "--fix", "已清理"],
        ["rate", "i6-01", "A"],
        ["finding", "withdraw", "f260626-1", "--reason", "登记重复"],
    ):
        assert cz(*words, cwd=plan).code == 0, words
    out = cz("gaps", "--since", "HEAD", cwd=plan, COLUMNS="160").out
    assert re.sub(r" +", " ", out) == (
        "查漏补缺（演示数据）\n"
        "第2阶段　2026年7月15日到2026年7月15日\n"
        "有缺口的测评标准：那时 167 条，现在 167 条。\n"
        "\n"
        "新出现的　标准 1 条\n"
        "级别 编号 缺什么 标准或事项 单位\n"
        "要抬 i9-14 B类，任务7-3推进中 非机动车按线停放，无占压盲道、堵塞通道现象（拟） 区城市管理局\n"
        "\n"
        "补上的　标准 2 条、问题 2 个\n"
        "级别 编号 缺什么 标准或事项 单位\n"
        "一票否决 i9-14 C类 非机动车按线停放，无占压盲道、堵塞通道现象（拟） 区城市管理局\n"
        "丢分 f260625-14 逾期13天没有整改 前坝村：房前屋后乱堆柴草和建筑材料 石桥乡\n"
        "丢分 f260626-1 逾期12天没有整改 滨河路改造工地：物料未覆盖，出入口带泥上路"
        " 区住房和城乡建设局\n"
        "没有依据 i6-01 未评 建立守信激励和失信惩戒制度，有实施案例材料（拟） 区发展改革局\n"
    )
    data = json.loads(cz("gaps", "--since", "HEAD", "--json", cwd=plan).out)
    assert [entry["id"] for entry in data["new"]] == ["i9-14"]
    assert len(data["closed"]) == 4


def test_a_moved_task_is_no_new_gap(tmp_path: Path) -> None:
    plan = repository(tmp_path / "plan")
    assert cz("task", "move", "7-2", "--chapter", "8", cwd=plan).code == 0
    data = json.loads(cz("gaps", "--since", "HEAD", "--json", cwd=plan).out)
    assert (data["new"], data["closed"]) == ([], [])


def test_by_when_is_a_friday_that_leaves_two_days() -> None:
    assert [str(friday(date(2026, 7, 13 + more)))[5:] for more in range(7)] == [
        "07-17",
        "07-17",
        "07-17",
        "07-24",
        "07-24",
        "07-24",
        "07-24",
    ]


def test_a_units_paper() -> None:
    """From the first heading on; the levels without a gap say so."""
    ran = cz("report", "--template", "查漏补缺清单", "--unit", "区残联", cwd=MIDWAY)
    head, mark, rest = ran.out.partition("## 一、")
    assert "你单位负责测评标准2条，有缺口的2条（100.0%）。" in head
    assert mark + rest == (
        "## 一、一票否决\n\n没有。\n\n"
        "## 二、自相矛盾\n\n"
        "1条（评A而查出多1）。评级和记录对不上，测评时站不住。\n\n"
        "| 序号 | 编号 | 测评标准 | 缺什么 | 测评方法 | 补上的办法和日期（由单位填写） |\n"
        "| --: | :-- | :-- | :-- | :-- | :-- |\n"
        "| 1 | i9-11 | 公共建筑设有轮椅坡道、无障碍厕位和低位服务台，能正常使用（拟）"
        " | 评A，查出12个 | 实地考察 | 　　　　　　　　　　 |\n\n"
        "## 三、丢分\n\n没有。\n\n"
        "## 四、没有依据\n\n"
        "1条（现场没有查过1）。没有东西可以证明，测评时只能算没有做。\n\n"
        "| 序号 | 编号 | 测评标准 | 缺什么 | 测评方法 | 补上的办法和日期（由单位填写） |\n"
        "| --: | :-- | :-- | :-- | :-- | :-- |\n"
        "| 1 | i5-11 | 公共场所公示老年人、残疾人优待政策，现场能够兑现（拟）"
        " | 本阶段没有查过 | 实地考察 | 　　　　　　　　　　 |\n\n"
        "## 五、要抬\n\n没有。\n\n"
        "## 六、事务\n\n没有。\n"
    )


def test_the_paper_of_the_whole_says_what_the_screens_say() -> None:
    paper = cz("report", "--template", "查漏补缺清单", cwd=MIDWAY).out
    data = json.loads(cz("gaps", "--json", cwd=MIDWAY).out)
    asks = json.loads(cz("gaps", "--week", "--json", cwd=MIDWAY).out)["asks"]
    for level in data["levels"]:
        part = paper.partition(f"、{level['name']}\n")[2].partition("\n## ")[0]
        ids = [line.split(" | ")[1] for line in part.splitlines() if re.match(r"\| [0-9]", line)]
        assert ids == [entry["id"] for entry in level["gaps"]]
    week_part = paper.partition("、本周先抓\n")[2]
    assert 5 <= len(asks) <= 8
    for number, ask in enumerate(asks, 1):
        assert f"| {number} | {ask['unit']} | {ask['todo']} | {ask['name']}：" in week_part
    rows = paper.partition("、各单位的缺口\n")[2]
    for unit in data["units"]:
        figures = " | ".join(str(count) for count in unit["levels"].values())
        assert f"| {unit['unit'] or '未定'} | {unit['standards']} | {figures} |\n" in rows
