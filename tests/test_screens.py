"""Whole outputs on the example plan.

`CZ_GOLDEN=write pytest tests/test_screens.py` writes them anew; git shows what changed.
"""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from cz.typography import width
from tests.running import MIDWAY, ROOT, bare, copy_of, cz, on_terminal

GOLDEN = ROOT / "tests" / "golden"

SCREENS = {
    "help": ["--help"],
    "status-help": ["status", "--help"],
    "list-help": ["list", "--help"],
    "set-help": ["set", "--help"],
    "status": ["status"],
    "status-unit": ["status", "--unit", "区教育局"],
    "status-town": ["status", "--unit", "柳溪镇", "--chapter", "1"],
    "status-group": ["status", "--group", "环境卫生组"],
    "status-phase-3": ["status", "--phase", "3"],
    "list-late": ["list", "due<2026-07-15", "not", "status:done,verified", "--sort", "due"],
    "list-or": [
        "list",
        "status:blocked",
        "or",
        "light:yellow",
        "--columns",
        "id,title,lead,status,light,late",
    ],
    "list-indicators": ["list", "--kind", "indicator", "rating:C"],
    "list-units": ["list", "--kind", "unit", "街道"],
    "list-steps": ["list", "--kind", "step"],
    "show-task": ["show", "1-5"],
    "show-truncated": ["show", "1-4"],
    "show-step": ["show", "s2-3"],
    "show-indicator": ["show", "i9-14"],
    "show-unit": ["show", "各乡镇党委和政府"],
    "show-group": ["show", "交通秩序组"],
    "target": ["target"],
    "target-phase-1": ["target", "--phase", "1"],
    "check": ["check"],
    "report-briefing": ["report", "--template", "简报"],
    "report-phase-2": ["report", "--phase", "2"],
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, tmp_path: Path) -> None:
    # A report names the commit of its data; a copy outside the repository has none.
    ran = cz(*SCREENS[name], cwd=copy_of(MIDWAY, tmp_path) if name.startswith("report") else MIDWAY)
    kept = GOLDEN / f"{name}.txt"
    if os.environ.get("CZ_GOLDEN") == "write":
        kept.write_text(ran.out, encoding="utf-8")
    assert ran.err == ""
    assert ran.code == 0
    assert ran.out == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize(
    "name",
    ["status", "status-unit", "list-or", "list-indicators", "target", "show-task", "show-unit"],
)
def test_every_line_fits_the_terminal(name: str, columns: int) -> None:
    shown = bare(on_terminal(*SCREENS[name], columns=columns, cwd=MIDWAY))
    assert shown.count("\n") > 5
    assert [line for line in shown.split("\n") if width(line) > columns] == []


def test_columns_stand_under_their_titles() -> None:
    lines = bare(on_terminal("list", "chapter:1", columns=80, cwd=MIDWAY)).split("\n")[:10]
    starts = [
        width(lines[0].partition(title)[0]) for title in ("任务", "牵头单位", "状态", "时限", "灯")
    ]
    for line in lines[1:]:
        # In every row each column begins where its title begins, after two spaces.
        columns = [0]
        for char in line:
            columns.append(columns[-1] + width(char))
        for start in starts:
            at = columns.index(start)
            assert line[at - 2 : at] == "  ", (start, line)
            assert line[at] != " ", (start, line)


def test_a_terminal_has_colours_and_no_color_has_none() -> None:
    assert "\x1b[" in on_terminal("status", columns=80, cwd=MIDWAY)
    assert "\x1b[3" not in on_terminal("status", columns=80, cwd=MIDWAY, NO_COLOR="1")
    assert "\x1b" not in on_terminal(
        "set", "1-5", "done", "--dry-run", columns=80, cwd=MIDWAY, NO_COLOR="1"
    )


def test_a_pipe_gets_whole_lines_without_colour() -> None:
    out = cz("list", "1-5", "--columns", "id,title,units", cwd=MIDWAY).out
    assert out == (
        "编号  任务                          责任单位\n"
        "1-5   深化开展道德模范评选表彰活动  区总工会、团区委、区妇联、区新闻中心、"
        "各乡镇党委和政府、各街道党工委和办事处（拟）\n"
        "\n"
        "共 1 项任务（第2阶段）\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["status", "--unit", "qjyj"],
        ["list", "chapter:1"],
        ["list", "--kind", "unit"],
        ["list", "--kind", "indicator"],
        ["show", "1-5"],
        ["show", "i9-14"],
        ["show", "区教育局"],
        ["show", "g1"],
        ["show", "s2-1"],
        ["target"],
        ["check"],
    ],
)
def test_json_parses(arguments: list[str]) -> None:
    ran = cz(*arguments, "--json", cwd=MIDWAY)
    assert ran.code == 0
    assert json.loads(ran.out)


def test_json_of_a_unit() -> None:
    found = json.loads(cz("status", "--unit", "qjyj", "--json", cwd=MIDWAY).out)
    assert list(found) == [
        "plan",
        "label",
        "today",
        "phase",
        "unit",
        "collectives",
        "led",
        "shared",
        "steps",
        "indicators",
        "late",
        "soon",
        "overdue",
        "due_soon",
        "findings",
        "orders",
        "agreed",
        "returned",
        "helping",
    ]
    assert found["unit"] == {
        "id": "qjyj",
        "name": "区教育局",
        "source": "plan",
        "kind": "政府部门",
        "redacted": ["区教育×"],
        "former": [],
        "merged": [],
    }
    assert found["led"][0] == {
        "id": "5-1",
        "title": "加强国民教育",
        "lead": "区教育局",
        "units": [
            "区财政局",
            "区人力资源和社会保障局",
            "区自然资源局",
            "各乡镇党委和政府",
            "各街道党工委和办事处",
        ],
        "group": "宣传教育组",
        "source": "proposed",
        "proposed": [],
        "phase": 2,
        "status": "doing",
        "due": "2026-06-30",
        "repeat": "",
        "missed": 0,
        "light": "red",
        "late": 15,
        "left": -15,
    }
    assert found["late"] == ["5-1", "6-5"]
    assert {(one["state"], one["unit"]) for one in found["findings"]} == {
        ("open", "区教育局"),
        ("rectified", "区教育局"),
        ("verified", "区教育局"),
    }
    assert found["helping"] == []


def test_json_of_the_target() -> None:
    found = json.loads(cz("target", "--json", cwd=MIDWAY).out)
    kept = {
        key: found[key]
        for key in (
            "phase",
            "declared",
            "listed",
            "a",
            "b",
            "c",
            "unrated",
            "a_share",
            "need",
            "gap",
            "minors",
            "verdict",
        )
    }
    assert kept == {
        "phase": 2,
        "declared": 188,
        "listed": 188,
        "a": 121,
        "b": 38,
        "c": 3,
        "unrated": 26,
        "a_share": 64.36,
        "need": 151,
        "gap": 30,
        "minors": 78.0,
        "verdict": "failed",
    }


def table(*arguments: str) -> list[list[str]]:
    ran = cz(*arguments, "--csv", cwd=MIDWAY)
    assert (ran.code, ran.err) == (0, "")
    return list(csv.reader(io.StringIO(ran.out.lstrip("\ufeff"))))


def test_status_gives_a_spreadsheet_every_task_and_step_of_the_slice() -> None:
    head, *rows = table("status")
    assert head == ["编号", "任务", "牵头单位", "状态", "时限", "逾期天数"]
    assert [row[0] for row in rows[:2]] == ["\t1-1", "\t1-2"]
    assert len(rows) == 59 + 5
    late = next(row for row in rows if row[0] == "\t1-5")
    assert late[2:] == ["区委宣传部（拟）", "推进中", "2026-06-30", "15"]
    assert len(table("status", "--chapter", "1")) == 1 + 9


def test_status_of_a_unit_says_in_a_spreadsheet_what_part_it_has() -> None:
    head, *rows = table("status", "--unit", "区教育局")
    assert head == ["编号", "任务", "分工", "牵头单位", "状态", "时限", "逾期天数"]
    assert {row[2] for row in rows if row[3].startswith("区教育局")} == {"牵头"}
    assert {row[2] for row in rows if not row[3].startswith("区教育局")} == {"责任"}


def test_target_gives_a_spreadsheet_all_that_is_not_a() -> None:
    head, *rows = table("target")
    assert head == ["评级", "编号", "测评标准", "单位", "任务", "任务状态", "测评方法"]
    ratings = [row[0] for row in rows]
    assert ratings == sorted(ratings, key=["C", "B", "未评"].index)
    now = json.loads(cz("target", "--json", cwd=MIDWAY).out)
    assert len(rows) == now["b"] + now["c"] + len(now["not_rated"])


def test_before_the_first_finding_there_is_nothing_to_say_of_findings() -> None:
    """Shares of none at all were reckoned, and divided by nothing."""
    ran = cz("status", "--today", "2025-03-01", cwd=MIDWAY)
    assert (ran.code, ran.err) == (0, "")
    assert "督查问题" not in ran.out


def test_csv_opens_in_a_spreadsheet() -> None:
    ran = cz("list", "chapter:1", "--csv", "--columns", "id,title,lead,due", cwd=MIDWAY)
    assert ran.out.startswith("\ufeff编号,任务,牵头单位,时限\r\n")
    rows = list(csv.reader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert rows[5] == ["\t1-5", "深化开展道德模范评选表彰活动", "区委宣传部（拟）", "2026-06-30"]
    assert {len(row) for row in rows} == {4}


def test_the_real_plan_has_nothing_to_complain_of() -> None:
    ran = cz("check", cwd=ROOT)
    assert ran.code == 0
    assert ran.out.endswith("检查完毕：错误 0 个，警告 0 个，提示 3 个。\n")
