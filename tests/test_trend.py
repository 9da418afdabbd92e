"""``cz trend``: figures by month out of real commits, each against a count of its own."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import recount
from tests.running import MIDWAY, copy_of, cz, git, repository


def put(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    path = folder / "data" / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def commit(folder: Path, day: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", day, day=day)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Five months; in April nothing was committed, in June twice."""
    folder = copy_of(MIDWAY, tmp_path / "创城 方案")
    whole = (folder / "data" / "indicators.yaml").read_text(encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    put(folder, "indicators.yaml", ("2: A", "3: A"), ("2: B", "3: B"), ("2: C", "3: C"))
    put(folder, "tasks.yaml", ("2: {status: verified", "2: {status: todo"))
    commit(folder, "2026-03-12")
    put(folder, "tasks.yaml", ("2: {status: done", "2: {status: doing"))
    put(folder, "findings.yaml", ("verified: 2026-05", "verified: 2026-06"))
    commit(folder, "2026-05-06")
    put(folder, "indicators.yaml", ("3: A", "2: A"))
    commit(folder, "2026-06-02")
    (folder / "data" / "indicators.yaml").write_text(whole, encoding="utf-8")
    commit(folder, "2026-06-30")
    put(folder, "tasks.yaml", ("2: {status: blocked", "2: {status: done"))
    return folder


def run(folder: Path, *arguments: str) -> str:
    ran = cz("trend", *arguments, cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def months(folder: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    data = json.loads(run(folder, "--json", *arguments))
    return {month["month"]: month for month in data["months"]}


def test_the_whole_screen(plan: Path) -> None:
    assert run(plan) == (
        "县区创建文明城市实施方案（演示数据）\n"
        "第2阶段　集中力量，攻坚克难，提升水平　（2026年1月1日至2026年12月31日）\n"
        "截至2026年7月15日，按月\n"
        "每月是最后一次提交时的样子，本月是现在的样子，没有提交的改动也在内。"
        "历史从2026年3月12日的提交开始，再早的不知道。\n"
        "\n"
        "A类占比（目标 ≥80%）\n"
        "月份                     占比  A类/标准  比上月\n"
        "2026年3月            尚无评级\n"
        "2026年4月            没有提交\n"
        "2026年5月            尚无评级\n"
        "2026年6月               64.4%   121/188          █████████████░░░░░░░\n"
        "2026年7月（至15日）     64.4%   121/188     0.0  █████████████░░░░░░░\n"
        "\n"
        "任务完成\n"
        "月份                     占比  完成/任务  比上月\n"
        "2026年3月               15.3%       9/59          ███░░░░░░░░░░░░░░░░░\n"
        "2026年4月            没有提交\n"
        "2026年5月                0.0%       0/59          ░░░░░░░░░░░░░░░░░░░░\n"
        "2026年6月                0.0%       0/59     0.0  ░░░░░░░░░░░░░░░░░░░░\n"
        "2026年7月（至15日）      6.8%       4/59    +6.8  █░░░░░░░░░░░░░░░░░░░\n"
        "\n"
        "按时整改率\n"
        "月份                     占比  按时/交办  比上月\n"
        "2026年3月               81.1%      43/53          ████████████████░░░░\n"
        "2026年4月            没有提交\n"
        "2026年5月               84.6%    132/156          █████████████████░░░\n"
        "2026年6月               81.5%    212/260    -3.1  ████████████████░░░░\n"
        "2026年7月（至15日）     79.2%    262/331    -2.3  ████████████████░░░░\n"
        "\n"
        "登记过的通报\n"
        "期号         督查时间          截至     按时整改率  按时/交办\n"
        "2026年第1期  3月9日至4月10日   4月20日       83.8%     88/105  ██████████░░\n"
        "2026年第2期  5月11日至6月5日   6月15日       86.0%     86/100  ██████████░░\n"
        "2026年第3期  6月22日至6月26日  7月6日        78.2%      43/55  █████████░░░\n"
    )


def checked_out(plan: Path, day: str, to: Path) -> dict[str, Any]:
    """The plan as the last commit up to a day holds it, read by other means."""
    sha = git(plan, "rev-list", "-1", f"--before={day}T23:59:59+0800", "main").strip()
    shutil.copytree(plan, to)
    git(to, "checkout", "-q", "-f", sha)
    return recount.read(to)


def test_every_month_counted_again(plan: Path, tmp_path: Path) -> None:
    told = months(plan)
    assert list(told) == ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07"]
    for month, day in (
        ("2026-03", "2026-03-31"),
        ("2026-05", "2026-05-31"),
        ("2026-06", "2026-06-30"),
    ):
        then = checked_out(plan, day, tmp_path / month)
        assert told[month]["known"] == "commit"
        assert told[month]["day"] == day
        assert recount.printed(told[month]) == recount.by_month(then, 2, date.fromisoformat(day))
    now = recount.by_month(recount.read(plan), 2, date(2026, 7, 15))
    assert recount.printed(told["2026-07"]) == now
    assert told["2026-07"]["known"] == "now"
    assert told["2026-04"] == {
        "month": "2026-04",
        "day": "2026-04-30",
        "known": "none",
        "commit": None,
        "left_out": 0,
        "a": None,
        "finished": None,
        "in_time": None,
    }


def test_a_month_is_what_status_says_as_of_its_last_day(plan: Path) -> None:
    told = months(plan)["2026-06"]
    status = cz("status", "--at", "2026-06-30", "--today", "2026-06-30", "--json", cwd=plan)
    data = json.loads(status.out)
    finished = sum(one["count"] for one in data["shares"] if one["status"] in ("done", "verified"))
    assert told["finished"]["part"] == finished
    assert told["a"]["part"] == data["target"]["a"]


def test_a_unit(plan: Path, tmp_path: Path) -> None:
    told = months(plan, "--unit", "qjyj")
    for month, day in (("2026-03", "2026-03-31"), ("2026-06", "2026-06-30")):
        then = checked_out(plan, day, tmp_path / month)
        counted = recount.by_month(then, 2, date.fromisoformat(day), "区教育局")
        assert recount.printed(told[month]) == counted
    text = run(plan, "--unit", "区教育局")
    assert "截至2026年7月15日，按月　区教育局\n" in text
    assert "A类占比（全区目标 ≥80%，供对照）\n" in text
    assert cz("trend", "--unit", "区教委", cwd=plan).code == 2


def test_a_unit_by_the_name_it_had(plan: Path) -> None:
    """Its id is the same; before it was there nothing is known of it."""
    for path in (plan / "data").iterdir():
        text = path.read_text(encoding="utf-8").replace("区教育局", "区教体局")
        path.write_text(text, encoding="utf-8")
    named = "name: 区教体局\n"
    put(plan, "units.yaml", (named, f"{named}    former:\n      - 区教育局\n"))
    commit(plan, "2026-07-02")
    told = months(plan, "--unit", "区教体局")
    assert told["2026-06"]["finished"] == {"part": 0, "whole": 3, "percent": 0.0}
    put(plan, "units.yaml", ("units:\n", "units:\n  - id: new\n    name: 新单位\n    kind: 其他\n"))
    assert months(plan, "--unit", "新单位")["2026-06"]["known"] == "no unit"
    assert re.search(r"2026年6月 +那时没有这个单位\n", run(plan, "--unit", "新单位"))


def test_months_asked_for_are_all_listed(plan: Path) -> None:
    told = months(plan, "--months", "7")
    assert [month["known"] for month in told.values()] == [
        *("before", "before", "commit", "none", "commit", "commit", "now")
    ]
    assert re.search(r"2026年1月 +不知道\n", run(plan, "--months", "7"))
    assert list(months(plan, "--months", "1")) == ["2026-07"]
    for wrong in ("0", "-1", "121"):
        ran = cz("trend", "--months", wrong, cwd=plan)
        assert (ran.code, ran.err) == (
            2,
            f"cz：月数要在 1 到 120 之间，找到的是 {wrong}。请核对 --months。\n",
        )


def test_csv_has_a_row_a_month(plan: Path) -> None:
    rows = list(csv.reader(io.StringIO(run(plan, "--csv").removeprefix("\ufeff"))))
    commits = [row[12] for row in rows[1:]]
    assert [bool(commit) for commit in commits] == [True, False, True, True, False]
    assert [",".join([*row[:12], row[13]]) for row in rows] == [
        "月份,截至,A类,标准,A类占比%,完成,任务,任务完成%,按时,交办,按时整改率%,说明,通报",
        "2026年3月,2026-03-31,,,,9,59,15.3,43,53,81.1,,",
        "2026年4月,2026-04-30,,,,,,,,,,没有提交,第1期83.8%（88/105）",
        "2026年5月,2026-05-31,,,,0,59,0.0,132,156,84.6,,",
        "2026年6月,2026-06-30,121,188,64.4,0,59,0.0,212,260,81.5,,第2期86.0%（86/100）",
        "2026年7月,2026-07-15,121,188,64.4,4,59,6.8,262,331,79.2,,第3期78.2%（43/55）",
    ]


def test_written_to_files(plan: Path) -> None:
    for ending in ("csv", "json", "html", "xlsx"):
        assert run(plan, "-o", f"走势.{ending}") == f"已写入 走势.{ending}。\n"
    assert "<h2>任务完成</h2>" in (plan / "走势.html").read_text(encoding="utf-8")


def test_without_git_there_is_the_running_month_and_what_was_published(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    text = run(folder)
    assert re.search("\n只有本月的：.*不在 git 仓库里", text)
    assert "2026年7月（至15日）  64.4%   121/188 " in text
    assert "2026年6月 " not in text
    assert "2026年第1期  3月9日至4月10日 " in text
    assert list(months(folder)) == ["2026-07"]
    git(folder, "init", "-q")
    assert "只有本月的：这个仓库还没有提交过，没有历史可看。" in run(folder)


def test_a_new_plan_knows_nothing(tmp_path: Path) -> None:
    cz("init", "x", cwd=tmp_path)
    text = run(tmp_path / "x", "--today", "2026-07-15")
    assert re.search(r"A类/标准  比上月\n2026年7月（至15日） +尚无评级\n", text)
    assert re.search(r"按时/交办  比上月\n2026年7月（至15日） +没有交办\n", text)
    assert "0/0" not in text


def test_a_commit_before_the_plan_was_there_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path
    git(folder, "init", "-q", "-b", "main")
    (folder / "说明.txt").write_text("x", encoding="utf-8")
    commit(folder, "2026-04-02")
    copy_of(MIDWAY, folder)
    put(folder, "tasks.yaml", ("  - id: 1-5\n", "  - id: 1_5\n"))
    commit(folder, "2026-05-02")
    put(folder, "tasks.yaml", ("  - id: 1_5\n", "  - id: 1-5\n"))
    commit(folder, "2026-06-02")
    told = months(folder, "--months", "4")
    assert [month["known"] for month in told.values()] == ["before", "commit", "commit", "now"]
    assert [month["left_out"] for month in told.values()] == [0, 1, 0, 0]
    assert told["2026-05"]["finished"]["whole"] == 58
    assert "\n⚠ 2026年5月：那时有 1 条记录读不出来，没有计入。\n" in run(folder)
    blob = git(folder, "rev-parse", "HEAD~1:data/tasks.yaml").strip()
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert re.search(r"2026年5月 +读不出来\n", run(folder))


def test_a_shallow_clone_says_that_there_is_more(plan: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", plan.as_uri(), "浅")
    told = months(tmp_path / "浅", "--months", "3")
    assert [month["known"] for month in told.values()] == ["before", "commit", "now"]
    assert "再早的没有带来。\n" in run(tmp_path / "浅")


def test_what_came_by_a_merge_came_when_it_was_merged(plan: Path) -> None:
    git(plan, "commit", "-qam", "七月", day="2026-07-01")
    git(plan, "switch", "-q", "-c", "乡镇", "HEAD~2")
    put(plan, "tasks.yaml", ("title: 加强国民教育", "title: 加强国民教育（改）"))
    commit(plan, "2026-06-20")
    git(plan, "switch", "-q", "main")
    git(plan, "merge", "-q", "-m", "合并", "乡镇", day="2026-07-08")
    assert months(plan)["2026-06"]["a"]["part"] == 121


def test_the_weekly_example_is_quick(tmp_path: Path) -> None:
    """Four commits of one text are read once."""
    folder = repository(tmp_path)
    assert [month["known"] for month in months(folder).values()] == ["commit", "now"]
