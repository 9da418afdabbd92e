"""The shipped plan holds every fact of the published text, verbatim, and says of all else that it
is ours.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cz.load import load
from tests.running import MIDWAY, ROOT, cz

SEED = (ROOT / "tests" / "seed" / "plan.txt").read_text(encoding="utf-8")
FLAT = re.sub(r"[\s#*]|<b>|</b>", "", SEED)
PLAN = load(str(ROOT)).campaign


def stands_in_the_seed(text: str) -> bool:
    return re.sub(r"\s", "", text) in FLAT


def contents() -> list[tuple[str, int]]:
    """(heading, page) of every line of the table of contents."""
    return [
        (re.sub(r"^\S*[.)] ", "", line), int(page))
        for line, page in re.findall(r"^(?:<b>)?(.+?)(?:</b>)?\t(?:<b>)?(\d+)", SEED, re.M)
    ]


def test_chapters_and_tasks_with_title_and_page() -> None:
    headings = contents()
    start = next(i for i, (title, _) in enumerate(headings) if title == "建立牢固的思想道德基础")
    stop = next(i for i, (title, _) in enumerate(headings) if title.endswith("实施步骤"))
    listed = []
    for chapter in PLAN.chapters:
        listed.append((chapter.title, chapter.page))
        listed += [(task.title, task.page) for task in PLAN.tasks if task.chapter == chapter.number]
    assert listed == headings[start:stop]
    assert [sum(task.chapter == n for task in PLAN.tasks) for n in range(1, 11)] == [
        9,
        2,
        4,
        3,
        8,
        5,
        5,
        6,
        7,
        10,
    ]


def test_steps_requirements_groups_with_page() -> None:
    headings = contents()
    for record in (*PLAN.steps, *PLAN.requirements):
        assert (record.title, record.page) in headings
    assert [sum(step.phase == n for step in PLAN.steps) for n in (1, 2, 3)] == [5, 5, 0]
    assert len(PLAN.requirements) == 6
    assert [(group.name, group.page) for group in PLAN.groups] == headings[-9:]
    assert PLAN.headquarters is not None
    assert PLAN.office is not None
    assert stands_in_the_seed(f"附件: {PLAN.headquarters.name}成员名单".replace(" ", ""))
    assert (PLAN.headquarters.page, PLAN.office.page) == (33, 36)


def test_phases_and_their_targets() -> None:
    assert [(one.title, one.a_share, one.floor, one.minors) for one in PLAN.phases] == [
        ("全面动员，逐项推进，打实基础", 70, "B", 70),
        ("集中力量，攻坚克难，提升水平", 80, "B", 80),
        ("巩固成果，深化创建，奋力争先", 90, "B", None),
    ]
    for one in PLAN.phases:
        assert stands_in_the_seed(one.goal)
        assert stands_in_the_seed(one.stage)
    assert "特色指标获得较多加分" in PLAN.phases[2].goal


@pytest.mark.parametrize("number", ["1-1", "1-2", "1-3", "1-4"])
def test_visible_texts_are_verbatim(number: str) -> None:
    task = next(task for task in PLAN.tasks if task.id == number)
    assert len(task.text) > 20
    assert stands_in_the_seed(task.text)
    assert task.truncated == (number == "1-4")


def test_units_of_the_visible_tasks_in_the_seeds_own_form() -> None:
    """Each unit's blacked-out form, in order, gives back the bracket behind the task's text."""
    forms = {owner.name: (*owner.redacted, owner.name)[0] for owner in PLAN.owners}
    for task in PLAN.tasks[:3]:
        assert task.source == "plan"
        bracket = f"牵头单位：{forms[task.lead]}；责任单位：" + "".join(
            forms[name] for name in task.units
        )
        assert re.sub("[、，]", "", bracket) in re.sub("[、，]", "", FLAT)


def test_blocks_projects_and_declared_counts() -> None:
    assert tuple(PLAN.plan.counts) == (3, 12, 90, 188)
    assert stands_in_the_seed("由3大版块、12个测评项目、90项测评内容、188条测评标准构成")
    assert [
        sum(project.block == block.id for project in PLAN.projects) for block in PLAN.blocks
    ] == [3, 8, 1]
    for record in (*PLAN.blocks, *PLAN.projects):
        assert record.source == "plan"
        assert stands_in_the_seed(record.title)


def test_what_is_ours_says_so() -> None:
    assert Counter(task.source for task in PLAN.tasks) == {"plan": 3, "proposed": 56}
    assert {one.source for one in PLAN.indicators} == {"proposed"}
    assert all(task.proposed == ("group",) for task in PLAN.tasks[:3])
    for unit in PLAN.units:
        named = any(stands_in_the_seed(form) for form in (*unit.redacted, unit.name))
        assert unit.source == ("plan" if named else "proposed"), unit.name


def test_the_working_list_of_standards() -> None:
    assert len(PLAN.indicators) == 188
    assert len({one.title for one in PLAN.indicators}) == 188
    assert len({(one.project, one.content) for one in PLAN.indicators}) == 90
    assert {one.project for one in PLAN.indicators} == {project.id for project in PLAN.projects}
    for one in PLAN.indicators:
        assert one.task
        assert one.unit
        assert one.method
        assert not re.search(r"[0-9０-９%％]", one.title), "no invented bounds or points"


def test_the_example_is_the_plan_in_the_middle_of_phase_two() -> None:
    example = load(str(MIDWAY)).campaign
    assert example.plan.label == "演示数据"
    assert example.plan.today is not None
    for path in (MIDWAY / "data").iterdir():
        assert path.read_text(encoding="utf-8").startswith("# 演示数据")
    assert [task._replace(progress={}, updates=(), node=None) for task in example.tasks] == [
        task._replace(progress={}, updates=(), node=None) for task in PLAN.tasks
    ]
    assert Counter(one.ratings.get(2, "") for one in example.indicators) == {
        "A": 121,
        "B": 38,
        "C": 3,
        "": 26,
    }


def test_the_example_is_what_its_program_writes(tmp_path) -> None:
    import shutil
    import subprocess
    import sys

    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.rmtree(tmp_path / "examples" / "midway")
    subprocess.run(
        [sys.executable, str(tmp_path / "examples" / "make_midway.py")],
        check=True,
        capture_output=True,
    )
    for path in (MIDWAY / "data").iterdir():
        assert (
            tmp_path / "examples" / "midway" / "data" / path.name
        ).read_bytes() == path.read_bytes()


def test_how_much_is_ours_is_told() -> None:
    assert "尚有拟定内容：56 项任务（共 59 项）" in cz("check").out
    assert "测评标准拟定 188 条" in cz("status").out
