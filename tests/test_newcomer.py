"""docs/newcomer.md leads right: its steps are followed to the letter in a copy of the project."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.running import MIDWAY, ROOT, Ran, copy_of, cz, environment

GUIDE = ROOT / "docs" / "newcomer.md"
STEP = re.compile(
    r"<!-- step (\w+): ([\w/.]+)(?:, (.*?))? -->\n```(?:text|python)\n(.*?)```\n", re.S
)
PLACE = re.compile(r'(?:class (\w+), )?(after|before|replace) "(.*)"')


class Step(NamedTuple):
    """``place``: "" for a file of its own, else where in the file the text goes."""

    path: str
    place: str
    text: str


def steps(subject: str) -> list[Step]:
    guide = GUIDE.read_text(encoding="utf-8")
    return [Step(*match[1:]) for match in STEP.findall(guide) if match[0] == subject]


def follow(subject: str, folder: Path) -> Path:
    """A copy of the project in which the guide's steps on a subject were done."""
    project = folder / "project"
    for name in ("cz", "data", "templates"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for step in steps(subject):
        put(project / step.path, step)
    return project


def put(path: Path, step: Step) -> None:
    if not step.place:
        assert not path.exists()
        path.write_text(step.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if step.place == "at the end":
        path.write_text(text + step.text, encoding="utf-8")
        return
    match = PLACE.fullmatch(step.place)
    assert match, step.place
    within, how, mark = match[1], match[2], match[3].replace('\\"', '"')
    start = text.index(f"\nclass {within}(") if within else 0
    at = text.index(mark + "\n", start)
    end = at + len(mark) + 1
    if how == "after":
        text = text[:end] + step.text + text[end:]
    elif how == "before":
        text = text[:at] + step.text + text[at:]
    else:
        text = text[:at] + step.text + text[end:]
    path.write_text(text, encoding="utf-8")


def run_python(project: Path, text: str) -> Ran:
    """A program that uses the copy's cz."""
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=project,
        env=environment(PYTHONPATH=str(project)),
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def run(project: Path, plan: Path, *arguments: str) -> Ran:
    """The copy's cz, not ours."""
    return cz(*arguments, cwd=plan, PYTHONPATH=str(project))


def plan_with(folder: Path, name: str, old: str, new: str) -> Path:
    plan = copy_of(MIDWAY, folder / "plan")
    path = plan / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return plan


def test_a_field(tmp_path: Path) -> None:
    assert len(steps("field")) == 1
    project = follow("field", tmp_path)
    head = "    name: 区教育局\n"
    plan = plan_with(tmp_path, "units.yaml", head, f"{head}    phone: 0123-456\n")
    assert run(project, plan, "check").err == ""
    assert "电话      0123-456\n" in run(project, plan, "show", "区教育局").out
    assert json.loads(run(project, plan, "show", "区教育局", "--json").out)["phone"] == "0123-456"
    listed = run(project, plan, "list", "--kind", "unit", "区教育局", "--columns", "name,phone")
    assert listed.out == "单位      电话\n区教育局  0123-456\n\n共 1 个单位\n"
    assert "W401" in cz("check", cwd=plan).out  # without the steps nobody knows the field


def test_a_kind_of_record(tmp_path: Path) -> None:
    assert len(steps("kind")) == 4
    project = follow("kind", tmp_path)
    letter = (
        "letters:\n  - id: l2026-1\n    date: 2026-07-01\n    title: 关于做好迎检的函\n"
        "    sender: 市创城办\nbulletins:\n"
    )
    plan = plan_with(tmp_path, "supervision.yaml", "bulletins:\n", letter)
    checked = run(project, plan, "check")
    assert (checked.code, checked.err) == (0, "")
    shown = run(project, plan, "show", "l2026-1")
    assert shown.out.startswith("l2026-1　关于做好迎检的函\n")
    assert "来函单位  市创城办\n" in shown.out
    assert json.loads(run(project, plan, "show", "l2026-1", "--json").out)["sender"] == "市创城办"


def test_a_command(tmp_path: Path) -> None:
    assert len(steps("command")) == 3
    project = follow("command", tmp_path)
    ran = run(project, copy_of(MIDWAY, tmp_path / "plan"), "phases")
    assert ran.out == (
        "阶段     名称                           完成\n"
        "第1阶段  全面动员，逐项推进，打实基础  59/59\n"
        "第2阶段  集中力量，攻坚克难，提升水平  21/59\n"
        "第3阶段  巩固成果，深化创建，奋力争先   0/59\n"
    )
    assert "  phases      各阶段完成多少\n" in run(project, tmp_path, "--help").out


def test_an_output_form(tmp_path: Path) -> None:
    assert len(steps("form")) == 4
    project = follow("form", tmp_path)
    table = tmp_path / "单位.tsv"
    told = run(project, MIDWAY, "list", "--kind", "unit", "区教育局", "-o", str(table)).out
    assert told == f"已写入 {table}。\n"
    assert (
        table.read_text(encoding="utf-8")
        == "编号\t单位\t类别\t方案写法\nqjyj\t区教育局\t政府部门\t区教育×\n"
    )


@pytest.mark.soak(every=4)
@pytest.mark.parametrize(
    ("module", "record", "file", "id_", "listing"),
    [
        ("plan", "Task", "tasks.yaml", "1-5", "list 1-5 --columns id,budget"),
        ("plan", "Step", "tasks.yaml", "s2-1", "list --kind step s2-1 --columns id,budget"),
        (
            "plan",
            "Indicator",
            "indicators.yaml",
            "i9-14",
            "list --kind indicator i9-14 --columns id,budget",
        ),
        ("supervision", "Finding", "findings.yaml", "f260309-1", "finding list f260309-1 --csv"),
    ],
)
def test_one_line_is_a_field_of_every_kind(
    module: str, record: str, file: str, id_: str, listing: str, tmp_path: Path
) -> None:
    project = follow("nothing", tmp_path)
    path = project / "cz" / "records" / f"{module}.py"
    place = f'class {record}, before "    node: Map = NOWHERE"'
    put(path, Step(str(path), place, '    budget: Annotated[str, f.text, "预算"] = ""\n'))
    head = f"  - id: {id_}\n"
    plan = plan_with(tmp_path, file, head, f"{head}    budget: 五万元\n")
    assert run(project, plan, "check").code == 0
    assert "预算      五万元\n" in run(project, plan, "show", id_).out
    assert json.loads(run(project, plan, "show", id_, "--json").out)["budget"] == "五万元"
    assert "五万元" in run(project, plan, *listing.split()).out
