"""Broken, hostile and unlucky input.

A clear Chinese complaint with its place, the right exit code, nothing lost.

Each test runs a real process on real files.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from difflib import ndiff
from pathlib import Path

import pytest
import yaml

from tests import running
from tests.running import MIDWAY, Ran, copy_of, environment

TASKS = """\
plan:
  title: 小方案
  phase: 1
phases:
  - number: 1
    title: 打实基础
  - number: 2
    title: 攻坚克难
chapters:
  - number: 1
    title: 思想道德
tasks:
  - id: 1-1
    title: 学习宣传
    lead: 区委宣传部
    progress:
      1: {status: doing}
  - id: 1-2
    title: 志愿服务
    lead: 区教育局
"""
UNITS = (
    "units:\n  - id: qjyj\n    name: 区教育局\n    kind: 政府部门\n  - id: qwxcb\n"
    "    name: 区委宣传部\n    kind: 党委部门\n"
)
INDICATORS = (
    "systems:\n  - id: minors\n    name: 未成年人\nprojects:\n  - id: x1\n    title: 甲\n"
    "indicators:\n  - id: i1\n    project: x1\n    title: 丙\n"
)
TODAY = ("--today", "2026-07-15")


def cz(plan: Path, *arguments: str, env: dict[str, str] | None = None) -> Ran:
    ran = running.cz(*arguments, cwd=plan, **(env or {}))
    assert "Traceback" not in ran.err, ran.err
    return ran


def cz_limited(plan: Path, size: int, *arguments: str) -> Ran:
    """Where no file may be larger than ``size`` bytes."""
    resource = pytest.importorskip("resource", reason="Windows has no limit on files")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "cz", *arguments]
    done = subprocess.run(
        command, cwd=plan, env=environment(), capture_output=True, check=False, preexec_fn=limit
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    for name, text in (("tasks", TASKS), ("units", UNITS), ("indicators", INDICATORS)):
        (data / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def write(plan: Path, text: str | bytes, name: str = "tasks") -> Path:
    path = plan / "data" / f"{name}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# Files that cannot be read
# -----------------------------------------------------------------------------------------

RESTORE = "    = 如果是误删，请用 git checkout 找回；新方案请用 cz init 建立。\n"
RESAVE = "    = 请在编辑器里另存为 UTF-8 编码；cz 没有改动它。\n"


@pytest.mark.parametrize(
    "content, complaint",
    [
        pytest.param(b"", f"data/tasks.yaml 错误 E006：文件是空的。\n{RESTORE}", id="empty"),
        pytest.param(
            b"\xef\xbb\xbf\n \t\n",
            f"data/tasks.yaml 错误 E006：文件是空的。\n{RESTORE}",
            id="bom-and-blanks",
        ),
        pytest.param(
            TASKS.encode("gbk"),
            f"data/tasks.yaml:2:1 错误 E002：文件像是 GBK 编码（记事本的“ANSI”），"
            f"应当是 UTF-8。\n{RESAVE}",
            id="gbk",
        ),
        pytest.param(
            TASKS.encode("utf-16"),
            f"data/tasks.yaml:1:1 错误 E002：文件是 UTF-16 编码（记事本的“Unicode”），"
            f"应当是 UTF-8。\n{RESAVE}",
            id="utf-16",
        ),
        pytest.param(
            b"plan:\n  title: caf\xe9 x\n",
            f"data/tasks.yaml:2:1 错误 E002：文件不知是什么编码，应当是 UTF-8。\n{RESAVE}",
            id="latin-1",
        ),
        pytest.param(
            b"- a\n",
            "data/tasks.yaml:1:1 错误 E106：文件的最外层应当是“字段名: 值”，"
            "这里却是别的内容。\n    | - a\n    | ^^^\n"
            "    = 请对照随附的样例文件，每一节以“节名:”开头。\n",
            id="top-is-a-list",
        ),
        pytest.param(b"a: [b\n", "data/tasks.yaml:", id="broken-without-a-section"),
        pytest.param(b"\0" * 3000, "data/tasks.yaml:1:1 ", id="only-nul"),
        pytest.param(b"[" * 10_000, "data/tasks.yaml:1:", id="deep-at-top"),
        pytest.param(
            "\n".join(" " * depth + "a:" for depth in range(3000)).encode(),
            "data/tasks.yaml:",
            id="deep-block",
        ),
    ],
)
def test_unreadable_file(plan: Path, content: bytes, complaint: str) -> None:
    path = write(plan, content)
    found = cz(plan, "check")
    assert found.code == 1
    assert found.out.startswith(complaint)
    assert cz(plan, "set", "1-1", "done").code == 1
    assert path.read_bytes() == content


def test_folder_and_missing_file(plan: Path) -> None:
    path = plan / "data" / "tasks.yaml"
    path.unlink()
    assert cz(plan, "check") == Ran(
        1,
        f"data/tasks.yaml 错误 E001：没有这个文件。\n"
        f"{RESTORE}检查完毕：错误 1 个，警告 0 个，提示 0 个。\n",
        "",
    )
    path.mkdir()
    assert cz(plan, "set", "1-1", "done") == Ran(
        1,
        "",
        "data/tasks.yaml 错误 E003：这里应当是文件，却是一个文件夹。\n"
        "    = 请把文件夹移开，放回 YAML 文件。\n"
        "cz：data/tasks.yaml 没有改动：请先改正上面的问题。\n",
    )


def test_too_large_a_file_is_not_read(plan: Path) -> None:
    os.truncate(plan / "data" / "tasks.yaml", 100 * 2**20)
    assert (
        cz(plan, "check").out == "data/tasks.yaml 错误 E005：文件有 100 MB，cz 最多读 96 MB。\n"
        "    = 请核对是不是放错了文件。\n检查完毕：错误 1 个，警告 0 个，提示 0 个。\n"
    )


# Broken YAML: every fault in its place, the sound records still there
# ------------------------------------------------

BROKEN = {
    "tab": ("    title: x\n\tlead: 区教育局\n", "23:1 错误 E101：", ""),
    "quote": (
        '    title: "没收尾\n',
        "22:12 错误 E101：引号或括号没有收尾。",
        "请补上右引号或右括号。",
    ),
    "bracket": (
        "    title: [a, b\n    page: 2\n",
        "23:9 错误 E101：括号里的内容没有写完整。",
        "请检查逗号和右括号。",
    ),
    "indent": (
        "    title: 甲\n   page: 2\n",
        "23:4 错误 E101：这里的缩进与上下各行不一致。",
        "同一条记录的字段要左对齐，同一个列表的“-”也要左对齐。",
    ),
    "colon": (
        "    title: 甲: 乙\n",
        "22:13 错误 E101：这里多了一个“: ”（冒号加空格）。",
        "值里要写“: ”时",
    ),
    "no-colon": (
        "    title 甲\n    page: 2\n",
        "23:5 错误 E101：这一行缺少“: ”（冒号加空格）。",
        "每个字段写成“字段名: 值”。",
    ),
    "at": ("    title: @x\n", "22:12 错误 E101：这里的字符不能作为值的开头。", "请用引号括起来。"),
    "control": (
        "    title: a\x07b\n",
        "22:13 错误 E101：这里有 YAML 不允许的控制字符。",
        "请删去这个字符。",
    ),
    "anchor": (
        "    title: &a x\n",
        "22:12 错误 E102：这里用了 YAML 的锚点“&a”。",
        "请去掉锚点，内容各处分别写明。",
    ),
    "tag": (
        "    title: !!str x\n",
        "22:12 错误 E103：这里用了 YAML 的类型标签",
        "请去掉标签；值是什么类型由字段决定。",
    ),
    "merge": (
        "    title: x\n    <<: {a: b}\n",
        "23:5 错误 E102：这里用了 YAML 的合并键“<<”。",
        "请把要合并的内容直接写在这里。",
    ),
    "twice": (
        "    title: x\n    title: y\n",
        "23:5 错误 E104：字段“title”在同一条记录里写了两次。",
        "只留一个",
    ),
    "deep": (
        "    title: " + "[" * 10_000 + "\n",
        "22:50 错误 E107：这里的嵌套超过了 40 层。",
        "请检查括号和缩进。",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_one_broken_record_hides_no_other(plan: Path, fault: str) -> None:
    body, place, advice = BROKEN[fault]
    path = write(
        plan,
        TASKS + "  - id: 1-3\n" + body + "  - id: 1-4\n    title: 后面的\n    lead: 区教育局\n",
    )
    before = path.read_bytes()
    found = cz(plan, "list", *TODAY)
    assert (
        found.code,
        [line.split()[0] for line in found.out.split("\n\n")[0].splitlines()[1:]],
    ) == (1, ["1-1", "1-2", "1-4"])
    assert f"data/tasks.yaml:{place}" in found.err
    assert advice in found.err
    assert "有 1 条记录（1-3）没有读进来，下面的结果不含它们" in found.err
    assert path.read_bytes() == before


def test_two_broken_records_are_both_told(plan: Path) -> None:
    write(
        plan,
        TASKS + '  - id: 1-3\n    title: "没收尾\n  - id: 1-4\n    title: 好的\n'
        "    lead: 区教育局\n  - id: 1-5\n    title: [a\n",
    )
    assert cz(plan, "check").out == (
        'data/tasks.yaml:22:12 错误 E101：引号或括号没有收尾。\n    |     title: "没收尾\n'
        "    |            ^\n    = 请补上右引号或右括号。\n"
        "data/tasks.yaml:27:12 错误 E101：括号里的内容没有写完整。\n    |     title: [a\n"
        "    |            ^\n    = 请检查逗号和右括号。\n"
        "检查完毕：错误 2 个，警告 0 个，提示 0 个。\n"
        "有 2 条记录没有读进来，上面说的几项、几个都不含它们。\n"
    )


def test_only_records_that_were_not_read_are_named(plan: Path) -> None:
    """1-3 names a unit that is not there, and is read; 1-4 holds two faults, and is left out once;
    a record without an id is counted and has no name.
    """
    write(
        plan,
        TASKS + "  - id: 1-3\n    title: 读进来的\n    lead: 没有的单位\n"
        "  - id: 1-4\n    title: [a, b]\n    lead: [c]\n    page: 几\n",
    )
    left_out = "没有读进来，下面的结果不含它们。全部问题请看 cz check。\n"
    assert cz(plan, "list", *TODAY).err.endswith(f"有 1 条记录（1-4）{left_out}")
    with (plan / "data" / "tasks.yaml").open("a", encoding="utf-8") as file:
        file.write("  - title: 没有编号的\n    lead: 区教育局\n")
    assert cz(plan, "list", *TODAY).err.endswith(f"有 2 条记录（1-4等）{left_out}")
    assert cz(plan, "check").out.endswith("有 2 条记录没有读进来，上面说的几项、几个都不含它们。\n")


def test_a_record_with_two_slips_of_writing_is_left_out_once(plan: Path) -> None:
    write(plan, TASKS + "  - id: 1-3\n    title: &a 甲\n    lead: &b 区教育局\n")
    told = cz(plan, "list", *TODAY).err
    assert told.count("错误 E102") >= 1
    assert "有 1 条记录（1-3）没有读进来" in told


def test_aliases_do_not_explode(plan: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    write(plan, bomb + TASKS)
    found = cz(plan, "list", *TODAY)
    assert (found.code, found.out.splitlines()[1].split()[0]) == (1, "1-1")
    assert found.err.startswith("data/tasks.yaml:1:4 错误 E102：这里用了 YAML 的锚点“&a”。\n")


def test_second_document(plan: Path) -> None:
    write(plan, TASKS + "---\ntasks:\n  - id: 1-9\n    title: 第二份\n")
    assert cz(plan, "check").out == (
        "data/tasks.yaml:21:1 错误 E105：这里开始了同一个文件里的第二份 YAML 文档。\n"
        "    | ---\n    | ^^^\n    = 一个文件只放一份文档，请去掉“---”。\n"
        "检查完毕：错误 1 个，警告 0 个，提示 0 个。\n"
        "有 1 条记录没有读进来，上面说的几项、几个都不含它们。\n"
    )


@pytest.mark.parametrize(
    "text, complaint",
    [
        pytest.param("# 空的\n", "data/tasks.yaml", id="only-comments"),
        pytest.param(TASKS + "    units:\n      - \n", "data/tasks.yaml:22:", id="dash-and-space"),
        pytest.param(
            TASKS + "tasks:\n  - id: 1-9\n    title: x\n",
            "data/tasks.yaml:21:1 错误 E104：字段“tasks”",
            id="section-twice",
        ),
        pytest.param(
            TASKS + "    units:\n      -: 区委宣传部\n",
            "data/tasks.yaml:22:",
            id="dash-colon",
        ),
        pytest.param(
            TASKS + "    progress:\n      01: {status: done}\n      1: {status: todo}\n",
            "data/tasks.yaml:22:7 错误 E203",
            id="phase-twice",
        ),
        pytest.param(
            TASKS + "  - {id: 1-3, title: x, lead: 教育局}\n",
            "data/tasks.yaml:21:31 错误 E302",
            id="record-on-one-line",
        ),
        pytest.param(
            TASKS + "  - id: 1-3\n    title: x\n    lead: [a]\n    page: y\n",
            "data/tasks.yaml:24:11 错误 E203",
            id="two-errors-in-a-record",
        ),
        pytest.param(
            "tasks:\n  - id: 1-1\n    title: 学习\x01宣传\n    lead: 区教育局\n",
            "data/tasks.yaml:3:14 错误 E101",
            id="control-after-chinese",
        ),
        pytest.param(
            TASKS + "  - id: 1-3\n\ttitle: x\n", "E101：缩进里有制表符（Tab）。", id="tab"
        ),
    ],
)
def test_check_tells(plan: Path, text: str, complaint: str) -> None:
    write(plan, text)
    found = cz(plan, "check")
    assert found.code == 1
    assert complaint in found.out


# Wrong values -------------------------------------------------------------------------------------
# -----------------


@pytest.mark.parametrize(
    "line, place, message, advice",
    [
        (
            "lead: [a]",
            "23:11",
            "E202：这里应当是一段文字，找到的是列表。",
            "请写成“字段名: 文字”，一行写完。",
        ),
        (
            "units: 区教育局",
            "23:12",
            "E202：这里应当是列表，找到的是“区教育局”。",
            "请写成 [区教育局]，或每项一行，以“- ”开头。",
        ),
        (
            "page: 1.5",
            "23:11",
            "E203：这里应当是整数，找到的是“1.5”。",
            "请写阿拉伯数字，例如 12。",
        ),
        (
            "source: 原文",
            "23:13",
            "E205：没有“原文”这种来源。",
            "是不是 plan？可用的有：plan（方案原文）、proposed（拟）。",
        ),
        (
            "progress: [x]",
            "23:15",
            "E202：这里应当是若干“字段: 值”，找到的是列表。",
            "每个字段一行，比上一行多缩进两格。",
        ),
        (
            "progress: {1: {due: 6月1日}}",
            "23:25",
            "E204：“6月1日”不是日期，应当写成 2026-06-30 这样。",
            "这里没有写年份，请写成 2026年6月1日 这样。",
        ),
        (
            "progress: {1: {statuss: done}}",
            "23:20",
            "E207：这里没有“statuss”这个字段。",
            "是不是“status”？",
        ),
        (
            "progress: {9: {status: done}}",
            "23:16",
            "E306：没有第 9 阶段。",
            "方案里的阶段有：1、2。",
        ),
        (
            "updates: [{date: 2026-02-30}]",
            "23:22",
            "E204：“2026-02-30”不是日期，应当写成 2026-06-30 这样。",
            "没有这一天，请核对月份和日子。",
        ),
        (
            "lead: 教育局",
            "23:11",
            "E302：没有叫“教育局”的单位。",
            "最接近的有：区教育局。单位都列在 data/units.yaml 里。",
        ),
    ],
)
def test_wrong_value(plan: Path, line: str, place: str, message: str, advice: str) -> None:
    write(plan, TASKS + f"  - id: 1-3\n    title: x\n    {line}\n")
    first, _, under, last = cz(plan, "list", *TODAY).err.splitlines()[:4]
    assert first == f"data/tasks.yaml:{place} 错误 {message}"
    assert under.index("^") == int(place.partition(":")[2]) + 5
    assert last == f"    = {advice}"


def test_id_twice(plan: Path) -> None:
    write(plan, TASKS + "  - id: 1-1\n    title: 重号\n    lead: 区教育局\n")
    assert (
        "data/tasks.yaml:21:9 错误 E301：编号“1-1”用了两次，任务里已经有了。"
        in cz(plan, "check").out
    )
    assert cz(plan, "set", "1-1", "done") == Ran(
        1, "", "cz：编号 1-1 有 2 条记录，不知道指哪一条。请先用 cz check 找到重号并改正。\n"
    )


def test_writing_to_a_record_that_was_left_out(plan: Path) -> None:
    write(plan, TASKS + "  - id: 1-3\n    title: &a x\n")
    found = cz(plan, "set", "1-3", "done")
    assert found.code == 1
    assert "data/tasks.yaml:22:12 错误 E102" in found.err


def test_refusal_does_not_blame_another_record(plan: Path) -> None:
    write(plan, TASKS.replace("title: 学习宣传", "title: [学习]"))
    assert cz(plan, "set", "1-11", "done").code == 2


@pytest.mark.parametrize(
    "broken",
    [TASKS.replace("phase: 1", "phase: 2").replace("小方案", "[小]"), TASKS.encode("gbk"), ""],
)
def test_no_rating_in_a_guessed_phase(plan: Path, broken: str | bytes) -> None:
    write(plan, broken)
    found = cz(plan, "rate", "i1", "A")
    assert (plan / "data" / "indicators.yaml").read_text(encoding="utf-8") == INDICATORS
    assert found.code == 1


def test_no_status_in_a_guessed_phase(plan: Path) -> None:
    dated = TASKS.replace("打实基础\n", "打实基础\n    start: 2025-01-01\n    end: 2025-12-31\n")
    path = write(
        plan, dated.replace("攻坚克难\n", "攻坚克难\n    start: 2026-13-01\n    end: 2026-12-31\n")
    )
    before = path.read_bytes()
    assert cz(plan, "set", "1-2", "done", *TODAY).code == 1
    assert path.read_bytes() == before


def test_unit_asked_for_while_units_cannot_be_read(plan: Path) -> None:
    write(plan, UNITS.encode("gbk"), "units")
    found = cz(plan, "set", "1-1", "done", "--by", "区教育局")
    assert found.code == 1
    assert "E002" in found.err


# Edits: what people write by hand stays as it is
# -------------------------------------------------------------------

HABITS: dict[str, tuple[str, tuple[str, ...], str]] = {
    # body of 1-1 after its id; command; what ndiff says
    "aligned-comments": (
        "    title: 甲     # 一\n    progress:\n      1: {status: doing}  # 二\n",
        ("set", "1-1", "done"),
        "-       1: {status: doing}  # 二\n+       1: {status: done}  # 二\n",
    ),
    "quoted": (
        "    title: '甲'\n    progress:\n      '1': {\"status\": 'doing'}\n",
        ("set", "1-1", "done"),
        "-       '1': {\"status\": 'doing'}\n+       '1': {\"status\": 'done'}\n",
    ),
    "empty-progress": (
        "    title: 甲\n    progress:   # 待填\n    page: 3\n",
        ("set", "1-1", "done"),
        "+       1: {status: done}\n",
    ),
    "flow-progress": (
        "    title: 甲\n    progress: {}\n",
        ("set", "1-1", "done"),
        "-     progress: {}\n+     progress: {1: {status: done}}\n",
    ),
    "trailing-comma": (
        "    title: 甲\n    progress: {1: {status: doing,},}\n",
        ("due", "1-1", "2026-08-01"),
        "-     progress: {1: {status: doing,},}\n"
        "+     progress: {1: {status: doing, due: 2026-08-01,},}\n",
    ),
    "block-progress": (
        "    title: 甲\n    progress:\n        1:\n            status:  doing # x\n",
        ("due", "1-1", "2026-08-01"),
        "+             due: 2026-08-01\n",
    ),
    "literal-last": (
        "    title: 甲\n    text: |\n      一 # 不是注释\n\n      二\n\n",
        ("set", "1-1", "done"),
        "+     progress:\n+       1: {status: done}\n",
    ),
    "folded": (
        "    text: >-\n      折\n      叠\n    title: 甲\n",
        ("note", "1-1", "好: 是"),
        '+     updates:\n+       - {date: 2026-07-15, phase: 1, note: "好: 是"}\n',
    ),
    "flow-list": (
        "    title: 甲\n    units: []   # 无\n",
        ("assign", "1-1", "--add", "区教育局", "--confirm"),
        "-     units: []   # 无\n+     units: [区教育局]   # 无\n",
    ),
    "flow-list-over-lines": (
        "    title: 甲\n    units: [区教育局,   # 一\n      ]\n",
        ("assign", "1-1", "--add", "区委宣传部", "--confirm"),
        "-     units: [区教育局,   # 一\n+     units: [区教育局, 区委宣传部,   # 一\n",
    ),
    "list-at-the-indent-of-its-key": (
        "    units:\n    - 区教育局 # 一\n    # 间\n    title: 甲\n",
        ("assign", "1-1", "--add", "区委宣传部", "--confirm"),
        "+     - 区委宣传部\n",
    ),
    "comment-between-records": (
        "    title: 甲\n\n  # 下一条\n",
        ("set", "1-1", "done"),
        "+     progress:\n+       1: {status: done}\n",
    ),
    "unknown-keys": (
        "    title: 甲\n    备注:\n      - {自己: 的}\n    progress: {1: {}}\n",
        ("set", "1-1", "done"),
        "-     progress: {1: {}}\n+     progress: {1: {status: done}}\n",
    ),
}


def differences(before: str, after: str) -> str:
    return "".join(
        line for line in ndiff(before.splitlines(True), after.splitlines(True)) if line[0] in "-+"
    )


@pytest.mark.parametrize("habit", HABITS)
def test_an_edit_keeps_habits(plan: Path, habit: str) -> None:
    body, command, expected = HABITS[habit]
    head, tail = TASKS.partition("    title: 学习")[0], TASKS[TASKS.index("  - id: 1-2") :]
    before = head + body + tail
    path = write(plan, before)
    assert cz(plan, *command, *(() if command[0] == "assign" else TODAY)).code == 0
    after = path.read_text(encoding="utf-8")
    assert differences(before, after) == expected
    old, new = (yaml.load(text, Loader=yaml.CBaseLoader) for text in (before, after))
    touched, kept = new["tasks"].pop(0), old["tasks"].pop(0)
    assert new == old
    assert {
        key: value for key, value in touched.items() if kept.get(key) == value
    }.keys() >= kept.keys() - {"progress", "units"}


@pytest.mark.parametrize(
    "before",
    [
        TASKS.encode("utf-8-sig"),
        TASKS.replace("\n", "\r\n").encode(),
        TASKS.rstrip("\n").encode(),
        TASKS.replace("\n", "\r\n").rstrip().encode("utf-8-sig"),
    ],
    ids=["bom", "crlf", "no-final-newline", "all-three"],
)
def test_bytes_around_an_edit(plan: Path, before: bytes) -> None:
    path = write(plan, before)
    assert cz(plan, "set", "1-1", "done").code == 0
    assert path.read_bytes() == before.replace(b"doing", b"done")
    assert (
        cz(plan, "set", "1-1", "done").out
        == "1-1 学习宣传　第1阶段：仍为已完成\n没有变化，文件未动。\n"
    )


@pytest.mark.parametrize(
    "text, commands, expected",
    [
        pytest.param(
            TASKS + "  - {id: 1-3, title: x, lead: 区教育局}\n",
            [("set", "1-3", "done")],
            "-   - {id: 1-3, title: x, lead: 区教育局}\n"
            "+   - {id: 1-3, title: x, lead: 区教育局, progress: {1: {status: done}}}\n",
            id="record-on-one-line",
        ),
        pytest.param(
            TASKS.replace("1: {status: doing}", "1:"),
            [("set", "1-1", "done")],
            "-       1:\n+       1: {status: done}\n",
            id="empty-phase",
        ),
        pytest.param(
            TASKS,
            [("note", "1-2", "先", *TODAY), ("set", "1-2", "done", "--note", "后", *TODAY)],
            "+     updates:\n+       - {date: 2026-07-15, phase: 1, note: 先}\n"
            "+       - {date: 2026-07-15, phase: 1, status: done, note: 后}\n"
            "+     progress:\n+       1: {status: done}\n",
            id="note-then-status-with-note",
        ),
        pytest.param(
            TASKS + "    units:\n      - 区委宣传部\n",
            [("assign", "1-2", "--remove", "区委宣传部")],
            "+     source: proposed\n-     units:\n-       - 区委宣传部\n",
            id="last-unit",
        ),
    ],
)
def test_edit_that_should_work(
    plan: Path, text: str, commands: list[tuple[str, ...]], expected: str
) -> None:
    path = write(plan, text)
    assert [cz(plan, *command).code for command in commands] == [0] * len(commands)
    assert differences(text, path.read_text(encoding="utf-8")) == expected


def test_note_that_is_not_utf8(plan: Path) -> None:
    command = [sys.executable, "-m", "cz", "note", "1-1", "区abc".encode("gbk")]
    done = subprocess.run(command, cwd=plan, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "里有读不懂的字符" in done.stderr.decode()


# Writing under bad luck
# --------------------------------------------------------------------------------------------


HOOKED = """\
import os, sys
def hook(event, args):
    if event == {event!r} and "data" in str(args[0]) and (event != "open" or args[2] & (os.O_WRONLY | os.O_RDWR)):
        {action}
sys.addaudithook(hook)
sys.argv[1:] = ["set", "1-1", "done"]
from cz.cli.main import main
main()
"""


def at_instant(plan: Path, event: str, action: str) -> int:
    """``cz set 1-1 done``;

    ``action`` happens as it opens a file for writing, or just before it renames one.
    """
    program = HOOKED.format(event=event, action=action)
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=plan,
        env=environment(),
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize("event", ["open", "os.rename"])
def test_killed_in_the_middle(plan: Path, event: str) -> None:
    assert at_instant(plan, event, "os.kill(os.getpid(), 9)") == -signal.SIGKILL
    path = plan / "data" / "tasks.yaml"
    assert path.read_text(encoding="utf-8") == TASKS
    assert cz(plan, "set", "1-1", "done").code == 0
    assert path.read_text(encoding="utf-8") == TASKS.replace("doing", "done")
    assert sorted(os.listdir(plan / "data")) == ["indicators.yaml", "tasks.yaml", "units.yaml"]


@pytest.mark.parametrize("boms", [1, 2, 3])
def test_every_byte_order_mark_stays(plan: Path, boms: int) -> None:
    path = plan / "data" / "tasks.yaml"
    before = b"\xef\xbb\xbf" * boms + TASKS.encode()
    path.write_bytes(before)
    assert cz(plan, "set", "1-1", "done").code == 0
    assert path.read_bytes() == before.replace(b"doing", b"done")


def test_old_line_ends_are_told(plan: Path) -> None:
    path = plan / "data" / "tasks.yaml"
    path.write_bytes(TASKS.replace("\n", "\r").encode())
    assert cz(plan, "check").out.startswith(
        "data/tasks.yaml 错误 E007：文件的换行是旧式的 CR，应当是 LF 或 CRLF。\n"
    )
    assert cz(plan, "set", "1-1", "done").code == 1
    path.write_bytes(TASKS.replace("tasks:\n", "tasks:\r").encode())
    assert "W412：这里有一个单独的回车符（CR），YAML 当它是换行。" in cz(plan, "check").out


def test_file_changed_while_the_new_one_is_written(plan: Path) -> None:
    (plan / "edited").write_text(TASKS.replace("志愿服务", "编辑器里改的"), encoding="utf-8")
    at_instant(
        plan,
        "open",
        f"os.path.exists('edited') and os.replace('edited', {str(plan / 'data' / 'tasks.yaml')!r})",
    )
    assert "编辑器里改的" in (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")


def test_link_under_the_name_of_the_new_file(plan: Path) -> None:
    other = plan / "precious"
    other.write_text("珍贵\n", encoding="utf-8")
    (plan / "data" / ".tasks.yaml.cz-new").symlink_to(other)
    cz(plan, "set", "1-1", "done")
    assert other.read_text(encoding="utf-8") == "珍贵\n"
    assert not (plan / "data" / "tasks.yaml").is_symlink()


def test_linked_data_file_stays_a_link(plan: Path) -> None:
    path, real = plan / "data" / "tasks.yaml", plan / "real.yaml"
    path.rename(real)
    path.symlink_to("../real.yaml")
    assert cz(plan, "set", "1-1", "done").code == 0
    assert (path.is_symlink(), real.read_text(encoding="utf-8")) == (
        True,
        TASKS.replace("doing", "done"),
    )


def test_no_room_for_the_new_file(plan: Path) -> None:
    assert cz_limited(plan, 100, "set", "1-1", "done") == Ran(
        1, "", "cz：data/tasks.yaml 写不进去：文件太大。原文件没有改动。\n"
    )
    assert (plan / "data" / "tasks.yaml").read_text(encoding="utf-8") == TASKS
    assert sorted(os.listdir(plan / "data")) == ["indicators.yaml", "tasks.yaml", "units.yaml"]


def test_init_after_an_init_that_ran_out_of_room(tmp_path: Path) -> None:
    assert cz_limited(tmp_path, 50_000, "init", "p").code == 1
    assert cz(tmp_path, "init", "p").code == 0


def test_report_does_not_overwrite_the_plan(plan: Path) -> None:
    assert cz(plan, "report", "-o", "data/tasks.yaml", *TODAY).code == 2
    assert (plan / "data" / "tasks.yaml").read_text(encoding="utf-8") == TASKS


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may do anything")
def test_no_permission(plan: Path) -> None:
    (plan / "data" / "tasks.yaml").chmod(0o444)
    assert cz(plan, "set", "1-1", "done") == Ran(
        1, "", "cz：data/tasks.yaml 写不进去：没有写入权限。原文件没有改动。\n"
    )
    (plan / "data" / "tasks.yaml").chmod(0)
    assert (
        cz(plan, "check").out
        == "data/tasks.yaml 错误 E004：没有读取权限。\n    = 请检查文件的属主和权限。\n"
    )


def open_files(process: int) -> list[str]:
    try:
        return [os.readlink(file) for file in Path(f"/proc/{process}/fd").iterdir()]
    except FileNotFoundError:  # closed between the two looks
        return []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_interrupted_while_waiting(plan: Path) -> None:
    data = plan / "data"
    lock = os.open(data, os.O_RDONLY)
    fcntl = pytest.importorskip("fcntl", reason="Windows cannot lock a folder")
    fcntl.flock(lock, fcntl.LOCK_EX)
    process = subprocess.Popen(
        [sys.executable, "-m", "cz", "set", "1-1", "done"],
        cwd=plan,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while process.poll() is None and str(data) not in open_files(process.pid):
        pass
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    os.close(lock)
    assert (process.returncode, out, err.decode()) == (130, b"", "已中断，没有写到一半的文件。\n")
    assert (data / "tasks.yaml").read_text(encoding="utf-8") == TASKS


# Output that goes nowhere, strange surroundings
# ----------------------------------------------------------------------


def shell(plan: Path, line: str) -> Ran:
    done = subprocess.run(
        ["bash", "-c", line.replace("cz ", f"{sys.executable} -m cz ")],
        cwd=plan,
        env=environment(),
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def unheard(plan: Path, *arguments: str) -> tuple[int, str]:
    """(exit code, stderr) where the reader of standard output is gone from the start."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "cz", *arguments],
        cwd=plan,
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    return done.returncode, done.stderr.decode()


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("locale", ["zh_CN.GBK", "zh_CN.GB18030", "en_US.ISO-8859-1"])
def test_what_is_named_in_utf8_is_found_from_any_terminal(tmp_path: Path, locale: str) -> None:
    """Templates, the plan's own too, and files of evidence."""
    language, encoding = locale.split(".")
    make = ["localedef", "-i", language, "-f", encoding, str(tmp_path / locale)]
    if (
        not shutil.which("localedef")
        or subprocess.run(make, check=False, capture_output=True).returncode > 1
    ):
        pytest.skip("no such locale can be made here")
    plan = tmp_path / "plan"
    copy_of(MIDWAY, plan)
    (plan / "templates").mkdir()
    (plan / "templates" / "自己的.md.j2").write_text("{{ plan.title }}", encoding="utf-8")
    own = "自己的".encode("utf-8" if language == "en_US" else encoding)

    def run(*arguments: str | bytes) -> str:
        command = [sys.executable, "-m", "cz", *arguments, "--plan", str(plan)]
        env = {**environment(), "LANG": "", "LC_ALL": locale, "LOCPATH": str(tmp_path)}
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        told = done.stdout.decode("utf-8" if language == "en_US" else encoding)
        assert done.returncode == (arguments[0] == "evidence"), done.stderr
        return told

    assert run("report", "--phase", "2").startswith("# ")
    if language == "zh_CN":
        assert "创建" in run("report", "--template", own)
    assert run("evidence", "check") == running.cz("evidence", "check", cwd=plan).out


@pytest.mark.parametrize("command", ["list", "list --csv", "status", "report", "check", "--help"])
def test_closed_pipe_is_silent(plan: Path, command: str) -> None:
    assert unheard(plan, *command.split())[1] == ""


def test_closed_pipe_after_a_change(plan: Path) -> None:
    """It is done, and whoever made it is told so."""
    told = "cz：改动已写入 data/tasks.yaml，接收的程序已经关闭，没有显示出来。\n"
    assert unheard(plan, "set", "1-1", "done") == (0, told)
    assert "status: done" in (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    assert unheard(plan, "set", "1-1", "done") == (0, "")  # nothing is changed this time


@pytest.mark.parametrize(
    "command", ["list", "list --json", "list --csv", "status", "check", "set 1-1 done"]
)
def test_closed_stdout(plan: Path, command: str) -> None:
    assert "Traceback" not in shell(plan, f"cz {command} >&-").err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["list", "list --csv", "report", "--version"])
def test_full_disk_behind_stdout(plan: Path, command: str) -> None:
    found = shell(plan, f"cz {command} >/dev/full")
    assert (found.code, found.err) == (1, "cz：写不出去：磁盘已满。\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_behind_stdout_after_a_change(plan: Path) -> None:
    told = "cz：改动已写入 data/tasks.yaml，只是显示不出来：磁盘已满。\n"
    ran = shell(plan, "cz set 1-1 done >/dev/full")
    assert (ran.code, ran.err) == (1, told)
    assert "status: done" in (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    ran = shell(plan, "cz report -o 报告.md >/dev/full")
    assert (ran.code, ran.err) == (1, "cz：改动已写入 报告.md，只是显示不出来：磁盘已满。\n")


@pytest.mark.parametrize(
    "surroundings",
    [
        {"LANG": "C"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "ascii"},
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"COLUMNS": "1"},
        {"COLUMNS": "x"},
        {"CZ_PLAN": ""},
    ],
    ids=lambda one: "=".join(*one.items()),
)
def test_surroundings_do_not_matter(plan: Path, surroundings: dict[str, str]) -> None:
    assert cz(
        plan, "set", "1-1", "done", "--note", "已办", "--by", "区委宣传部", *TODAY, env=surroundings
    ) == Ran(
        0,
        "1-1 学习宣传　第1阶段：推进中 → 已完成，记进展一条\n  data/tasks.yaml:17\n"
        "  -       1: {status: doing}\n  +       1: {status: done}\n"
        "  +     updates:\n  +       - {date: 2026-07-15, phase: 1, unit: 区委宣传部, "
        "status: done, note: 已办}\n",
        "",
    )


def test_chinese_folder_with_spaces_from_below(plan: Path) -> None:
    below = plan / "下 级" / "再下"
    below.mkdir(parents=True)
    assert (
        cz(below, "set", "1-1", "done", "--dry-run").out.splitlines()[1]
        == "  ../../data/tasks.yaml:17"
    )
    (plan / "data").rename(below / "data")
    assert (
        cz(plan, "set", "1-1", "done", "--plan", "下 级/再下").out.splitlines()[1]
        == "  下 级/再下/data/tasks.yaml:17"
    )


@pytest.mark.parametrize("given", ["/nope", "data/tasks.yaml", "/dev/null", "x" * 5000, "~"])
def test_plan_that_is_none(plan: Path, given: str) -> None:
    expected = (
        f"cz：{given if len(given) < 200 else 'x' * 199 + '…'} 里没有方案：应当有 data/tasks.yaml。"
        f"请核对 --plan（或环境变量 CZ_PLAN）指的文件夹，新方案请用 cz init 建立。\n"
    )
    assert cz(plan, "list", "--plan", given) == Ran(2, "", expected)


# Text is only text
# -------------------------------------------------------------------------------------------------

EVIL = {
    r"\e[31m红": "␛[31m红",
    r"a\nb\r": "a␊b␍",
    r"\u202eabc": "\\u202eabc",
    "[red]x[/]": "[red]x[/]",
    "{{ 7*7 }}{% if %}": "{{ 7*7 }}{% if %}",
    r"\x9b31m": "\\u009b31m",
    r"\u2028x": "\\u2028x",
    ":smile:": ":smile:",
}


@pytest.mark.parametrize("written", EVIL)
def test_hostile_title(plan: Path, written: str) -> None:
    write(plan, TASKS.replace("学习宣传", f'"{written}"'))
    assert cz(plan, "list", "--columns", "title", *TODAY).out.splitlines()[1] == EVIL[written]
    assert (
        cz(plan, "list", "--csv", "--columns", "title", *TODAY).out.splitlines()[1] == EVIL[written]
    )
    assert json.loads(cz(plan, "list", "--json", *TODAY).out)[0]["title"] == json.loads(
        '"' + written.replace(r"\e", r"\u001b").replace(r"\x9b", r"\u009b") + '"'
    )


@pytest.mark.parametrize("title", ["=1", "+1", "-1", "@SUM(1)", "＝1", " =1"])
def test_formula_in_csv(plan: Path, title: str) -> None:
    write(plan, TASKS.replace("学习宣传", f'"{title}"'))
    assert (
        cz(plan, "list", "--csv", "--columns", "title", *TODAY).out.splitlines()[1] == f"'{title}"
    )


@pytest.mark.parametrize("option", [(), ("--json",)], ids=["table", "json"])
def test_no_live_control_is_printed(plan: Path, option: tuple[str, ...]) -> None:
    write(plan, TASKS.replace("学习宣传", r'"\x9b31m\u202e\u061c"'))
    assert not {"\x9b", "\u202e", "\u061c"} & set(cz(plan, "list", *option, *TODAY).out)


def test_hostile_folder_name(plan: Path) -> None:
    evil = plan / "x\x1b[31m"
    evil.mkdir()
    (plan / "data").rename(evil / "data")
    write(evil, TASKS.replace("lead: 区教育局", "lead: 教育局"))
    assert "\x1b" not in cz(plan, "check", "--plan", evil.name).out
