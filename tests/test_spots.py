"""Spots: entered from the ledger, found by what the ledger writes, told over time."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cz.records import Campaign, Plan, Spot, Unit
from cz.supervise.spots import spot_book, spot_of
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, git, repository

UNITS = """units:
  - id: jjd
    name: 甲街道
    kind: 街道
  - id: yjd
    name: 乙街道
    kind: 街道
  - id: bj
    name: 丙局
    kind: 政府部门
"""
TASKS = """plan:
  title: 方案
  today: 2026-07-15
phases:
  - number: 1
    title: 一
chapters:
  - number: 1
    title: 板块
tasks:
  - id: 1-1
    title: 清扫
    lead: 丙局
"""
INDICATORS = """projects:
  - id: x1
    title: 项目
indicators:
  - id: i1-01
    title: 楼道干净，无堆放杂物
    project: x1
  - id: i1-02
    title: 墙面无乱贴小广告
    project: x1
"""
FINDINGS = """findings:
  - id: f260701-1
    date: 2026-07-01
    spot: 棉纺小区
    type: 老旧小区
    unit: 甲街道
    problem: 楼道堆放杂物
    due: 2026-07-08
    indicator: i1-01
    verified: 2026-07-07
  - id: f260703-1
    date: 2026-07-03
    spot: 棉纺 小区
    type: 老旧小区
    unit: 甲街道
    problem: 楼道堆放杂物
    due: 2026-07-10
    indicator: i1-01
  - id: f260703-2
    date: 2026-07-03
    spot: 槐树巷
    type: 背街小巷
    unit: 甲街道
    problem: 墙面乱贴小广告
    due: 2026-07-10
  - id: f260704-1
    date: 2026-07-04
    spot: 槐树巷
    type: 背街小巷
    unit: 乙街道
    problem: 墙面乱贴小广告
    due: 2026-07-11
  - id: f260705-1
    date: 2026-07-05
    spot: 棉纺小区3号楼
    type: 老旧小区
    unit: 甲街道
    problem: 楼道里有杂物堆放
    due: 2026-07-12
visits:
  - id: v260710-1
    date: 2026-07-10
    unit: 丙局
    spot: 办事大厅
    type: 窗口单位
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    (folder / "data").mkdir(parents=True)
    texts = {"units": UNITS, "tasks": TASKS, "indicators": INDICATORS, "findings": FINDINGS}
    for stem, text in texts.items():
        (folder / "data" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_ledgers_places_are_entered_and_what_is_not_sure_is_asked(plan: Path) -> None:
    ran = cz("spot", "adopt", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    written = (plan / "data" / "spots.yaml").read_text(encoding="utf-8")
    assert written == (
        "# 点位：类型和它要看的测评标准，每个点位的属地、包保单位和包保领导\n"
        "\n"
        "types:\n"
        "  - name: 老旧小区\n"
        "    source: proposed\n"
        "  - name: 窗口单位\n"
        "    source: proposed\n"
        "\n"
        "spots:\n"
        "  - id: p1\n"
        "    name: 棉纺小区\n"
        "    type: 老旧小区\n"
        "    unit: 甲街道\n"
        "    source: proposed\n"
        "  - id: p2\n"
        "    name: 棉纺小区3号楼\n"
        "    type: 老旧小区\n"
        "    unit: 甲街道\n"
        "    source: proposed\n"
        "  - id: p3\n"
        "    name: 办事大厅\n"
        "    type: 窗口单位\n"
        "    unit: 丙局\n"
        "    source: proposed\n"
    )
    assert ran.out.splitlines()[0] == "点位　登记 3 个点位，2 种类型（拟）"
    assert ran.out.splitlines()[-4:] == [
        "属地认不准、没有登记的 1 个：",
        "  槐树巷　甲街道 1 次、乙街道 1 次",
        "只有一处的，写明属地：cz spot adopt 槐树巷 --unit 甲街道",
        "各单位都有、只是同名的：cz spot adopt 槐树巷 --apart",
    ]
    again = cz("spot", "adopt", cwd=plan)
    assert again.out.splitlines()[0] == "没有变化，文件未动。"
    assert (plan / "data" / "spots.yaml").read_text(encoding="utf-8") == written


@pytest.mark.parametrize(
    "typed, grounds, findings",
    [
        (["--apart"], ["甲街道", "乙街道"], ["1", "1"]),
        (["--unit", "乙街道"], ["乙街道"], ["2"]),
    ],
)
def test_a_place_under_several_units_is_put_right(
    plan: Path, typed: list[str], grounds: list[str], findings: list[str]
) -> None:
    ran = cz("spot", "adopt", "槐树巷", *typed, cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    written = (plan / "data" / "spots.yaml").read_text(encoding="utf-8")
    assert re.findall("unit: (.+)", written) == grounds
    assert cz("check", cwd=plan).code == 0
    listed = cz("spot", "list", "--type", "背街", "--csv", cwd=plan).out
    assert [line.split(",")[8] for line in listed.split()[1:]] == findings


def test_one_place_over_time(plan: Path) -> None:
    cz("spot", "adopt", cwd=plan)
    cz("spot", "set", "棉纺小区", "--keeper", "丙局", "--leader", "演示人员01", cwd=plan)
    cz("spot", "types", "--propose", cwd=plan)
    ran = cz("spot", "p1", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "p1　棉纺小区\n"
        "类型      老旧小区\n"
        "属地      甲街道\n"
        "包保单位  丙局\n"
        "包保领导  演示人员01\n"
        "查过      2 天，问题 2 个，未销号 1 个，最近一次 7月3日（12 天前）\n"
        "\n"
        "反复出现的问题\n"
        "楼道堆放杂物　2 次\n"
        "\n"
        "历次 2 条\n"
        "日期    编号       责任单位  问题          状态\n"
        "7月3日  f260703-1  甲街道    楼道堆放杂物  待整改\n"
        "7月1日  f260701-1  甲街道    楼道堆放杂物  已销号\n"
        "\n"
        "要看的测评标准 1 条\n"
        "编号   测评标准              单位\n"
        "i1-01  楼道干净，无堆放杂物\n"
    )


def test_a_spot_that_was_renamed_is_found_by_its_old_name(plan: Path) -> None:
    cz("spot", "adopt", cwd=plan)
    git(plan, "init", "-q")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "初")
    ran = cz("spot", "set", "棉纺小区", "--name", "棉纺新村", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert cz("spot", "p1", "--json", cwd=plan).out.count("f2607") == 2
    assert cz("diff", cwd=plan).out.splitlines()[-1] == (
        "  点位 p1 棉纺新村　名称：棉纺小区 → 棉纺新村；曾用名：加入 棉纺小区"
    )


def test_which_standard_a_finding_is_likely_to_be_against(plan: Path) -> None:
    cz("spot", "adopt", cwd=plan)
    cz("spot", "types", "--propose", cwd=plan)
    ran = cz("finding", "match", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-2:] == [
        "没有写测评标准的问题 3 个，提出 1 个",
        "核对过了都写上：cz finding match --accept",
    ]
    before = (plan / "data" / "findings.yaml").read_text(encoding="utf-8")
    cz("finding", "match", "--accept", cwd=plan)
    after = (plan / "data" / "findings.yaml").read_text(encoding="utf-8")
    added = "    due: 2026-07-12\n    indicator: i1-01\n"
    assert after == before.replace("    due: 2026-07-12\n", added)


def test_a_table_of_spots_is_compared_and_never_doubled(plan: Path) -> None:
    cz("spot", "adopt", cwd=plan)
    table = "序号,点位名称,类型,所属街道,包保单位,备注\n"
    table += "1,棉纺小区,,甲街道,丙局,\n2,东门早市,农贸市场,乙街道,无,\n"
    table += "3,槐树巷,背街小巷,丁街道,,\n,,,,,\n"
    (plan / "表.csv").write_text(table, encoding="utf-8")
    ran = cz("spot", "import", "表.csv", cwd=plan)
    assert ran.code == 1
    assert ran.out.splitlines()[-3:] == [
        "  第 4 行　槐树巷　没有叫“丁街道”的单位。最接近的有：甲街道（jjd）、乙街道（yjd）",
        "没有用到的列：备注。",
        "3 行 = 新增 1 + 改动 1 + 没有变化 0 + 没有取 1",
    ]
    again = cz("spot", "import", "表.csv", cwd=plan)
    assert again.out.splitlines()[-1] == "3 行 = 新增 0 + 改动 0 + 没有变化 2 + 没有取 1"


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("unit: 甲街道", "unit: 丁街道", "E302"),
        ("type: 窗口单位", "type: 窗口", "E305"),
        ("name: 棉纺小区3号楼", "name: 棉纺小区", "E308"),
        ("  - name: 窗口单位\n", "  - name: 窗口单位\n    standards:\n      - i9-99\n", "E309"),
    ],
)
def test_what_spots_name_has_to_be_there(plan: Path, old: str, new: str, told: str) -> None:
    cz("spot", "adopt", cwd=plan)
    path = plan / "data" / "spots.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    ran = cz("check", cwd=plan)
    assert ran.code == 1
    assert f"错误 {told}：" in ran.out


def documented() -> list[list[str]]:
    page = (ROOT / "docs" / "spots.md").read_text(encoding="utf-8")
    table = page.partition("<!-- rules: spot_of -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


@pytest.mark.parametrize("row", documented(), ids=lambda row: f"{row[1]}-{row[2]}")
def test_the_rules_of_the_docs(row: list[str]) -> None:
    spots = []
    for number, text in enumerate(row[0].split("、"), 1):
        name, ground = re.fullmatch("(.+)（(.+)）", text).groups()  # type: ignore[union-attr]
        spots.append(Spot(id=f"p{number}", name=name, unit=ground))
    units = [
        Unit(id=f"u{n}", name=name, kind="街道") for n, name in enumerate(("甲街道", "乙街道"))
    ]
    campaign = Campaign("", {}, Plan("方案"), units=tuple(units), spots=tuple(spots))
    spot = spot_of(spot_book(campaign), row[1], row[2])
    assert (f"{spot.name}（{spot.unit}）" if spot else "认不准") == row[3]


def test_the_examples_alley_is_asked_about(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path)
    ran = cz("spot", "adopt", "--dry-run", cwd=plan)
    assert "  槐树巷　城北街道 2 次" in ran.out
    assert cz("spot", "adopt", "槐树巷", "--apart", cwd=plan).code == 0
    listed = cz("spot", "list", cwd=plan).out
    assert "对不上点位" not in listed


def test_spots_are_records_like_the_others(tmp_path: Path) -> None:
    plan = repository(tmp_path)
    ran = cz("spot", "set", "p1", "--keeper", "区财政局", "--commit", cwd=plan, **SIGNED)
    assert ran.code == 0
    assert "包保单位：无 → 区财政局" in cz("log", "p1", cwd=plan).out
    assert "+    keeper: 区财政局" in git(plan, "show", "HEAD")
    assert cz("restore", "p1", "--at", "HEAD~1", cwd=plan).code == 0
    assert cz("show", "p1", cwd=plan).code == 0


def test_all_spots_of_one_name_are_listed() -> None:
    out = cz("spot", "和顺社区", cwd=MIDWAY).out.splitlines()
    assert out[0] == "“和顺社区”可以指 5 个点位"
    assert [line.split()[0] for line in out[2:7]] == ["p30", "p31", "p32", "p33", "p34"]
    assert out[-1] == "看其中一个：cz spot p30"
    told = json.loads(cz("spot", "和顺社区", "--json", cwd=MIDWAY).out)
    assert [row["unit"] for row in told][:2] == ["城北街道", "新城街道"]
    only = json.loads(cz("spot", "p30", "--json", cwd=MIDWAY).out)
    assert only["times"] == told[0]["times"]


def test_a_ledger_adopted_anew_gives_no_id_that_a_mock_assessment_names(tmp_path: Path) -> None:
    """Else what was drawn then would be another place now, and its rates others."""
    plan = copy_of(MIDWAY, tmp_path)
    rounds = (plan / "data" / "assessments.yaml").read_text(encoding="utf-8")
    last = max(int(number) for number in re.findall(r"- p(\d+)$", rounds, re.M))
    (plan / "data" / "spots.yaml").unlink()
    assert cz("spot", "adopt", cwd=plan).code == 0
    spots = (plan / "data" / "spots.yaml").read_text(encoding="utf-8")
    assert min(int(number) for number in re.findall(r"- id: p(\d+)$", spots, re.M)) == last + 1
    checked = cz("check", cwd=plan)
    assert checked.code == 1
    assert "E310" in checked.out
