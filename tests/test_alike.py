"""Many problems of one kind are told once, with where the others are; causes stand on top."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import cz

UNITS = "units:\n  - {id: jyj, name: 区教育局, kind: 政府部门}\n"
HEAD = """\
plan: {title: 方案, phase: 1}
phases:
  - {number: 1, title: 夯实基础}
chapters:
  - {number: 1, title: 环境}
tasks:
"""


def task(number: int, unit: str) -> str:
    return f"  - {{id: 1-{number}, title: 事{number}, lead: {unit}}}\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/units.yaml").write_text(UNITS, encoding="utf-8")
    (tmp_path / "data/indicators.yaml").write_text("indicators: []\n", encoding="utf-8")
    return tmp_path


def test_a_few_are_told_one_by_one(plan: Path) -> None:
    tasks = HEAD + "".join(task(number, "区财政局") for number in range(1, 4))
    (plan / "data/tasks.yaml").write_text(tasks, encoding="utf-8")
    text = cz("check", cwd=plan).out
    assert text.count("没有叫“区财政局”的单位。") == 3
    assert "共" not in text
    assert text.endswith("检查完毕：错误 3 个，警告 0 个，提示 0 个。\n")


def test_many_are_told_once(plan: Path) -> None:
    tasks = HEAD + "".join(task(number, "区财政局") for number in range(1, 9))
    (plan / "data/tasks.yaml").write_text(tasks, encoding="utf-8")
    ran = cz("check", cwd=plan)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        "data/tasks.yaml:7:32 错误 E302：没有叫“区财政局”的单位。\n"
        "    |   - {id: 1-1, title: 事1, lead: 区财政局}\n"
        "    |                                 ^^^^^^^^\n"
        "    = 最接近的有：区教育局。单位都列在 data/units.yaml 里。\n"
        "    = 同样的错误共 8 处，还有：第 8、9、10、11、12 行等。逐个看请用 cz check --all。\n"
        "检查完毕：错误 8 个，警告 0 个，提示 0 个。\n"
    )
    one_by_one = cz("check", "--all", cwd=plan).out
    assert one_by_one.count("错误 E302") == 8
    assert "还有" not in one_by_one
    assert len(cz("check", "--csv", cwd=plan).out.splitlines()) == 9


def test_the_record_is_no_part_of_the_kind(plan: Path) -> None:
    """In two files, and each naming its own record."""
    tasks = HEAD.replace("number: 1, title: 环境", "number: 2, title: 环境")
    tasks += "".join(task(number, "区教育局") for number in range(1, 6))
    (plan / "data/tasks.yaml").write_text(tasks, encoding="utf-8")
    text = cz("check", cwd=plan).out
    assert text.count("属于第 1 板块，但没有这个板块") == 1
    assert "同样的错误共 5 处，还有：第 8、9、10、11 行。" in text


def test_causes_stand_on_top(plan: Path) -> None:
    """The unit that cannot be read is told before those who name it, though its file is later."""
    (plan / "data/units.yaml").write_text(
        UNITS.replace("kind: 政府部门", "kind: 政府部们") + "  - {id: czj, name: 区财政局}\n",
        encoding="utf-8",
    )
    tasks = HEAD + task(1, "区财政") + task(2, "区财证局")
    (plan / "data/tasks.yaml").write_text(tasks, encoding="utf-8")
    lines = cz("check", cwd=plan).out.splitlines()
    codes = [line.split()[2][:4] for line in lines if " 错误 E" in line]
    assert codes == ["E205", "E201", "E302", "E302"]
