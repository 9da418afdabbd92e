"""The files that need not be there: findings, supervision, evidence.

What is read from them, what is said of them, what git knows of them: what changed, who changed it,
how two branches come together.
"""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from cz.load import load_sources
from cz.records import (
    Bulletin,
    Evidence,
    Extension,
    Finding,
    Order,
    Place,
    Reopening,
    Rules,
    Visit,
    Window,
)
from cz.source import Source
from cz.tree import parse
from cz.typography import width
from tests.running import bare, cz, environment, git, on_terminal

TASKS = """\
plan:
  title: 样例方案
  phase: 1
chapters:
  - number: 1
    title: 思想道德
phases:
  - number: 1
    title: 全面动员
tasks:
  - id: 1-1
    title: 志愿服务
    lead: 区教育局
"""
UNITS = """\
units:
  - id: qjyj
    name: 区教育局
    kind: 政府部门
  - id: lxjd
    name: 柳溪街道
    kind: 街道
    former:
      - 柳溪镇
collectives:
  - id: gjd
    name: 各街道
    members:
      - 柳溪街道
"""
INDICATORS = """\
projects:
  - id: x1
    title: 理想信念教育
indicators:
  - id: i1-01
    title: 有志愿服务站
    project: x1
"""
FINDINGS = """\
findings:
  - id: f260701-1
    date: 2026-07-01
    spot: 柳溪农贸市场
    unit: 柳溪镇
    helpers:
      - 各街道
    problem: 摊位占道
    due: 2026-07-15
    indicator: i1-01
    task: 1-1
    extended:
      - {date: 2026-07-07, was: 2026-07-08, due: 2026-07-15, reason: 雨天停工}
    reopened:
      - {date: 2026-07-12, reason: 现场反弹, rectified: 2026-07-07, verified: 2026-07-09, fix: 已清理}
  - id: f260701-2
    date: 2026-07-01
    unit: 区教育局
    problem: 公益广告破损
visits:
  - id: v260701-1
    date: 2026-07-01
    unit: 柳溪街道
    spot: 办事大厅
"""
SUPERVISION = """\
rules:
  days: 5
  colors:
    - 黄
    - 红
  classes:
    部门:
      - 政府部门
  window: {start: 2025-11-01, end: 2026-10-31}
bulletins:
  - id: t2026-3
    start: 2026-06-29
    end: 2026-07-03
    as_of: 2026-07-10
    ranking:
      - {kind: 街道, rank: 1, unit: 柳溪镇, handed: 2, in_time: 1}
orders:
  - id: d2026-1
    date: 2026-07-11
    about: f260701-1
    unit: 柳溪镇
    color: 黄
    matter: 农贸市场占道
"""
EVIDENCE = """\
evidence:
  - id: e1
    about: f260701-1
    file: 佐证材料/清理后.jpg
    kind: 图片
    date: 2026-07-08
"""
LEDGER = {"findings": FINDINGS, "supervision": SUPERVISION, "evidence": EVIDENCE}


def plan_in(folder: Path, **more: str | bytes) -> Path:
    """A plan with its three files and those given."""
    (folder / "data").mkdir(parents=True)
    for stem, text in {"tasks": TASKS, "units": UNITS, "indicators": INDICATORS, **more}.items():
        (folder / "data" / f"{stem}.yaml").write_bytes(
            text if isinstance(text, bytes) else text.encode()
        )
    return folder


def check(folder: Path) -> str:
    return cz("check", "--today", "2026-07-15", cwd=folder).out


def staged(folder: Path) -> str:
    """What the check before a commit says, up to its last line."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    ran = cz("git", "pre-commit", "--plan", ".", cwd=folder)
    return (ran.out + ran.err).rsplit("cz：", 1)[0]


# --- what is read ---------------------------------------------------------------------------------
# ------------------------


def test_every_kind_of_record_is_read() -> None:
    loaded = load_sources("", {stem: Source(stem, text) for stem, text in LEDGER.items()})
    assert loaded.problems == ()
    campaign = loaded.campaign
    day = date(2026, 7, 1)
    assert [one._replace(node=Finding.node) for one in campaign.findings] == [
        Finding(
            "f260701-1",
            day,
            "柳溪镇",
            "摊位占道",
            "柳溪农贸市场",
            helpers=("各街道",),
            due=date(2026, 7, 15),
            indicator="i1-01",
            task="1-1",
            extended=(
                Extension(date(2026, 7, 7), date(2026, 7, 8), date(2026, 7, 15), "雨天停工"),
            ),
            reopened=(
                Reopening(
                    date(2026, 7, 12), "现场反弹", date(2026, 7, 7), date(2026, 7, 9), "已清理"
                ),
            ),
            node=Finding.node,
        ),
        Finding("f260701-2", day, "区教育局", "公益广告破损", node=Finding.node),
    ]
    assert [one._replace(node=Visit.node) for one in campaign.visits] == [
        Visit("v260701-1", day, "柳溪街道", "办事大厅", node=Visit.node)
    ]
    assert campaign.rules._replace(node=Rules.node) == Rules(
        days=5,
        colors=("黄", "红"),
        classes={"部门": ("政府部门",)},
        window=Window(date(2025, 11, 1), date(2026, 10, 31)),
        node=Rules.node,
    )
    (bulletin,), (order,), (evidence,) = campaign.bulletins, campaign.orders, campaign.evidence
    assert bulletin == Bulletin(
        "t2026-3",
        date(2026, 6, 29),
        date(2026, 7, 3),
        date(2026, 7, 10),
        (Place("街道", 1, "柳溪镇", 2, 1),),
        bulletin.node,
    )
    assert (bulletin.year, bulletin.number) == (2026, 3)
    assert order == Order(
        "d2026-1", date(2026, 7, 11), "柳溪镇", "f260701-1", "黄", "农贸市场占道", node=order.node
    )
    assert evidence == Evidence(
        "e1", "f260701-1", "佐证材料/清理后.jpg", "图片", date(2026, 7, 8), node=evidence.node
    )


def test_a_plan_with_all_six_files_has_no_problems(tmp_path: Path) -> None:
    folder = plan_in(tmp_path / "plan", **LEDGER)
    assert check(folder) == "检查完毕，没有发现问题。\n"
    assert staged(folder) == "暂存的方案没有错误。\n"


NOTHING = [
    None,
    b"",
    b"\n \n",
    "# 还没有\n".encode(),
    "# 还没有\r\n".encode(),
    b"\xef\xbb\xbf",
    b"---\n",
    b"findings:\n",
    b"findings: []\n",
    b"findings:\n  # 1\nvisits:\n",
]


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("raw", NOTHING)
def test_a_file_that_holds_nothing_is_as_good_as_none(tmp_path: Path, raw: bytes | None) -> None:
    plain = cz("status", cwd=plan_in(tmp_path / "without"))
    folder = plan_in(tmp_path / "plan", **({} if raw is None else {"findings": raw}))
    assert (plain.code, plain.err) == (0, "")
    assert cz("status", cwd=folder) == plain
    assert check(folder) == "检查完毕，没有发现问题。\n"
    assert staged(folder) == "暂存的方案没有错误。\n"


@pytest.mark.parametrize("stem", ["tasks", "units", "indicators"])
def test_the_other_three_must_hold_something(tmp_path: Path, stem: str) -> None:
    folder = plan_in(tmp_path / "plan", **{stem: "# 还没有\n"})
    assert check(folder).startswith(f"data/{stem}.yaml:1:1 错误 E006：文件里没有内容。\n")
    assert cz("status", cwd=folder).code == 1


def test_init_makes_the_three_files_that_must_be_there(tmp_path: Path) -> None:
    assert cz("init", "新方案", cwd=tmp_path).code == 0
    assert sorted(path.name for path in (tmp_path / "新方案" / "data").iterdir()) == [
        "indicators.yaml",
        "tasks.yaml",
        "units.yaml",
    ]


# --- what is wrong with it
# ------------------------------------------------------------------------------------------------

SECOND = FINDINGS[FINDINGS.index("  - id: f260701-2") : FINDINGS.index("visits")]
WRONG: list[tuple[str | bytes, str, str]] = [
    (
        "findings: 无\n",
        "有 1 条记录没有读进来，下面的结果不含它们",
        "data/findings.yaml{at}:1:11 错误 E202：“findings”应当是列表，找到的是“无”。\n"
        "    | findings: 无\n    |           ^^\n    = 每条记录以“  - ”开头；一条也没有的，写成 findings: []。\n",
    ),
    (
        f'findings:\n  - id: f260701-1\n    unit: "柳溪镇\n{SECOND}',
        "有 1 条记录（f260701-1）没有读进来，下面的结果不含它们",
        "data/findings.yaml{at}:3:11 错误 E101：引号或括号没有收尾。\n"
        '    |     unit: "柳溪镇\n    |           ^\n    = 请补上右引号或右括号。\n',
    ),
    (
        f"findings:\n  - id: f260701-1\n    date: 2026-07-01\n    problem: 占道\n{SECOND}",
        "有 1 条记录（f260701-1）没有读进来，下面的结果不含它们",
        "data/findings.yaml{at}:2:9 错误 E201：这条问题缺少“unit”。\n"
        "    |   - id: f260701-1\n    |         ^^^^^^^^^\n    = 请补上一行“unit: …”。\n",
    ),
    (
        FINDINGS.replace("was: 2026-07-08, ", ""),
        "有 1 条记录（f260701-1）没有读进来，下面的结果不含它们",
        "data/findings.yaml{at}:13:9 错误 E201：这里缺少“was”。\n"
        "    |       - {{date: 2026-07-07, due: 2026-07-15, reason: 雨天停工}}\n"
        "    |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    = 请补上“was: …”。\n",
    ),
    (
        FINDINGS.encode("gbk"),
        "以上问题可能使下面的结果不完整",
        "data/findings.yaml{at}:4:1 错误 E002：文件像是 GBK 编码（记事本的“ANSI”），"
        "应当是 UTF-8。\n"
        "    = 请在编辑器里另存为 UTF-8 编码；cz 没有改动它。\n",
    ),
]


@pytest.mark.parametrize(("text", "told", "said"), WRONG)
def test_a_bad_record_or_file_is_left_out_and_named(
    tmp_path: Path, text: str | bytes, told: str, said: str
) -> None:
    folder = plan_in(tmp_path / "plan", findings=text, supervision=SUPERVISION, evidence=EVIDENCE)
    ran = cz("status", cwd=folder)
    assert ran.code == 1
    assert ran.err == f"{said.format(at='')}cz：方案有 1 个错误，{told}。全部问题请看 cz check。\n"
    counted = "检查完毕：错误 1 个，警告 0 个，提示 0 个。\n"
    if "记录" in told:
        counted += "有 1 条记录没有读进来，上面说的几项、几个都不含它们。\n"
    assert check(folder) == f"{said.format(at='')}{counted}"
    assert staged(folder) == said.format(at="@暂存区")


def test_the_sound_records_beside_a_bad_one_are_read() -> None:
    for text, _, _ in WRONG[1:4]:
        assert isinstance(text, str)
        loaded = load_sources("", {"findings": Source("x", text)})
        assert [one.id for one in loaded.campaign.findings] == ["f260701-2"]
        assert loaded.left_out == 1
        assert loaded.lost["findings"] - {"*"} <= {"f260701-1"}


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    folder = plan_in(tmp_path / "plan")
    (folder / "data" / "findings.yaml").mkdir()
    said = (
        "data/findings.yaml 错误 E003：这里应当是文件，却是一个文件夹。\n"
        "    = 请把文件夹移开，放回 YAML 文件。\n"
    )
    assert check(folder) == f"{said}检查完毕：错误 1 个，警告 0 个，提示 0 个。\n"


def test_unknown_fields_are_kept_and_told(tmp_path: Path) -> None:
    folder = plan_in(
        tmp_path / "plan",
        findings=FINDINGS.replace("    spot: 柳", "    sopt: 柳"),
        evidence="evidences:\n  - id: e1\n",
    )
    assert check(folder) == (
        "data/findings.yaml:4:5 警告 W401：问题里没有“sopt”这个字段。\n"
        "    |     sopt: 柳溪农贸市场\n    |     ^^^^\n    = 是不是“spot”？\n"
        "data/evidence.yaml:1:1 警告 W401：文件里没有“evidences”这个字段。\n"
        "    | evidences:\n    | ^^^^^^^^^\n    = 是不是“evidence”？\n"
        "检查完毕：错误 0 个，警告 2 个，提示 0 个。\n"
    )
    assert cz("status", cwd=folder).code == 0


REFERENCES = [
    (
        "findings",
        "    unit: 柳溪镇",
        "    unit: 各街道",
        "data/findings.yaml:5:11 错误 E302：“各街道”是集体单位，这里要写明一个单位。",
        "它的成员有：柳溪街道。",
    ),
    (
        "findings",
        "    unit: 柳溪镇",
        "    unit: 柳西镇",
        "data/findings.yaml:5:11 错误 E302：没有叫“柳西镇”的单位。",
        "最接近的有：柳溪街道。",
    ),
    (
        "findings",
        "      - 各街道",
        "      - 各乡镇",
        "data/findings.yaml:7:9 错误 E302：没有叫“各乡镇”的单位。",
        "",
    ),
    (
        "findings",
        "    indicator: i1-01",
        "    indicator: i1-02",
        "data/findings.yaml:10:16 错误 E309：没有编号为“i1-02”的指标。",
        "最接近的有：i1-01。",
    ),
    (
        "findings",
        "    task: 1-1",
        "    task: 1-2",
        "data/findings.yaml:11:11 错误 E304：没有编号为“1-2”的任务。",
        "最接近的有：1-1",
    ),
    (
        "findings",
        "  - id: f260701-2",
        "  - id: f260701-1",
        "data/findings.yaml:16:9 错误 E301：编号“f260701-1”用了两次，问题里已经有了。",
        "",
    ),
    (
        "supervision",
        "unit: 柳溪镇, handed",
        "unit: 各街道, handed",
        "data/supervision.yaml:16:35 错误 E302：“各街道”是集体单位",
        "",
    ),
    (
        "supervision",
        "    about: f260701-1",
        "    about: f260701-9",
        "data/supervision.yaml:20:12 错误 E310：没有编号为“f260701-9”的问题、任务、步骤、议定事项或通报。",
        "最接近的有：f260701-",
    ),
    (
        "supervision",
        "    end: 2026-07-03",
        "    end: 2026-06-03",
        "data/supervision.yaml:13:10 错误 E312：",
        "",
    ),
    (
        "evidence",
        "    about: f260701-1",
        "    about: i1-09",
        "data/evidence.yaml:3:12 错误 E310：没有编号为“i1-09”的指标、任务、步骤或问题。",
        "最接近的有：i1-01",
    ),
]


@pytest.mark.parametrize(("stem", "old", "new", "said", "advice"), REFERENCES)
def test_what_records_name_has_to_exist(
    tmp_path: Path, stem: str, old: str, new: str, said: str, advice: str
) -> None:
    assert old in LEDGER[stem]
    out = check(plan_in(tmp_path / "plan", **{**LEDGER, stem: LEDGER[stem].replace(old, new, 1)}))
    assert said in out
    assert advice in out
    assert "错误 1 个，警告 0 个" in out


def test_what_is_named_in_a_file_that_cannot_be_read_is_not_held_against_a_record(
    tmp_path: Path,
) -> None:
    out = check(
        plan_in(
            tmp_path / "plan",
            findings=FINDINGS.encode("gbk"),
            supervision=SUPERVISION,
            evidence=EVIDENCE,
        )
    )
    assert "E310" not in out
    without = check(plan_in(tmp_path / "none", supervision=SUPERVISION, evidence=EVIDENCE))
    assert without.count("错误 E310") == 2  # a file that is not there names nothing


FORMER = [
    ("      - 柳溪镇\n", "      - 柳溪镇\n      - 区教育局\n", 1),
    ("      - 柳溪镇\n", "      - 柳溪镇\n      - 柳溪镇\n", 1),
    ("      - 柳溪镇\n", "      - 柳溪镇\n      - 柳溪公社\n", 0),
    ("      - 柳溪镇\n", "      - 各街道\n", 1),
]


@pytest.mark.parametrize(("old", "new", "count"), FORMER)
def test_a_former_name_is_one_units_own(tmp_path: Path, old: str, new: str, count: int) -> None:
    out = check(plan_in(tmp_path / "plan", units=UNITS.replace(old, new, 1)))
    assert out.count("错误 E308") == count


def test_a_former_name_is_good_everywhere(tmp_path: Path) -> None:
    update = "    updates:\n      - {date: 2026-03-05, unit: 柳溪镇, note: 已印发}\n"
    assert check(plan_in(tmp_path / "past", tasks=TASKS + update)) == "检查完毕，没有发现问题。\n"
    led = TASKS.replace("lead: 区教育局", "lead: 柳溪镇")
    assert check(plan_in(tmp_path / "now", tasks=led)) == "检查完毕，没有发现问题。\n"


DATES = [
    (
        "    due: 2026-07-15\n",
        "    due: 2026-07-15\n    verified: 2026-07-14\n",
        "W410",
        "已经销号，却没有整改日期（rectified）。",
    ),
    (
        "    due: 2026-07-15\n",
        "    due: 2026-07-15\n    rectified: 2026-06-30\n",
        "W410",
        "整改日期 2026-06-30 早于督查日期 2026-07-01。",
    ),
    (
        "    due: 2026-07-15\n",
        "    due: 2026-07-15\n    rectified: 2026-07-16\n",
        "W410",
        "整改日期 2026-07-16 晚于今天（2026-07-15）。",
    ),
    (
        "    due: 2026-07-15\n",
        "    due: 2026-07-15\n    rectified: 2026-07-14\n    verified: 2026-07-13\n",
        "W410",
        "复核日期 2026-07-13 早于整改日期 2026-07-14。",
    ),
    (
        "    due: 2026-07-15\n",
        "    due: 2026-07-16\n",
        "W411",
        "整改时限 2026-07-16 与最近一次延期（2026-07-15）不符。",
    ),
    (
        "    problem: 公益广告破损\n",
        "    problem: 公益广告破损\n    due: 2026-06-30\n",
        "W410",
        "整改时限 2026-06-30 早于督查日期 2026-07-01。",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "said"), DATES)
def test_dates_that_contradict_each_other(
    tmp_path: Path, old: str, new: str, code: str, said: str
) -> None:
    out = check(plan_in(tmp_path / "plan", findings=FINDINGS.replace(old, new, 1)))
    assert f"警告 {code}：{said}" in out
    assert out.endswith("检查完毕：错误 0 个，警告 1 个，提示 0 个。\n")


def test_a_text_without_content_is_no_tree_with_problems() -> None:
    """What the office's own three files are held to stays as it was."""
    assert [problem.code for problem in parse(Source("x", "# 还没有\n")).problems] == ["E006"]


# --- what changed ---------------------------------------------------------------------------------
# ------------------------


class Repo:
    """A plan under git, in which files are written and committed."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = plan_in(folder, **more)
        git(self.folder, "init", "-q", "-b", "main")
        self.commit("2026-06-01")

    def write(self, **texts: str | None) -> None:
        for stem, text in texts.items():
            path = self.folder / "data" / f"{stem}.yaml"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")

    def commit(self, day: str) -> None:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-qm", "改", day=day)

    def diff(self, *arguments: str) -> str:
        """Without the line that says what is compared."""
        ran = cz("diff", *arguments, cwd=self.folder)
        assert (ran.code, ran.err) == (0, "")
        return ran.out.split("\n", 1)[1]

    def log(self, *arguments: str) -> list[list[str]]:
        """The cells of each line but the commit's id."""
        ran = cz("log", *arguments, cwd=self.folder)
        assert (ran.code, ran.err) == (0, "")
        return [re.split(r" {2,}", line)[:-1] for line in ran.out.split("\n\n")[0].split("\n")[1:]]


def swap(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


FIXED = swap(
    FINDINGS,
    ("    due: 2026-07-15\n", "    due: 2026-07-15\n    fix: 已清运\n    rectified: 2026-07-14\n"),
)
STRUCK = swap(
    FIXED, ("    rectified: 2026-07-14\n", "    rectified: 2026-07-14\n    verified: 2026-07-15\n")
)
SENT_BACK = swap(
    FINDINGS,
    (
        "fix: 已清理}\n",
        "fix: 已清理}\n      - {date: 2026-07-15, reason: 现场不符, rectified: 2026-07-14,"
        " fix: 已清运}\n",
    ),
)
LATER = swap(
    FINDINGS,
    ("    due: 2026-07-15\n", "    due: 2026-07-20\n"),
    (
        "雨天停工}\n",
        "雨天停工}\n      - {date: 2026-07-14, was: 2026-07-15, due: 2026-07-20, reason: 等材料}\n",
    ),
)
CHANGES = [
    (FINDINGS, FIXED, "整改情况：无 → 已清运；整改日期：无 → 2026-07-14"),
    (FIXED, STRUCK, "复核销号日期：无 → 2026-07-15"),
    (STRUCK, FIXED, "复核销号日期：2026-07-15 → 无 ⚠ 撤销"),
    (
        FIXED,
        SENT_BACK,
        "整改情况：已清运 → 无；整改日期：2026-07-14 → 无；退回：2026-07-15 现场不符 ⚠ 退回",
    ),
    (
        STRUCK,
        swap(
            SENT_BACK,
            ("rectified: 2026-07-14, fix", "rectified: 2026-07-14, verified: 2026-07-15, fix"),
        ),
        "整改情况：已清运 → 无；整改日期：2026-07-14 → 无；复核销号日期：2026-07-15 → 无；"
        "重开：2026-07-15 现场不符 ⚠ 重开",
    ),
    (
        FINDINGS,
        LATER,
        "整改时限：2026-07-15 → 2026-07-20 ⚠ 推迟5天；"
        "延期：2026-07-14 由 2026-07-15 改到 2026-07-20，等材料",
    ),
    (
        LATER,
        FINDINGS,
        "整改时限：2026-07-20 → 2026-07-15；"
        "删去延期：2026-07-14 由 2026-07-15 改到 2026-07-20，等材料 ⚠ 删去记录",
    ),
    (
        FINDINGS,
        swap(FINDINGS, ("    due: 2026-07-15\n", "")),
        "整改时限：2026-07-15 → 未定 ⚠ 取消时限",
    ),
    (
        FINDINGS,
        swap(FINDINGS, ("      - 各街道\n", "      - 区教育局\n")),
        "协办单位：加入 区教育局；协办单位：去掉 各街道",
    ),
    (
        FINDINGS,
        swap(FINDINGS, ("    spot: 柳溪农贸市场\n", "    spot: 柳溪早市\n    type: 集贸市场\n")),
        "点位：柳溪农贸市场 → 柳溪早市；点位类型：无 → 集贸市场",
    ),
]


@pytest.mark.soak(every=2)
@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_what_changed_in_a_finding(tmp_path: Path, old: str, new: str, said: str) -> None:
    repo = Repo(tmp_path / "plan", findings=old)
    assert repo.diff() == "没有变化。\n"
    repo.write(findings=new)
    marks = said.count("⚠")
    head = f"1 条记录有变化{f'，⚠ {marks} 处请留意' if marks else ''}。\n\n"
    assert (
        repo.diff() == f"{head}柳溪街道\n  问题 f260701-1 摊位占道　{said}\n"
    )  # under the name the unit bears now
    assert (
        repo.diff("--by", "chapter")
        == f"{head}第1板块　思想道德\n  问题 f260701-1 摊位占道　{said}\n"
    )


def test_findings_and_evidence_stand_under_the_unit_or_chapter_they_belong_to(
    tmp_path: Path,
) -> None:
    indicators = INDICATORS.replace(
        "    project: x1\n", "    project: x1\n    task: 1-1\n    unit: 区教育局\n"
    )
    repo = Repo(tmp_path / "plan", indicators=indicators, findings=FINDINGS)
    more = (
        "  - id: f260702-1\n    date: 2026-07-02\n    unit: 区教育局\n    problem: 台账不全\n"
        "    indicator: i1-01\nvisits:\n"
    )
    repo.write(
        findings=swap(FINDINGS, ("visits:\n", more), (SECOND, "")),
        evidence=EVIDENCE
        + swap(EVIDENCE.partition("\n")[2], ("e1", "e2"), ("about: f260701-1", "about: i1-01")),
    )
    git(repo.folder, "add", "-N", ".")
    assert repo.diff() == (
        "4 条记录有变化，⚠ 1 处请留意。\n\n区教育局\n"
        "  问题 f260702-1 台账不全　新增\n  问题 f260701-2 公益广告破损　删除 ⚠ 删除\n"
        "  佐证材料 e2 佐证材料/清理后.jpg　新增\n\n"
        "柳溪街道\n  佐证材料 e1 佐证材料/清理后.jpg　新增\n"
    )
    assert repo.diff("--by", "chapter") == (
        "4 条记录有变化，⚠ 1 处请留意。\n\n第1板块　思想道德\n"
        "  问题 f260702-1 台账不全　新增\n  佐证材料 e1 佐证材料/清理后.jpg　新增\n"
        "  佐证材料 e2 佐证材料/清理后.jpg　新增\n\n"
        "其他\n  问题 f260701-2 公益广告破损　删除 ⚠ 删除\n"
    )


SUPERVISED = [
    ("  days: 5\n", "  days: 3\n", "其他\n  督查规则　整改期限（天）：5 → 3"),
    (
        "    - 黄\n    - 红\n",
        "    - 红\n    - 黄\n",
        "其他\n  督查规则　督办单颜色：黄、红 → 红、黄",
    ),
    (
        "      - 政府部门\n",
        "      - 政府部门\n      - 群团\n",
        "其他\n  督查规则　排名分类：部门（政府部门） → 部门（政府部门、群团）",
    ),
    (
        "end: 2026-10-31",
        "end: 2026-12-31",
        "其他\n  督查规则　佐证材料的时间范围：2025-11-01 至 2026-10-31 → 2025-11-01 至 2026-12-31",
    ),
    (
        "rank: 1, unit: 柳溪镇, handed: 2",
        "rank: 2, unit: 柳溪镇, handed: 4",
        "其他\n  通报 t2026-3 2026年第3期　柳溪镇的排名：街道第1名（交办2，按时整改1，"
        "销号0） → 街道第2名（交办4，按时整改1，销号0） ⚠ 改动排名",
    ),
    (
        "    matter: 农贸市场占道\n",
        "    matter: 农贸市场占道\n    due: 2026-07-14\n    answered: 2026-07-13\n"
        "    reply: 已清理\n",
        "柳溪街道\n  督办单 d2026-1 农贸市场占道　回复时限：未定 → 2026-07-14；"
        "回复日期：无 → 2026-07-13；回复：无 → 已清理",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), SUPERVISED)
def test_what_changed_in_rules_bulletins_and_order_slips(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    repo = Repo(tmp_path / "plan", findings=FINDINGS, supervision=SUPERVISION)
    repo.write(supervision=swap(SUPERVISION, (old, new)))
    head = "1 条记录有变化，⚠ 1 处请留意。" if "⚠" in said else "1 条记录有变化。"
    assert repo.diff() == f"{head}\n\n{said}\n"


def numbered(count: int, first: int = 1) -> str:
    """Findings one after the other."""
    return "".join(
        f"  - id: f260702-{number}\n    date: 2026-07-02\n    unit: 区教育局\n"
        f"    problem: 第{number}处\n"
        for number in range(first, first + count)
    )


def test_a_file_that_came_into_being_and_went_away_again(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "plan")
    repo.write(findings=f"findings:\n{numbered(300)}")
    git(repo.folder, "add", "-N", ".")
    assert repo.diff() == "300 条记录有变化。\n\n区教育局\n  问题 f260702-1 等 300 条　新增\n"
    assert "- **问题 f260702-1 等 300 条**　新增\n" in repo.diff("--markdown")
    assert len(json.loads(cz("diff", "--json", cwd=repo.folder).out)["records"]) == 300
    repo.commit("2026-07-02")
    repo.write(findings=f"findings:\n{numbered(340)}")
    repo.commit("2026-07-03")
    repo.write(findings=None)
    assert (
        repo.diff() == "340 条记录有变化，⚠ 340 处请留意。\n\n区教育局\n"
        "  问题 f260702-1 等 340 条　删除 ⚠ 删除\n"
    )
    repo.commit("2026-07-04")
    assert repo.log()[:3] == [
        ["2026-07-04", "张三", "data/findings.yaml", "文件没有了，共 340 条记录", "⚠ 删除"],
        ["2026-07-03", "张三", "问题 f260702-301 等 40 条", "新增"],
        ["2026-07-02", "张三", "data/findings.yaml", "文件新建，共 300 条记录"],
    ]
    assert repo.log("f260702-301") == [
        ["2026-07-04", "张三", "问题 f260702-301 第301处", "删除", "⚠ 删除"],
        ["2026-07-03", "张三", "问题 f260702-301 第301处", "新增"],
    ]
    assert repo.diff("2026-06-01", "2026-07-02").startswith("300 条记录有变化。\n")
    then = cz("status", "--at", "2026-06-01", cwd=repo.folder)
    assert then.code == 0
    assert cz("check", "--at", "2026-06-01", cwd=repo.folder).code == 0


def test_a_file_that_holds_nothing_yet_is_no_change_of_content(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "plan")
    repo.write(findings="# 还没有\n")
    git(repo.folder, "add", "-N", ".")
    assert repo.diff() == "内容没有变化，只有顺序、注释或写法不同。\n"
    repo.commit("2026-07-01")
    repo.write(findings=f"# 还没有\nfindings:\n{numbered(1)}")
    repo.commit("2026-07-02")
    assert repo.log("--since", "2026-07-01") == [
        ["2026-07-02", "张三", "问题 f260702-1 第1处", "新增"]
    ]


def test_who_changed_a_finding_a_units_findings_one_field(tmp_path: Path) -> None:
    alone = FINDINGS.replace("    helpers:\n      - 各街道\n", "")
    repo = Repo(
        tmp_path / "plan",
        units=UNITS.replace("柳溪街道", "柳溪镇").replace("    former:\n      - 柳溪镇\n", ""),
        findings=alone,
    )
    fixed = swap(
        alone, ("    due: 2026-07-15\n", "    due: 2026-07-15\n    rectified: 2026-07-14\n")
    )
    repo.write(findings=fixed)
    repo.commit("2026-07-14")
    repo.write(units=UNITS)  # the town becomes a subdistrict
    repo.commit("2026-07-15")
    repo.write(findings=swap(fixed, (SECOND, "")))
    repo.commit("2026-07-16")
    mine = [
        ["2026-07-14", "张三", "问题 f260701-1 摊位占道", "整改日期：无 → 2026-07-14"],
        ["2026-06-01", "张三", "问题 f260701-1 摊位占道", "新增"],
    ]
    assert repo.log("f260701-1") == mine
    for name in ("柳溪镇", "柳溪街道", "lxjd"):
        told = repo.log("--unit", name)
        assert [line for line in told if line[2].startswith("问题")] == mine
        assert ["2026-07-15", "张三", "单位 lxjd 柳溪街道", "名称：柳溪镇 → 柳溪街道"] in told
        assert ["2026-07-15", "张三", "单位 lxjd 柳溪街道", "曾用名：加入 柳溪镇"] in told
    assert repo.log("--field", "整改日期") == mine[:1]
    assert (
        cz("log", "--field", "整改时限", "--since", "2026-06-02", cwd=repo.folder).out
        == "没有符合条件的改动。\n"
    )
    deleted = ["2026-07-16", "张三", "问题 f260701-2 公益广告破损", "删除", "⚠ 删除"]
    assert deleted in repo.log("--unit", "区教育局")


def test_on_a_narrow_terminal_the_number_of_a_finding_is_seen(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "plan", findings=FINDINGS)
    repo.write(findings=FIXED)
    repo.commit("2026-07-14")
    for columns, name in ((80, "f260701-1 …"), (120, "问题 f260701-1 摊位占道")):
        shown = bare(
            on_terminal("log", "--since", "2026-07-14", columns=columns, cwd=repo.folder)
        ).split("\n")
        assert [f"  张三  {name} " in line for line in shown if "整改日期" in line] == [True]
        assert all(width(line) <= columns for line in shown)


def test_who_changed_the_rules(tmp_path: Path) -> None:
    """They count as they are where the file says nothing of them."""
    repo = Repo(tmp_path / "plan", findings=FINDINGS)
    repo.write(supervision="rules:\n  days: 5\n" + SUPERVISION[SUPERVISION.index("bulletins") :])
    repo.commit("2026-07-02")
    repo.write(supervision=SUPERVISION[SUPERVISION.index("bulletins") :])
    repo.commit("2026-07-03")
    assert repo.log("督查规则") == [
        ["2026-07-03", "张三", "督查规则", "整改期限（天）：5 → 7"],
        ["2026-07-02", "张三", "督查规则", "整改期限（天）：7 → 5"],
    ]
    assert repo.log("t2026-3") == [["2026-07-02", "张三", "通报 t2026-3 2026年第3期", "新增"]]


# --- one record back ------------------------------------------------------------------------------
# ------------------------


def test_restore_a_finding(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "plan", findings=FINDINGS)
    path = repo.folder / "data" / "findings.yaml"
    changed = swap(FIXED, ("公益广告破损", "公益广告破旧"))
    repo.write(findings=changed)
    ran = cz("restore", "f260701-1", cwd=repo.folder)
    assert ran.code == 0
    assert ran.out.startswith("f260701-1 摊位占道　恢复到提交 ")
    assert path.read_text(encoding="utf-8") == swap(FINDINGS, ("公益广告破损", "公益广告破旧"))


STARTER = "# 问题台账：督查发现的问题，从交办、整改到复核销号\n"
FIRST = FINDINGS[: FINDINGS.index("  - id: f260701-2")]
EMPTIED = [
    (None, f"{STARTER}{FIRST}"),
    ("", FIRST),
    ("# 还没有\n", f"# 还没有\n{FIRST}"),
    ("findings:\n", FIRST),
    ("findings:  # 空\n", FIRST.replace(":", ":  # 空", 1)),
    ("findings:", FIRST.removesuffix("\n")),
    ("visits:\n  - id: v260701-2\n    date: 2026-07-01\n    unit: 区教育局\n", None),
]


@pytest.mark.parametrize(("now", "wanted"), EMPTIED)
def test_restore_where_no_finding_is_left(
    tmp_path: Path, now: str | None, wanted: str | None
) -> None:
    repo = Repo(tmp_path / "plan", findings=FINDINGS)
    path = repo.folder / "data" / "findings.yaml"
    repo.write(findings=now)
    ran = cz("restore", "f260701-1", "--dry-run", cwd=repo.folder)
    assert ran.code == 0
    assert (path.read_text(encoding="utf-8") if path.exists() else None) == now
    assert cz("restore", "f260701-1", cwd=repo.folder).code == 0
    assert path.read_text(encoding="utf-8") == (f"{now}\n{FIRST}" if wanted is None else wanted)
    assert cz("restore", "f260701-1", cwd=repo.folder).out.endswith("没有变化，文件未动。\n")


# --- two branches come together
# ---------------------------------------------------------------------------------------------


class Together(NamedTuple):
    code: int
    text: str
    told: str


STEPS = (
    "怎么办：打开 data/findings.yaml，每处冲突留下对的内容，"
    "删去“<<<<<<<”“=======”“>>>>>>>”几行；"
    "再依次执行 cz check、git add data/findings.yaml、git commit。"
    "不合并了，执行 git merge --abort。"
)


def together(
    folder: Path, base: str | None, ours: str, theirs: str, stem: str = "findings"
) -> Together:
    """The file after the branch other, where it is ``theirs``, was merged into main, where it is
    ``ours``, by the driver.
    """
    repo = Repo(
        folder,
        **{
            **({"findings": FINDINGS} if stem != "findings" else {}),
            **({stem: base} if base is not None else {}),
        },
    )
    git(folder, "branch", "other")
    assert cz("git", "setup", cwd=folder).code == 0
    for branch, text in (("other", theirs), ("main", ours)):
        git(folder, "switch", "-q", branch)
        repo.write(**{stem: text})
        repo.commit("2026-07-15")
    who = {
        f"GIT_{role}_{what}": "z@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", "merge", "-q", "--no-edit", "other"],
        cwd=folder,
        env=environment(**who),
        capture_output=True,
        check=False,
    )
    lines = done.stderr.decode().split("\n")
    steps = STEPS.replace("findings", stem)
    told = [line for line in lines if "：" in line and line != steps]
    assert (steps in lines) == (done.returncode == 1)
    return Together(
        done.returncode,
        (folder / "data" / f"{stem}.yaml").read_text(encoding="utf-8"),
        "\n".join(told),
    )


def with_more(*records: str) -> str:
    return swap(FINDINGS, ("visits:\n", "".join(records) + "visits:\n"))


def test_each_side_adds_findings(tmp_path: Path) -> None:
    assert together(
        tmp_path / "1", FINDINGS, with_more(numbered(2)), with_more(numbered(2, 3))
    ) == (0, with_more(numbered(4)), "")
    assert together(tmp_path / "2", FINDINGS, with_more(numbered(2)), with_more(numbered(2))) == (
        0,
        with_more(numbered(2)),
        "",
    )
    begun = "findings:\n"
    assert together(tmp_path / "3", None, begun + numbered(1), begun + numbered(1, 2)) == (
        0,
        begun + numbered(2),
        "",
    )


OTHERS = [
    (("    problem: 第1处\n", "    problem: 别处\n"), "别处"),
    (("    unit: 区教育局\n", "    unit: 柳溪街道\n"), "柳溪街道"),
]


@pytest.mark.soak(every=2)
@pytest.mark.parametrize(("change", "differs"), OTHERS)
@pytest.mark.parametrize("base", [FINDINGS, None])
def test_two_findings_of_one_number_are_never_made_one(
    tmp_path: Path, change: tuple[str, str], differs: str, base: str | None
) -> None:
    """The later one gets the next number that is free; of two at one moment the other branch's."""
    mine, yours = numbered(1), swap(numbered(1), change)
    texts = [with_more(one) if base else f"findings:\n{one}" for one in (mine, yours)]
    merged = mine + swap(yours, ("f260702-1", "f260702-2"))
    done = together(tmp_path / "plan", base, *texts)
    assert (done.code, done.text) == (0, with_more(merged) if base else f"findings:\n{merged}")
    unit = "柳溪街道" if differs == "柳溪街道" else "区教育局"
    problem = "别处" if differs == "别处" else "第1处"
    assert done.told == (
        "f260702-1：两边各记了一条，编号相同。我方（main）的先提交，编号不变（区教育局 第1处）；"
        f"对方（other）的改为 f260702-2（{unit} {problem}），已经告诉单位、印在纸上的请更正。"
    )


@pytest.mark.parametrize("base", [FINDINGS, None])
def test_one_finding_told_in_two_ways_is_left_to_people(tmp_path: Path, base: str | None) -> None:
    """It is the same problem of the same unit at the same spot: another number would double it."""
    mine, yours = numbered(1), swap(numbered(1), ("第1处\n", "第1处\n    by: 督查二组\n"))
    texts = [with_more(one) if base else f"findings:\n{one}" for one in (mine, yours)]
    marked = f"<<<<<<< 我方（main）\n{mine}=======\n{yours}>>>>>>> 对方（other）\n"
    assert together(tmp_path / "plan", base, *texts) == (
        1,
        with_more(marked) if base else f"findings:\n{marked}",
        "f260702-1：我方（main）和对方（other）各加了一条，编号相同，内容不同。都要留的话，"
        "请把 data/findings.yaml 里两段都留下，后登记的那一条换成没有用过的编号；"
        "别的文件（督办单、佐证材料）里写着它的编号的，也改过来。",
    )


def test_one_side_rectifies_what_the_other_gives_more_time(tmp_path: Path) -> None:
    found = together(tmp_path / "plan", FINDINGS, FIXED, LATER)
    assert (found.code, found.told) == (0, "")
    assert found.text == swap(
        LATER,
        (
            "    due: 2026-07-20\n",
            "    due: 2026-07-20\n    fix: 已清运\n    rectified: 2026-07-14\n",
        ),
    )


def test_both_verify_on_different_days(tmp_path: Path) -> None:
    found = together(
        tmp_path / "plan",
        FIXED,
        STRUCK,
        swap(STRUCK, ("verified: 2026-07-15", "verified: 2026-07-16")),
    )
    assert found.code == 1
    assert found.text == swap(
        STRUCK,
        (
            "    verified: 2026-07-15\n",
            "<<<<<<< 我方（main）\n    verified: 2026-07-15\n=======\n"
            "    verified: 2026-07-16\n>>>>>>> 对方（other）\n",
        ),
    )
    assert found.told == "f260701-1 复核销号日期：我方（main） 2026-07-15，对方（other） 2026-07-16"


def test_one_side_sends_back_what_the_other_tells_more_of(tmp_path: Path) -> None:
    found = together(
        tmp_path / "plan",
        FIXED,
        SENT_BACK,
        swap(FIXED, ("    fix: 已清运\n", "    fix: 已清运，专人值守\n")),
    )
    assert found.code == 1
    assert found.text == swap(
        SENT_BACK,
        (
            "    due: 2026-07-15\n",
            "    due: 2026-07-15\n<<<<<<< 我方（main）删除了这个字段\n=======\n"
            "    fix: 已清运，专人值守\n>>>>>>> 对方（other）\n",
        ),
    )
    assert found.told == "f260701-1 整改情况：我方（main） 删去，对方（other） 已清运，专人值守"


@pytest.mark.parametrize("swapped", [False, True])
def test_one_side_sends_back_what_the_other_verifies(tmp_path: Path, swapped: bool) -> None:
    """Field by field it would come out verified, and sent back as well."""
    sides = (STRUCK, SENT_BACK) if swapped else (SENT_BACK, STRUCK)
    found = together(tmp_path / "plan", FIXED, *sides)
    kept = ["    rectified: 2026-07-14\n", "    verified: 2026-07-15\n"]
    if swapped:
        marks = f"<<<<<<< 我方（main）\n{kept[0]}=======\n>>>>>>> 对方（other）删除了这个字段\n"
        marks += f"<<<<<<< 我方（main）\n{kept[1]}=======\n>>>>>>> 对方（other）\n"
    else:
        marks = f"<<<<<<< 我方（main）删除了这个字段\n=======\n{kept[0]}>>>>>>> 对方（other）\n"
        marks += f"<<<<<<< 我方（main）\n=======\n{kept[1]}>>>>>>> 对方（other）\n"
    assert (found.code, found.text) == (
        1,
        swap(SENT_BACK, ("    due: 2026-07-15\n", f"    due: 2026-07-15\n{marks}")),
    )
    assert found.told == (
        "f260701-1 整改日期：我方（main） 2026-07-14，对方（other） 删去\n"
        "f260701-1 复核销号日期：我方（main） 2026-07-15，对方（other） 删去"
        if swapped
        else "f260701-1 整改日期：我方（main） 删去，对方（other） 2026-07-14\n"
        "f260701-1 复核销号日期：我方（main） 删去，对方（other） 2026-07-15"
    )


def test_one_side_sends_back_what_the_other_gives_more_time(tmp_path: Path) -> None:
    later = swap(
        LATER,
        (
            "    due: 2026-07-20\n",
            "    due: 2026-07-20\n    fix: 已清运\n    rectified: 2026-07-14\n",
        ),
    )
    found = together(tmp_path / "plan", FIXED, SENT_BACK, later)
    assert (found.code, found.told) == (0, "")
    assert "rectified: 2026-07-14\n" not in found.text
    assert found.text.count("reason: 现场不符") == found.text.count("reason: 等材料") == 1


def test_both_sides_send_back_or_give_more_time(tmp_path: Path) -> None:
    other = SENT_BACK.replace("现场不符", "照片不清")
    found = together(tmp_path / "1", FIXED, SENT_BACK, other)
    entry = "      - {date: 2026-07-15, reason: 现场不符, rectified: 2026-07-14, fix: 已清运}\n"
    assert found == (0, swap(SENT_BACK, (entry, entry + entry.replace("现场不符", "照片不清"))), "")
    found = together(tmp_path / "2", FINDINGS, LATER, LATER.replace("2026-07-20", "2026-07-22"))
    assert (found.code, found.text.count("<<<<<<<")) == (1, 1)
    assert found.told == "f260701-1 时限：我方（main） 2026-07-20，对方（other） 2026-07-22"


def test_two_bulletins_or_order_slips_of_one_number(tmp_path: Path) -> None:
    order = (
        "  - id: d2026-2\n    date: 2026-07-12\n    about: {}\n    unit: 区教育局\n    color: 黄\n"
    )
    texts = [order.format(about) for about in ("1-1", "f260701-2")]
    found = together(
        tmp_path / "1", SUPERVISION, *(SUPERVISION + text for text in texts), stem="supervision"
    )
    marked = f"<<<<<<< 我方（main）\n{texts[0]}=======\n{texts[1]}>>>>>>> 对方（other）\n"
    assert (found.code, found.text) == (1, SUPERVISION + marked)
    out = check(tmp_path / "1")
    assert out.count("错误 E101：这里是 git 合并冲突的标记。") == 3
    assert "E202" not in out  # the rules above, with lists of their own, are read as they are
    rules = (
        swap(SUPERVISION, ("days: 5", "days: 6")),
        swap(SUPERVISION, ("    - 红\n", "    - 红\n    - 黑\n")),
    )
    both = swap(SUPERVISION, ("days: 5", "days: 6"), ("    - 红\n", "    - 红\n    - 黑\n"))
    assert together(tmp_path / "2", SUPERVISION, *rules, stem="supervision") == (0, both, "")
