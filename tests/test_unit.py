"""Units that are renamed and merged: one record changes, and every old name stays good."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from running import SIGNED, cz

TASKS = """\
plan: {title: 方案, phase: 1}
phases:
  - {number: 1, title: 夯实基础}
chapters:
  - {number: 1, title: 环境}
tasks:
  - id: 1-1
    title: 办展览
    lead: 区文化局   # 原文如此
    units: [区旅游局, 区财政局]
    progress:
      1: {status: doing, due: 2026-06-30}
  - id: 1-2
    title: 办活动
    lead: 区财政局
    units:
      - 区文化局
      - 区旅游局
      - 各单位
"""
UNITS = """\
units:
  - id: whj
    name: 区文化局
    redacted: [区文×局]
    kind: 政府部门
  # 旅游
  - id: lyj
    name: 区旅游局   # 2019 年成立
    kind: 政府部门
    former: [区旅游办]
  - {id: czj, name: 区财政局, kind: 政府部门}
collectives:
  - id: gdw
    name: 各单位
    members: [区文化局, 区旅游局, 区财政局]
"""
INDICATORS = """\
projects:
  - {id: x1, title: 文化}
indicators:
  - {id: i1-01, title: 展览, project: x1, unit: 区旅游局}
"""
FINDINGS = """\
findings:
  - {id: f260701-1, date: 2026-07-01, unit: 区旅游局, problem: 垃圾, due: 2026-07-05}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    texts = {"tasks": TASKS, "units": UNITS, "indicators": INDICATORS, "findings": FINDINGS}
    for name, text in texts.items():
        (tmp_path / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "-c", "user.name=张三", "-c", "user.email=z@example.org", "commit", "-qm", "初")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def ran(plan: Path, *arguments: str) -> str:
    result = cz(*arguments, cwd=plan, CZ_TODAY="2026-07-10", **SIGNED)
    assert (result.code, result.err) == (0, "")
    return result.out


def answer(plan: Path, *arguments: str) -> Any:
    return json.loads(ran(plan, *arguments, "--json"))


def test_a_unit_is_renamed(plan: Path) -> None:
    before = answer(plan, "status", "--unit", "区旅游局")
    assert ran(plan, "unit", "rename", "区旅游局", "区文化和旅游局") == (
        "lyj 区旅游局\u3000改名：区旅游局 → 区文化和旅游局，曾用名记下，各处原来的写法照样认得\n"
        "  data/units.yaml:8\n"
        "  -     name: 区旅游局   # 2019 年成立\n"
        "  +     name: 区文化和旅游局   # 2019 年成立\n"
        "  data/units.yaml:10\n"
        "  -     former: [区旅游办]\n"
        "  +     former: [区旅游办, 区旅游局]\n"
    )
    assert git(plan, "diff", "--numstat") == "2\t2\tdata/units.yaml\n"
    assert ran(plan, "check") == "检查完毕，没有发现问题。\n"
    after = json.dumps(answer(plan, "status", "--unit", "区旅游局"), ensure_ascii=False)
    told = json.dumps(before, ensure_ascii=False).replace("区旅游局", "区文化和旅游局")
    assert after == told.replace('["区旅游办"]', '["区旅游办", "区旅游局"]')
    assert ran(plan, "diff").endswith(
        "1 条记录有变化。\n\n其他\n"
        "  单位 lyj 区文化和旅游局\u3000名称：区旅游局 → 区文化和旅游局；曾用名：加入 区旅游局\n"
    )


def test_it_is_given_its_old_name_back(plan: Path) -> None:
    ran(plan, "unit", "rename", "lyj", "区文旅局")
    ran(plan, "unit", "rename", "区旅游局", "区旅游局")
    text = (plan / "data/units.yaml").read_text(encoding="utf-8")
    assert text == UNITS.replace("former: [区旅游办]", "former: [区旅游办, 区文旅局]")
    assert ran(plan, "unit", "rename", "区旅游局", "区旅游局") == (
        "lyj 区旅游局\u3000名称仍为 区旅游局\n没有变化，文件未动。\n"
    )


def test_what_is_written_after_it_knows_both_names(plan: Path) -> None:
    """Nothing is doubled, and what is taken away is what bears the old name."""
    ran(plan, "unit", "rename", "区文化局", "区文旅局")
    assert "区文旅局 已经是责任单位" in ran(plan, "assign", "1-2", "--add", "区文旅局")
    ran(plan, "assign", "1-2", "--remove", "区文旅局")
    tasks = TASKS.replace("      - 区文化局\n", "") + "    source: proposed\n"
    assert (plan / "data/tasks.yaml").read_text(encoding="utf-8") == tasks


def test_two_become_a_new_one(plan: Path) -> None:
    assert ran(plan, "unit", "merge", "区文化局", "区旅游局", "--into", "区文化和旅游局") == (
        "whj 区文化局\u3000改名：区文化局 → 区文化和旅游局\n"
        "whj 区文化局\u3000并入 区旅游局，曾用名记下，各处原来的写法照样认得\n"
        "lyj 区旅游局\u3000不再是单位，编号 lyj 不再用\n"
        "  data/units.yaml:3\n"
        "  -     name: 区文化局\n"
        "  +     name: 区文化和旅游局\n"
        "  data/units.yaml:6\n"
        "  +     former:\n"
        "  +       - 区文化局\n"
        "  +     merged:\n"
        "  +       - 区旅游局\n"
        "  +       - 区旅游办\n"
        "  data/units.yaml:7\n"
        "  -   - id: lyj\n"
        "  -     name: 区旅游局   # 2019 年成立\n"
        "  -     kind: 政府部门\n"
        "  -     former: [区旅游办]\n"
    )
    assert git(plan, "diff", "--stat", "--", "data/tasks.yaml") == ""
    assert ran(plan, "check") == "检查完毕，没有发现问题。\n"
    unit = answer(plan, "status", "--unit", "区旅游办")
    assert unit["unit"]["former"] == ["区文化局"]
    assert unit["unit"]["merged"] == ["区旅游局", "区旅游办"]
    assert [task["id"] for task in unit["led"]] == ["1-1"]
    assert unit["led"][0]["units"] == ["区财政局"]
    assert [task["units"] for task in unit["shared"]] == [["区文化和旅游局", "各单位"]]
    assert [each["id"] for each in unit["findings"]] == ["f260701-1"]
    assert ran(plan, "diff").endswith(
        "  单位 whj 区文化和旅游局\u3000名称：区文化局 → 区文化和旅游局；曾用名：加入 区文化局；"
        "并入的单位：加入 区旅游局；并入的单位：加入 区旅游办\n"
        "  单位 lyj 区旅游局\u3000并入 区文化和旅游局\n"
    )


def test_one_is_taken_in_by_another(plan: Path) -> None:
    ran(plan, "unit", "merge", "区旅游局", "--into", "区财政局")
    assert (plan / "data/units.yaml").read_text(encoding="utf-8") == (
        UNITS.partition("  - id: lyj\n")[0]
        + "  - {id: czj, name: 区财政局, kind: 政府部门, merged: [区旅游局, 区旅游办]}\n"
        + "collectives:"
        + UNITS.partition("collectives:")[2]
    )
    assert ran(plan, "check") == "检查完毕，没有发现问题。\n"


@pytest.mark.parametrize(
    "arguments, words",
    [
        (
            ["rename", "区文化局", "区财政局"],
            "已经有叫“区财政局”的单位（czj），没有改动。两个单位并成一个的，请用 cz unit merge。",
        ),
        (
            ["rename", "区文化局", "区旅游办"],
            "“区旅游办”是区旅游局（lyj）的曾用名，没有改动。"
            "两个单位并成一个的，请用 cz unit merge。",
        ),
        (
            ["rename", "区文化局", "各单位"],
            "已经有叫“各单位”的单位（gdw），没有改动。两个单位并成一个的，请用 cz unit merge。",
        ),
        (
            ["rename", "各单位", "各部门"],
            "“各单位”是集体单位，这里要写明一个单位。它的成员有：区文化局、区旅游局、区财政局。",
        ),
        (
            ["rename", "区文化局", "区文化局、区旅游局"],
            "“区文化局、区旅游局”不能作单位名称：写一个单位的全名，不超过 40 个字。",
        ),
        (["rename", "区文化局", " "], "“”不能作单位名称：写一个单位的全名，不超过 40 个字。"),
        (
            ["merge", "区文化局", "--into", "区文化局"],
            "只有 区文化局 一个单位，没有可以合并的。请再写一个单位。",
        ),
        (
            ["merge", "区文化局", "--into", "各单位"],
            "“各单位”是集体单位，不能并入它。--into 请写一个单位。",
        ),
    ],
)
def test_refused(plan: Path, arguments: list[str], words: str) -> None:
    result = cz("unit", *arguments, cwd=plan)
    assert (result.code, result.out, result.err) == (2, "", f"cz：{words}\n")
    assert git(plan, "status", "--porcelain") == ""


REASON = ["--reason", "机构改革"]
MEANT = "是不是“区文化局”？请写全称。"


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["unit", "rename", "文化局", "区文旅局"], f"没有名为“文化局”的单位；{MEANT}"),
        (["unit", "rename", "wh", "区文旅局"], f"没有名为“wh”的单位；{MEANT}"),
        (["unit", "rename", "区文×局", "区文旅局"], f"没有名为“区文×局”的单位；{MEANT}"),
        (
            ["unit", "rename", "区游办", "区文旅局"],
            "没有名为“区游办”的单位；是不是“区旅游局”？请写全称。",
        ),
        (
            ["unit", "merge", "区旅游局", "文化局", "--into", "区财政局"],
            f"没有名为“文化局”的单位；{MEANT}",
        ),
        (["drop", "区化局", *REASON], f"没有名为“区化局”的单位；{MEANT}"),
        (["drop", "区文化", *REASON], f"没有名为“区文化”的单位；{MEANT}"),
        (["drop", "各单", *REASON], "没有名为“各单”的单位；是不是“各单位”？请写全称。"),
    ],
)
def test_what_changes_a_unit_takes_no_short_form(
    plan: Path, arguments: list[str], words: str
) -> None:
    result = cz(*arguments, cwd=plan)
    assert (result.code, result.out, result.err) == (2, "", f"cz：{words}\n")
    assert git(plan, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["lyj", "LYJ", "区旅游局", " 区旅游局", "区旅游办"])
def test_a_unit_is_meant_by_its_id_and_its_whole_names(plan: Path, name: str) -> None:
    told = "lyj 区旅游局\u3000改名：区旅游局 → 区文旅局，曾用名记下，各处原来的写法照样认得\n"
    assert ran(plan, "unit", "rename", name, "区文旅局").startswith(told)


def test_a_unit_to_drop_is_meant_by_a_former_name(plan: Path) -> None:
    dropped = cz("drop", "区旅游办", *REASON, cwd=plan)
    assert (dropped.code, dropped.out, dropped.err) == (
        2,
        "",
        "cz：还有记录写着 lyj 区旅游局，没有删：1-1（data/tasks.yaml:10）、1-2（data/tasks.yaml:18）、"
        "gdw（data/units.yaml:11）、i1-01（data/indicators.yaml:4）、"
        "f260701-1（data/findings.yaml:2）。并到别的单位的，用 cz unit merge 区旅游局 --into 单位；"
        "不再负责的，用 cz assign 编号 --remove 区旅游局。\n",
    )
