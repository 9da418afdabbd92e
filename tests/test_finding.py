"""The ledger of findings: entered, put right, struck off, sent back.

Every change a few lines by real git.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.plans import PLAN, UNITS
from tests.running import MIDWAY, SIGNED, Ran, bare, copy_of, cz, git, on_terminal

TASKS = (
    PLAN
    + """\
tasks:
  - id: 1-1
    title: 整治占道
    lead: 区教育局
"""
)

INDICATORS = """\
projects:
  - id: x1
    title: 市场
indicators:
  - id: i1-01
    title: 无占道经营
    project: x1
    task: 1-1
"""

FORMER = UNITS.replace("    kind: 乡镇\n", "    kind: 乡镇\n    former:\n      - 东河乡\n")

FINDINGS = """\
# 台账，手工加过注
findings:
  - id: f260701-1   # 第一条
    date: 2026-07-01
    spot: 东河市场
    type: 农贸市场
    unit: 东河乡
    helpers:
      - 区教育局
    problem: 摊位占道   # 反复
    due: 2026-07-08

  # 等一等
  - id: f260701-2
    date: 2026-07-01
    spot: 东河桥头
    unit: 东河镇
    problem: 垃圾未清
    due: 2026-07-08
    fix: 已清
    rectified: 2026-07-07
  - id: f260701-3
    date: 2026-07-01
    unit: 区教育局
    problem: 标牌破损
    due: 2026-07-08
    rectified: 2026-07-09
    verified: 2026-07-10
  - id: f260710-1
    date: 2026-07-10
    spot: 东河车站
    unit: 东河镇
    problem: 无障碍设施被占
visits:
  - id: v260701-1
    date: 2026-07-01
    spot: 办事大厅
    unit: 区教育局
"""

DAY = {"CZ_TODAY": "2026-07-15"}


def written(folder: Path, findings: str = FINDINGS, *, newline: str = "\n") -> Path:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    texts = {"tasks": TASKS, "units": FORMER, "indicators": INDICATORS, "findings": findings}
    for stem, text in texts.items():
        if text:
            (folder / "data" / f"{stem}.yaml").write_bytes(text.replace("\n", newline).encode())
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    written(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "start")
    return tmp_path


def finding(folder: Path, *arguments: str) -> Ran:
    return cz("finding", *arguments, cwd=folder, **DAY)


def ledger(folder: Path) -> str:
    return (folder / "data" / "findings.yaml").read_bytes().decode()


def lines_changed(folder: Path) -> str:
    return git(folder, "diff", "--numstat").strip().replace("\t", " ")


CHANGES = [
    (
        ["rectify", "f260701-1"],
        "f260701-1 东河市场　报整改 2026-07-15（逾期7天）\n  data/findings.yaml:12\n"
        "  +     rectified: 2026-07-15\n",
        "1 0 data/findings.yaml",
    ),
    (
        ["rectify", "f260701-1", "--date", "7月8日", "--fix", "已清理, 专人: 值守"],
        "f260701-1 东河市场　报整改 2026-07-08（按时），整改情况：已清理, 专人: 值守\n"
        "  data/findings.yaml:12\n"
        '  +     fix: "已清理, 专人: 值守"\n'
        "  +     rectified: 2026-07-08\n",
        "2 0 data/findings.yaml",
    ),
    (
        ["rectify", "f260701-2", "--date", "2026-07-09"],
        "f260701-2 东河桥头　报整改：2026-07-07 → 2026-07-09（逾期1天）\n"
        "  data/findings.yaml:21\n  -     rectified: 2026-07-07\n  +     rectified: 2026-07-09\n",
        "1 1 data/findings.yaml",
    ),
    (
        ["rectify", "f260701-1", "f260701-2", "--date", "2026-07-08", "--fix", "已办"],
        "f260701-1 东河市场　报整改 2026-07-08（按时），整改情况：已办\n"
        "f260701-2 东河桥头　报整改仍为 2026-07-07（按时），整改情况仍为：已清\n"
        "  data/findings.yaml:12\n  +     fix: 已办\n  +     rectified: 2026-07-08\n",
        "2 0 data/findings.yaml",
    ),
    (
        ["rectify", "f260710-1"],
        "f260710-1 东河车站　报整改 2026-07-15（没有时限，不计入整改率）\n"
        "  data/findings.yaml:34\n  +     rectified: 2026-07-15\n",
        "1 0 data/findings.yaml",
    ),
    (
        ["verify", "f260701-2"],
        "f260701-2 东河桥头　复核销号 2026-07-15\n  data/findings.yaml:22\n"
        "  +     verified: 2026-07-15\n",
        "1 0 data/findings.yaml",
    ),
    (
        ["verify", "f260701-1..3", "--date", "2026-07-08"],
        "f260701-1 东河市场　复核销号 2026-07-08；单位未报整改，按复核日期记（按时）\n"
        "f260701-2 东河桥头　复核销号 2026-07-08\n"
        "f260701-3 标牌破损　复核销号仍为 2026-07-10\n"
        "  data/findings.yaml:12\n  +     rectified: 2026-07-08\n  +     verified: 2026-07-08\n"
        "  data/findings.yaml:22\n  +     verified: 2026-07-08\n",
        "3 0 data/findings.yaml",
    ),
    (
        ["reopen", "f260701-2", "--reason", "照片与点位不符"],
        "f260701-2 东河桥头　退回：照片与点位不符，报整改 2026-07-07 作废；"
        "时限仍为 2026-07-08，已逾期7天\n"
        "  data/findings.yaml:20\n"
        "  +     reopened:\n"
        "  +       - {date: 2026-07-15, reason: 照片与点位不符, rectified: 2026-07-07, fix: 已清}\n"
        "  data/findings.yaml:20\n"
        "  -     fix: 已清\n"
        "  -     rectified: 2026-07-07\n",
        "2 2 data/findings.yaml",
    ),
    (
        [
            "reopen",
            "f260701-3",
            "--reason",
            "现场反弹",
            "--date",
            "2026-07-14",
            "--due",
            "2026-07-18",
        ],
        "f260701-3 标牌破损　重开：现场反弹，复核销号 2026-07-10 作废；"
        "时限：2026-07-08 → 2026-07-18（推迟 10 天，星期六）"
        "；已过原时限，排名仍按 2026-07-08 计\n"
        "  data/findings.yaml:26\n"
        "  -     due: 2026-07-08\n"
        "  +     due: 2026-07-18\n"
        "  +     reopened:\n"
        "  +       - {date: 2026-07-14, reason: 现场反弹, rectified: 2026-07-09, "
        "verified: 2026-07-10}\n"
        "  +     extended:\n"
        "  +       - {date: 2026-07-14, was: 2026-07-08, due: 2026-07-18, reason: 现场反弹}\n"
        "  data/findings.yaml:27\n"
        "  -     rectified: 2026-07-09\n"
        "  -     verified: 2026-07-10\n",
        "5 3 data/findings.yaml",
    ),
    (
        ["reopen", "f260701-3", "--reason", "现场反弹", "--date", "7.11"],
        "f260701-3 标牌破损　重开：现场反弹，复核销号 2026-07-10 作废；"
        "新时限 2026-07-18（按 7 天计，星期六）\n"
        "  data/findings.yaml:26\n"
        "  -     due: 2026-07-08\n"
        "  +     due: 2026-07-18\n"
        "  +     reopened:\n"
        "  +       - {date: 2026-07-11, reason: 现场反弹, rectified: 2026-07-09, "
        "verified: 2026-07-10}\n"
        "  +     extended:\n"
        "  +       - {date: 2026-07-11, was: 2026-07-08, due: 2026-07-18, reason: 现场反弹}\n"
        "  data/findings.yaml:27\n"
        "  -     rectified: 2026-07-09\n"
        "  -     verified: 2026-07-10\n",
        "5 3 data/findings.yaml",
    ),
    (
        ["assign", "f260701-2", "--unit", "教育"],
        "f260701-2 东河桥头　责任单位：东河镇 → 区教育局；时限仍为 2026-07-08\n"
        "  data/findings.yaml:17\n"
        "  -     unit: 东河镇\n  +     unit: 区教育局\n"
        "  data/findings.yaml:22\n"
        "  +     reassigned:\n"
        "  +       - {date: 2026-07-15, unit: 东河镇, was: 2026-07-08, due: 2026-07-08}\n",
        "3 1 data/findings.yaml",
    ),
    (
        ["assign", "f260701-1..2", "--unit", "区教育局"],
        "f260701-1 东河市场　责任单位：东河镇 → 区教育局；协办单位：区教育局 → 无；"
        "时限从改派这天起算：2026-07-08 → 2026-07-22\n"
        "f260701-2 东河桥头　责任单位：东河镇 → 区教育局；时限仍为 2026-07-08\n"
        "  data/findings.yaml:7\n"
        "  -     unit: 东河乡\n"
        "  +     unit: 区教育局\n"
        "  data/findings.yaml:8\n"
        "  -     helpers:\n"
        "  -       - 区教育局\n"
        "  data/findings.yaml:11\n"
        "  -     due: 2026-07-08\n"
        "  +     due: 2026-07-22\n"
        "  +     reassigned:\n"
        "  +       - {date: 2026-07-15, unit: 东河乡, was: 2026-07-08, due: 2026-07-22}\n"
        "  data/findings.yaml:17\n"
        "  -     unit: 东河镇\n"
        "  +     unit: 区教育局\n"
        "  data/findings.yaml:22\n"
        "  +     reassigned:\n"
        "  +       - {date: 2026-07-15, unit: 东河镇, was: 2026-07-08, due: 2026-07-08}\n",
        "7 5 data/findings.yaml",
    ),
    (
        ["assign", "f260701-1", "--unit", "东河镇", "--with", "交通局", "--with", "东河"],
        "f260701-1 东河市场　责任单位仍为 东河镇；协办单位：区教育局 → 区交通局\n"
        "  data/findings.yaml:9\n  +       - 区交通局\n  data/findings.yaml:9\n"
        "  -       - 区教育局\n",
        "1 1 data/findings.yaml",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱停放", "--due", "3天"],
        "f260715-1　登记问题：乱停放，责任单位 东河镇，整改时限 2026-07-18（按 3 天计，星期六）\n"
        "  data/findings.yaml:34\n"
        "  +   - id: f260715-1\n"
        "  +     date: 2026-07-15\n"
        "  +     unit: 东河镇\n"
        "  +     problem: 乱停放\n"
        "  +     due: 2026-07-18\n",
        "5 0 data/findings.yaml",
    ),
    (
        ["due", "f260710-1", "2026-07-20"],
        "f260710-1 东河车站　交办，整改时限 2026-07-20\n  data/findings.yaml:34\n"
        "  +     due: 2026-07-20\n",
        "1 0 data/findings.yaml",
    ),
    (
        ["due", "f260701-1", "2026-07-16", "--reason", "雨天停工", "--date", "2026-07-08"],
        "f260701-1 东河市场　时限：2026-07-08 → 2026-07-16（推迟 8 天），理由：雨天停工；"
        "2026-07-08 的批准今天才补记，排名按新时限\n"
        "  data/findings.yaml:11\n"
        "  -     due: 2026-07-08\n"
        "  +     due: 2026-07-16\n"
        "  +     extended:\n"
        "  +       - {date: 2026-07-08, was: 2026-07-08, due: 2026-07-16, reason: 雨天停工}\n",
        "3 1 data/findings.yaml",
    ),
    (
        ["due", "f260701-1", "2026-07-16", "--reason", "雨天停工"],
        "f260701-1 东河市场　时限：2026-07-08 → 2026-07-16（推迟 8 天），理由：雨天停工；"
        "已过原时限，排名仍按 2026-07-08 计\n"
        "  data/findings.yaml:11\n"
        "  -     due: 2026-07-08\n"
        "  +     due: 2026-07-16\n"
        "  +     extended:\n"
        "  +       - {date: 2026-07-15, was: 2026-07-08, due: 2026-07-16, reason: 雨天停工}\n",
        "3 1 data/findings.yaml",
    ),
    (
        [
            "add",
            "--unit",
            "东河",
            "--problem",
            "摊位占道",
            "--spot",
            "东河市场",
            "--type",
            "农贸市场",
            "--with",
            "教育",
            "--with",
            "东河镇",
            "--indicator",
            "i1-01",
            "--task",
            "1-1",
            "--by",
            "督查一组",
        ],
        "f260715-1 东河市场　登记问题：摊位占道，责任单位 东河镇，"
        "整改时限 2026-07-22（按 7 天计）；同一点位同样的问题 f260701-1 还没有销号\n"
        "  data/findings.yaml:34\n"
        "  +   - id: f260715-1\n"
        "  +     date: 2026-07-15\n"
        "  +     spot: 东河市场\n"
        "  +     type: 农贸市场\n"
        "  +     unit: 东河镇\n"
        "  +     helpers:\n"
        "  +       - 区教育局\n"
        "  +     problem: 摊位占道\n"
        "  +     due: 2026-07-22\n"
        "  +     indicator: i1-01\n"
        "  +     task: 1-1\n"
        "  +     by: 督查一组\n",
        "12 0 data/findings.yaml",
    ),
    (
        [
            "add",
            "--unit",
            "东河镇",
            "--problem",
            "乱停放",
            "--date",
            "7月1日",
            "--due",
            "2026年7月11日",
        ],
        "f260701-4　登记问题：乱停放，责任单位 东河镇，整改时限 2026-07-11（星期六）\n"
        "  data/findings.yaml:34\n"
        "  +   - id: f260701-4\n"
        "  +     date: 2026-07-01\n"
        "  +     unit: 东河镇\n"
        "  +     problem: 乱停放\n"
        "  +     due: 2026-07-11\n",
        "5 0 data/findings.yaml",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱停放", "--due", "待定"],
        "f260715-1　登记问题：乱停放，责任单位 东河镇，未定时限，待交办\n"
        "  data/findings.yaml:34\n"
        "  +   - id: f260715-1\n"
        "  +     date: 2026-07-15\n"
        "  +     unit: 东河镇\n"
        "  +     problem: 乱停放\n",
        "4 0 data/findings.yaml",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "未发现问题。", "--spot", "车站", "--task", "1-1"],
        "v260715-1 车站　登记点位：未发现问题，单位 东河镇；未记：任务\n"
        "  data/findings.yaml:39\n"
        "  +   - id: v260715-1\n"
        "  +     date: 2026-07-15\n"
        "  +     spot: 车站\n"
        "  +     unit: 东河镇\n",
        "4 0 data/findings.yaml",
    ),
]


def next_step(arguments: list[str]) -> str:
    """What is told after the change, and not of a dry run."""
    if arguments[0] != "rectify":
        return ""
    ids = [word for word in arguments if word.startswith("f2607")]
    return f"现场看过，再销号：cz finding verify {' '.join(ids)}\n"


@pytest.mark.parametrize(
    ("arguments", "told", "changed"), CHANGES, ids=[" ".join(case[0]) for case in CHANGES]
)
def test_a_change_is_a_few_lines_and_every_comment_stays(
    plan: Path, arguments: list[str], told: str, changed: str
) -> None:
    dry = finding(plan, *arguments, "--dry-run")
    assert dry == (0, told + "（试运行，文件未动）\n", "")
    assert ledger(plan) == FINDINGS
    ran = finding(plan, *arguments)
    assert ran == (0, told + next_step(arguments), "")
    assert lines_changed(plan) == changed
    kept = [line.partition("#")[2] for line in FINDINGS.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in ledger(plan).splitlines() if "#" in line] == kept


@pytest.mark.soak(every=5)
@pytest.mark.parametrize(
    ("arguments", "told", "changed"), CHANGES, ids=[" ".join(case[0]) for case in CHANGES]
)
def test_windows_line_endings_stay(
    tmp_path: Path, arguments: list[str], told: str, changed: str
) -> None:
    unix, windows = written(tmp_path / "unix"), written(tmp_path / "windows", newline="\r\n")
    told += next_step(arguments)
    assert finding(unix, *arguments).out == told
    assert finding(windows, *arguments) == (0, told, "")
    assert ledger(windows) == ledger(unix).replace("\n", "\r\n")


SAME = [
    (["rectify", "f260701-2"], "f260701-2 东河桥头　报整改仍为 2026-07-07（按时）\n"),
    (
        ["rectify", "f260701-2", "--fix", "已清"],
        "f260701-2 东河桥头　报整改仍为 2026-07-07（按时），整改情况仍为：已清\n",
    ),
    (["verify", "f260701-3"], "f260701-3 标牌破损　复核销号仍为 2026-07-10\n"),
    (["due", "f260701-1", "2026-07-08"], "f260701-1 东河市场　时限仍为 2026-07-08\n"),
    (
        ["due", "f260701-1", "7.8", "--reason", "雨"],
        "f260701-1 东河市场　时限仍为 2026-07-08，第一次定的时限不记理由\n",
    ),
    (["assign", "f260701-1", "--unit", "东河镇"], "f260701-1 东河市场　责任单位仍为 东河镇\n"),
    (
        ["assign", "f260701-1", "--unit", "东河镇", "--with", "区教育局"],
        "f260701-1 东河市场　责任单位仍为 东河镇\n",
    ),
]


@pytest.mark.parametrize(("arguments", "told"), SAME, ids=[" ".join(case[0]) for case in SAME])
def test_what_is_so_already_changes_nothing(plan: Path, arguments: list[str], told: str) -> None:
    for commit in ([], ["--commit"]):
        assert finding(plan, *arguments, *commit) == (0, told + "没有变化，文件未动。\n", "")
    assert ledger(plan) == FINDINGS


REFUSED = [
    (
        ["add", "--unit", "东何镇", "--problem", "乱"],
        "没有叫“东何镇”的单位。最接近的有：东河镇（dhz）。",
    ),
    (
        ["add", "--unit", "各乡镇", "--problem", "乱"],
        "“各乡镇党委和政府”是集体单位，这里要写明一个单位。它的成员有：东河镇。",
    ),
    (["add", "--unit", "东河镇", "--problem", " "], "说明是空的，没有什么可记。"),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--with", "镇卫生院"],
        "没有叫“镇卫生院”的单位。最接近的有：东河镇（dhz）、各乡镇党委和政府（gxz）。",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--task", "1-2"],
        "没有编号为“1-2”的任务或步骤。最接近的有：1-1。",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--indicator", "i1-02"],
        "没有编号为“i1-02”的指标。最接近的有：i1-01。",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--date", "2026-07-16"],
        "督查日期 2026-07-16 晚于今天（2026-07-15）。请核对 --date。",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--due", "2026-07-14"],
        "整改时限 2026-07-14 早于督查日期 2026-07-15。请核对 --due。",
    ),
    (
        [
            "add",
            "--unit",
            "东河镇",
            "--problem",
            "摊位 占道。",
            "--spot",
            "东河 市场",
            "--date",
            "2026-07-01",
        ],
        "f260701-1 已经记了这一条：日期、单位、点位和问题都相同。没有再记。",
    ),
    (
        [
            "add",
            "--unit",
            "区教育局",
            "--problem",
            "无",
            "--spot",
            "办事大厅",
            "--date",
            "2026-07-01",
        ],
        "v260701-1 已经记了这一条：日期、单位和点位都相同。没有再记。",
    ),
    (
        ["rectify", "f260701-1", "f260701-9"],
        "没有编号为“f260701-9”的问题。最接近的有：f260701-3、f260701-2、f260701-1。",
    ),
    (
        ["rectify", "f260701-2~4"],
        "“f260701-2~4”里没有这些问题：f260701-4。",
    ),
    (
        ["rectify", "f260701-3~1"],
        "“f260701-3~1”不是一段编号：应当从小到大，最多 500 个，例如 f260701-3~7。",
    ),
    (["rectify", "、"], "没有写明是哪个问题。编号像 f260715-1，用 cz finding list 查。"),
    (["rectify", "v260701-1"], "v260701-1 是没有问题的点位，没有整改可记。问题的编号以 f 开头。"),
    (
        ["rectify", "f260701-1", "--date", "2026-06-30"],
        "f260701-1 的整改日期 2026-06-30 早于督查日期 2026-07-01，没有改动。请核对 --date。",
    ),
    (
        ["rectify", "f260701-1", "--date", "2026-07-16"],
        "整改日期 2026-07-16 晚于今天（2026-07-15），没有改动。请核对 --date。",
    ),
    (
        ["rectify", "f260701-1", "f260701-3"],
        "f260701-3 已于 2026-07-10 复核销号，不能再记整改。"
        "现场反弹的请用 cz finding reopen f260701-3 --reason 原因 重开。",
    ),
    (
        ["verify", "f260701-2", "--date", "2026-07-06"],
        "f260701-2 的复核日期 2026-07-06 早于整改日期 2026-07-07，没有改动。请核对 --date。",
    ),
    (
        ["reopen", "f260701-2", "f260701-1", "--reason", "不实"],
        "f260701-1 还没有报整改，无从退回或重开，没有改动。",
    ),
    (
        ["reopen", "f260701-3", "--reason", "不实", "--date", "2026-07-09"],
        "f260701-3 的重开日期 2026-07-09 早于销号日期 2026-07-10，没有改动。请核对 --date。",
    ),
    (
        ["reopen", "f260701-2", "--reason", "不实", "--due", "2026-07-14"],
        "新的时限 2026-07-14 早于退回日期 2026-07-15，没有改动。请核对 --due。",
    ),
    (["reopen", "f260701-2", "--reason", "　"], None),
    (
        ["due", "f260710-1", "f260701-1", "2026-07-20"],
        "f260701-1 的时限现为 2026-07-08，改时限要用 --reason 写明理由，没有改动。",
    ),
    (
        ["due", "f260710-1", "2026-07-09"],
        "f260710-1 的时限 2026-07-09 早于督查日期 2026-07-10，没有改动。请核对日期。",
    ),
    (
        ["due", "f260701-1", "2026-07-20", "--reason", "雨", "--date", "2026-07-16"],
        "f260701-1 的批准日期 2026-07-16 晚于今天（2026-07-15），没有改动。请核对 --date。",
    ),
    (
        ["due", "f260701-2", "2026-07-20", "--reason", "雨"],
        "f260701-2 已于 2026-07-07 报整改，不再改时限。"
        "要退回或重开请用 cz finding reopen f260701-2 --reason 原因 --due 2026-07-20。",
    ),
    (
        ["due", "2026-07-25", "f260701-1"],
        "请先写编号，再写日期，例如 cz finding due f260701-1 2026-07-25。",
    ),
    (
        ["due", "7.25", "f260701-1", "f260701-2"],
        "请先写编号，再写日期，例如 cz finding due f260701-2 7.25。",
    ),
    (
        ["due", "f260701-1", "2026-07-25", "--reason", "雨天", "停工"],
        "多出了“停工”，日期应当写在最后。中间有空格的内容请用英文引号括起来。",
    ),
    (
        ["due", "f260701-1", "下周"],
        "“下周”不是日期。可以写 2026-06-30、2026.6.30、2026/6/30、20260630、"
        "2026年6月30日；今年的也可以写 6月30日、6.30、6/30。",
    ),
    (
        ["due", "f260701-1", "2026-07-25", "——reason", "雨"],
        "“——reason”：选项前是两个英文短横线，请写 --reason。",
    ),
    (["rectify", "f260701-1", "——fix", "已清理"], "“——fix”：选项前是两个英文短横线，请写 --fix。"),
    (
        ["rectify", "f260701-1", "--fix", "已清理", "并拍照"],
        "没有编号为“并拍照”的问题。中间有空格的内容请用英文引号括起来。",
    ),
    (["rectify", "f", "260701-1"], "“f 260701-1”中间多了空格，编号要连着写：f260701-1。"),
    (
        ["rectify", "f260701-2", "f260701 - 1"],
        "“f260701 - 1”中间多了空格，编号要连着写：f260701-1。",
    ),
    (
        ["assign", "f260701-3", "--unit", "东河镇"],
        "f260701-3 已于 2026-07-10 复核销号，不再改派，没有改动。"
        "现场反弹的请先用 cz finding reopen f260701-3 --reason 原因 重开。",
    ),
    (
        ["assign", "f260701-1", "--unit", "各乡镇"],
        "“各乡镇党委和政府”是集体单位，这里要写明一个单位。它的成员有：东河镇。",
    ),
    (
        ["assign", "v260701-1", "--unit", "东河镇"],
        "v260701-1 是没有问题的点位，没有整改可记。问题的编号以 f 开头。",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--due", "下周"],
        "整改时限“下周”看不懂，请写成 2026-07-15 或 3天 这样。",
    ),
    (
        ["add", "--unit", "东河镇", "--problem", "乱", "--task", "f260701-1"],
        "f260701-1 是问题的编号，请用 cz finding rectify、verify 或 due。",
    ),
    (
        ["show", "f260701-7"],
        "没有编号为“f260701-7”的问题。最接近的有：f260701-3、f260701-2、f260701-1。",
    ),
    (["show", "1-1"], "没有编号为“1-1”的问题。"),
    (
        ["list", "--state", "待整"],
        "没有“待整”这种状态。是不是 待整改？"
        "可用的有：待交办（unsent）、待整改（open）、待复核（rectified）、已销号（verified）、已撤回（withdrawn）、逾期（overdue）。",
    ),
    (["list", "--sort", "dua"], None),
    (["list", "--json", "--csv"], "--json、--csv 只能选一个。"),
]


@pytest.mark.parametrize(
    ("arguments", "told"), REFUSED, ids=[" ".join(case[0]) for case in REFUSED]
)
def test_what_cannot_be_is_refused_whole(
    plan: Path, arguments: list[str], told: str | None
) -> None:
    ran = finding(plan, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    if told is not None:
        assert ran.err == f"cz：{told}\n"
    assert ledger(plan) == FINDINGS


def test_nothing_is_put_right_before_it_was_sent_back(plan: Path) -> None:
    finding(plan, "reopen", "f260701-2", "--reason", "不实", "--date", "2026-07-12")
    ran = finding(plan, "rectify", "f260701-2", "--date", "2026-07-11")
    assert ran == (
        2,
        "",
        "cz：f260701-2 的整改日期 2026-07-11 早于退回日期 2026-07-12，没有改动。请核对 --date。\n",
    )
    assert finding(plan, "rectify", "f260701-2", "--date", "2026-07-12").code == 0


def test_sent_back_put_right_and_struck_off_again(plan: Path) -> None:
    for arguments in (
        ["reopen", "f260701-2", "--reason", "只清了一半", "--date", "2026-07-08"],
        ["rectify", "f260701-2", "--date", "2026-07-08", "--fix", "全清了"],
        ["verify", "f260701-2", "--date", "2026-07-09"],
        ["reopen", "f260701-2", "--reason", "反弹", "--date", "2026-07-12", "--due", "2026-07-17"],
        ["rectify", "f260701-2", "--date", "2026-07-13"],
        ["verify", "f260701-2", "--date", "2026-07-15"],
    ):
        assert finding(plan, *arguments).code == 0
    before = "    due: 2026-07-08\n    fix: 已清\n    rectified: 2026-07-07\n"
    after = """\
    due: 2026-07-17
    reopened:
      - {date: 2026-07-08, reason: 只清了一半, rectified: 2026-07-07, fix: 已清}
      - {date: 2026-07-12, reason: 反弹, rectified: 2026-07-08, verified: 2026-07-09, fix: 全清了}
    extended:
      - {date: 2026-07-12, was: 2026-07-08, due: 2026-07-17, reason: 反弹}
    rectified: 2026-07-13
    verified: 2026-07-15
"""
    assert ledger(plan) == FINDINGS.replace(before, after)
    shown = finding(plan, "show", "f260701-2")
    assert shown == (
        0,
        """\
f260701-2　垃圾未清
点位      东河桥头
责任单位  东河镇
状态      已销号（逾期5天）
整改时限  2026年7月17日，排名按 2026年7月8日 计

来龙去脉
日期        经过
2026-07-01  发现并交办  时限 2026-07-08
2026-07-07  报整改      按时：已清
2026-07-08  退回        只清了一半
2026-07-08  报整改      按时：全清了
2026-07-09  复核销号
2026-07-12  重开        反弹
2026-07-12  另定时限    2026-07-08 → 2026-07-17：反弹
2026-07-13  报整改      逾期5天
2026-07-15  复核销号
""",
        "",
    )
    then = cz("finding", "show", "f260701-2", "--today", "2026-07-10", "--json", cwd=plan)
    told = json.loads(then.out)
    assert (
        told["state"],
        told["due"],
        told["rectified"],
        told["verified"],
        told["in_time"],
        told["fix"],
    ) == (
        "verified",
        "2026-07-08",
        "2026-07-08",
        "2026-07-09",
        True,
        "全清了",
    )
    assert [event["event"] for event in told["events"]] == [
        "发现并交办",
        "报整改",
        "退回",
        "报整改",
        "复核销号",
    ]


def test_opened_again_has_a_new_deadline_and_sent_back_has_not(plan: Path) -> None:
    (plan / "data" / "supervision.yaml").write_text("rules:\n  days: 3\n", encoding="utf-8")
    assert (
        "新时限 2026-07-13（按 3 天计），已逾期2天\n"
        in finding(
            plan, "reopen", "f260701-3", "--reason", "反弹", "--date", "7.10", "--dry-run"
        ).out
    )
    assert (
        "时限仍为 2026-07-08，已逾期7天\n"
        in finding(plan, "reopen", "f260701-2", "--reason", "不实", "--dry-run").out
    )
    assert finding(plan, "reopen", "f260701-3", "--reason", "反弹").code == 0
    told = json.loads(finding(plan, "show", "f260701-3", "--json").out)
    assert (told["due"], told["late"], told["judged"], told["relapsed"]) == (
        "2026-07-18",
        0,
        "2026-07-08",
        True,
    )
    assert (
        "时限：2026-07-08 → 2026-07-20（推迟 12 天）"
        in finding(plan, "reopen", "f260701-2", "--reason", "不实", "--due", "5天").out
    )
    later = FINDINGS.replace(
        "problem: 标牌破损\n    due: 2026-07-08", "problem: 标牌破损\n    due: 2026-07-30"
    )
    (plan / "data" / "findings.yaml").write_text(later, encoding="utf-8")
    assert (
        finding(plan, "reopen", "f260701-3", "--reason", "反弹", "--dry-run").out.split("\n")[0]
        == "f260701-3 标牌破损　重开：反弹，复核销号 2026-07-10 作废"
    )
    unset = FINDINGS.replace("problem: 标牌破损\n    due: 2026-07-08\n", "problem: 标牌破损\n")
    (plan / "data" / "findings.yaml").write_text(unset, encoding="utf-8")
    assert (
        finding(plan, "reopen", "f260701-3", "--reason", "反弹", "--dry-run").out.split("\n")[0]
        == "f260701-3 标牌破损　重开：反弹，复核销号 2026-07-10 作废"
    )


def test_the_reason_of_the_last_change_is_corrected(plan: Path) -> None:
    for due, reason, day_ in (
        ("2026-07-16", "雨天停工", "2026-07-08"),
        ("2026-07-20", "暴雨", "2026-07-14"),
    ):
        assert finding(plan, "due", "f260701-1", due, "--reason", reason, "--date", day_).code == 0
    held = ledger(plan)
    git(plan, "commit", "-qam", "延期")
    ran = finding(plan, "due", "f260701-1", "2026-07-20", "--reason", "连续降雨")
    assert ran == (
        0,
        "f260701-1 东河市场　时限仍为 2026-07-20；2026-07-14 改时限的理由更正：暴雨 → 连续降雨\n"
        "  data/findings.yaml:14\n"
        "  +       - {date: 2026-07-14, was: 2026-07-16, due: 2026-07-20, reason: 连续降雨}\n"
        "  data/findings.yaml:14\n"
        "  -       - {date: 2026-07-14, was: 2026-07-16, due: 2026-07-20, reason: 暴雨}\n",
        "",
    )
    assert lines_changed(plan) == "1 1 data/findings.yaml"
    assert ledger(plan) == held.replace("暴雨", "连续降雨")
    for more in ([], ["--date", "2026-07-14"]):
        again = finding(plan, "due", "f260701-1", "2026-07-20", "--reason", "连续降雨", *more)
        assert again == (0, "f260701-1 东河市场　时限仍为 2026-07-20\n没有变化，文件未动。\n", "")
    other = finding(
        plan, "due", "f260701-1", "2026-07-20", "--reason", "雨", "--date", "2026-07-15"
    )
    assert other == (
        2,
        "",
        "cz：f260701-1 的时限 2026-07-20 是 2026-07-14 批准的，只能更正理由，没有改动。"
        "请不写 --date，或核对时限。\n",
    )
    path = plan / "data" / "findings.yaml"
    path.write_text(ledger(plan).replace("连续降雨}", "连续降雨}  # 口头同意"), encoding="utf-8")
    noted = finding(plan, "due", "f260701-1", "2026-07-20", "--reason", "雨")
    assert noted == (
        2,
        "",
        "cz：f260701-1 上一次改时限的那一行有注释，请在 data/findings.yaml 里直接改理由，"
        "免得丢了注释。没有改动。\n",
    )
    path.write_text(ledger(plan).replace("  # 口头同意", ""), encoding="utf-8")
    assert finding(plan, "rectify", "f260701-1").code == 0
    assert (
        "理由更正：连续降雨 → 雨\n"
        in finding(plan, "due", "f260701-1", "2026-07-20", "--reason", "雨").out
    )


def test_the_same_problem_at_the_same_spot_is_entered_and_named(plan: Path) -> None:
    def add(*more: str) -> str:
        return finding(
            plan, "add", "--unit", "东河镇", "--problem", "摊位占道。", *more, "--dry-run"
        ).out.split("\n")[0]

    assert add("--spot", "东河 市场").endswith(
        "（按 7 天计）；同一点位同样的问题 f260701-1 还没有销号"
    )
    assert add("--spot", "东河桥头").endswith("（按 7 天计）")
    assert add().endswith("（按 7 天计）")
    finding(plan, "verify", "f260701-1")
    assert add("--spot", "东河市场").endswith("（按 7 天计）")


def test_a_record_in_one_line_and_a_file_without_a_last_newline(tmp_path: Path) -> None:
    text = (
        "findings:\n  - {id: f260701-1, date: 2026-07-01, unit: 东河镇, problem: 乱, due: "
        "2026-07-08, rectified: 2026-07-02}"
    )
    written(tmp_path, text)
    assert finding(tmp_path, "verify", "f260701-1").code == 0
    assert ledger(tmp_path) == text[:-1] + ", verified: 2026-07-15}"
    assert (
        finding(tmp_path, "reopen", "f260701-1", "--reason", "反弹", "--due", "2026-07-20").code
        == 0
    )
    assert ledger(tmp_path) == (
        "findings:\n  - {id: f260701-1, date: 2026-07-01, unit: 东河镇, problem: 乱, due: "
        "2026-07-20, "
        "reopened: [{date: 2026-07-15, reason: 反弹, rectified: 2026-07-02, verified: "
        "2026-07-15}], "
        "extended: [{date: 2026-07-15, was: 2026-07-08, due: 2026-07-20, reason: 反弹}]}"
    )


def test_committed_alone_beside_other_changes(plan: Path) -> None:
    path = plan / "data" / "findings.yaml"
    path.write_text(ledger(plan).replace("标牌破损", "标牌破损严重"), encoding="utf-8")
    ran = cz("finding", "verify", "f260701-2", "--commit", cwd=plan, **DAY, **SIGNED)
    assert ran.code == 0
    assert re.search(r"已提交 [0-9a-f]+。\n$", ran.out)
    assert git(plan, "log", "-1", "--format=%B").strip() == "f260701-2 东河桥头 复核销号 2026-07-15"
    assert "+    verified: 2026-07-15" in git(plan, "show")
    assert "严重" not in git(plan, "show")
    assert lines_changed(plan) == "1 1 data/findings.yaml"


FRESH = """\
# 问题台账：督查发现的问题，从交办、整改到复核销号

findings:
  - id: f260715-1
    date: 2026-07-15
    unit: 东河镇
    problem: 乱
    due: 2026-07-22
"""


@pytest.mark.parametrize("commit", [False, True])
def test_the_first_finding_makes_the_file(tmp_path: Path, commit: bool) -> None:
    written(tmp_path, "")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "start")
    arguments = [
        "finding",
        "add",
        "--unit",
        "东河镇",
        "--problem",
        "乱",
        *(["--commit"] if commit else []),
    ]
    assert cz(*arguments, "--dry-run", cwd=tmp_path, **DAY).code == 0
    assert not (tmp_path / "data" / "findings.yaml").exists()
    ran = cz(*arguments, cwd=tmp_path, **DAY, **SIGNED)
    assert (ran.code, ran.err) == (0, "")
    assert ledger(tmp_path) == FRESH
    status = git(tmp_path, "status", "--short").split()
    assert status == ([] if commit else ["??", "data/findings.yaml"])
    assert finding(tmp_path, "add", "--unit", "东河镇", "--problem", "无", "--spot", "甲").code == 0
    assert (
        ledger(tmp_path)
        == FRESH
        + "\nvisits:\n  - id: v260715-1\n    date: 2026-07-15\n    spot: 甲\n    unit: 东河镇\n"
    )
    assert cz("check", cwd=tmp_path, **DAY).code == 0


def test_what_needs_a_finding_makes_no_file(tmp_path: Path) -> None:
    written(tmp_path, "")
    assert finding(tmp_path, "rectify", "f260715-1") == (
        2,
        "",
        "cz：没有编号为“f260715-1”的问题。\n",
    )
    assert finding(tmp_path, "list") == (0, "没有符合条件的问题。\n", "")
    assert not (tmp_path / "data" / "findings.yaml").exists()


def test_the_office_sets_how_many_days(plan: Path) -> None:
    (plan / "data" / "supervision.yaml").write_text("rules:\n  days: 3\n", encoding="utf-8")
    assert (
        "整改时限 2026-07-18（按 3 天计，星期六）"
        in finding(plan, "add", "--unit", "东河镇", "--problem", "乱").out
    )


def test_a_record_with_an_error_is_not_touched(plan: Path) -> None:
    broken = FINDINGS.replace("rectified: 2026-07-07", "rectified: 7月7日")
    (plan / "data" / "findings.yaml").write_text(broken, encoding="utf-8")
    ran = finding(plan, "verify", "f260701-2")
    assert (ran.code, ran.out) == (1, "")
    assert "data/findings.yaml:21:16 错误 E204" in ran.err
    shown = finding(plan, "show", "f260701-2")
    assert shown.code == 1
    assert shown.err.endswith("cz：f260701-2 这条记录有错，没有读进来。请先改正上面的问题。\n")
    assert finding(plan, "verify", "f260701-1").code == 0


LISTS = [
    (
        [],
        """\
编号       日期     点位      责任单位  存在问题        时限    状态
f260701-1  7月1日   东河市场  东河镇    摊位占道        7月8日  逾期7天
f260701-2  7月1日   东河桥头  东河镇    垃圾未清        7月8日  待复核
f260701-3  7月1日             区教育局  标牌破损        7月8日  已销号
f260710-1  7月10日  东河车站  东河镇    无障碍设施被占  未定    待交办

共 4 个问题：待交办 1，待整改 1（其中逾期 1），待复核 1，已销号 1
""",
    ),
    (
        ["--unit", "教育"],
        """\
编号       日期    点位      责任单位        存在问题  时限    状态
f260701-1  7月1日  东河市场  （协办）东河镇  摊位占道  7月8日  逾期7天
f260701-3  7月1日            区教育局        标牌破损  7月8日  已销号

共 2 个问题（其中协办 1）：待整改 1（其中逾期 1），已销号 1
""",
    ),
    (
        ["东河", "--sort", "-due,problem", "--state", "待交办,待复核,逾期"],
        """\
编号       日期     点位      责任单位  存在问题        时限    状态
f260701-2  7月1日   东河桥头  东河镇    垃圾未清        7月8日  待复核
f260701-1  7月1日   东河市场  东河镇    摊位占道        7月8日  逾期7天
f260710-1  7月10日  东河车站  东河镇    无障碍设施被占  未定    待交办

共 3 个问题：待交办 1，待整改 1（其中逾期 1），待复核 1
""",
    ),
    (
        ["--unit", "东河乡", "--type", "市场", "--from", "2026-07-01", "--to", "7月9日"],
        """\
编号       日期    点位      责任单位  存在问题  时限    状态
f260701-1  7月1日  东河市场  东河镇    摊位占道  7月8日  逾期7天

共 1 个问题：待整改 1（其中逾期 1）
""",
    ),
    (["--today", "2026-06-30"], "没有符合条件的问题。\n"),
    (["标牌", "占道"], "没有符合条件的问题。\n"),
    (
        ["--state", "已整改"],
        """\
编号       日期    点位      责任单位  存在问题  时限    状态
f260701-2  7月1日  东河桥头  东河镇    垃圾未清  7月8日  待复核

共 1 个问题：待复核 1
""",
    ),
]


@pytest.mark.parametrize(("arguments", "told"), LISTS, ids=[" ".join(case[0]) for case in LISTS])
def test_lists(tmp_path: Path, arguments: list[str], told: str) -> None:
    assert finding(written(tmp_path), "list", *arguments) == (0, told, "")


def test_the_csv_can_be_opened_in_a_spreadsheet(tmp_path: Path) -> None:
    ran = finding(
        written(
            tmp_path,
            FINDINGS.replace("problem: 垃圾未清", "problem: =1+1").replace(
                "    fix", "    task: 1-1\n    fix"
            ),
        ),
        "list",
        "--csv",
    )
    assert ran.err == ""
    assert ran.out.split("\r\n")[:3] == [
        "\ufeff编号,日期,点位,点位类型,责任单位,协办单位,存在问题,时限,状态,逾期天数,整改情况,整改日期,是否按时,销号日期,指标,任务,督查组,模拟测评",
        "f260701-1,2026-07-01,东河市场,农贸市场,东河镇,区教育局,摊位占道,2026-07-08,待整改,7,,,,,,,,",
        "f260701-2,2026-07-01,东河桥头,,东河镇,,'=1+1,2026-07-08,待复核,,已清,2026-07-07,按时,,,\t1-1,,",
    ]


def test_json(tmp_path: Path) -> None:
    (first, *rest) = json.loads(finding(written(tmp_path), "list", "--json").out)
    assert len(rest) == 3
    assert first == {
        "id": "f260701-1",
        "date": "2026-07-01",
        "spot": "东河市场",
        "type": "农贸市场",
        "unit": "东河镇",
        "helpers": ["区教育局"],
        "helping": False,
        "problem": "摊位占道",
        "due": "2026-07-08",
        "judged": "2026-07-08",
        "state": "open",
        "late": 7,
        "left": -7,
        "rectified": None,
        "verified": None,
        "in_time": None,
        "relapsed": False,
        "fix": "",
        "indicator": "",
        "task": "",
        "by": "",
        "round": "",
        "withdrawn": None,
    }


SUPERVISION = """\
bulletins:
  - id: t2026-1
    start: 2026-07-01
    end: 2026-07-03
    as_of: 2026-07-10
    ranking:
      - {kind: 乡镇, rank: 1, unit: 东河乡, handed: 2, in_time: 1, verified: 0}
orders:
  - id: d2026-1
    date: 2026-07-09
    about: f260701-1
    unit: 东河乡
    color: 蓝
    matter: 占道久拖不改
    requirement: 限期整改
    due: 2026-07-12
    answered: 2026-07-11
    reply: 正在协调
"""

EVIDENCE = """\
evidence:
  - id: e1
    about: f260701-1
    file: 佐证材料/市场.jpg
    kind: 图片
    date: 2026-07-11
    caption: 东河市场清理现场
"""


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    written(tmp_path)
    (tmp_path / "data" / "supervision.yaml").write_text(SUPERVISION, encoding="utf-8")
    (tmp_path / "data" / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    return tmp_path


CARDS = [
    (
        "f260701-1",
        """\
f260701-1　摊位占道
点位      东河市场
点位类型  农贸市场
责任单位  东河镇（登记时为东河乡）
协办单位  区教育局
状态      待整改
整改时限  2026年7月8日（逾期7天）

来龙去脉
日期        经过
2026-07-01  发现并交办  时限 2026-07-08

督办单 1 份
编号     日期        颜色  期限        回复
d2026-1  2026-07-09  蓝    2026-07-12  2026-07-11 正在协调

佐证材料 1 份
编号  日期        种类  说明              文件
e1    2026-07-11  图片  东河市场清理现场  佐证材料/市场.jpg
""",
    ),
    (
        "d2026-1",
        """\
d2026-1　蓝色督办单
督办单位  东河镇（登记时为东河乡）
督办事项  占道久拖不改
事项出处  f260701-1 东河市场 摊位占道
督办要求  限期整改
发出日期  2026年7月9日
回复期限  2026年7月12日
回复      2026-07-11 正在协调
""",
    ),
    (
        "t2026-1",
        """\
t2026-1　督查通报 2026年第1期
督查时间  2026年7月1日至2026年7月3日
截至      2026年7月10日

排名
类别  名次  单位    交办  按时整改  销号
乡镇     1  东河乡     2         1     0
""",
    ),
    (
        "v260701-1",
        "v260701-1　办事大厅\n单位      区教育局\n督查日期  2026年7月1日\n结果      未发现问题\n",
    ),
    (
        "e1",
        "e1　东河市场清理现场\n种类      图片\n材料日期  2026年7月11日\n"
        "用于      f260701-1 东河市场 摊位占道\n文件      佐证材料/市场.jpg\n",
    ),
]


@pytest.mark.parametrize(("id_", "told"), CARDS, ids=[id_ for id_, _ in CARDS])
def test_cz_show_knows_the_ledger(whole: Path, id_: str, told: str) -> None:
    assert cz("show", id_, cwd=whole, **DAY) == (0, told, "")
    assert finding(whole, "show", id_) == (0, told, "")
    assert json.loads(cz("show", id_, "--json", cwd=whole, **DAY).out)["id"] == id_


def test_a_slip_stays_with_whom_it_was_sent_to(whole: Path) -> None:
    ran = finding(whole, "assign", "f260701-1", "--unit", "区交通局")
    assert ran.out.startswith(
        "f260701-1 东河市场　责任单位：东河镇 → 区交通局；"
        "时限从改派这天起算：2026-07-08 → 2026-07-22；"
        "已发督办单 d2026-1（东河镇），不随着改，需要的请另发\n"
    )
    given = "    reassigned:\n      - {date: 2026-07-15, unit: 东河乡, was: 2026-07-08, due: 2026-07-22}\n"
    changed = FINDINGS.replace("unit: 东河乡", "unit: 区交通局", 1)
    assert ledger(whole) == changed.replace("due: 2026-07-08\n", f"due: 2026-07-22\n{given}", 1)


def test_the_time_of_a_finding_given_away_counts_from_then(plan: Path) -> None:
    """Whose it was, until when and why; of both units only the one whose it is is counted."""
    finding(plan, "assign", "f260701-1", "--unit", "区交通局", "--reason", "不在辖区内")
    told = finding(plan, "show", "f260701-1").out
    assert "2026-07-15  改派        东河乡 → 区交通局，时限 2026-07-22：不在辖区内\n" in told
    git(plan, "init", "-q")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "初")
    later = finding(plan, "list", "--json", "f260701-1")
    (now,) = json.loads(later.out)
    assert (now["unit"], now["due"], now["late"]) == ("区交通局", "2026-07-22", 0)
    again = finding(plan, "assign", "f260701-1", "--unit", "区教育局", "--due", "2026-07-20")
    assert "时限从改派这天起算：2026-07-22 → 2026-07-20" in again.out
    assert cz("diff", cwd=plan, **DAY).out.splitlines()[-1] == (
        "  问题 f260701-1 摊位占道　责任单位：区交通局 → 区教育局；协办单位：去掉 区教育局；"
        "整改时限：2026-07-22 → 2026-07-20；改派：2026-07-15 原为区交通局，时限 2026-07-22 → 2026-07-20"
    )
    early = finding(plan, "assign", "f260701-1", "--unit", "东河镇", "--due", "2026-07-14")
    assert (early.code, early.err) == (
        2,
        "cz：新的时限 2026-07-14 早于今天（2026-07-15）。请核对 --due。\n",
    )


def test_an_order_slip_as_json(whole: Path) -> None:
    assert json.loads(cz("show", "d2026-1", "--json", cwd=whole, **DAY).out) == {
        "kind": "order",
        "id": "d2026-1",
        "date": "2026-07-09",
        "unit": "东河乡",
        "about": "f260701-1",
        "color": "蓝",
        "matter": "占道久拖不改",
        "requirement": "限期整改",
        "due": "2026-07-12",
        "answered": "2026-07-11",
        "reply": "正在协调",
    }


def test_before_the_slip_and_its_answer(whole: Path) -> None:
    assert "督办单" not in cz("show", "f260701-1", "--today", "2026-07-08", cwd=whole).out
    assert (
        "蓝    2026-07-12  未回复\n"
        in cz("show", "f260701-1", "--today", "2026-07-10", cwd=whole).out
    )


def test_an_id_that_names_nothing(whole: Path) -> None:
    assert cz("show", "d2026-2", cwd=whole, **DAY) == (
        2,
        "",
        "cz：没有编号为“d2026-2”的督办单。最接近的有：d2026-1。\n",
    )


def test_every_line_fits_the_terminal() -> None:
    for columns in (80, 120):
        for arguments in (
            ["finding", "list", "--unit", "区市场监督管理局"],
            ["show", "f260710-18"],
        ):
            for line in bare(on_terminal(*arguments, columns=columns, cwd=MIDWAY)).splitlines():
                assert sum(2 if ord(char) > 0x2E80 else 1 for char in line) <= columns


def test_long_texts_go_on_in_the_next_line(whole: Path) -> None:
    reason = (
        "连续降雨，沥青摊铺无法施工，施工单位书面申请延期；"
        "经督查问效组现场核实，情况属实，同意顺延，到期后由镇政府书面报告整改结果"
    )
    assert finding(whole, "due", "f260701-1", "2026-07-20", "--reason", reason).code == 0
    fix = "已清理占道摊位 12 处，" * 6 + "完。"
    assert finding(whole, "rectify", "f260701-1", "--fix", fix).code == 0
    text = bare(on_terminal("finding", "show", "f260701-1", columns=80, cwd=whole, **DAY))
    assert "…" not in text
    lines = text.splitlines()
    assert all(sum(2 if ord(char) > 0x2E80 else 1 for char in line) <= 80 for line in lines)
    at = next(number for number, line in enumerate(lines) if " 延期 " in line)
    assert lines[at : at + 4] == [
        "2026-07-15  延期        2026-07-08 → 2026-07-20（已过原时限，排名仍按 2026-07-08",
        "                        计）：连续降雨，沥青摊铺无法施工，施工单位书面申请延期；",
        "                        经督查问效组现场核实，情况属实，同意顺延，到期后由镇政府",
        "                        书面报告整改结果",
    ]
    squeezed = "".join(text.split())
    assert "".join(reason.split()) in squeezed
    assert squeezed.count("".join(fix.split())) == 2
    assert not any(line.strip().startswith(("，", "。", "；")) for line in lines)
    assert reason in finding(whole, "show", "f260701-1").out


def test_completion_offers_what_can_be_put_right(tmp_path: Path) -> None:
    written(tmp_path)

    def offered(line: str) -> list[str]:
        asked = {
            "_CZ_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(line.count(" ")),
        }
        return cz(cwd=tmp_path, **asked).out.split()

    assert offered("cz finding re") == ["rectify", "reopen"]
    assert offered("cz finding as") == ["assign"]
    assert offered("cz finding assign f2607") == ["f260701-1", "f260710-1"]
    assert offered("cz finding assign f260701-1 --unit dh") == ["东河镇"]
    assert offered("cz finding rectify f2607") == ["f260701-1", "f260710-1"]
    assert offered("cz finding show f260701") == ["f260701-1", "f260701-2", "f260701-3"]
    assert offered("cz show f260710") == ["f260710-1"]
    assert offered("cz finding list --state 待") == ["待交办", "待整改", "待复核"]
    assert offered("cz finding list --state o") == ["open", "overdue"]
    assert offered("cz finding add --type ") == ["农贸市场"]
    assert offered("cz finding add --unit dh") == ["东河镇"]


def test_a_copy_of_the_example_lists_whole(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    ran = cz("finding", "list", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    shown = len(ran.out.splitlines()) - 3
    assert f"共 {shown} 个问题" in ran.out


def test_an_approval_entered_afterwards_is_said_to_be(plan: Path) -> None:
    """The day it was granted decides.

    That it was entered when the deadline had passed is not kept quiet.
    """
    ran = finding(
        plan, "due", "f260701-1", "2026-07-20", "--reason", "雨天停工", "--date", "2026-07-08"
    )
    assert ran.code == 0
    assert "；2026-07-08 的批准今天才补记，排名按新时限" in ran.out


def test_a_comment_behind_what_reopening_takes_away_stays(plan: Path) -> None:
    path = plan / "data" / "findings.yaml"
    assert finding(plan, "rectify", "f260701-1", "--fix", "已清").code == 0
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "    rectified: 2026-07-15\n", "    rectified: 2026-07-15   # 电话报的\n", 1
        ),
        encoding="utf-8",
    )
    before = [line for line in path.read_text(encoding="utf-8").splitlines() if "#" in line]
    assert finding(plan, "reopen", "f260701-1", "--reason", "仍有堆物").code == 0
    after = path.read_text(encoding="utf-8")
    assert "    # 电话报的\n    reopened:\n" in after
    assert [line.partition("#")[2] for line in before] == [
        line.partition("#")[2] for line in after.splitlines() if "#" in line
    ]
